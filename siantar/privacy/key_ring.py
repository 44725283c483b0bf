"""The keys of each job with their numbers: what is new is made with the newest, what is kept is read with its own.

`keys.json` holds the newest of a job by its name (`field`, `index`, `phones`, `push`; its number as `<name>_number`, 1
where nothing is written) and each former one as `<name>_<number>`. `index_from` is the lowest number of the index that
may still stand in the database; `phones_<number>_until` the last day of which badges of a former key are believed;
`field_cipher` and `field_cipher_<number>` what a key seals with, where it is not the first cipher. The file is read
again when it changed, so that a rotation reaches every process while it serves; keys that stand in the environment
never change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.conf import settings

FIRST, LAST = 1, 255  # a number is the first byte of what it sealed
FILE = "keys.json"


class KeyName(StrEnum):
    """What a key is for; the name it has in the file."""

    FIELD = "field"
    INDEX = "index"
    PHONES = "phones"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys of a job by their number, the number of the newest, and the lowest that may stand in what is kept.

    `until`: the last day (ISO) on which something short-lived of a former key is believed. `ciphers`: what a key seals
    with, by its number (`privacy.vault`).
    """

    newest: int
    keys: Mapping[int, str]
    oldest: int = FIRST
    until: Mapping[int, str] = field(default_factory=dict)
    ciphers: Mapping[int, str] = field(default_factory=dict)

    def numbers(self) -> range:
        """The numbers that may stand in what is kept, the newest first."""
        return range(self.newest, self.oldest - 1, -1)


def ring_in(stored: Mapping[str, str], job: KeyName = KeyName.FIELD) -> KeyRing:
    """The ring of a job as it is written down."""
    newest = int(stored.get(f"{job}_number", FIRST))
    former = {int(name.removeprefix(f"{job}_")): key for name, key in stored.items() if _is_former(name, job)}
    key = stored.get(job) or stored.get(f"{KeyName.FIELD}_{FIRST}") or stored[KeyName.FIELD]  # older files lack two
    until = {number: stored[name] for number in former if (name := f"{job}_{number}_until") in stored}
    ciphers = {number: stored[name] for number in former if (name := f"{job}_cipher_{number}") in stored}
    ciphers |= {newest: stored[f"{job}_cipher"]} if f"{job}_cipher" in stored else {}
    return KeyRing(newest, {**former, newest: key}, int(stored.get(f"{job}_from", FIRST)), until, ciphers)


def _is_former(name: str, job: KeyName) -> bool:
    return name.startswith(f"{job}_") and name.removeprefix(f"{job}_").isdigit()


_read: dict[str, tuple[tuple[int, int], dict[KeyName, KeyRing]]] = {}


def current(job: KeyName = KeyName.FIELD) -> KeyRing:
    """The ring of a job now."""
    if settings.KEYS.get("from") == "environment":
        return _fixed(job)
    file = os.path.join(settings.SIANTAR_DATA, FILE)  # asked once a name of a list: a Path would double its cost
    try:
        there = os.stat(file)
    except OSError:  # it went away while we serve: what was read holds
        return _read[file][1][job] if file in _read else _fixed(job)
    seen, changed = _read.get(file), (there.st_mtime_ns, there.st_ino)
    if seen is None or seen[0] != changed:
        stored = json.loads(Path(file).read_text())
        _read[file] = seen = changed, {each: ring_in(stored, each) for each in KeyName}
    return seen[1][job]


def _fixed(job: KeyName) -> KeyRing:
    key = {
        KeyName.FIELD: settings.SIANTAR_FIELD_KEY,
        KeyName.INDEX: settings.SIANTAR_INDEX_KEY,
        KeyName.PHONES: settings.SIANTAR_PHONE_KEY,
        KeyName.PUSH: settings.SIANTAR_PUSH_KEY,
    }[job]
    return KeyRing(FIRST, {FIRST: key})
