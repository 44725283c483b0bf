"""Every letter of the seed on paper: whole at its longest and shortest, whatever was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from siantar.letters.models import LetterFrame, LetterOfficer
from siantar.letters.pages import LetterFacts, digest_of, paper_of
from siantar.letters.seeding import seeded_contents
from siantar.paper.letter import letter_pages, letter_pdf
from siantar.rules.letter.content import LONGEST, FieldKind, LetterContent, LetterField, read_content
from tests.people import given_town
from tests.support.codes import page_of, texts_on

pytestmark = pytest.mark.django_db
SEEDS = seeded_contents()
LONG_NAME = "Raden Ajeng Kusumawardhani Prawirodirdjo Hadiningrat binti Mas"  # as long as a KTP-el has room for
NASTY = '#eval("1") $x$ \\par "q" *b* _i_ @ref <lab> `raw` // /* */ [c] {d} ~'
NIK = "3674026304850003"
LINK = "https://siantar.example.go.id/surat/" + "A" * 22 + "#" + "x" * 320


def longest(field: LetterField) -> str:
    match field.kind:
        case FieldKind.DATE:
            return "2026-09-30"
        case FieldKind.NUMBER:
            return "9" * 15
        case FieldKind.CHOICE:
            return max(field.choices, key=len)
        case FieldKind.LONG:
            return ("Perumahan Graha Raya Bintaro " * 30)[: LONGEST["long"]].strip()
    return (f"{LONG_NAME} " * 3)[: LONGEST["text"]].strip()


def values(content: LetterContent, text) -> dict:
    out = {}
    for field in content.fields:
        if field.kind is FieldKind.TABLE:
            row = {column.name: text(column) for column in field.columns}
            out[field.name] = [row] * 7
        else:
            out[field.name] = text(field)
    return out


def paper(code: str, typed: dict, *, link: str = "", position: str = "section", **changes):
    office = given_town().office
    frame = LetterFrame(
        office=office, government="PEMERINTAH KABUPATEN KEPULAUAN TANIMBAR", unit="KECAMATAN KUPANG TIMUR RAYA UTARA",
        contact="Jalan " + "Panjang " * 20, place="Kupang Timur", town="Kupang", number_unit="Kec.KTR",
    )  # fmt: skip
    officer = LetterOfficer(
        position=position, title="Kepala Seksi Kesejahteraan Sosial dan Pemberdayaan Masyarakat", name=f"Dr. {LONG_NAME}, S.STP., M.Si.",
        rank="Penata Tingkat I, III/d", nip="19820303 200501 2 003",
    )  # fmt: skip
    content = read_content({**SEEDS[code], **changes})
    return paper_of(LetterFacts(content, typed, frame, date(2026, 9, 30), officer, "400.12.2.2/99999/Kec.KTR/XII/2026", link))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


@pytest.mark.parametrize("size", ["a4", "f4"])
@pytest.mark.parametrize("code", SEEDS)
def test_a_letter_is_whole_at_its_longest(code, size):
    content = read_content(SEEDS[code])
    pdf = letter_pdf(paper(code, values(content, longest), link=LINK, paper=size))
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) <= 5
    assert round(document[0].get_height() / 72 * 25.4) == {"a4": 297, "f4": 330}[size]
    for page in document:  # nothing sticks out of the paper
        letters = page.get_textpage()
        for place in range(letters.count_chars()):
            left, _bottom, right, _top = letters.get_charbox(place)
            assert left >= 0 and right <= page.get_width()
    words = text_of(pdf)
    assert "19820303 200501 2 003" in words and "Hadiningrat" in words
    signed_on = next(page for page in document if "19820303" in page.get_textpage().get_text_range())
    last_words = content.closing.split()[:2]  # no signature on a page without a sentence
    assert " ".join(last_words) in " ".join(signed_on.get_textpage().get_text_range().split())
    codes = [text for page in range(len(document)) for text in texts_on(page_of(pdf, page))]
    assert codes == [LINK]


@pytest.mark.parametrize("code", ["sktm", "ahli-waris"])
def test_a_nik_in_a_table_runs_into_no_other_column(code):
    """Sixteen figures that nothing breaks, beside columns that want all the room there is."""
    content = read_content(SEEDS[code])
    typed = values(content, lambda field: NIK if field.name == "nik" else longest(field))
    seen = 0
    for page in pypdfium2.PdfDocument(letter_pdf(paper(code, typed, link=LINK))):
        text = page.get_textpage()
        signs = [(text.get_text_range(place, 1), text.get_charbox(place)) for place in range(text.count_chars())]
        for start in range(len(signs) - 15):
            if "".join(sign for sign, _box in signs[start : start + 16]) != NIK:
                continue
            seen += 1
            left, bottom, right, top = signs[start][1][0], signs[start][1][1], signs[start + 15][1][2], signs[start][1][3]
            others = [box for sign, box in signs[:start] + signs[start + 16 :] if sign.strip()]
            assert not [box for box in others if box[0] < right and box[2] > left and box[1] < top and box[3] > bottom]
    assert seen >= 7


@pytest.mark.parametrize("code", SEEDS)
def test_a_letter_at_its_shortest_is_one_page(code):
    content = read_content(SEEDS[code])
    typed = {field.name: "" for field in content.fields} | {field.name: "A" for field in content.fields if field.needed}
    assert len(letter_pages(paper(code, typed, position="head"))) == 1


@pytest.mark.parametrize("code", SEEDS)
def test_what_people_type_is_printed_as_it_is_and_does_nothing(code):
    content = read_content(SEEDS[code])
    pdf = letter_pdf(paper(code, values(content, lambda _field: NASTY)))
    squeezed = text_of(pdf).replace(" ", "")
    assert NASTY.replace(" ", "")[:30] in squeezed


def test_the_digest_is_over_all_that_stands_there_but_the_code():
    plain = paper("sktm", values(read_content(SEEDS["sktm"]), longest))
    assert digest_of(replace(plain, qr="x", checked_at="y", mark="z")) == digest_of(plain)
    assert digest_of(replace(plain, name="Orang lain")) != digest_of(plain)
