"""What waits for a person: prepared messages, people without a channel, messages that failed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import disclosure
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.messaging import sentences
from siantar.messaging import by_hand, queries, stops
from siantar.messaging.channels import KNOWN
from siantar.messaging.queries import Waiting
from siantar.messaging.stops import StoppedChannel
from siantar.privacy.looks import Reader
from siantar.rules.access import Act, Reading, may
from siantar.rules.occasions import ChannelKind
from siantar.rules.receipt_number import grouped

MOST_AT_ONCE = 200
UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    waiting: Waiting
    name: str
    files: tuple[tuple[str, str, str], ...]
    occasion: str
    channel: str
    problem: str
    phone: str = ""
    next: str = ""


@staff(Reading.MESSAGES)
@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """Show the three lists of messages that wait for a person, oldest first."""
    lists = queries.for_a_person(request.actor, request.at)
    context: dict[str, Any] = {
        "prepared": _rows(lists.prepared),
        "people": _with_phone(_rows(lists.people), request),
        "failed": _rows(lists.failed),
        "sets": may(request.actor, Act.SET_UP_MESSAGES, office=request.actor.office),
        "stopped": [_standstill(channel) for channel in stops.stopped_channels(request.actor.office)],
    }
    return render(request, "messaging/waiting.html", context)


def _standstill(stopped: StoppedChannel) -> dict[str, Any]:
    channel = stopped.channel
    return {
        "kind": channel.kind,
        "name": sentences.channel(channel.kind, spoken()),
        "since": channel.stopped_at,
        "waiting": stopped.waiting,
        "remedy": sentences.remedy(channel.stopped_by),
        "answer": channel.stopped_by.partition(" ")[2],
    }


@staff(Act.RESUME_CHANNEL)
@require_POST
def resume(request: StaffRequest, kind: str) -> HttpResponse:
    """Let a channel that stopped go on: what waited is sent."""
    if kind not in KNOWN:
        raise Http404
    stops.resume(request.actor.office, ChannelKind(kind), by=request.actor, at=request.at)
    messages.success(request, _("Saluran dicoba lagi. Pesan yang menunggu dikirim sekarang."))
    return HttpResponseRedirect(reverse("messages"))


def _rows(entries: Iterable[Waiting]) -> list[Row]:
    return [_row(entry) for entry in entries]


def _with_phone(rows: list[Row], request: StaffRequest) -> list[Row]:
    """The telephone of the one that is called next (`?telepon=`); each look leaves its trace."""
    wanted = request.GET.get("telepon", "")
    following = [*(str(row.waiting.id) for row in rows[1:]), ""][: len(rows)]
    return [
        replace(row, phone=_phone_of(row, request), next=after) if str(row.waiting.id) == wanted else row
        for row, after in zip(rows, following, strict=True)
    ]


def _phone_of(row: Row, request: StaffRequest) -> str:
    reader = Reader(request.actor, request.at, "tell_by_hand")
    return disclosure.open_file(row.waiting.files[0], reader).phone or "-"


def _row(entry: Waiting) -> Row:
    files = tuple((file.receipt_number, grouped(file.receipt_number), file.service.name) for file in entry.files)
    names = dict.fromkeys(file.applicant_name for file in entry.files)
    return Row(
        entry,
        ", ".join(names),
        files,
        sentences.occasion(entry.occasion, spoken()),
        sentences.channel(entry.channel, spoken()),
        sentences.problem(entry.problem) if entry.problem else "",
    )


@staff(Reading.MESSAGES)
@require_safe
def open_chat(request: StaffRequest, id: UUID) -> HttpResponse:
    """Lead to WhatsApp with the words written; opening the number leaves a trace."""
    waiting_messages = queries.access(request.actor, id)
    if not waiting_messages:
        raise Http404
    try:
        link = by_hand.prepared_link(waiting_messages, Reader(request.actor, request.at, "tell_by_hand"))
    except by_hand.NotByLink as problem:
        raise Http404 from problem
    response = HttpResponseRedirect(link)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


@staff(Act.SETTLE_MESSAGE)
@require_POST
def settle(request: StaffRequest, id: UUID) -> HttpResponse:
    """Mark the messages as told, try them again, or settle them otherwise."""
    waiting_messages = queries.access(request.actor, id)
    act = request.POST.get("act", "")
    if not waiting_messages:
        messages.warning(request, _("Sudah diselesaikan oleh orang lain."))
    elif act == "mark":
        by_hand.mark_told(waiting_messages, by=request.actor, at=request.at)
    elif act == "again":
        by_hand.try_again(waiting_messages, by=request.actor, at=request.at)
    elif act == "done":
        by_hand.let_be(waiting_messages, by=request.actor, at=request.at)
    if waiting_messages and act in sentences.ANSWERS:
        messages.success(request, str(sentences.ANSWERS[act]))
    if (following := request.POST.get("next", "")) and UUID_TEXT.fullmatch(following):
        return HttpResponseRedirect(f"{reverse('messages')}?telepon={following}")
    return HttpResponseRedirect(reverse("messages"))


@staff(Act.SETTLE_MESSAGE)
@require_POST
def settle_many(request: StaffRequest) -> HttpResponse:
    """Mark all that were ticked as told; those somebody else settled meanwhile are left out."""
    ticked = [UUID(text) for text in request.POST.getlist("row")[:MOST_AT_ONCE] if UUID_TEXT.fullmatch(text)]
    done = 0
    for id in ticked:
        if waiting_messages := queries.access(request.actor, id):
            by_hand.mark_told(waiting_messages, by=request.actor, at=request.at)
            done += 1
    if done:
        messages.success(request, _("%(n)s orang sudah diberi tahu.") % {"n": done})
    else:
        messages.error(request, _("Centang dulu siapa yang sudah diberi tahu."))
    return HttpResponseRedirect(reverse("messages"))
