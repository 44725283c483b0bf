"""The Camat brings the book of before Siantar: strange headings, faults mended on the page, found at the counter, taken back."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import look

pytestmark = pytest.mark.browser


def book_of(rows: list[list[object]]) -> dict[str, object]:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return {
        "name": "register.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": out.getvalue(),
    }


def uploaded(page: Page, rows: list[list[object]]) -> None:
    page.goto("/pengaturan/register-lama/")
    page.get_by_label("Nama bukunya").fill("Register KTP lama")
    page.get_by_label("Berkas Excel (.xlsx) atau CSV").set_input_files(book_of(rows))
    page.get_by_role("button", name="Periksa bukunya").click()


def test_an_old_book_is_mapped_mended_taken_found_and_taken_back(someone, siantar):
    camat = someone("camat")
    day = siantar.now() - timedelta(days=400)
    last_year, wrong = f"{day:%d/%m/%Y}", f"31/02/{day:%Y}"
    head = ["Urut", "Hari datang", "Yang mengurus", "N.I.K", "Kontak HP", "Urusan", "Ket"]
    rows = [["BUKU REGISTER KECAMATAN"], [], head]
    rows += [["A-1", last_year, "Wardiman Sastro", "3674021203900002", "081234567890", "KTP-el hilang", "titip ke RT"]]
    rows += [
        ["A-2", wrong, "Tini Hartati", 3674026304850000, 81298765432, "KK perubahan", ""],
        ["", "", "Jumlah: 2", "", "", "", ""],
    ]
    camat.goto("/pengaturan/")
    camat.get_by_role("link", name="Register lama").click()
    look(camat, "register-lama")
    uploaded(camat, rows)
    expect(camat.get_by_role("alert")).to_contain_text("Pilih dulu kolom untuk: Tanggal masuk, Nama pemohon.")
    camat.get_by_label("Tanggal masuk").select_option(label="B: Hari datang")
    camat.get_by_label("Nama pemohon").select_option(label="C: Yang mengurus")
    camat.get_by_label("NIK pemohon").select_option(label="D: N.I.K")
    camat.get_by_label("Nomor di buku").select_option(label="A: Urut")
    camat.get_by_label("Layanan").select_option(label="F: Urusan")
    camat.get_by_role("button", name="Periksa lagi").click()
    expect(camat.get_by_role("alert")).to_contain_text("4 sel perlu dibetulkan")
    expect(camat.get_by_role("button", name=re.compile("Masukkan"))).to_have_count(0)
    look(camat, "register-lama-betulkan")
    camat.get_by_label(f"Baris 5, kolom B (Tanggal masuk): “{wrong}”").fill(f"28/02/{day:%Y}")
    camat.get_by_label("Baris 5, kolom D (NIK pemohon): “3,67403E+15”").fill("3674026304850003")
    camat.get_by_role("checkbox", name="Kembalikan angka 0").check()
    camat.get_by_label("Lewati baris 6").check()
    camat.get_by_role("button", name="Periksa lagi").click()
    expect(camat.get_by_role("status")).to_contain_text("2 catatan siap dimasukkan")
    look(camat, "register-lama-siap")
    camat.get_by_role("button", name="Masukkan 2 catatan").click()
    expect(camat.get_by_role("status")).to_contain_text("2 catatan masuk dari Register KTP lama")
    look(camat, "register-lama-masuk")

    loket = someone("loket")
    loket.goto("/berkas/")
    loket.get_by_role("searchbox").first.fill("wardiman")
    loket.keyboard.press("Enter")
    expect(loket.get_by_role("heading", name="Dari register lama")).to_be_visible()
    look(loket, "register-lama-cari")
    loket.get_by_role("link", name="Wardiman Sastro").click()
    expect(loket.get_by_text("Siantar tidak menyaksikannya")).to_be_visible()
    expect(loket.get_by_text("3674021203900002")).to_be_visible()
    look(loket, "register-lama-catatan")

    uploaded(camat, rows[:4])
    camat.get_by_label("Tanggal masuk").select_option(label="B: Hari datang")
    camat.get_by_label("Nama pemohon").select_option(label="C: Yang mengurus")
    camat.get_by_label("Nomor di buku").select_option(label="A: Urut")
    camat.get_by_role("button", name="Periksa lagi").click()
    expect(camat.get_by_role("alert")).to_contain_text("Tidak ada yang baru di buku ini")
    look(camat, "register-lama-kembar")
    camat.goto("/pengaturan/register-lama/")
    camat.get_by_text("Tarik kembali", exact=True).click()
    camat.get_by_role("button", name=re.compile("Ya, tarik kembali")).click()
    expect(camat.get_by_role("status")).to_contain_text("Register KTP lama ditarik kembali")
    loket.reload()
    expect(loket.get_by_text("Siantar tidak menyaksikannya")).to_have_count(0)
