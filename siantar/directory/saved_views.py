"""Views of the work list that a member of staff keeps: a name and the parameters of its address."""

from __future__ import annotations

from django.db.models import QuerySet

from siantar.directory.models import SavedView

MOST = 12


def of(person: int) -> QuerySet[SavedView]:
    """The views this person keeps, in the order of their making."""
    return SavedView.objects.filter(user=person).order_by("pk")


def keep(person: int, name: str, parameters: str) -> bool:
    """Keep a view under a name, in place of one that bears it; False without a name or where there are too many."""
    name = " ".join(name.split())[:40]
    if not name or (of(person).count() >= MOST and not of(person).filter(name=name).exists()):
        return False
    SavedView.objects.update_or_create(user_id=person, name=name, defaults={"parameters": parameters[:400]})
    return True


def forget(person: int, id: int) -> None:
    """Keep it no more."""
    of(person).filter(pk=id).delete()
