"""Fields of a JSON problem, read strictly: what is not as documented is refused with its place and what is needed."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from siantar.routing.problem import Impossible

MOST = 2**32 - 1  # of seconds, metres, amounts; beyond are Unix times in milliseconds and slips
MOST_ID = 2**64 - 1
SHORT = 60  # letters of a wrong value that an error repeats


def parsed(text: str) -> Any:
    """The content of a JSON text, a key twice in one object refused. Raises Impossible."""
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except Impossible:
        raise
    except (ValueError, RecursionError) as problem:
        raise Impossible(f"the file is not JSON: {problem}") from problem


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Impossible(f"the key {twice!r} stands twice in one object; keep one")
    return content


def wrong(place: str, need: str, value: Any) -> Impossible:
    """The error of a value: not understood at this place, and what is needed there."""
    text = repr(value) if isinstance(value, float) else json.dumps(value, default=repr, ensure_ascii=False)
    return Impossible(f"{place}: not understood: {need}, not {text if len(text) <= SHORT else text[:SHORT] + '…'}")


def fields(place: str, content: Any, names: Collection[str]) -> Mapping[str, Any]:
    """An object that has no other keys than these. Raises Impossible, naming the key and the nearest right one."""
    if not isinstance(content, Mapping):
        raise wrong(place or "the file", "a JSON object is needed", content)
    for name in content:
        if name not in names:
            near = difflib.get_close_matches(str(name), names, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(names))}"
            raise Impossible(f"{join(place, name)}: unknown key; {hint}")
    return content


def join(place: str, name: str) -> str:
    """The place of a key within an object."""
    return f"{place}.{name}" if place else name


def required(place: str, content: Mapping[str, Any], name: str) -> Any:
    """The value of a key that must be there."""
    if name not in content:
        raise Impossible(f"{join(place, name)}: missing: {name}")
    return content[name]


def items(place: str, value: Any) -> Sequence[Any]:
    """An array."""
    if not isinstance(value, list):
        raise wrong(place, "an array is needed", value)
    return value


def whole(place: str, value: Any, most: int = MOST) -> int:
    """A whole number from 0 on; true, 1.7, 1.0, "1" and null are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong(place, "a whole number is needed", value)
    if value < 0:
        raise wrong(place, "a number from 0 on is needed, no negative one", value)
    if value > most:
        raise wrong(place, f"a number up to {most} is needed (times in seconds)", value)
    return value


def number(place: str, value: Any) -> float:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        raise wrong(place, "a number is needed", value)
    return float(value)


def _is_finite(value: int | float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def wholes(place: str, value: Any) -> tuple[int, ...]:
    """An array of whole numbers."""
    return tuple(whole(f"{place}[{i}]", item) for i, item in enumerate(items(place, value)))


def words(place: str, content: Mapping[str, Any], name: str) -> None:
    """Check that a text, where there is one, is one."""
    if name in content and not isinstance(content[name], str):
        raise wrong(join(place, name), "a text is needed", content[name])
