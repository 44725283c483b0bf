"""Give an office its first services from the seed table; what the office has edited since stays."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from siantar.catalogue.models import Requirement, Service
from siantar.directory.models import Office
from siantar.rules import path_check

SEED = Path(__file__).parent / "seed" / "services.toml"


def seed_services(office: Office, registry: str) -> int:
    """Create the services the office does not have yet, and say how many; `registry` is the code of its civil registry.

    Raises `path_check.BrokenPath` when a path of the seed is not whole.
    """
    present = set(Service.objects.filter(office=office).values_list("code", flat=True))
    seed = tomllib.loads(SEED.read_text())
    missing = [(position, entry) for position, entry in enumerate(seed["service"]) if entry["code"] not in present]
    for position, entry in missing:
        _create(office, registry, position, entry, seed)
    return len(missing)


def _create(office: Office, registry: str, position: int, entry: dict[str, Any], seed: Mapping[str, Any]) -> None:
    english, nature = seed["english"], _nature(entry)
    service = Service(
        office=office,
        code=entry["code"],
        name=entry["name"],
        name_en=entry["name_en"],
        position=position,
        steps=[registry if station == "registry" else "" for station in entry["stations"]],
        digital=entry.get("digital", False),
        old_ktp=entry.get("old_ktp", False),
        promise_hours=entry["hours"],
        product=entry["product"],
        product_en=english.get(entry["product"], ""),
        procedure=seed["procedure"][nature].strip(),
        procedure_en=seed["procedure_in_english"][nature].strip(),
        forms=entry.get("forms", {}),
        legal_basis=entry["basis"],
    )
    path_check.check(service.path())
    service.save()
    papers = [(*paper, True) for paper in entry["needs"]] + [(*paper, False) for paper in entry.get("optional", [])]
    Requirement.objects.bulk_create(
        Requirement(
            service=service,
            code=paper[0],
            name=paper[1],
            name_en=english.get(paper[1], ""),
            note=paper[2] if len(paper) == 4 else "",
            note_en=english.get(paper[2], "") if len(paper) == 4 else "",
            needed=paper[-1],
            position=place,
        )
        for place, paper in enumerate(papers)
    )


def _nature(entry: Mapping[str, Any]) -> str:
    """What comes out in the end: a `card` of the registry, something `digital` of its, or a `letter` of the Camat."""
    if entry.get("digital"):
        return "digital"
    return "card" if "registry" in entry["stations"] else "letter"
