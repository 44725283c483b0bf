"""The way to the door: runs of couriers with their stops, appointments, learned places, plans under way, proofs."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q

from siantar.casework.models import Application, EventRow
from siantar.directory.models import Carrier, Office, User


class Run(models.Model):
    """One courier's tour of one day (perjalanan antar), with its number, barcode and loading list.

    `knows` are codes of kelurahan the courier knows, `not_for` receipt numbers that are kept from this courier;
    `capacity` counts envelopes; `heard_at`: when the courier's phone last called. `explained` says of each item that
    was carried when the day was closed why.
    Times are of the office's day.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", "Direncanakan"
        OUT = "out", "Di jalan"
        CLOSED = "closed", "Ditutup"

    number = models.CharField(max_length=13, primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    courier = models.ForeignKey(User, on_delete=models.PROTECT)
    day = models.DateField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PLANNED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(default=40)
    knows = models.JSONField(default=list)
    not_for = models.JSONField(default=list)
    heard_at = models.DateTimeField(null=True)
    start_lat = models.FloatField()
    start_lon = models.FloatField()
    end_lat = models.FloatField()
    end_lon = models.FloatField()
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    explanation = models.CharField(max_length=500, blank=True)
    explained = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["courier", "day"], name="run_once_a_day")]
        indexes = [models.Index(fields=["office", "day"])]

    def __str__(self) -> str:
        return self.number


class ShiftTemplate(models.Model):
    """A shift that an office uses again and again (pola giliran): its name and its hours of the office's day."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=20)
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="shift_name_once_in_office")]

    def __str__(self) -> str:
        return self.name


class Stop(models.Model):
    """An item in a run and when the courier is thought to be there (titik antar). What became of it the ledger says.

    `open` until the run is closed: an item is in one open run at most. `basis`: how its place was known when planned.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="stops")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    locked = models.BooleanField(default=False)
    open = models.BooleanField(default=True)
    begins_at = models.DateTimeField(null=True)
    travel_seconds = models.PositiveIntegerField(default=0)
    basis = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(open=True), name="item_in_one_open_run"),
            models.UniqueConstraint(fields=["run", "application"], name="item_once_in_run"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.position}"


class Consignment(models.Model):
    """A run of finished documents handed to an outside carrier at once (kiriman), with its number and manifest.

    Open while documents are put in; handed over, it stays as it was.
    """

    number = models.CharField(max_length=13, primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-made_at"])]

    def __str__(self) -> str:
        return self.number


class ConsignedItem(models.Model):
    """A document in a consignment and the number under which its carrier knows it; what became of it the ledger says.

    `open` until the consignment is handed over: a document is in one open consignment at most.
    """

    consignment = models.ForeignKey(Consignment, on_delete=models.CASCADE, related_name="parcels")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    shipment = models.CharField(max_length=35, db_index=True)
    position = models.PositiveSmallIntegerField()
    open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(open=True), name="item_in_one_open_consignment"
            ),
            models.UniqueConstraint(fields=["consignment", "shipment"], name="shipment_once_in_consignment"),
        ]

    def __str__(self) -> str:
        return f"{self.consignment_id} {self.position}"


class Appointment(models.Model):
    """When the resident asked to be visited: a window of one day."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=models.F("ends_at")), name="appointment_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.begins_at}"


class VisitHours(models.Model):
    """What an office offers residents to choose from (`rules.visiting`): spans such as "08:00-10:00", days, cut-off."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, primary_key=True, verbose_name="kantor")
    spans = models.JSONField("jendela antar", default=list)
    days_ahead = models.PositiveSmallIntegerField("berapa hari kerja ke depan", default=5)
    cut_off = models.TimeField("batas memilih hari berikutnya", default=time(15))

    class Meta:
        verbose_name = verbose_name_plural = "jendela antar"

    def __str__(self) -> str:
        return str(self.office)


class Portrait(models.Model):
    """The photo residents see when a courier's code of the minute is valid; sealed (`portraits`)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, verbose_name="kurir")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "foto kurir"

    def __str__(self) -> str:
        return str(self.user)


class Note(models.Model):
    """What the courier should know at this door, as a dispatcher or the resident wrote it; sealed."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.application_id)


class Place(models.Model):
    """Where an address is, as a person placed it or couriers found it. `key` is a keyed index of the address, which is
    not readable here, and the position is sealed. `village`, `rw` and `rt` give the middles of neighbourhoods."""

    class Source(models.TextChoices):
        PERSON = "person", "Ditandai petugas"
        COURIER = "courier", "Dipelajari dari pengantaran"

    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    key = models.BinaryField(max_length=32)
    village = models.CharField(max_length=13, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    sealed = models.BinaryField()
    source = models.CharField(max_length=8, choices=Source.choices)
    times = models.PositiveIntegerField(default=1)
    learned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "key"], name="place_once_an_address")]
        indexes = [models.Index(fields=["office", "village", "rw", "rt"])]

    def __str__(self) -> str:
        return f"{self.source} {self.times}"


class Lesson(models.Model):
    """A delivery that taught a place: each teaches once, however often its event is digested."""

    event = models.OneToOneField(EventRow, on_delete=models.PROTECT, primary_key=True, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.event_id)


class Planning(models.Model):
    """A plan being made: the problem, the best plan so far, and whether to stop. Workers claim waiting ones."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        RUNNING = "running", "Mencari"
        DONE = "done", "Selesai"
        FAILED = "failed", "Gagal"

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    day = models.DateField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    seconds = models.FloatField()
    problem = models.BinaryField()
    best = models.JSONField(null=True)
    better = models.PositiveIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], condition=Q(status="waiting"), name="planning_waiting")]

    def __str__(self) -> str:
        return f"{self.status} {self.id}"


class WaysKept(models.Model):
    """A matrix of travel times that was asked for before; the key is of points and version of the map."""

    key = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Proof(models.Model):
    """Photo of the sealed envelope and signature of one handover, sealed at rest; `event` is the delivery's id."""

    event = models.UUIDField(primary_key=True)
    receipt_number = models.CharField(max_length=12, db_index=True)
    photo_sealed = models.BinaryField(null=True)
    signature_sealed = models.BinaryField(null=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.event)


class Refusal(models.Model):
    """What a courier's phone told and the ledger refused: no fact, but the dispatcher should know. `event`: its id."""

    event = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.CASCADE)
    courier = models.ForeignKey(User, on_delete=models.CASCADE)
    receipt_number = models.CharField(max_length=12)
    kind = models.CharField(max_length=24)
    code = models.CharField(max_length=24)
    told_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "told_at"], condition=Q(settled_at=None), name="refusal_open")]

    def __str__(self) -> str:
        return f"{self.code} {self.event}"


class Piece(models.Model):
    """Part of a photo or signature that is still on its way, sealed; gone when the proof is whole."""

    event = models.UUIDField()
    part = models.CharField(max_length=9)
    offset = models.PositiveIntegerField()
    length = models.PositiveIntegerField()
    sealed = models.BinaryField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "part", "offset"], name="piece_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.part} {self.offset}"
