"""What a change of a service says of itself: the way of its files, what differs, what it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from siantar.catalogue.setting_up import Proposal
from siantar.catalogue.versions import PAPERS
from siantar.directory import offices
from siantar.faces.frame.language import decimal
from siantar.faces.setup.forms import ServiceSetupForm

ON_THE_WALL = frozenset({"name", "promise_hours", "product", "procedure", "legal_basis", "decree", PAPERS})
_SHORT = ("name", "name_en", "product", "product_en", "decree")


def station_names() -> dict[str, str]:
    """What stations are called, by the agency's code; "" the Camat's signature."""
    return dict(offices.agencies().values_list("code", "name")) | {"": _("Tanda tangan Camat")}


def way(steps: Iterable[str], names: Mapping[str, str], *, digital: bool) -> list[str]:
    """The stations in words, from the counter to the resident."""
    end = _("Terbit digital") if digital else _("Warga")
    return [_("Loket"), _("Pemeriksa"), *(names.get(step, step) for step in steps), end]


def field_names(names: Iterable[str]) -> list[str]:
    """What the fields of a version are called on the page."""
    others = {"steps": _("Jalan berkas"), "forms": _("Formulir yang dicetak"), PAPERS: _("Persyaratan")}
    labels = {name: str(field.label) for name, field in ServiceSetupForm.base_fields.items()} | others
    return [labels[name] for name in names]


def lines_of(proposal: Proposal) -> Iterator[tuple[str, str, str]]:
    """What differs: its name, as it is, as it would be; the last two are empty where they are long."""
    for name, label in zip(proposal.names, field_names(proposal.names), strict=True):
        yield label, _value(name, proposal.before), _value(name, proposal.after)


def _value(name: str, content: Mapping[str, Any]) -> str:
    if name == "promise_hours":
        return decimal(content[name])
    if name in _SHORT:
        return str(content[name])
    if name == "steps":
        return " → ".join(way(content["steps"], station_names(), digital=content["digital"]))
    if name == PAPERS:
        return ", ".join(paper["name"] for paper in content[PAPERS])
    if isinstance(content[name], bool):
        return _("ya") if content[name] else _("tidak")
    return ""
