"""What residents say: answers to the survey, and complaints with their steps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.directory.models import Office, User
from siantar.rules.access import ComplaintStand
from siantar.rules.complaint import Nature, Status, Step, Topic


class Ballot(models.Model):
    """This file's receipt has been used to judge: once. What was judged is not written here, nor when."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.application_id)


class Answer(models.Model):
    """One answer to the survey, tied to no file: who judged how cannot be looked up (decision 0011).

    Points go from 1 to 4; free words are sealed. Sex, schooling and work are lines of the official form, all optional.
    """

    class Way(models.TextChoices):
        LINK = "link", "tautan"
        QR = "qr", "QR di resi"
        TABLET = "tablet", "tablet di loket"

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    given_on = models.DateField()
    way = models.CharField(max_length=6, choices=Way.choices)
    u1 = models.PositiveSmallIntegerField()
    u2 = models.PositiveSmallIntegerField()
    u3 = models.PositiveSmallIntegerField()
    u4 = models.PositiveSmallIntegerField()
    u5 = models.PositiveSmallIntegerField()
    u6 = models.PositiveSmallIntegerField()
    u7 = models.PositiveSmallIntegerField()
    u8 = models.PositiveSmallIntegerField()
    u9 = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=1, blank=True)
    schooling = models.CharField(max_length=8, blank=True)
    work = models.CharField(max_length=12, blank=True)
    thanks_sealed = models.BinaryField(null=True)
    grief_sealed = models.BinaryField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(*[(f"u{n}__gte", 1) for n in range(1, 10)], *[(f"u{n}__lte", 4) for n in range(1, 10)]),
                name="answer_points_1_to_4",
            )
        ]
        indexes = [models.Index(fields=["office", "given_on"])]

    def __str__(self) -> str:
        return str(self.id)


class Complaint(models.Model):
    """A complaint (pengaduan) and where it stands; `told_sealed` and `contact_sealed` are the resident's own words.

    `risen_at` when it was put before the Camat because a deadline passed. The steps are the story.
    """

    number = models.CharField(max_length=13, primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="+")
    topic = models.CharField(max_length=16, choices=[(topic, topic) for topic in Topic])
    nature = models.CharField(max_length=12, choices=[(nature, nature) for nature in Nature])
    status = models.CharField(max_length=8, choices=[(status, status) for status in Status], default=Status.OPEN)
    told_sealed = models.BinaryField()
    contact_sealed = models.BinaryField(null=True)
    at_counter = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reopen_until = models.DateTimeField(null=True)
    risen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_due_at__gt=F("filed_at")), name="complaint_due_after_filing"),
        ]
        indexes = [
            models.Index(fields=["office", "status", "due_at"]),
            models.Index(fields=["office", "filed_at"]),
            models.Index(fields=["due_at"], condition=Q(status="open", risen_at=None), name="complaint_to_rise"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stand(self) -> ComplaintStand:
        """What the gate needs to know of it."""
        return ComplaintStand(self.office_id, self.topic, str(self.assigned_to_id or ""))


class ComplaintStep(models.Model):
    """One step of a complaint; the database refuses to edit all but the sealed words, which may be erased.

    `said` is the office's public word; `told_sealed` is what the resident said on opening it again.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(step, step) for step in Step])
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.CharField(max_length=80, blank=True)
    said = models.TextField(blank=True)
    told_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "seq"], name="complaint_step_once")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.seq}"


class Knock(models.Model):
    """A public form sent from an address (keyed hash only), kept an hour to count them."""

    whose = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["whose", "at"])]

    def __str__(self) -> str:
        return str(self.at)


class DataRequest(models.Model):
    """A resident's request about their own data, with its clock of 3 x 24 hours; words and answer are sealed."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Perbaikan data"
        STOP = "stop", "Penghentian pemrosesan"
        ACCESS = "access", "Salinan data"
        RESTRICTION = "restrict", "Pembatasan pemakaian"
        OBJECTION = "objection", "Keberatan"
        WITHDRAWAL = "withdrawal", "Penarikan persetujuan"

    id = models.UUIDField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words_sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"], condition=Q(answered_at=None), name="data_request_once_open"
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(answered_at=None), name="data_request_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
