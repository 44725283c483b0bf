"""The town of each test of this room."""

import pytest

from tests.people import given_town


@pytest.fixture
def town(db):
    return given_town()
