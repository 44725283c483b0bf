"""How the owner of one file is told: what they chose and agreed to, what was said, and ending or changing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from siantar.casework.models import Application
from siantar.faces.frame import preference_form
from siantar.faces.frame.files import access_or_404
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.messaging import sentences
from siantar.messaging import preferences, queries
from siantar.messaging.models import Message
from siantar.rules.access import Act
from siantar.rules.receipt_number import grouped


class WishForm(preference_form.WishFields):
    """The same as at the counter, with a channel that must be chosen."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["told_at"].help_text = _("Nomor atau alamat yang disebutkan pemohon.")

    def clean(self) -> dict[str, Any]:
        """A change without a channel is none."""
        data = super().clean()
        if not data.get("told_by"):
            raise forms.ValidationError(_("Pilih salurannya dulu. Untuk berhenti, tekan Cabut persetujuan."))
        return data


@staff(Act.CHOOSE_MESSAGES)
def file(request: StaffRequest, typed: str) -> HttpResponse:
    """See, end or change how the owner of a file is told."""
    application = access_or_404(request, typed)
    here = reverse("messages-file", args=[application.receipt_number])
    if request.method == "POST" and "withdraw" in request.POST:
        preferences.withdraw(application, by=request.actor, at=request.at)
        messages.success(request, _("Persetujuan dicabut. Tidak ada pesan lagi tentang berkas ini."))
        return HttpResponseRedirect(here)
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        preferences.replace(application, form.wishes(), by=request.actor, at=request.at)
        messages.success(request, _("Tersimpan."))
        return HttpResponseRedirect(here)
    return render(request, "messaging/file.html", _context(application, form), status=422 if form.is_bound else 200)


def _context(application: Application, form: WishForm) -> dict[str, Any]:
    chosen = [(choice, sentences.channel(choice.channel, spoken())) for choice in preferences.choices_of(application)]
    return {
        "file": application,
        "number": grouped(application.receipt_number),
        "form": form,
        "consents": preference_form.consents(application.office.name, spoken()),
        "chosen": chosen,
        "notices": [_line(message) for message in queries.messages_of(application)[:50]],
    }


def _line(message: Message) -> dict[str, Any]:
    return {
        "occasion": sentences.occasion(message.occasion, spoken()),
        "channel": sentences.channel(message.channel, spoken()),
        "state": str(sentences.STATES[message.state]),
        "at": message.told_at or message.made_at,
        "by": message.by.get_full_name() if message.by else "",
        "problem": sentences.problem(message.problem) if message.problem else "",
    }
