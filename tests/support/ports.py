"""Ports for servers that tests start: chosen now, bound later, and not given away in between."""

from __future__ import annotations

import secrets
import socket

LOW, HIGH = 15_000, 32_000  # below what systems give to whoever connects (Linux: 32768 to 60999)


def free_port() -> int:
    """A port of loopback that nobody listens on; by chance, so that two runs beside each other hardly meet."""
    while True:
        port = LOW + secrets.randbelow(HIGH - LOW)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
