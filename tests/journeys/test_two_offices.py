"""A kasi of two offices: taken on by the second, opened with the code on paper, and another work list after changing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Siantar, installed, look

pytestmark = pytest.mark.browser

SECOND_OFFICE = """
from siantar import clock
from siantar.casework import intake
from siantar.catalogue.models import Service
from siantar.catalogue.seeding import seed_services
from siantar.directory.models import Office, User
from siantar.directory.staff import actor_of
from siantar.rules.event import Paper, PaperKind
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Role
now = clock.now()
setu = Office.objects.create(code="36.74.07", number=70, name="Kecamatan Setu", address="Jl. Raya Setu 1")
seed_services(setu, "36.74-disdukcapil")
for name, roles in (("admin-setu", [Role.ADMINISTRATOR]), ("loket-setu", [Role.COUNTER])):
    User.objects.create_user(name, password="siantar-demo", office=setu, roles=roles)
for office, name, resident in (("36.74.02", "loket", "Ratna Dewi"), ("36.74.07", "loket-setu", "Umar Said")):
    service = Service.objects.filter(office=office, active=True).order_by("pk").first()
    by = actor_of(User.objects.get(username=name), now)
    papers = [Paper(requirement.code, PaperKind.ORIGINAL) for requirement in service.requirements.all()]
    intake.hand_in(intake.HandIn(uuid7(now), service, resident, papers=papers), by=by, at=now)
"""


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """Two offices, each with a file that waits for its checker."""
    with installed(tmp_path_factory.mktemp("two"), applications=0) as home:
        home.command("shell", "-c", SECOND_OFFICE)
        yield home


def test_a_checker_of_two_offices_changes_over_and_sees_the_other_work_list(someone):
    admin, checker = someone("admin-setu"), someone("pemeriksa")
    admin.goto("/pengaturan/pegawai/")
    admin.get_by_role("link", name="Tambah dari kantor lain").click()
    admin.get_by_label("Nama pengguna di kantornya").fill("pemeriksa")
    admin.get_by_label("Jabatan").fill("Kasi Pemerintahan")
    admin.get_by_label("Pemeriksa").check()
    look(admin, "pegawai-kantor-lain")
    admin.get_by_role("button", name="Tambah", exact=True).click()
    expect(admin.get_by_role("status")).to_contain_text("pemeriksa ditambahkan")
    look(admin, "pegawai-kantor-lain-orang")
    admin.get_by_role("button", name="Buat kode kertas").click()
    look(admin, "pegawai-kantor-lain-kertas")
    code = admin.locator(".paper-code .number").inner_text()
    checker.goto("/akun/")
    checker.get_by_label("Kode dari kertas").fill(code.lower())
    look(checker, "akun-kantor-lain")
    checker.get_by_label("Kode dari kertas").press("Enter")
    expect(checker.get_by_role("status")).to_contain_text("Sekarang Anda juga bekerja di Kecamatan Setu")
    checker.goto("/berkas/")
    expect(checker.locator("main")).to_contain_text("Ratna Dewi")
    expect(checker.locator("main")).not_to_contain_text("Umar Said")
    change = checker.get_by_role("button", name="Ganti ke Kecamatan Setu")
    change.focus()
    checker.keyboard.press("Enter")
    expect(checker.get_by_role("status")).to_contain_text("Anda sekarang bekerja di Kecamatan Setu")
    expect(checker.get_by_label("Kantor tempat Anda bekerja sekarang")).to_contain_text("Bekerja di: Kecamatan Setu")
    expect(checker.locator("main")).to_contain_text("Umar Said")
    expect(checker.locator("main")).not_to_contain_text("Ratna Dewi")
    look(checker, "kantor-kedua")
    admin.goto("/pengaturan/pegawai/")
    look(admin, "pegawai-dua-kantor")
    admin.get_by_role("link", name="Ubah Dedi Supriadi").click()
    admin.get_by_role("button", name="Tutup akun").click()
    checker.reload()
    expect(checker).to_have_url(re.compile("/masuk/"))

