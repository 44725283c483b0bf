"""What every test of the whole begins with."""

import pytest

from tests.people import given_town


@pytest.fixture
def town():
    return given_town()
