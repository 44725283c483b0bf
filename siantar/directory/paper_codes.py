"""Who lost password or phone comes in once with a code on paper, given by hand by an administrator of the office."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from siantar.directory import audit, staff, workplaces
from siantar.directory.models import PaperCode, User
from siantar.rules.access import Act, Actor, require, require_own
from siantar.rules.audit import Audited

GOOD_FOR = timedelta(days=3)
LETTERS, LENGTH, GROUP = "ABCDEFGHJKMNPQRSTVWXYZ23456789", 12, 4  # 58.9 bits; none that look alike


class NoSuchPerson(Exception):
    """Nobody of this office, nobody active, or a head, whose access only another head gives."""


class WrongCode(Exception):
    """The code is not this person's, is over, or was used."""


def issue(person: int, *, by: Actor, at: datetime) -> str:
    """A new code for a colleague, shown only this once; an earlier one ends. Raises Forbidden, NoSuchPerson."""
    require(by, Act.RESET_ACCESS, office=by.office)
    user = User.objects.filter(pk=person, office=by.office, is_active=True, is_superuser=False).first()
    if user is None or str(user.pk) == by.person:
        raise NoSuchPerson
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    PaperCode.objects.update_or_create(user=user, defaults={"digest": make_password(code), "ends_at": at + GOOD_FOR})
    audit.note(Audited.PAPER_CODE_ISSUED, at=at, whose=user.pk, by=int(by.person))
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def typed_code(code: str) -> str:
    """What was typed, without what is no letter of a code."""
    return "".join(letter for letter in code.upper() if letter in LETTERS)


def join(code: str, *, by: Actor, at: datetime) -> User:
    """The account in another office to which this code belongs: one changes over to it from now on.

    Raises WrongCode, Forbidden.
    """
    me, typed = require_own(by, Act.KEEP_OWN_ACCOUNT), typed_code(code)
    with transaction.atomic():
        papers = PaperCode.objects.select_for_update(of=("self",)).select_related("user__office")
        papers = papers.filter(user__works_from=me, user__is_active=True, ends_at__gt=at)
        paper = next((paper for paper in papers if check_password(typed, paper.digest)), None)
        if paper is None:
            raise WrongCode
        there = paper.user
        paper.delete()
        return workplaces.join(there, by=by, at=at)


def use(username: str, code: str, password: str, *, at: datetime) -> User:
    """Set a new password with the code; second factors and sessions of before end, other offices ask anew.

    Raises WrongCode, and ValidationError for a password that is too weak (the code stays good then).
    """
    typed = typed_code(code)
    with transaction.atomic():
        codes = PaperCode.objects.select_for_update().filter(user__works_from=None, user__is_active=True)
        paper = codes.filter(user__username=username).first()
        fits = check_password(typed, paper.digest if paper else make_password(None))
        if paper is None or not fits or at >= paper.ends_at:
            raise WrongCode
        user = paper.user
        validate_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        Authenticator.objects.filter(user=user).delete()
        workplaces.part(user.pk)
        paper.delete()
        audit.note(Audited.PAPER_CODE_USED, at=at, whose=user.pk, by=user.pk)
        staff.end_all_sessions(user, at=at, by=user.pk)
    return user
