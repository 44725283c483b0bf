"""What residents and officers see of a fault: the longest time without an acknowledged write, and without a tracking page."""

from __future__ import annotations

import http.client
import time
from itertools import pairwise
from random import Random
from threading import Event, Thread

from tests.city.city import PORT
from tests.faults.storm.oracle import Oracle
from tests.faults.storm.wire import Answer, Request, Wire

PATIENCE = 10.0
LOOK = 0.2  # seconds between two looks at a page
BEHIND = (b"Data per ", b"Pembaruan tertunda")


class WatchedWire(Wire):
    """A line that keeps when each write was acknowledged."""

    def __init__(self, chance: Random) -> None:
        super().__init__(PORT, chance, patience=PATIENCE)
        self.rough = False
        self.acknowledged: list[float] = []

    def send(self, request: Request) -> Answer:
        answer = super().send(request)
        if is_new(request, answer):
            self.acknowledged.append(time.monotonic())
        return answer


def is_new(request: Request, answer: Answer) -> bool:
    """Whether something was stored for this very answer: a repetition is acknowledged by reading alone."""
    if request.path == "/api/v1/events" and answer.status == 200:
        return any(result["outcome"] in ("recorded", "conflict") for result in answer.json()["results"])
    return request.method == "POST" and answer.status == 201


class Resident:
    """Looks at a tracking page again and again; keeps when it was answered, and when from a database that follows."""

    def __init__(self, oracle: Oracle, chance: Random) -> None:
        self.oracle, self.chance = oracle, chance
        self.answered: list[float] = []
        self.behind: list[float] = []
        self.refused: list[tuple[float, str]] = []
        self._over = Event()
        self._hand = Thread(target=self._look_again_and_again, daemon=True)

    def begin(self) -> None:
        self._hand.start()

    def end(self) -> None:
        self._over.set()
        self._hand.join(2 * PATIENCE)

    def _look_again_and_again(self) -> None:
        while not self._over.wait(LOOK):
            if numbers := self.oracle.numbers("received", "checking", "at_agency", "delivered"):
                self._look(self.chance.choice(numbers[:20]))

    def _look(self, number: str) -> None:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=PATIENCE)
        try:
            line.request("GET", f"/t/{number}")
            answer = line.getresponse()
            body = answer.read()
            if answer.status == 200:
                self.answered.append(time.monotonic())
                if any(mark in body for mark in BEHIND):
                    self.behind.append(time.monotonic())
            else:
                self.refused.append((time.monotonic(), str(answer.status)))
        except (OSError, http.client.HTTPException) as problem:
            self.refused.append((time.monotonic(), type(problem).__name__))
        finally:
            line.close()


def longest_gap(moments: list[float], since: float, until: float) -> float:
    """The longest time without one of these moments, in this span, in seconds."""
    inside = [since, *(moment for moment in list(moments) if since <= moment <= until), until]
    return max(after - before for before, after in pairwise(inside))
