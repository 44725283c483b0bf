"""What is stored of telling: how residents want to be told, what waits to be said, and how the office says it."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from siantar.alerts.models import Alert
from siantar.casework.models import Application, EventRow
from siantar.directory.models import Office


class Choice(models.Model):
    """How a resident wants to be told about one file, with the consent they gave: its words and its time.

    Channels of one file are tried in the order of `rank`; the address is sealed, `address_index` finds equal ones.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8)
    rank = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=2, default="id")
    address_sealed = models.BinaryField()
    address_index = models.BinaryField(max_length=32)
    consent_text = models.CharField(max_length=500)
    consent_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "channel", "address_index"], name="choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.application_id}"


class Message(models.Model):
    """One thing to tell one resident about one event; its id is the dedup key. Kept: that it was said, not the words.

    `bundle` is the first of those that were told together. `choice` is empty for paper and for answers to people who
    wrote to us; the latter carry their own sealed address until they are sent.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        SENDING = "sending", "Sedang dikirim"
        SENT = "sent", "Terkirim"
        DELIVERED = "delivered", "Sampai"
        READ = "read", "Dibaca"
        BY_HAND = "by_hand", "Menunggu petugas"
        DEAD = "dead", "Gagal"
        DROPPED = "dropped", "Tidak jadi"

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey(EventRow, on_delete=models.PROTECT, null=True, related_name="+")
    choice = models.ForeignKey(Choice, on_delete=models.SET_NULL, null=True, related_name="+")
    occasion = models.CharField(max_length=12)
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=2, default="id")
    receiver_index = models.BinaryField(max_length=32)
    address_sealed = models.BinaryField(null=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    bundle = models.UUIDField(null=True, db_index=True)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "receiver_index", "occasion"], name="told_once"),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="message_sending"),
            models.Index(fields=["office", "made_at"], condition=Q(state__in=["by_hand", "dead"]), name="message_hand"),
            models.Index(fields=["receiver_index", "told_at"], name="message_receiver"),
            models.Index(fields=["application", "made_at"], name="message_of_file"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="message_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.state} {self.id}"


class Wording(models.Model):
    """How an office says one occasion; empty words are ours. Off: it is not said at all."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=12)
    on = models.BooleanField(default=True)
    text_id = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "occasion"], name="wording_once")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.occasion}"


class ChannelSetting(models.Model):
    """A channel as an office set it up: sealed configuration, whether it is on, and what the last test brought back.

    `hook_index` finds the office by the secret in the address its provider calls; `rests_until`: the provider asked
    us to wait, or could not be reached; `stopped_at`: the provider refuses the office itself, for the reason in
    `stopped_by`, and nothing is sent until somebody of the office says so.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    on = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)
    hook_index = models.BinaryField(max_length=32, null=True, db_index=True)
    tested_at = models.DateTimeField(null=True)
    test_passed = models.BooleanField(null=True)
    test_result = models.CharField(max_length=300, blank=True)
    rests_until = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind"], name="channel_once_an_office")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind}"


class Courtesy(models.Model):
    """Quiet hours, the most a resident is told a day, and how long messages wait for others to go with them."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, primary_key=True, related_name="+")
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(7))
    daily_most = models.PositiveSmallIntegerField(default=4)
    gather_minutes = models.PositiveSmallIntegerField(default=5)

    def __str__(self) -> str:
        return str(self.office_id)


class Inbound(models.Model):
    """Somebody wrote to us, or a provider called: its id once, so that a repeated call does nothing. No words kept."""

    channel = models.CharField(max_length=8)
    provider_id = models.CharField(max_length=120)
    sender_index = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "provider_id"], name="inbound_once")]
        indexes = [models.Index(fields=["sender_index", "at"])]

    def __str__(self) -> str:
        return f"{self.channel} {self.outcome}"


class AlertMail(models.Model):
    """A line of a mail to one of the staff: this alert, once a person. Lines of one `mail` go together.

    `settled_at`: it was sent (`sent_at`), or nothing of it was open any more.
    """

    mail = models.UUIDField()
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "person"], name="alert_mailed_once_a_person")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(settled_at=None), name="alert_mails_due"),
            models.Index(fields=["mail"], name="alert_mail_lines"),
        ]

    def __str__(self) -> str:
        return f"{self.mail} {self.alert_id}"
