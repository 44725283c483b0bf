"""WhatsApp by the official Cloud API: templates to begin, free words to answer, status by webhook."""

from __future__ import annotations

import json
from typing import Any

from siantar.catalogue.words import Words
from siantar.messaging import addresses, http
from siantar.messaging.channels.base import Config, Field, Letter, Never, TryLater, TryThisLater, WrongSettings
from siantar.messaging.channels.whatsapp.errors import Fault, fault_of

FIELDS = (
    Field(
        "base",
        Words("Alamat API", "API address"),
        Words("Biarkan seperti ini, kecuali ada perantara.", "Leave as it is, unless there is something between."),
        "https://graph.facebook.com/v23.0",
        destination=True,
    ),
    Field("phone_number_id", Words("ID nomor telepon", "Phone number ID")),
    Field("token", Words("Token akses", "Access token"), secret=True),
    Field(
        "app_secret",
        Words("App secret", "App secret"),
        Words("Untuk memeriksa tanda tangan panggilan masuk.", "Verifies the signature of incoming calls."),
        secret=True,
    ),
    Field("verify_token", Words("Verify token", "Verify token"), secret=True),
    Field(
        "template",
        Words("Nama template", "Name of the template"),
        Words(
            "Dengan tiga isian: kantor, kabar, tautan. {occasion} diganti nama kejadian.",
            "With three variables: office, news, link. {occasion} becomes the name of the occasion.",
        ),
        "siantar_kabar",
    ),
)
address_of = addresses.phone


def deliver(letter: Letter, config: Config) -> str:
    """Hand a letter to WhatsApp; the id under which its status will come."""
    content = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": letter.address.removeprefix("+"),
        "biz_opaque_callback_data": str(letter.id),
        **(_free(letter) if letter.answering else _template(letter, config)),
    }
    headers = {"Authorization": f"Bearer {config['token']}", "Content-Type": "application/json"}
    url = f"{config['base'].rstrip('/')}/{config['phone_number_id']}/messages"
    reply = http.request("POST", url, headers=headers, body=json.dumps(content).encode())
    answer = reply.as_json()
    _judge(reply, answer, letter.address)
    try:
        return str(answer["messages"][0]["id"])[:120]
    except (KeyError, IndexError, TypeError) as odd:
        raise TryLater("answered without id") from odd


def _judge(reply: http.Reply, answer: Any, receiver: str) -> None:
    """Let 2xx pass; else the code of the error decides, and where it says nothing, the status."""
    error = answer.get("error") if isinstance(answer, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    if reply.status < 400 or code is None:
        http.require_taken(reply)
        return
    problem = f"answered {reply.status} {code}"[:100]
    match fault_of(code, receiver):
        case Fault.PAIR:
            raise TryThisLater(problem, reply.retry_after)
        case Fault.PROVIDER:
            raise TryLater(problem, reply.retry_after)
        case Fault.OFFICE:
            raise WrongSettings(problem)
        case Fault.LETTER if 400 <= reply.status < 500 and reply.status not in http.ABOUT_US:
            raise Never(problem)
    http.require_taken(reply, str(code)[:40])


def _free(letter: Letter) -> dict[str, Any]:
    return {"type": "text", "text": {"preview_url": False, "body": letter.text}}


def _template(letter: Letter, config: Config) -> dict[str, Any]:
    texts = [letter.office, letter.line, letter.link]
    parameters = [{"type": "text", "text": text} for text in texts]
    name = config["template"].replace("{occasion}", letter.occasion)
    body = {"type": "body", "parameters": parameters}
    return {
        "type": "template",
        "template": {"name": name, "language": {"code": letter.language}, "components": [body]},
    }
