"""Slow, large and crooked requests, and keys that are over, against two processes."""

from __future__ import annotations

import copy
import os
import urllib.error
import urllib.request
from contextlib import ExitStack

import pytest

from tests.attack.conftest import besieged
from tests.attack.hands import Answer, Browser, at_once, half_sent, line_to, raw, slowest_of_hundred

FULL = os.environ.get("SIANTAR_ATTACK") == "full"
HALF_SENT, LOOKS = (500, 400) if FULL else (120, 150)
MEGABYTE = b"x" * (1 << 20)


@pytest.fixture(scope="module")
def home(house):
    with besieged(house):
        yield house


def test_the_tracking_page_answers_beside_requests_that_never_end(home, capfd):
    number = home.command("shell", "-v0", "-c", "from siantar.casework.models import TrackRow as T; print(T.objects.first().pk)").strip()
    path = f"/t/{number}"
    slowest_of_hundred(home, path, LOOKS)
    before = slowest_of_hundred(home, path, LOOKS)
    with ExitStack() as lines:
        for place in range(HALF_SENT):
            lines.enter_context(half_sent(home, place))
        during = slowest_of_hundred(home, path, LOOKS)
        assert Browser(home).ask("/masuk/").status == 200
    ratio = during / max(before, slowest_of_hundred(home, path, LOOKS))
    with capfd.disabled():
        print(f"\n{HALF_SENT} half-sent requests: p99 of the tracking page is {ratio:.2f} times what it is without them")
    assert ratio < 10  # the aim is 2; a shared machine is asked for the order of magnitude


@pytest.mark.parametrize("path", ["/pengaduan/", "/masuk/", "/t/000000000000", "/api/v1/events", "/api/v1/proofs", "/admin/"])
def test_a_multipart_without_an_end_is_cut_and_leaves_nothing_on_the_disk(home, path):
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
    )
    opening = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
    sent, piece = 0, b"%x\r\n%s\r\n" % (len(MEGABYTE), MEGABYTE)
    with line_to(home) as line:
        line.sendall(head.encode() + b"%x\r\n%s\r\n" % (len(opening), opening))
        try:
            while sent < 64:
                line.sendall(piece)
                sent += 1
        except ConnectionError:
            pass
    assert sent < 64, "it went on taking"
    assert Browser(home).ask("/api/v1/health").status == 200
    assert list((home.data / "tmp").iterdir()) == []


def test_json_nested_beyond_reason_stops_neither_process(home):
    token = home.command("token", "loket").strip()

    def nested(number: int) -> Answer:
        path = ("/api/v1/events", "/api/v1/applications", "/api/v1/batches", "/api/v1/hooks/sms")[number % 4]
        body = (b"[" * 100_000, b'{"a":' * 100_000, b"[" * 900 + b"]" * 900)[number % 3]
        request = urllib.request.Request(
            f"{home.url}{path}", body, {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=60)
        return Answer(refused.value.code, "", path)

    answers = at_once(nested, 48 if FULL else 24)
    assert {answer.status for answer in answers} <= {400, 401, 403, 404, 422}, answers
    assert at_once(lambda _number: Browser(home).ask("/api/v1/health"), 8)[-1].status == 200


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked",
        b"Content-Length: 4\r\nContent-Length: 40",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        b"Transfer-Encoding: \x0bchunked",
        b"Content-Length: +4",
    ],
    ids=["length-and-chunks", "two-lengths", "two-encodings", "odd-encoding", "signed-length"],
)
def test_no_second_request_hides_in_the_body_of_a_first(home, head):
    hidden = b"GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    answer = raw(home, b"POST /pengaduan/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head + b"\r\n\r\n0\r\n\r\n" + hidden)
    # Whoever reads chunks to their end has a second request after it, and that is what was sent; a length is never believed.
    assert answer.count(b"HTTP/1.1 ") <= (2 if head.endswith(b"chunked") else 1), answer[:2000]
    if answer.count(b"HTTP/1.1 ") == 2:
        assert b"Content-Length" not in head or answer.startswith(b"HTTP/1.1 400"), answer[:2000]


def test_nothing_that_was_sent_is_echoed_by_trace(home):
    answer = raw(home, b"TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Rahasia: kata-kunci\r\nConnection: close\r\n\r\n")
    assert b"kata-kunci" not in answer
    assert answer.split(b" ")[1] == b"405"


def test_a_session_that_was_ended_opens_nothing_in_either_process(home):
    officer = Browser(home)
    officer.log_in("loket", "siantar-demo")
    assert officer.ask("/loket/").url.endswith("/loket/")
    thief = Browser(home)
    for cookie in officer.jar:
        thief.jar.set_cookie(copy.copy(cookie))
    officer.post("/keluar/", {})
    answers = at_once(lambda _number: thief.ask("/loket/"), 16)
    assert {answer.url.partition("?")[0] for answer in answers} == {f"{home.url}/masuk/"}


def test_a_token_that_was_withdrawn_opens_nothing_in_either_process(home):
    token = home.command("token", "loket", "--untuk", "uji").strip()
    ask = {"Authorization": f"Bearer {token}"}
    assert {answer.status for answer in at_once(lambda _number: Browser(home).ask("/api/v1/applications", **ask), 8)} == {200}
    line = next(line for line in home.command("token", "loket", "--daftar").splitlines() if "uji" in line)
    home.command("token", "loket", "--cabut", line.split()[0])
    answers = at_once(lambda _number: Browser(home).ask("/api/v1/applications", **ask), 16)
    assert {answer.status for answer in answers} == {401}
