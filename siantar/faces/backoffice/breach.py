"""The workbook of a breach: who was affected, and the notices to people and authority, filled in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.directory import offices
from siantar.faces.frame import downloads, look_reasons
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.letters.frames import letterhead_of
from siantar.paper import workbook
from siantar.paper.breach import BreachNotices, breach_pdf
from siantar.paper.workbook import Cell
from siantar.rights import breach
from siantar.rights.breach import Affected, Span
from siantar.rules.access import Reading

STAMP, LOCAL = "%d-%m-%Y %H.%M", "%Y-%m-%dT%H:%M"
WORDS = {"required": gettext_lazy("Isi dulu; boleh singkat, dapat dilengkapi kemudian.")}
TIMES = dict.fromkeys(("required", "invalid"), gettext_lazy("Tulis tanggal dan jamnya."))


def _time(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[LOCAL], error_messages=TIMES)


def _words(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=2000, error_messages=WORDS, widget=widget)


class BreachForm(forms.Form):
    """What happened, as far as it is known."""

    account = forms.ChoiceField(label=gettext_lazy("Akun atau ponsel siapa"), required=False)
    begins_at = _time(gettext_lazy("Sejak"))
    ends_at = _time(gettext_lazy("Sampai"))
    aware_at = _time(gettext_lazy("Diketahui kantor pada"))
    how = _words(gettext_lazy("Bagaimana terjadinya"))
    measures = _words(gettext_lazy("Penanganan dan pemulihan"))

    def __init__(self, accounts: list[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        people = [("", _("semua petugas")), *((str(person), name) for person, name in accounts)]
        self.fields["account"].choices = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The span goes forward."""
        data = super().clean() or {}
        begins, ends = data.get("begins_at"), data.get("ends_at")
        if begins and ends and begins > ends:
            self.add_error("ends_at", _("Akhirnya sebelum awalnya. Periksa lagi."))
        return data

    def span(self) -> Span:
        """What was filled in."""
        account = self.cleaned_data["account"]
        return Span(self.cleaned_data["begins_at"], self.cleaned_data["ends_at"], int(account) if account else None)


@staff(Reading.BREACH)
def page(request: StaffRequest) -> HttpResponse:
    """Ask what happened; answer with the list, or with the letters."""
    form = BreachForm(breach.accounts_of(request.actor.office), request.POST or None)
    if request.method == "POST" and form.is_valid():
        lines = breach.affected(form.span(), by=request.actor, at=request.at)
        return _letters(request, form, lines) if "letters" in request.POST else _list(request, lines)
    return render(request, "backoffice/breach.html", {"form": form}, status=422 if form.errors else 200)


def _list(request: StaffRequest, lines: list[Affected]) -> HttpResponse:
    headings = ["Resi", "Nama", "Telepon", "Alamat", "Data yang terbuka", "Pertama", "Terakhir", "Berapa kali"]
    rows: list[list[Cell]] = [
        [line.number, line.name, line.phone, line.address, _fields(line.fields), _at(line.first_at), _at(line.last_at)]
        for line in lines
    ]
    rows = [[*row, line.times] for row, line in zip(rows, lines, strict=True)]
    content = workbook.workbook("Kebocoran", headings, rows)
    return downloads.excel(request, content, what="breach", name="kebocoran.xlsx")


def _at(at: datetime) -> str:
    return timezone.localtime(at).strftime(STAMP)


def _letters(request: StaffRequest, form: BreachForm, lines: list[Affected]) -> HttpResponse:
    office, data = offices.by_code(request.actor.office), form.cleaned_data
    if office is None:
        raise Http404
    begins, ends, due = map(_at, (data["begins_at"], data["ends_at"], data["aware_at"] + breach.NOTICE))
    every = tuple(sorted({name for line in lines for name in line.fields}))
    people = tuple((line.number, line.name, _fields(line.fields)) for line in lines)
    notices = BreachNotices(
        office.name, office.address, timezone.localtime(request.at).strftime("%d-%m-%Y"), due, f"{begins} - {ends}",
        data["how"], data["measures"], _fields(every), people, letterhead_of(office),
    )  # fmt: skip
    return downloads.pdf(breach_pdf(notices), "pemberitahuan.pdf")


def _fields(names: tuple[str, ...]) -> str:
    words = look_reasons.FIELDS
    return ", ".join(dict.fromkeys(words[name].id for name in names if name in words))
