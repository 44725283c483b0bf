"""The pages of the documentation that are written from the code are as the code is today."""

from __future__ import annotations

import inspect
import json
import sys

import pytest
from django.apps import apps

from siantar.casework import consequences
from siantar.directory.models import User
from siantar.directory.tokens import issue_token
from siantar.faces.backoffice import access_words as words
from siantar.faces.frame import texts
from siantar.faces.frame.role_words import ROLES
from siantar.rules.access import ACTS, EVENTS, PURPOSES, READINGS, SEES, BundleStatus, PersonalField, Scope
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role
from tests.clock import CLOCK
from tests.people import given_file, given_town
from tests.support import access_table, asvs, data_model, life_of_an_event, privacy_papers

PAGES = (
    access_table.written()
    | data_model.written()
    | life_of_an_event.written()
    | privacy_papers.written()
    | asvs.written()
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_generated_pages_are_up_to_date(path):
    assert path.read_text() == PAGES[path], "make pictures"


def test_everything_in_the_gates_table_has_its_words():
    assert set(ROLES) == set(Role) == set(SEES)
    assert set(words.SCOPES) == set(Scope)
    assert set(words.ACTS) == set(ACTS)
    assert set(words.READINGS) == set(READINGS)
    assert set(words.FIELDS) == set(PersonalField)
    assert set(words.PURPOSES) == set(PURPOSES)
    assert set(texts.VERBS) == set(EVENTS) == set(Kind)
    assert set(texts.BATCHES) == set(BundleStatus)


def test_every_room_with_tables_is_in_the_picture():
    ours = {
        config.label
        for config in apps.get_app_configs()
        if config.name.startswith("siantar.") and list(config.get_models())
    }
    assert set(data_model.ROOMS) == ours


@pytest.mark.django_db
def test_an_event_goes_the_way_of_the_picture(client, django_capture_on_commit_callbacks):
    """Called in the order of the picture, from the request to the consumer."""
    file = given_file(given_town())
    consequences.relay_all(CLOCK.at)
    token = issue_token(User.objects.get(username="pemeriksa"), CLOCK.at)
    event = {"id": str(uuid7(CLOCK.at)), "type": "check_started", "receipt_number": file.receipt_number,
             "occurred_at": CLOCK.at.isoformat()}  # fmt: skip
    called: list[str] = []
    names = {inspect.unwrap(step.function).__code__: step.name for step in life_of_an_event.steps()}

    def note(frame, what, _argument):
        if what == "call" and (name := names.get(frame.f_code)) and name not in called:
            called.append(name)

    sys.setprofile(note)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                "/api/v1/events", json.dumps({"events": [event]}), content_type="application/json",
                headers={"Authorization": f"Bearer {token}"},
            )  # fmt: skip
        consequences.relay(CLOCK.at)
    finally:
        sys.setprofile(None)
    assert answer.json()["results"][0]["outcome"] == "recorded"
    assert called == [step.name for step in life_of_an_event.steps()]
