"""Two persons who marry, a signing service that goes away among twenty letters, seven heirs and a Sekcam who stands in."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import decoded, installed, look, printed
from tests.journeys.desk import Desk
from tests.letters.cast import SKTM
from tests.letters.esign_service import NIK, PASSPHRASE, PASSWORD, USER, CityService, city_service, verdict

pytestmark = pytest.mark.browser
OF_THE_LURAH = {
    "Kelurahan yang menulis pengantar": "Jelupang", "Nomor surat pengantar kelurahan": "474.2/15/2026",
    "Tanggal surat pengantar kelurahan": "2026-11-20",
}  # fmt: skip
HEIRS = ["Suryani", "Agus Hidayat", "Rina Hidayat", "Dewi Kartika Hidayat", "Bambang Hidayat", "Sri Hidayat", "Yusuf Hidayat"]
TWENTY = """
from siantar import clock
from siantar.casework.models import Application
from siantar.directory.models import User
from siantar.directory.staff import actor_of
from siantar.letters import approving, writing
at = clock.now()
who = {}
for name in ("pemeriksa", "kasi", "sekcam"):
    who[name] = actor_of(User.objects.get(username=name), at)
for file in Application.objects.filter(receipt_number__in=NUMBERS).order_by("pk"):
    letter = writing.write(file, VALUES, by=who["pemeriksa"], at=at)
    for name in ("kasi", "sekcam"):
        approving.initial(letter, by=who[name], at=at)
"""


@pytest.fixture(scope="module")
def siantar(tmp_path_factory):
    """An office of its own: its signatures become electronic in the end."""
    with installed(tmp_path_factory.mktemp("naskah"), applications=0) as home:
        yield home


def saved(page: Page) -> None:
    page.get_by_role("button", name="Simpan surat").click()
    expect(page.get_by_role("status")).to_contain_text("Surat tersimpan")


def initialled(someone, number: str) -> None:
    for who in ("kasi", "sekcam"):
        page = someone(who)
        page.goto(f"/naskah/{number}/")
        page.get_by_role("button", name="Paraf").click()
        expect(page.get_by_role("status")).to_contain_text("Surat diparaf")


def signed(page: Page, number: str) -> None:
    page.goto(f"/naskah/{number}/")
    page.get_by_role("button", name="Tanda tangani").click()
    expect(page.get_by_role("status")).to_contain_text("Surat ditandatangani dan diberi nomor")


def words_on(pdf: bytes, page: int) -> str:
    return " ".join(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded().split())


def test_two_persons_marry_within_ten_days(someone, siantar):
    (number,) = Desk(siantar).checked(["Andi Saputra"], "dispensasi-nikah", ("pengantar-nikah", "ktp-el", "kk"))
    page = someone("pemeriksa")
    page.goto(f"/naskah/{number}/tulis/")
    expect(page.get_by_label("Calon suami: Nama")).to_have_value("Andi Saputra")
    couple = {"Calon suami": ("Andi Saputra", "Tangerang, 2 Mei 1998"), "Calon istri": ("Lestari Putri", "Bogor, 9 Juli 2000")}
    for side, (name, birth) in couple.items():
        for label, typed in (
            ("Nama", name), ("Tempat, tanggal lahir", birth), ("Agama", "Islam"), ("Pekerjaan", "Karyawan swasta"),
            ("Status", "Belum kawin"), ("Alamat", "Jl. Raya Jelupang No. 3, RT 002/RW 005"),
        ):  # fmt: skip
            page.get_by_label(f"{side}: {label}", exact=True).fill(typed)
    for label, typed in OF_THE_LURAH.items():
        page.get_by_label(label, exact=True).fill(typed)
    for label, typed in (("Hari akad", "Sabtu"), ("Jam akad", "09.00 WIB"), ("Tempat akad", "rumah mempelai wanita")):
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_label("Tanggal akad", exact=True).fill("2026-11-28")
    page.get_by_label("KUA", exact=True).fill("Serpong Utara")
    page.get_by_label("Alasan", exact=True).fill("mempelai pria berangkat bekerja ke luar negeri")
    look(page, "surat-dispensasi-tulis")
    saved(page)
    initialled(someone, number)
    camat = someone("camat", 360)
    signed(camat, number)
    pdf = printed(camat, f"/naskah/{number}/surat.pdf")
    words = words_on(pdf, 0)
    assert words.index("Andi Saputra") < words.index("Lestari Putri") < words.index("28 November 2026")
    assert "Tembusan" in words and "Kepala KUA" in words and len(pypdfium2.PdfDocument(pdf)) == 1


def signing_electronically(page: Page, service: CityService) -> None:
    """The office connects its signing service, and says as whom it knows the Camat."""
    page.goto("/naskah/pengaturan/elektronik/")
    for label, typed in (
        ("Alamat layanan", service.provider.url), ("Nama pengguna layanan", USER), ("Kata sandi layanan", PASSWORD),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_label("Surat ditandatangani secara elektronik").check()
    page.get_by_role("button", name="Simpan", exact=True).first.click()
    expect(page.get_by_role("status")).to_contain_text("Tersimpan")
    for officer in page.locator("form:has(input[name=officer])").all():
        officer.locator("input[name=nik]").fill(NIK)
        officer.get_by_role("button", name="Simpan", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("Tersimpan")


def by_hand_again(page: Page) -> None:
    page.goto("/naskah/pengaturan/elektronik/")
    page.get_by_label("Surat ditandatangani secara elektronik").uncheck()
    page.get_by_role("button", name="Simpan", exact=True).first.click()
    expect(page.get_by_role("status")).to_contain_text("Tersimpan")


def every_one_opened(page: Page) -> None:
    """Read one after another, then tick them all in the list."""
    page.goto("/naskah/")
    page.locator("tbody tr").first.get_by_role("link").click()
    for count in range(1, 21):
        expect(page.get_by_role("banner")).to_contain_text(f"{count} dari 20")
        if count < 20:
            page.get_by_role("link", name="Surat berikutnya").click()
    page.goto("/naskah/")


def all_ticked_are_signed(page: Page) -> None:
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    page.get_by_label("Passphrase tanda tangan elektronik").fill(PASSPHRASE)
    page.get_by_role("button", name="Tanda tangani yang dicentang").click()


def test_the_signing_service_goes_away_in_the_middle_of_twenty_letters(someone, siantar):
    names = [f"Warga ke-{place}" for place in range(1, 21)]
    numbers = Desk(siantar).checked(names, "sktm", ("pengantar-kelurahan", "ktp-el", "kk"))
    siantar.command("shell", "--no-imports", "-c", TWENTY.replace("VALUES", repr(SKTM)).replace("NUMBERS", repr(numbers)))
    with city_service() as service:
        signing_electronically(someone("camat"), service)
        camat = someone("camat", 360)
        every_one_opened(camat)
        service.mishaps.extend([""] * 8 + ["away"])
        all_ticked_are_signed(camat)
        expect(camat.get_by_role("heading", name="9 berhasil, 11 tidak")).to_be_visible()
        expect(camat.get_by_role("main")).to_contain_text("Layanan tanda tangan sedang tidak dapat dihubungi")
        look(camat, "surat-layanan-putus")
    with city_service() as back:
        signing_electronically(someone("camat"), back)
        camat.goto("/naskah/")
        expect(camat.get_by_role("checkbox")).to_have_count(11)
        all_ticked_are_signed(camat)
        expect(camat.get_by_role("heading", name="11 berhasil, 0 tidak")).to_be_visible()
    letters = [words_on(printed(camat, f"/naskah/{number}/surat.pdf"), 0) for number in numbers]
    running = {int(re.search(r"Nomor ?: ?\S+?/(\d+)/", words)[1]) for words in letters}
    assert len(running) == 20 and max(running) - min(running) == 19
    with ThreadPoolExecutor(1) as apart:  # the browser's loop runs in this thread
        assert apart.submit(verdict, printed(camat, f"/naskah/{numbers[-1]}/surat.pdf")).result().bottom_line
    by_hand_again(camat)


def standing_in(page: Page) -> None:
    """The Camat goes on leave: the office names the Sekcam Plh., who may not sign before the Camat lends the right."""
    page.goto("/naskah/pengaturan/")
    page.get_by_text("Tambah pejabat").click()
    secretary = page.get_by_label("Pegawai").locator("option", has_text="Hendra Gunawan").inner_text()
    for label, choice in (("Pegawai", secretary), ("Meja", "Camat"), ("Sebagai", "Plh. (pelaksana harian)")):
        page.get_by_label(label, exact=True).select_option(label=choice)
    for label, typed in (("Nama jabatan", "Camat Serpong Utara"), ("Nama dengan gelar", "Hendra Gunawan, S.Sos."), ("Mulai", "2026-11-23")):
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="Simpan pejabat").click()
    expect(page.get_by_role("main")).to_contain_text("belum berhak menandatangani")
    page.goto("/berkas/wakil/")
    page.get_by_label("Wakil", exact=True).select_option(label="Hendra Gunawan")
    page.get_by_label("Mulai", exact=True).fill("2026-11-23")
    page.get_by_label("Sampai", exact=True).fill("2026-11-27")
    page.get_by_role("button", name="Simpan wakil").click()
    expect(page.get_by_role("main")).to_contain_text("Hendra Gunawan")


def test_seven_heirs_on_two_pages_signed_by_who_stands_in(someone, siantar):
    papers = ("pernyataan-ahli-waris", "dua-saksi", "akta-kematian", "kk")
    (number,) = Desk(siantar).checked(["Suryani"], "ahli-waris", papers)
    page = someone("pemeriksa")
    page.goto(f"/naskah/{number}/tulis/")
    for label, typed in OF_THE_LURAH.items():
        page.get_by_label(label, exact=True).fill(typed)
    for label, typed in (
        ("Nama almarhum/almarhumah", "H. Hidayat bin Marzuki"), ("Umur", "71 tahun"), ("Alamat terakhir", "Jl. Raya Jelupang No. 3"),
        ("Hari dan tanggal meninggal", "Senin, 7 September 2026"), ("Tempat meninggal", "Tangerang Selatan"),
        ("Nomor akta kematian", "3674-KM-07092026-0012"), ("Saksi pertama", "Maman Suherman"), ("Saksi kedua", "Eko Prasetyo"),
        ("Keperluan", "balik nama sertifikat tanah dan pencairan tabungan"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(typed)
    while page.get_by_label("Nama 7", exact=True).count() == 0:
        page.get_by_role("button", name="Tambah baris").click()
    for place, name in enumerate(HEIRS, 1):
        page.get_by_label(f"Nama {place}", exact=True).fill(name)
        page.get_by_label(f"NIK {place}", exact=True).fill(f"36740263048500{place:02}")
        page.get_by_label(f"Tempat, tanggal lahir {place}", exact=True).fill(f"Tangerang, {place} Januari 19{70 + place}")
        page.get_by_label(f"Hubungan {place}", exact=True).fill("Istri" if place == 1 else "Anak kandung")
        page.get_by_label(f"Alamat {place}", exact=True).fill(f"Jl. Raya Jelupang No. {place}, RT 002/RW 005, Jelupang")
    look(page, "surat-ahli-waris-tulis")
    saved(page)
    initialled(someone, number)
    standing_in(someone("camat"))
    sekcam = someone("sekcam", 360)
    signed(sekcam, number)
    look(sekcam, "surat-ahli-waris-terbit")
    pdf = printed(sekcam, f"/naskah/{number}/surat.pdf")
    pages = [words_on(pdf, place) for place in range(len(pypdfium2.PdfDocument(pdf)))]
    assert len(pages) == 2 and all(name in " ".join(pages) for name in HEIRS)
    assert "Plh. CAMAT SERPONG UTARA" in pages[1] and "Hendra Gunawan" in pages[1]
    assert decoded(pdf, 1)["QRCode"].startswith(f"{siantar.url}/surat/")
