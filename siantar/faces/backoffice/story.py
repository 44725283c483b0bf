"""The story of a file as its page tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.casework import disclosure, resident_changes
from siantar.casework import queries as files
from siantar.casework.disclosure import EventPrivate
from siantar.casework.models import Application, EventRow
from siantar.casework.progress import promised_hours
from siantar.catalogue import words
from siantar.directory import offices
from siantar.directory.calendars import calendar_of
from siantar.directory.staff import names_of
from siantar.faces.backoffice.promise_bar import WHOLE, PromiseBar
from siantar.faces.frame import texts
from siantar.privacy.looks import Reader
from siantar.rules import access, promise, reasons
from siantar.rules.access import Actor
from siantar.rules.history import NEVER_TAKEN_BACK, Progress
from siantar.rules.promise import Clock
from siantar.rules.stations import stations
from siantar.rules.vocabulary import Kind, Relation, Role, Stage

STATIONS: Mapping[Stage, Promise] = {
    Stage.RECEIVED: gettext_lazy("Diterima"),
    Stage.CHECKING: gettext_lazy("Diperiksa"),
    Stage.AWAITING_SIGNATURE: gettext_lazy("Tanda tangan"),
    Stage.FINISHED: gettext_lazy("Selesai"),
    Stage.ISSUED_DIGITALLY: gettext_lazy("Terbit digital"),
    Stage.READY_FOR_DELIVERY: gettext_lazy("Siap diantar"),
    Stage.OUT_FOR_DELIVERY: gettext_lazy("Diantar"),
    Stage.DELIVERED: gettext_lazy("Sudah diterima"),
    Stage.READY_FOR_PICKUP: gettext_lazy("Siap diambil"),
    Stage.COLLECTED: gettext_lazy("Sudah diambil"),
    Stage.REJECTED: gettext_lazy("Ditolak"),
    Stage.CANCELLED: gettext_lazy("Dibatalkan"),
}


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact: what, when, by whom, why; what contradicts (and who settles it), what was taken back."""

    id: UUID
    verb: str
    at: datetime
    who: str
    reason: str
    details: tuple[str, ...]
    bundle: str
    conflict: str
    open_conflict: bool
    settlers: tuple[Role, ...]
    may_settle: bool
    may_take_back: bool
    taken_back: bool
    correctable: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """Who reads in which language, staff names by id, facts taken back, and those on which a person has decided."""

    reader: Reader
    language: str
    names: dict[str, str]
    dropped: set[str]
    settled: set[str]
    actor: Actor


def facts_of(application: Application, reader: Reader, actor: Actor, language: str) -> list[FactLine]:
    """List the facts of a file in the order of happening; opening the personal parts leaves a trace."""
    events = list(files.events_of(application))
    telling = Telling(reader, language, names_of({event.person for event in events}), *_judged(events), actor)
    return [_line(event, telling) for event in events]


def _judged(events: Iterable[EventRow]) -> tuple[set[str], set[str]]:
    """Ids taken back, and ids on which a person has decided either way."""
    judgements = [event.data for event in events if event.kind == Kind.CORRECTED and not event.conflict]
    dropped = {data["event"] for data in judgements if data.get("event")}
    return dropped, dropped | {data["uphold"] for data in judgements if data.get("uphold")}


def _line(event: EventRow, telling: Telling) -> FactLine:
    kind, id = Kind(event.kind), str(event.pk)
    plain = not event.conflict and kind not in NEVER_TAKEN_BACK
    return FactLine(
        event.pk,
        str(texts.TOLD[kind]),
        event.occurred_at,
        _who(event, telling),
        _reason(event, telling.language),
        tuple(_details(event, telling.reader, telling.language)),
        event.bundle,
        texts.refusal(event.conflict) if event.conflict else "",
        open_conflict=bool(event.conflict) and id not in telling.settled,
        settlers=access.settlers(kind),
        may_settle=access.may_settle(telling.actor, kind, contradicted=bool(event.conflict)),
        may_take_back=id not in telling.dropped and access.may_take_back(telling.actor, event, telling.reader.at),
        taken_back=id in telling.dropped,
        correctable=plain and id not in telling.dropped,
    )


def _reason(event: EventRow, language: str) -> str:
    """Why, in words: the listed reason, with what was said beside "other"."""
    spoken = reasons.words_of(Kind(event.kind), event.reason, event.data)
    if event.kind not in reasons.LISTED:
        return words.reason(spoken, language)
    return words.reason(event.reason, language, other=spoken)


def _who(event: EventRow, telling: Telling) -> str:
    if event.person == resident_changes.PERSON:
        return _("Warga, dengan resi")
    return telling.names.get(event.person, event.office)


def _details(event: EventRow, reader: Reader, language: str) -> Iterable[str]:
    if event.kind == Kind.VISIT_AGREED:
        begins, ends = (localtime(datetime.fromisoformat(event.data[key])) for key in ("from", "to"))
        yield f"{date_format(begins, 'l, j F Y H.i')}–{date_format(ends, 'H.i')}"
    if method := texts.METHODS.get(event.data.get("method", "")):
        yield str(method)
    yield from _intake(event)
    if event.recorded_at - event.occurred_at > timedelta(minutes=15):
        yield _("dicatat belakangan")
    if not event.private_digest:
        return
    private = disclosure.private_of(event, reader)
    yield from _bringer(private)
    if private.receiver:
        relation = event.data.get("relation", "")
        label = words.RELATIONS[Relation(relation)].in_language(language) if relation in set(Relation) else relation
        yield f"{_('Diterima')} {private.receiver} ({label})"
    if check := texts.CHECKS.get(event.data.get("identity_check", "")):
        yield str(check)
    if private.note:
        lacking = ", ".join(str(texts.PROOF_PARTS[part]) for part in event.data.get("proof_lacking", ()))
        yield _("Tanpa %(parts)s: %(note)s") % {"parts": lacking, "note": private.note} if lacking else private.note
    yield from _wishes(private)


def _intake(event: EventRow) -> Iterable[str]:
    """In which relation somebody handed the file in, and which service it was first taken down for."""
    brought = event.data.get("handed_in_by", {})
    if label := texts.BRINGERS.get(brought.get("relation")):
        seen = f", {_('identitas dilihat')}" if brought.get("identity_seen") else ""
        yield f"{_('Diserahkan oleh')}: {label}{seen}"
    if event.data.get("service_before"):
        yield f"{_('Layanan')}: {event.data['service_before']} → {event.data['service']}"
    if event.data.get("fields") == ["applicant"]:
        yield _("Catatan pemohon dipisahkan atau digabungkan")


def _bringer(private: EventPrivate) -> Iterable[str]:
    parts = [private.bringer_name, private.bringer_phone, private.bringer_letter]
    if any(parts):
        yield " · ".join(part for part in parts if part)


def _wishes(private: EventPrivate) -> Iterable[str]:
    """What the resident changed, with what was there before."""
    for name, label in texts.WISHES.items():
        if name in private.changed:
            before, after = private.changed[name]
            yield f"{label}: {before or '–'} → {after or '–'}"


@dataclass(frozen=True, slots=True)
class WayLine:
    """A station of the way as the page draws it: `reached` is "done", "now", "ahead" or "stopped"."""

    title: str
    at: datetime | None
    reached: str


def way_of(progress: Progress) -> list[WayLine]:
    """The way of a file, with what is still ahead."""
    way = stations(progress)
    names = offices.names_of_offices({station.agency for station in way if station.agency})
    return [
        WayLine(names.get(station.agency) or str(STATIONS[station.stage]), station.at, station.reached)
        for station in way
    ]


def clocks(application: Application, progress: Progress, until: datetime) -> list[tuple[str, PromiseBar]]:
    """Working time spent so far, by whose hands it went through, beside what was promised."""
    labels = {
        Clock.OFFICE: _("Waktu kecamatan"),
        Clock.AGENCY: _("Waktu instansi"),
        Clock.RESIDENT: _("Waktu pemohon"),
        Clock.COURIER: _("Waktu kurir"),
    }
    spent = promise.time_spent(calendar_of(application.office), progress, until)
    promised = timedelta(hours=promised_hours(application))
    return [
        (labels[clock], PromiseBar(round(WHOLE * min(work / promised, 1)), _hours(work)))
        for clock, work in spent.items()
        if work
    ]


def _hours(work: timedelta) -> str:
    hours, rest = divmod(int(work.total_seconds()), 3600)
    return _("%(hours)s jam %(minutes)s menit kerja") % {"hours": hours, "minutes": rest // 60}
