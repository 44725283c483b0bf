"""What is asked of messages: what waits for a person, and how a file's owner was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from siantar.casework.models import Application
from siantar.messaging.models import Message
from siantar.messaging.outbox import STOPPED
from siantar.rules.access import Actor
from siantar.rules.occasions import ANSWER, ChannelKind

State = Message.State
MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one resident is to be told by a person: `id` names it, `files` are told together."""

    id: UUID
    files: tuple[Application, ...]
    occasion: str
    channel: str
    state: str
    since: datetime
    problem: str
    tries: int

    @property
    def by_link(self) -> bool:
        """Whether a prepared wa.me link can be opened: only for those who agreed to WhatsApp."""
        return self.channel == ChannelKind.WHATSAPP


@dataclass(frozen=True, slots=True)
class ForAPerson:
    """The three lists: prepared messages, people without a channel, messages that failed."""

    prepared: tuple[Waiting, ...]
    people: tuple[Waiting, ...]
    failed: tuple[Waiting, ...]

    @property
    def count(self) -> int:
        """How many things wait."""
        return len(self.prepared) + len(self.people) + len(self.failed)


def for_a_person(office: str, at: datetime) -> ForAPerson:
    """List what waits for a person of this office, oldest first."""
    messages = _with_files(office).filter(for_people(), expires_at__gt=at)
    grouped = _grouped(messages.order_by("made_at")[:MOST])
    prepared = (State.BY_HAND, State.WAITING)
    return ForAPerson(
        tuple(entry for entry in grouped if entry.state in prepared and entry.channel != ChannelKind.PAPER),
        tuple(entry for entry in grouped if entry.channel == ChannelKind.PAPER),
        tuple(entry for entry in grouped if entry.state == State.DEAD),
    )


def waiting_in(office: str, at: datetime) -> int:
    """How many messages of this office wait for a person."""
    return _with_files(office).filter(for_people(), expires_at__gt=at).count()


def for_people() -> Q:
    """What a person may settle: where no gateway carries it, where it failed, while its channel stands still."""
    return Q(state__in=[State.BY_HAND, State.DEAD]) | Q(state=State.WAITING, problem__startswith=STOPPED)


def access(actor: Actor, id: UUID) -> list[Message]:
    """Find the messages of this bundle that wait for a person of the actor's office; the one with this id leads."""
    messages = _with_files(actor.office).filter(for_people())
    together = list(messages.filter(bundle=id).order_by("made_at")) or list(messages.filter(pk=id))
    return sorted(together, key=lambda message: message.pk != id)


def messages_of(application: Application) -> QuerySet[Message]:
    """List the messages about a file, sent or waiting, newest first."""
    return Message.objects.filter(application=application).select_related("by").order_by("-made_at")


def _with_files(office: str) -> QuerySet[Message]:
    return (
        Message.objects.filter(office=office)
        .exclude(occasion=ANSWER)
        .select_related("application__service", "application__office", "application__person", "office", "choice")
    )


def _grouped(messages: Iterable[Message]) -> list[Waiting]:
    groups: dict[tuple[UUID, str], list[Message]] = {}
    for message in messages:
        groups.setdefault((message.bundle or message.pk, message.state), []).append(message)
    return [_waiting(group) for group in groups.values()]


def _waiting(group: list[Message]) -> Waiting:
    first = group[0]
    files = tuple(message.application for message in group if message.application is not None)
    return Waiting(
        first.bundle or first.pk, files, first.occasion, first.channel, first.state, first.made_at, first.problem,
        first.tries,
    )  # fmt: skip
