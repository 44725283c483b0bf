"""What every test of a face begins with."""

import pytest

from tests.people import given_town


@pytest.fixture
def town():
    return given_town()
