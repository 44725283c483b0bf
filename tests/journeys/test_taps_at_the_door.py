"""How many taps a delivery with full proof costs, and what the courier sees on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Siantar, installed, look
from tests.journeys.phone import FACTS, sign, synced

pytestmark = pytest.mark.browser

MOST_TAPS = 5
CARRIED = """
import json
from siantar import clock
from siantar.casework import possession
from siantar.casework.models import Application
files = Application.objects.filter(standing__stage="ready_for_delivery", service__old_ktp=True).order_by("receipt_number")[:2]
print(json.dumps([[file.receipt_number, possession.proof_of(file), file.applicant_name] for file in files]))
"""
COUNT_TAPS = (
    "window.taps = 0; addEventListener('pointerdown', (event) => { taps += event.target.tagName !== 'CANVAS'; }, true)"
)


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """A morning of its own."""
    with installed(tmp_path_factory.mktemp("taps"), applications=60) as home:
        yield home


@pytest.fixture
def photo(tmp_path) -> Path:
    Image.new("RGB", (1600, 1200), (200, 180, 140)).save(path := tmp_path / "amplop.jpg")
    return path


@pytest.fixture(scope="module")
def stops(siantar) -> list[list[str]]:
    """Two envelopes for which the old KTP-el is asked: number, proof in the QR code, name."""
    return json.loads(siantar.command("shell", "--no-imports", "-c", CARRIED).strip().splitlines()[-1])


def load(page: Page, numbers: list[str]) -> None:
    synced(page)
    page.goto("/kurir/#muat")
    for number in numbers:
        for _twice in range(2):  # on nobody's list: a hand must mean it
            page.get_by_label("Pindai amplop").fill(number)
            page.keyboard.press("Enter")
            expect(page.locator(".scan-result")).to_have_attribute("data-outcome", "ok")
    synced(page)


def test_a_delivery_with_full_proof_takes_five_taps_and_one_scan(someone, siantar, stops, photo):
    page = someone("kurir1", 360)
    load(page, [number for number, _proof, _name in stops])
    number, proof, name = stops[0]
    page.goto(f"/kurir/#titik/{number}")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.evaluate(COUNT_TAPS)
    page.get_by_role("link", name="Antar", exact=True).click()
    page.get_by_role("radio", name="Pemohon sendiri").check()
    page.get_by_label("KTP-el lama saya terima").check()
    page.get_by_label("Pindai QR").fill(f"https://kantor.example/t/{number}#{proof}")  # the one scan
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bukti dari penerima")
    look(page, "kurir-bukti-kosong")
    before = page.evaluate("taps")
    sign(page)
    assert page.evaluate("taps") == before  # a stroke is no tap
    with page.expect_file_chooser() as camera:
        page.get_by_role("button", name="Foto amplop").click()
    camera.value.set_files(photo)
    expect(page.get_by_role("heading", level=1)).to_have_text("Serahkan amplop")
    expect(page.get_by_text("foto dan tanda tangan")).to_be_visible()
    page.get_by_role("button", name="Sudah saya serahkan").click()
    expect(page.locator("[data-flash]")).to_have_text(f"Tersimpan: {name}")
    assert page.evaluate("taps") <= MOST_TAPS
    synced(page)
    fact = json.loads(siantar.command("shell", "-c", FACTS).strip().splitlines()[-1])[number]
    assert fact["kinds"][-1] == "delivered"
    assert fact["photo"]


def test_steps_go_back_and_a_photo_is_seen_and_taken_again(someone, siantar, stops, photo, tmp_path):
    """What was filled in stays; "Tersimpan" is said of what was just saved and gone on the next screen."""
    number, proof, name = stops[1]
    page = someone("kurir1", 360)
    synced(page)
    page.goto(f"/kurir/#antar/{number}")
    page.get_by_role("radio", name="Anggota KK yang sama").check()
    page.get_by_label("Nama penerima").fill("Wati")
    page.get_by_label("KTP-el lama saya terima").check()
    page.get_by_label("Pindai QR").fill(f"https://kantor.example/t/{number}#{proof}")
    page.keyboard.press("Enter")
    expect(page.get_by_text("QR resi cocok")).to_be_visible()
    page.set_input_files("#photo", photo)
    preview = page.get_by_role("img", name="Foto yang baru diambil")
    expect(preview).to_be_visible()
    first = preview.get_attribute("src")
    Image.new("RGB", (640, 480), (20, 90, 80)).save(tmp_path / "lagi.jpg")
    with page.expect_file_chooser() as camera:
        page.get_by_text("Foto ulang").click()
    camera.value.set_files(tmp_path / "lagi.jpg")
    expect(preview).not_to_have_attribute("src", first)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Siapa yang menerima?")
    expect(page.get_by_label("Nama penerima")).to_have_value("Wati")
    page.get_by_role("button", name="Lanjut: bukti").click()
    sign(page)
    page.get_by_role("button", name="Lanjut: serahkan").click()
    expect(page.get_by_text("Wati, anggota kk yang sama")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    look(page, "kurir-serahkan-malam")
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Sudah saya serahkan").click()
    expect(page.locator("[data-flash]")).to_contain_text(name)
    page.goto("/kurir/#daftar")
    expect(page.get_by_role("heading", level=1)).to_have_text("Daftar")
    expect(page.locator("[data-flash]")).to_have_count(0)
