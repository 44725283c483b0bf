"""Clients of all kinds that work through the API and the pages, and repeat each request until it is answered."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from urllib.parse import urlencode

from PIL import Image

from siantar.rules.identifiers import uuid7
from tests.faults.storm.oracle import KEPT, Oracle
from tests.faults.storm.wire import Answer, NoAnswer, Request, Wire, as_form, as_json

AGENCY = "36.74-disdukcapil"
LONGEST = 300.0  # seconds that anybody tries to have one request answered
PAPERS = [{"requirement": "surat-kehilangan-polisi", "kind": "original"}, {"requirement": "kk", "kind": "copy"}]
HOME = {"method": "courier", "address": {"line": "Jl. Raya Serpong No. 8", "rt": "001", "rw": "004", "village": "36.74.02.1006"}}


class NeverAnswered(AssertionError):
    """A request was repeated until patience ended."""


@dataclass
class Desk:
    """What everybody shares: the line, the memory, the time, the tokens, and whether the storm goes on."""

    wire: Wire
    oracle: Oracle
    now: Callable[[], datetime]
    tokens: Mapping[str, str]
    chance: Random
    cookies: dict[str, str] = field(default_factory=dict)  # of the one who works in a browser

    def answered(self, request: Request) -> Answer:
        """Repeat it until something other than trouble comes back. Raises NeverAnswered."""
        until, last = time.monotonic() + LONGEST, ""
        while time.monotonic() < until:
            try:
                answer = self.wire.send(request)
            except NoAnswer as problem:
                last = str(problem)
            else:
                if answer.status < 500:
                    return answer
                last = f"{answer.status} {answer.body[:200]!r}"
            time.sleep(self.chance.uniform(0.02, 0.2))  # not all at once on a server that has just come back
        raise NeverAnswered(f"{request.method} {request.path}: {last}")

    def tell(self, who: str, events: list[dict[str, Any]]) -> None:
        """Record events, and remember what was acknowledged."""
        oracle, request = self.oracle, self.request(who, events)
        answer = self.answered(request)
        if answer.status != 200:
            oracle.complaints.append(f"{answer.status} for events of {who}: {answer.body[:200]!r}")
            return
        results = answer.json()["results"]
        for event, result in zip(events, results, strict=True):
            if result["outcome"] not in KEPT:
                oracle.was_refused(event["id"], request)
                continue
            with oracle.lock:
                oracle.facts[event["id"]] = event
                if result["stage"]:
                    for number in event.get("numbers", [event.get("receipt_number")]):
                        oracle.stages[number] = result["stage"]
        with oracle.lock:
            oracle.answered.append((request, [result["outcome"] in KEPT for result in results]))

    def request(self, who: str, events: list[dict[str, Any]]) -> Request:
        with self.oracle.lock:
            self.oracle.sent.update({event["id"]: event for event in events})
        bare = [{name: value for name, value in event.items() if name != "numbers"} for event in events]
        return as_json("/api/v1/events", self.tokens[who], {"events": bare})

    def event(self, kind: str, number: str, **more: Any) -> dict[str, Any]:
        at = self.now()
        return {"id": str(uuid7(at)), "type": kind, "receipt_number": number, "occurred_at": at.isoformat(), **more}

    def some(self, *stages: str, most: int = 6) -> list[str]:
        numbers = self.oracle.numbers(*stages)
        return self.chance.sample(numbers, min(len(numbers), self.chance.randint(1, most)))


def counter(desk: Desk) -> None:
    """Hand a file in; make ready what is finished."""
    if len(desk.oracle.numbers("received", "checking")) < 40:
        id = str(uuid7(desk.now()))
        applicant = {"name": f"Warga {id[-6:]}", "phone": f"0812{desk.chance.randrange(10**8):08d}"}
        body = {"id": id, "service": "ktp-el-hilang", "applicant": applicant, "documents": PAPERS, "return": HOME}
        answer = desk.answered(as_json("/api/v1/applications", desk.tokens["loket"], body))
        if answer.status not in (200, 201):
            desk.oracle.complaints.append(f"{answer.status} for a hand-in: {answer.body[:200]!r}")
            return
        receipt, oracle = answer.json(), desk.oracle
        with oracle.lock:
            number = receipt["receipt_number"]
            oracle.files[id], oracle.stages[number] = number, receipt["stage"]
            if receipt.get("pin"):
                oracle.secrets[number] = receipt["pin"], receipt["proof"]
    if finished := desk.some("finished", "back_at_office"):
        desk.tell("loket", [desk.event("made_ready", number) for number in finished])


def checker(desk: Desk) -> None:
    if received := desk.some("received"):
        desk.tell("pemeriksa", [desk.event(kind, number) for number in received for kind in ("check_started", "check_passed")])


def liaison(desk: Desk) -> None:
    """Bundle what was checked and carry it to the agency; bring back what is done, or lose and find it."""
    checked, oracle = desk.some("checking", most=12), desk.oracle
    if checked:
        id = str(uuid7(desk.now()))
        body = {"id": id, "to": AGENCY, "receipt_numbers": checked}
        answer = desk.answered(as_json("/api/v1/batches", desk.tokens["penghubung"], body))
        if answer.status in (200, 201):
            bundle = answer.json()["number"]
            with oracle.lock:
                oracle.bundles[id] = bundle, frozenset(checked)
            for who, kind in (("penghubung", "sent"), ("dukcapil", "arrived")):
                event = desk.event(kind, "", batch_number=bundle, numbers=checked)
                del event["receipt_number"]
                desk.tell(who, [event])
    if away := desk.some("at_agency"):
        desk.tell("penghubung", [desk.event("came_back", number) for number in away])


def agency(desk: Desk) -> None:
    if here := desk.some("at_agency"):
        desk.tell("dukcapil", [desk.event("completed", number) for number in here])


def courier(desk: Desk) -> None:
    """Load and deliver at once, with a photo of each envelope."""
    if ready := desk.some("ready_for_delivery", "delivery_failed"):
        desk.tell("kurir1", [desk.event("loaded", number) for number in ready])
        doors = [_at_the_door(desk, number) for number in ready]
        desk.tell("kurir1", doors)
        for event in doors:
            if event["id"] in desk.oracle.facts and event["type"] == "delivered":
                _photo(desk, event["id"])


def offline_courier(desk: Desk) -> None:
    """A day without a network: all is sent at its end, some of it twice, and not in the order of happening."""
    if ready := desk.some("ready_for_delivery"):
        day = [desk.event("loaded", number) for number in ready]
        day += [_at_the_door(desk, number) for number in ready]
        day += [dict(event) for event in day if not desk.chance.randrange(4)]
        desk.chance.shuffle(day)
        desk.tell("kurir2", day)


def repeater(desk: Desk) -> None:
    """What was answered once is sent again, days of retries at once: the answer is the same, and nothing changes."""
    before = desk.oracle.any_answered(desk.chance)
    if before is None:
        return
    request, was_kept = before
    answer = desk.answered(request)
    again = [result["outcome"] in KEPT for result in answer.json()["results"]] if answer.status == 200 else answer.status
    if answer.status != 200 or any(was and not now for was, now in zip(was_kept, again, strict=True)):
        desk.oracle.complaints.append(f"sent again, {request.body[:200]!r} is answered {again} and not {was_kept}")


def resident(desk: Desk) -> None:
    """Look at the tracking page; once the document is there, judge the service."""
    served = [number for number in desk.some("delivered", most=3) if number in desk.oracle.secrets]
    for number in served:
        looked = desk.answered(Request("GET", f"/t/{number}"))
        if looked.status != 200:
            desk.oracle.complaints.append(f"{looked.status} for the tracking page of {number}")
        faces = {f"u{place}": "4" for place in range(1, 10)}
        body = urlencode({**faces, "pin": desk.oracle.secrets[number][0], "thanks": "Terima kasih"}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{desk.wire.port}"}
        answer = desk.answered(Request("POST", f"/skm/{number}", body, headers))
        if answer.status == 302:
            with desk.oracle.lock:
                desk.oracle.votes.add(number)
        elif answer.status not in (200, 409):  # judged already by a try whose answer was lost; taken back meanwhile
            desk.oracle.complaints.append(f"{answer.status} for the survey of {number}")


EVERYBODY = (counter, counter, checker, liaison, agency, courier, offline_courier, repeater, resident)


def _at_the_door(desk: Desk, number: str) -> dict[str, Any]:
    if not desk.chance.randrange(5):
        return desk.event("delivery_failed", number, reason="house_empty")
    pin = desk.oracle.secrets.get(number, ("000000", ""))[0]
    handed = {"receiver_name": "Siti", "relation": "applicant", "identity_check": "pin", "pin": pin, "old_ktp": "collected"}
    return desk.event("delivered", number, data=handed)


def _photo(desk: Desk, event: str) -> None:
    picture = io.BytesIO()
    Image.effect_noise((80, 80), 60).convert("RGB").save(picture, "JPEG")
    answer = desk.answered(as_form("/api/v1/proofs", desk.tokens["kurir1"], {"event": event}, picture.getvalue()))
    if answer.status in (200, 201):
        with desk.oracle.lock:
            desk.oracle.photos.add(event)
    else:
        desk.oracle.complaints.append(f"{answer.status} for a photo: {answer.body[:200]!r}")


