"""Nobody is left in silence: the office sets up its channels, a family is told once, an officer sends with one click."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Siantar, installed, look
from tests.providers import Provider, cloud_api, serving

pytestmark = pytest.mark.browser
FAMILY = ["KTP-el hilang", "KIA", "KK baru"]
FIXED = "Layanan ini GRATIS. Petugas tidak pernah meminta NIK, OTP, PIN, atau transfer melalui WhatsApp/telepon."


@pytest.fixture(scope="module")
def siantar(tmp_path_factory) -> Iterator[Siantar]:
    """An office of its own: what is counted here nobody else has left."""
    with installed(tmp_path_factory.mktemp("messages"), applications=30) as home:
        yield home


@pytest.fixture(scope="module")
def browser(whole_browser):
    """A page opened beside another is answered for by the test only in the whole browser."""
    return whole_browser


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with serving(cloud_api()) as running:
        yield running


def choose(page: Page, service: str) -> None:
    """The service by its name: the cursor is there already."""
    page.keyboard.type(service)
    page.keyboard.press("Enter")


def hand_in(page: Page, service: str, name: str, phone: str, channel: str = "WhatsApp") -> str:
    """At the counter, with a channel: the receipt number."""
    page.goto("/loket/")
    choose(page, service)
    page.fill("#id_name", name)
    page.fill("#id_phone", phone)
    page.get_by_label("Pemohon", exact=True).check()
    page.get_by_label(channel, exact=True).check()
    page.get_by_label("Pemohon setuju setelah dibacakan").check()
    for paper in page.locator("details[open] input[value=copy]").all():
        paper.check()
    page.get_by_role("button", name="Simpan dan cetak").click()
    page.wait_for_url(re.compile("resi="))
    return page.url.rpartition("resi=")[2]


def courtesy(page: Page, begins: str, ends: str) -> None:
    """Quiet from, quiet until."""
    page.goto("/pesan/pengaturan/")
    page.fill("#id_quiet_from", begins)
    page.fill("#id_quiet_until", ends)
    page.fill("#id_gather_minutes", "0")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status")).to_contain_text("Tersimpan")


def counted(siantar, expression: str) -> int:
    code = f"from siantar.messaging.models import Message; print({expression})"
    return int(siantar.command("shell", "-v0", "-c", code).split()[-1])


def in_time(happened) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_a_family_with_three_files_is_told_once(someone, siantar, provider):
    admin = someone("admin")
    courtesy(admin, "00:00", "23:59")
    look(admin, "pesan-pengaturan")
    admin.goto("/pesan/pengaturan/saluran/whatsapp/")
    expect(admin.get_by_text("Belum disiapkan")).to_be_visible()
    for field, payload in [
        ("base", provider.url), ("phone_number_id", "1007"), ("token", "token-uji"), ("app_secret", "x"), ("verify_token", "y"),
    ]:  # fmt: skip
        admin.fill(f"#id_{field}", payload)
    admin.get_by_label("Kirim pesan lewat saluran ini").check()
    admin.get_by_role("button", name="Simpan").click()
    admin.fill("#id_address", "0812 3456 7890")
    admin.get_by_role("button", name="Kirim pesan uji").click()
    expect(admin.get_by_text("Pesan uji diterima penyedia. Nomornya: wamid.0")).to_be_visible()
    look(admin, "pesan-saluran")
    counter = someone("loket")
    for service in FAMILY:
        hand_in(counter, service, "Siti Aminah", "0812 3456 7890")
    in_time(lambda: counted(siantar, "Message.objects.filter(channel='whatsapp', state='waiting').count()") == 3)
    assert len(provider.calls) == 1  # only the test: it is quiet
    courtesy(admin, "00:00", "00:00")
    in_time(lambda: len(provider.calls) > 1)
    in_time(lambda: counted(siantar, "Message.objects.filter(channel='whatsapp', state='sent').count()") == 3)
    assert len(provider.calls) == 2
    text = provider.calls[1].content["template"]["components"][0]["parameters"][1]["text"]
    assert text.startswith("3 berkas Anda: berkas diterima.")
    assert "Siti" not in text
    assert all(service in text for service in FAMILY)


def test_the_office_finds_its_own_words_and_a_cheats_are_refused(someone):
    page = someone("admin")
    page.goto("/pesan/pengaturan/kata/received/")
    page.fill("#id_text_id", "Klik https://hadiah.example untuk {layanan}")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert")).to_contain_text("Hapus: https://hadiah.example")
    look(page, "pesan-kata-ditolak")
    page.fill("#id_text_id", "Halo Bapak/Ibu, {layanan} sudah kami terima.")
    page.get_by_role("button", name="Lihat hasilnya").click()
    preview = page.locator(".bubble").first
    expect(preview).to_contain_text("Halo Bapak/Ibu, KTP-el hilang sudah kami terima.")
    expect(preview).to_contain_text(FIXED)
    look(page, "pesan-kata")
    page.fill("#id_text_id", "")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status")).to_contain_text("Tersimpan")


def test_an_officer_sends_with_one_click_and_says_so(someone, siantar):
    admin = someone("admin")
    courtesy(admin, "20:00", "07:00")
    expect(admin.locator("#id_quiet_from")).to_have_value("20:00")
    courtesy(admin, "00:00", "00:00")
    switch_whatsapp(admin, on=False)
    counter = someone("loket")
    counter.goto("/loket/")
    counter.get_by_label("WhatsApp", exact=True).check()
    look(counter, "loket-kabar")
    number = hand_in(counter, "KTP-el rusak", "Dewi Kusuma", "0812 1111 2222")
    counter.goto("/loket/")
    choose(counter, "KTP-el rusak")
    counter.fill("#id_name", "Pak Karto")
    counter.get_by_label("Pemohon", exact=True).check()
    for paper in counter.locator("details[open] input[value=missing]").all():
        paper.check()
    counter.get_by_role("button", name="Simpan dan cetak").click()  # no channel
    counter.wait_for_url(re.compile("resi="))
    in_time(
        lambda: (
            counted(siantar, "Message.objects.filter(state='by_hand', occasion__in=['received', 'incomplete']).count()")
            == 2
        )
    )
    counter.goto(f"/pesan/berkas/{number}/")
    counter.get_by_label("SMS", exact=True).check()
    expect(counter.locator("[data-consent=sms]")).to_be_visible()
    expect(counter.locator("[data-consent=whatsapp]")).to_be_hidden()
    look(counter, "pesan-berkas")
    counter.goto("/pesan/")
    row = counter.get_by_role("listitem").filter(has_text="Dewi Kusuma")
    expect(row).to_contain_text(number[:4])
    expect(counter.get_by_role("listitem").filter(has_text="Pak Karto")).to_be_visible()
    look(counter, "pesan")
    counter.context.route(
        "https://wa.me/**", lambda route: route.fulfill(body="<h1>WhatsApp</h1>", content_type="text/html")
    )
    with counter.context.expect_page() as opened:
        row.get_by_role("link", name="Buka di WhatsApp").click()
    expect(opened.value.get_by_role("heading")).to_have_text("WhatsApp")
    assert "wa.me/6281211112222" in opened.value.url
    row.get_by_role("button", name="Sudah dikirim").click()
    expect(counter.get_by_role("status")).to_contain_text("sudah disampaikan oleh Anda")
    expect(counter.get_by_role("listitem").filter(has_text="Dewi Kusuma")).to_have_count(0)
    switch_whatsapp(admin, on=True)


def switch_whatsapp(page: Page, *, on: bool) -> None:
    page.goto("/pesan/pengaturan/saluran/whatsapp/")
    page.get_by_label("Kirim pesan lewat saluran ini").set_checked(on)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status")).to_contain_text("Tersimpan")


LATER = """
from datetime import timedelta
from siantar import clock
from siantar.messaging.delays import foresee
from siantar.casework.consequences import relay
from siantar.messaging.sending import send_next
at = clock.now() + timedelta({})
foresee(at)
while relay(at) or send_next(at): pass
"""


def test_a_gateway_that_dies_for_an_hour_and_comes_back_loses_nothing(someone, siantar, provider):
    admin = someone("admin")
    courtesy(admin, "00:00", "00:00")
    counter = someone("loket")
    before = len(provider.calls)
    provider.broken = True
    number = hand_in(counter, "KTP-el hilang", "Rahmat Hidayat", "0812 7777 8888")
    in_time(lambda: len(provider.calls) > before)
    where = f"/pesan/berkas/{number}/"
    in_time(lambda: counter.goto(where) and counter.get_by_text("Penyedia menolak. Jawabannya: 503").count() == 1)
    expect(counter.get_by_role("listitem").filter(has_text="Berkas diterima")).to_contain_text("Menunggu dikirim")
    provider.broken = False
    siantar.command("shell", "-v0", "-c", LATER.format("hours=1"))
    counter.goto(where)
    expect(counter.get_by_role("listitem").filter(has_text="Berkas diterima")).to_contain_text("Terkirim")
    keys = {call.content["biz_opaque_callback_data"] for call in provider.calls[before:]}
    assert len(keys) == 1


def test_a_file_stuck_at_the_data_centre_is_told_before_its_owner_asks(someone, siantar, provider):
    counter = someone("loket")
    number = hand_in(counter, "KTP-el hilang", "Lina Kusuma", "0812 3333 4444")
    checker = someone("pemeriksa")
    checker.goto(f"/berkas/{number}/")
    checker.get_by_role("button", name="Mulai periksa").click()
    checker.get_by_role("button", name="Lolos pemeriksaan").click()
    siantar.command("shell", "-v0", "-c", AT_THE_AGENCY.format(number=number))
    agency = someone("dukcapil")
    agency.goto(f"/berkas/{number}/")
    agency.locator("summary", has_text="Tahan").click()
    agency.get_by_label("Alasan: Tahan").select_option("data_centre")
    agency.get_by_role("button", name="Tahan").click()
    expect(agency.get_by_text("Menunggu di pusat data").first).to_be_visible()
    before = len(provider.calls)
    promised = siantar.command("shell", "-v0", "-c", PROMISED.format(number=number)).split()[-1]

    def told_with_its_reason() -> bool:
        """Days later; asked again where the worker beside the server was about to relay the same event."""
        siantar.command("shell", "-v0", "-c", LATER.format(f"hours={promised}"))
        texts = [call.content["template"]["components"][0]["parameters"][1]["text"] for call in provider.calls[before:]]
        late = [text for text in texts if "kemungkinan tidak selesai" in text and "KTP-el hilang" in text]
        return any("menunggu di pusat data" in text for text in late)

    in_time(told_with_its_reason)
    counter.goto(f"/pesan/berkas/{number}/")
    expect(counter.get_by_role("listitem").filter(has_text="Melewati janji")).to_contain_text("Terkirim")
    counter.goto(f"/berkas/{number}/")
    expect(counter.get_by_text("Diperkirakan melewati janji")).to_be_visible()


AT_THE_AGENCY = """
from siantar import clock
from siantar.bundles import batches
from siantar.directory.models import Office, User
from siantar.directory.staff import actor_of
from siantar.rules.vocabulary import Kind
at = clock.now()
who = lambda name: actor_of(User.objects.get(username=name), at)
bundle = batches.make(["{number}"], by=who("penghubung"), to=Office.objects.get(code="36.74-disdukcapil"), at=at)
batches.hand_over(bundle, who("penghubung"), at)
batches.record_for_all(bundle, Kind.ARRIVED, by=who("dukcapil"), at=at)
"""
PROMISED = """
from siantar import clock
from siantar.casework.models import Standing
left = Standing.objects.get(application__receipt_number="{number}").promised_at - clock.now()
print(left.total_seconds() / 3600 - 1)
"""
