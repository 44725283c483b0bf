"""The dispatcher in the storm: puts couriers on duty, asks for plans on the board and takes them."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.faults.storm.people import Desk
from tests.faults.storm.wire import Answer, Request

BOARD = "/pengantaran"
LOOK = 0.4  # seconds between looks at a plan
TIRED = 30.0  # seconds after which they ask again: a clock that was set back keeps a dead worker's plan for minutes
REFUSED = (409, 422)  # in a sentence: the list has changed meanwhile, nothing is ready
AS_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
AS_JSON = {"Content-Type": "application/json"}


def dispatcher(desk: Desk) -> None:
    """Ask for a plan of what is ready, wait until there is one, and take it; whoever was logged out comes in again."""
    board = _page(desk, "GET", "/papan/")
    if board.status == 302:
        _come_in(desk)
        return
    if not board.json()["couriers"]:
        _on_duty(desk)
        return
    begun = _page(desk, "POST", "/rencana/", AS_JSON, b"{}")
    if begun.status == 200:
        id = begun.json()["id"]
        with desk.oracle.lock:
            desk.oracle.plans.setdefault(id, False)
        _take(desk, id)
    elif begun.status not in (302, *REFUSED):
        desk.oracle.complaints.append(f"{begun.status} for a wish for a plan: {begun.body[:200]!r}")


def _take(desk: Desk, id: str) -> None:
    """Enough after the first order; a plan whose workers died all three times is given up, and said so."""
    seen = _ended(desk, id)
    if not seen.get("tours"):
        return
    taken = _page(desk, "POST", f"/rencana/{id}/pakai/", AS_JSON, b"{}")
    if taken.status == 200:
        with desk.oracle.lock:
            desk.oracle.plans[id] = True
    elif taken.status not in (302, *REFUSED):
        desk.oracle.complaints.append(f"{taken.status} for taking plan {id}: {taken.body[:200]!r}")


def _ended(desk: Desk, id: str) -> Mapping[str, Any]:
    """How the plan is once nobody works on it any more; nothing where the list has changed, or nobody waits any longer."""
    until, stopped = time.monotonic() + TIRED, False
    while desk.wire.rough and time.monotonic() < until:
        answer = _page(desk, "GET", f"/rencana/{id}/")
        if answer.status != 200:
            if answer.status not in (302, *REFUSED):
                desk.oracle.complaints.append(f"{answer.status} for plan {id}: {answer.body[:200]!r}")
            return {}
        seen = answer.json()
        if seen["status"] in ("done", "failed"):
            return seen
        if seen["better"] and not stopped:
            stopped = _page(desk, "POST", f"/rencana/{id}/berhenti/", AS_JSON, b"{}").status == 200
        time.sleep(LOOK)
    return {}


def _on_duty(desk: Desk) -> None:
    page = _page(desk, "GET", "/").body.decode()
    if couriers := re.findall(r'name="courier"\s+value="([^"]+)"', page):
        fields = [*(("courier", courier) for courier in couriers), ("begins", "00:00"), ("ends", "14:00")]
        _page(desk, "POST", "/kurir/", AS_FORM, urlencode(fields).encode())


def _come_in(desk: Desk) -> None:
    desk.cookies.clear()
    _keep(desk, desk.answered(Request("GET", "/masuk/")))
    fields = {"login": "pengatur", "password": "siantar-demo", "csrfmiddlewaretoken": desk.cookies.get("csrftoken", "")}
    _keep(desk, desk.answered(Request("POST", "/masuk/", urlencode(fields).encode(), {**AS_FORM, **_identity(desk)})))


def _page(desk: Desk, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
    answer = desk.answered(Request(method, f"{BOARD}{path}", body, {**(headers or {}), **_identity(desk)}))
    _keep(desk, answer)
    return answer


def _identity(desk: Desk) -> dict[str, str]:
    """What a browser shows of itself."""
    cookies = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
    return {"Cookie": cookies, "X-CSRFToken": desk.cookies.get("csrftoken", ""), "Accept": "application/json"}


def _keep(desk: Desk, answer: Answer) -> None:
    desk.cookies.update(answer.cookies)


