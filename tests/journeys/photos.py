"""Photos of paper as people take them: on a table in the evening, at a slant, grainy, saved as JPEG."""

from __future__ import annotations

import io

import numpy
import pypdfium2
from PIL import Image, ImageFilter

TABLE = (70, 62, 55)


def page_of(pdf: bytes, page: int = 0) -> Image.Image:
    """A page as it lies there: 300 dpi."""
    return pypdfium2.PdfDocument(pdf)[page].render(scale=300 / 72).to_pil().convert("RGB")


def photo_of(paper: Image.Image, *, light: float = 0.3, turned: float = 8, grain: float = 9, size: int = 3200) -> bytes:
    """The paper under little light, darker to one side, turned by so many degrees, seen from below, not quite sharp."""
    width, height = paper.size
    table = Image.new("RGB", (round(width * 1.25), round(height * 1.25)), TABLE)
    table.paste(paper, (round(width * 0.12), round(height * 0.12)))
    wide, tall = table.size
    seen = table.rotate(turned, fillcolor=TABLE, resample=Image.Resampling.BICUBIC).transform(
        (wide, tall), Image.Transform.PERSPECTIVE, _slanted(wide, tall), Image.Resampling.BICUBIC, fillcolor=TABLE
    )
    seen.thumbnail((size, size))
    pixels = numpy.asarray(seen.filter(ImageFilter.GaussianBlur(1.0)), dtype=numpy.float32)
    across = numpy.linspace(light, light * 0.45, pixels.shape[1], dtype=numpy.float32)[None, :, None]
    noise = numpy.random.default_rng(7).normal(0, grain, pixels.shape).astype(numpy.float32)
    dim = numpy.clip(pixels * across + noise, 0, 255).astype(numpy.uint8)
    saved = io.BytesIO()
    Image.fromarray(dim).save(saved, "JPEG", quality=62)
    return saved.getvalue()


def _slanted(wide: int, tall: int) -> list[float]:
    """What PIL wants to show the whole picture narrower at its top, as a phone held low sees it."""
    seen = [(0.09 * wide, 0.05 * tall), (0.93 * wide, 0), (wide, tall), (0, 0.97 * tall)]
    real = [(0, 0), (wide, 0), (wide, tall), (0, tall)]
    rows = []
    for (x, y), (u, v) in zip(seen, real, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return list(numpy.linalg.solve(numpy.array(rows), numpy.array(real).reshape(8)))
