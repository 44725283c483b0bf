"""The frame of an office's letters and who holds which office on a day."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from siantar.directory import audit, last_changes
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.letters.models import LetterFrame, LetterOfficer, OfficeLetter
from siantar.letters.seeding import seed_letters
from siantar.paper.letterhead import Letterhead
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.letter.numbering import NumberParts, TemplateTrouble, number_of, template_trouble
from siantar.rules.letter.signature import Position

FRAME = ("government", "unit", "contact", "place", "town", "number_template", "number_unit", "by_code")
ARMS = "arms"


class BadTemplate(ValueError):
    """Numbers of this template would not differ; `trouble` says why."""

    def __init__(self, trouble: TemplateTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def frame_of(office: Office) -> LetterFrame:
    """How its letters look: as the office set it, else made from what the directory knows of it."""
    stored = LetterFrame.objects.filter(office=office).first()
    if stored is not None:
        stored.office = office  # it is here already, nobody asks for it again
        return stored
    place = office.name.removeprefix("Kecamatan ").strip()
    return LetterFrame(
        office=office, government="PEMERINTAH KOTA", unit=office.name.upper(), contact=_contact(office), place=place,
        town="", number_unit="KEC",
    )  # fmt: skip


def _contact(office: Office) -> str:
    return " ".join(part for part in (office.address, f"Telepon {office.phone}" if office.phone else "") if part)


def letterhead_of(office: Office) -> Letterhead:
    """The head of its papers; an office that set none yet has its name and address."""
    stored = LetterFrame.objects.filter(office=office).first()
    if stored is None:
        return Letterhead("", office.name.upper(), _contact(office), b"")
    return Letterhead(stored.government, stored.unit, stored.contact, bytes(stored.arms or b""))


def keep_frame(frame: LetterFrame, *, by: Actor, at: datetime) -> None:
    """Store how the office's letters look from now on; issued ones stay as they are. Raises Forbidden, BadTemplate."""
    require(by, Act.SET_UP_LETTERS, office=frame.office_id)
    if trouble := template_trouble(frame.number_template, by_code=frame.by_code):
        raise BadTemplate(trouble)
    with transaction.atomic():
        office = Office.objects.select_for_update().get(pk=frame.office_id)
        before, after = _values(frame_of(office)), _values(frame)
        frame.save()
        if changed := [name for name in after if after[name] != before[name]]:
            was, is_now = ({name: values[name] for name in changed} for values in (before, after))
            last_changes.keep(frame.office_id, last_changes.FRAME, was, is_now, at)
        note_set(frame.office_id, "frame", by=by, at=at)


def undo_frame(office: str, *, by: Actor, at: datetime) -> None:
    """Put back what the last change of letterhead and numbers changed. Raises Forbidden, last_changes.ChangedSince."""
    require(by, Act.SET_UP_LETTERS, office=office)
    with transaction.atomic():
        frame = frame_of(Office.objects.select_for_update().get(pk=office))
        for name, value in last_changes.to_undo(office, last_changes.FRAME, _values(frame)).items():
            setattr(frame, name, (b64decode(value) or None) if name == ARMS else value)
        keep_frame(frame, by=by, at=at)


def _values(frame: LetterFrame) -> dict[str, Any]:
    """What of a frame is set on its page; the arms as text."""
    return {name: getattr(frame, name) for name in FRAME} | {ARMS: b64encode(bytes(frame.arms or b"")).decode()}


def name_officer(officer: LetterOfficer, *, by: Actor, at: datetime) -> None:
    """Store who holds an office from a day on. Raises Forbidden."""
    require(by, Act.SET_UP_LETTERS, office=officer.office_id)
    with transaction.atomic():
        officer.save()
        _keep_last_day(officer, _never(officer), at)
        note_set(officer.office_id, f"officer {officer.position}", by=by, at=at)


def end_officer(row: int, *, by: Actor, at: datetime) -> None:
    """Somebody of one's own office holds it until today. Raises Forbidden."""
    require(by, Act.SET_UP_LETTERS, office=by.office)
    with transaction.atomic():
        officer = LetterOfficer.objects.filter(pk=row, office=by.office).select_related("office").first()
        if officer is not None and officer.first_on <= (today := day_in(officer.office, at)):
            _hold_until(officer, today, by=by, at=at)


def undo_officer(office: str, *, by: Actor, at: datetime) -> None:
    """Who was named last never held it, or who was ended holds it as before.

    Raises Forbidden, last_changes.ChangedSince: where they signed a letter meanwhile, too.
    """
    require(by, Act.SET_UP_LETTERS, office=office)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        change = last_changes.of_page(office, last_changes.OFFICERS)
        rows = [change.after["row"]] if change else []
        officer = LetterOfficer.objects.filter(pk__in=rows, office=office).first()
        if officer is None:
            raise last_changes.ChangedSince
        before = last_changes.to_undo(office, last_changes.OFFICERS, _last_day(officer.pk, officer.last_on))
        last_on = date.fromisoformat(before["last_on"]) if before["last_on"] else None
        if last_on == _never(officer) and OfficeLetter.objects.filter(signer=officer).exists():
            raise last_changes.ChangedSince
        _hold_until(officer, last_on, by=by, at=at)


def _hold_until(officer: LetterOfficer, last_on: date | None, *, by: Actor, at: datetime) -> None:
    before, officer.last_on = officer.last_on, last_on
    officer.save(update_fields=["last_on"])
    _keep_last_day(officer, before, at)
    note_set(officer.office_id, f"officer {officer.position}", by=by, at=at)


def _never(officer: LetterOfficer) -> date:
    """The last day of somebody who never held the office."""
    return officer.first_on - timedelta(days=1)


def _last_day(row: int, last_on: date | None) -> dict[str, Any]:
    return {"row": row, "last_on": last_on.isoformat() if last_on else ""}


def _keep_last_day(officer: LetterOfficer, before: date | None, at: datetime) -> None:
    was, is_now = (_last_day(officer.pk, day) for day in (before, officer.last_on))
    last_changes.keep(officer.office_id, last_changes.OFFICERS, was, is_now, at)


def note_set(office: str, what: str, *, by: Actor, at: datetime) -> None:
    """A line in the audit record: what of an office's letters was set, never its words."""
    audit.note(Audited.LETTERS_SET, at=at, by=int(by.person), office=office, fields=what)


def example_of(frame: LetterFrame, at: datetime) -> str:
    """A number as this template writes it."""
    parts = NumberParts("400.9.14", 1, frame.number_unit, day_in(frame.office, at))
    return number_of(frame.number_template, parts)


def take_seed(office: Office, *, by: Actor, at: datetime) -> None:
    """Put in the kinds of letters that come along and are not there yet. Raises Forbidden."""
    require(by, Act.SET_UP_LETTERS, office=office.code)
    with transaction.atomic():
        seed_letters(office, at)
        note_set(office.code, "seed", by=by, at=at)


def officers_on(office: str, day: date) -> list[LetterOfficer]:
    """Who holds which office on this day, the head first and whoever came last on top."""
    rank = {position: place for place, position in enumerate(Position)}
    holders = LetterOfficer.objects.filter(Q(last_on=None) | Q(last_on__gte=day), office=office, first_on__lte=day)
    return sorted(holders.order_by("-first_on", "-pk"), key=lambda officer: rank[Position(officer.position)])


def offices_held(person: str, office: str, day: date) -> list[LetterOfficer]:
    """The offices this person holds on this day, the highest first."""
    return [officer for officer in officers_on(office, day) if str(officer.person_id) == person]


def titles_on(office: Office, day: date) -> dict[Position, str]:
    """What the offices are called, in capitals; made from the office's name where nobody holds one."""
    plain = office.name.upper().removeprefix("KECAMATAN ")
    titles = {
        Position.HEAD: f"CAMAT {plain}",
        Position.SECRETARY: "SEKRETARIS KECAMATAN",
        Position.SECTION: "KEPALA SEKSI PELAYANAN UMUM",
    }
    for officer in reversed(officers_on(office.code, day)):
        titles[Position(officer.position)] = officer.title.upper()
    return titles
