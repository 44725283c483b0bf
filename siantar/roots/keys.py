"""The keys that sign roots: in the data folder or the environment, never in the database.

`root-keys.json` is made by itself with the first root. The first entry signs; a key that was renewed keeps its public
half, so that what it signed can still be checked, and its successor is endorsed by it.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from django.conf import settings

from siantar.roots import whole_files
from siantar.rules import ed25519

FILE_NAME = "root-keys.json"


class DamagedKeys(RuntimeError):
    """The file or the setting of the keys cannot be read; a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class RootKey:
    """A key: its public half and, while it signs, its seed (both hex). `endorsement`: signed by the key before it."""

    public: str
    seed: str = ""
    since: str = ""
    endorsement: str = ""

    @property
    def id(self) -> str:
        """Its short name."""
        return ed25519.key_id(self.public)


def all_keys() -> list[RootKey]:
    """All keys of this installation, the one that signs first; none before the first root."""
    if settings.SIANTAR_ROOT_KEYS:
        try:
            seeds = [seed.strip() for seed in settings.SIANTAR_ROOT_KEYS.split(":") if seed.strip()]
            return [_in_a_row(*pair) for pair in zip_longest(seeds, seeds[1:])]
        except ValueError as problem:
            raise DamagedKeys("SIANTAR_ROOT_KEYS bukan kunci: 32 byte dalam hex, dipisah titik dua.") from problem
    return in_folder(Path(settings.SIANTAR_DATA))


def in_folder(data: Path) -> list[RootKey]:
    """The keys that lie in a data folder; none where there are none. Raises DamagedKeys."""
    return in_file(data / FILE_NAME)


def in_file(file: Path) -> list[RootKey]:
    """The keys of a file of this form; none where there is none. Raises DamagedKeys."""
    if not file.exists():
        return []
    try:
        return [RootKey(**entry) for entry in json.loads(file.read_text())["keys"]]
    except (ValueError, KeyError, TypeError) as problem:
        raise DamagedKeys(f"{file} rusak. Salin lagi dari cadangan.") from problem


def public_keys() -> dict[str, str]:
    """Id -> public key (hex) of all keys there ever were here."""
    return {key.id: key.public for key in all_keys()}


def signing_key(at: datetime) -> RootKey:
    """The key that signs now; made where there is none yet."""
    keys = all_keys()
    if not keys:
        _lay([_new(at)], first=True)
        keys = all_keys()
    if not keys[0].seed:
        raise DamagedKeys(f"{_file()} tidak berisi kunci yang menandatangani. Salin lagi dari cadangan.")
    return keys[0]


def renew(at: datetime) -> RootKey:
    """A new key signs from now on, endorsed by the one before, whose private half is gone. Raises DamagedKeys."""
    if settings.SIANTAR_ROOT_KEYS:
        raise DamagedKeys("Kunci akar diatur di SIANTAR_ROOT_KEYS: taruh kunci baru di depan, lalu jalankan ulang.")
    before, fresh = signing_key(at), _new(at)
    successor = RootKey(fresh.public, fresh.seed, fresh.since, ed25519.sign(endorsed(fresh.public), before.seed))
    retired = [RootKey(key.public, "", key.since, key.endorsement) for key in all_keys()]
    _lay([successor, *retired], first=False)
    return successor


def endorsed(public_key: str) -> bytes:
    """What the key before signs of its successor."""
    return f"siantar root key\n{public_key}".encode()


def _in_a_row(seed: str, former: str | None) -> RootKey:
    """A key of the setting, endorsed by the one behind it."""
    public = ed25519.public_half(seed)
    return RootKey(public, seed, endorsement=ed25519.sign(endorsed(public), former) if former else "")


def _new(at: datetime) -> RootKey:
    seed = secrets.token_hex(32)
    return RootKey(ed25519.public_half(seed), seed, at.isoformat(timespec="seconds"))


def _file() -> Path:
    return Path(settings.SIANTAR_DATA) / FILE_NAME


def _lay(keys: list[RootKey], *, first: bool) -> None:
    """The file whole or not at all, readable by its owner only; where two make the first one, the earlier stays."""
    whole_files.lay(_file(), json.dumps({"keys": [asdict(key) for key in keys]}, indent=1), over=not first)
