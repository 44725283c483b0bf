"""WhatsApp by hand: where no gateway is paid for, an officer opens the prepared message with one click."""

from __future__ import annotations

from urllib.parse import urlencode


def link(address: str, text: str) -> str:
    """The wa.me address that opens a chat with the words written."""
    return f"https://wa.me/{address.removeprefix('+')}?{urlencode({'text': text})}"
