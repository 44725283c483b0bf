"""The letterhead of the tests: arms in a colour that stands nowhere else on a paper."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from siantar.paper.letterhead import Letterhead

COLOUR = (200, 16, 200)


def arms() -> bytes:
    """A picture in the shape of arms (PNG)."""
    out = io.BytesIO()
    Image.new("RGB", (160, 200), COLOUR).save(out, "PNG")
    return out.getvalue()


KOP = Letterhead("PEMERINTAH KOTA TANGERANG SELATAN", "KECAMATAN SERPONG UTARA", "Jl. Raya Serpong Km. 8. Telepon (021) 555-0100", arms())


def spot_of_arms(page: Image.Image) -> tuple[float, float, float, float] | None:
    """Where the arms stand on a page that was drawn in colour: left, top, right, bottom as shares of it; none if nowhere."""
    apart = ImageChops.difference(page.convert("RGB"), Image.new("RGB", page.size, COLOUR))
    red, green, blue = apart.split()
    furthest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    box = furthest.point(lambda value: 255 if value < 24 else 0).getbbox()
    if box is None:
        return None
    width, height = page.size
    return box[0] / width, box[1] / height, box[2] / width, box[3] / height
