"""No request of ours goes where the operator did not allow it, whatever an office or a resident wrote."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from siantar.outward import destinations, http
from siantar.outward.mail import VettedMail

INSIDE = [
    "127.0.0.1", "0x7f.0.0.1", "2130706433", "127.1", "0", "localhost", "localhost.", "LOCALHOST", "[::1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "10.0.0.1", "192.168.1.1",
    "172.16.0.9", "169.254.169.254", "[fe80::1]", "[fd00::1]", "0.0.0.0", "255.255.255.255", "224.0.0.1", "100.64.0.1",
]  # fmt: skip
MOST_DROPS = 200  # ten seconds of drops
NO_ADDRESS = ["", "ftp://example.com/", "//example.com", "http://", "http://user:word@8.8.8.8/", "http://8.8.8.8:99999/",
              "file:///etc/passwd", "http://[::1", "gopher://8.8.8.8/"]  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_allowed(settings):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset()


class Far(BaseHTTPRequestHandler):
    """A far end that counts who came and answers as its server was told to."""

    def do_GET(self):
        self.server.came.append(self.headers["Host"])
        self.server.answer(self)

    do_POST = do_GET

    def log_message(self, *_words):
        pass


def plain(handler, body: bytes = b"ya", status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def far_end(answer=plain):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Far)
    server.came, server.answer = [], answer
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("host", INSIDE)
def test_inside_is_not_reached_however_it_is_written(host):
    with far_end() as server, pytest.raises((destinations.NotAllowed, http.Unanswered, http.BadAddress)):
        http.request("GET", f"http://{host}:{server.server_port}/", {})
    assert server.came == []


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_is_refused(url):
    with pytest.raises((http.BadAddress, destinations.NotAllowed)):
        http.request("GET", url, {})


@given(st.ip_addresses())
def test_only_addresses_of_the_open_net_are_public(address):
    if destinations.is_public(address):
        assert (getattr(address, "ipv4_mapped", None) or address).is_global
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not destinations.is_public(address)


def test_a_public_address_is_public():
    assert destinations.is_public(ip_address("8.8.8.8")) and destinations.is_public(ip_address("2001:4860:4860::8888"))


@pytest.mark.parametrize("address", ["2002:808:808::1", "2002:100::", "2001:0:808:808::f7f7:f7f7"])
def test_a_tunnel_is_never_public_on_any_python(address):
    assert not destinations.is_public(ip_address(address))


def answers(monkeypatch, *addresses: str) -> None:
    answered = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answered)


@pytest.mark.parametrize("addresses", [("10.1.1.1",), ("8.8.8.8", "10.1.1.1"), ("169.254.169.254", "8.8.8.8")])
def test_a_name_that_also_means_the_inside_is_refused(monkeypatch, addresses):
    answers(monkeypatch, *addresses)
    with pytest.raises(destinations.NotAllowed):
        destinations.address_of("gerbang.example", 80)


def test_the_connection_goes_to_what_was_vetted_whatever_the_name_means_later(monkeypatch, settings):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.0/8"})
    with far_end() as server:
        names = []

        def answer(host, *_more, **_named):
            names.append(host)
            address = "127.0.0.1" if len(names) == 1 else "127.0.0.2"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, server.server_port))]

        real = socket.create_connection
        targets = []
        monkeypatch.setattr(socket, "getaddrinfo", answer)
        monkeypatch.setattr(socket, "create_connection", lambda to, *more: targets.append(to[0]) or _direct(real, to, more))
        reply = http.request("GET", f"http://gerbang.example:{server.server_port}/", {})
    assert (reply.status, targets, names) == (200, ["127.0.0.1"], ["gerbang.example"])
    assert server.came == [f"gerbang.example:{server.server_port}"]


def _direct(_real, to, _more):
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    line.settimeout(10)
    line.connect(to)
    return line


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.0/8"])
def test_the_operator_allows_by_address_and_network(settings, allowed):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({allowed})
    with far_end() as server:
        assert http.request("GET", f"http://127.0.0.1:{server.server_port}/", {}).body == b"ya"


def test_a_redirect_is_an_answer_and_not_followed(settings):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.1"})
    with far_end(lambda handler: plain(handler, status=302, Location="http://127.0.0.1/")) as server:
        assert http.request("GET", f"http://127.0.0.1:{server.server_port}/", {}).status == 302
    assert len(server.came) == 1


def test_no_more_than_the_bound_is_read(settings):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.1"})
    with far_end(lambda handler: plain(handler, b"x" * 200_000)) as server:
        reply = http.request("GET", f"http://127.0.0.1:{server.server_port}/", {}, bounds=http.Bounds(10, 1000))
    assert reply.body == b"x" * 1000


def test_an_answer_cut_in_the_middle_is_none(settings):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.1"})

    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"setengah")

    with far_end(cut) as server, pytest.raises(http.Unanswered):
        http.request("GET", f"http://127.0.0.1:{server.server_port}/", {})


WHOLE_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize("begin", [WHOLE_HEAD, b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP"], ids=["body", "header", "status"])
def test_who_drips_byte_by_byte_is_given_up(settings, begin):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.1"})
    end = threading.Event()

    def drip(handler):
        handler.wfile.write(begin)
        while not end.wait(0.05) and sum(drops) < MOST_DROPS:
            drops.append(1)
            handler.wfile.write(b".")
            handler.wfile.flush()

    drops: list[int] = []

    try:
        with far_end(drip) as server, pytest.raises(http.Unanswered):
            http.request("GET", f"http://127.0.0.1:{server.server_port}/", {}, bounds=http.Bounds(0.5, 10**6))
        assert sum(drops) < MOST_DROPS  # who asks went away first
    finally:
        end.set()


def test_mail_asks_the_same_gate():
    with pytest.raises(destinations.NotAllowed):
        VettedMail(host="127.0.0.1", port=25, timeout=1).open()


def certificate(name: str, folder) -> tuple[Path, ssl.SSLContext]:
    """A certificate for a name that nobody but itself vouches for, and a server that shows it."""
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Palsu")])
    first, last = datetime(2020, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
    alternative = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    signed = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(7).not_valid_before(first).not_valid_after(last)
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    public, both = folder / "public.pem", folder / "both.pem"
    public.write_bytes(signed.public_bytes(Encoding.PEM))
    both.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + signed.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return public, context


@pytest.mark.parametrize(
    ("name", "is_trusted", "why"),
    [
        ("127.0.0.1", False, "SSLCertVerificationError"),
        ("gateway.example", True, "SSLCertVerificationError"),  # vouched for, but another's
        ("127.0.0.1", True, ""),
    ],
)
def test_a_far_end_with_a_false_certificate_is_told_nothing(settings, tmp_path, monkeypatch, name, is_trusted, why):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.1"})
    public, context = certificate(name, tmp_path)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with far_end() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        url = f"https://127.0.0.1:{server.server_address[1]}/"
        if not why:
            assert http.request("GET", url, {}).status == 200
            return
        with pytest.raises(http.Unanswered) as refusal:
            http.request("POST", url, {"Authorization": "rahasia"}, b"NIK")
        assert (refusal.value.why, refusal.value.reached, server.came) == (why, False, [])
