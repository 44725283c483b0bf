"""From facts to words: what stands for each brace, and the whole letter around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import dateformat, translation

from siantar.casework import redirects
from siantar.catalogue import words
from siantar.catalogue.words import Words
from siantar.directory import links
from siantar.directory.models import Office
from siantar.messaging import templates
from siantar.messaging.channels.base import Letter
from siantar.messaging.templates import SAYINGS
from siantar.rules import promise
from siantar.rules.occasions import SURVEYED, Occasion
from siantar.rules.reasons import OTHER
from siantar.rules.receipt_number import grouped
from siantar.rules.vocabulary import ATTEMPTS, Stage

LONGEST_LINE = 700  # a template of WhatsApp takes 1,024 characters in all
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_PROMISE = Words("Kami janjikan selesai paling lambat {hari}.", "We promise it by {hari}.")
_STAYS = Words("Masih menunggu: {alasan}.", "It still waits: {alasan}.")
_AT_AGENCY = Words("Berkasnya masih diproses {instansi}.", "It is still being worked on at {instansi}.")
_MISSED = Words("terlambat: belum selesai pada", "is late: it was not done by")
_ENDANGERED = Words("kemungkinan tidak selesai pada", "will probably not be done by")
_DAYS = Words("Perkiraan selesai {dari} sampai {sampai}.", "Expected to be done from {dari} to {sampai}.")
_ON_DAY = Words("Perkiraan selesai {dari}.", "Expected to be done on {dari}.")
_AT_OFFICE = Words("Berkasnya masih kami kerjakan.", "We are still working on it.")
_AGAIN = Words("Kami coba sekali lagi pada pengantaran berikutnya.", "We will try once more on the next round.")
_NO_MORE = Words("Setelah ini dokumen dapat diambil di loket.", "After this it can be collected at the counter.")
_CARRIER_TRIES = Words(
    "{jasa} mencoba lagi atau mengembalikannya ke kantor.", "{jasa} tries again or returns it to the office."
)
_EXPECTED = Words("Perkiraan tiba {jendela}.", "Expected {jendela}.")
_SPAN = Words("{hari} antara pukul {dari} dan {sampai} {zona}", "{hari} between {dari} and {sampai} {zona}")


@dataclass(frozen=True, slots=True)
class MessageItem:
    """One file in a letter."""

    receipt_number: str
    service: Words
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a letter goes and from which office."""

    id: UUID
    address: str
    office: Office
    language: str
    at: datetime


def letter(envelope: Envelope, occasion: Occasion, wording: Words, items: Sequence[MessageItem]) -> Letter:
    """Write one letter about one file, or about several of one family."""
    language = envelope.language
    bodies = [fill(wording.in_language(language), filling(occasion, item, envelope)) for item in items]
    pages = [link_to(item.receipt_number) for item in items]
    title = SAYINGS[occasion].title.in_language(language)
    if len(items) == 1:
        lines = [bodies[0], *_after(occasion, items[0], language)]
        line, link = bodies[0], pages[0]
    else:
        many = {"jumlah": str(len(items)), "judul": title}
        head = fill(templates.MANY.in_language(language), many)
        lines = [f"{head}."]
        for body, item in zip(bodies, items, strict=True):
            lines += [f"- {body}", *(f"  {more}" for more in _after(occasion, item, language))]
        line, link = f"{head}. {' '.join(bodies)}", links.public("home")
    fixed = templates.FIXED.in_language(language)
    return Letter(
        id=envelope.id,
        address=envelope.address,
        office=envelope.office.name,
        subject=f"{envelope.office.name}: {title}",
        text="\n".join([envelope.office.name, *lines, "", fixed]),
        line=one_line(line),
        link=link,
        language=language,
        occasion=occasion,
        at=envelope.at,
    )


def notice(envelope: Envelope, body: str, *, answering: bool = False) -> Letter:
    """Words that are about no file (an answer to somebody who wrote to us, a test); they end like every letter."""
    fixed = templates.FIXED.in_language(envelope.language)
    return Letter(
        id=envelope.id,
        address=envelope.address,
        office=envelope.office.name,
        subject=envelope.office.name,
        text="\n".join([envelope.office.name, body, "", fixed]),
        line=one_line(body),
        link=links.public("home"),
        language=envelope.language,
        occasion="notice",
        at=envelope.at,
        answering=answering,
    )


def link_to(receipt_number: str) -> str:
    """The public page of a file."""
    return links.public("track", receipt_number)


def fill(text: str, fields: Mapping[str, str]) -> str:
    """Fill the braces of a text; empty ones leave no gap."""
    filled = re.sub(r"\{([a-z]+)\}", lambda brace: fields.get(brace[1], ""), text)
    return re.sub(r"  +", " ", filled).strip()


def one_line(text: str) -> str:
    """The text in one line, as templates of WhatsApp want it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_LINE else f"{flat[: LONGEST_LINE - 1]}…"


def filling(occasion: Occasion, item: MessageItem, envelope: Envelope) -> dict[str, str]:
    """List what stands for each brace."""
    language, facts, zone = envelope.language, item.facts, ZoneInfo(envelope.office.zone)
    fields = {
        "layanan": item.service.in_language(language),
        "resi": grouped(item.receipt_number),
        "kantor": envelope.office.name,
    }
    if "missing" in facts:
        fields["kurang"] = _missing(facts, language)
    fields["instansi"] = words.agency(str(facts.get("agency") or ""), language)
    fields["alasan"] = _reason(facts, language)
    if facts.get("keep_until"):
        fields["simpan"] = on_day(date.fromisoformat(facts["keep_until"]), language)
    if facts.get("asked"):
        token = redirects.token_of(UUID(facts["asked"]))
        fields["henti"] = links.public("redirect-stop", item.receipt_number, token)
    if facts.get("promised_at"):
        fields["janji"] = _promise(occasion, facts, envelope, zone)
    if occasion is Occasion.DELAYED:
        fields |= _delay(facts, envelope, zone)
    if occasion is Occasion.FAILED:
        fields["berikut"] = _next_try(facts, language)
    if facts.get("carrier"):
        fields |= {"jasa": str(facts["carrier"]), "kiriman": str(facts["shipment"])}
    if facts.get("from") and occasion is not Occasion.DELAYED:
        fields["jendela"] = window(facts, language, zone)
        fields["perkiraan"] = fill(_EXPECTED.in_language(language), fields)
    return fields


def _next_try(facts: Mapping[str, Any], language: str) -> str:
    """What comes after an attempt in vain: an outside carrier goes by its own rules."""
    if carrier := facts.get("carrier"):
        return fill(_CARRIER_TRIES.in_language(language), {"jasa": str(carrier)})
    return (_AGAIN if facts.get("attempt", 0) < ATTEMPTS else _NO_MORE).in_language(language)


def day(at: datetime, language: str, zone: ZoneInfo) -> str:
    """`Rabu 26 November 2026`."""
    return on_day(at.astimezone(zone).date(), language)


def on_day(when: date, language: str) -> str:
    """The day in words."""
    with translation.override(language):
        return dateformat.format(when, "l j F Y")


def window(facts: Mapping[str, Any], language: str, zone: ZoneInfo) -> str:
    """Word from when to when, on which day."""
    begins, ends = (datetime.fromisoformat(facts[key]).astimezone(zone) for key in ("from", "to"))
    fields = {
        "hari": day(begins, language, zone),
        "dari": f"{begins:%H.%M}",
        "sampai": f"{ends:%H.%M}",
        "zona": ZONES.get(zone.key, ""),
    }
    return fill(_SPAN.in_language(language), fields)


def _within(words_of_reason: str) -> str:
    """A reason in the middle of a sentence; abbreviations stay capital."""
    return words_of_reason if words_of_reason[:2].isupper() else words_of_reason[:1].lower() + words_of_reason[1:]


def _missing(facts: Mapping[str, Any], language: str) -> str:
    missing, reason = ", ".join(facts["missing"]), str(facts.get("reason", "")).rstrip(".")
    if missing and reason:
        return f"{missing} ({reason})"
    return missing or reason or templates.ASK_AT_COUNTER.in_language(language)


def _reason(facts: Mapping[str, Any], language: str) -> str:
    """Why, in the middle of a sentence: by its code, or in an officer's words where they may be told."""
    code, spoken = str(facts.get("hold") or facts.get("failure") or ""), str(facts.get("reason") or "").rstrip(".")
    if code and code != OTHER:
        return _within(words.reason(code, language))
    return spoken or templates.ASK_AT_COUNTER.in_language(language)


def _promise(occasion: Occasion, facts: Mapping[str, Any], envelope: Envelope, zone: ZoneInfo) -> str:
    """The day that was promised; a sentence of promise only while it can be kept."""
    promised_at, language = datetime.fromisoformat(facts["promised_at"]), envelope.language
    promised = day(promised_at, language, zone)
    if occasion is Occasion.DELAYED:
        return promised
    over = promise.is_overdue(promised_at, envelope.at, zone)
    return "" if over else fill(_PROMISE.in_language(language), {"hari": promised})


def _delay(facts: Mapping[str, Any], envelope: Envelope, zone: ZoneInfo) -> dict[str, str]:
    """That it is late or will be, why, and on which days it is expected instead."""
    language, promised_at = envelope.language, facts.get("promised_at")
    over = promised_at and promise.is_overdue(datetime.fromisoformat(promised_at), envelope.at, zone)
    return {
        "terlambat": (_MISSED if over else _ENDANGERED).in_language(language),
        "sebab": _cause(facts, language),
        "perkiraan": _expected_days(facts, language, zone),
    }


def _expected_days(facts: Mapping[str, Any], language: str, zone: ZoneInfo) -> str:
    if not facts.get("first_at") or not facts.get("last_at"):
        return ""
    first, last = (day(datetime.fromisoformat(facts[key]), language, zone) for key in ("first_at", "last_at"))
    words_for_days = _ON_DAY if first == last else _DAYS
    return fill(words_for_days.in_language(language), {"dari": first, "sampai": last})


def _cause(facts: Mapping[str, Any], language: str) -> str:
    if facts.get("hold"):
        return fill(_STAYS.in_language(language), {"alasan": _reason(facts, language)})
    away = facts.get("stage") in {Stage.AT_AGENCY, Stage.SENT_TO_AGENCY}
    agency = words.agency(str(facts.get("agency") or ""), language)
    return fill((_AT_AGENCY if away else _AT_OFFICE).in_language(language), {"instansi": agency})


def _after(occasion: Occasion, item: MessageItem, language: str) -> list[str]:
    """List the lines of links beneath a file."""
    lines = [f"{templates.SEE.in_language(language)}: {link_to(item.receipt_number)}"]
    if occasion in SURVEYED:
        survey = links.public("survey-judge", item.receipt_number)
        lines.append(f"{templates.SURVEY.in_language(language)}: {survey}")
    return lines
