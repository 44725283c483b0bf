"""Who may do what with a bundle, on which side of its way and in which state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from siantar.rules.access.actor import Actor, Forbidden, Scope
from siantar.rules.access.acts import Act, Reading, scopes_for


class BundleStatus(StrEnum):
    """Where a bundle is."""

    OPEN = "open"
    CLOSED = "closed"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class BundleStand:
    """What the gate needs to know of a bundle; `silent`: its target does not use Siantar."""

    origin: str
    target: str
    status: BundleStatus
    silent: bool = False


STATES: Mapping[Act, frozenset[BundleStatus]] = {
    Act.FILL_BUNDLE: frozenset({BundleStatus.OPEN}),
    Act.CLOSE_BUNDLE: frozenset({BundleStatus.OPEN}),
    Act.HAND_OVER_BUNDLE: frozenset({BundleStatus.CLOSED}),
    Act.RECEIVE_BUNDLE: frozenset({BundleStatus.ON_THE_WAY, BundleStatus.ARRIVED}),
    Act.RECONCILE_BUNDLE: frozenset({BundleStatus.ON_THE_WAY, BundleStatus.ARRIVED}),
    Act.MARK_IN_BUNDLE: frozenset({BundleStatus.ON_THE_WAY, BundleStatus.ARRIVED}),
}


def may_with_bundle(actor: Actor, what: Act | Reading, bundle: BundleStand) -> bool:
    """Whether `actor` may do or see this with the bundle as it stands."""
    if isinstance(what, Act) and bundle.status not in STATES[what]:
        return False
    reach = {
        Scope.ORIGIN: actor.office == bundle.origin,
        Scope.TARGET: actor.office == bundle.target,
        Scope.FOR_AGENCY: actor.office == bundle.origin and bundle.silent,
    }
    return any(reach.get(scope, False) for scope in scopes_for(actor, what))


def require_with_bundle(actor: Actor, what: Act | Reading, bundle: BundleStand) -> None:
    """Let `actor` do or see this with the bundle. Raises Forbidden."""
    if not may_with_bundle(actor, what, bundle):
        raise Forbidden(what)
