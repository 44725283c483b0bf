"""The pages of the documentation that are written from the code are as the code is today."""

from __future__ import annotations

import pytest

from siantar.faces.backoffice import access_words as words
from siantar.faces.frame import texts
from siantar.rules.access import ACTS, EVENTS, PURPOSES, READINGS, SEES, BundleStatus, PersonalField, Scope
from siantar.rules.vocabulary import Kind, Role
from tests.support import access_table

PAGES = access_table.written()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_generated_pages_are_up_to_date(path):
    assert path.read_text() == PAGES[path], "make pictures"


def test_everything_in_the_gates_table_has_its_words():
    assert set(words.ROLES) == set(Role) == set(SEES)
    assert set(words.SCOPES) == set(Scope)
    assert set(words.ACTS) == set(ACTS)
    assert set(words.READINGS) == set(READINGS)
    assert set(words.FIELDS) == set(PersonalField)
    assert set(words.PURPOSES) == set(PURPOSES)
    assert set(texts.VERBS) == set(EVENTS) == set(Kind)
    assert set(texts.BATCHES) == set(BundleStatus)
