"""SMS and local gateways: one HTTP request whose address, fields and success the office describes.

Zenziva, Fonnte, Qontak, Wablas and others differ only in names: docs/kantor/pesan.md has the settings of each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from siantar.catalogue.words import Words
from siantar.messaging import addresses, http
from siantar.messaging.channels.base import Config, Field, Letter, WrongSettings
from siantar.messaging.channels.sms import answers

FIELDS = (
    Field("url", Words("Alamat penyedia", "Address of the provider"), destination=True),
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
            "status=true (isian JSON), atau kata yang harus ada. Kosong: jawaban 2xx dipercaya, selain kegagalan umum.",
            "status=true (field of the JSON), or words that must be there. Empty: 2xx is believed but common failures.",
        ),
        needed=False,
        advised=True,
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
        needed=False,
        secret=True,
        ours=True,
    ),
    Field("from_field", Words("Isian pengirim (masuk)", "Sender field (incoming)"), default="from", needed=False),
    Field("said_field", Words("Isian teks (masuk)", "Text field (incoming)"), default="text", needed=False),
    Field("said_id_field", Words("Isian nomor pesan (masuk)", "Id field (incoming)"), default="id", needed=False),
)
address_of = addresses.phone


def deliver(letter: Letter, config: Config) -> str:
    """Send by the office's gateway; the provider's id where it tells one."""
    fields = _fields(letter, config)
    url, body, kind = _encoded(config, fields)
    headers = {**_pairs(config.get("headers", ""), ":"), **({"Content-Type": kind} if kind else {})}
    reply = http.request(config.get("method") or "POST", url, headers=headers, body=body)
    _require_account(reply)
    http.require_taken(reply)
    answers.require_success(config.get("success", ""), reply, letter.text)
    provider_id = answers.at(reply.as_json(), config.get("reply_id", ""))
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
    if 400 <= reply.status < 500 and reply.status not in http.BUSY and answers.is_about_account(reply):
        raise WrongSettings(f"answered {reply.status}")
