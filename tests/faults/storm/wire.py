"""A line that fails as lines do: cut before the request is whole, cut before the answer, slow, delivering twice."""

from __future__ import annotations

import http.client
import json
import socket
import uuid
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from threading import Event, Lock, Thread
from typing import Any

PATIENCE = 30.0
FAULTS = ("cut_half_sent", "cut_before_answer", "delivered_twice", "delivered_late")


class NoAnswer(Exception):
    """Whoever asked does not know what became of it."""


@dataclass(frozen=True, eq=False)
class Request:
    """What is sent, and can be sent again word by word; two are the same only if they are one."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    cookies: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """The way to the server on this port; one request in so many meets a fault, counted by kind, while it is `rough`."""

    def __init__(self, port: int, chance: Random, one_in: int = 12, patience: float = PATIENCE) -> None:
        self.port, self.chance, self.one_in, self.patience = port, chance, one_in, patience
        self.rough, self.faults, self._lock = True, dict.fromkeys(FAULTS, 0), Lock()
        self.times = Counter[Request]()  # how often it set out

    def send(self, request: Request) -> Answer:
        """Raises NoAnswer."""
        fault = self._fault(request)
        try:
            if fault == "delivered_twice":
                Thread(target=self._unheard, args=(request,), daemon=True).start()
            if fault == "delivered_late":
                Event().wait(self.chance.uniform(0.05, 0.5))  # others overtake it
            if fault in ("cut_half_sent", "cut_before_answer"):
                self._cut(request, half=fault == "cut_half_sent")
                raise NoAnswer(fault)
            return self._whole(request)
        except (OSError, http.client.HTTPException) as problem:
            raise NoAnswer(str(problem)) from problem

    def _fault(self, request: Request) -> str:
        with self._lock:
            self.times[request] += 1
            if not self.rough or self.chance.randrange(self.one_in):
                return ""
            fault = self.chance.choice(FAULTS)
            self.faults[fault] += 1
            self.times[request] += fault == "delivered_twice"
            return fault

    def _whole(self, request: Request) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            line.request(request.method, request.path, request.body or None, dict(request.headers))
            answer = line.getresponse()
            headers = answer.getheaders()
            return Answer(answer.status, answer.read(), {name.lower(): value for name, value in headers}, _cookies(headers))
        finally:
            line.close()

    def _unheard(self, request: Request) -> None:
        with suppress(OSError, http.client.HTTPException):
            self._whole(request)

    def _cut(self, request: Request, *, half: bool) -> None:
        """Hang up in the middle of the body; or wait until an answer is there, and hang up without reading it."""
        head = f"{request.method} {request.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        named = {**request.headers, "Content-Length": str(len(request.body))}
        head += "".join(f"{name}: {value}\r\n" for name, value in named.items()) + "\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=self.patience) as line:
            line.sendall(head.encode() + (request.body[: len(request.body) // 2] if half else request.body))
            if not half:
                line.recv(1, socket.MSG_PEEK)


def _cookies(headers: list[tuple[str, str]]) -> dict[str, str]:
    """What is to be kept of `Set-Cookie`."""
    pairs = (value.partition(";")[0].partition("=") for name, value in headers if name.lower() == "set-cookie")
    return {name: value for name, _, value in pairs}


def as_json(path: str, token: str, content: Any) -> Request:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    return Request("POST", path, json.dumps(content).encode(), headers)


def as_form(path: str, token: str, fields: Mapping[str, str], photo: bytes) -> Request:
    """Fields and one photo."""
    edge = uuid.uuid4().hex
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    picture = f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = "".join([*parts, picture]).encode() + photo + f"\r\n--{edge}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Authorization": f"Bearer {token}"}
    return Request("POST", path, body, headers)
