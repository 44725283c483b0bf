"""Keys of other systems to the API: each ends, is good for a scope, and dies with its person's roles and sessions."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from siantar.directory import audit
from siantar.directory.models import Token, User
from siantar.rules.access import Act, Actor, require_own
from siantar.rules.audit import Audited

GOOD_FOR = timedelta(days=365)
SHORT = timedelta(minutes=15)  # how long a token is good that a system asks for with its own
MARK = 10  # signs of a digest that name its token: the client id of OAuth 2
SCOPES = ("all", "read", "shipments")  # everything its person may; looking only; what carriers tell of shipments
_SHIPMENTS = frozenset({"report_shipments", "keep_proof"})  # doors of the API, by the names of their views


@dataclass(frozen=True, slots=True)
class TokenWish:
    """What a new token is for: `label` names the system, `scope` is one of SCOPES."""

    label: str = ""
    scope: str = "all"
    good_for: timedelta = GOOD_FOR


def issue_token(user: User, at: datetime, wish: TokenWish | None = None, *, by: User | None = None) -> str:
    """A new API token, shown only this once."""
    wish = wish or TokenWish()
    secret = secrets.token_urlsafe(32)
    Token.objects.create(
        digest=_digest(secret), user=user, label=wish.label, scope=wish.scope, created_at=at, issued_by=by,
        ends_at=at + wish.good_for, session_round=user.session_round,
    )  # fmt: skip
    more = {"scope": wish.scope, "label": wish.label}
    audit.note(Audited.TOKEN_ISSUED, at=at, whose=user.pk, by=by.pk if by else None, **more)
    return secret


# What a request by token needs to know: the token, and little of its person and their office, who have many columns.
_ASKED_EACH_TIME = (
    "label", "scope", "ends_at", "session_round", "parent", "last_used_on",
    "user__username", "user__first_name", "user__last_name", "user__roles", "user__office__zone",
)  # fmt: skip


def holder_of_token(secret: str, at: datetime) -> Token | None:
    """The token in force with its active user, or nothing; the day it was last used is written down."""
    bearing = _in_force(at).select_related("user__office").only(*_ASKED_EACH_TIME)
    token = bearing.filter(digest=_digest(secret)).first()
    if token is not None and token.last_used_on != at.date():
        Token.objects.filter(pk=token.pk).update(last_used_on=at.date())
    return token


def reaches(scope: str, method: str, door: str) -> bool:
    """Whether a token of this scope opens this door of the API (its name); what its person may is asked besides."""
    if scope == "shipments":
        return door in _SHIPMENTS
    return scope == "all" or method in {"GET", "HEAD"}


def system_of(mark: str, secret: str, at: datetime) -> Token | None:
    """The system's own token in force with this mark and secret; never one that was asked for with another."""
    token = holder_of_token(secret, at)
    fits = token is not None and token.parent_id is None and token.digest[:MARK] == mark
    return token if fits else None


def narrowest(scope: str, wanted: str) -> str:
    """The scope of a short token that a system of this scope asks for (empty: its own); "" where it may not have it."""
    wanted = wanted or scope
    return wanted if wanted in SCOPES and scope in {"all", wanted} else ""


def issue_short(system: Token, scope: str, at: datetime) -> str:
    """A token for a quarter of an hour, by the right of the system's own; those of it that are over go."""
    Token.objects.filter(parent=system, ends_at__lte=at).delete()
    secret = secrets.token_urlsafe(32)
    Token.objects.create(
        digest=_digest(secret), user=system.user, label=system.label, scope=scope, created_at=at,
        ends_at=min(filter(None, (at + SHORT, system.ends_at))), session_round=system.session_round, parent=system,
    )  # fmt: skip
    return secret


def tokens_of(person: int, at: datetime) -> QuerySet[Token]:
    """The tokens in force of a person, newest first; not the short ones that systems ask for with them."""
    return _in_force(at).filter(user=person, parent=None).order_by("-created_at")


def withdraw(person: int, mark: str, *, at: datetime, by: int | None) -> bool:
    """End the token of this person whose digest begins with `mark`; whether there was one."""
    tokens = list(tokens_of(person, at).filter(digest__startswith=mark)) if len(mark) >= 6 else []
    for token in tokens:
        Token.objects.filter(pk=token.pk).update(ended_at=at)
        audit.note(Audited.TOKEN_WITHDRAWN, at=at, whose=person, by=by, label=token.label)
    return bool(tokens)


def withdraw_own(mark: str, *, by: Actor, at: datetime) -> bool:
    """End one of one's own tokens; whether there was such a one. Raises Forbidden."""
    person = require_own(by, Act.KEEP_OWN_ACCOUNT)
    return withdraw(person, mark, at=at, by=person)


def withdraw_all(person: int, *, at: datetime, by: int | None) -> None:
    """End every token of a person whose roles or office changed."""
    for token in tokens_of(person, at):
        withdraw(person, token.digest, at=at, by=by)


def _in_force(at: datetime) -> QuerySet[Token]:
    return Token.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at),
        Q(user__works_from=None) | Q(user__works_from__is_active=True, user__joined_at__isnull=False),
        ended_at=None, parent__ended_at=None, user__is_active=True, session_round=F("user__session_round"),
    )  # fmt: skip


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
