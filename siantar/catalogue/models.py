"""What an office offers: services with their paths, requirements and published standard (UU 25/2009)."""

from __future__ import annotations

from django.db import models

from siantar.directory.models import Office
from siantar.rules.journey import Path, Step


class Service(models.Model):
    """A service of an office. `steps` lists its stations: an agency's code, or "" for the Camat's signature."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    steps = models.JSONField(default=list, blank=True)
    digital = models.BooleanField(default=False)
    old_ktp = models.BooleanField(default=False)
    promise_hours = models.DecimalField(max_digits=6, decimal_places=2)
    product = models.CharField(max_length=200, blank=True)
    procedure = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    decree = models.CharField(max_length=120, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="service_code_once"),
            models.CheckConstraint(condition=models.Q(promise_hours__gt=0), name="service_promise_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    def path(self) -> Path:
        """The way of this service as the rules see it."""
        return Path(tuple(Step(agency) for agency in self.steps), self.digital, self.old_ktp)


class Requirement(models.Model):
    """A document a service asks for; `needed` ones make the file incomplete while they are missing."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="requirements")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    note = models.CharField(max_length=200, blank=True)
    needed = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="requirement_code_once")]

    def __str__(self) -> str:
        return self.name
