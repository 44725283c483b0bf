"""Give an office its first kinds of letters from the seed files; what the office has published since stays."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from siantar.directory.models import Office
from siantar.letters.models import LetterType, LetterVersion

SEED = Path(__file__).parent / "seed"
COMMON = "common.toml"
ORDER = (
    "sktm", "domisili", "domisili-usaha", "domisili-organisasi", "belum-menikah", "pengantar-skck",
    "pengantar-keramaian", "dispensasi-nikah", "ahli-waris", "keterangan-tanah", "keterangan-usaha", "keterangan-umum",
)  # fmt: skip
FIRST_DAY = date(2000, 1, 1)  # texts of the seed hold for every file


def seeded_contents() -> dict[str, dict[str, Any]]:
    """Code -> text of every kind of letter of the seed, with its shared fields put in."""
    shared = tomllib.loads((SEED / COMMON).read_text())["fields"]
    return {code: _content(tomllib.loads((SEED / f"{code}.toml").read_text()), shared) for code in ORDER}


def questions_of_forms() -> dict[str, Any]:
    """What the counter asks where files end in no letter, in the form of a letter's text."""
    shared = tomllib.loads((SEED / COMMON).read_text())["fields"]
    return _content(tomllib.loads((SEED / "forms.toml").read_text()), shared)


def _content(entry: dict[str, Any], shared: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    common = [{"name": name, **shared[name]} for name in entry.pop("common", ())]
    return {**entry, "fields": [*common, *entry.pop("fields", ())]}


def seed_letters(office: Office, at: datetime) -> None:
    """Create the kinds of letters the office does not have yet."""
    present = set(LetterType.objects.filter(office=office).values_list("code", flat=True))
    for position, (code, entry) in enumerate(seeded_contents().items()):
        if code in present:
            continue
        name, service = entry.pop("name"), entry.pop("service", "")
        kind = LetterType.objects.create(office=office, code=code, name=name, service=service, position=position)
        LetterVersion.objects.create(
            type=kind, number=1, valid_from=FIRST_DAY, content=entry, published_at=at, published_by=None
        )
