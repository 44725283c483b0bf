"""The stations of a file from counter to door: those behind it, where it is, and those still ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siantar.rules.history import Progress
from siantar.rules.journey import Path
from siantar.rules.vocabulary import ATTEMPTS, Method, Stage


class Reached(StrEnum):
    """Whether a station lies behind, is where the file is, or lies ahead; `stopped`: it ended without result."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Station:
    """A station: its stage, the agency it is at ("" for our own), when it was first reached, and how far that is."""

    stage: Stage
    agency: str = ""
    at: datetime | None = None
    reached: Reached = Reached.AHEAD


# Stages that are a turn beside the way count as the station they turn off from.
_BESIDE: Mapping[Stage, Stage] = {
    Stage.INCOMPLETE: Stage.RECEIVED,
    Stage.RETURNED_FOR_CORRECTION: Stage.CHECKING,
    Stage.DELIVERY_FAILED: Stage.OUT_FOR_DELIVERY,
    Stage.BACK_AT_OFFICE: Stage.READY_FOR_PICKUP,
}
_STOPPED = frozenset({Stage.REJECTED, Stage.CANCELLED})


def stations(progress: Progress) -> tuple[Station, ...]:
    """The whole way of this file, as it went and as it will go."""
    way = _way(progress.path, progress.state.method)
    times: dict[int, datetime] = {}
    place = 0
    for entry in progress.timeline:
        place = _place(way, entry.stage, place)
        times.setdefault(place, entry.at)
    stage, over = progress.state.stage, progress.state.stage is way[-1].stage
    passed = [Station(stop.stage, stop.agency, times.get(at), Reached.DONE) for at, stop in enumerate(way[:place])]
    here = way[place]
    if stage in _STOPPED:
        return (*passed, Station(stage, "", progress.timeline[-1].at, Reached.STOPPED))
    now = Station(here.stage, here.agency, times.get(place), Reached.DONE if over else Reached.NOW)
    return (*passed, now, *way[place + 1 :])


def ahead(progress: Progress) -> tuple[Station, ...]:
    """What still lies before the resident's file; nothing where it ended or nobody knows where it is.

    After the last attempt at the door it is collected, whatever was chosen.
    """
    state = progress.state
    if state.stage is Stage.UNDER_INVESTIGATION:
        return ()
    if state.stage is Stage.BACK_AT_OFFICE:
        return (Station(Stage.COLLECTED),)
    if state.stage is Stage.DELIVERY_FAILED:
        again = (Stage.OUT_FOR_DELIVERY, Stage.DELIVERED)
        return tuple(map(Station, again if state.attempts < ATTEMPTS else (Stage.BACK_AT_OFFICE, Stage.COLLECTED)))
    return tuple(station for station in stations(progress) if station.reached is Reached.AHEAD)


def _way(path: Path, method: Method) -> tuple[Station, ...]:
    agencies = [
        Station(Stage.AT_AGENCY, step.agency) if step.agency else Station(Stage.AWAITING_SIGNATURE)
        for step in path.steps
    ]
    return (Station(Stage.RECEIVED), Station(Stage.CHECKING), *agencies, *map(Station, _ending(path, method)))


def _ending(path: Path, method: Method) -> Sequence[Stage]:
    if path.digital:
        return (Stage.FINISHED, Stage.ISSUED_DIGITALLY)
    if method is Method.COURIER:
        return (Stage.FINISHED, Stage.READY_FOR_DELIVERY, Stage.OUT_FOR_DELIVERY, Stage.DELIVERED)
    return (Stage.FINISHED, Stage.READY_FOR_PICKUP, Stage.COLLECTED)


def _place(way: Sequence[Station], stage: Stage, place: int) -> int:
    """Which station a stage belongs to: the nearest from here on, else the last behind; a turn beside the way stays."""
    wanted = _BESIDE.get(stage, stage)
    places = [at for at, stop in enumerate(way) if stop.stage is wanted]
    ahead = [at for at in places if at >= place]
    if not places:
        return place
    return ahead[0] if ahead else places[-1]
