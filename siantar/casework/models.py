"""What is stored of a file. Facts: Person, Application, EventRow, PrivatePart.

Derived: Standing, Movement, TrackRow. Still to be done: Undigested."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from siantar.catalogue.models import Service
from siantar.directory.models import Office, Region
from siantar.privacy import sealed_names, vault

PERSON_NAME, FILE_NAME = "person.name", "application.name"  # the places names are sealed for


class Person(models.Model):
    """An applicant as one office knows them; name, NIK and phone are sealed (`privacy.vault`)."""

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    name_sealed = models.BinaryField(default=b"")
    nik_index = models.BinaryField(max_length=32, null=True)
    nik_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "nik_index"], condition=Q(nik_index__isnull=False), name="person_once_per_office"
            )
        ]
        indexes = [models.Index(fields=["nik_index"])]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def name(self) -> str:
        """The name in clear, up to 60 characters; `identity.UNREADABLE` where the seal does not open."""
        return sealed_names.name_in(PERSON_NAME, self.pk, self.name_sealed)

    @name.setter
    def name(self, name: str) -> None:
        self.name_sealed = vault.seal(PERSON_NAME, self.pk, name)


class Application(models.Model):
    """One request by one applicant for one service (permohonan): what was asked. Where it stands is `Standing`.

    `name_signs` is what its applicant's name is searched by (`privacy.sealed_names`), the same on both databases.
    """

    id = models.UUIDField(primary_key=True)
    receipt_number = models.CharField(max_length=12, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    name_sealed = models.BinaryField(default=b"")
    name_signs = models.TextField(default="")
    village = models.ForeignKey(Region, on_delete=models.PROTECT, null=True)
    address_sealed = models.BinaryField(null=True)
    pin_sealed = models.BinaryField()
    proof_sealed = models.BinaryField()
    handed_in_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "-handed_in_at"])]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def applicant_name(self) -> str:
        """The applicant's name on this file, as `Person.name`."""
        return sealed_names.name_in(FILE_NAME, self.pk, self.name_sealed)

    @applicant_name.setter
    def applicant_name(self, name: str) -> None:
        self.name_sealed, self.name_signs = vault.seal(FILE_NAME, self.pk, name), sealed_names.signs_of(name)


class EventRow(models.Model):
    """A stored `rules.event.Event`, never edited: the database refuses deletions, and updates of all but `relayed_at`.

    Each application's events form a chain in the order of recording: `hash` = SHA-256 of `previous` and the
    canonical content. `conflict` holds the code of a contradiction that waits for a person.
    """

    id = models.UUIDField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    office = models.CharField(max_length=40)
    person = models.CharField(max_length=20)
    to = models.CharField(max_length=40, blank=True)
    bundle = models.CharField(max_length=13, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    data = models.JSONField(default=dict)
    conflict = models.CharField(max_length=24, blank=True)
    private_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "casework_event"
        constraints = [models.UniqueConstraint(fields=["application", "seq"], name="event_seq_once")]
        indexes = [
            models.Index(fields=["recorded_at"], condition=Q(relayed_at=None), name="event_to_relay"),
            models.Index(fields=["application"], condition=~Q(conflict=""), name="event_conflicts"),
            models.Index(fields=["bundle"], condition=~Q(bundle=""), name="event_of_bundle"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Undigested(models.Model):
    """An event a consumer could not digest, or that waits behind one of the same file (`tries` is 0); tried again.

    `error` is the name of a class, never its message: that may hold personal data.
    """

    event = models.ForeignKey(EventRow, on_delete=models.PROTECT, related_name="+")
    consumer = models.CharField(max_length=20)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    next_at = models.DateTimeField()
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consumer", "application", "seq"], name="undigested_once")]
        indexes = [models.Index(fields=["next_at"])]

    def __str__(self) -> str:
        return f"{self.consumer} {self.event_id}"


class PrivatePart(models.Model):
    """The personal part of an event (receiver's name, position, note): sealed, salted, erasable."""

    event = models.OneToOneField(EventRow, on_delete=models.PROTECT, primary_key=True)
    salt = models.BinaryField(max_length=16)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.event_id)


class Standing(models.Model):
    """Where an application stands now; derived from its events, rebuilt by `siantar rebuild`."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    stage = models.CharField(max_length=24)
    since = models.DateTimeField()
    holder = models.CharField(max_length=60)
    agency = models.CharField(max_length=40, blank=True)
    waits_for_bundle = models.BooleanField()
    promised_at = models.DateTimeField(null=True)
    conflicts = models.PositiveIntegerField(default=0)
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    progress = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["office", "stage", "promised_at"]),
            models.Index(fields=["office", "stage", "application"]),
            models.Index(fields=["office", "application"]),
            models.Index(fields=["holder"]),
            models.Index(fields=["agency", "stage"]),
            models.Index(fields=["office"], condition=~Q(conflicts=0), name="standing_conflicts"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.stage}"


class Movement(models.Model):
    """An item taken from one holder and given to another: double entry, derived from the events."""

    event = models.OneToOneField(EventRow, on_delete=models.PROTECT, primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    taken_from = models.CharField(max_length=60)
    given_to = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.taken_from} -> {self.given_to}"


class TrackRow(models.Model):
    """The public answer of one receipt, ready to send; derived, nothing personal in it.

    `forecast` is when the file may be done, as JSON; empty after every event until it is reckoned anew.
    """

    receipt_number = models.CharField(max_length=12, primary_key=True)
    body = models.TextField()
    etag = models.CharField(max_length=32)
    forecast = models.CharField(max_length=120, default="")

    def __str__(self) -> str:
        return self.receipt_number


class WrongTry(models.Model):
    """Wrong PINs of one receipt at doors; those typed on the web are counted apart and never lock a courier's door.

    `tickets_from`: browsers that showed the receipt before must show it again.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, primary_key=True)
    door_tries = models.PositiveSmallIntegerField(default=0)
    door_locked_until = models.DateTimeField(null=True)
    tickets_from = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.application_id)


class CalledNumber(models.Model):
    """A number of the waiting room that a counter called today; tomorrow it is gone. The tickets are the office's own.

    `counter`: how the workstation calls itself, as the screen in the lobby shows it.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    counter = models.CharField(max_length=20)
    called_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "day", "number"], name="called_once_a_day")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.number}"
