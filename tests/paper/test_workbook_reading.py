"""What somebody uploads is read as the spreadsheet shows it, or refused with a reason; it never harms the server."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.cell.read_only import EmptyCell

from siantar.paper import workbook_reading
from siantar.paper.workbook_reading import TableTrouble, UnreadableTable, read


def packed(*sheets: list[list[object]], **formats: str) -> bytes:
    """A workbook as Excel would save it, a sheet a table; `formats` by cell (`A2="000000"`)."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Lembar {number}")
        for row in rows:
            sheet.append(row)
    for place, form in formats.items():
        book.worksheets[0][place].number_format = form
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, change) -> bytes:
    """The same archive with each part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def trouble_of(content: bytes) -> TableTrouble:
    with pytest.raises(UnreadableTable) as problem:
        read(content)
    return problem.value.trouble


def test_cells_come_as_the_spreadsheet_shows_them():
    row = ["Siti", 12, 12.5, date(2019, 3, 22), datetime(2019, 3, 22, 8, 30), None, True, "dua\nbaris", "0812", 42]
    content = packed([row], J1="00000")
    assert read(content).text == "Siti\t12\t12,5\t2019-03-22\t2019-03-22\t\tTrue\tdua baris\t0812\t00042"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3674026304850000, "3,67403E+15"),  # sixteen digits, the last of them rounded away
        (3674026304850003, "3674026304850003"),  # written by a program that keeps sixteen
        (81234567890, "81234567890"),
        (198503262010011000, "1,98503E+17"),
        (-5, "-5"),
    ],
)
def test_digits_that_were_rounded_away_are_not_made_up(number, text):
    assert read(packed([["Siti", number]])).text == f"Siti\t{text}"


def test_a_formula_comes_as_its_result_and_without_one_as_it_is_written():
    content = packed([["=1+1", "=SUM(A1)", "Siti"]])
    assert read(content).text == "=1+1\t=SUM(A1)\tSiti"

    def reckoned(name: str, part: bytes) -> bytes:
        return part.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")

    assert read(repacked(content, reckoned)).text == "2\t=SUM(A1)\tSiti"


def test_hidden_sheets_are_left_out_and_the_others_are_named():
    content = packed([], [["rahasia"]], [["Siti"]], [["Budi"]])
    seen, hidden = (f'name="Lembar 2" sheetId="2" state="{state}"'.encode() for state in ("visible", "hidden"))
    book = repacked(content, lambda _name, part: part.replace(seen, hidden))
    assert book != content
    table = read(book)
    assert (table.text, table.sheet, table.others) == ("Siti", "Lembar 3", ("Lembar 4",))
    assert read(book, "Lembar 4").text == "Budi"
    assert read(book, "Lembar 2").text == "Siti"


def test_empty_rows_keep_the_numbers_of_those_below_and_merged_cells_their_place():
    book = Workbook()
    book.active.append(["BUKU REGISTER"])
    book.active.append([])
    book.active.append(["No", "Tanggal", None, "Nama"])
    book.active.merge_cells("A1:D1")
    book.active.merge_cells("B3:C3")
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue()).text == "BUKU REGISTER\n\nNo\tTanggal\t\tNama"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_in_the_encodings_of_spreadsheets(encoding):
    assert read("José;loket\r\n".encode(encoding)).text.replace("\r\n", "\n") == "José;loket\n"


def test_what_is_no_table_is_refused_with_the_reason(monkeypatch):
    assert trouble_of(b"\xd0\xcf\x11\xe0" + bytes(600)) is TableTrouble.OLD_OR_LOCKED
    assert trouble_of(b"%PDF-1.7\n\x00\x01\x02") is TableTrouble.NOT_A_TABLE
    assert trouble_of(packed([])) is TableTrouble.EMPTY
    assert trouble_of(packed([["a"] * 61])) is TableTrouble.TOO_WIDE
    assert trouble_of(b"a" * (workbook_reading.LARGEST + 1)) is TableTrouble.TOO_LARGE
    assert trouble_of(repacked(packed([["a"]]), lambda name, part: part if "workbook" in name else b"<x/>")) in TableTrouble
    monkeypatch.setattr(workbook_reading, "MOST_ROWS", 3)
    assert trouble_of(packed([["a"]] * 4)) is TableTrouble.TOO_MANY_ROWS


def test_an_archive_that_unfolds_beyond_measure_is_left_folded():
    bomb = repacked(packed([["a"]]), lambda name, part: part if "sheet1" not in name else part + b" " * 50_000_000)
    assert len(bomb) < 100_000
    assert trouble_of(bomb) is TableTrouble.TOO_LARGE


def test_entities_are_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
    book = repacked(packed([["a"]]), lambda name, part: laughs if "sheet1" in name else part)
    assert trouble_of(book) is TableTrouble.NOT_A_TABLE


@pytest.mark.parametrize(
    ("place", "trouble"), [("A1048576", TableTrouble.TOO_MANY_ROWS), ("BK2", TableTrouble.TOO_WIDE), ("BK1048576", TableTrouble.TOO_MANY_ROWS)]
)
def test_a_cell_far_away_is_no_reason_to_make_room_for_a_million_rows(place, trouble):
    row = place.lstrip("ABK")

    def far(name: str, part: bytes) -> bytes:
        return part.replace(b'r="2"', f'r="{row}"'.encode()).replace(b'r="A2"', f'r="{place}"'.encode())

    assert trouble_of(repacked(packed([["a"], ["z"]]), far)) is trouble


def test_the_rows_before_a_far_one_are_not_looked_at_cell_by_cell(monkeypatch):
    looks = []
    monkeypatch.setattr(EmptyCell, "value", property(looks.append))
    part = repacked(packed([["a"], ["z"]]), lambda _name, part: part.replace(b'r="2"', b'r="1048576"').replace(b'r="A2"', b'r="A1048576"'))
    assert trouble_of(part) is TableTrouble.TOO_MANY_ROWS
    assert 0 < len(looks) < 10_000


@pytest.mark.parametrize("row", ["1048576", "99999999999"])
def test_rows_of_nothing_and_a_row_beyond_all_rows_cost_nothing(row):
    def far(name: str, part: bytes) -> bytes:
        if "sheet1" not in name:
            return part
        empty = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (number, number) for number in range(2, 20_000))
        return part.replace(b"</sheetData>", empty + f'<row r="{row}"><c r="A{row}"/></row></sheetData>'.encode())

    assert read(repacked(packed([["a"]]), far)).text == "a"


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_a_table_or_is_refused(seed):
    draw = random.Random(seed)

    def damaged(name: str, part: bytes) -> bytes:
        if draw.random() < 0.5:
            return part
        start = draw.randrange(len(part))
        return part[:start] + bytes(draw.randrange(32, 127) for _ in range(9)) + part[start + draw.randrange(40) :]

    book = repacked(packed([["Nama", "NIK"], ["Siti", 3674026304850003], ["=1/0", date(2019, 1, 2)]], A1="0"), damaged)
    try:
        read(book)
    except UnreadableTable as refusal:
        assert refusal.trouble in TableTrouble
