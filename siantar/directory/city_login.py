"""Who of the staff comes in by the city's directory: bound by an administrator to one subject there, never alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction

from siantar.directory import audit, workplaces
from siantar.directory.models import User
from siantar.directory.staff import people_of_office
from siantar.rules.access import Actor
from siantar.rules.audit import Audited

PROVIDER = "kota"  # the one directory an installation may name
LONGEST = 191


def directory_name() -> str:
    """How pages call the city's directory; "" where none is set up."""
    return str(settings.SIANTAR_OIDC_NAME) if settings.SIANTAR_OIDC_ISSUER else ""


class SubjectTaken(Exception):
    """Another account is bound to this subject."""


def subjects_of(by: Actor) -> Mapping[int, str]:
    """The subjects to which people of one's office are bound, by person. Raises Forbidden."""
    people = people_of_office(by)
    return dict(SocialAccount.objects.filter(provider=PROVIDER, user__in=people).values_list("user", "uid"))


def bind(person: int, subject: str, *, by: Actor, at: datetime) -> User | None:
    """Bind somebody of one's office to this subject, in place of any before; "" takes it back.

    None where there is no such person, or it is a superuser or somebody of another office.
    Raises SubjectTaken, Forbidden.
    """
    user = people_of_office(by).filter(pk=person, is_superuser=False, works_from=None).first()
    if user is None:
        return None
    try:
        with transaction.atomic():
            gone, _rows = SocialAccount.objects.filter(provider=PROVIDER, user=user).exclude(uid=subject).delete()
            fresh = (
                bool(subject)
                and SocialAccount.objects.get_or_create(
                    provider=PROVIDER, uid=subject, user=user, defaults={"extra_data": {}}
                )[1]
            )
            if gone or fresh:
                what = Audited.DIRECTORY_BOUND if fresh else Audited.DIRECTORY_UNBOUND
                audit.note(what, at=at, whose=user.pk, by=int(by.person))
                workplaces.part(user.pk)
    except IntegrityError as clash:
        raise SubjectTaken from clash
    return user
