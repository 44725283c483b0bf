"""One clock for all: set for tests, moved for a demo, refused elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from siantar import clock as product_clock
from siantar.project.configuration import Configuration, UnsafeSetting
from tests.clock import MORNING, StandingClock


def test_the_time_is_what_the_source_says_and_the_former_source_comes_back(clock):
    evening = StandingClock(datetime(2027, 1, 1, 15, 0, tzinfo=UTC))
    with product_clock.reading(evening):
        assert product_clock.now() == datetime(2027, 1, 1, 15, 0, tzinfo=UTC)
        evening.move(timedelta(hours=2))
        assert product_clock.now() == datetime(2027, 1, 1, 17, 0, tzinfo=UTC)
    assert product_clock.now() == MORNING == clock.at


def test_a_shifted_clock_runs_on_at_the_speed_of_the_machine():
    ahead = product_clock.shifted(timedelta(days=3))
    before, moved, after = product_clock.wall(), ahead(), product_clock.wall()
    assert before + timedelta(days=3) <= moved <= after + timedelta(days=3)
    assert moved.tzinfo is UTC


@pytest.mark.parametrize(("typed", "ahead"), [("", 0), ("0", 0), ("86400", 86_400), ("-90.5", -90.5)])
def test_a_demo_may_run_at_another_time(monkeypatch, typed, ahead):
    monkeypatch.setenv("SIANTAR_CLOCK", typed)
    assert Configuration(demo=True).clock_ahead() == timedelta(seconds=ahead)


def test_outside_a_demo_a_moved_clock_is_refused(monkeypatch):
    monkeypatch.setenv("SIANTAR_CLOCK", "60")
    with pytest.raises(UnsafeSetting, match="hanya untuk kantor demo"):
        Configuration(demo=False).clock_ahead()


def test_an_installation_with_a_moved_clock_does_not_start(tmp_path):
    keys = {"SIANTAR_SECRET_KEY": "x" * 50, "SIANTAR_FIELD_KEYS": f"{'0' * 64}:{'1' * 64}"}
    environment = {**os.environ, **keys, "SIANTAR_DATA": str(tmp_path), "SIANTAR_DEMO": "", "SIANTAR_CLOCK": "3600"}
    start = subprocess.run([sys.executable, "-m", "siantar.project", "check"], env=environment, capture_output=True, text=True, check=False)
    assert start.returncode == 1
    assert start.stderr == "SIANTAR_CLOCK hanya untuk kantor demo (SIANTAR_DEMO=1). Kosongkan dulu.\n"


def test_a_copy_of_the_example_of_settings_is_a_configuration(tmp_path, monkeypatch):
    example = (Path(__file__).parents[2] / ".env.example").read_text()
    (tmp_path / ".env").write_text(example)
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SIANTAR_")]:
        monkeypatch.delenv(name)
    assert Configuration().model_dump() == {**Configuration(_env_file=None).model_dump(), "data": Path("./var")}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/kinerja/", "/loket/", "/api/v1/services", "/petugas/AAAAAAAA-1-AAAAAAAAAAAAAAAA", "/gone/"])
def test_a_request_reads_the_clock_once(client, path):
    reads = []

    def counted() -> datetime:
        reads.append(path)
        return MORNING

    with product_clock.reading(counted):
        client.get(path)
    assert reads == [path]


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "times"), [("token", 1), ("doctor", 1), ("backtest", 1)])
def test_a_command_reads_the_clock_once(town, command, times, capsys):
    from django.core.management import call_command

    reads = []
    with product_clock.reading(lambda: reads.append(command) or MORNING):
        call_command(command, *(["loket"] if command == "token" else []))
    assert len(reads) == times
