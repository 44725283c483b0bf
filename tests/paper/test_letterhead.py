"""Every paper of an office bears its letterhead with the coat of arms (design.md), above or beside the office's name."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest

from siantar.paper.book import Book, book_pdf
from siantar.paper.breach import BreachNotices, breach_pdf
from siantar.paper.consignment import ConsignmentLine, ConsignmentSheet, consignment_pdf
from siantar.paper.data_copy import CopySection, DataCopy, data_copy_pdf
from siantar.paper.manifest import Manifest, ManifestLine, manifest_pdf
from siantar.paper.monthly import MonthlyPaper, monthly_pdf
from siantar.paper.press import TEMPLATES
from siantar.paper.proof import ProofPaper, proof_pdf
from siantar.paper.receipt import PaperSize, family_pdf, receipt_pdf
from siantar.paper.root_sheet import RootSheet, root_sheet_pdf
from siantar.paper.route import Route, RouteLine, route_pdf
from siantar.paper.slip import Slip, slip_pdf
from siantar.paper.survey import SurveyPaper, survey_pdf
from siantar.rules import receipt_number
from siantar.rules.receipt_number import NumberKind
from tests.paper.kop import KOP, arms, spot_of_arms
from tests.paper.test_papers import FULL, NUMBER

NAME = "Kecamatan Serpong Utara"
RUN = receipt_number.issue(2, kind=NumberKind.RUN)
COMPLAINT = receipt_number.issue(2, kind=NumberKind.COMPLAINT)
MANIFEST = Manifest("Surat Pengantar Berkas", RUN, NAME, "Disdukcapil", "22 Maret 2026", "Yusuf", (ManifestLine(1, NUMBER, "KTP-el hilang", "Siti", ""),), "1 berkas")
ROUTE = Route("Daftar muat", RUN, NAME, "Dewi", "22 Maret 2026", "hari ini", "1 amplop", (RouteLine(1, "09.00", NUMBER, "Siti", "Jl. Raya 8", "", "KTP-el", False, ""),))
SLIP = Slip(NAME, COMPLAINT, "Sikap", "hari ini", "besok", "lusa", f"https://siantar.example.go.id/aduan/{COMPLAINT}")
SURVEY = SurveyPaper(NAME, "Semua layanan", "Maret 2026", "hari ini", "88,1", "B", "baik", "412", "200", "201", (), "3,5", "3,5", (), "U1")
PAPERS = {
    "manifest": (manifest_pdf, MANIFEST),
    "consignment": (consignment_pdf, ConsignmentSheet(RUN, NAME, "PT Pos", "hari ini", (ConsignmentLine(1, NUMBER, "EE123456785ID", "Jelupang"),), "1 amplop")),
    "route": (route_pdf, ROUTE),
    "slip": (slip_pdf, SLIP),
    "survey": (survey_pdf, SURVEY),
    "proof": (proof_pdf, ProofPaper(NAME, NUMBER, "KTP-el", "Siti", (("Penerima", "Siti"),), b"", b"")),
    "root sheet": (root_sheet_pdf, RootSheet(NAME, "22-03-2026", "ab" * 32, "3 berkas", "cd" * 32, "siantar-root 1", "siantar.example.go.id")),
    "data copy": (data_copy_pdf, DataCopy(NAME, NUMBER, "22-03-2026", (), (CopySection("Berkas", (("Nama", "Siti"),)),))),
    "book": (book_pdf, Book(NAME, "Buku Agenda", "Maret 2026", "hari ini", ("No.", "Isi"), (1, 4), (("1", "Surat"),), "1 baris")),
    "breach": (breach_pdf, BreachNotices(NAME, "Jl. Raya", "22-03-2026", "25-03-2026", "kemarin", "pencurian", "kunci diganti", "nama", ((NUMBER, "Siti", "nama"),))),
    "monthly": (monthly_pdf, MonthlyPaper(NAME, "Maret 2026", "Maret 2026", "Bulan ini 412 berkas selesai.", (("berkas masuk", "412"),), (), "hari ini")),
    **{f"receipt {size.value}": (lambda sheet, size=size: receipt_pdf(sheet, size), FULL) for size in PaperSize},
    **{f"slip of a visit {size.value}": (lambda sheet, size=size: family_pdf([sheet, FULL], size), FULL) for size in PaperSize},
}  # fmt: skip
ROLLS = ("slip", "58mm", "80mm")  # have no room for a line more
TOP = 0.2  # of the page


def first_page(pdf: bytes):
    page = pypdfium2.PdfDocument(pdf)[0]
    return page.render(scale=2).to_pil(), re.sub(r"\s+", " ", page.get_textpage().get_text_bounded())


# No papers of the office: a letter of the resident's own, forms of the ministry, labels; and parts of others.
WITHOUT = {"authority", "form", "label", "place", "letterhead", "numbers", "poster", "stamp", "training", "widths", "letter_fit"}


def test_a_new_paper_has_a_letterhead_or_a_reason():
    without = {path.stem for path in TEMPLATES.glob("*.typ") if '#import "letterhead.typ"' not in path.read_text()}
    assert without == WITHOUT


@pytest.mark.parametrize("name", PAPERS)
def test_arms_and_government_stand_on_top(name):
    press, content = PAPERS[name]
    page, words = first_page(press(replace(content, head=KOP)))
    left, top, right, bottom = spot_of_arms(page)
    assert top < TOP and left < 0.5 and right - left > 0.03 and bottom > top
    if not name.endswith(ROLLS):
        assert KOP.government in words
    assert KOP.unit.casefold() in words.casefold()


@pytest.mark.parametrize("name", PAPERS)
def test_an_office_without_one_prints_its_name_and_no_gap(name):
    press, content = PAPERS[name]
    page, words = first_page(press(replace(content, head=None)))
    assert spot_of_arms(page) is None
    assert NAME.casefold() in words.casefold()


@pytest.mark.parametrize("name", PAPERS)
def test_arms_may_be_missing(name):
    press, content = PAPERS[name]
    page, words = first_page(press(replace(content, head=replace(KOP, arms=b""))))
    assert spot_of_arms(page) is None
    assert KOP.unit.casefold() in words.casefold()


def test_everything_typed_is_words_and_never_markup():
    odd = replace(KOP, government='#panic("x") $ _ * `', unit="#include \"/etc/passwd\" KECAMATAN", contact="@x <y> \\ //")
    page, words = first_page(manifest_pdf(replace(MANIFEST, head=replace(odd, arms=arms()))))
    assert '#panic("x") $ _ * `' in words and "#include" in words
    assert spot_of_arms(page)
