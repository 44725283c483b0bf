"""The one form of the counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from siantar.casework.intake import Address, BroughtBy, HandIn
from siantar.catalogue.models import Service
from siantar.directory.models import Region
from siantar.faces.frame.letter_form import typed_in
from siantar.faces.frame.preference_form import WishFields
from siantar.rules.event import Paper, PaperKind
from siantar.rules.identifiers import uuid7
from siantar.rules.letter.content import LetterContent
from siantar.rules.letter.values import Values, judge_in_part
from siantar.rules.vocabulary import Bringer, Method

# How a paper came, in words, with the key that says so.
KINDS = [("original", _("Asli"), "a"), ("copy", _("Salinan"), "s"), ("missing", _("Belum ada"), "b")]
# Who hands in, with the key that says so.
BRINGERS = [
    (Bringer.APPLICANT, _("Pemohon"), "p"),
    (Bringer.SAME_KK, _("Satu KK"), "k"),
    (Bringer.PARENT, _("Orang tua"), "o"),
    (Bringer.AUTHORISED, _("Kuasa"), "u"),
    (Bringer.INSTITUTION, _("Lembaga"), "l"),
    (Bringer.COMPANION, _("Pendamping"), "d"),
]


def letter_prefix(service: str) -> str:
    """What the names of the inputs for this service's letter begin with."""
    return f"surat-{service}"


class ServiceField(forms.ChoiceField):
    """One of the services the office offers at this moment, by its code; what was chosen is the service."""

    def offer(self, services: Sequence[Service]) -> None:
        """Let one of these be chosen."""
        self.by_code = {service.code: service for service in services}
        self.choices = [("", "---------"), *((service.code, service.name) for service in services)]

    def clean(self, value: Any) -> Service | None:
        """The service with the code that was sent."""
        return self.by_code.get(super().clean(value))


class HandInForm(WishFields):
    """What the counter asks; papers are fields named `paper-<service>-<requirement>` and `reason-...`."""

    at_counter = True  # a correction asks neither for papers nor who brings them
    id = forms.UUIDField(widget=forms.HiddenInput)
    service = ServiceField(
        label=_("Layanan"),
        error_messages={"required": _("Pilih layanannya dulu."), "invalid_choice": _("Layanan tidak dikenal.")},
        widget=forms.Select(
            attrs={"data-missing": _("Pilih layanannya dulu."), "data-unmatched": _("Tidak ada layanan yang cocok.")}
        ),
    )
    nik = forms.CharField(label=_("NIK"), required=False, max_length=40)
    name = forms.CharField(
        label=_("Nama pemohon"),
        max_length=60,
        error_messages={
            "required": _("Nama pemohon belum diisi."),
            "max_length": _("Nama paling panjang 60 huruf. Singkat seperti di KTP-el."),
        },
    )
    phone = forms.CharField(label=_("Nomor telepon"), required=False, max_length=40)
    method = forms.ChoiceField(
        label=_("Cara kembali"),
        choices=[("counter", _("Diambil di loket")), ("courier", _("Diantar kurir"))],
        initial="counter",
        widget=forms.RadioSelect,
    )
    line = forms.CharField(label=_("Alamat"), required=False, max_length=200)
    rt = forms.CharField(label=_("RT"), required=False, max_length=20)
    rw = forms.CharField(label=_("RW"), required=False, max_length=20)
    village = forms.ModelChoiceField(
        Region.objects.none(), label=_("Kelurahan"), required=False, empty_label=_("Pilih")
    )
    landmark = forms.CharField(label=_("Patokan"), required=False, max_length=200)
    brought_by = forms.ChoiceField(
        label=_("Diserahkan oleh"),
        required=False,
        choices=[(bringer, label) for bringer, label, _key in BRINGERS],
        widget=forms.RadioSelect,
    )
    bringer_name = forms.CharField(label=_("Nama yang menyerahkan"), required=False, max_length=60)
    bringer_phone = forms.CharField(label=_("Telepon yang menyerahkan"), required=False, max_length=40)
    bringer_letter = forms.CharField(label=_("Surat kuasa atau surat tugas"), required=False, max_length=120)
    bringer_seen = forms.BooleanField(label=_("Identitasnya sudah dilihat"), required=False)
    may_receive = forms.CharField(label=_("Boleh menerima"), required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        services: Sequence[Service],
        villages: Any,
        at: datetime,
        letters: Mapping[str, LetterContent] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.letters = letters or {}
        self.offered = services
        self.fields["service"].offer(services)  # type: ignore[attr-defined]
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        self.initial.setdefault("id", uuid7(at))

    def clean(self) -> dict[str, Any]:
        """A courier needs an address and a phone."""
        data = super().clean() or {}
        if data.get("method") == "courier":
            if not data.get("line"):
                self.add_error("line", _("Alamat belum diisi. Kurir memerlukannya."))
            if not data.get("phone"):
                self.add_error("phone", _("Nomor telepon belum diisi. Kurir perlu menghubungi pemohon."))
        self._require_papers(data.get("service"))
        if data.get("service"):
            self._require_readable_letter(data["service"])
        if self.at_counter and not data.get("brought_by"):
            self.add_error("brought_by", _("Pilih siapa yang menyerahkan berkas ini."))
        if data.get("brought_by") not in {"", Bringer.APPLICANT, None} and not data.get("bringer_name"):
            self.add_error("bringer_name", _("Nama yang menyerahkan belum diisi."))
        return data

    def _require_papers(self, service: Service | None) -> None:
        """Every needed paper is answered by somebody: a receipt never says "belum lengkap" unasked."""
        needed = [requirement for requirement in service.requirements.all() if requirement.needed] if service else []
        unasked = [paper.name for paper in needed if service and not self.is_answered(service, paper.code)]
        if unasked and self.at_counter:
            words = _("Pilih asli, salinan, atau belum ada: %(names)s.") % {"names": ", ".join(unasked)}
            self.add_error(None, words)

    def _require_readable_letter(self, service: Service) -> None:
        """What is said for the letter may be left out, but a day is a day and a number a number."""
        content = self.letters.get(service.code)
        wrong = judge_in_part(content, self.for_letter(service.code))[1] if content else {}
        if content and wrong:
            names = ", ".join(field.label for field in content.fields if field.name in wrong)
            self.add_error(None, _("Isian surat perlu diperbaiki: %(names)s.") % {"names": names})

    def for_letter(self, service: str) -> Values:
        """What was typed for the letter that files of this service end in; empty where it ends in none."""
        content = self.letters.get(service)
        return typed_in(content, self.data, letter_prefix(service)) if content and self.is_bound else {}

    def bringers(self) -> list[tuple[BoundWidget, str]]:
        """The choices of who hands in, each with its key."""
        return [(radio, key) for radio, (_code, _label, key) in zip(self["brought_by"], BRINGERS, strict=True)]

    def hand_in(self) -> HandIn:
        """Give what was filled in, as the act takes it."""
        data = self.cleaned_data
        courier = data["method"] == "courier"
        village = data["village"].code if data["village"] else ""
        address = Address(data["line"], data["rt"], data["rw"], village, data["landmark"]) if courier else None
        return HandIn(
            id=data["id"],
            service=data["service"],
            name=data["name"],
            nik=data["nik"],
            phone=data["phone"],
            papers=self.papers(data["service"]),
            method=Method(data["method"]),
            address=address,
            may_receive=data["may_receive"],
            brought=self._brought() if data["brought_by"] else None,
        )

    def _brought(self) -> BroughtBy:
        data = self.cleaned_data
        return BroughtBy(
            Bringer(data["brought_by"]), data["bringer_name"], data["bringer_phone"], data["bringer_letter"],
            data["bringer_seen"],
        )  # fmt: skip

    def is_answered(self, service: Service, requirement: str) -> bool:
        """Whether somebody said how this paper was handed in, or that it is not there."""
        return f"paper-{service.code}-{requirement}" in self.data

    def papers(self, service: Service) -> list[Paper]:
        """Read the checklist; what was not ticked is missing."""
        checklist = []
        for requirement in service.requirements.all():
            line = f"{service.code}-{requirement.code}"
            kind = self.data.get(f"paper-{line}", "missing")
            reason = self.data.get(f"reason-{line}", "")[:200]
            checklist.append(
                Paper(requirement.code, PaperKind(kind if kind in set(PaperKind) else PaperKind.MISSING), reason)
            )
        return checklist
