"""E-mail by the office's SMTP server, with Django's mail."""

from __future__ import annotations

import re
import smtplib
from email.utils import formataddr

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from siantar.catalogue.words import Words
from siantar.messaging import addresses
from siantar.messaging.channels.base import Config, Field, Letter, Never, TryLater, TryThisLater, WrongSettings
from siantar.outward.destinations import NotAllowed
from siantar.outward.http import SECONDS
from siantar.rules.plain_number import plain_number

FIELDS = (
    Field("host", Words("Server SMTP", "SMTP server"), destination=True),
    Field("port", Words("Porta", "Port"), default="587"),
    Field("security", Words("Pengamanan", "Security"), default="starttls", choices=("starttls", "tls", "none")),
    Field("username", Words("Nama masuk", "User name"), needed=False),
    Field("password", Words("Kata sandi", "Password"), needed=False, secret=True),
    Field("sender", Words("Alamat pengirim", "Sender address")),
)
address_of = addresses.mail
OFFICE_CODES = frozenset({530, 534, 535, 538})  # log in first, by another way, refused, encrypt first (RFC 4954)
_OFFICE_WORDS = re.compile(
    r"relay|authenticat|not logged in|5\.7\.(?:0|8|9|57)\b|sender (?:address )?rejected", re.IGNORECASE
)


def deliver(letter: Letter, config: Config) -> str:
    """Send one mail. Its Message-ID is the letter's id, so that a second try is the same mail."""
    sender = config["sender"]
    _, _, domain = sender.rpartition("@")
    id = f"<{letter.id}@{domain or 'siantar'}>"
    mail = EmailMessage(
        letter.subject,
        letter.text,
        formataddr((letter.office, sender)),
        [letter.address],
        connection=_connection(config),
        headers={"Message-ID": id, "Auto-Submitted": "auto-generated"},
    )
    for attachment in letter.attachments:
        mail.attach(attachment.name, attachment.content, attachment.type)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        raise _about_letter(*next(iter(refused.recipients.values()))) from refused
    except smtplib.SMTPSenderRefused as refused:
        raise _about_account(refused.smtp_code) from refused
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as refused:
        raise _about_account(refused.smtp_code) from refused
    except smtplib.SMTPResponseException as refused:
        raise _about_letter(refused.smtp_code, refused.smtp_error) from refused
    except smtplib.SMTPNotSupportedError as refused:
        raise WrongSettings("settings security") from refused
    except NotAllowed as inside:
        raise WrongSettings("settings inside") from inside
    except (OSError, smtplib.SMTPException) as problem:
        raise TryLater(f"unreachable {type(problem).__name__}") from problem
    return id[:120]


def _about_account(code: int) -> Exception:
    """What is refused before a receiver was named is the office's."""
    return TryLater(f"answered {code}") if code < 500 else WrongSettings(f"answered {code}")


def _about_letter(code: int, words: bytes | str) -> Exception:
    """Tell the receiver's fault from the office's (not logged in, no relaying for it, its limit of a day)."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    if code in OFFICE_CODES or (code >= 500 and _OFFICE_WORDS.search(text)):
        return WrongSettings(f"answered {code}")
    if "5.4.5" in text:
        return TryLater(f"answered {code}")
    return (Never if code >= 500 else TryThisLater)(f"answered {code}")


def _connection(config: Config) -> BaseEmailBackend:
    port = plain_number(config.get("port", ""), 65_535)
    if port is None:
        raise WrongSettings("settings port")
    security = config.get("security", "starttls")
    opened: BaseEmailBackend = get_connection(
        "siantar.outward.mail.VettedMail",
        host=config["host"],
        port=port,
        username=config.get("username") or None,
        password=config.get("password") or None,
        use_tls=security == "starttls",
        use_ssl=security == "tls",
        timeout=SECONDS,
    )
    return opened
