"""The voice of residents: a judgement at home, the tablet at the counter, a complaint nobody answered, the open page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import decoded, look, printed

pytestmark = pytest.mark.browser
SERVED = (
    "from siantar.casework.models import Standing; from siantar.feedback.models import Ballot; "
    "print(*Standing.objects.filter(stage__in=['delivered','collected','issued_digitally'])"
    ".exclude(application__in=Ballot.objects.values('application')).values_list('application__receipt_number', flat=True)[:4])"
)
SECRETS = (
    "from siantar.casework import possession; from siantar.casework.models import Application; "
    "file = Application.objects.get(receipt_number='{number}'); print(possession.pin_of(file), possession.proof_of(file))"
)
TEN_DAYS_LATER = (
    "from datetime import timedelta; from siantar import clock; from siantar.feedback.complaints import escalate; "
    "from siantar.feedback.models import Complaint; past = timedelta(days=10); "
    "c = Complaint.objects.get(pk='{number}'); c.first_due_at -= past; c.filed_at -= past; c.save(); "
    "print(escalate(at=clock.now()))"
)


@pytest.fixture(scope="module")
def served(siantar) -> list[str]:
    """Receipts whose document was handed over and which nobody has used to judge; a year with enough to be told."""
    siantar.command("demo", "--applications", "250")
    numbers = siantar.command("shell", "--no-imports", "-c", SERVED).split()
    assert len(numbers) == 4
    return numbers


def secrets(siantar, number: str) -> list[str]:
    """PIN and proof, as they are on the resident's paper."""
    return siantar.command("shell", "--no-imports", "-c", SECRETS.format(number=number)).split()


def test_a_resident_judges_at_home_and_cannot_twice(someone, served, siantar):
    page = someone("", 360)
    page.goto(f"/t/{served[0]}")
    page.get_by_role("link", name="Nilai layanan kami").click()
    look(page, "skm")
    for place in range(1, 9):
        page.locator(f"#u{place} .face").nth(3 if place != 3 else 1).click()
    page.get_by_label("Apa yang mengecewakan").fill("Menunggu terlalu lama di pusat data.")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("alert")).to_contain_text("Pertanyaan 9 belum dijawab.")
    expect(page.get_by_label("Apa yang mengecewakan")).to_have_value("Menunggu terlalu lama di pusat data.")
    expect(page.locator("#u3-2")).to_be_checked()
    look(page, "skm-kurang")
    page.get_by_role("alert").get_by_role("link").click()
    page.locator("#u9 .face").nth(2).click()
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("alert")).to_contain_text("Isi PIN enam angka")
    page.get_by_label("PIN di resi").fill(secrets(siantar, served[0])[0])
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Terima kasih")
    look(page, "skm-terima-kasih")
    page.goto(f"/skm/{served[0]}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Resi ini sudah dipakai untuk menilai")


def test_the_survey_is_answered_by_keys_alone_and_without_a_script(browser, siantar, served):
    plain = browser.new_context(base_url=siantar.url, java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = plain.new_page()
    page.goto(f"/skm/{served[1]}?dari=qr")
    page.locator("#u1-1").focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    page.get_by_label("PIN di resi").fill(secrets(siantar, served[1])[0])
    page.get_by_label("PIN di resi").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Terima kasih")
    plain.close()


def test_the_tablet_at_the_counter(someone, served, siantar):
    tablet = someone("loket", 768)
    tablet.goto("/loket/")
    tablet.get_by_role("button", name="Jadikan layar ini tablet penilaian").click()
    expect(tablet.get_by_label("Nomor resi")).to_be_focused()
    look(tablet, "tablet")
    tablet.keyboard.type(f"{siantar.url}/t/{served[2]}#{secrets(siantar, served[2])[1]}")
    tablet.keyboard.press("Enter")
    for place in range(1, 10):
        tablet.locator(f"#u{place} .face").nth(3).click()
    tablet.get_by_role("button", name="Kirim penilaian").click()
    expect(tablet.get_by_text("Layar ini kembali ke awal")).to_be_visible()
    tablet.wait_for_url(re.compile("/skm/$"))  # by itself, within eight seconds
    tablet.goto("/loket/")
    tablet.wait_for_url(re.compile("/masuk/"))


def test_a_complaint_that_is_late_rises_to_the_camat_is_answered_and_opened_again(someone, served, siantar):
    siti = someone("", 360)
    siti.goto(f"/t/{served[3]}")
    siti.get_by_role("link", name="Sampaikan pengaduan").click()
    expect(siti.get_by_label("Nomor resi")).to_have_value(served[3])
    siti.get_by_label("Tentang apa?").select_option("time")
    siti.get_by_label("Apa yang terjadi?").fill("Kartu saya salah cetak, sudah tiga kali bertanya tanpa jawaban.")
    look(siti, "pengaduan")
    siti.get_by_role("button", name="Kirim pengaduan").click()
    siti.wait_for_url(re.compile("/pengaduan/P"))
    look(siti, "pengaduan-diterima")
    number = re.search(r"P\w{12}", siti.url)[0]
    assert siantar.command("shell", "--no-imports", "-c", TEN_DAYS_LATER.format(number=number)).strip() == "1"
    camat = someone("camat")
    camat.goto("/suara/pengaduan/")
    look(camat, "pengaduan-daftar")
    first = camat.get_by_role("row").filter(has_text=f"P {number[1:5]} {number[5:9]} {number[9:]}")
    expect(first).to_contain_text("naik ke Camat")
    first.get_by_role("link").click()
    camat.get_by_label("Tanggapan atau jawaban").fill("Kartu pengganti dicetak hari ini dan diantar besok.")
    look(camat, "pengaduan-satu")
    camat.get_by_role("button", name="Kirim jawaban akhir").click()
    expect(camat.get_by_text("Tersimpan.")).to_be_visible()
    siti.reload()
    expect(siti.get_by_role("heading", level=1)).to_have_text("Pengaduan Anda sudah dijawab")
    expect(siti.get_by_text("Kartu pengganti dicetak hari ini")).to_be_visible()
    siti.get_by_label("Apa yang belum beres?").fill("Belum datang juga.")
    look(siti, "pengaduan-dijawab")
    siti.get_by_role("button", name="Buka kembali").click()
    expect(siti.get_by_role("heading", level=1)).to_have_text("Pengaduan Anda sedang ditangani")
    camat.reload()
    expect(camat.get_by_text("Belum datang juga.")).to_be_visible()


def test_a_complaint_at_the_counter_gets_a_slip_with_its_barcode(someone):
    counter = someone("loket")
    counter.goto("/loket/")
    counter.get_by_role("link", name="Catat pengaduan").click()
    counter.get_by_label("Tentang apa?").select_option("facilities")
    counter.get_by_label("Apa yang terjadi?").fill("Kursi tunggu kurang.")
    counter.get_by_role("button", name="Simpan pengaduan").click()
    slip = counter.get_by_role("link", name="Cetak tanda terima pengaduan")
    expect(slip).to_be_visible()
    look(counter, "pengaduan-loket")
    number = counter.url.rpartition("nomor=")[2]
    codes = decoded(printed(counter, slip.get_attribute("href")))
    assert codes["Code128"] == number
    assert codes["QRCode"].endswith(f"/pengaduan/{number}")


def test_the_office_hears_what_residents_think(someone):
    camat = someone("camat")
    camat.get_by_role("link", name="Suara warga").click()
    expect(camat.get_by_role("heading", name="Indeks kepuasan masyarakat (IKM)")).to_be_visible()
    look(camat, "suara")
    assert printed(camat, camat.get_by_role("link", name="Cetak formulir SKM").get_attribute("href"))[:5] == b"%PDF-"
    camat.get_by_role("link", name="Kata warga").click()
    look(camat, "suara-kata")
    mayor = someone("walikota")
    mayor.goto("/suara/")
    expect(mayor.get_by_label("Kantor")).to_be_visible()
    look(mayor, "suara-walikota")


def test_anybody_sees_what_the_office_did(someone):
    page = someone("", 360)
    page.goto("/")
    page.get_by_role("link", name="Kinerja").click()
    expect(page.get_by_role("heading", name="Berapa berkas yang masuk dan yang selesai?")).to_be_visible()
    look(page, "kinerja-bulan-ini")
    page.get_by_label("Bulan").select_option(index=1)
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_role("heading", name="Di tangan siapa waktunya habis?")).to_be_visible()
    look(page, "kinerja")
    page.goto("/")
    page.evaluate("document.cookie = 'django_language=en;path=/'")
    page.goto("/kinerja/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What we did in")
