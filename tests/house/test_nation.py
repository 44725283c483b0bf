"""The nation on paper says what was measured: a figure that was measured anew is in its tables, or this is red."""

from __future__ import annotations

import pytest

from benchmarks import nation


def test_the_page_has_the_figures_of_the_benchmarks_as_they_are():
    assert nation.PAGE.read_text() == nation.page(nation.PAGE.read_text()), "python -m benchmarks.nation"


@pytest.mark.parametrize(
    ("table", "was", "now"),
    [
        ("README", "kB a file, 8.5 events", "kB a file, 8.6 events"),
        ("README", "11.4 kB a file", "22.8 kB a file"),
        ("README", "40 photos, 6.3 MB", "40 photos, 3.1 MB"),
        ("README", "costs 0.047 core seconds", "costs 0.5 core seconds"),
        ("README", "a search of 2.4 s an office", "a search of 9 s an office"),
        ("CLUSTER", "machine dead | 22.0 s", "machine dead | 99.0 s"),
        ("CLUSTER", "frozen for 40 s | 24.6 s", "frozen for 40 s | 99.0 s"),
    ],
)
def test_a_figure_that_is_measured_anew_changes_the_page(table, was, now, monkeypatch, tmp_path):
    text = getattr(nation, table).read_text()
    assert text.count(was) == 1
    (tmp_path / "measured.md").write_text(text.replace(was, now))
    before = nation.page(nation.PAGE.read_text())
    monkeypatch.setattr(nation, table, tmp_path / "measured.md")
    assert (nation.page(before) == before) is ("events" in was)  # how many events a file has is told, not reckoned with


def test_a_table_that_is_gone_is_named():
    with pytest.raises(ValueError, match="no table has"):
        nation._figures(r"([0-9]+) kB of nothing", nation.README.read_text())


def test_what_the_page_says_in_words_follows_from_its_tables():
    figures, (office, city, province) = nation.measured(), nation.shapes()
    photos = nation.DELIVERED * figures.photo_kb
    assert photos > (figures.file_kb + photos) / 2
    assert figures.file_kb + photos / nation.YEARS < (figures.file_kb + photos) / 3
    assert nation.OFFICES / nation.CITIES / nation.RUSH_OFFICES * figures.core_seconds < 0.15
    assert 12 * province.installations * province.machines < city.installations * city.machines
    largest = nation.LARGEST * nation.OFFICES / province.installations / nation.RUSH_OFFICES
    assert largest * figures.core_seconds > figures.cores_model
    assert office.installations == nation.OFFICES
