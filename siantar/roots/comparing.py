"""The chains of a database against the entries of the books: what is missing, changed, or was put in later."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from siantar.casework import chain, stories
from siantar.casework.models import Application, EventRow
from siantar.directory.models import Office
from siantar.roots import journals
from siantar.roots.books import DayBook, LabelledEntry
from siantar.roots.findings import JOURNALS, RootFinding
from siantar.roots.journals import Journal
from siantar.rules import daily_root
from siantar.rules.daily_root import FILE

BATCH = 500
MOST_NAMED = 5


@dataclass(slots=True)
class _Ledger:
    """What the books seal: of each chain its entries in the order of days; when each day, and the one before, ended."""

    office: Office
    chains: dict[tuple[str, str], list[tuple[date, LabelledEntry]]] = field(default_factory=lambda: defaultdict(list))
    begins: dict[date, datetime | None] = field(default_factory=dict)
    until: datetime | None = None

    def local(self, at: datetime) -> str:
        """A time as the office says it."""
        return f"{at.astimezone(ZoneInfo(self.office.zone)):%d-%m-%Y %H.%M}"


def compare(office: Office, books: Sequence[DayBook], database: str, *, rehash: bool) -> Iterator[RootFinding]:
    """Everything of an office that does not fit its books, which are in the order of days."""
    ledger = _Ledger(office)
    for book in books:
        ledger.begins[book.day] = ledger.until
        ledger.until = daily_root.ends_at(book.day, office.zone)
        for labelled in book.entries:
            ledger.chains[labelled.entry.kind, labelled.entry.name].append((book.day, labelled))
    yield from _files(ledger, database, rehash=rehash)
    for journal in journals.in_use():
        if any(kind == journal.kind for kind, _name in ledger.chains):
            yield from _records(ledger, journal, database)


def _files(ledger: _Ledger, database: str, *, rehash: bool) -> Iterator[RootFinding]:
    seen = set()
    for batch in _batches(ledger.office.pk, database):
        rows = EventRow.objects.using(database).filter(application__in=[pk for pk, _number in batch])
        events = rows.order_by("application_id", "seq").iterator()
        by_file = {pk: list(story) for pk, story in groupby(events, key=lambda event: event.application_id)}
        for pk, number in batch:
            name = daily_root.name_of_file(ledger.office.pk, pk, number)
            seen.add(name)
            yield from _file(ledger, number, by_file.get(pk, []), ledger.chains.get((FILE, name), []), rehash=rehash)
    for (kind, name), entries in ledger.chains.items():
        if kind == FILE and name not in seen:
            day, last = entries[-1]
            about = {"number": last.label or name, "count": last.entry.count, "day": day.isoformat()}
            yield RootFinding("file_missing", ledger.office.pk, about)


def _batches(office: str, database: str) -> Iterator[list[tuple]]:  # type: ignore[type-arg]
    files, last = Application.objects.using(database).filter(office=office).order_by("pk"), None
    while page := list((files.filter(pk__gt=last) if last else files).values_list("pk", "receipt_number")[:BATCH]):
        yield page
        last = page[-1][0]


def _file(
    ledger: _Ledger, number: str, story: list[EventRow], entries: list[tuple[date, LabelledEntry]], *, rehash: bool
) -> Iterator[RootFinding]:
    office = ledger.office.pk
    if rehash and (broken := _first_broken(story)):
        yield RootFinding("chain_broken", office, {"number": number, "seq": broken.seq, "kind": broken.kind})
    if not story and not entries:
        yield RootFinding("story_missing", office, {"number": number})
    if entries:
        yield from _against(office, number, story, entries)
        yield from _put_in(ledger, number, story, entries)
    elif story and ledger.until and story[0].recorded_at < ledger.until:
        yield RootFinding("file_backdated", office, {"number": number, "at": ledger.local(story[0].recorded_at)})


def _first_broken(story: list[EventRow]) -> EventRow | None:
    previous = ""
    for place, event in enumerate(story, 1):
        if event.seq != place or event.previous != previous or chain.digest(stories.event_of(event)) != event.hash:
            return event
        previous = event.hash
    return None


def _against(
    office: str, number: str, story: list[EventRow], entries: list[tuple[date, LabelledEntry]]
) -> Iterator[RootFinding]:
    """The first entry whose head is not there tells between which events something was changed."""
    heads = {event.seq: event for event in story}
    day, longest = max(entries, key=lambda pair: pair[1].entry.count)  # not the last: that may be sealed cut short
    count = longest.entry.count
    if count not in heads:
        first = max((seq for seq in heads if seq <= count), default=0) + 1
        about = {"number": number, "first": first, "count": count, "day": day.isoformat()}
        yield RootFinding("events_missing", office, about)
    before = 0
    for day, labelled in entries:
        count = labelled.entry.count
        if count in heads and heads[count].hash != labelled.entry.head:
            events = [f"kejadian ke-{seq} ({heads[seq].kind})" for seq in range(before + 1, count + 1) if seq in heads]
            about = {"number": number, "events": _or(events), "day": day.isoformat()}
            yield RootFinding("events_changed", office, about)
            return
        before = count


def _put_in(
    ledger: _Ledger, number: str, story: list[EventRow], entries: list[tuple[date, LabelledEntry]]
) -> Iterator[RootFinding]:
    """Events that say they are older than the root before the one that seals them first."""
    for event in story:
        sealed_on = next((day for day, labelled in entries if labelled.entry.count >= event.seq), None)
        begin = ledger.begins[sealed_on] if sealed_on else ledger.until
        if begin and event.recorded_at < begin:
            at = ledger.local(event.recorded_at)
            about = {"number": number, "seq": event.seq, "kind": event.kind, "at": at}
            yield RootFinding("event_backdated", ledger.office.pk, about)


def _records(ledger: _Ledger, journal: Journal, database: str) -> Iterator[RootFinding]:
    assert ledger.until is not None
    live = {labelled.entry.name: labelled for labelled in journals.entries_of(journal, (None, ledger.until), database)}
    erased = journal.erased_days(database)
    for (kind, name), entries in ledger.chains.items():
        if kind == journal.kind:
            current, last = live.pop(name, None), entries[-1][1]
            if len(entries) > 1:
                yield _about(ledger, "records_backdated", entries[0][1], last)
            if current is None and journals.day_of(last.entry) in erased and _is_old(ledger, last):
                yield _about(ledger, "records_erased", last, None)
            elif current is None or current.entry != last.entry:
                yield _difference(ledger, last, current)
    for labelled in live.values():
        yield _about(ledger, "records_backdated", None, labelled)


def _is_old(ledger: _Ledger, sealed: LabelledEntry) -> bool:
    """Whether a schedule may have erased it."""
    assert ledger.until is not None
    return ledger.until - journals.hour_of(sealed.entry) >= journals.ERASED_AT_LEAST


def _difference(ledger: _Ledger, sealed: LabelledEntry, current: LabelledEntry | None) -> RootFinding:
    if current is None or current.entry.count < sealed.entry.count:
        return _about(ledger, "records_missing", sealed, current)
    code = "records_changed" if current.entry.count == sealed.entry.count else "records_backdated"
    return _about(ledger, code, sealed, current)


def _about(ledger: _Ledger, code: str, sealed: LabelledEntry | None, current: LabelledEntry | None) -> RootFinding:
    before, after = (json.loads(labelled.label or "{}") if labelled else {} for labelled in (sealed, current))
    which = [pk for pk in {**before, **after} if before.get(pk) != after.get(pk)]
    if code == "records_missing":
        which = [pk for pk in before if pk not in after]
    names = [f"nomor {pk}" for pk in which[:MOST_NAMED]] or ["urutannya"]
    more = f" dan {len(which) - MOST_NAMED} lagi" if len(which) > MOST_NAMED else ""
    entry = (sealed or current).entry  # type: ignore[union-attr]
    about = {
        "journal": JOURNALS.get(entry.kind, entry.kind),
        "hour": f"pada jam {ledger.local(journals.hour_of(entry))}",
        "count": sealed.entry.count if sealed else 0,
        "now": current.entry.count if current else 0,
        "which": ", ".join(names) + more,
    }
    return RootFinding(code, ledger.office.pk, about)


def _or(events: list[str]) -> str:
    """The only event, or that it is one of these at least."""
    if len(events) <= 1:
        return "".join(events)
    return f"sedikitnya satu di antara {', '.join(events[:-1])} dan {events[-1]}"
