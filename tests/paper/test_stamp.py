"""Papers of a training installation say so, in large letters, and their barcodes can be practised with."""

from __future__ import annotations

import pypdfium2
import pytest

from siantar.paper import press
from siantar.paper.label import Label, label_pdf
from siantar.paper.manifest import Manifest, ManifestLine, manifest_pdf
from siantar.paper.receipt import PaperSize, receipt_pdf
from siantar.paper.slip import Slip, slip_pdf
from siantar.rules import receipt_number
from tests.paper import test_papers
from tests.support.codes import PRINTER, texts_on


@pytest.fixture
def stamped():
    press.stamp_everything("LATIHAN")
    yield
    press.stamp_everything("")


def largest(page, word: str) -> float:
    """The height of a word on a page, in points, as it is printed; 0 where it is not there."""
    text = page.get_textpage()
    found_at = text.search(word).get_next()
    if found_at is None:
        return 0.0
    _left, bottom, _right, top = text.get_charbox(found_at[0], loose=True)
    return top - bottom


def codes_on(page) -> set[str]:
    return set(texts_on(page.render(scale=PRINTER / 72).to_pil()))


@pytest.mark.parametrize("paper", list(PaperSize))
def test_a_receipt_says_it_large_on_both_copies_and_still_scans(stamped, paper):
    pages = pypdfium2.PdfDocument(receipt_pdf(test_papers.FULL, paper))
    for page in pages:
        assert largest(page, "LATIHAN") > 14
        assert test_papers.NUMBER in codes_on(page)
    assert test_papers.QR in codes_on(pages[test_papers.RESIDENT])


def test_label_and_slip_say_it_too(stamped):
    (label,) = pypdfium2.PdfDocument(label_pdf(Label(test_papers.NUMBER, "Siti Aminah", "KTP-el hilang", "Diantar")))
    assert largest(label, "LATIHAN") > 12
    assert test_papers.NUMBER in codes_on(label)
    number = receipt_number.issue(15_002, kind=receipt_number.NumberKind.COMPLAINT)
    address = f"https://latihan.kota.example/pengaduan/{number}"
    (slip,) = pypdfium2.PdfDocument(slip_pdf(Slip("Kecamatan", number, "Sikap", "hari ini", "besok", "lusa", address)))
    assert largest(slip, "LATIHAN") > 12
    assert {number, address} <= codes_on(slip)


def test_any_other_paper_bears_it_behind_the_text_of_every_page(stamped):
    batch = receipt_number.issue(15_002, kind=receipt_number.NumberKind.BATCH)
    lines = tuple(ManifestLine(n, receipt_number.issue(15_002), "KTP-el hilang", f"Pemohon {n}", "") for n in range(1, 61))
    content = manifest_pdf(Manifest("Surat Pengantar", batch, "Kecamatan", "Disdukcapil", "hari ini", "Yusuf", lines, "60 berkas"))
    pages = pypdfium2.PdfDocument(content)
    assert len(pages) > 1
    assert {"LATIHAN" in page.get_textpage().get_text_range() for page in pages} == {True}
    assert batch in codes_on(pages[0])


def test_without_a_stamp_nothing_says_so():
    pages = pypdfium2.PdfDocument(receipt_pdf(test_papers.FULL, PaperSize.A5))
    assert [largest(page, "LATIHAN") for page in pages] == [0.0] * len(pages)
