"""A bad photo of a printed letter is enough, also without network; forgeries and withdrawn letters are told apart."""

from __future__ import annotations

import base64
import io
import json
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from siantar.paper.barcode import qr_png
from tests.journeys.conftest import CHROMIUM, FLAGS, decoded, look, people, printed
from tests.journeys.line import Line
from tests.journeys.photos import page_of, photo_of
from tests.journeys.test_camera import film_of
from tests.journeys.test_counter_to_door import take_in_by_keyboard
from tests.journeys.test_letter import checked, initialled, write

pytestmark = pytest.mark.browser
WITHOUT = "Asli menurut tanda tangan kantor; belum ditanyakan apakah sudah ditarik"


@pytest.fixture(scope="module")
def issued(browser, siantar):
    """A letter of the office: who signed it, its number and its PDF. The last test here withdraws it."""
    with people(browser, siantar) as someone:
        yield sign_one(someone)


def sign_one(someone) -> tuple[Page, str, bytes]:
    number = take_in_by_keyboard(someone("loket"), "Siti Aminah", service="SKTM")
    write(checked(someone, number), number)
    initialled(someone, number)
    camat = someone("camat")
    camat.goto(f"/naskah/{number}/")
    camat.get_by_role("button", name="Tanda tangani").click()
    expect(camat.get_by_role("status")).to_contain_text("Surat ditandatangani dan diberi nomor")
    return camat, number, printed(camat, f"/naskah/{number}/surat.pdf")


@pytest.fixture
def line(siantar):
    line = Line(int(siantar.url.rpartition(":")[2]))
    yield line
    line.close()


def choose(page: Page, photo: bytes, name: str = "surat.jpg") -> None:
    kind = "application/pdf" if name.endswith("pdf") else "image/jpeg"
    page.get_by_label("Pilih foto surat").set_input_files({"name": name, "mimeType": kind, "buffer": photo})


def answered(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=2, name=words)).to_be_visible(timeout=60_000)


def installed_desk(someone, line: Line) -> tuple[Page, list[str]]:
    """The page on a phone that keeps it, and what it sent to anybody."""
    phone = someone("", 360)
    sent: list[str] = []
    phone.goto(f"{line.url}/surat/periksa/")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.wait_for_function("navigator.serviceWorker.controller !== null")
    phone.on(
        "request",
        lambda request: sent.append(
            f"{request.method} {request.url.partition('/surat/')[0]} {request.post_data or ''}"
        ),
    )
    return phone, sent


def with_name(link: str, name: str) -> str:
    """The code with another name in it, under the signature of before."""
    address, _, rest = link.partition("#")
    line, _, signature = rest.partition(".")
    parts = json.loads(base64.urlsafe_b64decode(line + "=" * (-len(line) % 4)))
    parts[5] = name
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return f"{address}#{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}.{signature}"


def pasted(paper: Image.Image, link: str) -> Image.Image:
    """The paper with another code put over its own."""
    forged = paper.copy()
    code = Image.open(io.BytesIO(qr_png(link))).convert("RGB").resize((449, 449))
    forged.paste(code, (290, paper.height - 900))
    return forged


def test_the_camera_of_a_phone_reads_the_letter_on_the_first_page_and_on_the_one_for_letters(
    issued, siantar, playwright, tmp_path
):
    _camat, _number, pdf = issued
    film_of(pdf, film := str(tmp_path / "surat.mjpeg"))
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *camera])
    phone = chromium.new_context(base_url=siantar.url, viewport={"width": 360, "height": 780}).new_page()
    phone.goto("/surat/periksa/")
    phone.get_by_role("button", name="Pindai dengan kamera").click()
    answered(phone, "Surat ini diterbitkan kantor kami dan tidak ditarik")
    phone.goto("/")
    phone.get_by_role("button", name="Pindai dengan kamera").click()
    phone.wait_for_url(re.compile(r"/surat/[\w-]+#"))
    expect(phone.get_by_text("Surat ini asli")).to_be_visible()
    chromium.close()


def withdraw(camat: Page, number: str) -> None:
    camat.goto(f"/naskah/{number}/")
    camat.get_by_text("Tarik surat yang salah").click()
    camat.get_by_label("Mengapa ditarik").fill("Nama sekolah keliru")
    camat.get_by_role("button", name="Tarik surat").click()
    expect(camat.get_by_role("status")).to_contain_text("Surat ditarik")


def test_forged_codes_and_what_is_none(someone, issued, line):
    _camat, _number, pdf = issued
    link = decoded(pdf)["QRCode"]
    phone, _sent = installed_desk(someone, line)
    other = page_of(printed(_camat, "/naskah/buku/register-surat.pdf"))
    choose(phone, photo_of(pasted(other, link)))  # a genuine code on another paper: a person compares
    answered(phone, "Surat ini diterbitkan kantor kami dan tidak ditarik")
    expect(phone.get_by_text("bila ada yang berbeda, surat itu palsu")).to_be_visible()
    choose(phone, photo_of(other))
    answered(phone, "Kodenya tidak terbaca di foto ini")
    choose(phone, b"no picture at all")
    answered(phone, "Berkas ini bukan foto")

    address, _, signed = link.partition("#")
    for typed, words in (
        (with_name(link, "B*** S******"), "Tanda tangan di kode ini bukan dari kantor kami"),
        (f"{address[:-3]}abc#{signed}", "Tanda tangannya asli, tetapi kantor tidak mengenal tautannya"),
        (address[:-3] + "abc", "Surat ini tidak dikenal"),
        (address, "Surat ini diterbitkan kantor kami dan tidak ditarik"),
        ("https://siantar-asli.example.com/surat/x", "Kode ini membuka alamat lain, bukan kantor kami"),
        ("apa saja", "Ini bukan kode surat"),
    ):
        phone.get_by_label("Atau ketik alamat di bawah kodenya").fill(typed)
        phone.get_by_role("button", name="Periksa").click()
        answered(phone, words)
    look(phone, "periksa-surat-bukan")

    phone.goto(
        f"{line.url}/surat/{with_name(link, 'B*** S******').partition('/surat/')[2]}"
    )  # opened by the phone's own camera
    expect(phone.get_by_role("alert")).to_contain_text("Kode ini dirakit")
    expect(phone.get_by_text("Surat ini asli")).to_be_hidden()


def test_a_bad_photo_is_enough_and_without_network_the_signature_is(someone, issued, line):
    camat, number, pdf = issued
    link, paper = decoded(pdf)["QRCode"], page_of(pdf)
    phone, sent = installed_desk(someone, line)
    for photo in (photo_of(paper, light=0.12), photo_of(paper, turned=97), photo_of(paper, turned=-171, grain=14)):
        choose(phone, photo)
        answered(phone, "Surat ini diterbitkan kantor kami dan tidak ditarik")
        expect(phone.get_by_text("S*** A*****")).to_be_visible()
        phone.reload()
    choose(phone, photo_of(paper))
    answered(phone, "Surat ini diterbitkan kantor kami dan tidak ditarik")
    look(phone, "periksa-surat-asli")
    for content, words in ((pdf, "Sama persis"), (pdf + b" ", "Berbeda dari surat")):
        choose(phone, content, "surat.pdf")
        expect(phone.locator("#letter-file [role=status]")).to_contain_text(words)

    line.cut()
    phone.reload()
    choose(phone, photo_of(paper))
    answered(phone, WITHOUT)
    expect(phone.get_by_text("400.9.14/")).to_be_visible()
    look(phone, "periksa-surat-tanpa-jaringan")
    choose(phone, photo_of(Image.open(io.BytesIO(qr_png(with_name(link, "B*** S******"), 8))).convert("RGB")))
    answered(phone, "Tanda tangan di kode ini bukan dari kantor kami")
    expect(phone.get_by_text("B*** S******")).to_be_hidden()
    phone.goto(f"{line.url}/surat/{link.partition('/surat/')[2]}")  # the phone's own camera opened the link
    answered(phone, WITHOUT)
    assert [each for each in sent if not each.startswith("GET ")] == []

    line.mend()
    withdraw(camat, number)
    phone.goto(f"{line.url}/surat/periksa/")
    choose(phone, photo_of(paper))
    answered(phone, "Surat ini sudah ditarik dan tidak berlaku")
    look(phone, "periksa-surat-ditarik")
