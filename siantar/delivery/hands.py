"""What couriers have in hand, by the ledger: whatever a plan says, it is part of their run."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from siantar.casework import queries
from siantar.casework.models import Application, Standing
from siantar.delivery.models import Run, Stop
from siantar.rules.event import Holder, HolderKind


def carried_by(courier: int) -> list[Application]:
    """The items this courier has in hand now, in the order in which they came there."""
    return list(queries.held_by(Holder.courier(str(courier))).order_by("standing__since", "pk"))


def carriers_of(files: Iterable[UUID]) -> dict[UUID, int]:
    """Who carries these files, as far as couriers do."""
    standings = Standing.objects.filter(application__in=list(files), holder__startswith=f"{HolderKind.COURIER}:")
    return {
        standing.application_id: int(Holder.parse(standing.holder).name)
        for standing in standings.only("application", "holder")
    }


def without_a_run(courier: int, *, but: Iterable[Run] = ()) -> list[Application]:
    """What this courier carries that is a stop of none of their open runs (`but` these)."""
    carried = carried_by(courier)
    listed = Stop.objects.filter(application__in=carried, open=True, run__courier=courier)
    elsewhere = set(listed.exclude(run__in=list(but)).values_list("application", flat=True))
    return [file for file in carried if file.pk not in elsewhere]
