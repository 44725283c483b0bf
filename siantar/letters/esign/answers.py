"""Whether an answer is our sheet, signed: the bytes are signed, and what they show is what was sent.

This does not judge the certificate; the service and its verifier do. It keeps out what is no PDF, not signed, or
another document (docs/decisions/0036).
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator

import pypdfium2

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")
_MOST_SIGNATURES = 8
_DIGESTS = (hashlib.sha256, hashlib.sha384, hashlib.sha512)
_pdfium = threading.Lock()  # the library is not made for threads


def is_our_sheet_signed(sent: bytes, answer: bytes) -> bool:
    """Whether a signature covers this answer, and what it covers, and all of it, shows what was sent.

    A service that adds to our bytes and one that writes the file anew both pass; words and sides of pages tell.
    """
    if not answer.startswith(b"%PDF-"):
        return False
    sheet = _pages(sent)
    if not sheet or _pages(answer) != sheet:
        return False
    spans = [span for span in _signed_spans(answer) if _speaks_of(answer, span)]
    return any(whole == len(answer) or _pages(answer[:whole]) == sheet for _start, _end, whole in spans)


Span = tuple[int, int, int]  # where the signature begins and ends, and where what it covers ends


def _signed_spans(answer: bytes) -> Iterator[Span]:
    for count, match in enumerate(_RANGE.finditer(answer)):
        if count == _MOST_SIGNATURES:
            return
        first, start, end, rest = (int(number) for number in match.groups())
        if first == 0 < start < end and end + rest <= len(answer):
            yield start, end, end + rest


def _speaks_of(answer: bytes, span: Span) -> bool:
    """Whether the signature names the digest of exactly the bytes around it."""
    start, end, whole = span
    try:
        signature = bytes.fromhex(answer[start:end].strip(b"<> \r\n").decode("ascii"))
    except (ValueError, UnicodeDecodeError):
        return False
    covered = answer[:start] + answer[end:whole]
    return any(digest(covered).digest() in signature for digest in _DIGESTS)


Shown = list[tuple[int, int, str]]  # of each page: width and height in pt, its words


def _pages(pdf: bytes) -> Shown:
    """What its pages show; nothing for what is no PDF."""
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return []
        try:
            return [(round(page.get_width()), round(page.get_height()), _words(page)) for page in document]
        except pypdfium2.PdfiumError:
            return []
        finally:
            document.close()


def _words(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_range().split())
