"""What every test of the way to the door begins with."""

import pytest

from tests.people import given_town


@pytest.fixture
def town(db):
    return given_town()
