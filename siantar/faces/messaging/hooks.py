"""Calls of providers: verified, taken up, answered at once. Whatever they send, they get a plain answer."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from siantar.directory import offices
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.json_body import NotJson, parse_json, raw_body
from siantar.faces.frame.staff_access import everyone
from siantar.messaging import callbacks, inbound, office_settings
from siantar.messaging.channels.base import Config
from siantar.messaging.channels.whatsapp import calls
from siantar.messaging.inbound import InboundText
from siantar.rules.occasions import ChannelKind

LARGEST = 256 * 1024
MOST_IN_A_CALL = 100


@everyone
@csrf_exempt  # signed by the provider over the raw body
@require_http_methods(["GET", "POST"])
def whatsapp(request: TimedRequest) -> HttpResponse:
    """Take calls of the Cloud API: its verification, then status and messages."""
    if request.method == "GET":
        return _verify(request)
    body = _body(request)
    if body is None:
        return _plain(413)
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
    _take_up(payload, signed, request.at)
    return _plain(200)


def _take_up(payload: Any, signed: dict[str, Config], at: datetime) -> None:
    numbers = calls.phone_number_ids(payload)
    meant = [office for office, config in signed.items() if config["phone_number_id"] in numbers]
    for update in list(calls.read(payload))[:MOST_IN_A_CALL]:
        if isinstance(update, calls.LetterStatus):
            callbacks.take(update, meant, at)
        elif meant:
            _hear(meant[0], InboundText(ChannelKind.WHATSAPP, update.provider_id, update.sender, update.text), at)


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
def sms(request: TimedRequest, secret: str) -> HttpResponse:
    """Take what a local gateway passes on, in the fields the office described."""
    office = office_settings.by_hook(ChannelKind.SMS, secret[:200])
    if office is None:
        return _plain(404)
    body = _body(request)
    if body is None:
        return _plain(413)
    fields = _fields(request, body)
    config = office_settings.channel_of(office, ChannelKind.SMS).config
    named = [str(fields.get(config.get(name) or "", "")) for name in ("said_id_field", "from_field", "said_field")]
    _hear(office, InboundText(ChannelKind.SMS, *named), request.at)
    return _plain(200)


@everyone
@csrf_exempt  # as above
@require_POST
def telegram(request: TimedRequest, secret: str) -> HttpResponse:
    """Take calls of the bot's webhook."""
    office = office_settings.by_hook(ChannelKind.TELEGRAM, secret[:200])
    if office is None:
        return _plain(404)
    body = _body(request)
    if body is None:
        return _plain(413)
    payload = _json(body)
    message = payload.get("message") if isinstance(payload, dict) else None
    chat = message.get("chat") if isinstance(message, dict) else None
    if isinstance(message, dict) and isinstance(chat, dict):
        text = message.get("text")
        words = text if isinstance(text, str) else ""
        id = str(payload.get("update_id", "")) if isinstance(payload, dict) else ""
        _hear(office, InboundText(ChannelKind.TELEGRAM, id, str(chat.get("id", "")), words), request.at)
    return _plain(200)


def _hear(code: str, message: InboundText, at: datetime) -> None:
    office = offices.by_code(code)
    if office is not None:
        inbound.hear(office, message, at)


def _body(request: HttpRequest) -> bytes | None:
    """Read the raw body; None when it is larger than any call of a provider."""
    length = request.headers.get("Content-Length", "0")
    if not length.isdigit() or int(length) > LARGEST:
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


def _fields(request: HttpRequest, body: bytes) -> dict[str, Any]:
    if request.content_type == "application/json":
        payload = _json(body)
        return payload if isinstance(payload, dict) else {}
    return {**request.GET.dict(), **request.POST.dict()}


def _plain(status: int) -> HttpResponse:
    return HttpResponse("ok" if status == 200 else "", status=status, content_type="text/plain")
