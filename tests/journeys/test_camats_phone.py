"""Seven letters on the Camat's phone: read one after another, sign, send one back, sign the rest after opening each."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import installed, look
from tests.journeys.desk import Desk
from tests.journeys.test_letter import FIELDS as OF_THE_LETTER

pytestmark = pytest.mark.browser
FIELDS = OF_THE_LETTER | {
    "NIK": "3674026304850003", "Alamat": "Jl. Raya Serpong No. 8", "Kelurahan yang menulis pengantar": "Jelupang",
}  # fmt: skip
NAMES = [f"Warga {word}" for word in ("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh")]


@pytest.fixture(scope="module")
def siantar(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("camat"), applications=0) as home:
        yield home


def written(page: Page, number: str) -> None:
    page.goto(f"/naskah/{number}/tulis/")
    for label, words in FIELDS.items():
        page.get_by_label(label, exact=True).fill(words)
    for label, choice in (("Jenis kelamin", "Perempuan"), ("Agama", "Islam"), ("Status perkawinan", "Kawin")):
        page.get_by_label(label).select_option(choice)
    page.get_by_label("Nama 1", exact=True).fill("Budi")
    page.get_by_role("button", name="Simpan surat").click()
    expect(page.get_by_role("status")).to_contain_text("Surat tersimpan")


def given_seven(someone, siantar) -> list[str]:
    """Seven letters that were checked, written and initialled."""
    numbers = Desk(siantar).checked(NAMES, "sktm", ("pengantar-kelurahan", "ktp-el", "kk"))
    checker = someone("pemeriksa")
    for number in numbers:
        written(checker, number)
    for who in ("kasi", "sekcam"):
        page = someone(who)
        page.goto("/naskah/")
        page.get_by_role("button", name="Paraf yang dicentang").click()
        expect(page.get_by_role("heading", name="7 berhasil, 0 tidak")).to_be_visible()
    return numbers


def place(page: Page, words: str, name: str) -> None:
    """Which of how many stands in the head, and whose letter is open."""
    expect(page.get_by_role("banner")).to_contain_text(words)
    page.get_by_text("Baca sebagai teks").click()
    expect(page.get_by_role("main")).to_contain_text(name)


def test_seven_letters_on_a_phone(someone, siantar):
    numbers = given_seven(someone, siantar)
    camat = someone("camat", 360)
    camat.goto("/naskah/")
    expect(camat.get_by_role("checkbox")).to_have_count(7)
    look(camat, "camat-daftar")
    camat.get_by_role("row").filter(has_text=NAMES[0]).get_by_role("link").click()
    place(camat, "1 dari 7", NAMES[0])
    look(camat, "camat-surat")
    camat.get_by_role("button", name="Tanda tangani").click()
    expect(camat.get_by_role("status")).to_contain_text("Surat ditandatangani dan diberi nomor")
    place(camat, "1 dari 6", NAMES[1])

    camat.get_by_role("button", name="Kembalikan", exact=True).click()
    back = camat.get_by_role("region", name="Apa yang perlu diperbaiki?")
    look(camat, "camat-kembalikan")
    back.get_by_role("button", name="Kembalikan surat").click()
    expect(camat.get_by_role("alert")).to_be_visible()  # neither a matter nor a word: why not is said, nothing is lost
    back.get_by_text("Tanggal", exact=True).click()
    back.get_by_label("Catatan untuk").fill("di surat Lurah tertulis 21 November")
    back.get_by_role("button", name="Kembalikan surat").click()
    expect(camat.get_by_role("status")).to_contain_text("Surat dikembalikan")

    for count, name in enumerate(NAMES[2:], 1):
        place(camat, f"{count} dari 5", name)
        if count < 5:
            camat.get_by_role("link", name="Surat berikutnya").click()
    camat.get_by_role("banner").get_by_role("link", name="Surat", exact=True).click()
    for tick in camat.get_by_role("checkbox").all():
        tick.check()
    look(camat, "camat-dicentang")
    camat.get_by_role("button", name="Tanda tangani yang dicentang").click()
    expect(camat.get_by_role("heading", name="5 berhasil, 0 tidak")).to_be_visible()
    expect(camat.get_by_text("Tidak ada surat yang menunggu Anda")).to_be_visible()

    checker = someone("pemeriksa")
    checker.goto(f"/naskah/{numbers[1]}/")
    expect(checker.get_by_role("main")).to_contain_text("Tanggal: di surat Lurah tertulis 21 November")
