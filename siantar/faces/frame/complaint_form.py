"""A complaint as a form: what about, in one's own words, and how to be reached if one wants to be."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from siantar.casework import queries as files
from siantar.casework.models import Application
from siantar.catalogue import words
from siantar.directory import offices
from siantar.directory.models import Office
from siantar.feedback.complaints import MOST_WORDS, Filing
from siantar.feedback.questions import NATURES, TOPICS
from siantar.rules import reading
from siantar.rules.complaint import Nature, Topic

ASKED = (Nature.PLAIN, Nature.INFORMATION)  # whether it takes a look on the spot is for the office to see


class ComplaintForm(forms.Form):
    """What a resident complains about; the receipt is optional and tells the office."""

    once = forms.CharField(required=False, max_length=60)
    office = forms.ModelChoiceField(Office.objects.none(), required=False)
    nature = forms.ChoiceField()
    topic = forms.ChoiceField()
    resi = forms.CharField(required=False, max_length=200)
    words = forms.CharField(max_length=MOST_WORDS)
    contact = forms.CharField(required=False, max_length=120)

    def __init__(self, data: object = None, *, language: str, receipt: str = "") -> None:
        start = {"once": str(uuid4()), "nature": Nature.PLAIN, "resi": receipt}
        super().__init__(data, initial=start)  # type: ignore[arg-type]
        self.file: Application | None = None
        self.serving = list(offices.serving_residents())
        self.fields["office"].queryset = offices.serving_residents()  # type: ignore[attr-defined]
        natures = {nature: NATURES[nature] for nature in ASKED}
        self.fields["nature"].choices = words.choices(natures, language)  # type: ignore[attr-defined]
        self.fields["topic"].choices = words.choices(TOPICS, language)  # type: ignore[attr-defined]
        self.fields["topic"].error_messages["required"] = _("Pilih dulu, ini tentang apa.")
        self.fields["words"].error_messages["required"] = _("Ceritakan dulu apa yang terjadi.")

    def clean_resi(self) -> str:
        """The receipt number meant; the file stands in `self.file`."""
        typed = str(self.cleaned_data["resi"]).strip()
        if not typed:
            return ""
        try:
            number = reading.read_receipt(typed).number.text
        except ValueError as error:
            raise ValidationError(_("Nomor resi salah ketik. Periksa lagi, atau kosongkan.")) from error
        self.file = files.by_number(number)
        if self.file is None:
            raise ValidationError(_("Nomor resi tidak ditemukan. Periksa lagi, atau kosongkan."))
        return number

    def filing(self, office: Office | None = None) -> Filing:
        """The complaint of a valid form; the office of the receipt comes before `office` and the one chosen."""
        data = self.cleaned_data
        office = self.file.office if self.file else office or data["office"] or self.serving[0]
        nature, topic = Nature(data["nature"]), Topic(data["topic"])
        return Filing(office, topic, nature, data["words"], data["contact"], self.file, data["once"])
