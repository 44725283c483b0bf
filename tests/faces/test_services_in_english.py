"""`/layanan/` in English: whole for what the seed brings, and for what an office writes; Indonesian where it wrote none."""

from __future__ import annotations

import re
import tomllib

import pytest

from siantar.catalogue.models import Requirement, Service
from siantar.catalogue.seeding import SEED
from siantar.directory.models import Office
from tests.people import OFFICE, enter, given_town
from tests.support.publishing import published

pytestmark = pytest.mark.django_db
PAGE = "/layanan/"
INDONESIAN = re.compile(
    r"\b(?:surat|kartu keluarga|bukti|dari|kedua|penanggung|pernyataan|lama|hilang|diserahkan|senin)\b", re.I
)


@pytest.fixture
def english(client):
    given_town()
    client.cookies["django_language"] = "en"
    return client


def words_of(page: str) -> str:
    """What the reader sees, without what is Indonesian by its nature: names of laws, and the search's words."""
    seen = re.sub(r"<dt>Legal basis</dt>\s*<dd>.*?</dd>|data-words=\"[^\"]*\"", "", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", seen)


def test_everything_the_seed_says_has_its_english():
    seed = tomllib.loads(SEED.read_text())
    papers = [paper for entry in seed["service"] for paper in (*entry["needs"], *entry.get("optional", []))]
    indonesian = {words for paper in papers for words in paper[1:]} | {entry["product"] for entry in seed["service"]}
    assert indonesian - {"KTP-el", *seed["english"]} == set()
    assert set(seed["english"]) - indonesian == set()
    assert set(seed["procedure"]) == set(seed["procedure_in_english"]) == {"card", "digital", "letter"}


def test_the_page_of_the_seed_is_english_whole(english):
    Office.objects.filter(pk=OFFICE).update(hours_en="Monday to Friday 07.30-16.00")
    page = english.get(PAGE).text
    lists = "\n".join(re.findall(r"<ul>.*?</ul>", page[page.index("Requirements") :], re.DOTALL))
    assert "Police report of the loss" in lists and "Monday to Friday" in page
    assert INDONESIAN.findall(words_of(lists)) == []
    assert Requirement.objects.filter(name_en="").count() == 0


def test_how_a_file_goes_and_where_to_complain_is_english_too(english):
    Office.objects.filter(pk=OFFICE).update(
        complaint_channel="Loket pengaduan", complaint_channel_en="Complaints counter"
    )
    page = words_of(english.get(PAGE).text)
    assert "signed by the Camat and numbered" in page and "prints the document" in page and "brought back" in page
    assert "Complaints counter" in page and "Loket pengaduan" not in page
    Office.objects.filter(pk=OFFICE).update(complaint_channel_en="")
    assert "Loket pengaduan" in words_of(english.get(PAGE).text)


def test_what_an_office_wrote_in_no_english_stays_indonesian(english):
    Requirement.objects.filter(code="surat-kehilangan-polisi").update(name_en="")
    assert "Surat keterangan hilang dari kepolisian" in english.get(PAGE).text
    english.cookies["django_language"] = "id"
    assert "Police report" not in words_of(english.get(PAGE).text)


def test_english_words_are_searched_in_both_languages(english):
    for language in ("en", "id"):
        english.cookies["django_language"] = language
        assert "KTP-el" in english.get(PAGE, {"cari": "police report"}).text


def test_the_office_writes_it_beside_the_indonesian(client):
    given_town()
    enter(client, "camat")
    service = Service.objects.get(office=OFFICE, code="ktp-el-hilang")
    rows = {"code-0": "kk", "name-0": "KK", "name_en-0": "Family card", "note-0": "asli", "note_en-0": "the original"}
    assert published(client, f"/pengaturan/layanan/{service.code}/persyaratan/", rows).status_code == 302
    paper = service.requirements.get()
    assert (paper.name_en, paper.note_en) == ("Family card", "the original")
    assert 'value="the original"' in client.get(f"/pengaturan/layanan/{service.code}/").text
