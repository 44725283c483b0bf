"""Web push: the browser's push service carries a sealed note; nothing to configure, the keys are the installation's.

Sealing is RFC 8291 (aes128gcm, RFC 8188), who we are is RFC 8292 (VAPID). The address is the subscription as the
browser gave it, in JSON, with the number of the key it was made with where that is not the first (`server`).
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from siantar.messaging import http
from siantar.messaging.channels.base import Config, Field, Gone, Letter
from siantar.messaging.channels.webpush import sealing, vapid
from siantar.outward.destinations import is_allowed_by_name
from siantar.privacy.key_ring import FIRST

FIELDS: tuple[Field, ...] = ()
LIVES = 24 * 3600  # seconds the push service keeps it for a phone that is off


def address_of(typed: str) -> str | None:
    """Write the subscription in one form; None unless it has an https endpoint and the two keys."""
    try:
        subscription = json.loads(typed)
        keys = subscription["keys"]
        both = {"p256dh": str(keys["p256dh"]), "auth": str(keys["auth"])}
        address: dict[str, Any] = {"endpoint": str(subscription["endpoint"]), "keys": both}
        if (number := vapid.number_of(str(subscription.get("server", "")))) != FIRST:
            address["server"] = number
        sealing.check_keys(both["p256dh"], both["auth"])
        parts = urlsplit(str(address["endpoint"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if not _may_be_called(parts.scheme, parts.hostname or "") or len(typed) > 1500:
        return None
    return json.dumps(address, sort_keys=True)


def deliver(letter: Letter, _config: Config) -> str:
    """Hand the sealed note to the push service; its `Topic` lets a second try replace the first."""
    subscription: dict[str, Any] = json.loads(letter.address)
    note = {"title": letter.office, "body": letter.line, "url": letter.link, "tag": str(letter.id)}
    keys = subscription["keys"]
    body = sealing.seal(json.dumps(note, ensure_ascii=False).encode()[:3500], keys["p256dh"], keys["auth"])
    endpoint, number = subscription["endpoint"], subscription.get("server", FIRST)
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LIVES),
        "Topic": letter.id.hex,
        "Urgency": "normal",
        "Authorization": vapid.authorization(endpoint, settings.SIANTAR_BASE_URL, letter.at, number),
    }
    reply = http.request("POST", endpoint, headers=headers, body=body)
    if reply.status in {404, 410}:
        raise Gone(f"answered {reply.status}")
    http.require_taken(reply)
    return ""


def _may_be_called(scheme: str, host: str) -> bool:
    """Push services stand on the open net behind https: a subscription must not lead into the operator's own."""
    if is_allowed_by_name(host):
        return scheme in {"http", "https"}
    *domain, top = host.rstrip(".").split(".")
    named = bool(domain) and not top[:1].isdigit() and ":" not in host
    return scheme == "https" and named and top not in {"local", "internal", "localhost", "lan", "home", "arpa"}
