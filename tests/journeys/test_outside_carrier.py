"""A document goes home by the post: set up, handed over, reported, and the resident reads one story; in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from siantar.rules.receipt_number import grouped
from tests.journeys.conftest import look
from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser
SHIPMENT = "EE123456785ID"


def test_a_document_goes_home_by_the_post(someone, siantar):
    head = someone("camat")
    head.goto("/pengaturan/jasa-kirim/")
    head.get_by_label("Nama jasa kirim").fill("PT Pos Indonesia")
    head.get_by_label("Nomor pos S10").check()
    head.get_by_label("Alamat pelacakannya").fill("https://pos.example/lacak/{nomor}")
    head.get_by_role("button", name="Simpan").last.click()
    expect(head.get_by_role("status")).to_contain_text("Jasa kirim tersimpan.")
    look(head, "jasa-kirim-pengaturan")

    number = Desk(siantar).ready("Siti Aminah")
    page = someone("pengatur")
    page.goto("/pengantaran/jasa-kirim/")
    page.get_by_label("Jasa kirim", exact=True).select_option(label="PT Pos Indonesia")
    page.get_by_role("button", name="Mulai kiriman").click()
    page.wait_for_url("**/jasa-kirim/K*/")
    page.get_by_label("Nomor resi Siantar").fill(number)
    page.get_by_label("Nomor kiriman dari jasa kirim").fill("EE123456784ID")
    page.get_by_role("button", name="Tambahkan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Angka pemeriksanya tidak cocok")
    page.get_by_label("Nomor kiriman dari jasa kirim").fill(SHIPMENT)
    page.get_by_role("button", name="Tambahkan", exact=True).click()
    expect(page.get_by_role("row", name=grouped(number))).to_contain_text(SHIPMENT)
    look(page, "jasa-kirim-isi")
    page.get_by_role("button", name="Serahkan ke PT Pos Indonesia").click()
    expect(page.get_by_role("status")).to_contain_text("1 dokumen kini di tangan PT Pos Indonesia")
    look(page, "jasa-kirim-diserahkan")

    resident = someone("")
    resident.goto(f"/t/{number}")
    expect(resident.get_by_text("Di tangan PT Pos Indonesia")).to_be_visible()
    expect(resident.get_by_role("link", name="Lacak di situs mereka")).to_have_attribute(
        "href", f"https://pos.example/lacak/{SHIPMENT}"
    )
    look(resident, "jasa-kirim-lacak")

    page.goto("/pengantaran/jasa-kirim/laporan/")
    page.get_by_text("Menempel atau membetulkan barisnya").click()
    rows = f"Nomor kiriman\tStatus\tWaktu\tPenerima\tHubungan\n{SHIPMENT}\tditerima\t%s\t%s\tkeluarga"
    now = siantar.now().isoformat(timespec="seconds")
    page.get_by_label("Baris yang disalin dari Excel").fill(rows % ("kemarin", "Budi"))
    page.get_by_role("button", name="Periksa laporannya").click()
    expect(page.get_by_role("alert")).to_contain_text("Baris 2: waktu tidak terbaca")
    look(page, "jasa-kirim-laporan-salah")
    page.get_by_label("Baris yang disalin dari Excel").fill(rows % (now, "Budi"))
    page.get_by_role("button", name="Periksa laporannya").click()
    expect(page.get_by_role("status")).to_contain_text("1 baris siap dicatat")
    look(page, "jasa-kirim-laporan")
    page.get_by_role("button", name="Catat semuanya").click()
    expect(page.get_by_role("status")).to_contain_text("1 status dicatat.")
    look(page, "jasa-kirim")

    resident.reload()
    expect(resident.get_by_role("heading", name="Sudah diterima")).to_be_visible()
    expect(resident.get_by_text(SHIPMENT)).to_be_visible()
