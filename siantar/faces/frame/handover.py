"""Handing a document to somebody: what the form asks at the counter and at the door, and what it told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from siantar.casework.models import Application
from siantar.catalogue import words
from siantar.faces.frame import texts
from siantar.rules import reading
from siantar.rules.vocabulary import ENTITLED, Relation


@dataclass(frozen=True, slots=True)
class Handover:
    """The choices of the form: who may receive here, how identity is checked, which check is proposed."""

    relations: tuple[tuple[str, str], ...]
    checks: tuple[tuple[str, str], ...]
    check: str
    focus: bool = False


def handover(application: Application, language: str, *, check: str, focus: bool = False) -> Handover:
    """The form for this file in its office."""
    allowed = ENTITLED | set(application.office.also_allowed)
    relations = {relation: words.RELATIONS[relation] for relation in Relation if relation in allowed}
    return Handover(
        words.choices(relations, language),
        tuple((code, str(label)) for code, label in texts.CHECKS.items()),
        check,
        focus,
    )


def facts(form: Mapping[str, str]) -> dict[str, str]:
    """The plain facts of a handover as the ledger takes them."""
    old = "collected" if form.get("old_ktp") == "collected" else "not_needed"
    return {"relation": form.get("relation", ""), "identity_check": form.get("identity_check", ""), "old_ktp": old}


def scanned(text: str) -> tuple[str, str]:
    """Receipt number and proof of what was scanned or typed. Raises as `reading.read_receipt` does."""
    scan = reading.read_receipt(text)
    return scan.number.text, scan.proof
