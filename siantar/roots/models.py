"""What is stored of roots: those of this installation, their witnesses, and what it witnesses for others.

What a root covers, its entries, lies in the data folder (`books`), so that the database is not asked about itself.
"""

from __future__ import annotations

from django.db import models

from siantar.directory.models import Office


class DailyRoot(models.Model):
    """The signed root of an office and day: its statement as signed, and the line of the day it was made of."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    statement = models.TextField()
    signature = models.CharField(max_length=88)
    line = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "day"], name="root_once_a_day")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"


class Witness(models.Model):
    """Who keeps the roots of an office outside of it: a mailbox, another installation (address and public key)."""

    office = models.OneToOneField(
        Office, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="kantor"
    )
    name = models.CharField("nama saksi", max_length=120, blank=True)
    email = models.EmailField("alamat e-mail saksi", blank=True)
    url = models.URLField("alamat Siantar saksi", blank=True)
    public_key = models.CharField("kunci umum Siantar saksi", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "saksi akar harian"

    def __str__(self) -> str:
        return f"{self.office} · {self.name}"


class WitnessCopy(models.Model):
    """A root on its way to a witness; `answer` is what the other installation countersigned."""

    class Way(models.TextChoices):
        MAIL = "mail", "E-mail"
        INSTALLATION = "installation", "Siantar lain"

    root = models.ForeignKey(DailyRoot, on_delete=models.CASCADE, related_name="copies")
    way = models.CharField(max_length=12, choices=Way.choices)
    sent_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "way"], name="copy_once_a_way")]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(sent_at=None), name="copy_to_send")]

    def __str__(self) -> str:
        return f"{self.root} {self.way}"


class EntrustedOffice(models.Model):
    """An office elsewhere whose roots are kept here, known by its public key."""

    code = models.CharField("kode kantor", max_length=40)
    name = models.CharField("nama kantor", max_length=120)
    public_key = models.CharField("kunci umum", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "kantor yang kami saksikan"
        constraints = [models.UniqueConstraint(fields=["code", "public_key"], name="entrusted_once")]

    def __str__(self) -> str:
        return self.name


class EntrustedRoot(models.Model):
    """A root of an office elsewhere, as it came; a second one of the same day is kept as well, and contradicts."""

    office = models.ForeignKey(EntrustedOffice, on_delete=models.PROTECT, related_name="roots")
    day = models.DateField()
    days = models.PositiveIntegerField()
    statement = models.TextField()
    signature = models.CharField(max_length=88)
    received_at = models.DateTimeField()
    contradicts = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "statement"], name="entrusted_root_once")]
        indexes = [models.Index(fields=["office", "day"])]

    def __str__(self) -> str:
        return f"{self.office} {self.day}"
