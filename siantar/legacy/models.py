"""Entries of an office's old books, and the imports that brought them.

An old entry is what somebody once wrote down, no application: it has no receipt, promise, stage, event or custody.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from siantar.casework.models import Application
from siantar.directory.models import Office
from siantar.privacy import sealed_names, vault

NAME_PLACE = "oldentry.name"


class OldImport(models.Model):
    """One book that was taken over: `rows` entries came, `left_out` were there already or over their time.

    `label` is what the office calls the book; taken back, its entries are gone and this line stays.
    """

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    rows = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["office", "-made_at"])]

    def __str__(self) -> str:
        return str(self.id)


class OldEntry(models.Model):
    """A line of an old book: number, days, service and state as they were written; the name, sealed.

    `details_sealed` has NIK, phone, address, kelurahan and remarks; `nik_index` only where the NIK can tell one person
    from another; `same_index` is the keyed index of what makes two entries one. `file` is the application that goes on
    with it, once somebody says so.
    """

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(OldImport, on_delete=models.PROTECT, related_name="entries")
    row = models.PositiveIntegerField()
    number = models.CharField(max_length=40, blank=True)
    handed_in_on = models.DateField()
    ended_on = models.DateField()
    is_finished = models.BooleanField()
    name_sealed = models.BinaryField(default=b"")
    name_signs = models.TextField(default="")
    service = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=60, blank=True)
    nik_index = models.BinaryField(max_length=32, null=True)
    same_index = models.BinaryField(max_length=32)
    details_sealed = models.BinaryField()
    file = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="+")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "same_index"], name="old_entry_once"),
            models.CheckConstraint(
                condition=Q(file=None, linked_by=None, linked_at=None)
                | Q(file__isnull=False, linked_by__isnull=False, linked_at__isnull=False),
                name="old_entry_linked_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-handed_in_on"]),
            models.Index(fields=["office", "ended_on"]),
            models.Index(fields=["office", "nik_index"]),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def name(self) -> str:
        """The name in clear, as it was written; `identity.UNREADABLE` where the seal does not open."""
        return sealed_names.name_in(NAME_PLACE, self.pk, self.name_sealed)

    @name.setter
    def name(self, name: str) -> None:
        self.name_sealed, self.name_signs = vault.seal(NAME_PLACE, self.pk, name), sealed_names.signs_of(name)
