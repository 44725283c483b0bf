"""What an office offers: services with their paths, requirements and published standard (UU 25/2009)."""

from __future__ import annotations

import re

from django.db import models

from siantar.directory.models import Office
from siantar.rules.journey import Path, PathStep


class Service(models.Model):
    """A service of an office. `steps` lists its stations: an agency's code, or "" for the Camat's signature.

    `forms`: the population forms the counter prints for its files, by slug ("f-1-02"), each with the kind that is
    ticked beforehand, "" where a pen ticks it (`paper.population`). `version`: which of its versions this row and its
    requirements are; 0 while it was never changed by `catalogue.succession`.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, verbose_name="kantor")
    code = models.SlugField("kode", max_length=60)
    name = models.CharField("nama", max_length=120)
    name_en = models.CharField("nama dalam bahasa Inggris", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    steps = models.JSONField("stasiun", default=list, blank=True)
    digital = models.BooleanField("hasil digital", default=False)
    old_ktp = models.BooleanField("KTP-el lama ditarik", default=False)
    forms = models.JSONField("formulir kependudukan", default=dict, blank=True)
    proof_besides = models.JSONField("bukti yang selalu diminta", default=list, blank=True)
    promise_hours = models.DecimalField("janji dalam jam kerja", max_digits=6, decimal_places=2)
    product = models.CharField("produk", max_length=200, blank=True)
    product_en = models.CharField("produk dalam bahasa Inggris", max_length=200, blank=True)
    procedure = models.TextField("prosedur", blank=True)
    procedure_en = models.TextField("prosedur dalam bahasa Inggris", blank=True)
    legal_basis = models.TextField("dasar hukum", blank=True)
    decree = models.CharField("nomor keputusan", max_length=120, blank=True)
    active = models.BooleanField("dipakai", default=True)
    version = models.PositiveIntegerField("versi", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "layanan"
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="service_code_once"),
            models.CheckConstraint(condition=models.Q(promise_hours__gt=0), name="service_promise_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """How the counter calls it: the abbreviation its name gives in brackets, else the whole name."""
        abbreviation = re.search(r"\(([^)]{2,12})\)", self.name)
        return abbreviation[1] if abbreviation else self.name

    def path(self) -> Path:
        """Build the path of this service as the rules see it."""
        return Path(tuple(PathStep(agency) for agency in self.steps), self.digital, self.old_ktp)


class Requirement(models.Model):
    """A document a service asks for; `needed` ones make the file incomplete while they are missing."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="requirements")
    code = models.SlugField("kode", max_length=60)
    name = models.CharField("nama", max_length=160)
    name_en = models.CharField("nama dalam bahasa Inggris", max_length=160, blank=True)
    note = models.CharField("keterangan", max_length=200, blank=True)
    note_en = models.CharField("keterangan dalam bahasa Inggris", max_length=200, blank=True)
    needed = models.BooleanField("wajib", default=True)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "persyaratan"
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="requirement_code_once")]

    def __str__(self) -> str:
        return self.name


class VersionOfService(models.Model):
    """A service as it was, is or will be from a day on (`catalogue.versions`).

    `valid_from` None: from the beginning. `content`: the fields and papers, brought up to date as it begins and when
    the next one takes over. `changed`: the names of what it changes; of one that waits, only these count. `undoes`: the
    version this one takes back. `withdrawn_at`: taken back before its day came.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField(null=True)
    content = models.JSONField()
    changed = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True)
    undoes = models.PositiveIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "number"], name="service_version_once")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.number}"


class StandardText(models.Model):
    """What an office says of one component of its service standards, once for all its services; or its maklumat.

    As it stood before its first version (`VersionOfStandards`).
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    component = models.CharField(max_length=20)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "component"], name="standard_text_once")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.component}"


class VersionOfStandards(models.Model):
    """What an office says otherwise of its standards or maklumat from a day on (`catalogue.standards`).

    `texts`: by component, only what this version changes; `StandardText` is what stood before all of them. `undoes`,
    `withdrawn_at`: as of a version of a service.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    texts = models.JSONField()
    published_at = models.DateTimeField()
    undoes = models.PositiveIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "number"], name="standards_version_once")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.number}"
