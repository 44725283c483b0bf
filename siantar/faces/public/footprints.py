"""Who looked at my data, when and why: by function, never by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siantar.casework.models import Application
from siantar.directory import staff
from siantar.faces.frame.language import spoken
from siantar.faces.public import look_reasons
from siantar.faces.public.holder import ReceiptHolder, holders
from siantar.privacy import queries
from siantar.privacy.models import Look
from siantar.privacy.queries import Seen
from siantar.rules import receipt_number
from siantar.rules.vocabulary import Role

A_PAGE = 25
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Footprint:
    """One line: who by function, why, what was shown, from when to when, how often."""

    who: str
    why: str
    fields: str
    first_at: datetime | None
    last_at: datetime
    times: int


def latest(file: Application, most: int) -> list[Footprint]:
    """List the latest looks of others."""
    others = _rows(file).exclude(why__startswith=look_reasons.RESIDENT)
    return _in_words(queries.seen_from(row) for row in others[:most])


@holders
@require_safe
def all_looks(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """List every look, newest first, page by page."""
    page = Paginator(_rows(holder.file), A_PAGE).get_page(request.GET.get("hal"))
    number = receipt_number.grouped(holder.file.receipt_number)
    context = {"file": holder.file, "number": number, "page": page, "looks": _in_words(map(queries.seen_from, page))}
    return render(request, "public/footprints.html", context)


def _rows(file: Application) -> QuerySet[Look, Any]:
    return queries.looks_at(file.pk, file.person_id, ZoneInfo(file.office.zone))


def _in_words(looks: Iterable[Seen]) -> list[Footprint]:
    looks = list(looks)
    roles = staff.roles_of({look.person for look in looks if look.person is not None})
    return [_footprint(look, roles.get(look.person or 0, frozenset())) for look in looks]


def _footprint(look: Seen, roles: frozenset[Role]) -> Footprint:
    language = spoken()
    who = look_reasons.function_of(roles, look.why) if look.person is not None else look_reasons.ITSELF
    if look.why.startswith(look_reasons.RESIDENT):
        who = look_reasons.YOU
    why = look_reasons.WHYS.get(look.why)
    return Footprint(
        who.in_language(language),
        why.in_language(language) if why else look.why,
        ", ".join(_fields(look.fields, language)),
        look.first_at if look.last_at - look.first_at >= A_MINUTE else None,
        look.last_at,
        look.times,
    )


def _fields(names: Sequence[str], language: str) -> Iterable[str]:
    fields = look_reasons.FIELDS
    return dict.fromkeys(fields[name].in_language(language) for name in names if name in fields)
