"""The keys of sealed fields, each with its number: new values are sealed with the newest, old ones read with theirs.

`keys.json` holds the newest as `field` (its number as `field_number`, 1 where nothing is written) and each former one
as `field_<number>`. The file is read again when it changed, so that a rotation reaches every process while it serves;
keys that stand in the environment never change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FIRST, LAST = 1, 255  # a number is the first byte of what it sealed
FILE = "keys.json"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys by their number, and the number of the newest."""

    newest: int
    keys: Mapping[int, str]


def ring_in(stored: Mapping[str, str]) -> KeyRing:
    """The ring as it is written down."""
    newest = int(stored.get("field_number", FIRST))
    former = {int(name.removeprefix("field_")): key for name, key in stored.items() if _is_former(name)}
    return KeyRing(newest, {**former, newest: stored["field"]})


def _is_former(name: str) -> bool:
    return name.startswith("field_") and name.removeprefix("field_").isdigit()


_read: dict[str, tuple[int, KeyRing]] = {}


def current() -> KeyRing:
    """The ring now."""
    fixed = KeyRing(FIRST, {FIRST: settings.SIANTAR_FIELD_KEY})
    if settings.KEYS.get("from") == "environment":
        return fixed
    file = os.path.join(settings.SIANTAR_DATA, FILE)  # asked once a name of a list: a Path would double its cost
    try:
        changed = os.stat(file).st_mtime_ns
    except OSError:  # it went away while we serve: what was read holds
        return _read[file][1] if file in _read else fixed
    seen = _read.get(file)
    if seen is None or seen[0] != changed:
        _read[file] = seen = changed, ring_in(json.loads(Path(file).read_text()))
    return seen[1]
