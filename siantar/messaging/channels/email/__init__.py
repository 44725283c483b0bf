"""E-mail by the office's SMTP server, with Django's mail."""

from __future__ import annotations

import smtplib
from email.utils import formataddr

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from siantar.catalogue.words import Words
from siantar.messaging import addresses
from siantar.messaging.channels.base import Config, Field, Letter, Never, TryLater, TryThisLater, WrongSettings
from siantar.messaging.http import TIMEOUT

FIELDS = (
    Field("host", Words("Server SMTP", "SMTP server")),
    Field("port", Words("Porta", "Port"), default="587"),
    Field("security", Words("Pengamanan", "Security"), default="starttls", choices=("starttls", "tls", "none")),
    Field("username", Words("Nama masuk", "User name"), needed=False),
    Field("password", Words("Kata sandi", "Password"), needed=False, secret=True),
    Field("sender", Words("Alamat pengirim", "Sender address")),
)
address_of = addresses.mail


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
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        raise (Never if code >= 500 else TryThisLater)(f"answered {code}") from refused
    except smtplib.SMTPAuthenticationError as refused:
        raise WrongSettings(f"answered {refused.smtp_code}") from refused
    except smtplib.SMTPSenderRefused as refused:
        raise WrongSettings(f"answered {refused.smtp_code} sender") from refused
    except smtplib.SMTPResponseException as refused:
        raise (Never if refused.smtp_code >= 500 else TryLater)(f"answered {refused.smtp_code}") from refused
    except smtplib.SMTPNotSupportedError as refused:
        raise WrongSettings("settings security") from refused
    except (OSError, smtplib.SMTPException) as problem:
        raise TryLater(f"unreachable {type(problem).__name__}") from problem
    return id[:120]


def _connection(config: Config) -> BaseEmailBackend:
    port = config.get("port", "")
    if not port.isdigit():
        raise WrongSettings("settings port")
    security = config.get("security", "starttls")
    opened: BaseEmailBackend = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=config["host"],
        port=int(port),
        username=config.get("username") or None,
        password=config.get("password") or None,
        use_tls=security == "starttls",
        use_ssl=security == "tls",
        timeout=TIMEOUT,
    )
    return opened
