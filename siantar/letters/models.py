"""What is stored of letters. Facts: LetterVersion, LetterDraft, an issued OfficeLetter, NumberSlot once settled.

What happened to a letter, and who did it, stands in the events of its file.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from siantar.casework.models import Application
from siantar.directory.models import Office, User
from siantar.rules.letter import numbering
from siantar.rules.letter.numbering import SlotState
from siantar.rules.letter.signature import Position


class LetterFrame(models.Model):
    """How the letters of an office look and are numbered: letterhead, number template, paper's contact line."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, primary_key=True, related_name="+")
    government = models.CharField(max_length=80)
    unit = models.CharField(max_length=80)
    contact = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=60)
    town = models.CharField(max_length=80)
    arms = models.BinaryField(null=True)
    number_template = models.CharField(max_length=80, default=numbering.DEFAULT)
    number_unit = models.CharField(max_length=40)
    by_code = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.office_id)


class LetterOfficer(models.Model):
    """Who holds an office that initials or signs, in which right, from when until when (both days included)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Position])
    capacity = models.CharField(max_length=3, blank=True, choices=[("", ""), ("plt", "Plt."), ("plh", "Plh.")])
    title = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    rank = models.CharField(max_length=60, blank=True)
    nip = models.CharField(max_length=24, blank=True)
    nik_sealed = models.BinaryField(null=True)
    first_on = models.DateField()
    last_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "position", "-first_on"])]

    def __str__(self) -> str:
        return f"{self.position} {self.person_id}"


class LetterType(models.Model):
    """A kind of letter of an office; `service` is the code of the service whose files end in it, where one does."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    service = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="letter_type_once")]

    def __str__(self) -> str:
        return self.name


class LetterVersion(models.Model):
    """The text of a kind of letter from a day on, as the office decreed it (`rules.letter.content`). Never changed."""

    type = models.ForeignKey(LetterType, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    decree = models.CharField(max_length=120, blank=True)
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "number"], name="letter_version_once")]

    def __str__(self) -> str:
        return f"{self.type_id} {self.number}"


class OfficeLetter(models.Model):
    """One letter of one file. Once issued it holds its number, day, PDF and statement; once withdrawn a reason."""

    class State(models.TextChoices):
        WRITTEN = "written", "Ditulis"
        RETURNED = "returned", "Dikembalikan"
        ISSUED = "issued", "Terbit"
        WITHDRAWN = "withdrawn", "Ditarik"

    id = models.UUIDField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    begun_at = models.DateTimeField()
    number = models.CharField(max_length=80, blank=True)
    dated = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    signer = models.ForeignKey(LetterOfficer, on_delete=models.PROTECT, null=True, related_name="+")
    masked_name = models.CharField(max_length=60, blank=True)
    token = models.CharField(max_length=32, blank=True)
    statement = models.CharField(max_length=600, blank=True)
    signature = models.CharField(max_length=100, blank=True)
    pdf_sealed = models.BinaryField(null=True)
    pdf_digest = models.CharField(max_length=64, blank=True)
    electronic = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=~Q(state="withdrawn"), name="one_living_letter_a_file"
            ),
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="letter_token_once"),
            models.UniqueConstraint(fields=["office", "number"], condition=~Q(number=""), name="letter_number_once"),
        ]
        indexes = [
            models.Index(fields=["office", "dated"]),
            models.Index(fields=["office", "state"]),
        ]

    def __str__(self) -> str:
        return str(self.id)


class HandSigned(models.Model):
    """That a letter issued for paper was signed and stamped by hand: when its code was scanned, and by whom."""

    letter = models.OneToOneField(OfficeLetter, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.letter_id)


class LetterAnswers(models.Model):
    """What the counter asked for the letter, or for forms and the register, while the file was handed in."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, primary_key=True, related_name="+")
    fields_sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.application_id)


class LetterDraft(models.Model):
    """What was written into a letter, each time anew: the fields sealed, by whom and when."""

    letter = models.ForeignKey(OfficeLetter, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    fields_sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="letter_draft_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.number}"


class DraftReading(models.Model):
    """Who opened a draft, and when first: many letters are signed at once only after each was read as it stands."""

    draft = models.ForeignKey(LetterDraft, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="draft_opened_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.person_id}"


class NumberSeries(models.Model):
    """A running number of an office and year; `code` where each code counts for itself. Its row is the lock."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year", "code"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year} {self.code}"


class NumberSlot(models.Model):
    """One running number: reserved for a letter, issued with it, or cancelled with a reason. None is left out."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="slots")
    seq = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in SlotState])
    number = models.CharField(max_length=80)
    dated = models.DateField()
    letter = models.ForeignKey(OfficeLetter, on_delete=models.PROTECT, related_name="slots")
    reserved_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "seq"], name="number_once"),
            models.UniqueConstraint(fields=["letter"], condition=Q(state="reserved"), name="one_reserved_a_letter"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="cancelled_with_reason"),
        ]

    def __str__(self) -> str:
        return self.number


class ESignSetting(models.Model):
    """How an office signs electronically: whether it does, and the sealed configuration with the service's password."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, primary_key=True, related_name="+")
    on = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.office_id)


class SigningAttempt(models.Model):
    """A sheet that was sent to the signing service: written down before it goes out, so that none is sent twice anew.

    `sheet_sealed` are the very bytes and the statement in their code; they stay while an answer may still come.
    """

    class State(models.TextChoices):
        SENT = "sent", "Dikirim"
        UNANSWERED = "unanswered", "Tidak terjawab"
        ANSWERED = "answered", "Terjawab"
        REFUSED = "refused", "Ditolak"
        ISSUED = "issued", "Terbit"
        DROPPED = "dropped", "Dilepas"

    id = models.UUIDField(primary_key=True)
    letter = models.ForeignKey(OfficeLetter, on_delete=models.PROTECT, related_name="attempts")
    draft = models.ForeignKey(LetterDraft, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(LetterOfficer, on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(NumberSlot, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    code = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    waits_until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    document = models.CharField(max_length=120, blank=True)
    sheet_digest = models.CharField(max_length=64)
    sheet_sealed = models.BinaryField(null=True)
    answer_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(state__in=["sent", "unanswered", "answered"]), name="one_open_attempt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.state}"
