"""Photos and signatures in pieces: a slow line goes on where it broke off, and the same piece twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from siantar.delivery import proofs
from siantar.delivery.models import Piece
from siantar.privacy import pictures, vault
from siantar.rules.access import Actor

Part = Literal["photo", "signature"]


class WrongPlace(Exception):
    """A piece that does not go on where the last one ended; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of one part of a proof: `total` bytes in all, these from `offset` on."""

    event: UUID
    part: Part
    offset: int
    total: int
    content: bytes


def take(bit: Bit, *, by: Actor, at: datetime) -> int:
    """Keep a piece and say how many bytes are here; the last one makes the proof.

    Raises WrongPlace, pictures.NotAPhoto, proofs.NotYourDelivery.
    """
    proofs.require_own(bit.event, by)
    with transaction.atomic():
        pieces = Piece.objects.filter(event=bit.event, part=bit.part)
        have = sum(pieces.select_for_update().values_list("length", flat=True))
        if proofs.has(bit.event, bit.part):
            return bit.total
        if bit.offset != have or not bit.content or bit.total > pictures.LARGEST or have + len(bit.content) > bit.total:
            raise WrongPlace(have)
        if have + len(bit.content) < bit.total:
            sealed = vault.seal_bytes("piece", f"{bit.event}{bit.part}{bit.offset}", bit.content)
            Piece.objects.create(
                event=bit.event, part=bit.part, offset=bit.offset, length=len(bit.content), sealed=sealed, taken_at=at
            )
            return have + len(bit.content)
        whole = b"".join(_opened(piece) for piece in pieces.order_by("offset")) + bit.content
        try:
            proofs.keep_part(bit.event, bit.part, whole, by=by, at=at)
        finally:
            pieces.delete()
    return bit.total


def _opened(piece: Piece) -> bytes:
    return vault.unseal_bytes("piece", f"{piece.event}{piece.part}{piece.offset}", piece.sealed)
