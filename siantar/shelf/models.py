"""Where a document lies in an office, and what was there when somebody counted.

Facts: Placement (only its end is written later), Count and CountedItem once signed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from siantar.casework.models import Application
from siantar.directory.models import Office


class StoragePlace(models.Model):
    """A shelf, drawer or desk with a barcode of its own; `closed_at` once it is used no more."""

    number = models.CharField(max_length=13, primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "name"], condition=Q(closed_at=None), name="place_name_once")
        ]

    def __str__(self) -> str:
        return self.number


class Placement(models.Model):
    """A file lay in a place from `put_at` until `taken_at`; without one it lies there now."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(StoragePlace, on_delete=models.PROTECT, related_name="placements")
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application"], condition=Q(taken_at=None), name="placed_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.place_id}"


class Count(models.Model):
    """What lies in a place, or is with a holder (a bag, a desk), counted against the books and signed."""

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(StoragePlace, on_delete=models.PROTECT, null=True, related_name="+")
    holder = models.CharField(max_length=60, blank=True)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signature_sealed = models.BinaryField(null=True)
    second_name = models.CharField(max_length=60, blank=True)
    second_signature_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=Q(signed_at=None), name="place_counted_once_at_a_time"),
            models.UniqueConstraint(
                fields=["office", "holder"],
                condition=Q(signed_at=None) & ~Q(holder=""),
                name="holder_counted_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["office", "-begun_at"])]

    def __str__(self) -> str:
        return str(self.id)


class CountedItem(models.Model):
    """A file that a count met, or that its books named and nobody met; `books` is where they said it was."""

    class Finding(models.TextChoices):
        THERE = "there", "Ada"
        FOREIGN = "foreign", "Bukan dari sini"
        MISSING = "missing", "Tidak ada"

    count = models.ForeignKey(Count, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=8, choices=Finding.choices)
    books = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["count", "application"], name="counted_once")]

    def __str__(self) -> str:
        return f"{self.count_id} {self.finding}"


class KeepingRule(models.Model):
    """How long an office keeps a finished document, and when it reminds the owner; in days.

    `two_signatures`: a count is signed by two.
    """

    office = models.OneToOneField(Office, on_delete=models.CASCADE, primary_key=True, related_name="+")
    first_reminder = models.PositiveSmallIntegerField(default=7)
    last_reminder = models.PositiveSmallIntegerField(default=30)
    keep = models.PositiveSmallIntegerField(default=90)
    two_signatures = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_reminder__lt=models.F("last_reminder"), last_reminder__lt=models.F("keep")),
                name="reminded_before_it_is_over",
            )
        ]

    def __str__(self) -> str:
        return str(self.office_id)
