"""What the counter asks for a letter: optional, read at the hand-in, sealed, and the letter begins with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.casework import intake
from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.letters import answers, erasing, queries, writing
from siantar.letters.models import LetterAnswers, LetterType, LetterVersion
from siantar.letters.writing import BadValues
from siantar.privacy.looks import Reader
from siantar.rules.identifiers import uuid7
from siantar.rules.letter.content import FieldKind, LetterContent, LetterField, read_content
from siantar.rules.letter.values import ValueTrouble, judge_in_part
from siantar.rules.vocabulary import Kind
from tests.letters.cast import SKTM
from tests.people import Town, given_file

pytestmark = pytest.mark.django_db
SAID = {"keperluan": "keringanan biaya sekolah", "tanggal_lurah": "2026-11-20", "ttl": "Tangerang, 23 April 1985",
        "keluarga": [{"nama": "Budi Santoso", "hubungan": "Anak"}]}  # fmt: skip


def taken_in(town: Town, typed: dict, service: str = "sktm") -> intake.Receipt:
    offered, now = Service.objects.get(office=town.office, code=service), town.tick()
    file = intake.HandIn(uuid7(now), offered, "Siti Aminah", "3674026304850003", "0812-3456-7890")
    return answers.hand_in(file, [], typed, by=town.people["loket"], at=now)


def suggested(file: Application, town: Town) -> dict:
    content = read_content(writing.version_for(file).content)
    return queries.suggestions(file, content, Reader(town.people["pemeriksa"], town.tick(), "letter"))


def test_the_letter_begins_with_what_the_counter_asked_tables_too(town):
    file = taken_in(town, SAID).application
    offered = suggested(file, town)
    assert {name: offered[name] for name in ("keperluan", "tanggal_lurah", "ttl")} == {
        name: SAID[name] for name in ("keperluan", "tanggal_lurah", "ttl")
    }
    assert offered["keluarga"][0]["nama"] == "Budi Santoso" and offered["nama"] == "Siti Aminah"
    assert b"Budi" not in bytes(LetterAnswers.objects.get().fields_sealed)


def test_nothing_has_to_be_said_and_nothing_said_leaves_no_row(town):
    assert taken_in(town, {}).new
    assert taken_in(town, {"keperluan": "  ", "keluarga": [{"nama": " "}]}).new
    assert not LetterAnswers.objects.exists()


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ({"tanggal_lurah": "kemarin"}, {"tanggal_lurah": ValueTrouble.NO_DATE}),
        ({"penghasilan": "1,5 juta"}, {"penghasilan": ValueTrouble.NO_NUMBER}),
        ({"keperluan": "x" * 700}, {"keperluan": ValueTrouble.TOO_LONG}),
        ({"keluarga": [{"tanggal_lahir": "besok"}]}, {"keluarga": ValueTrouble.NO_DATE}),
    ],
)
def test_what_cannot_stand_in_the_letter_is_refused_before_anything_is_taken_in(town, typed, trouble):
    with pytest.raises(BadValues) as wrong:
        taken_in(town, typed)
    assert wrong.value.troubles == trouble
    assert not Application.objects.exists()


def test_the_same_hand_in_again_changes_nothing(town):
    now = town.tick()
    service = Service.objects.get(office=town.office, code="sktm")
    file = intake.HandIn(uuid7(now), service, "Siti Aminah")
    receipts = [
        answers.hand_in(file, [], typed, by=town.people["loket"], at=now)
        for typed in ({"keperluan": "sekolah"}, {"keperluan": "berobat"})
    ]
    assert [receipt.new for receipt in receipts] == [True, False]
    assert answers.answers_of(receipts[0].application) == {"keperluan": "sekolah"}


def test_a_service_that_ends_in_no_letter_takes_no_answers_for_one(town):
    with pytest.raises(answers.NotAsked) as wrong:
        taken_in(town, SAID, "ktp-el-hilang")
    assert set(wrong.value.names) == {"keperluan", "tanggal_lurah", "keluarga"}  # where somebody was born, its forms ask too
    assert not Application.objects.exists() and not LetterAnswers.objects.exists()


def test_what_the_file_knows_itself_is_not_asked_again(town):
    content = answers.contents_of(town.office, [], town.tick())["sktm"]
    names = {field.name for field in content.fields}
    assert names.isdisjoint({"nama", "nik", "jenis_kelamin"}) and {"alamat", "ttl", "keperluan", "keluarga"} <= names


def test_the_counter_asks_by_the_text_that_the_letter_will_be_written_by(town):
    """A version that begins tomorrow is not asked for today; from its first day on it is."""
    kind = LetterType.objects.get(office=town.office, code="sktm")
    last = kind.versions.order_by("-number").first()
    fields = [*last.content["fields"], {"name": "zakat", "label": "Nomor mustahik", "needed": False}]
    now = town.tick()
    tomorrow = now + timedelta(days=1)
    LetterVersion.objects.create(
        type=kind, number=last.number + 1, valid_from=tomorrow.date(), content={**last.content, "fields": fields},
        decree="", published_at=now, published_by_id=int(town.people["camat"].person),
    )  # fmt: skip
    for at, expected in ((now, False), (tomorrow + timedelta(days=1), True)):
        assert (answers.contents_of(town.office, [], at)["sktm"].field("zakat") is not None) is expected


def test_answers_go_with_the_person(town):
    file = taken_in(town, SAID).application
    erasing.erase_letters(file)
    assert answers.answers_of(file) == {} and "keperluan" not in suggested(file, town)


def test_what_the_counter_heard_today_comes_before_an_older_letter(town):
    first = given_file(town, "sktm")
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        town.tell("pemeriksa", kind, first.receipt_number)
    writing.write(first, {**SKTM, "pekerjaan": "Buruh"}, by=town.people["pemeriksa"], at=town.tick())
    file = taken_in(town, {"pekerjaan": "Pedagang"}).application
    offered = suggested(file, town)
    assert offered["pekerjaan"] == "Pedagang" and offered["agama"] == SKTM["agama"]


WORDS = st.text(max_size=130)
CONTENT = LetterContent(
    "SURAT", "", "400", "", (
        LetterField("kata", "Kata"), LetterField("hari", "Hari", FieldKind.DATE),
        LetterField("angka", "Angka", FieldKind.NUMBER),
        LetterField("baris", "Baris", FieldKind.TABLE, columns=(LetterField("nama", "Nama"), LetterField("umur", "Umur", FieldKind.NUMBER))),
    ), (), "", 0, (), "head", (), "a4",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["kata", "hari", "angka"]), WORDS), st.lists(st.dictionaries(st.sampled_from(["nama", "umur"]), WORDS), max_size=3))
def test_in_part_nothing_is_ever_missing_and_what_stays_reads_the_same_again(typed, rows):
    values, troubles = judge_in_part(CONTENT, {**typed, "baris": rows})
    assert ValueTrouble.MISSING not in troubles.values()
    assert all(values.values())
    assert judge_in_part(CONTENT, values) == (values, troubles)
