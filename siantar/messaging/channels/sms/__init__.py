"""SMS and local gateways: one HTTP request whose address, fields and success the office describes.

Zenziva, Fonnte, Qontak, Wablas and others differ only in names: docs/kantor/pesan.md has the settings of each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from siantar.catalogue.words import Words
from siantar.messaging import addresses, http
from siantar.messaging.channels.base import Config, Field, Letter, Never, WrongSettings

FIELDS = (
    Field("url", Words("Alamat penyedia", "Address of the provider")),
    Field("method", Words("Cara", "Method"), default="POST", choices=("POST", "GET")),
    Field(
        "encoding", Words("Bentuk kiriman", "Form of the request"), default="form", choices=("form", "json", "query")
    ),
    Field(
        "headers",
        Words("Kepala permintaan", "Headers"),
        Words("Satu per baris: Nama: isi", "One a line: Name: value"),
        needed=False,
        secret=True,
        lines=True,
    ),
    Field("number_field", Words("Nama isian nomor", "Field of the number"), default="to"),
    Field("text_field", Words("Nama isian teks", "Field of the text"), default="message"),
    Field(
        "id_field",
        Words("Nama isian nomor pesan", "Field of the message id"),
        Words("Bila penyedia menolak kiriman ganda.", "Where the provider refuses doubles."),
        needed=False,
    ),
    Field(
        "more",
        Words("Isian tetap", "Fixed fields"),
        Words("Satu per baris: nama=isi", "One a line: name=value"),
        needed=False,
        secret=True,
        lines=True,
    ),
    Field(
        "number_form",
        Words("Bentuk nomor", "Form of the number"),
        default="+62812",
        choices=("+62812", "62812", "0812"),
    ),
    Field(
        "success",
        Words("Tanda berhasil", "Sign of success"),
        Words(
            "Kosong: cukup jawaban 2xx. Atau: status=true (isian JSON), atau kata yang harus ada.",
            "Empty: any 2xx. Or: status=true (field of the JSON), or words that must be there.",
        ),
        needed=False,
    ),
    Field(
        "reply_id",
        Words("Nomor pesan di jawaban", "Message id in the reply"),
        Words("Misalnya data.id", "For example data.id"),
        needed=False,
    ),
    Field(
        "hook_secret",
        Words("Rahasia panggilan masuk", "Secret of incoming calls"),
        Words("Bagian akhir alamat /api/v1/hooks/sms/...", "Last part of the address /api/v1/hooks/sms/..."),
        needed=False,
        secret=True,
    ),
    Field("from_field", Words("Isian pengirim (masuk)", "Sender field (incoming)"), default="from", needed=False),
    Field("said_field", Words("Isian teks (masuk)", "Text field (incoming)"), default="text", needed=False),
    Field("said_id_field", Words("Isian nomor pesan (masuk)", "Id field (incoming)"), default="id", needed=False),
)
address_of = addresses.phone
# What gateways say when the office has to act: no balance; wrong keys, a device or account that is off.
_MONEY = re.compile(
    r"saldo|balance|kredit|credit|quota|kuota|deposit|insufficient|pulsa|top.?up|payment", re.IGNORECASE
)
_ACCOUNT = re.compile(
    r"user.?key|pass.?key|api.?key|token|password|kata.?sandi|username|unauthori[sz]ed|authenticat|forbidden|"
    r"suspend|disabled|inactive|nonaktif|tidak.aktif|masa.?(?:aktif|berlaku)|expired|kedaluwarsa|device|perangkat|"
    r"disconnected|not.connected|whitelist|ip.(?:address.)?(?:is.)?not|sender.?id|masking",
    re.IGNORECASE,
)
_RECEIVER = re.compile(r"nomor|number|tujuan|target|destination|recipient|penerima|receiver|msisdn", re.IGNORECASE)


def deliver(letter: Letter, config: Config) -> str:
    """Send by the office's gateway; the provider's id where it tells one."""
    fields = _fields(letter, config)
    url, body, kind = _encoded(config, fields)
    headers = {**_pairs(config.get("headers", ""), ":"), **({"Content-Type": kind} if kind else {})}
    reply = http.request(config.get("method") or "POST", url, headers=headers, body=body)
    _require_account(reply)
    http.require_taken(reply)
    _require_success(config.get("success", ""), reply)
    provider_id = _at(reply.as_json(), config.get("reply_id", ""))
    return str(provider_id)[:120] if isinstance(provider_id, str | int) else ""


def number_as(form: str, address: str) -> str:
    """The number as the gateway wants it written."""
    if form == "62812":
        return address.removeprefix("+")
    if form == "0812" and address.startswith("+62"):
        return f"0{address[3:]}"
    return address


def _fields(letter: Letter, config: Config) -> dict[str, str]:
    fields = _pairs(config.get("more", ""), "=")
    fields[config["number_field"]] = number_as(config.get("number_form", ""), letter.address)
    fields[config["text_field"]] = letter.text
    if config.get("id_field"):
        fields[config["id_field"]] = str(letter.id)
    return fields


def _encoded(config: Config, fields: Mapping[str, str]) -> tuple[str, bytes, str]:
    encoding = config.get("encoding") or "form"
    if encoding == "json":
        return config["url"], json.dumps(fields, ensure_ascii=False).encode(), "application/json"
    if encoding == "form" and config.get("method") != "GET":
        return config["url"], urlencode(fields).encode(), "application/x-www-form-urlencoded"
    joined = "&" if urlsplit(config["url"]).query else "?"
    return f"{config['url']}{joined}{urlencode(fields)}", b"", ""


def _pairs(lines: str, sign: str) -> dict[str, str]:
    pairs = (line.partition(sign) for line in lines.splitlines() if line.strip())
    named = {name.strip(): value.strip() for name, separator, value in pairs if separator}
    if any(not name for name in named):
        raise WrongSettings("settings fields")
    return named


def _require_account(reply: http.Reply) -> None:
    """Raise WrongSettings where a refusal speaks of the office's account."""
    if 400 <= reply.status < 500 and reply.status not in http.BUSY and _is_about_account(reply):
        raise WrongSettings(f"answered {reply.status}")


def _is_about_account(reply: http.Reply) -> bool:
    words = " ".join(_leaves(reply.as_json())) or _text(reply)
    return bool(_MONEY.search(words) or (_ACCOUNT.search(words) and not _RECEIVER.search(words)))


def _leaves(content: Any) -> list[str]:
    """List the texts in a reply; names of its fields say nothing."""
    if isinstance(content, str):
        return [content]
    inner = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return [text for entry in inner for text in _leaves(entry)]


def _text(reply: http.Reply) -> str:
    return reply.body.decode("utf-8", "replace")


def _require_success(sign: str, reply: http.Reply) -> None:
    """Refuse to believe a gateway that answers 200 without the sign that it took the message.

    Raises WrongSettings where it speaks of the office's account, else Never.
    """
    if not sign:
        return
    path, equals, wanted = sign.partition("=")
    if equals:
        leaf = _at(reply.as_json(), path.strip())
        text = json.dumps(leaf) if isinstance(leaf, bool) else str(leaf)
        passed = text == wanted.strip()
    else:
        passed = sign in _text(reply)
    if not passed and _is_about_account(reply):
        raise WrongSettings("answered account")
    if not passed:
        raise Never("answered no success")


def _at(content: Any, path: str) -> Any:
    """Read the value at a path such as `data.0.id`; None where there is none."""
    if not path:
        return None
    for step in path.split("."):
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list) and step.isdigit() and int(step) < len(content):
            content = content[int(step)]
        else:
            return None
    return content
