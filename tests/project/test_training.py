"""A training installation stands beside the true one, in a folder of its own: neither is ever taken for the other."""

from __future__ import annotations

import pytest

from siantar.project.configuration import TRAINING_MARK, Configuration, UnsafeSetting
from tests.project.fresh import run, set_up


def configuration(folder, **settings) -> Configuration:
    return Configuration(_env_file=None, data=folder, **{"training": True, "database_url": "", "read_database_url": "", "field_keys": "", **settings})


def test_an_empty_folder_is_marked_and_stays_one(tmp_path):
    folder = tmp_path / "latihan"
    assert configuration(folder).trains()
    assert (folder / TRAINING_MARK).exists()
    (folder / "siantar.sqlite3").touch()
    assert configuration(folder).trains()
    with pytest.raises(UnsafeSetting, match="adalah folder latihan"):
        configuration(folder, training=False).trains()


def test_a_folder_that_holds_something_is_none_for_training(tmp_path):
    (tmp_path / "keys.json").touch()
    with pytest.raises(UnsafeSetting, match="bukan folder latihan"):
        configuration(tmp_path).trains()
    assert not (tmp_path / TRAINING_MARK).exists()
    assert not configuration(tmp_path, training=False).trains()


@pytest.mark.parametrize("more", [{"database_url": "postgres://kota/siantar"}, {"read_database_url": "postgres://kota/siantar"}, {"field_keys": "ab:cd"}])
def test_database_and_keys_of_the_true_one_are_refused(tmp_path, more):
    with pytest.raises(UnsafeSetting, match="foldernya sendiri"):
        configuration(tmp_path, **more).trains()
    assert list(tmp_path.iterdir()) == []


def test_an_office_sets_up_a_place_to_practise(tmp_path):
    practice = {"SIANTAR_TRAINING": "1"}
    set_up(tmp_path, settings=practice)
    assert (tmp_path / "var" / TRAINING_MARK).exists()
    refused = run(tmp_path, "doctor")
    assert (refused.returncode, "adalah folder latihan" in refused.stderr) == (1, True)
    numbers = run(tmp_path, "shell", "-v0", "-c", "from siantar.directory.models import Office; print(*Office.objects.values_list('number', flat=True))", **practice)
    assert {int(number) >= 15_000 for number in numbers.stdout.split()} == {True}
    assert run(tmp_path, "doctor", **practice).returncode == 0
    key = tmp_path / "kunci.txt"
    assert run(tmp_path, "backup", "--keys", key, **practice).returncode == 0
    assert run(tmp_path, "export", tmp_path / "latihan.age", **practice).returncode == 0
    for command in ("import", "restore"):
        elsewhere = run(tmp_path, command, tmp_path / "latihan.age", "--key", key, SIANTAR_TRAINING="1", SIANTAR_DATA=str(tmp_path / "lain"))
        assert (elsewhere.returncode, "tempat latihan" in elsewhere.stderr) == (1, True), elsewhere.stderr
    assert not (tmp_path / "lain").exists()
    done = run(tmp_path, "roots", **practice)
    assert not (tmp_path / "var" / "roots").exists(), done.stdout
