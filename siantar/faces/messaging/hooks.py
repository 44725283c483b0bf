"""Calls of providers: verified, taken up, answered at once. Whatever they send, they get a plain answer.

A call is taken whole or refused whole: providers repeat what was refused, and never what was answered.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from siantar.directory import offices
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.json_body import NotJson, parse_json, raw_body
from siantar.faces.frame.staff_access import everyone
from siantar.messaging import callbacks, gateway_calls, inbound, office_settings
from siantar.messaging.channels.whatsapp import calls
from siantar.messaging.inbound import InboundText
from siantar.rules.occasions import ChannelKind
from siantar.rules.plain_number import plain_number

LARGEST = 3 * 1024 * 1024  # bytes of the largest call of the Cloud API
MOST_IN_A_CALL = 1000  # its updates, and ours for every gateway


@everyone
@csrf_exempt  # signed by the provider over the raw body
@require_http_methods(["GET", "POST"])
def whatsapp(request: TimedRequest) -> HttpResponse:
    """Take calls of the Cloud API: its verification, then status and messages."""
    if request.method == "GET":
        return _verify(request)
    body = _body(request)
    if body is None:
        return _too_large()
    told_signature = request.headers.get("X-Hub-Signature-256", "")
    signed = {
        office: config
        for office, config in office_settings.all_of(ChannelKind.WHATSAPP)
        if calls.signature_fits(config.get("app_secret", ""), body, told_signature)
    }
    if not signed:
        return _plain(403)
    payload = _json(body)
    if payload is None:
        return _plain(400)
    updates = list(islice(calls.read(payload), MOST_IN_A_CALL + 1))
    if len(updates) > MOST_IN_A_CALL:
        return _too_many()
    numbers = calls.phone_number_ids(payload)
    meant = [office for office, config in signed.items() if config["phone_number_id"] in numbers]
    _take_up(updates, meant, request.at)
    return _plain(200)


def _take_up(updates: Sequence[calls.Update], meant: Sequence[str], at: datetime) -> None:
    callbacks.take([update for update in updates if isinstance(update, calls.LetterStatus)], meant, at)
    for update in updates:
        if isinstance(update, calls.AccountError):
            callbacks.refuse_account(update.code, meant, at)
        elif isinstance(update, calls.WhatsAppText) and meant:
            _hear(meant[0], _as_inbound(update), at)


def _as_inbound(text: calls.WhatsAppText) -> InboundText:
    return InboundText(ChannelKind.WHATSAPP, text.provider_id, text.sender, text.text, text.besides, text.quoted)


def _verify(request: HttpRequest) -> HttpResponse:
    """Answer Meta's question whether the address is ours: the call brings the office's token."""
    token = request.GET.get("hub.verify_token", "")
    token_bytes = token.encode("utf-8", "replace")
    wanted = [config.get("verify_token", "") for _office, config in office_settings.all_of(ChannelKind.WHATSAPP)]
    matches = any(ours and hmac.compare_digest(ours.encode(), token_bytes) for ours in wanted)
    challenge = request.GET.get("hub.challenge", "")
    if request.GET.get("hub.mode") != "subscribe" or not matches or not challenge.isascii() or not challenge.isalnum():
        return _plain(403)
    return HttpResponse(challenge[:200], content_type="text/plain")


@everyone
@csrf_exempt  # whoever knows the secret in the address is the provider
@require_http_methods(["GET", "POST"])
def sms(request: TimedRequest, secret: str = "") -> HttpResponse:
    """Take what a local gateway passes on, in the fields the office described; the secret better in a header."""
    secret = secret or request.headers.get("Authorization", "").removeprefix("Bearer ")
    office = office_settings.by_hook(ChannelKind.SMS, secret[:200])
    if office is None:
        return _plain(404)
    body = _body(request)
    if body is None:
        return _too_large()
    entries = gateway_calls.sms_entries(_fields(request, body))
    if len(entries) > MOST_IN_A_CALL:
        return _too_many()
    config = office_settings.channel_of(office, ChannelKind.SMS).config
    for entry in entries:
        text = gateway_calls.sms_text(entry, config)
        if text is not None:
            _hear(office, text, request.at)
    return _plain(200)


@everyone
@csrf_exempt  # as above
@require_POST
def telegram(request: TimedRequest, secret: str = "") -> HttpResponse:
    """Take calls of the bot's webhook; `setWebhook` has a secret token for a header of its own."""
    secret = secret or request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    office = office_settings.by_hook(ChannelKind.TELEGRAM, secret[:200])
    if office is None:
        return _plain(404)
    body = _body(request)
    if body is None:
        return _too_large()
    payload = _json(body)
    text = gateway_calls.telegram_text(payload)
    if text is not None:
        _hear(office, text, request.at)
    return _plain(200)


def _hear(code: str, message: InboundText, at: datetime) -> None:
    office = offices.by_code(code)
    if office is not None:
        inbound.hear(office, message, at)


def _body(request: HttpRequest) -> bytes | None:
    """Read the raw body; None when it is larger than any call of a provider."""
    if plain_number(request.headers.get("Content-Length", "0"), LARGEST) is None:
        return None
    try:
        return raw_body(request)[: LARGEST + 1]
    except NotJson:  # a form where the signed bytes are asked for
        return b""


def _json(body: bytes) -> Any:
    try:
        return parse_json(body)
    except NotJson:
        return None


def _fields(request: HttpRequest, body: bytes) -> Any:
    if request.content_type == "application/json":
        return _json(body)
    return {**request.GET.dict(), **request.POST.dict()}


def _too_large() -> HttpResponse:
    detail = _("Panggilan ini lebih dari %(most)d MB. Bagi menjadi beberapa panggilan.")
    return _refused("too_large", detail % {"most": LARGEST // 2**20})


def _too_many() -> HttpResponse:
    """Refuse a call with more updates than any provider batches; nothing of it was taken up."""
    detail = _("Panggilan ini memuat lebih dari %(most)d kabar. Bagi menjadi beberapa panggilan.")
    return _refused("too_many", detail % {"most": MOST_IN_A_CALL})


def _refused(code: str, title: str) -> HttpResponse:
    content = {"type": "about:blank", "status": 413, "code": code, "title": title}
    return HttpResponse(json.dumps(content), status=413, content_type="application/problem+json")


def _plain(status: int) -> HttpResponse:
    return HttpResponse("ok" if status == 200 else "", status=status, content_type="text/plain")
