"""What offices did before a journey begins, told through the API as another system would."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from siantar.rules.identifiers import uuid7
from tests.journeys.conftest import Siantar

PAPERS = ("surat-kehilangan-polisi", "kk")


@dataclass
class Desk:
    """Counter and checker of the demo office, with a token each."""

    siantar: Siantar

    def handed_in(self, **more: Any) -> dict[str, Any]:
        """One file for a lost KTP-el with all its papers; `more` replaces parts of the hand-in."""
        body = {
            "id": self._id(),
            "service": "ktp-el-hilang",
            "applicant": {"name": "Siti Aminah"},
            "documents": [{"requirement": code, "kind": "original"} for code in PAPERS],
            "return": {"method": "counter"},
        }
        return self._post(self._counter, "/applications", body | more)

    def ready(self, name: str) -> str:
        """The receipt number of a finished document that waits to be brought home."""
        address = {"line": "Jl. Raya Serpong No. 8", "rt": "001", "rw": "004"}
        back = {"method": "courier", "address": address}
        number = self.handed_in(applicant={"name": name}, **{"return": back})["receipt_number"]
        for kind in ("check_started", "check_passed"):
            self.record(self._checker, kind, [number])
        liaison, agency = self.token("penghubung"), self.token("dukcapil")
        batch = self._post(liaison, "/batches", {"to": "36.74-disdukcapil", "receipt_numbers": [number]})["number"]
        for token, kind in ((liaison, "sent"), (agency, "arrived"), (agency, "completed")):
            event = {"id": self._id(), "type": kind, "batch_number": batch, "occurred_at": self.siantar.now().isoformat()}
            results = self._post(token, "/events", {"events": [event]})["results"]
            assert results[0]["outcome"] == "recorded", results
        self.record(liaison, "came_back", [number])
        self.record(self._counter, "made_ready", [number])
        return number

    def waiting_for_a_bundle(self, count: int) -> list[str]:
        """Receipt numbers of so many checked files."""
        return self.checked([f"Warga {place}" for place in range(count)])

    def checked(self, names: Iterable[str], service: str = "ktp-el-hilang", papers: Iterable[str] = PAPERS) -> list[str]:
        """Receipt numbers of a checked file of this service for each name."""
        documents = [{"requirement": code, "kind": "original"} for code in papers]
        files = [self.handed_in(service=service, applicant={"name": name}, documents=documents) for name in names]
        numbers = [file["receipt_number"] for file in files]
        for kind in ("check_started", "check_passed"):
            self.record(self._checker, kind, numbers)
        return numbers

    def record(self, token: str, kind: str, numbers: list[str], **more: Any) -> list[dict[str, Any]]:
        """One event of this kind on each file."""
        now = self.siantar.now().isoformat()
        events = [
            {"id": self._id(), "type": kind, "receipt_number": number, "occurred_at": now, **more} for number in numbers
        ]
        results = self._post(token, "/events", {"events": events})["results"]
        assert {result["outcome"] for result in results} == {"recorded"}, results
        return results

    def token(self, username: str) -> str:
        """A new token of this person."""
        return self.siantar.command("token", username).split()[-1]

    @cached_property
    def _counter(self) -> str:
        return self.token("loket")

    @cached_property
    def _checker(self) -> str:
        return self.token("pemeriksa")

    def _id(self) -> str:
        return str(uuid7(self.siantar.now()))

    def _post(self, token: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.siantar.url}/api/v1{path}",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        return json.loads(urllib.request.urlopen(request, timeout=20).read())
