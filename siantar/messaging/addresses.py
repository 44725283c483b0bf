"""Addresses as residents say them, brought into the one form a channel needs."""

from __future__ import annotations

import re

from siantar.rules.phone import e164

_MAIL = re.compile(r"[^\s@,;<>\"()]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")


def phone(typed: str) -> str | None:
    """E.164, or None when nobody could be called there: the same as for the phone of a file."""
    return e164(typed)


def mail(typed: str) -> str | None:
    """The mail address, or None when it is none."""
    text = typed.strip()
    return text if len(text) <= 120 and _MAIL.fullmatch(text) else None


def telegram(typed: str) -> str | None:
    """The number of a Telegram chat, which the office's bot tells whoever writes to it."""
    text = re.sub(r"\s", "", typed)
    return text if re.fullmatch(r"\d{4,15}", text, re.ASCII) else None
