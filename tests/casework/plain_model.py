"""The life of a file told as plainly as possible, to hold the ledger against: a list of facts, replayed from the start.

It knows one agency path and one signature path and nothing of tables, folds or transactions.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from tests.people import AGENCY, OFFICE

WHO_MAY = {
    "check_started": {"pemeriksa"}, "found_incomplete": {"pemeriksa"}, "check_passed": {"pemeriksa"},
    "rejected": {"pemeriksa"}, "documents_completed": {"loket"}, "cancelled": {"loket"}, "signed": {"camat"},
    "sent": {"penghubung"}, "sent_back": {"dukcapil"}, "came_back": {"penghubung"}, "arrived": {"dukcapil"},
    "held": {"dukcapil"}, "resumed": {"dukcapil"}, "completed": {"dukcapil"}, "returned": {"dukcapil"},
    "made_ready": {"loket", "pemeriksa"}, "loaded": {"kurir1", "kurir2", "pengatur"},
    "delivered": {"kurir1", "kurir2"}, "delivery_failed": {"kurir1", "kurir2"},
    "unloaded": {"kurir1", "kurir2", "loket"}, "collected": {"loket"},
    "method_changed": {"warga"}, "receiver_named": {"warga"}, "contact_corrected": {"warga"},
    "went_missing": {"loket", "penghubung", "pengatur"}, "found": {"loket", "penghubung", "pengatur"},
}  # fmt: skip
TEN_MINUTES = timedelta(minutes=10)
OVER = {"delivered", "collected", "rejected", "cancelled"}
ON_THE_ROAD = {"out_for_delivery", "delivery_failed", "back_at_office"}
NEEDS_REASON = {"found_incomplete", "rejected", "held", "returned", "delivery_failed"}


@dataclass(frozen=True)
class Place:
    """Where a file stands."""

    stage: str = "received"
    holder: str = f"counter:{OFFICE}"
    station: int = 0
    waits: bool = False
    result: str = ""
    held: bool = False
    attempts: int = 0
    before: tuple[str, str] = ("", "")
    method: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact as told: `own` is how a holder's name would show this person."""

    id: UUID
    at: datetime
    order: int
    who: str
    person: str
    kind: str
    bundle: str = ""
    into: str = ""
    drops: UUID | None = None
    method: str = ""


@dataclass
class PlainFile:
    """A file with all that was accepted about it. `stations` are agencies or "" for the Camat."""

    stations: tuple[str, ...]
    method: str
    facts: list[Fact] = field(default_factory=list)
    conflicts: list[Fact] = field(default_factory=list)
    last_at: datetime | None = None

    def told_until(self, at: datetime | None = None, *, plus: Fact | None = None, minus: UUID | None = None) -> Place:
        """Replay. Raises Impossible at the first fact that does not fit."""
        gone = {fact.drops for fact in self.facts if fact.drops} | {minus}
        facts = [fact for fact in [*self.facts, *([plus] if plus else [])] if at is None or fact.at <= at]
        place = Place(method=self.method)
        for fact in sorted(facts, key=lambda fact: (fact.at, fact.order)):
            if fact.kind != "corrected" and fact.id not in gone:
                place = self.after(place, fact)
        return place

    def after(self, place: Place, fact: Fact) -> Place:  # noqa: PLR0911, PLR0912
        """One step of the life, as `product.md` tells it."""
        stage, kind = place.stage, fact.kind
        shelf, counter = f"shelf:{OFFICE}", f"counter:{OFFICE}"
        match kind, stage:
            case "documents_completed", "incomplete" | "returned_for_correction":
                return replace(place, stage="received")
            case "check_started", "received" | "returned_for_correction":
                return replace(place, stage="checking", holder=f"officer:{fact.person}", result="")
            case "found_incomplete", "received" | "returned_for_correction":
                return replace(place, stage="incomplete", holder=counter)
            case "found_incomplete", "checking" if not place.waits:
                return replace(place, stage="incomplete", holder=counter)
            case "check_passed", "checking" if not place.waits:
                return replace(self.at_station(place, place.station), holder=shelf)
            case "signed", "awaiting_signature":
                return self.at_station(place, place.station + 1)
            case "sent", "checking" if place.waits:
                return replace(place, stage="sent_to_agency", holder=f"bundle:{fact.bundle}", waits=False)
            case "arrived", "sent_to_agency":
                return replace(place, stage="at_agency", holder=f"agency:{AGENCY}")
            case "held", "at_agency":
                return replace(place, held=True)
            case "resumed", "at_agency" if place.held:
                return replace(place, held=False)
            case "completed" | "returned", "at_agency":
                return replace(place, result=kind, held=False)
            case "sent_back", "at_agency" if place.result and place.holder.startswith("agency"):
                return replace(place, holder=f"bundle:{fact.bundle}")
            case "came_back", "at_agency" if place.result == "completed":
                return replace(self.at_station(place, place.station + 1), holder=shelf)
            case "came_back", "at_agency" if place.result == "returned":
                return replace(place, stage="returned_for_correction", holder=counter, held=False)
            case "made_ready", "finished":
                return replace(place, stage="ready_for_delivery" if place.method == "courier" else "ready_for_pickup")
            case "method_changed", "ready_for_pickup" | "ready_for_delivery":
                ready = "ready_for_delivery" if fact.method == "courier" else "ready_for_pickup"
                return replace(place, method=fact.method, stage=ready)
            case "method_changed", _ if stage not in OVER | ON_THE_ROAD | {"under_investigation"}:
                return replace(place, method=fact.method)
            case "receiver_named" | "contact_corrected", _ if stage not in OVER | {"under_investigation"}:
                return place
            case "loaded", "ready_for_delivery":
                return replace(place, stage="out_for_delivery", holder=f"courier:{fact.into or fact.person}")
            case "delivered", "out_for_delivery" | "delivery_failed":
                return replace(place, stage="delivered", holder="resident")
            case "delivery_failed", "out_for_delivery" | "delivery_failed" if place.attempts < 2:
                return replace(place, stage="delivery_failed", attempts=place.attempts + 1)
            case "unloaded", "out_for_delivery" | "delivery_failed":
                waits = "back_at_office" if place.attempts == 2 else "ready_for_delivery"
                return replace(place, stage=waits, holder=shelf)
            case "collected", "ready_for_pickup" | "ready_for_delivery" | "back_at_office" if place.holder == shelf:
                return replace(place, stage="collected", holder="resident")
            case "collected", "rejected" | "cancelled" if place.holder == counter:
                return replace(place, holder="resident")
            case "went_missing", _ if stage not in OVER | {"under_investigation"}:
                lost = f"missing:{OFFICE if fact.who != 'dukcapil' else AGENCY}"
                return replace(place, stage="under_investigation", holder=lost, before=(stage, place.holder))
            case "found", "under_investigation":
                return replace(place, stage=place.before[0], holder=place.before[1], before=("", ""))
            case "rejected", "received" | "checking" | "incomplete" | "returned_for_correction":
                return replace(place, stage="rejected", holder=counter, waits=False)
            case "cancelled", _ if stage not in OVER | {"under_investigation"} and place.holder.startswith(
                ("counter", "shelf", "officer")
            ):
                return replace(place, stage="cancelled", holder=counter, waits=False)
        raise Impossible(kind, stage)

    def at_station(self, place: Place, station: int) -> Place:
        """The file stands before this station of its path."""
        done = replace(place, station=station, waits=False, result="", held=False)
        if station == len(self.stations):
            return replace(done, stage="finished")
        if self.stations[station]:
            return replace(done, stage="checking", waits=True)
        return replace(done, stage="awaiting_signature")

    def allowed(self, place: Place, fact: Fact) -> str:
        """`role` when the person may never, `hands` when the item is not theirs, "" when they may."""
        if fact.who not in WHO_MAY[fact.kind]:
            return "role"
        if fact.who == "dukcapil" and place.station >= len(self.stations):
            return "role"
        if fact.who == "dukcapil" and not self.stations[place.station]:
            return "role"
        mine = place.holder == f"courier:{fact.person}"
        if fact.kind in {"delivered", "delivery_failed", "unloaded"} and not mine and fact.who != "loket":
            return "hands"
        return ""

    def tell(self, fact: Fact) -> str:
        """recorded, conflict or refused."""
        late = self.last_at is not None and fact.at < self.last_at
        try:
            judged = self.allowed(self.told_until(fact.at) if late else self.told_until(), fact)
            if judged == "role" or (judged and not late):
                return "refused"
            if judged:
                raise Impossible(fact.kind, judged)
            self.told_until(plus=fact)
        except Impossible:
            if not late:
                return "refused"
            if self.last_at - fact.at <= TEN_MINUTES and self.fits_now(now := replace(fact, at=self.last_at)):
                self.facts.append(now)
                return "recorded"
            if not self.had_to_do_with_it(fact):
                return "refused"
            self.conflicts.append(fact)
            return "conflict"
        self.facts.append(fact)
        self.last_at = max(self.last_at or fact.at, fact.at)
        return "recorded"

    def fits_now(self, fact: Fact) -> bool:
        """Whether it can be taken as having happened just now: clocks differ by some minutes."""
        try:
            place = self.told_until()
            self.after(place, fact)
        except Impossible:
            return False
        return not self.allowed(place, fact)

    def had_to_do_with_it(self, fact: Fact) -> bool:
        """Strangers to an item cannot contradict what is known of it."""
        if fact.kind == "loaded" and fact.who != "pengatur":
            return any(place.stage == "ready_for_delivery" for place in self.places())
        if fact.kind not in {"delivered", "delivery_failed", "unloaded"} or fact.who == "loket":
            return True
        loads = [conflict for conflict in [*self.facts, *self.conflicts] if conflict.kind == "loaded"]
        return any((load.into or load.person) == fact.person for load in loads)

    def places(self) -> list[Place]:
        """Where it stood after each fact that holds."""
        gone = {fact.drops for fact in self.facts if fact.drops}
        places = [Place(method=self.method)]
        for fact in sorted(self.facts, key=lambda fact: (fact.at, fact.order)):
            if fact.kind != "corrected" and fact.id not in gone:
                places.append(self.after(places[-1], fact))
        return places

    def correct(self, fact: Fact) -> str:
        """A correction by the Camat leaves one fact or conflict out of the story."""
        if any(earlier.drops == fact.drops for earlier in self.facts):
            return "refused"
        try:
            self.told_until(minus=fact.drops)
        except Impossible:
            return "refused"
        self.conflicts = [conflict for conflict in self.conflicts if conflict.id != fact.drops]
        self.facts.append(fact)
        self.last_at = max(self.last_at or fact.at, fact.at)
        return "recorded"


class Impossible(Exception):
    """A fact that does not fit where the file stands."""
