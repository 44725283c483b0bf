"""The components of a service standard (PermenPANRB 15/2014): six of the delivery, eight behind it."""

from __future__ import annotations

from enum import StrEnum


class Component(StrEnum):
    """One component, in the order of the regulation."""

    REQUIREMENTS = "requirements"
    PROCEDURE = "procedure"
    TIME = "time"
    COST = "cost"
    PRODUCT = "product"
    COMPLAINTS = "complaints"
    LEGAL_BASIS = "legal_basis"
    FACILITIES = "facilities"
    COMPETENCE = "competence"
    CONTROL = "control"
    STAFF = "staff"
    GUARANTEE = "guarantee"
    SAFETY = "safety"
    EVALUATION = "evaluation"


# What an office says once for all its services; the others stand in the catalogue with each service.
OF_OFFICE = (
    Component.FACILITIES, Component.COMPETENCE, Component.CONTROL, Component.STAFF, Component.GUARANTEE,
    Component.SAFETY, Component.EVALUATION,
)  # fmt: skip
PLEDGE = "pledge"  # the maklumat, kept beside them
KEPT = (*(str(component) for component in OF_OFFICE), PLEDGE)
LONGEST = 1500
