"""The trail: who looked at whose data, when and why (UU 27/2022 Art. 31-32)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Look(models.Model):
    """One reading of personal data. `subject` is the id of the person, `file` that of the application."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    subject = models.UUIDField(null=True)
    file = models.UUIDField(null=True)
    fields = models.CharField(max_length=200)
    why = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"]), models.Index(fields=["file", "at"])]

    def __str__(self) -> str:
        return f"{self.at} {self.why}"
