"""The content of the tracking page as plain text assembly: a template engine would halve the hottest read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from typing import Any

from siantar.casework.tracking import way_in
from siantar.catalogue import words
from siantar.faces.frame import assets
from siantar.faces.frame.badges import STOPPED, badge_of
from siantar.faces.public.contact import NOBODY, OfficeContact
from siantar.faces.public.page_words import SENTENCES
from siantar.rules.calendar_words import MONTHS, WEEKDAYS
from siantar.rules.promise import Clock, PromiseAnswer, answer_on, clock_of
from siantar.rules.reasons import TOLD_OPENLY
from siantar.rules.receipt_number import grouped
from siantar.rules.vocabulary import Stage
from siantar.rules.way import Course

DOT = '<svg aria-hidden="true" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5"/></svg>'
COMES = frozenset(  # stages in which the resident comes to the office
    {Stage.INCOMPLETE, Stage.READY_FOR_PICKUP, Stage.BACK_AT_OFFICE, Stage.REJECTED, Stage.CANCELLED}
)
ICONS = {"call": "phone", "write": "message-circle", "map": "map-pin"}
MOST_DAYS = 10  # of the strip; what lies further is told in words
SERVED = frozenset({Stage.DELIVERED, Stage.COLLECTED, Stage.ISSUED_DIGITALLY})
ZONES = {"+07:00": "WIB", "+08:00": "WITA", "+09:00": "WIT"}


def day(iso: str, language: str) -> str:
    """`2018-03-22T...` as people write it: `22 Maret 2018`."""
    return f"{int(iso[8:10])} {MONTHS[language][int(iso[5:7]) - 1]} {iso[:4]}"


def moment(iso: str, language: str) -> str:
    """Day and time with the zone: `22 Maret 2018 09.15 WIB`."""
    return f"{day(iso, language)} {iso[11:13]}.{iso[14:16]} {ZONES.get(iso[19:], '')}".rstrip()


def behind(as_of: datetime | None, body: bytes, language: str) -> str:
    """That the answer comes from a database that follows, and how far it knows; in the office's time."""
    say = SENTENCES[language]
    if as_of is None:
        return f'<p class="notice notice-warn" role="status">{say["behind"]}</p>'
    here = datetime.fromisoformat(json.loads(body)["since"]).tzinfo
    words = say["behind_since"].format(waktu=moment(as_of.astimezone(here).isoformat(timespec="seconds"), language))
    return f'<p class="notice notice-warn" role="status">{words}</p>'


@lru_cache(maxsize=8192)
def content(body: bytes, language: str, contact: OfficeContact = NOBODY, today: date | None = None) -> str:
    """Write the answer first, then whose turn it is, the path, details. `body` is the tracking answer.

    Pages of the files an office has in hand stay in memory (some 30 MB when all are asked for).
    """
    tracking = json.loads(body)
    say, contact = SENTENCES[language], contact.in_language(language)
    stage = Stage(tracking["stage"])
    way = way_in(tracking)
    comes = stage in COMES
    where = _where(tracking, contact, say, comes=comes)
    return (
        f"{_head(tracking, contact, language)}<h1>{_label(stage, language, way)}</h1>"
        f"{_turn(stage, way, language)}"
        f'<p class="lead">{escape(words.next_step(stage, language, way=way))}</p>'
        f"{_reasons(tracking, say, language)}{_missing(tracking, say)}"
        f"{_outlook(tracking, say, language)}{_strip(tracking, language, today)}{_judge(tracking, say, stage)}"
        f"{where if comes else _jumps(say, stage)}"
        f"<h2>{say['story']}</h2>{_timeline(tracking, say, language)}{_prepare(tracking, say, stage)}"
        f'<dl class="facts"><dt>{say["return"]}</dt>'
        f"<dd>{say['back'][tracking.get('return') or tracking['method']]}</dd></dl>"
        f"{_carrier(tracking, say)}{'' if comes else where}"
        f'<p><a href="/pengaduan/?resi={tracking["receipt_number"]}">{say["complain"]}</a></p>'
        f"{_for_programs(tracking)}"
    )


def _carrier(tracking: Mapping[str, Any], say: Mapping[str, Any]) -> str:
    """Who outside brings it, and the number to ask for there."""
    carrier = tracking.get("carrier")
    if not carrier:
        return ""
    number = f'<b class="number">{escape(carrier["number"])}</b>'
    address = escape(carrier["link"])
    link = f'<br><a href="{address}" rel="noreferrer">{say["carrier_link"]}</a>' if address else ""
    return (
        f'<dl class="facts"><dt>{say["carrier"]}</dt>'
        f"<dd>{escape(carrier['name'])}<br>{say['shipment']} {number}{link}</dd></dl>"
    )


def _for_programs(tracking: Mapping[str, Any]) -> str:
    """What the page is about, for programs that read it (schema.org); nothing that does not stand on it."""
    if tracking.get("return") != "courier":
        return ""
    return (
        '<span hidden itemscope itemtype="https://schema.org/ParcelDelivery">'
        f'<meta itemprop="trackingNumber" content="{tracking["receipt_number"]}">'
        '<span itemprop="provider" itemscope itemtype="https://schema.org/GovernmentOffice">'
        f'<meta itemprop="name" content="{escape(tracking["office"])}"></span></span>'
    )


def _head(tracking: Mapping[str, Any], contact: OfficeContact, language: str) -> str:
    say, service = SENTENCES[language], tracking["service"]
    name = contact.services.get(service, service) if language == "en" else service
    number = f'<b class="number">{grouped(tracking["receipt_number"])}</b>'
    return f'<p class="eyebrow">{escape(name)}<br>{say["receipt"]} {number}</p>'


def _turn(stage: Stage, way: Course, language: str) -> str:
    say = SENTENCES[language]
    turn = say["stopped"] if stage in STOPPED else say["turn"][clock_of(stage)]
    if way.carrier and clock_of(stage) is Clock.COURIER and stage not in STOPPED:
        turn = say["with_carrier"].replace("{jasa}", way.carrier)
    named = turn.replace("{instansi}", words.agency(way.agency, language))
    return f'<p class="badge badge-{badge_of(stage)}">{DOT}{escape(named)}</p>'


def _jumps(say: Mapping[str, Any], stage: Stage) -> str:
    arrange = "" if clock_of(stage) is Clock.END else f'<a href="#atur">{say["arrange"]}</a>'
    return f'<p class="jumps">{arrange}<a href="#tanya">{say["reach"]}</a></p>'


def _where(tracking: Mapping[str, Any], contact: OfficeContact, say: Mapping[str, Any], *, comes: bool) -> str:
    """The office with its address, hours, telephone, WhatsApp and place on a map, as far as it gave them."""
    number, name = tracking["receipt_number"], contact.name or tracking["office"]
    buttons = "".join(
        f'<a class="button" href="{escape(address)}" rel="noreferrer">{_icon(ICONS[way])}{say[way]}</a>'
        for way, address in contact.ways(number)
    )
    lines = "<br>".join(escape(line) for line in (contact.address, contact.hours) if line)
    return (
        f'<section class="office" id="tanya"><h2>{say["come" if comes else "question"]}</h2>'
        f"<p><b>{escape(name)}</b>{f'<br>{lines}' if lines else ''}</p>"
        f"{f'<p class=two>{buttons}</p>' if buttons else ''}</section>"
    )


def _icon(name: str) -> str:
    return f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{assets.icons()[name]}</svg>'


def _prepare(tracking: Mapping[str, Any], say: Mapping[str, Any], stage: Stage) -> str:
    """What to have at hand; nothing where nothing is handed over any more."""
    comes_back = tracking.get("return")
    if clock_of(stage) is Clock.END or comes_back not in ("courier", "counter") or tracking.get("carrier"):
        return ""
    lines = say["at_door" if comes_back == "courier" else "at_counter"]
    listed = "".join(f"<li>{line}</li>" for line in lines)
    return f'<h2>{say["prepare"]}</h2><ul class="ready">{listed}</ul>'


def _strip(tracking: Mapping[str, Any], language: str, today: date | None) -> str:
    """The days from today to the last expected day, those expected marked; the sentence above says the same."""
    window = tracking["expected"]
    if not window or window.get("by") != "day" or today is None or clock_of(Stage(tracking["stage"])) is Clock.END:
        return ""
    first, last = date.fromisoformat(window["from"][:10]), date.fromisoformat(window["to"][:10])
    count = (last - today).days + 1
    if not 2 <= count <= MOST_DAYS:
        return ""
    days = (today + timedelta(days=place) for place in range(count))
    marks = "".join(
        f"<li{' class=on' if first <= shown_day <= last else ''}>"
        f"<span>{WEEKDAYS[language][shown_day.weekday()][:3]}</span><b>{shown_day.day}</b></li>"
        for shown_day in days
    )
    return f'<ul class="days" aria-hidden="true">{marks}</ul>'


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
    if stage == Stage.REJECTED:
        return f'<p class="notice notice-error">{say["refused"]}</p>'
    if stage == Stage.ISSUED_DIGITALLY:
        agency = words.agency(tracking["agency"] or "", language)
        return f'<p class="notice notice-info">{say["digital"].replace("{instansi}", escape(_capital(agency)))}</p>'
    code = tracking["hold"] if stage == Stage.AT_AGENCY else None
    code = tracking["failure"] if stage in (Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE) else code
    if code:
        return f'<p class="notice notice-info">{escape(words.reason(code, language, other=other))}</p>'
    if stage in TOLD_OPENLY and other:
        tone = "error" if stage in STOPPED else "info"
        return f'<p class="notice notice-{tone}">{say["reason"]}: {escape(other)}</p>'
    return f'<p class="notice notice-info">{say["ask"]}</p>' if stage == Stage.RETURNED_FOR_CORRECTION else ""


def _capital(words_there: str) -> str:
    return words_there[:1].upper() + words_there[1:]


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
    """The path as it went, where it is, and in grey what lies ahead."""
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
    end = " stopped" if tracking["stage"] in STOPPED else ""
    ahead = "".join(_ahead(entry, say, language, way) for entry in tracking.get("ahead", ()))
    return f'<ol class="timeline{end}">{"".join(lines)}{ahead}</ol>'


def _ahead(entry: Mapping[str, str], say: Mapping[str, Any], language: str, way: Course) -> str:
    stage = Stage(entry["stage"])
    label = say["ahead"].get(stage) or _label(stage, language, replace(way, agency=entry.get("agency", "")))
    evening = f"<span>{say['evening']}</span>" if stage is Stage.OUT_FOR_DELIVERY else ""
    return f'<li class="ahead">{label}{evening}</li>'
