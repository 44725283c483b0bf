"""Who may do and see what, as the gate itself decides it: the table of `rules.access` in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from siantar.faces.backoffice import access_words as words
from siantar.faces.frame import texts
from siantar.faces.frame.role_words import ROLES
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules.access import (
    ACTS,
    EVENTS,
    PURPOSES,
    READINGS,
    SEES,
    STATES,
    BundleStatus,
    Grant,
    PersonalField,
    Reading,
)
from siantar.rules.vocabulary import Role

Text = str | Promise
What = TypeVar("What", bound=str)  # a kind of event, an act, a reading


@dataclass(frozen=True, slots=True)
class AccessLine:
    """What is permitted, by its code and in words, and how far under each column; an empty cell is no."""

    code: str
    name: Text
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessTable:
    """One part of the gate's table."""

    title: Text
    columns: tuple[Text, ...]
    lines: tuple[AccessLine, ...]


@staff(Reading.ACCESS_TABLE)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """The whole table, for the heads of an office."""
    return render(request, "backoffice/access_table.html", {"tables": tables()})


def tables() -> tuple[AccessTable, ...]:
    """Every part of the gate's table, in the language of the reader."""
    return (
        _by_role(_("Mencatat kejadian berkas"), EVENTS, texts.VERBS),
        _by_role(_("Tindakan lain"), ACTS, words.ACTS),
        _by_role(_("Melihat"), READINGS, words.READINGS),
        _bundle_states(),
        _fields_by_role(),
        _fields_by_purpose(),
    )


def _by_role(title: Text, grants: Mapping[What, Sequence[Grant]], names: Mapping[What, Promise]) -> AccessTable:
    roles = [role for role in Role if any(grant.role is role for line in grants.values() for grant in line)]
    lines = [
        AccessLine(code, names[code], tuple(_reach(line, role) for role in roles)) for code, line in grants.items()
    ]
    return AccessTable(title, tuple(ROLES[role] for role in roles), tuple(lines))


def _reach(grants: Iterable[Grant], role: Role) -> str:
    return ", ".join(str(words.SCOPES[grant.scope]) for grant in grants if grant.role is role)


def _bundle_states() -> AccessTable:
    lines = [
        AccessLine(act, words.ACTS[act], tuple(_yes(status in states) for status in BundleStatus))
        for act, states in STATES.items()
    ]
    return AccessTable(
        _("Bundel: dalam keadaan apa"), tuple(texts.BATCHES[status] for status in BundleStatus), tuple(lines)
    )


def _fields_by_role() -> AccessTable:
    lines = [
        AccessLine(field, words.FIELDS[field], tuple(_yes(field in SEES[role]) for role in Role))
        for field in PersonalField
    ]
    return AccessTable(_("Data pribadi menurut peran"), tuple(ROLES[role] for role in Role), tuple(lines))


def _fields_by_purpose() -> AccessTable:
    lines = [
        AccessLine(purpose, words.PURPOSES[purpose], tuple(_yes(field in fields) for field in PersonalField))
        for purpose, fields in PURPOSES.items()
    ]
    return AccessTable(
        _("Data pribadi menurut keperluan"), tuple(words.FIELDS[field] for field in PersonalField), tuple(lines)
    )


def _yes(granted: bool) -> str:
    return str(_("ya")) if granted else ""
