"""Django's SMTP, connected to the address that was vetted."""

from __future__ import annotations

import smtplib
import socket
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from siantar.outward import destinations


def _line(host: str, port: int, timeout: Any) -> socket.socket:
    return socket.create_connection((destinations.address_of(host, port), port), timeout)


class _Smtp(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        return _line(host, port, timeout)


class _SmtpTls(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        return self.context.wrap_socket(_line(host, port, timeout), server_hostname=host)


class VettedMail(EmailBackend):
    """Mail goes to public servers, and to those of the operator's own that were allowed. Raises NotAllowed."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What speaks SMTP."""
        return _SmtpTls if self.use_ssl else _Smtp
