"""The way to the door: proofs of delivery (bukti serah terima)."""

from __future__ import annotations

from django.db import models


class Proof(models.Model):
    """Photo of the sealed envelope and signature of one handover, sealed at rest; `event` is the delivery's id."""

    event = models.UUIDField(primary_key=True)
    receipt_number = models.CharField(max_length=12, db_index=True)
    photo_sealed = models.BinaryField(null=True)
    signature_sealed = models.BinaryField(null=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.event)
