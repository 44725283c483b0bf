"""Who may do what with a complaint: by office, by whom it was given to, and by what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from siantar.rules.access.actor import Actor, Forbidden, Scope
from siantar.rules.access.acts import Act, Reading, scopes_for
from siantar.rules.complaint import CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class ComplaintStand:
    """What the gate needs to know of a complaint; `assigned_to` is empty while nobody has it."""

    office: str
    topic: str
    assigned_to: str = ""


def may_with_complaint(actor: Actor, what: Act | Reading, complaint: ComplaintStand) -> bool:
    """Whether `actor` may do or see this with the complaint."""
    if actor.office != complaint.office:
        return False
    reach = {
        Scope.OFFICE: True,
        Scope.ORDINARY: complaint.topic not in CONFIDENTIAL,
        Scope.ASSIGNED: bool(complaint.assigned_to) and complaint.assigned_to == actor.person,
    }
    return any(reach.get(scope, False) for scope in scopes_for(actor, what))


def require_with_complaint(actor: Actor | None, what: Act | Reading, complaint: ComplaintStand) -> None:
    """Let `actor` do or see this with the complaint; None is nobody. Raises Forbidden."""
    if actor is None or not may_with_complaint(actor, what, complaint):
        raise Forbidden(what)
