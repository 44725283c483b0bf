"""What every test of the whole begins with."""

import json

import pytest
from django.conf import settings as configured

from siantar.privacy import key_ring
from tests.people import given_town


@pytest.fixture
def town():
    return given_town()


@pytest.fixture
def keys_in_file(settings, tmp_path):
    """The keys of this run in a keys.json of the test's own, where they can be rotated."""
    keys = {"secret": "x" * 50, "field": configured.SIANTAR_FIELD_KEY, "index": configured.SIANTAR_INDEX_KEY}
    (tmp_path / key_ring.FILE).write_text(json.dumps(keys))
    settings.SIANTAR_DATA = tmp_path
    settings.KEYS = keys
