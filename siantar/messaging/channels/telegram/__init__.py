"""Telegram by the Bot API: the resident writes to the office's bot once and tells the counter the number it answers."""

from __future__ import annotations

import json

from siantar.catalogue.words import Words
from siantar.messaging import addresses, http
from siantar.messaging.channels.base import Config, Field, Letter, Never, TryLater, WrongSettings

FIELDS = (
    Field("base", Words("Alamat API", "API address"), default="https://api.telegram.org", destination=True),
    Field("token", Words("Token bot", "Bot token"), secret=True),
    Field(
        "hook_secret",
        Words("Rahasia panggilan masuk", "Secret of incoming calls"),
        needed=False,
        secret=True,
        ours=True,
    ),
)
address_of = addresses.telegram


def deliver(letter: Letter, config: Config) -> str:
    """Send to a chat; the number of the message there."""
    if not config["token"].replace(":", "").replace("-", "").replace("_", "").isalnum():
        raise WrongSettings("settings token")
    content = {"chat_id": int(letter.address), "text": letter.text, "link_preview_options": {"is_disabled": True}}
    url = f"{config['base'].rstrip('/')}/bot{config['token']}/sendMessage"
    reply = http.request("POST", url, headers={"Content-Type": "application/json"}, body=json.dumps(content).encode())
    answer = reply.as_json()
    parameters = answer.get("parameters") if isinstance(answer, dict) else None
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if reply.status == 429 and isinstance(wait, int):
        raise TryLater("answered 429", http.seconds(str(wait)))
    if reply.status == 403:  # the resident blocked the bot; 401 is the token
        raise Never("answered 403")
    if reply.status == 404:  # no such bot; a chat that is none is answered 400
        raise WrongSettings("answered 404")
    http.require_taken(reply)
    result = answer.get("result") if isinstance(answer, dict) else None
    return str(result.get("message_id", ""))[:120] if isinstance(result, dict) else ""
