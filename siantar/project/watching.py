"""Doors for machines that watch, and the administrator's page of the same."""

from __future__ import annotations

import hmac
import shutil
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siantar.casework import following
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.staff_access import StaffRequest, everyone, staff
from siantar.project import state
from siantar.project.schema import pending_migrations
from siantar.rules.access import Reading

FULL = 50_000_000  # bytes of room below which nothing more is promised
NOBODY = "000000000000"  # no receipt has this number
TEXT = "text/plain; version=0.0.4; charset=utf-8"
_migrated: set[str] = set()  # databases that were up to date once, while this process lives


@everyone
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@everyone
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Whether work can be taken on: database there and up to date, room on the disk. 503 where not."""
    checks = {"database": _database(), "disk": _disk()}
    well = all(word == "ok" for word in checks.values())
    return JsonResponse({"status": "ok" if well else "unready", **checks}, status=200 if well else 503)


@everyone
@require_safe
def telling(_request: HttpRequest) -> JsonResponse:
    """Whether residents can be told where their file stands, from whichever database answers. 503 where not."""
    try:
        following.look_up(NOBODY, None, longest=0)
    except following.LOST:
        return JsonResponse({"status": "unready", "database": "away"}, status=503)
    return JsonResponse({"status": "ok", "database": "follower" if following.away() else "ok"})


def _database() -> str:
    alias = connection.alias
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if alias not in _migrated:
            if pending_migrations():
                return "not migrated"
            _migrated.add(alias)
    except DatabaseError:
        return "away"
    return "ok"


def _disk() -> str:
    return "ok" if shutil.disk_usage(settings.SIANTAR_DATA).free > FULL else "full"


@everyone
@require_safe
def metrics(request: TimedRequest) -> HttpResponse:
    """Figures in Prometheus's text; for this very machine, or for who has the token. Others find nothing here."""
    if not _may_watch(request):
        return HttpResponse(status=404)
    lines: list[str] = []
    before = ""
    for gauge in state.gauges(request.at):
        if gauge.name != before:
            lines += [f"# HELP {gauge.name} {gauge.help}", f"# TYPE {gauge.name} {gauge.kind}"]
            before = gauge.name
        lines.append(f"{gauge.name}{gauge.labels} {gauge.value:.15g}".replace(" nan", " NaN"))
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


def _may_watch(request: HttpRequest) -> bool:
    token = settings.SIANTAR_METRICS_TOKEN
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(sent.encode(), token.encode()):
        return True
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False  # a proxy of this machine speaks for somebody
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@staff(Reading.SYSTEM_STATE)
def page(request: StaffRequest) -> HttpResponse:
    """How the installation is, in plain words."""
    lines = list(state.state_lines(request.at))
    return render(request, "frame/state.html", {"lines": lines, "well": all(line.well for line in lines)})
