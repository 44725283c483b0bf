"""What every test of letters begins with."""

import pytest

from tests.letters.cast import given_letter_town
from tests.letters.esign_service import city_service


@pytest.fixture
def town(db):
    return given_letter_town()


@pytest.fixture
def service():
    with city_service() as service:
        yield service
