"""Where and who: regions, offices, staff, tokens, delegations, holidays."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from siantar.rules.vocabulary import Role


class Region(models.Model):
    """A province, city, kecamatan or kelurahan by its Kemendagri code (`PP.KK.CC.DDDD`)."""

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A kecamatan that serves residents, or an agency (instansi) that processes files.

    `number` stands inside every receipt number the office issues and never changes.
    """

    class Nature(models.TextChoices):
        OFFICE = "office", "Kantor"
        AGENCY = "agency", "Instansi"

    code = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveSmallIntegerField(unique=True)
    nature = models.CharField(max_length=8, choices=Nature.choices, default=Nature.OFFICE)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    complaint_channel = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=40, default="Asia/Jakarta")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    uses_siantar = models.BooleanField(default=True)
    also_allowed = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A member of staff: belongs to one office and holds roles there."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True)
    roles = models.JSONField(default=list, blank=True)
    title = models.CharField(max_length=80, blank=True)

    def role_set(self) -> frozenset[Role]:
        """The roles the person holds in their own right."""
        return frozenset(Role(role) for role in self.roles if role in set(Role))


class Delegation(models.Model):
    """While `absent` is away, `deputy` signs in their place; both days included."""

    absent = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations_given")
    deputy = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations_received")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="delegation_in_order"),
            models.CheckConstraint(condition=~models.Q(absent=models.F("deputy")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.absent} -> {self.deputy}"


class Token(models.Model):
    """A key to the API; only its SHA-256 is stored."""

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.digest[:6]}"


class Holiday(models.Model):
    """A day on which offices are closed; without an office it holds for all."""

    day = models.DateField()
    name = models.CharField(max_length=120)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "office"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Ramadan(models.Model):
    """First and last day of a month of Ramadan; estimates until the government announces them."""

    first_on = models.DateField(unique=True)
    last_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.first_on} - {self.last_on}"
