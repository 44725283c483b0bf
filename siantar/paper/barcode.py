"""Barcodes as SVG whose modules fall on whole printer dots."""

from __future__ import annotations

import io
import re

import numpy
import zxingcpp
from PIL import Image


def code128(text: str) -> str:
    """Code 128 with its quiet zones of ten modules, one unit a module and no text."""
    return _svg(text, zxingcpp.BarcodeFormat.Code128)


def qr(text: str) -> str:
    """A QR code with its quiet zone of four modules, one unit a module."""
    return _svg(text, zxingcpp.BarcodeFormat.QRCode)


def qr_png(text: str, dots: int = 4) -> bytes:
    """The same as a picture, so many dots a module."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    drawn = zxingcpp.write_barcode_to_image(code, scale=dots, add_quiet_zones=True)
    into = io.BytesIO()
    Image.fromarray(numpy.asarray(drawn)).save(into, "PNG")
    return into.getvalue()


def on_screen(svg: str, dots: int) -> str:
    """A barcode for a page: so many dots a module, smaller where the page is narrower."""
    width, height = (int(side) for side in re.findall(r'(?:width|height)="(\d+)"', svg)[:2])
    sides = (
        f'viewBox="0 0 {width} {height}" width="{width * dots}" height="{height * dots}" shape-rendering="crispEdges"'
    )
    return re.sub(r'width="\d+" height="\d+"', sides, svg, count=1)


def _svg(text: str, form: zxingcpp.BarcodeFormat) -> str:
    code = zxingcpp.create_barcode(text, form)
    return str(zxingcpp.write_barcode_to_svg(code, scale=1, add_quiet_zones=True, add_hrt=False))
