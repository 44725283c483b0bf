"""The counter prints the forms of a service filled in, right after the hand-in and from the page of the file."""

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import look, printed
from tests.journeys.test_counter_to_door import take_in_by_keyboard

pytestmark = pytest.mark.browser


def test_the_form_is_there_before_the_resident_is_gone(someone):
    page = someone("loket")
    number = take_in_by_keyboard(page, "Siti Aminah", service="KTP-el hilang")
    form = page.get_by_role("link", name="F-1.02")
    expect(form).to_have_attribute("href", f"/naskah/{number}/formulir/f-1-02.pdf")
    look(page, "loket-formulir")
    pdf = printed(page, form.get_attribute("href"))
    assert "Siti Aminah" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    page.goto(f"/berkas/{number}/")
    expect(page.get_by_role("link", name="F-1.07")).to_be_visible()
    look(page, "berkas-formulir")


def test_the_office_chooses_the_forms_of_a_service(someone):
    page = someone("admin")
    page.goto("/pengaturan/layanan/kia/")
    page.get_by_label("F-1.02").select_option(label="III  KARTU IDENTITAS ANAK · BARU")
    look(page, "pengaturan-formulir")
    page.get_by_role("button", name="Lihat akibatnya").click()
    page.get_by_role("button", name="Terbitkan", exact=True).click()
    page.goto("/pengaturan/layanan/kia/")
    expect(page.get_by_label("F-1.02")).to_have_value("kia-baru")
    page.get_by_label("F-1.02").select_option(label="Dicetak, jenisnya dicentang dengan pena")
    page.get_by_role("button", name="Lihat akibatnya").click()
    page.get_by_role("button", name="Terbitkan", exact=True).click()
