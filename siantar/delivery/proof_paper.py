"""What the paper proof of a delivery says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siantar.casework import disclosure
from siantar.casework.models import Application, EventRow
from siantar.casework.progress import progress_of
from siantar.delivery import proofs
from siantar.delivery.models import Proof
from siantar.privacy.looks import Reader
from siantar.rules.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class ProofContent:
    """One handover as told: to whom, how identity was checked, with signature and photo where there are any."""

    file: Application
    event: str
    at: datetime
    receiver: str
    relation: str
    check: str
    old_ktp: bool
    attempt: int
    courier: str
    position: str
    signature: bytes
    photo: bytes
    carrier: str = ""  # the outside carrier that says so, with its number
    without: str = ""  # why a part of the proof that is asked for was not taken


def proof_of(file: Application, reader: Reader) -> ProofContent | None:
    """The proof of a file's handover; None while there was none. Reading it leaves a trace."""
    handovers = EventRow.objects.filter(application=file, kind__in=(Kind.DELIVERED, Kind.COLLECTED), conflict="")
    event = handovers.select_related("privatepart").order_by("-seq").first()
    if event is None:
        return None
    private = disclosure.private_of(event, reader)
    proof = Proof.objects.filter(pk=event.pk).first()
    where = private.position
    state = progress_of(file.standing).state
    return ProofContent(
        file=file,
        event=str(event.pk),
        at=event.occurred_at,
        receiver=private.receiver,
        relation=event.data.get("relation", ""),
        check=event.data.get("identity_check", ""),
        old_ktp=event.data.get("old_ktp") == "collected",
        attempt=state.attempts + 1,
        courier=event.person,
        position=f"{where.lat:.5f}, {where.lon:.5f} (±{where.accuracy or 0:.0f} m)" if where else "",
        signature=proofs.opened(proof, "signature") if proof else b"",
        photo=proofs.opened(proof, "photo") if proof else b"",
        carrier=f"{state.carrier}, {state.shipment}" if state.carrier else "",
        without=private.note if event.data.get("proof_lacking") else "",
    )
