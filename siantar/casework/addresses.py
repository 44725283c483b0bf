"""Where the courier takes a document: one shape, sealed and opened here alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from uuid import UUID

from siantar.casework.models import Application
from siantar.privacy import vault
from siantar.rules import neighbourhood

PLACE = "application.address"


@dataclass(frozen=True, slots=True)
class DeliveryAddress:
    """An address in clear, all of it empty where the file has none; `may_receive` names who may take it in besides.

    `phone` was told with this receipt, so it holds for this file alone.
    """

    line: str = ""
    rt: str = ""
    rw: str = ""
    village: str = ""
    landmark: str = ""
    may_receive: str = ""
    phone: str = ""
    lat: float | None = None
    lon: float | None = None

    def corrected(self, changes: Mapping[str, str]) -> DeliveryAddress:
        """The new values beside those that stay. A position belongs to the old line and goes with it."""
        moved = "line" in changes
        words = {name: changes[name] for name in WORDS if name in changes}
        return replace(self, **words, lat=None if moved else self.lat, lon=None if moved else self.lon)


WORDS = tuple(field.name for field in fields(DeliveryAddress) if field.name not in {"lat", "lon"})


def seal(file: UUID, address: DeliveryAddress) -> bytes:
    """What is stored of it."""
    return vault.seal(PLACE, file, json.dumps(asdict(address), ensure_ascii=False))


def of_file(application: Application) -> DeliveryAddress:
    """The address of a file in clear; the caller leaves the trace."""
    if not application.address_sealed:
        return DeliveryAddress()
    content: dict[str, Any] = json.loads(vault.unseal(PLACE, application.pk, application.address_sealed))
    words = {name: content.get(name) or "" for name in WORDS}
    if words["rt"] or words["rw"]:  # older ones hold "RT 1"
        words["rt"], words["rw"] = neighbourhood.read(words["rt"], words["rw"])
    return DeliveryAddress(**words, lat=content.get("lat"), lon=content.get("lon"))


def correct(file: Application, changes: Mapping[str, str]) -> None:
    """Store new values by the names of `WORDS` beside those that stay, in the transaction of the fact that says so."""
    stored = Application.objects.select_for_update().get(pk=file.pk)
    sealed = seal(file.pk, of_file(stored).corrected(changes))
    Application.objects.filter(pk=file.pk).update(address_sealed=sealed)
