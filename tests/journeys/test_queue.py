"""A queue at the counter, by keys alone: ten in a row with a correction, a family of three, a person without NIK."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import look
from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser


class Keys:
    """An officer's hands: what is typed because it is told, and the keys beyond it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.beyond = 0

    def data(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.beyond += 1


@pytest.fixture(scope="module")
def a_day_of_lost_ktp(siantar) -> None:
    """The office took in lost KTP-el most often, so it is the first on Alt."""
    desk = Desk(siantar)
    for place in range(12):
        desk.handed_in(applicant={"name": f"Pemohon Kemarin {place}"})


@pytest.fixture
def hands(someone, a_day_of_lost_ktp) -> Keys:
    """An officer at the counter, the cursor in the first field."""
    page = someone("loket")
    page.goto("/loket/")
    expect(page.locator("[data-often]").first).to_have_attribute("data-often", "ktp-el-hilang")
    expect(page.get_by_role("combobox", name="Layanan")).to_be_focused()
    return Keys(page)


def person(hands: Keys, nik: str, name: str, phone: str) -> None:
    hands.press("Alt+1")
    for words in (nik, name, phone):
        hands.data(words)
        hands.press("Enter")
    hands.press("p")


def saved(page: Page) -> str:
    page.wait_for_url(re.compile(r"resi=\w{12}"))
    expect(page.get_by_role("combobox", name="Layanan")).to_be_focused()
    return re.search(r"resi=(\w{12})", page.url).group(1)


def test_a_lost_ktp_with_two_originals_takes_seven_keys_beyond_the_data(hands):
    page = hands.page
    person(hands, "3674022505850003", "Sri Rahayu Lestari", "0812 0000 4471")
    hands.press("Alt+a")
    expect(page.locator("[data-answered]")).to_have_text("2 dari 2 diisi")
    expect(page.locator("[data-preview]")).to_contain_text("Sri Rahayu Lestari")
    expect(page.locator("[data-preview]")).to_contain_text("…4471")
    look(page, "loket-terisi")
    hands.press("Control+Enter")
    saved(page)
    expect(page.get_by_role("region", name="Resi siap")).to_contain_text("Sri Rahayu Lestari")
    assert hands.beyond <= 7


def test_a_known_persons_second_file_takes_eight_keys_in_all(hands):
    page = hands.page
    person(hands, "3674022505850011", "Dewi Anggraini", "0812 0000 4472")
    hands.press("Alt+a")
    before = hands.beyond
    hands.press("F4")
    first = saved(page)
    expect(page.locator("#id_name")).to_have_value("Dewi Anggraini")
    hands.press("Alt+2", "Alt+s", "Control+Enter")
    expect(page.get_by_role("region", name="Resi siap")).not_to_contain_text(first[:4] + " " + first[4:8])
    assert hands.beyond - before <= 8


def test_a_family_of_three_comes_once(hands):
    page = hands.page
    person(hands, "3674022505850012", "Ibu Lestari", "0812 0000 4473")
    hands.press("Alt+a", "F4")
    numbers = [saved(page)]
    look(page, "loket-keluarga")
    for name, nik in (("Raka Pratama", "3674020908200002"), ("Putri Pratama", "3674025908180002")):
        hands.press("Alt+1")
        hands.data(nik)
        hands.press("Enter")
        expect(page.locator("#id_name")).to_have_value("")  # another NIK is another person
        hands.data(name)
        hands.press("Enter", "Enter", "o")
        expect(page.locator("#id_bringer_name")).to_be_focused()
        hands.data("Ibu Lestari")
        hands.press("Alt+s", "F4")
        page.wait_for_url(re.compile(rf"keluarga=[\w.]*{numbers[-1]}\.\w{{12}}"))
        numbers.append(saved(page))
    assert len(set(numbers)) == 3
    expect(page.get_by_text("Berkas 4 keluarga ini")).to_be_visible()
    expect(page.locator("#id_phone")).to_have_value("+6281200004473")
    expect(page.get_by_text("Resinya dicetak bersama")).to_be_visible()
    page.get_by_role("link", name="Lepas").click()
    expect(page.get_by_role("link", name="80 mm")).to_have_attribute(
        "href", f"/loket/resi-bersama/{'.'.join(numbers)}/80mm.pdf"
    )
    expect(page.get_by_text("Satu resi untuk semua berkas kunjungan ini")).to_be_visible()


def test_what_is_forgotten_is_asked_where_it_stands_and_nothing_is_lost(hands):
    page = hands.page
    hands.press("Alt+1")
    hands.data("belum ada")
    hands.press("Enter")
    hands.data("Tanpa NIK")
    hands.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Periksa dulu yang berikut")).to_be_visible()
    expect(page.get_by_label("Pemohon", exact=True)).to_be_focused()
    look(page, "loket-ditolak")
    hands.press("p", "a", "s", "Control+Enter")
    saved(page)
    expect(page.get_by_role("region", name="Resi siap")).to_contain_text("Tanpa NIK")


def test_a_form_emptied_by_mistake_comes_back(someone):
    page = someone("loket")
    page.goto("/loket/")
    page.keyboard.type("hilang")
    page.keyboard.press("Enter")
    page.fill("#id_nik", "3674022505850014")
    page.fill("#id_name", "Hampir Hilang")
    page.keyboard.press("Escape")
    expect(page.locator("#id_name")).to_have_value("")
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator("#id_name")).to_have_value("Hampir Hilang")
    expect(page.locator("#id_nik")).to_have_value("3674022505850014")
    expect(page.get_by_role("combobox", name="Layanan")).to_have_value("KTP-el hilang")


def test_a_network_that_is_away_keeps_everything_until_it_is_back(hands):
    page = hands.page
    person(hands, "3674022505850015", "Saat Putus", "0812 0000 4475")
    hands.press("Alt+a")
    page.context.set_offline(True)
    hands.press("Control+Enter")
    expect(page.get_by_text("Jaringan kantor putus. Isian ini aman di layar")).to_be_visible()
    expect(page.locator("#id_nik")).to_have_value("3674022505850015")
    page.context.set_offline(False)
    saved(page)
    expect(page.get_by_role("region", name="Resi siap")).to_contain_text("Saat Putus")


def test_a_hundred_files_are_checked_by_keys_in_a_quarter_of_the_acts(someone, siantar):
    desk = Desk(siantar)
    names = [f"Seratus {place:03}" for place in range(100)]
    for name in names:
        desk.handed_in(applicant={"name": name})
    page = someone("pemeriksa")
    acts = 0
    for title, letter in (("Mulai periksa", "m"), ("Lolos pemeriksaan", "l")):
        page.goto("/berkas/")
        while (group := page.locator("[data-group]", has=page.get_by_role("rowheader", name=title))).count():
            group.locator("[data-pick-group]").focus()
            page.keyboard.press("Space")
            bar = page.get_by_role("region", name="Tindakan untuk berkas terpilih")
            expect(bar).to_be_visible()
            look(page, "berkas-dipilih") if not acts else None
            page.keyboard.press(letter)
            expect(page.get_by_role("status")).to_contain_text(f"{title}:")
            acts += 2
    expect(page.get_by_text("Seratus 000")).to_have_count(0)
    assert acts <= 100 * 4 / 4


def test_one_file_after_another_by_keys(someone, siantar):
    desk = Desk(siantar)
    for place in range(3):
        desk.handed_in(applicant={"name": f"Berurutan {place}"})
    page = someone("pemeriksa")
    page.goto("/berkas/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/berkas/\w{12}/"))
    look(page, "berkas-satu")
    page.keyboard.press("s")
    expect(page.get_by_role("status")).to_contain_text("Berkas berikutnya")
    before = page.url
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != before)
    expect(page.get_by_role("heading", name="Perjalanan berkas")).to_be_visible()


def test_any_page_and_any_file_is_two_keys_away(someone):
    page = someone("loket")
    keys = Keys(page)
    keys.press("Control+k")
    finder = page.get_by_role("dialog", name="Cari halaman atau berkas")
    expect(finder.get_by_role("option").first).to_be_visible()
    keys.data("hitung")
    expect(finder.get_by_role("option")).to_have_text(["Hitung dokumen"])
    look(page, "cari-halaman")
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/rak/hitung/$"))
    keys.press("Control+k")
    keys.data("Pemohon Kemarin 3")
    expect(finder.get_by_text("Enter mencari berkas")).to_be_visible()
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/berkas/$"))
    expect(page.get_by_role("main")).to_contain_text("Pemohon Kemarin 3")


def test_escape_closes_what_lies_on_the_form_and_leaves_what_was_typed(someone):
    page = someone("loket")
    page.locator("[name=name]").fill("Ratna Dewi")
    for keys in ("Control+k", "?"):
        page.get_by_role("heading", name="Permohonan baru").click()
        page.keyboard.press(keys)
        expect(page.locator("dialog[open]")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(page.locator("[name=name]")).to_have_value("Ratna Dewi")


def test_long_words_push_no_list_out_and_its_search_is_as_wide_as_its_words(someone, siantar):
    Desk(siantar).handed_in(applicant={"name": "Muhammadsyarifuddinsyah Panjanganbetulnamanya"})
    page = someone("pemeriksa")
    page.goto("/berkas/")
    expect(page.get_by_text("Panjanganbetulnamanya")).to_be_visible()
    for width in (360, 768, 1000, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, width
    page.set_viewport_size({"width": 768, "height": 1024})
    assert page.locator("#q").bounding_box()["width"] >= 230
