"""The courier's app: its shell and service worker, the day as data, and what the phone sends back.

All but the shell speak JSON. A phone that was logged out is led to the login by a redirect, which the app understands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import ledger, queries, receipt_check
from siantar.delivery import badge, proofs, refusals, runs, uploads
from siantar.delivery.courier_day import Today, today
from siantar.directory import links, offices
from siantar.faces.courier import bundle, serializers
from siantar.faces.courier.shapes import BadgeOut, Day, KeyOut, PieceTaken, ReceiptChecked
from siantar.faces.frame import event_intake as telling
from siantar.faces.frame.city_map import city_map
from siantar.faces.frame.event_schema import OutcomeOut
from siantar.faces.frame.json_body import NotJson, json_body, raw_body
from siantar.faces.frame.language import spoken
from siantar.faces.frame.shapes import map_file
from siantar.faces.frame.staff_access import StaffRequest, everyone, staff
from siantar.privacy import pictures, sealed_box
from siantar.rules import reading
from siantar.rules.access import Reading
from siantar.rules.plain_number import plain_number
from siantar.rules.vocabulary import IdentityCheck

couriers = staff(Reading.OWN_RUN)
AFTER_THE_SHIFT = timedelta(hours=4)  # how long the phone may still open its data, so that a late return is no loss
AFTER_A_CALL = timedelta(hours=1)  # and after it called later than that: what it still carries must be sent
MOST_KEYS = 20
CLOCK_IS_WRONG = timedelta(minutes=2)


@never_cache
@couriers
@require_safe
def app(request: StaffRequest) -> HttpResponse:
    """The shell of the app: nothing personal in it, because the phone keeps it."""
    return render(request, "courier/app.html")


@never_cache
@everyone
@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, told which version of which files belongs together."""
    return HttpResponse(bundle.service_worker(), content_type="text/javascript; charset=utf-8")


@never_cache
@everyone
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What the phone needs to install the app."""
    return HttpResponse(json.dumps(bundle.manifest()), content_type="application/manifest+json")


@never_cache
@couriers
@require_safe
def day(request: StaffRequest) -> HttpResponse:
    """Today's run with everything needed at the doors, and the keys under which the phone keeps it."""
    office = offices.by_code(request.actor.office)
    assert office is not None
    courier_day = today(request.actor, office, request.at, "run_today")
    if courier_day.run:
        runs.heard(courier_day.run, request.at)
    until = max(courier_day.ends_at + AFTER_THE_SHIFT, request.at + AFTER_A_CALL)
    request.session.set_expiry(int((until - request.at).total_seconds()))  # a restarted phone stays logged in
    wanted = [key_id for key_id in request.GET.get("kunci", "").split(",") if key_id][:MOST_KEYS]
    return JsonResponse(
        Day(
            csrf=get_token(request),
            courier={"id": request.actor.person, "name": request.name},
            server_time=request.at.isoformat(),
            key=_key(request.actor.person, courier_day, until),
            badge=_badge(request.actor.person, courier_day),
            old_keys={key_id: sealed_box.phone_key(request.actor.person, key_id[:40]) for key_id in wanted},
            letterbox=sealed_box.public_key(),
            tiles=settings.SIANTAR_TILES,
            map=map_file(city_map()),
            **serializers.of(courier_day, spoken()),
        )
    )


def _key(person: str, courier_day: Today, until: datetime) -> KeyOut:
    """The key of this day; another day's is another."""
    id = sealed_box.phone_key_id(courier_day.day.isoformat())
    return {"id": id, "secret": sealed_box.phone_key(person, id), "until": until.isoformat()}


def _badge(person: str, courier_day: Today) -> BadgeOut:
    """With this the phone makes the codes residents scan, without network, until the day is over."""
    day_badge = badge.badge_of(person, courier_day.run.day if courier_day.run else courier_day.day)
    return {"code": day_badge.code, "secret": day_badge.secret, "address": links.public("courier-check")}


@couriers
@require_POST
def send(request: StaffRequest) -> HttpResponse:
    """Events from the phone: one answer each. `sent_at` is the phone's clock now; a wrong one is put right."""
    try:
        payload = json_body(request)
        raw, sent_at = payload["events"], datetime.fromisoformat(str(payload["sent_at"]))
        off = request.at - sent_at
    except (ValueError, KeyError, TypeError, OverflowError):
        return JsonResponse({"code": "malformed"}, status=422)
    if not isinstance(raw, list) or len(raw) > ledger.MOST:
        return JsonResponse({"code": "too_many"}, status=422)
    if abs(off) > CLOCK_IS_WRONG:
        raw = [_put_right(event, off) for event in raw]
    results = telling.record(raw, by=request.actor, at=request.at)
    refusals.keep(_refused(raw, results), by=request.actor, at=request.at)
    return JsonResponse(
        {"server_time": request.at.isoformat(), "results": [outcome.model_dump() for outcome in results]}
    )


def _refused(raw: list[Any], results: list[OutcomeOut]) -> Iterator[refusals.RefusedEvent]:
    for event, answer in zip(raw, results, strict=True):
        if answer.outcome == "refused" and answer.problem:
            with suppress(ValueError, TypeError, KeyError, AttributeError):
                kind, number = (
                    str(event.get("type", "")),
                    reading.read_receipt(str(event["receipt_number"])).number.text,
                )
                yield refusals.RefusedEvent(UUID(str(answer.id)), number, kind, answer.problem.code)


def _put_right(event: Any, off: timedelta) -> Any:
    """The event at the time it really was; what the phone's clock said stays in its data."""
    try:
        phone_clock = str(event["occurred_at"])
        real = datetime.fromisoformat(phone_clock) + off
        return {**event, "occurred_at": real.isoformat(), "data": {**event.get("data", {}), "phone_clock": phone_clock}}
    except (KeyError, TypeError, ValueError, OverflowError):
        return event


@couriers
@require_POST
def check(request: StaffRequest) -> HttpResponse:
    """Whether a PIN fits the receipt of an envelope in the courier's bag, before the handover is told."""
    try:
        content = json_body(request)
        number = reading.read_receipt(str(content["receipt_number"])).number.text
        secret = {"pin": sealed_box.opened(content["pin_sealed"])}
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"code": "malformed"}, status=422)
    file = queries.access_file(request.actor, number)
    if file is None:
        return JsonResponse({"code": "unknown_receipt"}, status=404)
    verdict = receipt_check.check_receipt(file, IdentityCheck.PIN, secret, by=request.actor, at=request.at)
    return JsonResponse(ReceiptChecked(verdict=verdict.value))  # type: ignore[typeddict-item]


@couriers
@require_POST
def piece(request: StaffRequest, event: UUID, part: uploads.Part) -> HttpResponse:
    """A piece of a photo or signature; the answer says from where to go on."""
    offset, total = (plain_number(request.GET.get(name, "")) for name in ("offset", "total"))
    if offset is None or total is None:
        return JsonResponse({"code": "malformed"}, status=422)
    try:
        bit = uploads.Bit(event, part, offset, total, raw_body(request))
        have = uploads.take(bit, by=request.actor, at=request.at)
    except NotJson:
        return JsonResponse({"code": "malformed"}, status=422)
    except uploads.WrongPlace as here:
        return JsonResponse({"code": "wrong_place", "offset": here.offset}, status=409)
    except pictures.NotAPhoto:
        return JsonResponse({"code": "not_a_photo"}, status=422)
    except proofs.NotYourDelivery:
        return JsonResponse({"code": "not_found"}, status=404)
    return JsonResponse(PieceTaken(offset=have))
