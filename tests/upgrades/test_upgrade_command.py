"""`siantar upgrade`: nothing is migrated without a backup that was read back; with one, the old office goes on."""

from __future__ import annotations

import pytest

from tests.upgrades.test_upgrades import ENGINES, before_on_postgresql, before_on_sqlite, environment, siantar  # noqa: F401


@pytest.mark.parametrize("engine", ENGINES)
def test_an_office_of_the_version_before_is_backed_up_then_migrated(engine, request, tmp_path_factory):
    before = request.getfixturevalue(f"before_on_{engine}")
    stick = tmp_path_factory.mktemp("stik")
    refused = siantar("upgrade", environment=before)
    assert (refused.returncode, "Tidak tahu ke mana" in refused.stderr) == (1, True)
    refused = siantar("upgrade", str(stick / "sebelum.age"), environment=before)  # no keys of backups yet
    assert (refused.returncode, "Belum ada yang diubah" in refused.stderr) == (1, True)
    pending = siantar("showmigrations", "--plan", environment=before).stdout
    assert "[ ]  directory.0009_rights_and_limits" in pending
    assert siantar("backup", "--keys", str(stick / "kunci.txt"), environment=before).returncode == 0
    done = siantar("upgrade", str(stick / "sebelum.age"), environment=before)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "systemctl restart siantar-serve" in done.stdout
    assert (stick / "sebelum.age").stat().st_size > 1000
    again = siantar("upgrade", str(stick / "sekali-lagi.age"), environment=before)
    assert again.stdout.startswith("1/4  Periksa: 0 perubahan"), again.stdout + again.stderr
    assert "[ ]" not in siantar("showmigrations", "--plan", environment=before).stdout
