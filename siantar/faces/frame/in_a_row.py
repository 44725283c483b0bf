"""One of many that somebody goes through one after another (`frame/parts/beside.html`)."""

from __future__ import annotations

from collections.abc import Sequence


def neighbours(numbers: Sequence[str], number: str) -> tuple[int, int, str, str]:
    """Where one stands in a list: its place from 1 (0: not in it), how many, and the numbers beside it."""
    if number not in numbers:
        return 0, len(numbers), "", numbers[0] if numbers else ""
    place = numbers.index(number)
    before = numbers[place - 1] if place else ""
    return place + 1, len(numbers), before, numbers[place + 1] if place + 1 < len(numbers) else ""
