"""Who was alarmed about which promise, and when each step begins."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.directory.models import Office


class Alert(models.Model):
    """One step about one promise: raised once, over when the file went on, was finished, or somebody took it up.

    `office` hears of it (an agency while the file is there); `stage` is empty where the step does not depend on it.
    """

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=8)
    role = models.CharField(max_length=16)
    stage = models.CharField(max_length=24, blank=True)
    promised_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    taken_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "promised_at", "step", "stage"], name="alerted_once")
        ]
        indexes = [models.Index(fields=["office", "role"], condition=Q(taken_up_at=None), name="alerts_open")]

    def __str__(self) -> str:
        return f"{self.step} {self.application_id}"


class AlertRule(models.Model):
    """Working hours before a promise ends at which each step begins; without a service for the whole office."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="+")
    turn = models.FloatField()
    section = models.FloatField()
    camat = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office"], condition=Q(service=None), name="alert_rule_of_the_office"),
            models.UniqueConstraint(fields=["service"], name="alert_rule_of_the_service"),
            models.CheckConstraint(
                condition=Q(turn__gt=models.F("section"), section__gt=models.F("camat")), name="alert_steps_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.service_id or ''}"
