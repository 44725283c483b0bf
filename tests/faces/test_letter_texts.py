"""The page where an office writes its letters: nothing typed is lost, lines move, what is wrong is said by name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.faces.letters.text_form import moved, typed_content
from siantar.letters import publishing
from siantar.letters.models import LetterType
from siantar.letters.seeding import seeded_contents
from siantar.rules.letter.content import FieldKind, read_content
from tests.clock import CLOCK
from tests.letters.cast import given_letter_town
from tests.people import OFFICE, enter

pytestmark = pytest.mark.django_db
PAGE = "/naskah/pengaturan/surat/sktm/"
SEEDS = [read_content({**entry, "name": ""}) for entry in seeded_contents().values()]


@pytest.fixture
def town():
    return given_letter_town()


def as_form(content) -> dict:
    """What a browser sends of the page of this text."""
    form = {
        "title": content.title, "about": content.about, "classification": content.classification,
        "opening": content.opening, "closing": content.closing, "months": str(content.months or ""),
        "signs": content.signs, "paper": content.paper, "copies": "\n".join(content.copies),
        "initials": list(content.initials), "begun_from": "1", "valid_from": CLOCK.at.date().isoformat(),
    }  # fmt: skip
    form |= {f"sentence-{place}": text for place, text in enumerate(content.sentences)}
    for place, field in enumerate(content.fields):
        form |= {f"name-{place}": field.name, f"kind-{place}": field.kind, f"label-{place}": field.label,
                 f"help-{place}": field.help, f"choices-{place}": "; ".join(field.choices)}  # fmt: skip
        form |= {f"needed-{place}": "on"} if field.needed else {}
        form |= {f"listed-{place}": "on"} if field.listed else {}
    return form


def current() -> object:
    kind = publishing.kind_of(OFFICE, "sktm")
    return publishing.content_of_version(publishing.versions_of(kind)[0])


@pytest.mark.parametrize("content", SEEDS, ids=lambda content: content.title)
def test_the_form_brings_back_what_it_showed(rf, content):
    assert typed_content(rf.post("/", as_form(content)).POST, content) == content


@given(st.data())
def test_a_line_that_is_moved_is_moved_and_none_is_lost(data):
    content = data.draw(st.sampled_from(SEEDS))
    move = data.draw(st.sampled_from(["field", "sentence", "", "opening"])) + f"-{data.draw(st.integers(-2, 60))}"
    after = moved(content, move)
    assert sorted(after.sentences) == sorted(content.sentences)
    assert {field.name for field in after.fields} == {field.name for field in content.fields}


def test_the_text_is_published_from_the_page(client, town):
    enter(client, "camat")
    page = client.get(PAGE).text
    assert "data:image/png;base64," in page and "{keperluan}" in page
    form = as_form(current()) | {"closing": "Demikian.", "publish": "1", "decree": "188/1/2026"}
    answer = client.post(PAGE, form)
    assert answer.status_code == 302 and answer["Location"] == PAGE
    assert current().closing == "Demikian." and "188/1/2026" in client.get(PAGE).text


def test_looking_and_moving_publish_nothing(client, town):
    enter(client, "camat")
    form = as_form(current()) | {"closing": "Belum jadi.", "up": "sentence-1"}
    page = client.post(PAGE, form).text
    assert "Belum jadi." in page
    assert page.index("Surat keterangan ini diberikan") < page.index("Berdasarkan surat pengantar tersebut")
    assert LetterType.objects.get(office=OFFICE, code="sktm").versions.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closing": "Demikian {entah}."}, "Tidak ada isian bernama {entah}"),
        ({"title": ""}, "Masih kosong: Judul surat"),
        ({"months": "seratus"}, "Tulis masa berlaku dalam bulan"),
        ({"valid_from": "kemarin"}, "Pilih hari ini atau hari sesudahnya"),
        ({"valid_from": "2020-01-01"}, "Pilih hari ini atau hari sesudahnya"),
        ({"begun_from": "7"}, "diubah orang lain"),
        ({"new-label": "Macam usaha", "new-kind": "choice"}, "belum punya pilihan"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, town, change, words):
    enter(client, "camat")
    answer = client.post(PAGE, as_form(current()) | {"about": "TENTANG SESUATU", "publish": "1"} | change)
    assert answer.status_code == 422 and words in answer.text and "TENTANG SESUATU" in answer.text
    assert all(value in answer.text for name, value in change.items() if name in {"closing", "months"})
    assert LetterType.objects.get(office=OFFICE, code="sktm").versions.count() == 1


def test_a_new_field_is_offered_to_who_writes_the_letter(client, town):
    enter(client, "camat")
    new = {"new-label": "Macam bantuan", "new-kind": "choice", "new-choices": "Uang; Barang ;Uang", "new-listed": "on"}
    client.post(PAGE, as_form(current()) | new | {"publish": "1"})
    field = current().field("macam_bantuan")
    assert (field.kind, field.choices, field.listed) == (FieldKind.CHOICE, ("Uang", "Barang"), True)


def test_an_emptied_field_is_gone(client, town):
    enter(client, "camat")
    place = next(place for place, field in enumerate(current().fields) if field.name == "kartu")
    client.post(PAGE, as_form(current()) | {f"label-{place}": "", "publish": "1"})
    assert current().field("kartu") is None


def test_the_longest_sample_is_longer(client, town):
    enter(client, "camat")
    pages = [
        len(re.findall("data:image/png", client.post(PAGE, as_form(current()) | {"look": "1"} | more).text))
        for more in ({}, {"longest": "1"})
    ]
    assert pages[0] <= pages[1] and pages[0] == 1


def test_name_service_and_copy(client, town):
    enter(client, "camat")
    client.post(PAGE + "nama/", {"kind_name": "SKTM pendidikan", "service": ""})
    assert LetterType.objects.get(office=OFFICE, code="sktm").service == ""
    assert client.post(PAGE + "salin/", {"kind_name": ""}).status_code == 302
    answer = client.post(PAGE + "salin/", {"kind_name": "SKTM kesehatan"})
    assert answer["Location"] == "/naskah/pengaturan/surat/sktm-kesehatan/"
    assert client.get("/naskah/pengaturan/surat/tidak-ada/").status_code == 404


def test_nobody_else_comes_in(client, town):
    enter(client, "pemeriksa")
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("name", ["title", "months", "valid_from", "begun_from", "up", "sentence-0", "name-0", "new-label", "copies"])
@pytest.mark.parametrize("value", ["9" * 5000, "{", "-1", "😀" * 3000, "../../x"])
def test_nothing_that_is_sent_breaks_the_page(client, town, name, value):
    enter(client, "camat")
    assert client.post(PAGE, as_form(current()) | {name: value, "publish": "1"}).status_code in {200, 302, 422}
