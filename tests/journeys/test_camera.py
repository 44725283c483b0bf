"""A resident holds a phone over the paper: the camera of the test is a video of a printed receipt."""

from __future__ import annotations

import io
import random

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import expect

from tests.journeys.conftest import CHROMIUM, FLAGS, printed
from tests.journeys.test_counter_to_door import take_in_by_keyboard
from tests.support.codes import codes_on

pytestmark = pytest.mark.browser


def film_of(pdf: bytes, path: str) -> None:
    """Two seconds of a hand-held phone over the first page: shaking, slightly turned, not quite sharp (Motion JPEG)."""
    chance = random.Random(7)
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil().convert("RGB")
    corner = next(code for code in codes_on(page) if "QR" in str(code.format)).position.top_left
    with open(path, "wb") as film:
        for _ in range(40):
            frame = Image.new("RGB", (1280, 720), (96, 88, 80))
            turned = page.rotate(chance.uniform(-6, 6), expand=True, fillcolor=(96, 88, 80))
            frame.paste(turned, (480 - corner.x + chance.randrange(12), 180 - corner.y + chance.randrange(12)))
            still = io.BytesIO()
            frame.filter(ImageFilter.GaussianBlur(0.8)).save(still, "JPEG", quality=80)
            film.write(still.getvalue())


def test_the_receipt_is_tracked_by_the_camera_of_a_phone(someone, siantar, playwright, tmp_path):
    counter = someone("loket")
    number = take_in_by_keyboard(counter, "Sri Rahayu")
    film_of(printed(counter, f"/loket/resi/{number}/58mm.pdf"), film := str(tmp_path / "resi.mjpeg"))
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *camera])
    phone = chromium.new_context(base_url=siantar.url, viewport={"width": 360, "height": 780}).new_page()
    phone.goto("/")
    phone.get_by_role("button", name="Pindai dengan kamera").click()
    phone.wait_for_url(lambda url: f"/t/{number}" in url)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Berkas diterima")
    expect(phone.get_by_text("S** R*****")).to_be_visible()
    chromium.close()
