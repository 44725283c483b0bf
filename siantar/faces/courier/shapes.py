"""What the courier's app is sent, as types; `make types` writes them in TypeScript. Times are ISO 8601."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from siantar.faces.frame.event_schema import OutcomeOut
from siantar.faces.frame.shapes import MapFile
from siantar.rules.vocabulary import Stage


class DoorOut(TypedDict):
    """One stop. `relations` may receive here; `proof_hash` is SHA-256 of the proof in the resident's QR
    code; `proof_asked`: `photo`, `signature`."""

    number: str
    position: int
    name: str
    service: str
    stage: Stage
    attempts: int
    phone: str
    phone_note: str
    line: str
    rt: str
    rw: str
    village: str
    landmark: str
    note: str
    failure: str
    may_receive: str
    lat: float | None
    lon: float | None
    found: str | None
    old_ktp: bool
    mine: bool
    begins_at: str | None
    expected: tuple[str, str] | None
    agreed: Sequence[tuple[str, str]]
    relations: Sequence[tuple[str, str]]
    proof_hash: str
    proof_asked: Sequence[str]


class OfficePlace(TypedDict):
    """The office, and where it is."""

    name: str
    lat: float | None
    lon: float | None


class RunOfDay(TypedDict):
    """The run of the day; `stops` counts all of it, also those that are done."""

    number: str
    version: int
    status: str
    stops: int


class Story(TypedDict):
    """Run, doors, the words to choose from, and whose the envelopes of other runs are (by SHA-256 of their number)."""

    day: str
    zone: str
    office: OfficePlace
    run: RunOfDay | None
    doors: list[DoorOut]
    failures: Sequence[tuple[str, str]]
    attempts: int
    elsewhere: dict[str, str]


class CourierOut(TypedDict):
    """Whose day it is."""

    id: str
    name: str


class KeyOut(TypedDict):
    """The key of the day: 32 bytes in base64, and until when the phone may use it."""

    id: str
    secret: str
    until: str


class BadgeOut(TypedDict):
    """With this the phone makes the codes of the badge (`delivery.badge`)."""

    code: str
    secret: str
    address: str


class Day(Story):
    """All the phone is told at once."""

    csrf: str
    courier: CourierOut
    server_time: str
    key: KeyOut
    badge: BadgeOut
    old_keys: dict[str, str]
    letterbox: str
    tiles: str
    map: MapFile | None


class Sent(TypedDict):
    """One answer for each event that was sent."""

    server_time: str
    results: list[OutcomeOut]


class ReceiptChecked(TypedDict):
    """Whether the PIN fits."""

    verdict: Literal["shown", "not_shown", "locked"]


class PieceTaken(TypedDict):
    """From where to go on with a photo."""

    offset: int
