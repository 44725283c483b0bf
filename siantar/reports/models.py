"""Prepared numbers: derived from the files, and made again whenever a file changes."""

from __future__ import annotations

from django.db import models

from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.directory.models import Office


class Ended(models.Model):
    """A file that was served, as reports count it: when, whether the promise was kept, seconds by whose hands.

    `seq` is the event it was counted at: a file that was told more since is counted again.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, primary_key=True, related_name="+")
    seq = models.PositiveIntegerField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField()
    kept = models.BooleanField(null=True)
    ours = models.PositiveIntegerField()
    agency = models.PositiveIntegerField()
    resident = models.PositiveIntegerField()
    courier = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["office", "ended_on"])]

    def __str__(self) -> str:
        return str(self.application_id)
