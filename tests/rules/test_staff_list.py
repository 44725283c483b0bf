"""A list of staff out of a spreadsheet: read as it was meant, every fault by row and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import staff_list
from siantar.rules.staff_list import NewColleague, StaffColumn, StaffFault
from siantar.rules.vocabulary import Role

RINA = NewColleague("Rina Kartika", "rina.k", "Staf Loket", frozenset({Role.COUNTER, Role.CHECKER}))


@pytest.mark.parametrize(
    "text",
    [
        "Nama\tNama pengguna\tJabatan\tPeran\r\nRina Kartika\tRina.K\tStaf Loket\tloket, pemeriksa\r\n",
        "\ufeffNama lengkap;Nama pengguna;Jabatan;Peran\nRina Kartika;rina.k;Staf Loket;Petugas loket / Pemeriksa",
        'Rina Kartika,rina.k,Staf Loket,"loket,pemeriksa"\n\n',
        "  Rina   Kartika \t rina.k\tStaf Loket\tPEMERIKSA+LOKET\tkolom lain",
    ],
)
def test_the_same_person_in_any_dress(text):
    rows = staff_list.read(text)
    assert rows.people == (RINA,) and rows.faults == ()


def test_three_bad_rows_in_two_thousand_are_named_by_row_and_column():
    lines = ["Nama\tNama pengguna\tJabatan\tPeran"]
    lines += [f"Orang {number}\torang{number}\tStaf\tkurir" for number in range(2_000)]
    lines[7], lines[900], lines[1_999] = "\torang6\tStaf\tkurir", "Orang\torang898x!\tStaf\tkurir", "Orang\torang5\tStaf\tsupir"
    rows = staff_list.read("\n".join(lines))
    assert [(fault.row, fault.column, fault.fault) for fault in rows.faults] == [
        (8, StaffColumn.NAME, StaffFault.MISSING),
        (901, StaffColumn.USERNAME, StaffFault.BAD_USERNAME),
        (2_000, StaffColumn.ROLES, StaffFault.UNKNOWN_ROLE),
        (2_000, StaffColumn.USERNAME, StaffFault.TWICE),
    ]


def test_a_name_that_somebody_has_is_a_fault_in_whatever_case():
    (fault,) = staff_list.read("Rina\tRINA.K\tStaf\tloket", frozenset({"rina.k"})).faults
    assert (fault.row, fault.fault) == (1, StaffFault.TAKEN)


def test_a_list_without_end_is_refused():
    rows = staff_list.read("\n".join(f"O\torang{n}\t\tkurir" for n in range(staff_list.MOST_ROWS + 1)))
    assert rows.faults[0].fault is StaffFault.TOO_MANY_ROWS


@given(st.text(max_size=300))
def test_nothing_typed_breaks_the_reading(text):
    rows = staff_list.read(text)
    for person in rows.people:
        assert person.name or rows.faults
        assert person.roles or rows.faults
    assert len({person.username for person in rows.people}) == len(rows.people) or rows.faults


@pytest.mark.parametrize(
    ("cell", "fault"),
    [("1,98503E+17", "rounded"), ("1.98503e+17", "rounded"), ("#N/A", "broken_formula"), ("#REF!", "broken_formula"), ("=B2", "formula")],
)
def test_what_a_spreadsheet_spoiled_is_named_as_that_and_nothing_else(cell, fault):
    rows = staff_list.read(f"Rina\t{cell}\tStaf\tkurir\nRina\trina\t{cell}\tkurir")
    assert [(fault.row, fault.column, fault.fault) for fault in rows.faults] == [
        (1, StaffColumn.USERNAME, StaffFault(fault)), (2, StaffColumn.TITLE, StaffFault(fault)),
    ]  # fmt: skip


def test_cells_of_several_lines_stay_in_their_row_pasted_or_as_csv():
    for mark in ("\t", ";", ","):
        text = f'Nama{mark}Nama pengguna{mark}Jabatan{mark}Peran\nRina{mark}rina{mark}"Staf\nLoket"{mark}loket\nTuti{mark}x{mark}Staf{mark}loket\n'
        rows = staff_list.read(text)
        assert rows.people[0].title == "Staf Loket"
        assert [fault.row for fault in rows.faults] == [3]


def test_an_inch_mark_is_no_quotation():
    rows = staff_list.read('Rina\trina\t"Staf 5\tloket\nTuti\ttuti\tStaf\u2028Loket\tloket')
    assert [person.title for person in rows.people] == ['"Staf 5', "Staf Loket"]


@pytest.mark.parametrize(("mark", "words"), [("\t", "loket, pemeriksa"), (";", "loket, pemeriksa"), (",", '"loket;pemeriksa"')])
def test_a_title_above_does_not_say_what_stands_between_cells(mark, words):
    row = mark.join(["Rina Kartika", "rina.k", "Staf Loket", words])
    rows = staff_list.read(f"PEGAWAI KECAMATAN\n{row}")
    assert rows.people[1] == RINA and {fault.row for fault in rows.faults} == {1}
