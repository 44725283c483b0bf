"""One file from the counter to the door, as the people themselves would do it."""

import re
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from siantar.rules.receipt_number import grouped
from tests.journeys.conftest import Siantar, decoded, installed, look, printed
from tests.journeys.pen import draw
from tests.journeys.phone import sign

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """An office of its own: the courier carries nothing yet."""
    with installed(tmp_path_factory.mktemp("office"), applications=30) as home:
        yield home


def take_in_by_keyboard(page: Page, name: str, service: str = "hilang", *, forgotten: bool = False) -> str:
    """A practised officer: only keys, never a mouse; a forgotten street is asked for. The receipt number."""
    street = "Jl. Raya Serpong No. 8"
    keys = page.keyboard
    page.goto("/loket/")
    keys.type(service, delay=5)
    keys.press("Enter")
    with page.expect_response("**/loket/dikenal/"):
        keys.type("3674026304850003")
    expect(page.locator("#nik-hint")).to_contain_text("perempuan, 23 April 1985")
    for words in ("", name, "0812 3456 7890"):
        keys.type(words)
        keys.press("Enter")
    keys.press("p")  # Pemohon hands in
    for _paper in range(page.locator("details[open] fieldset").count()):
        keys.press("s")  # salinan, and on to the next
    keys.press("ArrowRight")  # brought by the courier
    for words in ("", "", "" if forgotten else street, "3", "4", "Jel", "sebelah masjid", "kakak di rumah"):  # no messages
        keys.type(words)
        keys.press("Enter")
    expect(page.get_by_role("button", name="Simpan dan cetak")).to_be_focused()
    keys.press("Enter")
    if forgotten:
        expect(page.locator("#id_line")).to_be_focused()
        keys.type(street)
        keys.press("Control+Enter")
    page.wait_for_url(re.compile(r"resi="))
    return page.url.rpartition("resi=")[2]


def through_the_check(someone, number: str) -> None:
    checker = someone("pemeriksa")
    checker.goto(f"/berkas/{number}/")
    checker.get_by_role("button", name="Mulai periksa").click()
    checker.get_by_role("button", name="Lolos pemeriksaan").click()
    expect(checker.get_by_role("status")).to_contain_text("Sedang diperiksa")


def bundle(page: Page, numbers: list[str], to: str) -> str:
    """Scan files into a new bundle, close it, hand it over. Its address."""
    page.goto("/bundel/")
    page.get_by_label("Bundel baru ke").select_option(to)
    page.get_by_role("button", name="Mulai bundel").click()
    page.wait_for_url(re.compile(r"/bundel/B"))
    for number in numbers:
        page.get_by_label("Pindai berkas").fill(number)
        page.keyboard.press("Enter")
        expect(page.locator(".scan-result")).to_have_attribute("data-outcome", "ok")
        expect(page.locator(".scan-result")).to_contain_text(number[:4])
    return page.url


def close_and_hand_over(page: Page) -> None:
    page.get_by_role("button", name="Tutup bundel").click()
    page.get_by_label("Dibawa oleh").fill("Yusuf Maulana")
    sign_for_bundle(page)
    look(page, "bundel-serah")
    page.get_by_role("button", name="Serahkan bundel").click()
    expect(page.get_by_text("Dalam perjalanan")).to_be_visible()
    paper = pypdfium2.PdfDocument(printed(page, f"{page.url}surat-pengantar.pdf"))[0]
    assert "Yusuf Maulana" in paper.get_textpage().get_text_bounded()
    assert [each.type for each in paper.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]  # what was drawn


def sign_for_bundle(page: Page) -> None:
    """Whoever takes the bundle draws with the pen, wipes it out, and draws again."""
    canvas = page.get_by_role("img", name="Tanda tangan yang membawa")
    draw(page, canvas)
    page.get_by_role("button", name="Ulang").click()
    draw(page, canvas)


def test_a_file_goes_from_the_counter_to_the_door(someone, siantar):
    counter = someone("loket")
    look(counter, "loket")
    number = take_in_by_keyboard(counter, "Siti Aminah")
    look(counter, "loket-tersimpan")
    pdf = printed(counter, f"/loket/resi/{number}/58mm.pdf")
    assert decoded(pdf)["Code128"] == number
    proof_url = decoded(pdf)["QRCode"]
    assert proof_url.startswith(f"{siantar.url}/t/{number}#")
    pin = re.search(r"\n(\d{6})\r?\n", pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()).group(1)
    through_the_check(someone, number)

    liaison, agency = someone("penghubung"), someone("dukcapil")
    there = bundle(liaison, [number], "36.74-disdukcapil")
    liaison.get_by_label("Pindai berkas").fill("8991234567890")
    liaison.keyboard.press("Enter")
    expect(liaison.locator(".scan-result")).to_have_attribute("data-outcome", "refused")
    look(liaison, "bundel")
    liaison.reload()
    close_and_hand_over(liaison)
    look(liaison, "bundel-dikirim")
    agency.goto(there)
    agency.get_by_role("button", name="Terima semua").click()
    agency.get_by_label(grouped(number)).check()
    look(agency, "bundel-instansi")
    agency.get_by_role("button", name="Selesai di instansi").click()
    back = bundle(agency, [number], "36.74.02")
    agency.reload()
    close_and_hand_over(agency)
    liaison.goto(back)
    liaison.get_by_label("Pindai berkas").fill(number)
    liaison.keyboard.press("Enter")
    expect(liaison.locator(".scan-result")).to_have_attribute("data-outcome", "ok")
    liaison.reload()
    liaison.get_by_role("button", name="Selesai memindai").click()
    expect(liaison.get_by_text("Sudah tiba")).to_be_visible()
    counter.goto(f"/berkas/{number}/")
    look(counter, "berkas-selesai")
    counter.get_by_role("button", name="Siapkan untuk diserahkan").click()

    courier = someone("kurir1", 360)
    expect(courier.locator(".sync")).to_have_attribute("data-line", "online")
    look(courier, "kurir-kosong")
    courier.get_by_role("navigation").get_by_role("link", name="Muat").click()
    courier.get_by_label("Pindai amplop").fill(number)
    courier.keyboard.press("Enter")
    expect(courier.locator(".scan-result")).to_have_attribute("data-outcome", "ok")
    expect(courier.locator(".sync")).to_have_attribute("data-waiting", "0")
    courier.get_by_role("link", name="Berikutnya").click()
    expect(courier.get_by_role("heading", name="Siti Aminah")).to_be_visible()
    look(courier, "kurir")
    courier.get_by_role("link", name="Gagal").click()
    courier.get_by_text("Rumah kosong").click()
    look(courier, "kurir-gagal")
    courier.get_by_role("button", name="Catat antar gagal").click()
    expect(courier.locator("[data-flash]")).to_contain_text("Tersimpan")
    expect(courier.locator(".sync")).to_have_attribute("data-waiting", "0")

    courier.goto(f"/kurir/#antar/{number}")
    courier.get_by_label("Pindai QR").fill(proof_url)
    courier.keyboard.press("Enter")
    expect(courier.locator(".scan-result")).to_contain_text("Resi cocok")
    courier.get_by_role("button", name="Lanjut: bukti").click()
    expect(courier.locator("[data-problem]")).to_contain_text("Pilih siapa yang menerima")
    courier.get_by_role("radio", name="Pemohon sendiri Siti Aminah").check()
    look(courier, "kurir-antar")
    courier.get_by_role("button", name="Lanjut: bukti").click()
    sign(courier)
    look(courier, "kurir-bukti")
    courier.get_by_role("button", name="Tidak bisa foto atau tanda tangan?").click()
    courier.get_by_role("button", name="Lanjut: serahkan").click()
    expect(courier.locator("[data-problem]")).to_contain_text("Foto amplop atau tanda tangan belum ada")
    courier.get_by_label("Alasan tanpa foto atau tanda tangan").fill("kamera ponsel rusak")
    courier.get_by_role("button", name="Lanjut: serahkan").click()
    expect(courier.get_by_text("tanda tangan (kamera ponsel rusak)")).to_be_visible()
    look(courier, "kurir-serahkan")
    courier.get_by_role("button", name="Sudah saya serahkan").click()
    expect(courier.locator("[data-flash]")).to_contain_text("Tersimpan")
    expect(courier.locator(".sync")).to_have_attribute("data-waiting", "0")
    expect(courier.locator(".sync")).to_have_attribute("data-photos", "0")
    expect(courier.get_by_text("Belum ada titik antar")).to_be_visible()

    resident = someone("", 360)
    resident.goto(f"/t/{number}")
    expect(resident.get_by_role("heading", level=1)).to_have_text("Sudah diterima")
    look(resident, "lacak")
    resident.get_by_label("PIN 6 angka di resi").fill(pin)
    resident.get_by_role("button", name="Buka", exact=True).click()
    expect(resident.get_by_text("S*** A*****")).to_be_visible()
    look(resident, "lacak-pin")
    resident.goto(proof_url)
    resident.reload(wait_until="networkidle")
    expect(resident.get_by_text("S*** A*****")).to_have_count(1)
    assert "Tidak ada masalah." in siantar.command("doctor")
    log = (siantar.data / "server.log").read_text()
    for secret in ("Siti", "Aminah", "3674026304850003", "3456", "Raya Serpong", "masjid", proof_url.partition("#")[2]):
        assert secret not in log, secret


def test_one_file_does_not_come_back_and_is_investigated(someone):
    counter = someone("loket")
    numbers = [take_in_by_keyboard(counter, name) for name in ("Budi Santoso", "Dewi Lestari")]
    for number in numbers:
        through_the_check(someone, number)
    liaison, agency = someone("penghubung"), someone("dukcapil")
    there = bundle(liaison, numbers, "36.74-disdukcapil")
    liaison.reload()
    close_and_hand_over(liaison)
    agency.goto(there)
    agency.get_by_role("button", name="Terima semua").click()
    for number in numbers:
        agency.get_by_label(grouped(number)).check()
    agency.get_by_role("button", name="Selesai di instansi").click()
    back = bundle(agency, numbers, "36.74.02")
    agency.reload()
    close_and_hand_over(agency)
    liaison.goto(back)
    liaison.get_by_label("Pindai berkas").fill(numbers[0])
    liaison.keyboard.press("Enter")
    expect(liaison.locator(".scan-result")).to_have_attribute("data-outcome", "ok")
    liaison.get_by_role("button", name="Selesai memindai").click()
    expect(liaison.get_by_text("sedang ditelusuri")).to_contain_text(grouped(numbers[1]))
    liaison.goto("/berkas/di-mana/")
    look(liaison, "di-mana")
    resident = someone("", 360)
    resident.goto(f"/t/{numbers[1]}")
    expect(resident.get_by_role("heading", level=1)).to_have_text("Sedang ditelusuri")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "depan"),
        ("/layanan/", "layanan"),
        ("/t/1111", "salah-ketik"),
        ("/masuk/", "masuk"),
        ("/?resi=899", "bukan-resi"),
    ],
)
def test_public_pages_are_for_everyone(someone, path, name):
    page = someone("", 360)
    page.goto(path)
    look(page, name)
