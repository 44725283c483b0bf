"""An administrator sets the office up by its pages alone; who came by a paper code takes a file in; who left is out."""

import re

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.directory.borders import collection, square
from tests.journeys.conftest import look, printed
from tests.journeys.test_counter_to_door import take_in_by_keyboard

pytestmark = pytest.mark.browser

PASSWORD = "payung-biru-di-loket-tiga"
GOOD = "Nama\tNama pengguna\tJabatan\tPeran\nTini Hartati\ttini.h\tStaf\tkurir\nTono Wibowo\ttono.w\tStaf\tpemeriksa, loket"
FAULTY = f"{GOOD}\nTuti\tloket\tStaf\tsupir"


def hired(page: Page) -> str:
    """A new officer of the counter; the code on their paper."""
    page.goto("/pengaturan/pegawai/")
    page.get_by_label("Nama lengkap").fill("Yanti Puspita")
    page.get_by_label("Nama pengguna").fill("yanti.p")
    page.get_by_role("button", name="Tambah pegawai").click()
    expect(page.get_by_role("alert")).to_contain_text("Pilih paling sedikit satu")
    look(page, "pengaturan-pegawai")
    page.get_by_label("Petugas loket").check()
    page.get_by_role("button", name="Tambah pegawai").click()
    expect(page.get_by_role("status")).to_contain_text("Yanti Puspita ditambahkan")
    look(page, "pengaturan-orang")
    page.get_by_role("button", name="Buat kode kertas").click()
    return page.locator(".paper-code .number").inner_text()


def by_paper(page: Page, username: str, code: str) -> None:
    page.goto("/masuk/kertas/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=code]").fill(code)
    for field in ("password", "again"):
        page.locator(f"[name={field}]").fill(PASSWORD)
    page.get_by_role("button", name="Pakai kata sandi baru").click()
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/loket/")


def test_who_comes_takes_a_file_in_and_who_leaves_is_out(someone, siantar):
    admin = someone("admin")
    admin.goto("/pengaturan/")
    expect(admin.get_by_role("heading", name="Yang masih kurang")).to_be_visible()
    look(admin, "pengaturan")
    code = hired(admin)
    yanti = someone("")
    by_paper(yanti, "yanti.p", code)
    number = take_in_by_keyboard(yanti, "Siti Aminah")
    assert re.fullmatch(r"[0-9A-Z]{12}", number)
    admin.goto("/pengaturan/pegawai/")
    admin.get_by_role("link", name=re.compile("Yanti Puspita")).click()
    admin.get_by_role("button", name="Tutup akun").click()
    expect(admin.get_by_role("status")).to_contain_text("Akun Yanti Puspita ditutup")
    yanti.goto("/loket/")
    expect(yanti).to_have_url(re.compile("/masuk/"))


def test_a_list_is_mended_before_it_is_taken(someone):
    admin = someone("admin")
    admin.goto("/pengaturan/pegawai/daftar/")
    admin.get_by_label("Daftar", exact=True).fill(FAULTY)
    admin.get_by_role("button", name="Periksa").click()
    expect(admin.get_by_role("alert")).to_contain_text("Baris 4, kolom Peran: “supir”")
    expect(admin.get_by_role("button", name=re.compile("Tambahkan"))).to_have_count(0)
    look(admin, "pengaturan-daftar")
    admin.get_by_label("Daftar", exact=True).fill(GOOD)
    admin.get_by_role("button", name="Periksa").click()
    admin.get_by_role("button", name="Tambahkan 2 pegawai").click()
    expect(admin.get_by_role("status")).to_contain_text("2 pegawai ditambahkan")
    expect(admin.get_by_role("heading", name=re.compile("Tini Hartati"))).to_be_visible()


def test_office_service_and_days_off_are_set_by_the_camat(someone):
    camat = someone("camat")
    camat.goto("/pengaturan/kantor/")
    camat.get_by_label("Jam layanan", exact=True).fill("Senin-Jumat 07.30-16.00")
    look(camat, "pengaturan-kantor")
    camat.get_by_role("button", name="Simpan").click()
    expect(camat.get_by_role("status")).to_contain_text("Data kantor tersimpan")
    camat.goto("/pengaturan/layanan/")
    look(camat, "pengaturan-layanan")
    camat.get_by_role("link", name="Ubah KTP-el rusak").click()
    camat.get_by_label("Janji dalam jam kerja").fill("36,5")
    look(camat, "pengaturan-satu-layanan")
    camat.get_by_role("button", name="Lihat akibatnya").click()
    expect(camat.get_by_role("region", name="Yang akan berubah")).to_contain_text("36,5")
    look(camat, "pengaturan-layanan-akibat")
    camat.get_by_role("button", name="Terbitkan", exact=True).click()
    expect(camat.get_by_role("status")).to_contain_text("Diterbitkan")
    look(camat, "pengaturan-layanan-versi")
    camat.get_by_role("button", name="Batalkan versi 2").click()
    expect(camat.get_by_role("status")).to_contain_text("Perubahan itu dibatalkan")
    for day, hours in (("2099-07-01", "30"), ("2099-01-04", "20,5")):
        camat.get_by_label("Janji dalam jam kerja").fill(hours)
        camat.get_by_label("Berlaku mulai", exact=True).fill(day)
        camat.get_by_role("button", name="Lihat akibatnya").click()
        camat.get_by_role("button", name="Terbitkan", exact=True).click()
    look(camat, "pengaturan-layanan-menunggu")
    waiting = camat.get_by_role("region", name="Yang menunggu harinya")
    expect(waiting).not_to_contain_text("Prosedur")  # nobody touched it
    waiting.get_by_role("link", name=re.compile("versi 4")).click()
    expect(camat.get_by_text("seperti yang akan berlaku pada 1 Juli 2099")).to_be_visible()
    expect(camat.get_by_label("Janji dalam jam kerja")).to_have_value("30")
    look(camat, "pengaturan-layanan-hari-itu")
    waiting.get_by_role("button", name=re.compile("versi 4")).click()
    expect(waiting).not_to_contain_text("1 Juli 2099")
    camat.goto("/berkas/wakil/")
    look(camat, "wakil")
    camat.goto("/pengaturan/libur/")
    camat.get_by_label("Tanggal").fill("2027-11-26")
    camat.get_by_label("Nama hari libur").fill("Hari jadi kota")
    camat.get_by_role("button", name="Simpan").click()
    expect(camat.get_by_text("26 November: Hari jadi kota")).to_be_visible()
    look(camat, "pengaturan-libur")
    camat.get_by_role("button", name=re.compile("Buka lagi")).click()
    expect(camat.get_by_text("26 November: Hari jadi kota")).to_have_count(0)


def test_another_system_is_connected_and_its_secret_shown_once(someone):
    page = someone("camat")
    page.goto("/pengaturan/")
    page.get_by_role("link", name="Sambungan sistem lain").click()
    page.get_by_text("Pilih kejadiannya").click()
    look(page, "sambungan-baru")
    page.get_by_label("Alamat penerima").fill("https://contoh.go.id/siantar")
    page.get_by_role("button", name="Sambungkan").click()
    expect(page.get_by_text("whsec_")).to_be_visible()
    look(page, "sambungan-rahasia")
    page.get_by_role("link", name="Kembali").click()
    page.get_by_role("link", name="Lihat kiriman").click()
    expect(page.get_by_text("whsec_")).to_have_count(0)
    expect(page.get_by_text("Belum ada kiriman")).to_be_visible()


def test_borders_of_kelurahan_are_looked_at_taken_and_seen_on_the_board(someone, tmp_path):
    file = tmp_path / "batas.geojson"
    names = ("PAKULONAN", "PAKUALAM", "PAKUJAYA", "PONDOK JAGUNG", "PONDOK JAGUNG TIMUR", "JELUPANG", "LENGKONG KARYA")
    file.write_text(collection(*(({"NAMOBJ": name}, square(place % 3, place // 3)) for place, name in enumerate(names))))
    camat = someone("camat")
    camat.goto("/pengaturan/")
    camat.get_by_role("link", name="Kelurahan", exact=False).click()
    camat.get_by_text("Ganti kecamatan").click()
    camat.get_by_label("Nama atau kode kecamatan").fill("serpong utara")
    camat.get_by_role("button", name="Cari").click()
    expect(camat.get_by_text("Kota Tangerang Selatan, Banten")).to_be_visible()
    camat.get_by_label("Berkas GeoJSON").set_input_files(file)
    camat.get_by_role("button", name="Periksa").click()
    expect(camat.get_by_text("Cocok: 7 dari 7 kelurahan, menurut kolom NAMOBJ")).to_be_visible()
    look(camat, "pengaturan-batas")
    camat.get_by_role("button", name="Simpan batas ini").click()
    expect(camat.get_by_text("Batas 7 kelurahan tersimpan")).to_be_visible()
    look(camat, "pengaturan-kelurahan")
    board = someone("pengatur")
    board.goto("/pengantaran/")
    expect(board.locator(".board-map path.border")).to_have_count(7)
    look(board, "papan-batas")


def test_a_change_of_the_standards_waits_for_its_day_is_seen_and_taken_back(someone):
    camat = someone("camat")
    camat.goto("/pengaturan/standar/")
    camat.get_by_label("Jumlah pelaksana").fill("Lima orang di loket, dua pemeriksa, tiga kurir")
    camat.get_by_label("Berlaku mulai").fill("2031-01-02")
    camat.get_by_role("button", name="Simpan").click()
    expect(camat.get_by_role("status")).to_contain_text("berlaku mulai 2 Januari 2031")
    expect(camat.get_by_label("Jumlah pelaksana")).not_to_have_value(re.compile("Lima orang"))
    look(camat, "pengaturan-standar-menunggu")
    camat.get_by_role("link", name="Lihat, ubah, cetak").click()
    expect(camat.get_by_label("Jumlah pelaksana")).to_have_value(re.compile("Lima orang"))
    look(camat, "pengaturan-standar-nanti")
    address = camat.get_by_role("link", name="Semua layanan, A4").get_attribute("href")
    words = pypdfium2.PdfDocument(printed(camat, address))[0].get_textpage().get_text_range()
    assert "Berlaku mulai 2 Januari 2031" in words
    camat.get_by_role("button", name="Batalkan").click()
    expect(camat.get_by_role("heading", name="Yang menunggu harinya")).to_have_count(0)
