"""Every population form on paper: whole at its longest and with nothing filled in, and what was typed does nothing."""

from __future__ import annotations

import tomllib

import pypdfium2
import pytest

from siantar.catalogue.seeding import SEED
from siantar.paper.population import FormFacts, form_data, form_pdf, population_forms
from tests.paper.test_letter import LONG_NAME, NASTY, text_of

FORMS = population_forms()
ADDRESS = "Perumahan Graha Raya Bintaro Blok GK 12 Nomor 7 " * 4 + "RT 001/RW 004, Pakujaya"
PAGES = {"f-1-02": 1, "f-1-03": 1, "f-1-06": 2, "f-1-07": 1, "f-2-01": 2}
KINDS = [(slug, kind) for slug, form in FORMS.items() for kind in ("", *form.kinds())]


def words(text: str) -> dict[str, str]:
    facts = {
        fact for form in FORMS.values() for block in form.blocks for part in (block, *block.get("places", ()))
        if (fact := part.get("fact"))
    }  # fmt: skip
    figures = {"nik": "3674026304850003", "kk": "3674021203080011", "reporter_nik": "3674026304850003", "reporter_kk": "3674021203080011"}
    return dict.fromkeys(facts, text) | figures


def facts(typed: dict[str, str], kind: str = "", *papers: str) -> FormFacts:
    return FormFacts(typed, kind, frozenset(papers), "Serpong Utara", "berkas K7PQ 3M9X ABCD")


@pytest.mark.parametrize(("slug", "kind"), KINDS)
@pytest.mark.parametrize("typed", [{}, words(LONG_NAME), words(LONG_NAME) | {"address": ADDRESS, "occupation": "Karyawan " * 10}])
def test_a_form_is_whole_and_nothing_sticks_out_of_the_paper(slug, kind, typed):
    document = pypdfium2.PdfDocument(form_pdf(FORMS[slug], facts(typed, kind)))
    assert len(document) <= PAGES[slug]
    for page in document:
        text = page.get_textpage()
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place)
            assert left >= 0 and right <= page.get_width() and bottom >= 0 and top <= page.get_height()
    last = document[len(document) - 1].get_textpage().get_text_range()
    assert "Serpong Utara," in last  # the signature is on it


def test_boxes_stay_on_the_paper_too():
    """Every drawn box ends before the right edge: text alone would not show it."""
    for form in FORMS.values():
        for page in pypdfium2.PdfDocument(form_pdf(form, facts({}))):
            picture = page.render(scale=1).to_pil().convert("L")
            edge = picture.crop((picture.width - 20, 0, picture.width, picture.height))
            assert edge.getextrema()[0] > 200, form.code


@pytest.mark.parametrize("slug", FORMS)
def test_what_people_type_is_printed_as_it_is_and_does_nothing(slug):
    squeezed = text_of(form_pdf(FORMS[slug], facts(dict.fromkeys(words(""), NASTY)))).replace(" ", "")
    assert NASTY.replace(" ", "")[:30] in squeezed


def marked(slug: str, kind: str, *papers: str) -> list[str]:
    """What is ticked or written into a box of choice."""
    blocks = form_data(FORMS[slug], facts({}, kind, *papers))["blocks"]
    columns = [column for block in blocks if block["kind"] == "columns" for column in block["columns"]]
    entries = [option for block in blocks for option in block.get("options", ())]
    return [each["text"] for each in (*entries, *(entry for column in columns for entry in column["entries"])) if each["ticked"]]


@pytest.mark.parametrize(("slug", "kind"), [pair for pair in KINDS if pair[1]])
def test_the_kind_and_nothing_else_is_ticked(slug, kind):
    assert len(marked(slug, kind)) == 1
    assert marked(slug, "") == []


def test_a_paper_that_was_handed_in_is_ticked_and_another_is_not():
    assert marked("f-1-02", "", "surat-kehilangan-polisi", "ktp-el") == ["Surat keterangan hilang dari kepolisian"]


@pytest.mark.parametrize("figures", ["", "367402630485000", "36740263048500031", "tidak ada"])
def test_a_number_that_does_not_fill_its_boxes_is_left_to_the_pen(figures):
    block = next(each for each in form_data(FORMS["f-1-02"], facts({"nik": figures}))["blocks"] if each["kind"] == "boxes")
    assert block["signs"] == [""] * 16


def test_sections_of_other_kinds_are_left_out_and_all_are_there_where_none_is_chosen():
    text = {kind: text_of(form_pdf(FORMS["f-2-01"], facts({}, kind))) for kind in ("kelahiran", "kematian", "perkawinan", "")}
    assert "DATA ANAK" in text["kelahiran"] and "Sebab kematian" not in text["kelahiran"]
    assert "Sebab kematian" in text["kematian"] and "DATA ANAK" not in text["kematian"]
    assert "DATA ORANG TUA" not in text["perkawinan"]
    assert "DATA ANAK" in text[""] and "Sebab kematian" in text[""]


def test_the_seed_names_forms_and_kinds_that_there_are():
    for entry in tomllib.loads(SEED.read_text())["service"]:
        for slug, kind in entry.get("forms", {}).items():
            assert kind in {"", *FORMS[slug].kinds()}, entry["code"]
