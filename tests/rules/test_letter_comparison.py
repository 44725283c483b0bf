"""Two drafts beside each other: every difference is shown, in its place, and nothing that is the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from siantar.letters.seeding import seeded_contents
from siantar.rules.letter.comparison import Rewording, rewordings
from siantar.rules.letter.content import FieldKind, read_content
from siantar.rules.letter.samples import sample_values

SKTM = read_content({**seeded_contents()["sktm"], "name": ""})
PLAIN = [field.name for field in SKTM.fields if field.kind is FieldKind.TEXT]
ROW = {"nama": "Budi", "nik": "", "jk": "L", "tempat_lahir": "Tangerang", "tanggal_lahir": "2008-03-12", "hubungan": "Anak"}


def values(**changes):
    return {**sample_values(SKTM, longest=False), "keluarga": [ROW], **changes}


@given(st.dictionaries(st.sampled_from(PLAIN), st.text(alphabet="abc", min_size=1, max_size=5)))
def test_just_the_changed_fields_are_named(changes):
    after = rewordings(SKTM, values(), values(**changes))
    assert [each.label for each in after] == [field.label for field in SKTM.fields if field.name in changes]
    assert [each.after for each in after] == [changes[field.name] for field in SKTM.fields if field.name in changes]


def test_numbers_and_days_are_shown_as_they_are_printed():
    [money, day] = rewordings(SKTM, values(), values(penghasilan="2500000", tanggal_lurah="2026-02-01"))[::-1]
    assert money == Rewording("Penghasilan per bulan (Rp)", "1.500.000", "2.500.000")
    assert (day.before, day.after) == ("31 Januari 2026", "1 Februari 2026")


def test_a_row_that_came_or_went_or_changed():
    other = {**ROW, "nama": "Siti"}
    [changed, came] = rewordings(SKTM, values(), values(keluarga=[other, ROW]))
    assert (changed.label, changed.before[:4], changed.after[:4]) == ("Anggota keluarga 1", "Budi", "Siti")
    assert (came.label, came.before, came.after[:4]) == ("Anggota keluarga 2", "", "Budi")
    [went] = rewordings(SKTM, values(), values(keluarga=[]))
    assert went.before.endswith("12 Maret 2008 · Anak") and went.after == ""


def test_a_row_is_shown_as_far_as_it_says_something():
    row = {"nama": "Ani", "nik": "", "jk": "P"}
    [came] = rewordings(SKTM, values(keluarga=[]), values(keluarga=[row]))
    assert came.after == "Ani · – · P"
    [emptied] = rewordings(SKTM, values(keluarga=[row]), values(keluarga=[{"nama": "Ani"}]))
    assert (emptied.before, emptied.after) == ("Ani · – · P", "Ani")


def test_what_was_erased_is_no_difference_to_itself():
    assert rewordings(SKTM, {}, {}) == []
