"""The gate: who may do what, see what, in which scope and state. One table in five parts; default is no.

`events`: who may tell which event of a file. `acts`: everything else a person does, and everything a person reads.
`bundle`, `complaint`: the same for bundles on their way and for complaints. `personal`: which personal fields a role
is shown for which purpose.
Acts and queries ask here themselves; pages, API, phone, admin and commands only call them.
"""

from siantar.rules.access.actor import ITSELF, Actor, Forbidden, Grant, Scope
from siantar.rules.access.acts import ACTS, READINGS, Act, Reading, may, require, require_own, roles_for, scopes_for
from siantar.rules.access.bundle import (
    STATES,
    BundleStand,
    BundleStatus,
    may_with_bundle,
    require_with_bundle,
)
from siantar.rules.access.complaint import ComplaintStand, may_with_complaint, require_with_complaint
from siantar.rules.access.deputising import NEVER_LENT, Absence, lendable, lent_by
from siantar.rules.access.events import (
    AT_THE_AGENCY,
    CUSTODY,
    EVENTS,
    may_settle,
    may_take_back,
    permit,
    require_reach,
    roles_of,
    scopes_of,
    settlers,
    stands_in,
)
from siantar.rules.access.personal import PURPOSES, SEES, PersonalField, fields_for

__all__ = [
    "ACTS", "AT_THE_AGENCY", "CUSTODY", "EVENTS", "ITSELF", "NEVER_LENT", "PURPOSES", "READINGS", "SEES", "STATES",
    "Absence", "Act", "Actor", "BundleStand", "BundleStatus", "ComplaintStand", "Forbidden", "Grant", "PersonalField",
    "Reading", "Scope", "fields_for", "lendable", "lent_by", "may", "may_settle", "may_take_back", "may_with_bundle",
    "may_with_complaint", "permit", "require", "require_own", "require_reach", "require_with_bundle",
    "require_with_complaint", "roles_for", "roles_of", "scopes_for", "scopes_of", "settlers", "stands_in",
]  # fmt: skip
