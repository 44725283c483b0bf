"""The trail of looks, how long what is kept, who holds a file back, what was erased, and what looked odd.

UU 27/2022 Art. 31-32 (trail), 41 (restriction), 42-45 (end, erasure, and telling of it). Files and persons are told by
their ids: this room knows nothing above it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from siantar.directory.models import Office


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


class RetentionRule(models.Model):
    """How many days an office keeps one kind of data, where it departs from `rules.retention.DAYS`."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind"], name="retention_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind} {self.days}"


class LegalHold(models.Model):
    """Nothing of a file is erased while somebody holds it (a lawsuit, an audit): by whom, why, until when."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    file = models.UUIDField()
    reason = models.CharField(max_length=500)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file"], condition=Q(ended_at=None), name="held_once")]
        indexes = [models.Index(fields=["office", "-begun_at"])]

    def __str__(self) -> str:
        return f"{self.file} {self.begun_at}"


class RetentionRun(models.Model):
    """One night of erasing by the schedule; `counts` says how many of each kind, never whose."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office"], condition=Q(ended_at=None), name="retention_once_at_a_time")
        ]
        indexes = [models.Index(fields=["office", "-begun_at"])]

    def __str__(self) -> str:
        return f"{self.office_id} {self.begun_at}"


class Erasure(models.Model):
    """That something was erased: which kind, of what (id of a file, an answer, a complaint, a day of looks), when.

    `items` were erased. Of a day of looks `digest` is what they hashed to, so that a root over that day still holds.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(RetentionRun, on_delete=models.PROTECT, related_name="erasures")
    file = models.UUIDField(null=True)
    kind = models.CharField(max_length=12)
    what = models.CharField(max_length=40)
    at = models.DateTimeField()
    items = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "what"], name="erased_once")]
        indexes = [models.Index(fields=["office", "-at"]), models.Index(fields=["file", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"


class Restriction(models.Model):
    """A resident's data of one file is used only as far as the law demands, since when, and until when (Art. 41).

    `by` and `reason` where the office ended it; both empty where the resident did.
    """

    class EndReason(models.TextChoices):
        ASKED = "asked", "Diminta pemohon"
        SETTLED = "settled", "Sebabnya selesai"
        LAW = "law", "Diharuskan peraturan"

    file = models.UUIDField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=8, choices=EndReason.choices, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file"], condition=Q(ended_at=None), name="restricted_once")]

    def __str__(self) -> str:
        return f"{self.file} {self.begun_at}"


class OddReading(models.Model):
    """A day's reading by one person that is unlike others, before the responsible person, who says a word to it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sign = models.CharField(max_length=12)
    times = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    word = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "day", "sign"], name="odd_once_a_day")]
        indexes = [models.Index(fields=["office", "day"], condition=Q(settled_at=None), name="odd_open")]

    def __str__(self) -> str:
        return f"{self.day} {self.sign}"
