"""The content of the tracking page as plain text assembly: a template engine would halve the hottest read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from siantar.casework.tracking import way_in
from siantar.catalogue import words
from siantar.faces.frame.badges import STOPPED, badge_of
from siantar.rules.promise import Clock, PromiseAnswer, answer_on, clock_of
from siantar.rules.reasons import TOLD_AT
from siantar.rules.receipt_number import grouped
from siantar.rules.vocabulary import Stage
from siantar.rules.way import Course

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
            "agency": "Giliran {instansi}",
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
        "stopped": "Tidak dilanjutkan",
        "overdue": "Mohon maaf, berkas ini terlambat: janji kami {hari} sudah lewat.",
        "endangered": "Mohon maaf, berkas ini kemungkinan terlambat dari janji kami {hari}.",
        "working": "Kami masih mengerjakannya; kabar berikutnya muncul di sini.",
        "reason": "Alasan",
        "ask": "Alasannya dapat ditanyakan di loket.",
        "back": {
            "courier": "Diantar kurir ke alamat Anda",
            "counter": "Diambil di loket",
            "digital": "Terbit digital, dicetak sendiri",
            "papers": "Berkas Anda dapat diambil kembali di loket",
        },
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
            "agency": "With {instansi}",
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
        "stopped": "Not continued",
        "overdue": "We are sorry, this file is late: the {hari} we promised has passed.",
        "endangered": "We are sorry, this file will probably be later than the {hari} we promised.",
        "working": "We are still working on it; the next news appears here.",
        "reason": "Reason",
        "ask": "Please ask at the counter for the reason.",
        "back": {
            "courier": "A courier brings it to your address",
            "counter": "You collect it at the counter",
            "digital": "Issued digitally, you print it",
            "papers": "You can take your papers back at the counter",
        },
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
    clock, way = clock_of(stage), way_in(tracking)
    turn = say["stopped"] if stage in STOPPED else say["turn"][clock]
    return (
        f'<p class="eyebrow">{escape(tracking["service"])}</p>'
        f"<h1>{_label(stage, language, way)}</h1>"
        f'<p class="badge badge-{badge_of(stage)}">{DOT}'
        f"{escape(turn.replace('{instansi}', words.agency(way.agency, language)))}</p>"
        f'<p class="lead">{escape(words.next_step(stage, language, way=way))}</p>'
        f"{_reasons(tracking, say, language)}{_missing(tracking, say)}"
        f"{_outlook(tracking, say, language)}{_judge(tracking, say, stage)}"
        f"<h2>{say['story']}</h2>{_timeline(tracking, say, language)}"
        f'<dl class="facts"><dt>{say["receipt"]}</dt><dd class="number">{grouped(tracking["receipt_number"])}</dd>'
        f"<dt>{say['return']}</dt><dd>{say['back'][tracking.get('return') or tracking['method']]}</dd></dl>"
        f'<p><a href="/pengaduan/?resi={tracking["receipt_number"]}">{say["complain"]}</a></p>'
    )


@lru_cache(maxsize=1024)
def _label(stage: Stage, language: str, way: Course) -> str:
    return escape(words.label(stage, language, way=way))


def outlook(body: bytes, language: str) -> str:
    """What is promised and expected, as the tracking page says it; empty where nothing is."""
    return _outlook(json.loads(body), SENTENCES[language], language)


def _outlook(tracking: Mapping[str, Any], say: Mapping[str, Any], language: str) -> str:
    """One answer: the promise with the days that agree with it, or that it is missed and the days instead."""
    expected, promised = _expected(tracking, say, language), tracking["promised_at"]
    clock = clock_of(Stage(tracking["stage"]))
    if clock is Clock.END:
        return ""
    if not promised or clock is Clock.RESIDENT:
        return _notice(expected) + (f'<p class="promise">{say["paused"]}</p>' if not promised else "")
    answer = _answer(tracking)
    if answer is PromiseAnswer.PROMISED:
        promise = f'<p class="promise">{say["promise"]} <strong>{day(promised, language)}</strong></p>'
        return _notice(expected) + promise
    sorry = say[answer].replace("{hari}", f"<strong>{day(promised, language)}</strong>")
    return f'<p class="notice notice-warn promise">{sorry} {f"{expected}." if expected else say["working"]}</p>'


def _answer(tracking: Mapping[str, Any]) -> PromiseAnswer:
    promised_on = date.fromisoformat(tracking["promised_at"][:10])
    window = tracking["expected"]
    begins_on = date.fromisoformat(window["from"][:10]) if window else None
    return PromiseAnswer.OVERDUE if tracking.get("overdue") else answer_on(promised_on, begins_on, promised_on)


def _notice(expected: str) -> str:
    return f'<p class="notice notice-info expected">{expected}</p>' if expected else ""


def _expected(tracking: Mapping[str, Any], say: Mapping[str, Any], language: str) -> str:
    window = tracking["expected"]
    if not window:
        return ""
    if window.get("by") == "day":
        return _days(window["from"], window["to"], say, language)
    begins, ends = window["from"], window["to"]
    zone = ZONES.get(ends[19:], "")
    times = f"{begins[11:13]}.{begins[14:16]} {say['until']} {ends[11:13]}.{ends[14:16]} {zone}".rstrip()
    return f"{say['expected']} <strong>{day(begins, language)}, {times}</strong>"


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


def _reasons(tracking: Mapping[str, Any], say: Mapping[str, Any], language: str) -> str:
    """Why it waits, failed, came back or ended: by its code, or in the officer's words where they may be told."""
    stage, other = tracking["stage"], tracking.get("reason") or ""
    code = tracking["hold"] if stage == Stage.AT_AGENCY else None
    code = tracking["failure"] if stage in (Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE) else code
    if code:
        return f'<p class="notice notice-info">{escape(words.reason(code, language, other=other))}</p>'
    if stage in TOLD_AT and other:
        return f'<p class="notice notice-info">{say["reason"]}: {escape(other)}</p>'
    if stage in (Stage.REJECTED, Stage.RETURNED_FOR_CORRECTION):
        return f'<p class="notice notice-info">{say["ask"]}</p>'
    return ""


def _missing(tracking: Mapping[str, Any], say: Mapping[str, Any]) -> str:
    if not tracking["missing"] or tracking["stage"] != Stage.INCOMPLETE:
        return ""
    papers = "".join(f"<li>{escape(paper)}</li>" for paper in tracking["missing"])
    return f'<div class="notice notice-warn"><h2>{say["missing"]}</h2><ul>{papers}</ul></div>'


def _judge(tracking: Mapping[str, Any], say: Mapping[str, Any], stage: Stage) -> str:
    if stage not in SERVED:
        return ""
    return f'<p><a class="button button-primary" href="/skm/{tracking["receipt_number"]}">{say["judge"]}</a></p>'


def _timeline(tracking: Mapping[str, Any], say: Mapping[str, Any], language: str) -> str:
    last, way = len(tracking["timeline"]) - 1, way_in(tracking)
    lines = []
    for place, entry in enumerate(tracking["timeline"]):
        mark = ' class="current" aria-current="step"' if place == last else ""
        now = f'<span class="now">{say["now"]}</span> ' if place == last else ""
        label = _label(Stage(entry["stage"]), language, replace(way, agency=entry.get("agency", "")))
        lines.append(
            f"<li{mark}><strong>{now}{label}</strong>"
            f'<time datetime="{entry["at"]}">{moment(entry["at"], language)}</time>'
            f"<span>{escape(entry['office'])}</span></li>"
        )
    return f'<ol class="timeline">{"".join(reversed(lines))}</ol>'
