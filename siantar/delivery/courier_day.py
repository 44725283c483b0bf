"""The courier's own day: what the run holds, in order, with all that is needed at each door."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from siantar.casework import disclosure, possession, queries
from siantar.casework.addresses import DeliveryAddress
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.delivery import notes, places, runs
from siantar.delivery.models import Run, Stop
from siantar.delivery.places import Spot
from siantar.delivery.planning_problem import agreed_on, midnight
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.privacy.looks import Reader
from siantar.rules.access import Actor
from siantar.rules.event import Holder
from siantar.rules.vocabulary import Stage

EVENING = timedelta(hours=20)  # when the day of a courier without a run ends


@dataclass(frozen=True, slots=True)
class CourierDoor:
    """One stop with the personal data the courier needs; `mine` when the item is in the courier's bag.

    `proof_hash` is SHA-256 of the proof in the resident's QR code: 80 random bits, so it cannot be guessed from it.
    """

    file: Application
    phone: str
    address: DeliveryAddress
    spot: Spot | None
    begins_at: datetime | None
    agreed: tuple[tuple[datetime, datetime], ...]
    mine: bool
    proof_hash: str
    note: str = ""
    phone_note: str = ""

    @property
    def attempts(self) -> int:
        """Attempts that failed so far."""
        return progress_of(self.file.standing).state.attempts


@dataclass(frozen=True, slots=True)
class Today:
    """A courier's day; `run` is None where the dispatcher made none, and the bag is all there is.

    `planned` counts the stops of the run, also those that are done. `elsewhere` names the courier of each envelope of
    another run of the day, by SHA-256 of its receipt number.
    """

    day: date
    office: Office
    run: Run | None
    doors: tuple[CourierDoor, ...]
    ends_at: datetime
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    planned: int = 0


def today(actor: Actor, office: Office, at: datetime, why: str) -> Today:
    """What this courier has to do today; opening it leaves a trace for every address."""
    day = day_in(office, at)
    run = runs.run_of(actor.person, day)
    planned = _planned(run)
    bag = {file.pk: file for file in queries.held_by(Holder.courier(actor.person)).order_by("standing__since", "pk")}
    files = [stop.application for stop in planned if _still_to_do(stop, actor)]
    files += [file for file in bag.values() if file.pk not in {listed.pk for listed in files}]
    begins = {stop.application_id: stop.begins_at for stop in planned}
    opened = disclosure.open_files(files, Reader(actor, at, why))
    spots = places.find(office.code, [(file, personal.address) for file, personal in zip(files, opened, strict=True)])
    agreed, written = agreed_on(files, day, ZoneInfo(office.zone)), notes.read(files)
    doors = tuple(
        CourierDoor(
            file, personal.phone, personal.address, spot, begins.get(file.pk), tuple(agreed.get(file.pk, ())),
            file.pk in bag, hashlib.sha256(possession.proof_of(file).encode()).hexdigest(), written.get(file.pk, ""),
            personal.phone_note,
        )
        for file, personal, spot in zip(files, opened, spots, strict=True)
    )  # fmt: skip
    ends_at = run.ends_at if run else midnight(day, ZoneInfo(office.zone)) + EVENING
    return Today(day, office, run, doors, ends_at, _elsewhere(actor, office, day), len(planned))


def _elsewhere(actor: Actor, office: Office, day: date) -> Mapping[str, str]:
    """Whose envelopes of the day are whose; a number of another run is told as a hash, which only its scan finds."""
    others = runs.open_stops_of_others(office.code, actor.person, day)
    return {hashlib.sha256(number.encode()).hexdigest(): name for number, name in others}


def _planned(run: Run | None) -> Sequence[Stop]:
    return runs.stops_of([run]) if run is not None and run.status != Run.Status.CLOSED else []


def _still_to_do(stop: Stop, actor: Actor) -> bool:
    standing = stop.application.standing
    return standing.holder == str(Holder.courier(actor.person)) or standing.stage == Stage.READY_FOR_DELIVERY
