"""Breaks on the engine's axis: it knows one time for all, so a break is a stretch cut out of everybody's."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from siantar.routing.problem import Break, Courier, PlanStop, Window


def common_breaks(couriers: Sequence[Courier]) -> tuple[Break, ...]:
    """The breaks that can be cut out for all: each courier has them as far as their shift reaches into them.

    Where couriers differ otherwise there are none; then each one's shift is shortened by theirs (`time_off`), and the
    timing, which knows every break, has the last word.
    """
    cuts = {(begins(pause), pause.length): pause for courier in couriers for pause in courier.breaks}
    whole = [cut for cut in cuts.values() if not any(_is_part(cut, other) for other in cuts.values())]
    ordered = sorted(whole, key=begins)
    apart = all(begins(later) >= begins(cut) + cut.length for cut, later in itertools.pairwise(ordered))
    return tuple(ordered) if apart and all(_fits(courier, ordered) for courier in couriers) else ()


def begins(pause: Break) -> int:
    """When a break is due at the earliest."""
    return pause.windows[0].earliest


def _is_part(cut: Break, other: Break) -> bool:
    """Whether a cut is the rest of another, for somebody who starts within it."""
    return begins(cut) > begins(other) and begins(cut) + cut.length == begins(other) + other.length


def _fits(courier: Courier, cuts: Sequence[Break]) -> bool:
    expected = set()
    for cut in cuts:
        start, end = max(begins(cut), courier.shift.earliest), begins(cut) + cut.length
        if start < min(end, courier.shift.latest):
            expected.add((start, end - start))
    return {(begins(pause), pause.length) for pause in courier.breaks} == expected


def squeezed(at: int, pauses: Sequence[Break]) -> int:
    """The second on an axis from which the breaks are cut out."""
    for pause in reversed(pauses):
        start = begins(pause)
        if at > start:
            at = max(start, at - pause.length)
    return at


def squeezed_windows(stop: PlanStop, pauses: Sequence[Break]) -> list[Window]:
    """The stop's windows on that axis; one that lies within a break is none."""
    windows = []
    for window in stop.windows:
        swallowed = any(
            begins(pause) < window.earliest and window.latest < begins(pause) + pause.length for pause in pauses
        )
        if not swallowed:
            windows.append(Window(squeezed(window.earliest, pauses), squeezed(window.latest, pauses)))
    return windows or [stop.windows[0]]


def shift_of(courier: Courier, pauses: Sequence[Break]) -> Window:
    """The courier's shift on that axis; shorter by their own breaks where none are cut out for all."""
    time_off = 0 if pauses else sum(pause.length for pause in courier.breaks)
    return Window(squeezed(courier.shift.earliest, pauses), squeezed(courier.shift.latest, pauses) - time_off)
