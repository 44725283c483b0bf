"""The content of the tracking page as plain text assembly: a template engine would halve the hottest read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from html import escape
from typing import Any

from siantar.catalogue import words
from siantar.rules.promise import clock_of
from siantar.rules.receipt_number import grouped
from siantar.rules.vocabulary import Method, Stage

MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
DOT = '<svg aria-hidden="true" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5"/></svg>'
SERVED = frozenset({Stage.DELIVERED, Stage.COLLECTED, Stage.ISSUED_DIGITALLY})
ZONES = {"+07:00": "WIB", "+08:00": "WITA", "+09:00": "WIT"}
SENTENCES: dict[str, dict[str, Any]] = {
    "id": {
        "receipt": "Nomor resi",
        "promise": "Dijanjikan selesai paling lambat",
        "paused": "Waktu janji berhenti sementara sampai dokumen dilengkapi.",
        "missing": "Yang masih kurang",
        "story": "Perjalanan berkas",
        "now": "Sekarang",
        "turn": {
            "office": "Giliran kantor kecamatan",
            "agency": "Giliran Disdukcapil",
            "resident": "Giliran Anda",
            "courier": "Di tangan kurir",
            "end": "Selesai",
        },
        "expected": "Perkiraan kurir tiba",
        "until": "sampai",
        "done": "Perkiraan selesai",
        "on": "pada",
        "between": "antara",
        "and": "dan",
        "back": {"courier": "Diantar kurir ke alamat Anda", "counter": "Diambil di loket"},
        "return": "Cara kembali",
        "judge": "Nilai layanan kami, satu menit",
        "complain": "Ada yang tidak beres? Sampaikan pengaduan",
    },
    "en": {
        "receipt": "Receipt number",
        "promise": "Promised by",
        "paused": "The promise waits until the documents are complete.",
        "missing": "Still missing",
        "story": "The way of your file",
        "now": "Now",
        "turn": {
            "office": "With the sub-district office",
            "agency": "With the civil registry",
            "resident": "It is your turn",
            "courier": "With the courier",
            "end": "Done",
        },
        "expected": "The courier is expected",
        "until": "to",
        "done": "Expected to be done",
        "on": "on",
        "between": "between",
        "and": "and",
        "back": {"courier": "A courier brings it to your address", "counter": "You collect it at the counter"},
        "return": "How it comes back",
        "judge": "Judge our service, one minute",
        "complain": "Something is wrong? File a complaint",
    },
}


def day(iso: str, language: str) -> str:
    """`2018-03-22T...` as people write it: `22 Maret 2018`."""
    return f"{int(iso[8:10])} {MONTHS[language][int(iso[5:7]) - 1]} {iso[:4]}"


def moment(iso: str, language: str) -> str:
    """Day and time with the zone: `22 Maret 2018 09.15 WIB`."""
    return f"{day(iso, language)} {iso[11:13]}.{iso[14:16]} {ZONES.get(iso[19:], '')}".rstrip()


@lru_cache(maxsize=8192)
def content(body: bytes, language: str) -> str:
    """Write the answer first, then whose turn it is, the timeline, details. `body` is the tracking answer.

    Pages of the files an office has in hand stay in memory (some 20 MB when all are asked for).
    """
    tracking = json.loads(body)
    say = SENTENCES[language]
    stage = Stage(tracking["stage"])
    clock = clock_of(stage)
    return (
        f'<p class="eyebrow">{escape(tracking["service"])}</p>'
        f"<h1>{_label(tracking['stage'], language)}</h1>"
        f'<p class="badge badge-{clock}">{DOT}'
        f"{say['turn'][clock]}</p>"
        f'<p class="lead">{escape(words.next_step(stage, language))}</p>'
        f"{_expected(tracking, say, language)}{_reasons(tracking, language)}{_missing(tracking, say)}"
        f"{_promise(tracking, say, clock, language)}{_judge(tracking, say, stage)}"
        f"<h2>{say['story']}</h2>{_timeline(tracking, say, language)}"
        f'<dl class="facts"><dt>{say["receipt"]}</dt><dd class="number">{grouped(tracking["receipt_number"])}</dd>'
        f"<dt>{say['return']}</dt><dd>{say['back'][Method(tracking['method'])]}</dd></dl>"
        f'<p><a href="/pengaduan/?resi={tracking["receipt_number"]}">{say["complain"]}</a></p>'
    )


@cache
def _label(stage: str, language: str) -> str:
    return escape(words.label(Stage(stage), language))


def outlook(body: bytes, language: str) -> str:
    """What is expected, as the tracking page says it; empty where nothing is."""
    return _expected(json.loads(body), SENTENCES[language], language)


def _expected(tracking: Mapping[str, Any], say: Mapping[str, Any], language: str) -> str:
    window = tracking["expected"]
    if not window:
        return ""
    if window.get("by") == "day":
        return f'<p class="notice notice-info expected">{_days(window["from"], window["to"], say, language)}</p>'
    begins, ends = window["from"], window["to"]
    zone = ZONES.get(ends[19:], "")
    times = f"{begins[11:13]}.{begins[14:16]} {say['until']} {ends[11:13]}.{ends[14:16]} {zone}".rstrip()
    when = f"{day(begins, language)}, {times}"
    return f'<p class="notice notice-info expected">{say["expected"]} <strong>{when}</strong></p>'


def _days(begins: str, ends: str, say: Mapping[str, Any], language: str) -> str:
    """`antara Rabu 26 dan Jumat 28 November`: days, because hours would be false precision."""
    first, last = date.fromisoformat(begins[:10]), date.fromisoformat(ends[:10])
    names, months = WEEKDAYS[language], MONTHS[language]
    day_of_last = f"{names[last.weekday()]} {last.day} {months[last.month - 1]}"
    if first == last:
        return f"{say['done']} <strong>{say['on']} {day_of_last}</strong>"
    month = f" {months[first.month - 1]}" if first.month != last.month else ""
    return (
        f"{say['done']} <strong>{say['between']} {names[first.weekday()]} {first.day}{month}"
        f" {say['and']} {day_of_last}</strong>"
    )


def _reasons(tracking: Mapping[str, Any], language: str) -> str:
    code = tracking["hold"] if tracking["stage"] == Stage.AT_AGENCY else None
    code = tracking["failure"] if tracking["stage"] in (Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE) else code
    return f'<p class="notice notice-info">{escape(words.reason(code, language))}</p>' if code else ""


def _missing(tracking: Mapping[str, Any], say: Mapping[str, Any]) -> str:
    if not tracking["missing"] or tracking["stage"] != Stage.INCOMPLETE:
        return ""
    papers = "".join(f"<li>{escape(paper)}</li>" for paper in tracking["missing"])
    return f'<div class="notice notice-warn"><h2>{say["missing"]}</h2><ul>{papers}</ul></div>'


def _promise(tracking: Mapping[str, Any], say: Mapping[str, Any], clock: str, language: str) -> str:
    if clock == "end":
        return ""
    if not tracking["promised_at"]:
        return f'<p class="promise">{say["paused"]}</p>'
    return f'<p class="promise">{say["promise"]} <strong>{day(tracking["promised_at"], language)}</strong></p>'


def _judge(tracking: Mapping[str, Any], say: Mapping[str, Any], stage: Stage) -> str:
    if stage not in SERVED:
        return ""
    return f'<p><a class="button button-primary" href="/skm/{tracking["receipt_number"]}">{say["judge"]}</a></p>'


def _timeline(tracking: Mapping[str, Any], say: Mapping[str, Any], language: str) -> str:
    last = len(tracking["timeline"]) - 1
    lines = []
    for place, entry in enumerate(tracking["timeline"]):
        mark = ' class="current" aria-current="step"' if place == last else ""
        now = f'<span class="now">{say["now"]}</span> ' if place == last else ""
        lines.append(
            f"<li{mark}><strong>{now}{_label(entry['stage'], language)}</strong>"
            f'<time datetime="{entry["at"]}">{moment(entry["at"], language)}</time>'
            f"<span>{escape(entry['office'])}</span></li>"
        )
    return f'<ol class="timeline">{"".join(reversed(lines))}</ol>'
