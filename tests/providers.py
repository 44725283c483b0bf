"""The far ends, as fakes that speak the real protocols over HTTP and SMTP on loopback."""

from __future__ import annotations

import hashlib
import hmac
import json
import socketserver
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Call:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        """The body as JSON, or the fields of a form or an address."""
        if self.headers.get("content-type", "").startswith("application/json"):
            return json.loads(self.body)
        return dict(parse_qsl(self.body.decode() or urlsplit(self.path).query))


Answer = tuple[int, dict[str, str], Any]


@dataclass
class Provider:
    """A provider: keeps what it was asked, answers as its kind does, or as the test says next (`hang`: not at all)."""

    answer: Callable[[Call], Answer]
    calls: list[Call] = field(default_factory=list)
    next: deque[Answer | str] = field(default_factory=deque)
    url: str = ""
    broken: bool = False
    stop: Callable[[], None] = lambda: None  # nobody listens any more from then on

    def take(self, call: Call) -> Answer | str:
        self.calls.append(call)
        if self.broken:
            return (503, {}, {"error": "down"})
        return self.next.popleft() if self.next else self.answer(call)


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """The provider on a free port of loopback."""
    release = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def _reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = provider.take(Call(self.command, self.path, headers, body))
            if answer == "hang":
                release.wait(30)
                return
            if answer == "cut":
                self.connection.close()
                return
            status, more, payload = answer
            content = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET = _reply

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Whoever asked was killed meanwhile."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    provider.stop = lambda: (server.shutdown(), server.server_close())
    provider.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        release.set()
        server.shutdown()
        server.server_close()


def cloud_api() -> Provider:
    """WhatsApp's Cloud API: takes a template or a text, gives an id."""
    count = iter(range(10**9))

    def answer(call: Call) -> Answer:
        content = call.content
        assert content["messaging_product"] == "whatsapp"
        if call.headers.get("authorization") != "Bearer token-uji":
            return 401, {}, {"error": {"code": 190, "message": "Invalid OAuth access token"}}
        id = f"wamid.{next(count)}"
        return 200, {}, {"messaging_product": "whatsapp", "contacts": [{"wa_id": content["to"]}], "messages": [{"id": id}]}

    return Provider(answer)


def sms_gateway() -> Provider:
    """A local gateway in the manner of Zenziva: a form in, JSON with a status out."""
    count = iter(range(1, 10**9))
    return Provider(lambda _call: (200, {}, {"status": "1", "messageId": next(count), "text": "Success"}))


def telegram_bot() -> Provider:
    """The Bot API."""
    count = iter(range(1, 10**9))
    return Provider(lambda _call: (200, {}, {"ok": True, "result": {"message_id": next(count)}}))


def push_service() -> Provider:
    """A browser's push service: 201 and a place."""
    return Provider(lambda _call: (201, {"Location": "/message/1"}, b""))


def signed(body: bytes, secret: str) -> str:
    """X-Hub-Signature-256 as Meta makes it."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def called_by_whatsapp(*, statuses: list[dict] = (), messages: list[dict] = ()) -> bytes:
    """The body of a webhook call."""
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "622112345678", "phone_number_id": "1007"},
    }
    value |= {"statuses": list(statuses)} if statuses else {}
    value |= {"messages": list(messages)} if messages else {}
    call = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"value": value, "field": "messages"}]}],
    }
    return json.dumps(call).encode()


@dataclass
class MailServer:
    """A small SMTP server: keeps mails, refuses whom it is told to."""

    port: int = 0
    mails: list[tuple[str, str]] = field(default_factory=list)
    refuses: dict[str, int | str] = field(default_factory=dict)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """The mail server on a free port of loopback."""
    stored = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 uji ESMTP")
            receiver = ""
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    receiver = line.partition("<")[2].partition(">")[0]
                    code = stored.refuses.get(receiver)
                    self.say(f"{code} no" if code else "250 ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    lines = []
                    while (payload := self.rfile.readline().decode()) not in {".\r\n", ""}:
                        lines.append(payload)
                    stored.mails.append((receiver, "".join(lines)))
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    stored.port = server.server_address[1]
    try:
        yield stored
    finally:
        server.shutdown()
        server.server_close()
