"""Bundles (bundel berkas): the unit that travels between an office and an agency, reconciled on arrival."""

from __future__ import annotations

from django.db import models

from siantar.casework.models import Application
from siantar.directory.models import Office, User


class Batch(models.Model):
    """A bundle with its number and manifest; open while files are scanned in, then closed and handed over.

    `taken_by` is the name of whoever took it along, `signature_sealed` what they drew (PNG). `request` is the id under
    which another system asked for it, so that asking again after a lost answer finds this bundle and makes no second.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Sedang diisi"
        CLOSED = "closed", "Ditutup"
        ON_THE_WAY = "on_the_way", "Dalam perjalanan"
        ARRIVED = "arrived", "Sudah tiba"

    number = models.CharField(max_length=13, primary_key=True)
    origin = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="batches_sent")
    target = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="batches_awaited")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=60, blank=True, default="")
    signature_sealed = models.BinaryField(null=True)
    request = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["origin", "-made_at"]), models.Index(fields=["target", "status"])]

    def __str__(self) -> str:
        return self.number


class Item(models.Model):
    """A file in a bundle and what became of it on arrival."""

    class Found(models.TextChoices):
        EXPECTED = "expected", "Belum dipindai"
        ARRIVED = "arrived", "Tiba"
        MISSING = "missing", "Tidak ada"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()
    found = models.CharField(max_length=8, choices=Found.choices, default=Found.EXPECTED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "application"], name="item_once_in_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.position}"


class Stray(models.Model):
    """A file that lay in an arriving bundle and is not on its list; open until anything is told of the file (`seq`)."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="strays")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "application"], name="stray_once_in_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.application_id}"
