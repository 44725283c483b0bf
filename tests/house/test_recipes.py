"""'Where do I put this' (CONTRIBUTING.md): each recipe is walked as far as a test can walk it."""

from __future__ import annotations

import ast
import dataclasses
import re
import tomllib
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from pydantic import BaseModel

from siantar.casework import consequences, consumer, queries, stories
from siantar.casework.consumer import Consumer
from siantar.casework.intake import HandIn
from siantar.casework.models import EventRow
from siantar.catalogue import seeding, words
from siantar.catalogue.words import Words
from siantar.faces.api import schemas
from siantar.faces.courier import serializers
from siantar.faces.frame import actions, texts
from siantar.messaging import channels, office_settings, preferences, templates
from siantar.messaging.channels.base import Channel, Field
from siantar.messaging.sending import send_next
from siantar.reports.figures import Month
from siantar.rules import access, journey, reasons
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import FailureReason, Kind
from tests.people import AGENCY, HEAD, OFFICE, enter, given_file, given_on_the_road, given_told_file, given_town
from tests.support import manuals

TEXT = manuals.text_of("CONTRIBUTING.md")
RECIPES = {
    part.partition("\n")[0]: part.partition("\n")[2]
    for part in TEXT[TEXT.index("## Where do I put this") :].split("\n### ")[1:]
}


def files_of(recipe: str) -> dict[str, str]:
    """The files a recipe lists with what is said of each."""
    return dict(re.findall(r"^- `([^`]+)`: (.+)$", RECIPES[recipe], re.MULTILINE))


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_files_of_a_recipe_are_there_and_hold_what_it_names(recipe):
    assert len(files_of(recipe)) >= 2
    for pattern, line in files_of(recipe).items():
        places = list(manuals.ROOT.glob(re.sub(r"<\w+>", "*", pattern)))
        assert places, pattern
        text = "".join(
            path.read_text() for place in places for path in ([place] if place.is_file() else place.glob("*.py"))
        )
        for name in re.findall(r"`(\w+)`", line):
            assert re.search(rf"\b{name}\b", text), f"{pattern}: {name}"


def test_the_recipes_are_those_of_every_days_work():
    assert set(RECIPES) == {
        "A failure reason", "A service", "A message channel", "A figure", "An intake field", "An event type", "A consumer",
    }  # fmt: skip


@pytest.fixture
def town(db):
    return given_town()


# A failure reason

Longer = StrEnum("Longer", {**{reason.name: reason.value for reason in FailureReason}, "DOG": "dog"})


def test_a_failure_reason_without_its_words_is_noticed():
    assert set(FailureReason) - set(words.FAILURES) == set()
    assert set(Longer) - set(words.FAILURES) == {"dog"}


def test_a_failure_reason_with_its_words_is_taken_and_shown(town, monkeypatch):
    file = given_on_the_road(town)
    monkeypatch.setattr(journey.delivery, "FailureReason", Longer)
    monkeypatch.setitem(reasons.LISTED, Kind.DELIVERY_FAILED, Longer)
    monkeypatch.setitem(words.FAILURES, Longer.DOG, Words("Anjing di pagar", "A dog at the gate"))
    assert town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="dog").result == "recorded"
    assert EventRow.objects.get(kind=Kind.DELIVERY_FAILED).reason == "dog"
    assert [words.reason("dog", language) for language in ("id", "en")] == ["Anjing di pagar", "A dog at the gate"]
    assert ("dog", "Anjing di pagar") in serializers.words.choices(words.FAILURES, "id")


# A service

SERVICE = """
[[service]]
code = "izin-uji"
name = "Izin uji"
name_en = "Test permit"
stations = ["registry"]
hours = 7.5
product = "Izin"
basis = "Peraturan uji"
needs = [["kk", "Kartu Keluarga (KK)"]]
"""


def test_a_service_of_the_seed_is_offered_and_taken_in(town, client, tmp_path, monkeypatch):
    longer = tmp_path / "services.toml"
    longer.write_text(seeding.SEED.read_text() + SERVICE)
    monkeypatch.setattr(seeding, "SEED", longer)
    seeding.seed_services(town.office, AGENCY)
    assert "Izin uji" in client.get("/layanan/").content.decode()
    assert "izin-uji" in {service["code"] for service in client.get("/api/v1/services").json()["items"]}
    enter(client, "loket")
    assert "Izin uji" in client.get("/loket/").content.decode()
    assert given_file(town, "izin-uji").standing.stage == "received"
    assert tomllib.loads(longer.read_text())["service"][-1]["code"] == "izin-uji"


# A message channel

FOLDER = Path(channels.__file__).parent
BY_HAND = {"by_hand"}  # a person opens it: the way of every channel that is not set up
UNSENT = {ChannelKind.PAPER}


def test_every_channel_has_its_folder_its_line_and_its_name():
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and not path.name.startswith("_")} - BY_HAND
    assert folders == set(channels.KNOWN) == set(ChannelKind) - UNSENT
    assert set(templates.CHANNELS) == set(ChannelKind)
    offered = get_args(schemas.MessagesIn.model_fields["channel"].annotation)
    assert set(offered) <= set(channels.KNOWN)


@pytest.mark.parametrize("kind", channels.KNOWN)
def test_a_channel_offers_what_the_sender_and_the_settings_need(kind):
    channel = channels.KNOWN[kind]
    assert all(isinstance(field, Field) and field.label.id and field.label.en for field in channel.FIELDS)
    assert set(Channel.__annotations__) == {"FIELDS", "address_of", "deliver"}
    assert callable(channel.deliver)
    assert channel.address_of("bukan alamat") is None


def test_a_new_channel_delivers_what_is_to_be_said(town, monkeypatch):
    letters = []
    pigeon = ModuleType("pigeon")
    pigeon.FIELDS = (Field("loft", Words("Kandang", "Loft")),)
    pigeon.address_of = lambda typed: typed or None
    pigeon.deliver = lambda letter, config: letters.append((letter, config["loft"])) or "sent-1"
    for module in (channels, office_settings, preferences):
        if hasattr(module, "KNOWN"):
            monkeypatch.setitem(module.KNOWN, ChannelKind.SMS, channels.as_channel(pigeon))
    office_settings.keep_channel(OFFICE, ChannelKind.SMS, {"loft": "utara"}, on=True, by=HEAD)
    file = given_told_file(town, channel=ChannelKind.SMS, address="cincin-7")
    consequences.relay_all(town.clock)
    at = town.tick(30)
    while send_next(at):
        pass
    assert [(letter.address, loft) for letter, loft in letters] == [("cincin-7", "utara")]
    assert file.receipt_number in letters[0][0].text.replace(" ", "")


# A figure


def test_every_figure_of_a_month_has_its_place():
    document = "".join(
        manuals.text_of(f"siantar/faces/public/{name}") for name in ("figures.py", "templates/public/figures.html")
    )
    assert [
        field.name
        for field in dataclasses.fields(Month)
        if f"month.{field.name}" not in document and field.name != "office"
    ] == []


# An intake field


def hands_on(path: str) -> set[str]:
    """The fields of `HandIn` this door hands on."""
    calls = [
        node for node in ast.walk(ast.parse(manuals.text_of(path)))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("HandIn")
    ]  # fmt: skip
    return {keyword.arg for call in calls for keyword in call.keywords}


@pytest.mark.parametrize("door", ["siantar/faces/counter/forms.py", "siantar/faces/api/applications.py"])
def test_both_doors_hand_on_every_field_of_the_intake(door):
    assert hands_on(door) == {field.name for field in dataclasses.fields(HandIn)}


def names_in(model: type[BaseModel]) -> set[str]:
    """The names of a JSON body, all the way down."""
    names = set()
    for name, field in model.model_fields.items():
        names.add(field.alias or name)
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                names |= names_in(part)
    return names


def test_every_field_of_a_hand_in_is_in_the_interface():
    text = manuals.text_of("docs/interface.md")
    section = text[text.index("Hand in:") : text.index("Record:")]
    assert {
        name for name in names_in(schemas.ApplicationIn) if f'"{name}"' not in section and f"`{name}`" not in section
    } == {"reason"}


def test_every_field_of_the_counters_form_has_its_place():
    folder = "siantar/faces/counter/templates"
    template = manuals.text_of(f"{folder}/counter/counter.html")
    template += "".join(
        manuals.text_of(f"{folder}/{part}") for part in re.findall(r'include "(counter/parts/[\w.]+)"', template)
    )
    form = manuals.text_of("siantar/faces/counter/forms.py")
    fields = re.findall(r"^    (\w+) = (?:forms\.|ServiceField)", form, re.MULTILINE)
    assert {"service", "may_receive"} <= set(fields)
    assert [name for name in fields if f"form.{name}" not in template] == []


# An event type


def test_every_type_of_event_is_in_each_place_of_its_recipe():
    begun_or_judged = {Kind.HANDED_IN, Kind.CORRECTED}
    assert set(journey.RULES) == set(Kind) - begun_or_judged
    assert set(access.EVENTS) == set(texts.VERBS) == set(texts.TOLD) == set(Kind)
    assert set(Kind) >= actions.ELSEWHERE


# A consumer


SEEN: list[str] = []
NOTED = Consumer(
    "ledger of tests", lambda events, _at: SEEN.extend(event.kind for event in events), frozenset({Kind.CHECK_STARTED})
)


@pytest.fixture
def registered(monkeypatch):
    """One more consumer, for one test."""
    SEEN.clear()
    monkeypatch.setattr(consumer, "_places", list(consumer._places))
    consumer.register(f"{__name__}.NOTED")
    yield
    monkeypatch.undo()
    consumer.consumers.cache_clear()


def test_a_consumer_gets_every_committed_event_of_its_kinds_once(town, registered):
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    consequences.relay_all(town.clock)
    consequences.relay_all(town.tick())
    assert SEEN == [Kind.CHECK_STARTED]


def test_every_consumer_is_registered_by_its_room():
    written = {
        f"{path.parent.name}.{name}"
        for path in (manuals.ROOT / "siantar").glob("*/consumers.py")
        for name in re.findall(r"^([A-Z]+) = Consumer\(", path.read_text(), re.MULTILINE)
    }
    assert {place.removeprefix("siantar.").replace(".consumers", "") for place in consumer._places} == written


# The story of a file


def test_the_lines_that_print_a_files_story_do(town, capsys):
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    lines = TEXT[TEXT.index("then\n\n") : TEXT.index("`stories.of` reads")].partition("\n\n")[2]
    code = "\n".join(line.removeprefix("    ") for line in lines.splitlines()).replace(
        "K7PQ3M9XABCD", file.receipt_number
    )
    assert len(code.strip().splitlines()) == 3
    exec(code, {})
    printed = capsys.readouterr().out
    assert "handed_in" in printed
    assert "Stage.CHECKING" in printed
    assert queries.by_number(file.receipt_number).pk in stories.of([file.pk])
