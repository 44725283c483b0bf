"""For whom somebody stands in, and who stands in for them, in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from siantar.directory.models import Delegation
from siantar.directory.staff import names_of
from siantar.faces.frame.role_words import ROLES
from siantar.rules.access import Actor
from siantar.rules.vocabulary import Role


def lines_of(actor: Actor) -> tuple[str, ...]:
    """A sentence for each colleague whose work this person does now; empty for who stands in for nobody."""
    if not actor.lent:
        return ()
    names = names_of({whose for _role, whose in actor.lent})
    return tuple(
        _("Anda mewakili %(name)s: %(roles)s.")
        % {"name": name, "roles": role_words(role for role, whose in actor.lent if whose == person)}
        for person, name in names.items()
    )


def role_words(roles: Iterable[Role]) -> str:
    """Roles in words, in the order of a file's way."""
    held = frozenset(roles)
    return ", ".join(str(words) for role, words in ROLES.items() if role in held)


def deputies_in_words(deputies: Iterable[Delegation]) -> list[str]:
    """A sentence for each colleague who does somebody's work today."""
    words = _("%(name)s mewakili Anda sampai %(day)s.")
    return [
        words % {"name": each.deputy.get_full_name() or each.deputy.username, "day": date_format(each.last_on, "j F Y")}
        for each in deputies
    ]
