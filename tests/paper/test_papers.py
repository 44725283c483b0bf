"""Every paper as a scanner meets it: printed at 203 dpi, turned, smudged, faded, photographed smaller; read by zxing-cpp."""

from __future__ import annotations

import io
import random
import re
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from siantar.paper.label import Label, label_pdf
from siantar.paper.manifest import Manifest, ManifestLine, manifest_pdf
from siantar.paper.receipt import Document, Missing, PaperSize, ReceiptSheet, family_pdf, receipt_pdf, receipt_png
from siantar.paper.slip import Slip, slip_pdf
from siantar.rules import receipt_number
from tests.paper.kop import KOP
from tests.support.codes import by_kind, codes_on, page_of, texts_on

NUMBER = receipt_number.issue(2, entropy=0x9A5C3E7F01)
PROOF = "0123456789abcdefghjk"
QR = f"https://siantar.tangerangselatankota.go.id/t/{NUMBER}#{PROOF}"
PIN = "481920"
NIK = "3674026304850003"
FULL = ReceiptSheet(
    office_name="Kecamatan Serpong Utara", office_address="Jl. Raya Serpong Km. 8, Pakulonan, Tangerang Selatan 15325",
    office_hours="Senin–Kamis 07.30–16.00, Jumat 07.30–16.30", complaint_channel="LAPOR! lapor.go.id, SMS 1708",
    receipt_number=NUMBER, pin=PIN, qr_url=QR, tracking_url=f"siantar.tangerangselatankota.go.id/t/{NUMBER}",
    handed_in_at="22 Maret 2026 09.15 WIB", service="KTP-el hilang", applicant_name="Siti Aminah",
    documents=(Document("Kartu Keluarga (KK)", "salinan"),), missing=(Missing("Surat kehilangan dari kepolisian", "menyusul besok"),),
    officer="Rina Kartika", promised_on="26 Maret 2026", return_line="Diantar kurir ke Jl. Raya Serpong No. 8, Jelupang (telp. …7890)",
    bring=("Resi ini", "KTP-el lama (wajib diserahkan)", "Surat kuasa bila diwakilkan"), privacy_notice="Data Anda hanya dipakai untuk layanan ini.",
    survey_url=f"siantar.tangerangselatankota.go.id/skm/{NUMBER}", head=KOP,
)  # fmt: skip
RESIDENT, FILE = 0, 1


def text_of(pdf: bytes, page: int = 0) -> str:
    return re.sub(r"\s+", " ", pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded())


def turned(degrees: float):
    return lambda image: image.rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def scaled(by: float):
    return lambda image: image.resize((int(image.width * by), int(image.height * by)), Image.Resampling.BILINEAR)


def smudged(image: Image.Image) -> Image.Image:
    """Grey fingerprints and a few white scratches across, as on a receipt from a pocket."""
    chance, worn = random.Random(4), image.copy()
    pen = ImageDraw.Draw(worn)
    for _ in range(60):
        x, y, r = chance.randrange(image.width), chance.randrange(image.height), chance.randrange(2, 5)
        pen.ellipse((x, y, x + r, y + r), fill=chance.choice((120, 255)))
    return worn.filter(ImageFilter.GaussianBlur(0.6))


def faded(image: Image.Image) -> Image.Image:
    """A dying thermal head: black is a mid grey, and one column of dots prints nothing."""
    weak = ImageEnhance.Contrast(ImageEnhance.Brightness(image).enhance(1.4)).enhance(0.45)
    ImageDraw.Draw(weak).line((image.width // 3, 0, image.width // 3, image.height), fill=weak.getpixel((0, 0)), width=1)
    return weak


WEAR = {
    "as printed": lambda image: image, "upside down": turned(180), "sideways": turned(90), "crooked": turned(4),
    "smudged": smudged, "faded": faded, "photographed larger": scaled(1.7), "copied smaller": scaled(0.85),
}  # fmt: skip


@pytest.mark.parametrize("wear", WEAR)
@pytest.mark.parametrize("paper", PaperSize)
def test_the_resident_s_receipt_is_read(paper, wear):
    codes = by_kind(WEAR[wear](page_of(receipt_pdf(FULL, paper), RESIDENT)))
    assert codes["QRCode"] == QR
    if wear != "faded":  # a column of dots that is gone is a bar that is gone: the QR code is there for that
        assert codes["Code128"] == NUMBER


@pytest.mark.parametrize("wear", ["as printed", "upside down", "smudged", "photographed larger"])
@pytest.mark.parametrize("paper", PaperSize)
def test_the_file_copy_is_read_and_gives_no_key_away(paper, wear):
    pdf = receipt_pdf(FULL, paper)
    codes = by_kind(WEAR[wear](page_of(pdf, FILE)))
    assert codes == {"Code128": NUMBER, "QRCode": NUMBER}
    assert PIN not in text_of(pdf, FILE)


@pytest.mark.parametrize("paper", PaperSize)
def test_everything_the_receipt_owes_stands_on_it(paper):
    text = text_of(receipt_pdf(FULL, paper), RESIDENT)
    for owed in (
        receipt_number.grouped(NUMBER), PIN, "Kecamatan Serpong Utara", "Jl. Raya Serpong Km. 8", "07.30", "22 Maret 2026 09.15 WIB",
        "KTP-el hilang", "Siti Aminah", "Kartu Keluarga (KK)", "salinan", "Surat kehilangan dari kepolisian", "menyusul besok",
        "Rina Kartika", "26 Maret 2026", "7890", "GRATIS", "UU 24/2013", "79A", "siantar.tangerangselatankota.go.id",
        "KTP-el lama", "Surat kuasa", "lapor.go.id", "Data Anda hanya dipakai", f"/skm/{NUMBER}",
    ):  # fmt: skip
        assert re.sub(r"\s", "", owed) in re.sub(r"\s", "", text), owed
    assert NIK not in text


def test_a_receipt_of_80_mm_is_at_most_150_mm_long():
    assert pypdfium2.PdfDocument(receipt_pdf(FULL, PaperSize.MM80))[RESIDENT].get_height() <= 150 * 72 / 25.4


def sheet(entropy: int, pin: str, name: str) -> ReceiptSheet:
    number = receipt_number.issue(2, entropy=entropy)
    return replace(FULL, receipt_number=number, pin=pin, applicant_name=name, qr_url=QR.replace(NUMBER, number))


VISIT = [FULL, sheet(0x1A5C3E7F02, "100001", "Raka Pratama"), sheet(0x2A5C3E7F03, "100002", "Putri Pratama")]


@pytest.mark.parametrize("paper", PaperSize)
def test_a_visit_of_three_files_has_one_slip_with_every_code_and_what_belongs_to_all_once(paper):
    pdf = family_pdf(VISIT, paper)
    pages = range(len(pypdfium2.PdfDocument(pdf)) - len(VISIT))
    codes = {text for page in pages for text in texts_on(page_of(pdf, page))}
    assert codes == {text for file in VISIT for text in (file.receipt_number, file.qr_url)}
    words = " ".join(text_of(pdf, page) for page in pages)
    for file in VISIT:
        assert file.pin in words and file.applicant_name in words
    assert words.count("UU 24/2013") == words.count("Data Anda hanya dipakai") == 1
    assert "TANDA TERIMA 3 BERKAS" in words


@pytest.mark.parametrize("paper", PaperSize)
def test_each_file_of_a_visit_has_a_sheet_of_its_own_without_any_pin(paper):
    pdf = family_pdf(VISIT, paper)
    last = len(pypdfium2.PdfDocument(pdf))
    for file, page in zip(VISIT, range(last - 3, last), strict=True):
        assert by_kind(page_of(pdf, page)) == {"Code128": file.receipt_number, "QRCode": file.receipt_number}
        assert not any(other.pin in text_of(pdf, page) for other in VISIT)


def test_one_slip_is_much_shorter_than_three_receipts():
    def length(pdf: bytes) -> float:
        return pypdfium2.PdfDocument(pdf)[RESIDENT].get_height()

    assert length(family_pdf(VISIT, PaperSize.MM80)) < 0.75 * 3 * length(receipt_pdf(FULL, PaperSize.MM80))


@pytest.mark.parametrize("paper", [PaperSize.MM58, PaperSize.MM80])
def test_bars_fall_on_whole_printer_dots(paper):
    """Two dots a module at least, and every module of the same width: what a thermal head can print."""
    image = page_of(receipt_pdf(FULL, paper), RESIDENT).point(lambda grey: 0 if grey < 128 else 255)
    code = next(c for c in codes_on(image) if c.text == NUMBER)
    row = (code.position.top_left.y + code.position.bottom_left.y) // 2
    pixels = [image.getpixel((x, row)) for x in range(code.position.top_left.x, code.position.top_right.x)]
    runs = [len(run.group()) for run in re.finditer(r"(.)\1*", "".join("1" if p else "0" for p in pixels))]
    dot = min(runs)
    assert dot >= 2
    assert all(run % dot == 0 for run in runs[:-1])


@pytest.mark.parametrize("paper", PaperSize)
def test_raster_printers_get_the_same_codes(paper):
    codes = by_kind(Image.open(io.BytesIO(receipt_png(FULL, paper))).convert("L"))
    assert (codes["Code128"], codes["QRCode"]) == (NUMBER, QR)


@pytest.mark.parametrize("wear", ["as printed", "upside down", "crooked", "smudged", "photographed larger"])
def test_the_label_is_read_and_gives_no_key_away(wear):
    pdf = label_pdf(Label(NUMBER, "Siti Aminah", "KTP-el hilang", "Diantar kurir · Jelupang"))
    assert set(by_kind(WEAR[wear](page_of(pdf))).values()) == {NUMBER}
    assert not re.search(r"\d{6}(?!\d)", text_of(pdf).replace(receipt_number.grouped(NUMBER), ""))


@pytest.mark.parametrize("files", [1, 60, 300])
def test_the_manifest_names_every_file_and_its_own_number(files):
    batch = receipt_number.issue(2, kind=receipt_number.NumberKind.BATCH)
    lines = tuple(ManifestLine(n, receipt_number.issue(2), "KTP-el hilang", f"Pemohon {n}", "") for n in range(1, files + 1))
    pdf = manifest_pdf(
        Manifest("Surat Pengantar Berkas", batch, "Kecamatan Serpong Utara", "Disdukcapil", "22 Maret 2026 09.15 WIB",
                 "Yusuf Maulana", lines, f"{files} berkas")
    )  # fmt: skip
    assert by_kind(page_of(pdf))["Code128"] == batch
    pages = len(pypdfium2.PdfDocument(pdf))
    text = re.sub(r"\s", "", " ".join(text_of(pdf, page) for page in range(pages)))
    assert all(line.receipt_number in text for line in lines)


def test_the_slip_of_a_complaint_is_read_and_tells_nothing_of_it():
    number = receipt_number.issue(2, kind=receipt_number.NumberKind.COMPLAINT)
    address = f"https://siantar.tangerangselatankota.go.id/pengaduan/{number}"
    pdf = slip_pdf(
        Slip("Kecamatan Serpong Utara", number, "Sikap petugas", "22 Maret 2026 09.15 WIB", "25 Maret 2026", "9 April 2026", address)
    )
    for wear in ("as printed", "upside down", "smudged", "photographed larger"):
        assert by_kind(WEAR[wear](page_of(pdf))) == {"Code128": number, "QRCode": address}
    assert "25 Maret 2026" in text_of(pdf)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60)


@settings(max_examples=25)
@given(name=WORDS, reason=WORDS)
def test_whatever_a_name_holds_the_paper_is_printed_and_read(name, reason):
    """Markup, quotes, emoji, right-to-left: data is never taken for the language of the template."""
    odd = replace(FULL, applicant_name=name, missing=(Missing(reason, reason),), documents=(Document(name, "asli"),))
    assert by_kind(page_of(receipt_pdf(odd, PaperSize.MM58)))["QRCode"] == QR


@pytest.mark.parametrize("name", ['#panic("x")', "$ x^2 $", "*tebal* _miring_ `kode`", "@rujuk <label>", "\\ #{", "</svg>", "=judul"])
def test_the_language_of_the_template_is_only_text_in_a_name(name):
    text = text_of(receipt_pdf(replace(FULL, applicant_name=name), PaperSize.A4))
    assert re.sub(r"\s", "", name) in re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", list(receipt_number.NumberKind))
def test_paper_groups_numbers_as_pages_do(kind):
    number = receipt_number.issue(71, kind=kind, entropy=0x5A5A5A5A5A)
    paper = Manifest("Daftar", number, "", "", "", "", (ManifestLine(1, number, "", "", ""),), "")
    assert receipt_number.grouped(number) in text_of(manifest_pdf(paper))
    assert receipt_number.grouped(number) in text_of(label_pdf(Label(number, "", "", "")))
