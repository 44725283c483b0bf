"""A backup is checked without restoring it, of either database: what was tampered with before it was made is named."""

import json

import pytest

from tests.project.test_backup import new_place

LOOK_AT = """
from datetime import timedelta
from siantar import clock
from siantar.casework.models import Application
from siantar.privacy.models import Look
from django.contrib.auth import get_user_model
file = Application.objects.filter(events__kind="collected").first() or Application.objects.earliest("handed_in_at")
officer = get_user_model().objects.get(username="loket")
for minutes in range(3):
    Look.objects.create(at=(clock.now() - timedelta(days=3)).replace(minute=30 + minutes), by=officer, file=file.pk, fields="nik", why="file_page")
"""
TAMPER = """
from tests.conftest import guard
from siantar.casework.models import Application, EventRow
from siantar.privacy.models import Look
from tests.roots import attacks
from dataclasses import replace
file = Application.objects.order_by("handed_in_at").first()
guard(False)
attacks.rewrite(file, lambda event: replace(event, reason="lain") if event.seq == 1 else event)
guard(True)
Look.objects.earliest("pk").delete()
print(file.receipt_number)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    with new_place(folder / "var") as place:
        place.well("demo", "--applications", 8)
        place.well("shell", "-v0", "-c", LOOK_AT)
        place.well("roots")
        place.well("backup", "--keys", folder / "kunci.txt")
        yield place, folder


def test_a_backup_fits_and_a_later_one_names_what_was_done(office):
    place, folder = office
    place.well("backup", folder / "pertama.age")
    words = place.well("verify", folder / "pertama.age", "--key", folder / "kunci.txt")
    assert "Cocok dengan akar harian." in words
    assert "3 jejak baca" in words
    number = place.well("shell", "-v0", "-c", TAMPER).split()[-1]
    place.well("backup", folder / "kedua.age")
    wrong = place.siantar("verify", folder / "kedua.age", "--key", folder / "kunci.txt")
    assert wrong.returncode == 1, wrong.stderr
    assert f"berkas {number}: " in wrong.stdout
    assert "diubah setelah disegel" in wrong.stdout
    assert "2 dari 3 tercatat" in wrong.stdout
    assert place.siantar("verify").stdout.count("TIDAK COCOK") == wrong.stdout.count("TIDAK COCOK")
    assert "Cocok dengan" in place.well("verify", folder / "pertama.age", "--key", folder / "kunci.txt")
    assert list(place.data.glob(".periksa-*")) == []


def test_without_its_key_a_backup_is_not_opened(office):
    place, folder = office
    place.well("backup", folder / "ketiga.age")
    assert "--key" in place.refused("verify", folder / "ketiga.age")
    (folder / "lain.txt").write_text("AGE-SECRET-KEY-1LAIN")
    assert "bukan kunci cadangan" in place.refused("verify", folder / "ketiga.age", "--key", folder / "lain.txt")


def test_a_path_is_checked_where_nothing_is_installed(office, tmp_path):
    place, _folder = office
    script = (
        "from siantar.roots import queries; from siantar.casework.models import Application; "
        "print(queries.path_of(Application.objects.order_by('handed_in_at').first()).text())"
    )
    file = tmp_path / "jalur.json"
    text = place.well("shell", "-v0", "-c", script)
    file.write_text(text[text.index("{") :])
    bare = type(place)({**place.environment, "SIANTAR_DATA": str(tmp_path / "kosong"), "SIANTAR_DEMO": ""})
    assert json.loads(file.read_text())["receipt_number"] in bare.well("verify", file)
    assert not (tmp_path / "kosong").exists()
