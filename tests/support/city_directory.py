"""A small OpenID provider over HTTP: the directory of a city, for the tests of the login by it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.clock import CLOCK, ahead_of_the_machine

ID, SECRET, SUBJECT = "siantar", "rahasia-direktori", "9f0c-budi"
PASSWORD = "sandi-kota"
PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><title>Direktori kota</title><h1>Direktori kota</h1>%s
<form method="post"><label>Nama <input name="name"></label> <label>Sandi <input name="password" type="password"></label>
<button>Masuk</button></form>"""


class Directory:
    """Discovery, a page to log in at, token with PKCE, keys; `claims` are what it says of somebody.

    `people` are the subjects of those who have a name there; all have one password.
    """

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.signs_with, self.claims, self.codes, self.questions = self.key, {}, {}, []
        self.leaves_out: set[str] = set()
        self.people: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def discovery(self) -> dict:
        places = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys", "userinfo_endpoint": "me"}
        more = {name: f"{self.issuer}/{path}" for name, path in places.items()}
        return {"issuer": self.issuer, "token_endpoint_auth_methods_supported": ["client_secret_post"], **more}

    def keys(self) -> dict:
        numbers = self.key.public_key().public_numbers()

        def written(number: int) -> str:
            return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()

        return {"keys": [{"kty": "RSA", "kid": "1", "alg": "RS256", "use": "sig", "n": written(numbers.n), "e": written(numbers.e)}]}

    def authorised(self, address: str, subject: str = SUBJECT) -> dict[str, str]:
        """Somebody logged in there: what goes back in the address."""
        question = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.questions.append(question)
        code = f"kode-{len(self.codes)}"
        self.codes[code] = question | {"sub": subject}
        return {"code": code, "state": question["state"]}

    def token(self, form: dict[str, str]) -> tuple[int, dict]:
        question = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        fits = question and (form["client_id"], form["client_secret"]) == (ID, SECRET) and question["code_challenge"] == challenge
        if not fits or question["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int((CLOCK.at - ahead_of_the_machine(CLOCK.at)).timestamp())  # the library that reads it goes by the machine
        claims = {"iss": self.issuer, "aud": ID, "sub": question["sub"], "iat": now, "exp": now + 300, **self.claims}
        signed = jwt.encode(claims, self.signs_with, algorithm="RS256", headers={"kid": "1"})
        whole = {"access_token": "x", "token_type": "Bearer", "id_token": signed}
        return 200, {name: value for name, value in whole.items() if name not in self.leaves_out}

    def _handler(self):
        directory = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if urlsplit(self.path).path == "/auth":
                    self._page("")
                    return
                answers = {"/.well-known/openid-configuration": directory.discovery, "/keys": directory.keys}
                answer = answers.get(self.path)
                self._answer(*((200, answer()) if answer else (404, {})))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                if urlsplit(self.path).path != "/auth":
                    self._answer(*directory.token(form))
                    return
                subject = directory.people.get(form.get("name", ""))
                if subject is None or form.get("password") != PASSWORD:
                    self._page("Nama atau sandi salah.")
                    return
                answer = directory.authorised(self.path, subject)
                self.send_response(302)
                self.send_header("Location", f"{directory.questions[-1]['redirect_uri']}?{urlencode(answer)}")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _page(self, words):
                self._send(200, "text/html; charset=utf-8", (PAGE % html.escape(words)).encode())

            def _answer(self, status, content):
                self._send(status, "application/json", json.dumps(content).encode())

            def _send(self, status, kind, body):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(BrokenPipeError):
                    self.wfile.write(body)

            def log_message(self, *_more):
                pass

        return Handler
