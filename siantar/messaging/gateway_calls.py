"""What local gateways and the Telegram bot tell us: somebody's words, pressed buttons, and much that is no question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siantar.messaging.channels.base import Config
from siantar.messaging.inbound import InboundText
from siantar.rules.occasions import ChannelKind

# Where a gateway puts several messages into a call, and how it marks our own.
_LISTS = ("messages", "results", "data")
_OURS = ("fromMe", "from_me", "isFromMe", "is_from_me")
_MEDIA = ("photo", "video", "document", "voice", "audio")  # somebody tells us something; a sticker or a place does not


def sms_entries(content: Any) -> list[Mapping[str, Any]]:
    """List the messages of a call: one, or several in a list."""
    listed = content
    if isinstance(content, dict):
        listed = next((content[name] for name in _LISTS if isinstance(content.get(name), list)), [content])
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def sms_text(entry: Mapping[str, Any], config: Config) -> InboundText | None:
    """What somebody wrote, by the fields the office described; None where nothing was said, or by ourselves."""
    named = [_written(entry.get(config.get(name) or "")) for name in ("said_id_field", "from_field", "said_field")]
    ours = any(_written(entry.get(mark)).casefold() in {"true", "1"} for mark in _OURS)
    return None if ours or not named[2].strip() else InboundText(ChannelKind.SMS, named[0], named[1], named[2])


def telegram_text(payload: Any) -> InboundText | None:
    """What somebody wrote or pressed in a chat with the bot; None for what is no message of a person to us."""
    update = _dict(payload)
    pressed = _dict(update.get("callback_query"))
    message = _dict(pressed.get("message")) if pressed else _dict(update.get("message"))
    chat, sender = _dict(message.get("chat")), _dict(pressed.get("from") if pressed else message.get("from"))
    if not chat or sender.get("is_bot") is True or chat.get("type", "private") != "private":
        return None
    words = pressed.get("data") if pressed else message.get("text", message.get("caption"))
    if not isinstance(words, str) and not any(media in message for media in _MEDIA):
        return None
    quoted = _written(_dict(message.get("reply_to_message")).get("message_id"))
    text = words if isinstance(words, str) else ""
    return InboundText(
        ChannelKind.TELEGRAM, _written(update.get("update_id")), _written(chat.get("id")), text, quoted=quoted
    )


def _dict(entry: Any) -> dict[str, Any]:
    return entry if isinstance(entry, dict) else {}


def _written(entry: Any) -> str:
    return "" if entry is None else str(entry)
