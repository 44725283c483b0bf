"""Prepared numbers: derived from the files, and made again whenever a file changes."""

from __future__ import annotations

from django.db import models

from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.directory.models import Office, User


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


class FileShare(models.Model):
    """What a file adds to the tallies, so that it can be taken out again before it is counted anew.

    `seq` is the event it was counted at; `packed` is written and read by `reports.tallies` alone.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, primary_key=True, related_name="+")
    seq = models.PositiveIntegerField()
    packed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.application_id)


class CountedMonth(models.Model):
    """A month to which a file adds something (`reports.shares.NOW` while it is open): the files behind a number."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "month", "application"], name="counted_month_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.month}"


class MonthTally(models.Model):
    """How much of what (`reports.shares.Measure`) came to an office and service in a month, apart by `key`.

    What is open now stands under the month `reports.shares.NOW`. Nothing personal is in it.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    measure = models.CharField(max_length=20)
    key = models.CharField(max_length=300)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "month", "measure", "service", "key"], name="tally_once")
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(amount=0), name="tally_empty")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.month} {self.measure} {self.key}"


class IssuedReport(models.Model):
    """The report of an office's month as it was issued, paper and workbook: once it is there it is never changed."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    summary = models.CharField(max_length=300)
    paper = models.BinaryField()
    workbook = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "month"], name="report_once_a_month")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.month}"


class IssuedCityReport(models.Model):
    """The report of all offices of the city for a month as it was issued: once it is there it is never changed."""

    month = models.DateField(unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    summary = models.CharField(max_length=300)
    paper = models.BinaryField()
    workbook = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.month}"


class ReportReceivers(models.Model):
    """To whom an office sends the report of each month: addresses of functions, one a line."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, primary_key=True, related_name="+")
    addresses = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.office_id)


class CityReceivers(models.Model):
    """To whom the city sends its report of each month: addresses of functions, one a line, in one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    addresses = models.TextField(blank=True)

    def __str__(self) -> str:
        return "city"


class MailedCopy(models.Model):
    """An issued report on its way to an address; what fails is tried again, ever more slowly."""

    address = models.EmailField()
    sent_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class ReportCopy(MailedCopy):
    """The report of an office on its way."""

    report = models.ForeignKey(IssuedReport, on_delete=models.CASCADE, related_name="copies")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "address"], name="report_copy_once")]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(sent_at=None), name="report_copy_to_send")]

    def __str__(self) -> str:
        return f"{self.report} {self.address}"


class CityReportCopy(MailedCopy):
    """The report of the city on its way."""

    report = models.ForeignKey(IssuedCityReport, on_delete=models.CASCADE, related_name="copies")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "address"], name="city_copy_once")]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(sent_at=None), name="city_copy_to_send")]

    def __str__(self) -> str:
        return f"{self.report} {self.address}"


class NameInUse(models.Model):
    """The name under which an office stands on tracking pages; `former` while pages may still bear the one before."""

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=200)
    former = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.code
