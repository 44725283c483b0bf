"""The codes on a page as a scanner at an office reads them: of the two kinds Siantar prints, and of no other.

Asked for every kind there is, a decoder now and then takes the text of a page for a code of a kind that hardly checks itself
(DataBar, Codabar, ITF): an office sets its scanners to the kinds it uses, and so do the tests.
"""

import pypdfium2
import zxingcpp
from PIL import Image

KINDS = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128)
PRINTER = 203  # dots an inch of a receipt or label printer


def page_of(pdf: bytes, page: int = 0, *, dots: float = PRINTER) -> Image.Image:
    """A page as the printer sets it, in grey."""
    return pypdfium2.PdfDocument(pdf)[page].render(scale=dots / 72).to_pil().convert("L")


def codes_on(image: Image.Image) -> list[zxingcpp.Barcode]:
    """What a scanner finds on it, with its place."""
    return zxingcpp.read_barcodes(image, formats=KINDS)


def texts_on(image: Image.Image) -> list[str]:
    return [code.text for code in codes_on(image)]


def by_kind(image: Image.Image) -> dict[str, str]:
    """"QRCode" and "Code128" -> the text of each that stands on the image."""
    return {repr(code.format).rpartition(".")[2]: code.text for code in codes_on(image)}
