"""Signs of life of background workers: each writes down that it lives and what it is at, whichever machine it is on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from siantar.directory.models import WorkerSign

BETWEEN = 15.0  # seconds between two signs
SILENT = timedelta(minutes=2)  # a worker not heard of for so long is dead, cut off or frozen
LONG = timedelta(hours=1)  # no job but a backup of a large office takes so long
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MachineWork:
    """The worker of a machine that was heard last; `job` is empty while it rests."""

    machine: str
    heard_at: datetime
    job: str
    job_since: datetime | None

    def is_silent(self, at: datetime) -> bool:
        """Whether it has not been heard of for too long."""
        return at - self.heard_at > SILENT

    def is_stuck(self, at: datetime) -> bool:
        """Whether it lives and has been at one job for too long."""
        return not self.is_silent(at) and self.job_since is not None and at - self.job_since > LONG


def give(sign: WorkerSign) -> None:
    """Write the sign down, over the one before; those of workers that ended a day ago go."""
    fields = {name: getattr(sign, name) for name in ("machine", "began_at", "heard_at", "job", "job_since")}
    WorkerSign.objects.update_or_create(pk=sign.pk, defaults=fields)
    WorkerSign.objects.filter(heard_at__lt=sign.heard_at - KEPT).delete()


def newest() -> Iterator[MachineWork]:
    """For each machine that had a worker within a day of the newest sign: the worker heard last."""
    machines: set[str] = set()
    for sign in WorkerSign.objects.order_by("-heard_at"):
        if sign.machine not in machines:
            machines.add(sign.machine)
            yield MachineWork(sign.machine, sign.heard_at, sign.job, sign.job_since)


def first_sign(id: UUID, machine: str, at: datetime) -> WorkerSign:
    """A worker that has just begun."""
    return WorkerSign(id=id, machine=machine[:64], began_at=at, heard_at=at, job="", job_since=None)
