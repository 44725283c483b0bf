"""Where a person is logged in, as the login library keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from siantar.directory import audit
from siantar.directory.models import User
from siantar.rules.access import Act, Actor, require_own
from siantar.rules.audit import Audited

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
            ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser somebody is logged in with."""

    pk: int
    browser: str
    system: str
    address: str
    since: datetime
    here: bool


def places_of(user: User, session_key: str | None) -> list[SignedIn]:
    """Every browser this person is logged in with, this one first."""
    sessions = UserSession.objects.purge_and_list(user)
    places = [
        SignedIn(
            session.pk, _first(_BROWSERS, session.user_agent), _first(_SYSTEMS, session.user_agent), session.ip,
            session.created_at, session.session_key == session_key,
        )
        for session in sessions
    ]  # fmt: skip
    return sorted(places, key=lambda place: (not place.here, -place.since.timestamp()))


def end_one(session: int, *, by: Actor, at: datetime) -> None:
    """End one of one's own sessions; of somebody else's nothing happens. Raises Forbidden."""
    person = require_own(by, Act.KEEP_OWN_ACCOUNT)
    for own in UserSession.objects.filter(user=person, pk=session):
        own.end()
        audit.note(Audited.SESSIONS_ENDED, at=at, whose=person, by=person)


def forget_ended() -> int:
    """Sessions that are over by their own date, and where people were logged in by them; how many of the latter.

    The date is written and compared by the framework, on its own clock.
    """
    SessionStore.clear_expired()
    over = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return int(over.delete()[0])


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in names if mark in agent), "")
