"""Who has an item, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from siantar.directory import carriers
from siantar.directory.offices import names_of_offices
from siantar.directory.staff import names_of
from siantar.rules import receipt_number

KINDS: Mapping[str, Promise] = {
    "counter": _("Loket"),
    "shelf": _("Rak"),
    "officer": _("Petugas"),
    "bundle": _("Bundel"),
    "agency": _("Instansi"),
    "courier": _("Kurir"),
    "carrier": _("Jasa kirim"),
    "missing": _("Sedang ditelusuri"),
    "resident": _("Pemohon"),
}


def in_words(holders: Iterable[str]) -> dict[str, str]:
    """`courier:17` as "Kurir Agus Setiawan", for all of them at once."""
    parts = {holder: holder.partition(":") for holder in holders}
    people = names_of({name for kind, _, name in parts.values() if kind in {"officer", "courier"}})
    offices = names_of_offices({name for kind, _, name in parts.values() if kind in {"counter", "shelf", "agency"}})
    outside = carriers.names_of({name for kind, _, name in parts.values() if kind == "carrier"})
    of_kind = {"carrier": outside}
    return {
        holder: _in_words(kind, name, of_kind.get(kind, people), offices) for holder, (kind, _, name) in parts.items()
    }


def _in_words(kind: str, name: str, people: Mapping[str, str], offices: Mapping[str, str]) -> str:
    if kind == "agency":
        return offices.get(name, name)
    if kind in {"resident", "missing"}:
        return str(KINDS[kind])
    label = receipt_number.grouped(name) if kind == "bundle" else people.get(name) or offices.get(name, name)
    return f"{KINDS[kind]} {label}"
