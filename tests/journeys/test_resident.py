"""The resident with the receipt: another day, a sister who receives, who looked, a courier proven, a page without network."""

from __future__ import annotations

import io
import json
import re
from urllib.parse import parse_qs

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import decoded, look, printed
from tests.journeys.line import Line
from tests.journeys.phone import synced
from tests.support.codes import texts_on

pytestmark = pytest.mark.browser

READY = """
import json
from datetime import timedelta
from siantar import clock
from siantar.casework import possession
from siantar.casework.models import Application
from siantar.casework.resident_changes import resident_of
from siantar.delivery import runs
from siantar.directory.offices import day_in
from siantar.directory.models import Office, User
from siantar.routing.travel import Point
from siantar.rules.access import Actor
from siantar.rules.vocabulary import Role
at = clock.now()
office = Office.objects.get(code="36.74.02")
user = User.objects.get(username="kurir1")
here = Point(-6.26, 106.66)
by = Actor("1", office.code, frozenset({Role.DISPATCHER}))
runs.begin(runs.Shift(user, at - timedelta(hours=2), at + timedelta(hours=6), here, here), by=by, at=at, day=day_in(office, at))
files = Application.objects.filter(standing__stage="ready_for_delivery").order_by("pk")[:6]
served = Application.objects.filter(standing__stage="delivered").order_by("-pk")[:1]
print(json.dumps([[file.receipt_number, possession.pin_of(file), possession.proof_of(file)] for file in [*files, *served]]))
"""
THE_DAY_HAS_COME = """
from datetime import timedelta
from siantar import clock
from siantar.delivery.models import Appointment
one = Appointment.objects.get(application__receipt_number="{number}")
days = clock.now().date() - one.begins_at.date()
one.begins_at += days; one.ends_at += days; one.save()
"""
STOP_LINK = """
from django.urls import reverse
from siantar.casework import queries, redirects
print(reverse("redirect-stop", args=["{number}", redirects.token_of(redirects.waiting(queries.by_number("{number}")))]))
"""
OVERDUE = """
from datetime import timedelta
from siantar.feedback.models import DataRequest
one = DataRequest.objects.get(); one.asked_at -= timedelta(days=4); one.due_at -= timedelta(days=4); one.save()
"""


def shell(siantar, script: str) -> str:
    return siantar.command("shell", "--no-imports", "-c", script)


@pytest.fixture(scope="module")
def receipts(siantar) -> list[list[str]]:
    """Number, PIN and proof of six files that stand ready for the courier, and of one that was delivered."""
    siantar.command("demo", "--applications", "60")
    sample = json.loads(shell(siantar, READY).strip().splitlines()[-1])
    assert len(sample) == 7
    return sample


def come_in(page: Page, receipt: list[str]) -> None:
    """Type the PIN on the tracking page and open one's own."""
    page.goto(f"/t/{receipt[0]}")
    page.locator("#pin").fill(receipt[1])
    page.get_by_role("button", name="Buka", exact=True).click()
    page.get_by_role("link", name="Atur pengantaran").click()
    expect(page.get_by_role("heading", name="Yang dapat Anda atur sendiri")).to_be_visible()


def test_a_resident_moves_the_delivery_and_who_was_there_before_stops_another_receiver(someone, siantar, receipts):
    number = receipts[0][0]
    siti = someone("", 360)
    come_in(siti, receipts[0])
    look(siti, "warga")
    siti.get_by_text("Pilih hari dan jam kurir datang").click()
    look(siti, "warga-jam")
    siti.get_by_role("heading", name="Kamis").locator("+ .windows button").first.click()
    expect(siti.get_by_text("Hari antar tersimpan.")).to_be_visible()
    expect(siti.locator(".when")).to_contain_text("Kamis")
    siti.get_by_text("Tunjuk orang lain yang boleh menerima").click()
    siti.get_by_label("Nama lengkap penerima kuasa").fill("Rina Kakaknya")
    look(siti, "warga-penerima")
    siti.get_by_role("button", name="Simpan penerima").click()
    expect(siti.get_by_text("Perubahan yang menunggu")).to_be_visible()
    look(siti, "warga-menunggu")
    siti.get_by_text("Betulkan alamat, telepon, atau patokan").click()
    siti.get_by_label("Patokan baru").fill("pagar hijau, bel kiri")
    siti.get_by_role("button", name="Simpan", exact=True).click()
    expect(siti.get_by_text("pagar hijau, bel kiri")).to_be_visible()
    assert decoded(printed(siti, f"/t/{number}/saya/surat-kuasa.pdf"))["Code128"] == number
    assert "Rina" not in siti.url
    cousin = someone("", 360)
    cousin.goto(shell(siantar, STOP_LINK.format(number=number)).strip().splitlines()[-1])
    look(cousin, "warga-hentikan")
    cousin.get_by_role("button", name="Hentikan, bukan saya").click()
    expect(cousin.get_by_role("heading", level=1)).to_have_text("Pengalihan dihentikan")
    siti.goto(f"/t/{number}/saya/")
    expect(siti.get_by_text("Perubahan yang menunggu")).to_have_count(0)
    shell(siantar, THE_DAY_HAS_COME.format(number=number))
    phone = someone("kurir1", 360)
    synced(phone)
    phone.goto("/kurir/#muat")
    phone.locator("#scan, input[name=scan], main input").first.fill(number)
    phone.keyboard.press("Enter")
    expect(phone.locator(".scan-result")).to_contain_text("Bila memang Anda bawa, pindai sekali lagi")
    phone.locator("#scan, input[name=scan], main input").first.fill(number)
    phone.keyboard.press("Enter")
    expect(phone.locator(".scan-result")).to_have_attribute("data-outcome", "ok")
    synced(phone)
    phone.goto(f"/kurir/#titik/{number}")
    expect(phone.get_by_text("Rina Kakaknya")).to_have_count(0)
    expect(phone.get_by_text("pagar hijau, bel kiri")).to_be_visible()
    expect(phone.locator(".marks")).to_contain_text("Janji temu")
    siti.reload()
    expect(siti.get_by_text("Dokumen Anda sudah di tangan kurir")).to_be_visible()
    look(siti, "warga-di-jalan")


def test_collecting_instead_and_back_again_works_without_a_script(browser, siantar, receipts):
    plain = browser.new_context(base_url=siantar.url, java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = plain.new_page()
    come_in(page, receipts[1])
    page.get_by_text("Ambil sendiri di loket saja").click()
    page.get_by_role("button", name="Saya ambil di loket").click()
    expect(page.get_by_text("Siap diambil di loket")).to_be_visible()
    page.get_by_text("Minta diantar kurir ke rumah").click()
    page.get_by_label("Alamat: jalan dan nomor rumah").fill("Jl. Kenanga 5")
    page.get_by_label("RT", exact=True).fill("2")
    page.get_by_label("RW", exact=True).fill("3")
    page.get_by_label("Kelurahan").select_option(index=1)
    page.get_by_label("Telepon yang aktif").fill("bukan telepon")
    page.get_by_role("button", name="Minta diantar, gratis").click()
    expect(page.get_by_text("Ini bukan nomor telepon.")).to_be_visible()
    expect(page.get_by_label("Alamat: jalan dan nomor rumah")).to_have_value("Jl. Kenanga 5")
    page.get_by_label("Telepon yang aktif").fill("0812 3456 7890")
    page.get_by_role("button", name="Minta diantar, gratis").click()
    expect(page.get_by_text("Perubahan yang menunggu")).to_be_visible()
    expect(page.get_by_text("Siap diambil di loket")).to_be_visible()
    page.get_by_role("button", name="Batalkan, tetap seperti semula").click()
    expect(page.get_by_text("Pengalihan dihentikan.")).to_be_visible()
    expect(page.get_by_text("Perubahan yang menunggu")).to_have_count(0)
    plain.close()


def test_a_cheat_who_tries_pins_is_stopped(someone, receipts):
    cheat = someone("", 360)
    cheat.goto(f"/t/{receipts[2][0]}/saya/")
    look(cheat, "warga-pin")
    wrong = "000000" if receipts[2][1] != "000000" else "000001"
    for _ in range(6):
        cheat.get_by_label("PIN di resi (6 angka)").fill(wrong)
        cheat.get_by_role("button", name="Buka halaman saya").click()
    expect(cheat.get_by_role("alert")).to_contain_text("PIN sudah terlalu sering salah")
    look(cheat, "warga-terkunci")
    cheat.get_by_label("PIN di resi (6 angka)").fill(receipts[2][1])
    cheat.get_by_role("button", name="Buka halaman saya").click()
    expect(cheat.get_by_role("alert")).to_contain_text("PIN sudah terlalu sering salah")


def test_a_scanned_receipt_opens_the_page_and_who_looked_is_told(someone, siantar, receipts):
    number, _, proof = receipts[3]
    officer = someone("loket")
    officer.goto(f"/berkas/{number}/?data")
    siti = someone("", 360)
    siti.goto(f"/t/{number}#{proof}")
    siti.get_by_role("link", name="Atur pengantaran").click()
    siti.get_by_role("link", name="Lihat semuanya").click()
    expect(siti.get_by_text("Petugas loket").first).to_be_visible()
    expect(siti.get_by_text("memeriksa atau mengerjakan berkas Anda").first).to_be_visible()
    assert proof not in siti.url
    look(siti, "warga-jejak")
    siti.get_by_role("link", name="Kembali ke halaman saya").click()
    siti.get_by_text("Minta perbaikan, pembatasan, atau penghentian").click()
    siti.get_by_label("Perbaiki data saya").check()
    siti.get_by_label("Tulis apa yang salah").fill("Nama jalan saya salah tulis.")
    siti.get_by_role("button", name="Kirim permintaan").click()
    expect(siti.get_by_text("Menunggu jawaban")).to_be_visible()
    shell(siantar, OVERDUE)
    camat = someone("camat")
    camat.get_by_text("Lainnya").click()
    camat.get_by_role("link", name="Permintaan data").click()
    expect(camat.get_by_text("lewat tenggat").first).to_be_visible()
    look(camat, "permintaan-data")
    camat.get_by_label("Jawaban untuk warga").fill("Sudah kami betulkan, terima kasih.")
    camat.get_by_role("button", name="Kirim jawaban").click()
    siti.reload()
    expect(siti.get_by_text("Sudah kami betulkan, terima kasih.")).to_be_visible()
    look(siti, "warga-dijawab")


def test_the_proof_of_delivery_is_for_the_resident_too(someone, receipts):
    siti = someone("", 360)
    siti.goto(f"/t/{receipts[6][0]}")
    siti.locator("#pin").fill(receipts[6][1])
    siti.get_by_role("button", name="Buka", exact=True).click()
    siti.get_by_role("link", name="Atur pengantaran").click()
    expect(siti.get_by_role("link", name="Unduh bukti serah terima")).to_be_visible()
    assert printed(siti, f"/t/{receipts[6][0]}/saya/bukti.pdf")[:5] == b"%PDF-"


def test_the_couriers_badge_made_offline_is_scanned_and_proves_them(someone, siantar, receipts):
    phone = someone("kurir1", 360)
    synced(phone)
    phone.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    phone.context.set_offline(True)
    phone.get_by_role("link", name="Lencana").click()
    code = phone.get_by_role("img", name="Kode QR lencana")
    expect(code).to_be_visible()
    shot = texts_on(Image.open(io.BytesIO(code.screenshot())))
    assert len(shot) == 1
    address = shot[0]
    assert address.startswith(f"{siantar.url}/petugas/")
    phone.context.set_offline(False)
    look(phone, "lencana")
    siti = someone("", 360)
    siti.goto(address)
    expect(siti.get_by_text("Benar, petugas kami, sedang bertugas")).to_be_visible()
    look(siti, "petugas-benar")
    siti.goto(re.sub(r".$", lambda last: "A" if last[0] != "A" else "B", address))
    expect(siti.get_by_role("heading", level=1)).to_have_text("Bukan kurir kami yang sedang bertugas")
    look(siti, "petugas-bukan")
    siti.goto("/petugas/")
    look(siti, "petugas")


def test_the_last_status_is_seen_without_network(browser, siantar, receipts):
    line = Line(int(siantar.url.rsplit(":", 1)[1]))
    context = browser.new_context(viewport={"width": 360, "height": 780}, timezone_id="Asia/Jakarta")
    page = context.new_page()
    number = receipts[4][0]
    page.goto(f"{line.url}/t/{number}")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.wait_for_function(
        f"caches.open('siantar-lacak-halaman').then(cache => cache.match('/t/{number}')).then(Boolean)"
    )
    page.locator("#pin").fill(receipts[4][1])
    page.get_by_role("button", name="Buka", exact=True).click()
    page.goto(f"{line.url}/t/{number}/saya/")
    stored = page.evaluate(
        "caches.open('siantar-lacak-halaman').then(cache => cache.keys()).then(all => all.map(one => new URL(one.url).pathname))"
    )
    assert stored == [f"/t/{number}"]
    assert "***" not in page.evaluate(
        f"caches.open('siantar-lacak-halaman').then(c => c.match('/t/{number}')).then(one => one.text())"
    )
    line.cut()
    page.goto(f"{line.url}/t/{number}")
    expect(page.locator("#kept")).to_contain_text("Terakhir diperbarui")
    expect(page.get_by_role("heading", level=1)).to_have_text("Siap diantar")
    look(page, "lacak-tanpa-jaringan")
    page.goto(f"{line.url}/t/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Siap diantar")
    context.close()
    line.close()


def test_large_text_and_contrast_stay_chosen_and_nothing_flashes(someone, receipts):
    page = someone("", 360)
    page.goto(f"/t/{receipts[5][0]}")
    page.get_by_role("button", name="Huruf besar").click()
    page.get_by_role("button", name="Kontras").click()
    page.goto("/")
    first_paint = page.evaluate(
        "[document.documentElement.hasAttribute('data-large'), document.documentElement.hasAttribute('data-contrast')]"
    )
    assert first_paint == [True, True]
    expect(page.get_by_role("button", name="Huruf besar")).to_have_attribute("aria-pressed", "true")
    page.goto(f"/t/{receipts[5][0]}")
    look(page, "lacak-besar")


def test_reading_aloud_is_offered_only_where_there_is_an_indonesian_voice(someone, receipts):
    page = someone("", 360)
    voices = "speechSynthesis.getVoices = () => [{ lang: '%s', name: 'uji', default: true, localService: true, voiceURI: 'uji' }]"
    page.add_init_script(voices % "de-DE")
    page.goto(f"/t/{receipts[5][0]}")
    expect(page.get_by_role("button", name="Bacakan")).to_be_hidden()
    other = someone("", 360)
    other.add_init_script(voices % "id-ID")
    other.add_init_script(
        "window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };"
        "window.said = []; speechSynthesis.speak = one => said.push(one.text)"
    )
    other.goto(f"/t/{receipts[5][0]}")
    other.get_by_role("button", name="Bacakan").click()
    reply = other.evaluate("said")
    assert reply[0] == "Siap diantar"
    assert len(reply) > 4
    expect(other.get_by_role("button", name="Berhenti")).to_be_visible()


PUSH = """
let made = null;
Notification.requestPermission = async () => 'granted';
const keys = { p256dh: '%s', auth: 'BTBZMqHH6r4Tts7J_aSIgg' };
PushManager.prototype.getSubscription = async () => made;
PushManager.prototype.subscribe = async (wish) => (made = {
  toJSON: () => ({ endpoint: 'https://push.example/1', keys }), unsubscribe: async () => { made = null; return true; },
});
"""
POINT = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"  # RFC 8291, appendix A
)


def test_a_browser_is_told_at_once_when_the_resident_wishes(someone, receipts):
    siti = someone("", 360)
    siti.add_init_script(PUSH % POINT)
    come_in(siti, receipts[5])
    siti.get_by_role("button", name="Nyalakan pemberitahuan").click()
    expect(siti.get_by_text("Pemberitahuan menyala di peramban ini.")).to_be_visible()
    look(siti, "warga-pemberitahuan")
    siti.get_by_role("button", name="Matikan pemberitahuan").click()
    expect(siti.get_by_role("button", name="Nyalakan pemberitahuan")).to_be_visible()


FORMER = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"  # RFC 8291, section 5
MADE_BEFORE = """
Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
const raw = Uint8Array.from(atob('%s'.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0)).buffer;
window.ended = 0;
made = {
  options: { applicationServerKey: raw }, toJSON: () => ({ endpoint: 'https://push.example/former', keys }),
  unsubscribe: async () => { window.ended += 1; made = null; return true; },
};
"""


def test_a_browser_of_a_former_key_exchanges_its_subscription_when_it_comes_back(someone, receipts):
    siti = someone("", 360)
    siti.add_init_script(PUSH % POINT + MADE_BEFORE % FORMER)
    with siti.expect_request(lambda request: request.url.endswith("/pemberitahuan")) as sent:
        come_in(siti, receipts[5])
    form = {name: json.loads(values[0]) for name, values in parse_qs(sent.value.post_data).items()}
    assert (form["former"]["endpoint"], form["former"]["server"]) == ("https://push.example/former", FORMER)
    assert form["subscription"]["endpoint"] == "https://push.example/1" and form["subscription"]["server"] != FORMER
    expect(siti.get_by_text("Belum berhasil")).to_be_visible()  # nobody here was told there: it says so, and can be switched on
    expect(siti.get_by_role("button", name="Nyalakan pemberitahuan")).to_be_visible()
    assert siti.evaluate("window.ended") == 1


SHIFTED = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SMALL = """
[...document.querySelectorAll("a, button, input, select, summary")]
  .filter(part => part.checkVisibility({ visibilityProperty: true }) && !part.matches(".skip, p:not(.jumps, .two) a, li a, dd a"))
  .filter(part => { const box = part.getBoundingClientRect(); return box.height < 44 || box.width < 24; })
  .map(part => part.outerHTML.slice(0, 80))
"""


@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_moves_while_a_page_comes_and_nothing_sticks_out_at_double_size(browser, siantar, receipts, language):
    """200 % on a phone of 360 px are 180 px of CSS; fingers get 44 px; the console stays silent."""
    context = browser.new_context(base_url=siantar.url, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(f"/?bahasa={language}")
    page.add_init_script(SHIFTED)
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text) if message.type in {"error", "warning"} else None)
    number, _, proof = receipts[5]
    for path in ("/", f"/t/{number}", f"/t/{number}#{proof}", "/layanan/", "/kinerja/"):
        for width in (180, 360, 1920):
            page.set_viewport_size({"width": width, "height": 780})
            page.goto(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.lang") == language
            assert page.evaluate("window.shifted") == 0, (path, width)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} is {wide} px too wide at {width}"
            assert page.evaluate(SMALL) == [], (path, width)
            page.goto("about:blank")
    assert noise == []
    context.close()


def test_the_answer_to_a_pin_has_the_focus_without_a_script_too(browser, siantar, receipts):
    plain = browser.new_context(base_url=siantar.url, java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = plain.new_page()
    number, pin, _ = receipts[3]
    page.goto(f"/t/{number}")
    page.locator("#pin").fill("000000" if pin != "000000" else "111111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Sisa 4 kali coba.")
    expect(page.locator("#pin")).to_be_focused()
    page.locator("#pin").fill(pin)
    page.keyboard.press("Enter")
    expect(page.locator(".mine")).to_be_focused()
    expect(page.locator(".mine")).to_be_in_viewport()
    plain.close()


def test_services_are_found_while_one_types_and_without_a_script(browser, someone, siantar):
    page = someone("", 360)
    page.goto("/layanan/")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Cari layanan atau persyaratan").fill("ktp-el hil")
    expect(page.get_by_text("KTP-el hilang")).to_be_visible()
    expect(page.get_by_text("Akta kelahiran", exact=True)).to_be_hidden()
    page.get_by_label("Cari layanan atau persyaratan").fill("pesawat terbang")
    expect(page.get_by_text("Tidak ada layanan yang cocok.")).to_be_visible()
    look(page, "layanan-cari")
    plain = browser.new_context(base_url=siantar.url, java_script_enabled=False, viewport={"width": 360, "height": 780})
    still = plain.new_page()
    still.goto("/layanan/")
    still.get_by_label("Cari layanan atau persyaratan").fill("kelahiran")
    still.keyboard.press("Enter")
    expect(still.get_by_text("Akta kelahiran").first).to_be_visible()
    expect(still.get_by_text("KTP-el hilang")).to_have_count(0)
    plain.close()


def test_a_pasted_link_and_a_typed_nik_go_where_they_should(someone, receipts):
    number, _, proof = receipts[5]
    page = someone("", 360)
    page.goto("/")
    page.get_by_label("Nomor resi").fill("NIK saya 3674026304850003")
    page.get_by_role("button", name="Lacak").click()
    expect(page.get_by_role("alert")).to_contain_text("Ini NIK, bukan nomor resi.")
    assert "3674" not in page.url
    expect(page.get_by_label("Nomor resi")).to_have_value("")
    look(page, "depan-nik")
    page.get_by_label("Nomor resi").fill(f"ini tautannya https://siantar.example/t/{number}#{proof}")
    page.get_by_role("button", name="Lacak").click()
    expect(page.locator(".mine")).to_be_visible()


def test_english_stays_on_every_page_and_the_tracking_page_is_english_whole(someone, receipts):
    page = someone("", 360)
    page.goto(f"/t/{receipts[1][0]}")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="The way of your file")).to_be_visible()
    look(page, "lacak-inggris")
    page.locator("footer").get_by_role("link").nth(1).click()
    expect(page.get_by_label("Search services or requirements")).to_be_visible()
    page.get_by_role("link", name="Bahasa Indonesia").click()
    expect(page.get_by_label("Cari layanan atau persyaratan")).to_be_visible()
