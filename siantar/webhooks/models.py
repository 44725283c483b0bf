"""Who is told of events by their own address, and what was sent there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from siantar.casework.models import Application, EventRow


class Subscription(models.Model):
    """A system that wants to be told: where, of what, of which offices, by whose right.

    Secrets are sealed; the former one signs beside the new one until `former_until`. `failing_since` is empty as long
    as the last try went well; `rests_until` is set while the address cannot be reached; `disabled_at`: told no more.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    types = models.JSONField()
    offices = models.JSONField()
    secret_sealed = models.BinaryField()
    former_sealed = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return str(self.id)


class Delivery(models.Model):
    """One event for one subscription: its body as it is signed, tried until it is taken or given up.

    `id` is the webhook-id, the same whenever this event is sent there. `refusals`: how often somebody
    answered and would not have it; an outage does not count.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        DELIVERED = "delivered"
        GIVEN_UP = "given_up"

    id = models.UUIDField(primary_key=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(EventRow, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    refusals = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "application", "seq"], name="webhook_delivery_once")
        ]
        indexes = [
            models.Index(
                fields=["subscription", "next_at"], condition=Q(state__in=["waiting", "sending"]), name="webhooks_open"
            ),
            models.Index(fields=["subscription", "-made_at"], name="webhooks_newest"),
        ]

    def __str__(self) -> str:
        return str(self.id)
