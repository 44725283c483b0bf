"""`docs/interface.md` and the code say the same; what is marked *not yet* is really not there."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from siantar.casework import tracking
from siantar.demo.office import AGENCY, OFFICE, PASSWORD, STAFF
from siantar.faces.api import schemas
from siantar.faces.api.views import api
from siantar.faces.frame.event_intake import DOORS_OF_THEIR_OWN
from siantar.project.configuration import Configuration
from siantar.rules.access import EVENTS, Scope
from siantar.rules.vocabulary import Bringer, FailureReason, HoldReason, Kind, Stage
from tests.people import given_file, given_town
from tests.support import manuals, stages_after
from tests.support.manuals import NOT_YET

TEXT = manuals.text_of("docs/interface.md")
OUTSIDE_DJANGO = {"plan", "keys", "restore", "import", "init"}
FILLED = {"receipt_number": "K7PQ3M9XAB", "code": "X"}


def described() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


def plain(address: str) -> str:
    """An address with its places unnamed."""
    return re.sub(r"\{\w+\}", "{}", address)


def test_every_command_named_is_there_or_marked():
    named = [
        (match[1], absent)
        for line, absent in manuals.commands(TEXT)
        if (match := re.match(r"\.venv/bin/siantar (\w+)", line))
    ]
    assert len(named) > 10
    commands = set(get_commands()) | OUTSIDE_DJANGO
    assert dict(named) == {name: name not in commands for name, _absent in named}
    ours = {name for name, app in get_commands().items() if app == "siantar.project"}
    assert ours | OUTSIDE_DJANGO <= {name for name, _absent in named}


def test_every_target_of_make_named_is_there_or_marked():
    targets = set(re.findall(r"^([\w-]+):", manuals.text_of("Makefile"), re.MULTILINE))
    named = [
        (match[1], absent) for line, absent in manuals.commands(TEXT) if (match := re.match(r"make ([\w-]+)", line))
    ]
    assert {"run", "test", "setup", "check", "fix", "bench"} <= {name for name, _absent in named}
    assert [name for name, absent in named if absent is (name in targets)] == []


def test_every_setting_named_is_there_or_marked():
    there = {f"SIANTAR_{name.upper()}" for name in Configuration.model_fields}
    assert there <= set(re.findall(r"SIANTAR_[A-Z_]+", TEXT))
    for name in set(re.findall(r"SIANTAR_[A-Z_]+", TEXT)) - there:
        assert re.search(rf"`{name}`[^.]*: {NOT_YET}", TEXT), name


def test_every_address_of_the_api_is_there_or_marked_and_none_is_missing():
    there = {
        (method.upper(), plain(address)) for address, methods in described()["paths"].items() for method in methods
    }
    named = {}
    for line, absent in manuals.commands(TEXT):
        if match := re.match(r"(GET|POST|DELETE) +(/api/v1/\S+)", line):
            named[match[1], plain(match[2])] = absent
    assert {address for address, absent in named.items() if not absent} == there
    assert {address for address, absent in named.items() if absent} & there == set()


def is_page(address: str) -> bool:
    filled = re.sub(r"\{(\w+)\}", lambda match: FILLED[match[1]], address)
    try:
        resolve(filled)
    except Resolver404:
        return False
    return True


def test_every_page_named_is_there_or_marked():
    seen = [
        (address, NOT_YET in row[1])
        for row in manuals.rows(TEXT, "address")
        for address in manuals.codes("|".join(row))
    ]
    assert len(seen) > 20
    assert [address for address, absent in seen if absent is is_page(address)] == []


def test_the_demo_people_are_those_named():
    paragraph = TEXT[TEXT.index("Demo people") :].partition("\n\n")[0]
    assert {*STAFF, OFFICE, AGENCY, PASSWORD} <= set(manuals.codes(paragraph))


EVENT_ROWS = {manuals.codes(row[0])[0]: row for row in manuals.rows(TEXT, "type")}


def test_every_type_of_event_is_in_the_table():
    assert set(EVENT_ROWS) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_who_may_tell_an_event_is_as_the_gate_says(kind):
    who = EVENT_ROWS[kind][1]
    assert manuals.codes(who) == [grant.role for grant in EVENTS[kind]]
    silent = [part for part in who.split(", ") if "without Siantar" in part]
    assert [manuals.codes(part)[0] for part in silent] == [g.role for g in EVENTS[kind] if g.scope is Scope.FOR_AGENCY]
    holding = [part for part in who.split(", ") if "who holds it" in part]
    assert [manuals.codes(part)[0] for part in holding] == [g.role for g in EVENTS[kind] if g.scope is Scope.BAG]


AFTER = stages_after.after()
BY_WORDS = {
    Kind.HANDED_IN: "`received`, `incomplete`",
    Kind.FOUND: "the stage before",
    Kind.CORRECTED: "told anew",
}


@pytest.mark.parametrize("kind", Kind)
def test_the_stage_after_an_event_is_as_the_law_says(kind):
    cell = EVENT_ROWS[kind][2]
    if kind in BY_WORDS:
        assert cell == BY_WORDS[kind]
        return
    assert set(manuals.codes(cell)) == AFTER[kind].stages
    assert ("stays" in cell) is AFTER[kind].stays


def test_an_event_is_found_where_it_was_lost_and_begins_at_the_counter():
    assert AFTER[Kind.FOUND].stages == set(Stage) - {
        Stage.UNDER_INVESTIGATION, Stage.ISSUED_DIGITALLY, Stage.DELIVERED, Stage.COLLECTED, Stage.REJECTED, Stage.CANCELLED,
    }  # fmt: skip
    assert set(AFTER) == set(Kind) - {Kind.HANDED_IN, Kind.CORRECTED}


def keys_in(begins: str) -> set[str]:
    """The keys of the JSON that follows these words."""
    text = TEXT[TEXT.index(begins) :]
    return set(re.findall(r'"(\w+)"', text[: text.index("}`")]))


@pytest.mark.django_db
def test_the_answers_have_the_keys_named():
    assert keys_in("answers `{") == set(schemas.ReceiptOut.model_fields)
    file = given_file(given_town())
    answer = json.loads(tracking.look_up(file.receipt_number)[0])
    assert keys_in("Track (public) answers") == set(answer)
    assert set(answer["timeline"][0]) == {"stage", "label", "at", "office"}


def test_who_hands_in_and_what_is_corrected_are_as_the_api_takes_them():
    assert keys_in("at the counter:\n`{") - set(Bringer) == set(schemas.BroughtIn.model_fields)
    paragraph = TEXT[TEXT.index("A correction of the intake") :].partition("\n\n")[0]
    assert set(manuals.codes(paragraph)) >= set(schemas.ChangesIn.model_fields)
    assert keys_in("It answers `{") == set(schemas.CorrectionOut.model_fields)


def test_the_description_of_the_api_lists_types_and_reasons():
    listed = set(manuals.codes(described()["components"]["schemas"]["EventsIn"]["properties"]["events"]["description"]))
    assert {*Kind, *FailureReason, *HoldReason} - DOORS_OF_THEIR_OWN <= listed
