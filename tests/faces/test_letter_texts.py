"""The page where an office writes its letters: nothing typed is lost, lines move, what is wrong is said by name."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.faces.letters.text_form import moved, typed_content
from siantar.letters import publishing
from siantar.letters.models import LetterType
from siantar.letters.publishing import BadContent, NewVersion
from siantar.letters.seeding import seeded_contents
from siantar.rules.identity import clean_name
from siantar.rules.letter.content import PAPERS, ContentFault, ContentTrouble, FieldKind, read_content
from tests.clock import CLOCK
from tests.letters.cast import given_checked, given_letter_town
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
        for each, column in enumerate(field.columns):
            at = f"{place}-{each}"
            form |= {f"column-name-{at}": column.name, f"column-kind-{at}": column.kind, f"column-label-{at}": column.label,
                     f"column-choices-{at}": "; ".join(column.choices)}  # fmt: skip
            form |= {f"column-needed-{at}": "on"} if column.needed else {}
    return form


def family() -> int:
    """Where the table of the family stands among the fields of the SKTM."""
    return next(place for place, field in enumerate(current().fields) if field.name == "keluarga")


def columns() -> list[tuple[str, str]]:
    return [(column.name, column.label) for column in current().field("keluarga").columns]


def current() -> object:
    kind = publishing.kind_of(OFFICE, "sktm")
    return publishing.content_of_version(publishing.versions_of(kind)[0])


@pytest.mark.parametrize("content", SEEDS, ids=lambda content: content.title)
def test_the_form_brings_back_what_it_showed(rf, content):
    assert typed_content(rf.post("/", as_form(content)).POST, content) == content


@given(st.data())
def test_a_line_that_is_moved_is_moved_and_none_is_lost(data):
    content = data.draw(st.sampled_from(SEEDS))
    move = (
        data.draw(st.sampled_from(["field", "sentence", "", "opening", "column"]))
        + f"-{data.draw(st.integers(-2, 60))}"
    )
    move += data.draw(st.sampled_from(["", "-1", "-3", "-99", "-x", "-1-1"]))
    after = moved(content, move)
    assert [sorted(each.name for each in field.columns) for field in sorted(after.fields, key=str)] == [
        sorted(each.name for each in field.columns) for field in sorted(content.fields, key=str)
    ] or move.startswith("column-")
    assert sorted(column.name for field in after.fields for column in field.columns) == sorted(
        column.name for field in content.fields for column in field.columns
    )
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


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closing": "Demikian {alamat}. " * 25}, "penutup dan tanda tangan tidak muat di satu halaman"),
        ({f"sentence-{place}": "Surat ini untuk {alamat}. " * 20 for place in range(2, 9)}, "halaman; paling banyak 4"),
        ({"title": "SURATKETERANGAN" * 6}, "Ada kata yang lebih lebar daripada kertasnya: “SURATKETERANGAN"),
        ({"label-3": "Tempat" * 10}, "Nama isian “TempatTempat"),
    ],
)
def test_what_does_not_fit_on_its_paper_at_its_longest_is_refused_and_stays_to_be_mended(client, town, change, words):
    enter(client, "camat")
    for button in ("publish", "look"):
        answer = client.post(PAGE, as_form(current()) | {"about": "SESUATU", button: "1"} | change)
        assert answer.status_code == 422 and words in answer.text and "SESUATU" in answer.text
        assert all(clean_name(value) in answer.text for value in change.values())
    assert LetterType.objects.get(office=OFFICE, code="sktm").versions.count() == 1


def test_it_is_the_act_that_refuses_what_does_not_fit(town):
    kind = publishing.kind_of(OFFICE, "sktm")
    new = NewVersion(replace(current(), closing="Demikian {alamat}. " * 25), CLOCK.at.date(), "", 1)
    with pytest.raises(BadContent) as wrong:
        publishing.publish(kind, new, by=town.people["camat"], at=town.tick())
    assert wrong.value.troubles == [ContentTrouble(ContentFault.TALL_ENDING, "closing")]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("content", SEEDS, ids=lambda content: content.title)
def test_every_letter_of_the_seed_fits(town, content, paper):
    kind = publishing.kind_of(OFFICE, "sktm")
    assert publishing.faults_of(kind, replace(content, paper=paper), CLOCK.at) == []


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


def test_columns_of_a_table_are_renamed_taken_out_added_and_moved(client, town):
    enter(client, "camat")
    at = family()
    change = {
        f"column-label-{at}-0": "Nama lengkap", f"column-label-{at}-3": "", f"new-column-{at}": "Keadaan",
        f"new-column-kind-{at}": "choice", f"new-column-choices-{at}": "Sehat; Sakit",
    }  # fmt: skip
    page = client.post(PAGE, as_form(current()) | change | {"look": "1"})
    assert page.status_code == 200 and 'value="Sehat; Sakit"' in page.text and 'value="Nama lengkap"' in page.text
    assert ("nama", "Nama lengkap") not in columns()  # looking keeps nothing
    client.post(PAGE, as_form(current()) | change | {"publish": "1"})
    assert columns() == [
        ("nama", "Nama lengkap"), ("nik", "NIK"), ("jk", "JK"), ("tanggal_lahir", "Tanggal lahir"), ("hubungan", "Hubungan"), ("keadaan", "Keadaan"),
    ]  # fmt: skip
    assert current().field("keluarga").columns[-1].choices == ("Sehat", "Sakit")
    moved_up = client.post(PAGE, as_form(current()) | {"begun_from": "2", "up": f"column-{at}-5"}).text
    assert moved_up.index('value="Keadaan"') < moved_up.index('value="Hubungan"')


def test_a_letter_is_written_with_the_columns_of_its_version(client, town):
    enter(client, "camat")
    client.post(PAGE, as_form(current()) | {f"new-column-{family()}": "Pekerjaan", "publish": "1"})
    file = given_checked(town)
    enter(client, "pemeriksa")
    assert "Pekerjaan 1" in client.get(f"/naskah/{file.receipt_number}/tulis/").text


def test_a_table_of_its_own_begins_with_its_first_column(client, town):
    enter(client, "camat")
    new = {"new-label": "Batas tanah", "new-kind": "table"}
    answer = client.post(PAGE, as_form(current()) | new | {"publish": "1"})
    assert answer.status_code == 422 and "Tabel Batas tanah belum punya kolom" in answer.text
    place = len(current().fields)
    field = {
        f"name-{place}": "batas_tanah",
        f"kind-{place}": "table",
        f"label-{place}": "Batas tanah",
        f"listed-{place}": "on",
    }
    client.post(PAGE, as_form(current()) | field | {f"new-column-{place}": "Sebelah utara", "publish": "1"})
    table = current().field("batas_tanah")
    assert table.kind is FieldKind.TABLE and [column.name for column in table.columns] == ["sebelah_utara"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({f"column-label-{{at}}-{each}": "" for each in range(6)}, "belum punya kolom"),
        ({"column-name-{at}-1": "nama"}, "Isian nama ada dua kali"),
        ({"column-name-{at}-1": "Nama!"}, "Nama isian Nama! tidak dapat dipakai"),
        ({"new-column-{at}": "Macam", "new-column-kind-{at}": "choice"}, "belum punya pilihan"),
        ({f"column-name-{{at}}-{each}": f"k{each}" for each in range(6, 13)} | {f"column-label-{{at}}-{each}": "K" for each in range(6, 13)}, "Terlalu banyak: Kolom tabel"),
        ({f"column-label-{{at}}-{each}": "Kewarganegaraan" for each in range(6)}, "tabel “Anggota keluarga” lebih lebar daripada kertasnya"),
    ],
)  # fmt: skip
def test_columns_that_cannot_be_are_named_and_what_was_typed_stays(client, town, change, words):
    enter(client, "camat")
    typed = {name.format(at=family()): value for name, value in change.items()}
    answer = client.post(PAGE, as_form(current()) | typed | {"title": "TETAP ADA", "publish": "1"})
    assert answer.status_code == 422 and words in answer.text and "TETAP ADA" in answer.text
    assert LetterType.objects.get(office=OFFICE, code="sktm").versions.count() == 1


def test_a_form_that_speaks_of_no_columns_takes_none_out(client, town):
    enter(client, "camat")
    form = {name: value for name, value in as_form(current()).items() if not name.startswith("column-")}
    before = columns()
    client.post(PAGE, form | {"closing": "Demikian.", "publish": "1"})
    assert current().closing == "Demikian." and columns() == before


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


@pytest.mark.parametrize(
    "name",
    [
        "title",
        "months",
        "valid_from",
        "begun_from",
        "up",
        "sentence-0",
        "name-0",
        "new-label",
        "copies",
        "column-name-15-0",
        "new-column-15",
    ],
)
@pytest.mark.parametrize("value", ["9" * 5000, "{", "-1", "😀" * 3000, "../../x"])
def test_nothing_that_is_sent_breaks_the_page(client, town, name, value):
    enter(client, "camat")
    assert client.post(PAGE, as_form(current()) | {name: value, "publish": "1"}).status_code in {200, 302, 422}
