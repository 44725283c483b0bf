"""An old book is read as it was meant: headings guessed, days as people write them, every fault by row and column."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import old_headings, old_register, pasted_table
from siantar.rules.old_register import ColumnChoice, OldColumn, OldFault
from siantar.rules.written_day import day_of

TODAY = date(2026, 11, 27)
HEAD = ["No", "Tgl. Masuk", "Nama", "NIK", "No. HP", "Alamat", "Kel.", "Jenis Berkas", "Status", "Tgl Ambil", "Ket."]
SITI = ["001", "22/03/2023", "Siti Aminah", "3674026304850003", "081234567890", "Jl. Raya 8", "Jelupang", "KTP-el hilang", "diambil", "5 April 2023", "lunas"]
PLAIN = old_headings.guess([HEAD, SITI])


def read(*rows, choice=PLAIN):
    return old_register.read(rows, choice, today=TODAY)


def faults(register):
    return [(trouble.row, trouble.column, trouble.fault) for trouble in register.faults]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22/03/2018", (2018, 3, 22)), ("2018-03-22", (2018, 3, 22)), ("22-3-18", (2018, 3, 22)), ("22.03.2018", (2018, 3, 22)),
        ("22 Maret 2018", (2018, 3, 22)), ("22-Mar-18", (2018, 3, 22)), ("Kamis, 22 Maret 2018", (2018, 3, 22)),
        ("1 Nop 2019", (2019, 11, 1)), ("17 agustus 1999", (1999, 8, 17)), ("2018-03-22 08:15:00", (2018, 3, 22)),
        ("22/03/2018 08.15 WIB", (2018, 3, 22)), ("1/2/99", (1999, 2, 1)), ("1/2/26", (2026, 2, 1)), ("1/2/27", (1927, 2, 1)),
    ],
)  # fmt: skip
def test_a_day_as_people_write_it(text, day):
    assert day_of(text, today=TODAY) == date(*day)


@pytest.mark.parametrize("text", ["", "31/02/2018", "11/26/2018", "43181", "kemarin", "22 Marmer 2018", "2018", "22/03", "0/1/2018", "22/03/20181"])
def test_what_is_no_day_is_never_turned_into_one(text):
    assert day_of(text, today=TODAY) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_days(text):
    day = day_of(text, today=TODAY)
    assert day is None or isinstance(day, date)


def test_headings_are_found_below_a_title_and_columns_by_their_words():
    table = [["BUKU REGISTER KECAMATAN SERPONG UTARA"], ["Tahun 2023"], [], HEAD, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"], SITI]
    choice = old_headings.guess(table)
    assert choice.heading == 4
    assert choice.places == {
        OldColumn.NUMBER: 0, OldColumn.HANDED_IN: 1, OldColumn.NAME: 2, OldColumn.NIK: 3, OldColumn.PHONE: 4, OldColumn.ADDRESS: 5,
        OldColumn.VILLAGE: 6, OldColumn.SERVICE: 7, OldColumn.STATE: 8, OldColumn.FINISHED: 9, OldColumn.REMARKS: 10,
    }  # fmt: skip
    register = read(*table, choice=choice)
    assert register.faults == () and [row.row for row in register.rows] == [6]


def test_a_heading_merged_over_two_rows_is_read_by_the_lower_one():
    table = [["No", "Nama", "Tanggal", "", "NIK"], ["", "", "Masuk", "Selesai", ""], ["1", "Siti", "22/03/2023", "1/4/2023", ""]]
    assert old_headings.headings_of(table, 2) == ("No", "Nama", "Masuk", "Selesai", "NIK")
    places = old_headings.places_in(old_headings.headings_of(table, 2))
    assert places == {OldColumn.NUMBER: 0, OldColumn.NAME: 1, OldColumn.HANDED_IN: 2, OldColumn.FINISHED: 3, OldColumn.NIK: 4}


def test_headings_nobody_knows_are_left_to_whoever_imports():
    choice = old_headings.guess([["Yang mengurus", "Kapan datang"], ["Siti", "22/03/2023"]])
    assert choice.heading == 1 and choice.lacking == (OldColumn.HANDED_IN, OldColumn.NAME)
    mine = ColumnChoice(1, {OldColumn.NAME: 0, OldColumn.HANDED_IN: 1})
    register = read(["Yang mengurus", "Kapan datang"], ["Siti  Aminah", "22/03/2023"], choice=mine)
    assert register.rows[0].name == "Siti Aminah" and register.faults == ()


def test_an_entry_has_what_the_book_says():
    (row,) = read(HEAD, SITI).rows
    assert (row.row, row.handed_in_on, row.finished_on, row.ended_on) == (2, date(2023, 3, 22), date(2023, 4, 5), date(2023, 4, 5))
    assert row.cell(OldColumn.SERVICE) == "KTP-el hilang" and row.cell(OldColumn.NIK) == "3674026304850003"


def changed(column: OldColumn, cell: str) -> list[str]:
    row = list(SITI)
    row[PLAIN.places[column]] = cell
    return row


@pytest.mark.parametrize(
    ("column", "cell", "fault"),
    [
        (OldColumn.NAME, "", OldFault.MISSING), (OldColumn.HANDED_IN, "", OldFault.MISSING), (OldColumn.NAME, "x" * 101, OldFault.TOO_LONG),
        (OldColumn.HANDED_IN, "31/02/2023", OldFault.NOT_A_DAY), (OldColumn.HANDED_IN, "45007", OldFault.NOT_A_DAY),
        (OldColumn.FINISHED, "28/11/2026", OldFault.NOT_YET), (OldColumn.FINISHED, "21/03/2023", OldFault.BEFORE_HANDED_IN),
        (OldColumn.FINISHED, "1/1/1900", OldFault.LONG_AGO), (OldColumn.NIK, "3,67403E+15", OldFault.ROUNDED),
        (OldColumn.PHONE, "81234567890", OldFault.LOST_ZERO), (OldColumn.PHONE, "8,12346E+10", OldFault.ROUNDED),
        (OldColumn.REMARKS, "#REF!", OldFault.BROKEN_FORMULA), (OldColumn.STATE, "=B2", OldFault.FORMULA),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_taken_is_named_once_with_its_reason(column, cell, fault):
    register = read(HEAD, changed(column, cell))
    assert faults(register) == [(2, column, fault)] and register.rows == ()
    assert register.faults[0].place == PLAIN.places[column]


def test_a_lost_zero_comes_back_when_that_was_ticked_and_other_numbers_stay():
    ticked = ColumnChoice(1, PLAIN.places, adds_zeros=True)
    rows = [changed(OldColumn.PHONE, phone) for phone in ("81234567890", "812-3456-7890", "6281234567890", "0812 3456", "istri 81234567890")]
    phones = [row.cell(OldColumn.PHONE) for row in read(HEAD, *rows, choice=ticked).rows]
    assert phones == ["081234567890", "0812-3456-7890", "6281234567890", "0812 3456", "istri 81234567890"]


def test_three_bad_rows_of_two_thousand_are_named_by_row_and_column():
    table = [HEAD, *(changed(OldColumn.NUMBER, str(number)) for number in range(2_000))]
    table[7], table[900], table[1_999] = changed(OldColumn.NAME, ""), changed(OldColumn.HANDED_IN, "30/02/2023"), changed(OldColumn.NIK, "3,67E+15")
    assert faults(read(*table)) == [
        (8, OldColumn.NAME, OldFault.MISSING), (901, OldColumn.HANDED_IN, OldFault.NOT_A_DAY), (2_000, OldColumn.NIK, OldFault.ROUNDED),
    ]  # fmt: skip


@pytest.mark.parametrize("nik", ["belum ada", "3674", "1234567890123456"])
def test_an_odd_nik_is_kept_and_counted(nik):
    register = read(HEAD, changed(OldColumn.NIK, nik))
    assert register.odd_niks == (2,) and register.rows[0].cell(OldColumn.NIK) == nik


def test_two_entries_are_one_by_number_day_and_name_and_without_a_number_by_nik_and_service_too():
    def key(**cells: str) -> str:
        row = list(SITI)
        for column, cell in cells.items():
            row[PLAIN.places[OldColumn(column)]] = cell
        return old_register.same_key(read(HEAD, row).rows[0])

    assert key() == key(name="SITI  aminah", number=" 001 ", service="KTP") != key(number="002")
    assert key(number="") == key(number="", phone="0811") != key(number="", service="KK") != key(number="", nik="")


@given(st.lists(st.lists(st.text(max_size=12), max_size=13), max_size=6))
def test_no_table_breaks_the_reading(table):
    text = pasted_table.text_of(table)
    rows = pasted_table.rows_of(text)
    choice = old_headings.guess(rows)
    register = old_register.read(rows, choice, today=TODAY)
    assert all(trouble.row <= len(rows) for trouble in register.faults)
    assert old_register.read(rows, ColumnChoice(1, PLAIN.places), today=TODAY).rows is not None
