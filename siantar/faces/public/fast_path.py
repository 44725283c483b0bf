"""The public answers of a receipt without a framework: used before Django's middleware, and by its views."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from types import MappingProxyType

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from siantar.casework import following, tracking
from siantar.casework.following import PreparedAnswer
from siantar.directory import elsewhere, training
from siantar.faces.frame import assets
from siantar.faces.frame.context import Frame
from siantar.faces.public import contact, page
from siantar.rules import reading, receipt_number
from siantar.rules.office_directory import DirectoryEntry
from siantar.rules.vocabulary import Code

CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {script}; style-src 'self' {style}; "
    "img-src 'self' data: blob:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
)
INLINE_STYLE, INLINE_SCRIPT = "styles/public.css", "public/accessibility_first.ts"
_JSON, _PROBLEM, _HTML = "application/json", "application/problem+json", "text/html; charset=utf-8"
_TITLES = {
    "unknown_receipt": "Nomor resi tidak ditemukan. Periksa lagi nomornya atau tanyakan di loket.",
    "training_receipt": "Ini tanda terima latihan, bukan berkas sungguhan. Minta resi yang asli.",
    "true_receipt": "Ini tempat latihan, sedangkan resi ini sungguhan. Buka di Siantar yang sebenarnya.",
    "not_here": "Berkas ini dilayani di Siantar kantor lain. Buka di alamat pada `address`.",
    "mistyped_receipt": "Nomor resi salah ketik. Periksa lagi huruf dan angkanya.",
}
_MARK = "@@isi@@"
_BY_DAY, _SINCE = b'"by":"day"', b'"since":"'


@cache
def common() -> tuple[tuple[str, str], ...]:
    """The headers of every answer; what stands inside the page is allowed by its hash, nothing else is."""
    csp = CSP.format(script=assets.digest(INLINE_SCRIPT), style=assets.digest(INLINE_STYLE))
    seconds = settings.SECURE_HSTS_SECONDS
    return (
        *((("Strict-Transport-Security", f"max-age={seconds}"),) if seconds else ()),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Content-Security-Policy", csp),
        ("Cache-Control", "no-cache"),
    )


@dataclass(frozen=True, slots=True)
class FastAnswer:
    """A whole HTTP answer."""

    status: int
    kind: str
    body: bytes
    etag: str = ""


def as_json(typed: str, known_etag: str = "", *, at: datetime | None = None) -> FastAnswer:
    """Give the tracking answer of interface.md, or a problem (RFC 9457): mistyped or unknown receipt.

    `at` judges its promise; without, it is given as it was written.
    """
    try:
        number = _number(typed)
    except ValueError:
        return _problem("mistyped_receipt")
    prepared = following.look_up(number, at)
    if prepared is None:
        return _nowhere_as_json(number, at)
    body, etag = _true_at(prepared, at)
    if prepared.behind:
        body = body[:-1] + b',"as_of":' + json.dumps(prepared.as_of and prepared.as_of.isoformat()).encode() + b"}"
    if etag in known_etag:
        return FastAnswer(304, _JSON, b"", etag)
    return FastAnswer(200, _JSON, body, etag)


def as_page(typed: str, language: str, known_etag: str = "", *, at: datetime | None = None) -> FastAnswer:
    """Give the tracking page; `at` as for `as_json`."""
    try:
        number = _number(typed)
    except ValueError:
        return _sorry("mistyped_receipt", typed, language)
    prepared = following.look_up(number, at)
    if prepared is None:
        return _nowhere_as_page(number, language, at)
    body, etag = _true_at(prepared, at)
    head, tail, version = shell(language)
    office, today = contact.contact_of(number, at), _today(body, at)
    day = f"-{today:%j}" if today else ""
    if (tag := f"{etag}-{language}-{version}{office.version}{day}") in known_etag:
        return FastAnswer(304, _HTML, b"", tag)
    notice = page.behind(prepared.as_of, body, language) if prepared.behind else ""
    content = page.content(body, language, office, today)
    return FastAnswer(200, _HTML, f"{head}{notice}{content}{tail}".encode(), tag)


def _true_at(prepared: PreparedAnswer, at: datetime | None) -> tuple[bytes, str]:
    """Body and ETag as they are true at `at`; another ETag for what a database tells that follows."""
    body, etag = tracking.as_of(prepared.body, prepared.etag, at) if at else (prepared.body, prepared.etag)
    return body, f"{etag}-f{prepared.as_of.timestamp() if prepared.as_of else 0:.0f}" if prepared.behind else etag


def content_of(number: str, language: str, at: datetime) -> str | None:
    """What stands in the middle of the page of this receipt; None where there is none."""
    row = tracking.look_up(number)
    if row is None:
        return None
    body, _ = tracking.as_of(*row, at)
    return page.content(body, language, contact.contact_of(number, at), _today(body, at))


def _today(body: bytes, at: datetime | None) -> date | None:
    """The day it is at the office, where the page draws days: it is another page tomorrow."""
    if at is None or _BY_DAY not in body:
        return None
    place = body.index(_SINCE) + len(_SINCE)
    return at.astimezone(datetime.fromisoformat(body[place : place + 25].decode()).tzinfo).date()


def _number(typed: str) -> str:
    """The receipt number meant: the shortest way first, for the hottest read. Raises ValueError."""
    try:
        return receipt_number.parse_receipt(typed)
    except receipt_number.NotANumber:
        return reading.read_receipt(typed).number.text


@cache
def shell(language: str) -> tuple[str, str, str]:
    """What stands before and after the content of the page, and its version; rendered once a language.

    The version is part of the ETag: a page kept from before an update names style sheets that are gone.
    """
    with translation.override(language):
        head, _, tail = render_to_string(
            "public/track.html", {"content": _MARK, "frame": Frame(training=settings.SIANTAR_TRAINING)}
        ).partition(_MARK)
    return head, tail, hashlib.sha256(f"{head}{tail}".encode()).hexdigest()[:8]


@lru_cache(maxsize=1024)
def compressed(body: bytes) -> bytes:
    """A page for the line: nothing secret is in it, so its length tells nobody anything (some 10 MB when full)."""
    return gzip.compress(body, 6, mtime=0)


def _nowhere_as_json(number: str, at: datetime | None) -> FastAnswer:
    office = _elsewhere(number, at)
    if office is None:
        return _problem(training.why_unknown(number, None))
    return _problem(Code.NOT_HERE, {"office": office.name, "address": elsewhere.tracking(office, number)})


def _nowhere_as_page(number: str, language: str, at: datetime | None) -> FastAnswer:
    office, code = _elsewhere(number, at), training.why_unknown(number, None)
    if office is not None:
        code = Code.NOT_HERE
    elif code is Code.UNKNOWN_RECEIPT and not _is_ours(number):
        return _sorry("other_office", number, language)
    return _sorry(code, number, language, office)


def _elsewhere(number: str, at: datetime | None) -> DirectoryEntry | None:
    """The office that serves it elsewhere; nobody is asked while the database that records is away."""
    try:
        return None if following.away() else elsewhere.serving(number, at)
    except following.LOST:
        return None


def _is_ours(number: str) -> bool:
    try:
        return following.away() or elsewhere.is_ours(number)
    except following.LOST:
        return True


def _problem(code: str, more: Mapping[str, str] = MappingProxyType({})) -> FastAnswer:
    content = {"type": f"/docs/problems#{code}", "title": _TITLES[code], "status": 404, "code": code, **more}
    return FastAnswer(404, _PROBLEM, json.dumps(content, ensure_ascii=False).encode())


def _sorry(code: str, typed: str, language: str, office: DirectoryEntry | None = None) -> FastAnswer:
    context = {"code": code, "typed": typed[:40], "frame": Frame(training=settings.SIANTAR_TRAINING), "office": office}
    with translation.override(language):
        page = render_to_string(
            "public/sorry.html", {**context, "address": elsewhere.tracking(office, typed) if office else ""}
        )
    return FastAnswer(404, _HTML, page.encode())
