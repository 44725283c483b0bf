"""What a gateway answers: the office's sign of success, failures that gateways are known to hide behind 200."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from siantar.messaging import http
from siantar.messaging.channels.base import Never, WrongSettings
from siantar.rules.plain_number import plain_number

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
_NO_MONEY = re.compile(
    r"(?:saldo|kuota|pulsa|kredit|deposit)\b[^.]{0,30}\b(?:habis|kurang|kosong|(?:tidak|belum)\s+(?:men)?cukupi?)|"
    r"(?:insufficient|not enough|no|out of|low|zero|empty|negative)\s+(?:\w+\s+)?(?:balance|credits?|funds?|quota)|"
    r"(?:balance|credits?|quota)\b[^.]{0,30}\b(?:insufficient|exhausted|exceeded|too low|empty|not sufficient|used up)",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:gagal|tidak\s+(?:valid|dikenal|terdaftar)|salah|ditolak|fail(?:ed|ure)?|errors?|err|invalid|reject(?:ed)?|denied|"
    r"unauthori[sz]ed|forbidden|missing|unknown|tidak\s+berhasil|unsuccessful|not\s+sent)\b",
    re.IGNORECASE,
)
_TOOK = re.compile(
    r"\b(?:ok|okay|success(?:ful(?:ly)?)?|sukses|berhasil|sent|terkirim|queued?|accepted|diterima|submitted|processed|antre?)\b",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\s*<(?:!doctype html|html)", re.IGNORECASE)  # a login, a parked address: no gateway's answer
_OUTCOMES = frozenset({"status", "success", "ok", "result", "sent", "state", "message_status"})
_ERRORS = frozenset({"error", "errors", "error_message", "errormessage", "error_code", "errorcode"})
_SAYS_NO = frozenset(
    {
        "false",
        "fail",
        "failed",
        "failure",
        "error",
        "err",
        "gagal",
        "nok",
        "no",
        "rejected",
        "ditolak",
        "invalid",
        "denied",
    }
)
_HARMLESS = frozenset({"", "0", "none", "null", "false", "ok", "success", "no error", "000", "00"})


def require_success(sign: str, reply: http.Reply, text: str) -> None:
    """Believe the sign the office gave; without one anything but a failure that gateways are known for.

    `text` is what was sent: gateways repeat it, and its words are not theirs. Raises WrongSettings where the answer
    speaks of the office's account, else Never.
    """
    failed = _lacks(sign, reply) if sign else _known_failure(reply, text)
    if failed and is_about_account(reply):
        raise WrongSettings("answered account")
    if failed:
        raise Never("answered no success")


def is_about_account(reply: http.Reply) -> bool:
    """Whether an answer speaks of the office's money or keys, and not of the number it was asked to reach."""
    words = _words_in(reply)
    return bool(_MONEY.search(words) or (_ACCOUNT.search(words) and not _RECEIVER.search(words)))


def at(content: Any, path: str) -> Any:
    """Read the value at a path such as `data.0.id`; None where there is none."""
    if not path:
        return None
    for step in path.split("."):
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list) and (place := plain_number(step, len(content) - 1)) is not None:
            content = content[place]
        else:
            return None
    return content


def _lacks(sign: str, reply: http.Reply) -> bool:
    path, equals, wanted = sign.partition("=")
    if not equals:
        return sign not in _text(reply)
    leaf = at(reply.as_json(), path.strip())
    return (json.dumps(leaf) if isinstance(leaf, bool) else str(leaf)) != wanted.strip()


def _known_failure(reply: http.Reply, sent: str) -> bool:
    """Whether the body behind a 200 is one of those by which gateways say no."""
    words = _words_in(reply).replace(sent, " ")
    if _NO_MONEY.search(words):
        return True
    content = reply.as_json()
    if isinstance(content, dict | list) and content:
        return any(_says_no(key, value, words) for key, value in _named(content))
    took = bool(_TOOK.search(words))
    return not took and bool(_PAGE.match(_text(reply)) or _FAILED.search(words))


def _says_no(key: str, value: Any, words: str) -> bool:
    """Whether one field says that it failed; a zero says it only beside words of failure (some count from zero)."""
    name, text = key.casefold(), str(value).strip().casefold()
    if name in _ERRORS:
        return text not in _HARMLESS and value not in ([], {})
    if name not in _OUTCOMES:
        return False
    if value is False or text in _SAYS_NO:
        return True
    is_code = text.lstrip("-").isdigit()
    return is_code and text not in {"1", "200", "201", "202"} and bool(_FAILED.search(words) or _ACCOUNT.search(words))


def _named(content: Any) -> Iterator[tuple[str, Any]]:
    """Every named value in a reply, however deep."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield str(key), value
            yield from _named(value)
    elif isinstance(content, list):
        for entry in content:
            yield from _named(entry)


def _words_in(reply: http.Reply) -> str:
    """The texts of a reply (names of its fields say nothing); of one that is no JSON all without its tags."""
    return " ".join(_leaves(reply.as_json())) or re.sub(r"<[^>]*>", " ", _text(reply))


def _leaves(content: Any) -> list[str]:
    if isinstance(content, str):
        return [content]
    inner = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return [text for entry in inner for text in _leaves(entry)]


def _text(reply: http.Reply) -> str:
    return reply.body.decode("utf-8", "replace")
