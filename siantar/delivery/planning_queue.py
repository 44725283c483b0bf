"""Plans are made apart from the web: asked here, claimed by a worker, solved in a child process with a hard limit.

A worker keeps one child warm (its libraries read), so that the first plan is there within a second. A plan whose worker
died is claimed again when its lease is over; the best order found so far stays.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from queue import Empty, Queue
from threading import Thread
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from siantar.delivery.models import Planning
from siantar.routing import codec
from siantar.routing.problem import Problem
from siantar.rules.identifiers import uuid7

LEASE = timedelta(seconds=20)
GRACE = 5.0  # seconds beyond the asked ones after which a child is ended
TRIES = 3
LOOK = 0.1  # seconds between looks at the child and at the wish to stop

log = logging.getLogger("siantar.routing")
Order = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Wish:
    """A plan somebody wants: for which office and day, how long to search, from what."""

    office: str
    day: date
    problem: Problem
    seconds: float
    fair: bool = True
    begin_with: Order | None = None


def ask(wish: Wish, at: datetime) -> UUID:
    """Put a wish into the queue; its id is where better plans appear."""
    search = {"seconds": wish.seconds, "fair": wish.fair, "begin_with": wish.begin_with}
    content = json.dumps(search | {"problem": json.loads(codec.write(wish.problem))}).encode()
    planning = Planning.objects.create(
        id=uuid7(at), office_id=wish.office, day=wish.day, seconds=wish.seconds, problem=content, asked_at=at
    )
    return planning.pk


def stop(id: UUID, office: str) -> None:
    """Enough: the best plan so far is taken."""
    Planning.objects.filter(pk=id, office=office).update(stop_asked=True)


def look(id: UUID, office: str) -> Planning | None:
    """How far a plan is."""
    return Planning.objects.filter(pk=id, office=office).first()


def default_seconds(stops: int) -> float:
    """0.06 s a stop, between 2 and 30 s."""
    return min(30.0, max(2.0, 0.06 * stops))


def claim(at: datetime) -> Planning | None:
    """The oldest waiting plan, or one whose worker has not been heard of; nobody else gets it meanwhile."""
    with transaction.atomic():
        free = Planning.objects.filter(
            Q(status=Planning.Status.WAITING) | Q(status=Planning.Status.RUNNING, lease_until__lt=at)
        )
        if connection.features.has_select_for_update_skip_locked:
            free = free.select_for_update(skip_locked=True)
        planning = free.order_by("asked_at").first()
        if planning is None:
            return None
        if planning.tries >= TRIES:
            Planning.objects.filter(pk=planning.pk).update(status=Planning.Status.FAILED)
            return None
        Planning.objects.filter(pk=planning.pk).update(
            status=Planning.Status.RUNNING, begun_at=at, lease_until=at + LEASE, tries=planning.tries + 1
        )
    return planning


class Child:
    """A warm process that makes one plan."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "siantar.routing.child"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def begin(self, problem: bytes) -> None:
        """Hand it the problem."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(problem.decode() + "\n")
            self._process.stdin.flush()

    def next_line(self) -> str | None:
        """The next better plan; "" at the end, None while there is nothing new."""
        try:
            return self._lines.get(timeout=LOOK)
        except Empty:
            return None

    def end(self) -> None:
        """Stop it, whatever it does."""
        self._process.kill()
        self._process.wait()


def work(planning: Planning, child: Child, at: datetime) -> None:
    """Let a child make the plan; better ones are stored as they come, and it ends in time, come what may."""
    child.begin(bytes(planning.problem))
    begun = renewed = time.monotonic()
    deadline = begun + planning.seconds + GRACE
    done = False
    try:
        while time.monotonic() < deadline and not done:
            line = child.next_line()
            if line == "":
                break
            if line is not None:
                answer = json.loads(line)
                done = answer["done"]
                planning.better += 1
                Planning.objects.filter(pk=planning.pk).update(best=answer["order"], better=planning.better)
            if time.monotonic() - renewed > LEASE.total_seconds() / 4:
                renewed = time.monotonic()
                spent = timedelta(seconds=renewed - begun)
                Planning.objects.filter(pk=planning.pk).update(lease_until=at + spent + LEASE)
            if Planning.objects.filter(pk=planning.pk, stop_asked=True, best__isnull=False).exists():
                break
    finally:
        child.end()
    has_plan = Planning.objects.filter(pk=planning.pk, best__isnull=False).exists()
    if not has_plan:
        log.error("no plan was made for %s", planning.pk)
    status = Planning.Status.DONE if has_plan else Planning.Status.FAILED
    Planning.objects.filter(pk=planning.pk).update(status=status, problem=b"" if has_plan else planning.problem)


class Planner:
    """Makes the plans asked for, one a turn, with a child kept warm in between."""

    def __init__(self) -> None:
        self._child = Child()

    def turn(self, at: datetime) -> bool:
        """Make the plan that waits longest; False when none does."""
        planning = claim(at)
        if planning is None:
            return False
        work(planning, self._child, at)
        self._child = Child()
        return True

    def close(self) -> None:
        """Let the child go."""
        self._child.end()
