"""One table: kinds of events as GS1 EPCIS 2.0 speaks of them (steps and dispositions of the CBV 2.0)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from siantar.rules.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class CbvStep:
    """A business step, the disposition after it, and what an ObjectEvent does to the item's being there."""

    step: str
    disposition: str
    action: str = "OBSERVE"


STEPS: Mapping[Kind, CbvStep] = {
    Kind.HANDED_IN: CbvStep("commissioning", "active", "ADD"),
    Kind.DOCUMENTS_COMPLETED: CbvStep("accepting", "completeness_verified"),
    Kind.CHECK_STARTED: CbvStep("inspecting", "in_progress"),
    Kind.FOUND_INCOMPLETE: CbvStep("inspecting", "non_conformant"),
    Kind.CHECK_PASSED: CbvStep("inspecting", "conformant"),
    Kind.DRAFTED: CbvStep("encoding", "in_progress"),
    Kind.INITIALLED: CbvStep("encoding", "active"),
    Kind.LETTER_RETURNED: CbvStep("encoding", "returned"),
    Kind.SIGNED: CbvStep("encoding", "conformant"),
    Kind.NUMBERED: CbvStep("encoding", "encoded"),
    Kind.LETTER_WITHDRAWN: CbvStep("encoding", "inactive"),
    Kind.SENT: CbvStep("shipping", "in_transit"),
    Kind.ARRIVED: CbvStep("arriving", "in_progress"),
    Kind.HELD: CbvStep("holding", "unavailable"),
    Kind.RESUMED: CbvStep("holding", "in_progress"),
    Kind.COMPLETED: CbvStep("other", "available"),
    Kind.RETURNED: CbvStep("other", "returned"),
    Kind.SENT_BACK: CbvStep("departing", "in_transit"),
    Kind.CAME_BACK: CbvStep("receiving", "in_progress"),
    Kind.ISSUED_DIGITALLY: CbvStep("dispensing", "available"),
    Kind.MADE_READY: CbvStep("staging_outbound", "available"),
    Kind.LOADED: CbvStep("loading", "in_transit"),
    Kind.CONSIGNED: CbvStep("departing", "in_progress"),
    Kind.HANDED_ON: CbvStep("transporting", "in_transit"),
    Kind.WINDOW_TOLD: CbvStep("transporting", "in_transit"),
    Kind.DELAY_FORESEEN: CbvStep("other", "in_progress"),
    Kind.DELIVERED: CbvStep("dispensing", "dispensed"),
    Kind.DELIVERY_FAILED: CbvStep("transporting", "returned"),
    Kind.UNLOADED: CbvStep("unloading", "available"),
    Kind.COLLECTED: CbvStep("collecting", "dispensed"),
    Kind.WENT_MISSING: CbvStep("cycle_counting", "unknown"),
    Kind.FOUND: CbvStep("cycle_counting", "available"),
    Kind.REJECTED: CbvStep("decommissioning", "inactive", "DELETE"),
    Kind.CANCELLED: CbvStep("decommissioning", "disposed", "DELETE"),
    Kind.METHOD_CHANGED: CbvStep("other", "in_progress"),
    Kind.VISIT_AGREED: CbvStep("other", "in_progress"),
    Kind.RECEIVER_NAMED: CbvStep("other", "in_progress"),
    Kind.CONTACT_CORRECTED: CbvStep("other", "in_progress"),
    Kind.REDIRECT_ASKED: CbvStep("other", "in_progress"),
    Kind.REDIRECT_STOPPED: CbvStep("other", "in_progress"),
    Kind.REDIRECTED: CbvStep("other", "in_progress"),
    Kind.INTAKE_CORRECTED: CbvStep("other", "in_progress"),
    Kind.CORRECTED: CbvStep("other", "in_progress"),
}
_TIMES = Counter((named.step, named.disposition) for named in STEPS.values())
_KINDS = {
    pair: kind for kind, named in STEPS.items() if _TIMES[pair := (named.step, named.disposition)] == 1
}  # fmt: skip


def kind_of(step: str, disposition: str) -> Kind | None:
    """The kind of event a step with this disposition is; None where it is none of ours, or one of several."""
    return _KINDS.get((step, disposition))


def kinds_at(step: str) -> list[str]:
    """The kinds of events that are this step."""
    return [kind for kind, named in STEPS.items() if named.step == step]


def bare(term: object) -> str:
    """A term of the CBV without the address of its list: `arriving` of `https://ref.gs1.org/cbv/BizStep-arriving`."""
    text = term if isinstance(term, str) else ""
    return text.rpartition("/")[2].rpartition(":")[2].rpartition("-")[2]
