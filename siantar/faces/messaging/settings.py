"""How the office tells people: channels with their test, words with their preview, quiet hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.catalogue.words import Words
from siantar.directory import audit, last_changes, offices
from siantar.directory.models import Office
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.frame.taking_back import take_back
from siantar.faces.messaging import sentences
from siantar.faces.messaging.forms import ChannelForm, CourtesyForm, TestForm, WordingForm
from siantar.messaging import office_settings, preferences, rendering, test_message
from siantar.messaging.channels import KNOWN
from siantar.messaging.office_settings import SetUp
from siantar.messaging.templates import SAYINGS
from siantar.rules.access import Act
from siantar.rules.audit import Audited
from siantar.rules.occasions import ChannelKind, Occasion

SAMPLE_NUMBER = "01WZK4T7B2M9"


@staff(Act.SET_UP_MESSAGES)
def overview(request: StaffRequest) -> HttpResponse:
    """Show channels, wordings and courtesy of the office; keep the courtesy."""
    office = _office(request)
    courtesy = office_settings.courtesy_of(office)
    initial = {name: getattr(courtesy, name) for name in CourtesyForm.base_fields}
    form = CourtesyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        office_settings.keep_courtesy(form.courtesy(office.code), by=request.actor, at=request.at)
        messages.success(request, _("Tersimpan."))
        return HttpResponseRedirect(reverse("messages-settings"))
    context = {
        "form": form,
        "channels": [_line(setting) for setting in office_settings.channels_of(office.code)],
        "wordings": [_wording_line(office, occasion) for occasion in SAYINGS],
        "last_change": last_changes.of_page(office.code, last_changes.COURTESY),
    }
    return render(request, "messaging/settings.html", context, status=422 if form.is_bound else 200)


@staff(Act.SET_UP_MESSAGES)
@require_POST
def undo_courtesy(request: StaffRequest) -> HttpResponse:
    """Quiet hours and limits as they were before their last change."""
    return take_back(request, office_settings.undo_courtesy, "messages-settings")


@staff(Act.SET_UP_MESSAGES)
def channel(request: StaffRequest, kind: str) -> HttpResponse:
    """Set one channel up: its settings, whether it is on, and the test."""
    if kind not in KNOWN:
        raise Http404
    office, named = _office(request), ChannelKind(kind)
    setting = office_settings.channel_of(office.code, named)
    testing_now = request.method == "POST" and "test" in request.POST
    saving = request.method == "POST" and not testing_now
    form = ChannelForm(request.POST if saving else None, channel=setting, language=spoken())
    test = TestForm(request.POST if testing_now else None)
    if saving and form.is_valid() and _saved(request, named, form):
        return HttpResponseRedirect(reverse("messages-channel", args=[kind]))
    if testing_now and test.is_valid():
        try:
            address = test.cleaned_data["address"]
            setting = test_message.send_test(office, named, address, by=request.actor, at=request.at)
            return HttpResponseRedirect(f"{reverse('messages-channel', args=[kind])}#uji")
        except preferences.NoSuchAddress:
            test.add_error("address", _("Alamat atau nomor ini tidak cocok dengan salurannya. Periksa lagi."))
    context = {
        "form": form,
        "test": test,
        "line": _line(setting),
        "tests": bool(KNOWN[named].FIELDS),
        "hook": _hook(request, named, setting),
    }
    wrong = form.errors or test.errors
    return render(request, "messaging/channel.html", context, status=422 if wrong else 200)


@staff(Act.SET_UP_MESSAGES)
@require_POST
def renew_hook(request: StaffRequest, kind: str) -> HttpResponse:
    """Make another secret for the provider's calls."""
    named = ChannelKind(kind) if kind in KNOWN else None
    if named is None or not any(field.ours for field in KNOWN[named].FIELDS):
        raise Http404
    office_settings.new_hook(_office(request).code, named, by=request.actor)
    audit.note(Audited.CHANNEL_SET, at=request.at, by=int(request.actor.person), channel=kind)
    messages.success(request, _("Alamat panggilan masuk diganti. Isikan yang baru di tempat penyedia."))
    return HttpResponseRedirect(reverse("messages-channel", args=[kind]))


def _saved(request: StaffRequest, kind: ChannelKind, form: ChannelForm) -> bool:
    """Keep the channel; where a secret must be typed again the form says so."""
    on, office = form.cleaned_data["on"], request.actor.office
    try:
        office_settings.keep_channel(office, kind, form.config(), on=on, by=request.actor)
    except office_settings.SecretAskedAgain as refusal:
        form.ask_again(refusal.field)
        return False
    audit.note(Audited.CHANNEL_SET, at=request.at, by=int(request.actor.person), channel=str(kind))
    messages.success(request, _("Tersimpan. Kirim pesan uji untuk memastikan."))
    return True


def _hook(request: StaffRequest, kind: ChannelKind, setting: SetUp) -> dict[str, str]:
    """Where the provider calls: with the secret in a header where it can, else in the address."""
    secret = setting.config.get("hook_secret", "")
    if not secret or not any(field.ours for field in KNOWN[kind].FIELDS):
        return {}
    by_header = request.build_absolute_uri(reverse(f"hook-{kind}-header"))
    header = "X-Telegram-Bot-Api-Secret-Token" if kind is ChannelKind.TELEGRAM else "Authorization: Bearer"
    in_address = request.build_absolute_uri(reverse(f"hook-{kind}", args=[secret]))
    return {"secret": secret, "by_header": by_header, "header": header, "in_address": in_address}


@staff(Act.SET_UP_MESSAGES)
def wording(request: StaffRequest, occasion: str) -> HttpResponse:
    """Edit the wording of one occasion, with a preview of the whole message."""
    if occasion not in SAYINGS:
        raise Http404
    office, named = _office(request), Occasion(occasion)
    stored = office_settings.wording_of(office.code, named)
    text = office_settings.words_of(stored)
    initial = {"on": stored.on, "text_id": text.id, "text_en": text.en}
    form = WordingForm(request.POST or None, occasion=named, initial=initial)
    if request.method == "POST" and form.is_valid():
        ours = SAYINGS[named].text
        text = Words(form.words().id or ours.id, form.words().en or ours.en)
        if "save" in request.POST:
            on = form.cleaned_data["on"]
            office_settings.keep_wording(stored, on=on, text=form.words(), by=request.actor, at=request.at)
            messages.success(request, _("Tersimpan."))
            return HttpResponseRedirect(reverse("messages-settings"))
    context: dict[str, Any] = {
        "form": form,
        "title": sentences.occasion(named, spoken()),
        "occasion": occasion,
        "last_change": last_changes.of_page(office.code, last_changes.WORDS + occasion),
        "placeholders": sentences.names(SAYINGS[named].placeholders()),
        "previews": [(language, _preview(request, office, named, text, language)) for language in ("id", "en")],
    }
    return render(request, "messaging/wording.html", context, status=422 if form.errors else 200)


@staff(Act.SET_UP_MESSAGES)
@require_POST
def undo_wording(request: StaffRequest, occasion: str) -> HttpResponse:
    """The wording as it was before its last change."""
    if occasion not in SAYINGS:
        raise Http404
    return take_back(request, office_settings.undo_wording, "messages-wording", Occasion(occasion))


def _office(request: StaffRequest) -> Office:
    office = offices.by_code(request.actor.office)
    if office is None:
        raise Http404
    return office


def _line(setting: SetUp) -> dict[str, Any]:
    return {
        "kind": setting.kind,
        "name": sentences.channel(setting.kind, spoken()),
        "status": sentences.status(setting),
        "stopped_at": setting.stopped_at,
        "remedy": sentences.remedy(setting.stopped_by) if setting.stopped_at else "",
        "advice": str(sentences.ADVICE) if setting.unadvised else "",
        "sends": setting.sends,
        "tested_at": setting.tested_at,
        "passed": setting.test_passed,
        "result": sentences.problem(setting.test_result) if setting.test_result else "",
    }


def _wording_line(office: Office, occasion: Occasion) -> dict[str, Any]:
    stored = office_settings.wording_of(office.code, occasion)
    return {
        "occasion": occasion,
        "name": sentences.occasion(occasion, spoken()),
        "on": stored.on,
        "own": bool(stored.text_id or stored.text_en),
    }


def _preview(request: StaffRequest, office: Office, occasion: Occasion, text: Words, language: str) -> str:
    """Write the whole message about an invented file."""
    soon = request.at + timedelta(days=1)
    facts = {
        "missing": ["Fotokopi KK"], "reason": "", "hold": "data_centre", "promised_at": soon.isoformat(),
        "from": soon.isoformat(), "to": (soon + timedelta(hours=2)).isoformat(), "attempt": 1,
        "asked": "01234567-89ab-7cde-8f01-23456789abcd",
        "keep_until": soon.date().isoformat(),
    }  # fmt: skip
    if occasion is Occasion.FAILED:
        facts |= {"hold": "", "failure": "house_empty"}
    if occasion is Occasion.CONSIGNED:
        facts |= {"carrier": "PT Pos Indonesia", "shipment": "EE123456785ID"}
    item = rendering.MessageItem(SAMPLE_NUMBER, Words("KTP-el hilang", "Lost KTP-el"), facts)
    envelope = rendering.Envelope(UUID(int=0), "", office, language, request.at)
    return rendering.letter(envelope, occasion, text, [item]).text
