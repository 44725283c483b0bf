"""The configuration of a city's cluster is filled in whole, and its own programs take it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.cluster import render
from siantar.project.configuration import Configuration

ROOT = Path(__file__).parents[2]
MACHINES = ("db1", "db2", "db3", "app1", "app2", "front")
PATH = f"{os.environ['PATH']}:/usr/sbin"


@pytest.fixture
def city(tmp_path):
    text = (ROOT / "deploy/cluster/city.env").read_text()
    trial = {"FRONT_BIND": "127.0.0.1:18443", "FRONT_FOLDER": str(tmp_path / "front"), "HOST": "127.0.0.1", "BASE_URL": "http://127.0.0.1"}
    return {**{name: value.replace("CHANGE", "a1b2") for name, value in render.city_of(text).items()}, **trial}


def test_what_is_not_filled_in_is_named(city):
    with pytest.raises(render.Unready, match="PASSWORD_SIANTAR"):
        render.rendered({**city, "PASSWORD_SIANTAR": "CHANGE"}, "db1")
    with pytest.raises(render.Unready, match="db4"):
        render.rendered(city, "db4")
    with pytest.raises(render.Unready, match="TTL"):
        render.rendered({name: value for name, value in city.items() if name != "TTL"}, "db1")


@pytest.mark.parametrize("machine", MACHINES)
def test_every_place_is_filled_and_nobody_else_may_read_it(city, machine, tmp_path):
    render.write(city, machine, tmp_path)
    for file in tmp_path.iterdir():
        assert "$" not in file.read_text(), file.name
        assert file.stat().st_mode & 0o077 == 0, file.name


@pytest.mark.parametrize("machine", ["app1", "front"])
@pytest.mark.skipif(shutil.which("haproxy", path=PATH) is None, reason="haproxy is not here: deploy/install-test-packages.sh cluster")
def test_haproxy_takes_its_configuration(city, machine, tmp_path):
    render.write(city, machine, tmp_path / machine)
    checked = subprocess.run(["haproxy", "-c", "-f", tmp_path / machine / "haproxy.cfg"], env={"PATH": PATH}, check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_siantar_takes_its_own(city, tmp_path, monkeypatch):
    render.write(city, "app1", tmp_path)
    for name in [name for name in os.environ if name.startswith("SIANTAR_")]:
        monkeypatch.delenv(name)
    databases = Configuration(_env_file=tmp_path / "siantar.env").databases()
    assert (databases["default"]["PORT"], databases["follower"]["PORT"]) == (6432, 5001)
    for database in databases.values():
        assert database["OPTIONS"]["prepare_threshold"] is None
        assert database["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_a_commit_needs_two_machines_and_the_lease_leaves_time(city):
    lines = dict(line.strip().split(": ", 1) for line in render.rendered(city, "db1")["patroni.yml"].splitlines() if ": " in line)
    assert lines["synchronous_mode"] == lines["synchronous_mode_strict"] == "true"
    assert lines["synchronous_commit"] == lines["fsync"] == '"on"'
    assert int(lines["loop_wait"]) + 2 * int(lines["retry_timeout"]) <= int(lines["ttl"])
