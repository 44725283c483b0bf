"""A carrier's report is read row by row: every fault has its row, and nothing is guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules.carrier_report import MOST_ROWS, ReportFault, ReportTerms, ShipmentStatus, read
from siantar.rules.shipment import NumberForm
from siantar.rules.vocabulary import FailureReason, Relation

JAKARTA = ZoneInfo("Asia/Jakarta")
TERMS = ReportTerms(
    NumberForm.S10, JAKARTA, datetime(2026, 11, 27, 3, tzinfo=UTC),
    {"keluarga": Relation.SAME_KK, "tetangga": Relation.NEIGHBOUR}, {"rumahkosong": FailureReason.HOUSE_EMPTY},
)  # fmt: skip
HEAD = ["No. Kiriman".replace("No.", "Nomor"), "STATUS", "Tanggal", "Nama Penerima", "Hubungan", "Alasan", "Keterangan"]
DELIVERED = ["EE123456785ID", "Diterima", "27/11/2026 09.15", "Budi", "Keluarga", "", ""]
FAILED = ["ee 123456785 id", "gagal", "2026-11-26 14:30", "", "", "Rumah kosong", "lagi besok"]
RETURNED = ["EE123456785ID", "retur", "2026-11-27T01:00:00+00:00", "", "", "", ""]


def test_what_carriers_write_is_read():
    report = read([["", ""], HEAD, DELIVERED, [], FAILED, RETURNED], TERMS)
    assert report.faults == ()
    first, second, third = report.lines
    assert (first.row, first.number, first.receiver, first.relation) == (3, "EE123456785ID", "Budi", "same_kk")
    assert first.at == datetime(2026, 11, 27, 9, 15, tzinfo=JAKARTA)
    assert (second.status, second.reason, second.note) == (ShipmentStatus.FAILED, "house_empty", "lagi besok")
    assert third.at == datetime(2026, 11, 27, 1, tzinfo=UTC) and third.status is ShipmentStatus.RETURNED


@pytest.mark.parametrize(
    ("row", "place", "cell", "fault"),
    [
        (DELIVERED, 0, "EE123456784ID", "number"), (DELIVERED, 0, "", "number"), (DELIVERED, 1, "entah", "status"),
        (DELIVERED, 2, "27/11/2026", "time"), (DELIVERED, 2, "31/02/2026 09.00", "time"),
        (DELIVERED, 2, "27/11/2026 25.00", "time"), (DELIVERED, 2, "2026-11-27T09:00:00", None),
        (DELIVERED, 3, "", "receiver"), (DELIVERED, 3, "x" * 61, "too_long"), (DELIVERED, 4, "teman", "relation"),
        (FAILED, 5, "", "reason"), (FAILED, 5, "entah", "reason"), (FAILED, 6, "x" * 501, "too_long"),
        (FAILED, 3, "", None), (RETURNED, 5, "apa saja", None),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_its_row(row, place, cell, fault):
    report = read([HEAD, RETURNED, [*row[:place], cell, *row[place + 1 :]]], TERMS)
    assert [(each.row, each.fault) for each in report.faults] == ([(3, fault)] if fault else [])


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([], "empty"), ([[""]], "empty"), ([HEAD], "empty"), ([DELIVERED], "no_headings"),
        ([HEAD[:2], DELIVERED[:2]], "no_headings"), ([HEAD, *[RETURNED] * (MOST_ROWS + 1)], "too_many"),
    ],
)  # fmt: skip
def test_a_table_that_is_none_is_refused_as_a_whole(rows, fault):
    assert [(each.row, each.fault) for each in read(rows, TERMS).faults] == [(0, ReportFault(fault))]


@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from([*HEAD, *DELIVERED, *FAILED]), max_size=9), max_size=6))
def test_no_table_breaks_it_and_every_row_is_a_line_or_a_fault(rows):
    report = read(rows, TERMS)
    rows_told = {line.row for line in report.lines} | {fault.row for fault in report.faults}
    filled = [number for number, cells in enumerate(rows, 1) if any(cells)]
    assert rows_told == {0} or rows_told == set(filled[1:])
