"""What the board is sent, as types; `make types` writes them in TypeScript. Times are ISO 8601, lengths seconds."""

from __future__ import annotations

from typing_extensions import TypedDict


class StopTime(TypedDict):
    """When a stop begins, and how long the courier waits before it."""

    number: str
    at: str
    waiting: int


class TourOut(TypedDict):
    """A courier's tour with its times."""

    stops: list[StopTime]
    work: int
    travel: int
    ends: str | None


class FreeFile(TypedDict):
    """A file nobody drives, and why."""

    number: str
    why: str


class BrokenRule(TypedDict):
    """A rule the order breaks."""

    courier: str
    number: str
    words: str


class Times(TypedDict):
    """The order with its times: nothing personal. Tours by courier."""

    tours: dict[str, TourOut]
    free: list[FreeFile]
    broken: list[BrokenRule]
    work: int
    longest_to_mean: float | None
    locked: list[str]


class BoardFile(TypedDict):
    """A file as a card shows it."""

    number: str
    name: str
    service: str
    line: str
    rt: str
    rw: str
    village: str
    landmark: str
    promised_at: str | None
    overdue: bool
    attempts: int
    failure: str
    note: str
    old_ktp: bool
    agreed: list[tuple[str, str]]
    aboard: bool
    lat: float | None
    lon: float | None
    found: str | None


class DoneOut(TypedDict):
    """What of a run is over."""

    delivered: int
    failed: int
    aboard: int
    all: int


class BoardCourier(TypedDict):
    """A column of the board; `not_for` are receipt numbers kept from this courier."""

    id: str
    name: str
    run: str
    number: str
    version: int
    out: bool
    told: bool
    heard_at: str | None
    ends_at: str
    capacity: int
    at: tuple[float, float]
    done: DoneOut
    not_for: list[str]


class Village(TypedDict):
    """The middle of a kelurahan, and the rings of its border as [lat, lon]; none where nobody brought one."""

    name: str
    lat: float
    lon: float
    border: list[list[tuple[float, float]]]


class OfficePoint(TypedDict):
    """Where the office is, if anybody has told."""

    lat: float | None
    lon: float | None


class BoardOut(Times):
    """The whole board; `files` by receipt number, `nowhere` those without a place on the map."""

    day: str
    now: str
    zone: str
    rough: bool
    office: OfficePoint
    couriers: list[BoardCourier]
    files: dict[str, BoardFile]
    villages: list[Village]
    nowhere: list[str]
    apart: dict[str, str]
    map_words: str


class ChangeCost(TypedDict):
    """What a change costs: seconds of work, metres of way, rules broken more."""

    work: int
    metres: int
    broken: int


class Arranged(Times):
    """The order after a change by hand."""

    change: ChangeCost


class PlanAwaited(TypedDict):
    """How far a plan is while there is none yet."""

    status: str
    better: int


class PlanSeen(Times):
    """How far a plan is, and the best so far; `better` counts how often it got better."""

    status: str
    better: int


class PlanBegun(TypedDict):
    """A plan is being made."""

    id: str
    seconds: float


class Replanned(TypedDict):
    """Whether one courier's rest was changed, in a sentence."""

    changed: bool
    words: str


class Contact(TypedDict):
    """How a resident is reached: a number that can be called, and what else was written beside it."""

    phone: str
    note: str


class RefusalOut(TypedDict):
    """A refusal in a sentence."""

    error: str
