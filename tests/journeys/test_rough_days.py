"""Days that do not go as planned: a session that ends, a queue, no JavaScript, old eyes, another language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import look
from tests.journeys.test_counter_to_door import take_in_by_keyboard

pytestmark = pytest.mark.browser


def test_a_session_that_ends_in_the_middle_of_intake_loses_nothing(someone):
    counter = someone("loket")
    counter.goto("/loket/")
    counter.keyboard.type("hilang")
    counter.keyboard.press("Enter")
    counter.fill("#id_nik", "3674026304850003")
    counter.fill("#id_name", "Dewi Kusuma")
    counter.fill("#id_phone", "0812 1111 2222")
    counter.get_by_label("Pemohon", exact=True).check()
    counter.locator("[name=method][value=courier]").check()
    counter.fill("#id_line", "Gg. Mawar No. 3")
    for copy in counter.locator("details[open] input[value=copy]").all():
        copy.check()
    counter.context.clear_cookies(name="sessionid")
    counter.keyboard.press("Control+Enter")
    counter.wait_for_url(re.compile("/masuk/"))
    counter.fill("#id_login", "loket")
    counter.fill("#id_password", "siantar-demo")
    counter.press("#id_password", "Enter")
    counter.wait_for_url(re.compile("/loket/"))
    expect(counter.locator("#id_name")).to_have_value("Dewi Kusuma")
    expect(counter.locator("#id_line")).to_have_value("Gg. Mawar No. 3")
    expect(counter.locator("#id_nik")).to_have_value("3674026304850003")
    expect(counter.locator("details[open] input[value=copy]").first).to_be_checked()
    counter.keyboard.press("Control+Enter")
    counter.wait_for_url(re.compile("resi="))
    expect(counter.get_by_role("region", name="Resi siap")).to_contain_text("Dewi Kusuma")


def test_ten_in_a_row_each_with_a_receipt_of_their_own(someone):
    counter = someone("loket")
    numbers = [take_in_by_keyboard(counter, f"Pemohon {n}", forgotten=n == 4) for n in range(10)]
    assert len(set(numbers)) == 10
    expect(counter.get_by_role("region", name="Resi siap")).to_contain_text("Pemohon 9")
    expect(counter.get_by_text("Nomor telepon tampak tidak lazim")).to_have_count(0)  # typed over what was filled in
    counter.goto("/loket/hari-ini/")
    look(counter, "hari-ini")
    for n in range(10):
        expect(counter.get_by_role("cell", name=f"Pemohon {n}", exact=True)).to_be_visible()


PAPER = "<script>window.print = () => parent.document.body.setAttribute('data-printed', location.pathname)</script>"


def test_the_receipt_prints_by_itself_on_the_paper_used_last(someone):
    counter = someone("loket")
    take_in_by_keyboard(counter, "Pemohon Pertama")
    with counter.context.expect_page() as opened:
        counter.get_by_role("link", name="58 mm").click()
    opened.value.close()
    printing = counter.context.new_page()
    printing.add_init_script("Object.defineProperty(navigator, 'pdfViewerEnabled', { get: () => true })")
    printing.route("**/*mm.pdf", lambda route: route.fulfill(body=PAPER, content_type="text/html"))
    number = take_in_by_keyboard(printing, "Pemohon Kedua")
    expect(printing.locator("body")).to_have_attribute("data-printed", f"/loket/resi/{number}/58mm.pdf")


def test_everything_a_form_can_do_works_without_javascript(someone, siantar, browser):
    plain = browser.new_context(base_url=siantar.url, java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = plain.new_page()
    page.goto("/masuk/")
    page.fill("#id_login", "loket")
    page.fill("#id_password", "siantar-demo")
    page.press("#id_password", "Enter")
    page.goto("/loket/")
    page.select_option("#id_service", "ktp-el-rusak")
    page.fill("#id_name", "Tanpa Skrip")
    page.get_by_label("Pemohon", exact=True).check()
    page.locator("details[data-service=ktp-el-rusak] summary").click()
    for paper in page.locator("details[data-service=ktp-el-rusak] input[value=missing]").all():
        paper.check()
    page.get_by_role("button", name="Simpan dan cetak").click()
    number = page.url.rpartition("resi=")[2]
    assert len(number) == 12
    page.goto("/")
    page.fill("#resi", number.lower())
    page.get_by_role("button", name="Lacak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Berkas belum lengkap")
    page.goto("/berkas/")
    page.fill("#q", "Tanpa Skrip")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name=re.compile(number[:4])).first.click()
    expect(page.get_by_role("heading", name="Perjalanan berkas")).to_be_visible()
    plain.close()


def test_old_eyes_read_the_tracking_page_at_twice_the_size(someone):
    counter = someone("loket")
    number = take_in_by_keyboard(counter, "Nenek Aminah")
    page = someone("", 360)
    page.set_viewport_size({"width": 180, "height": 390})  # 360 px at 200 %
    page.goto(f"/t/{number}")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')].filter(e => e.innerText)"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 14


def test_the_switch_speaks_english_and_back(someone):
    page = someone("loket")
    page.goto("/loket/")
    page.get_by_text("Lainnya").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New application")
    expect(page.get_by_role("button", name="Save and print")).to_be_visible()
    page.goto("/berkas/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for you")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Menunggu Anda")


def test_the_administrator_keeps_services_whole(someone):
    page = someone("admin")
    page.goto("/admin/catalogue/service/?q=ktp-el-hilang")
    page.get_by_role("link", name="KTP-el hilang").click()
    page.fill("#id_steps", '["36.74-tidak-ada"]')
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Instansi tidak dikenal")).to_be_visible()
    page.goto("/admin/directory/user/")
    page.get_by_role("link", name="kurir1").click()
    expect(page.get_by_label("Kurir")).to_be_checked()


@pytest.mark.parametrize(
    ("who", "path", "name"),
    [
        ("loket", "/loket/serahkan/", "serahkan"), ("camat", "/berkas/", "menunggu"), ("camat", "/berkas/wakil/", "wakil"),
        ("penghubung", "/bundel/", "bundel-daftar"), ("dukcapil", "/bundel/", "bundel-daftar-instansi"),
        ("loket", "/berkas/123/", "tidak-ada"), ("kurir1", "/loket/", "bukan-pintu-anda"),
    ],
)  # fmt: skip
def test_every_page_can_be_used_by_everyone(someone, who, path, name):
    page = someone(who)
    page.goto(path)
    look(page, name)
