"""Login by the city's directory: a far end that speaks OpenID Connect over HTTP, and all that it must not be believed."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from siantar.directory import city_login
from siantar.directory.models import AuditEntry, User
from siantar.project.configuration import Configuration, UnsafeSetting
from siantar.rules.access import Forbidden
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK, ahead_of_the_machine
from tests.people import OFFICE, enter

pytestmark = pytest.mark.django_db
ID, SECRET, SUBJECT = "siantar", "rahasia-direktori", "9f0c-budi"
START, BACK = "/masuk/kota/kota/", "/masuk/kota/kota/kembali/"


class Directory:
    """A small OpenID provider: discovery, authorisation, token with PKCE, keys; `claims` are what it says of somebody."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.signs_with, self.claims, self.codes, self.questions = self.key, {}, {}, []
        self.leaves_out: set[str] = set()
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

    def authorised(self, address: str) -> dict[str, str]:
        """Somebody logged in there: what goes back in the address."""
        question = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.questions.append(question)
        code = f"kode-{len(self.codes)}"
        self.codes[code] = question
        return {"code": code, "state": question["state"]}

    def token(self, form: dict[str, str]) -> tuple[int, dict]:
        question = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        fits = question and (form["client_id"], form["client_secret"]) == (ID, SECRET) and question["code_challenge"] == challenge
        if not fits or question["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int((CLOCK.at - ahead_of_the_machine(CLOCK.at)).timestamp())  # the library that reads it goes by the machine
        claims = {"iss": self.issuer, "aud": ID, "sub": SUBJECT, "iat": now, "exp": now + 300, **self.claims}
        signed = jwt.encode(claims, self.signs_with, algorithm="RS256", headers={"kid": "1"})
        whole = {"access_token": "x", "token_type": "Bearer", "id_token": signed}
        return 200, {name: value for name, value in whole.items() if name not in self.leaves_out}

    def _handler(self):
        directory = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                answers = {"/.well-known/openid-configuration": directory.discovery, "/keys": directory.keys}
                answer = answers.get(self.path)
                self._answer(*((200, answer()) if answer else (404, {})))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(*directory.token({name: values[0] for name, values in parse_qs(body).items()}))

            def _answer(self, status, content):
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(BrokenPipeError):
                    self.wfile.write(body)

            def log_message(self, *_more):
                pass

        return Handler


@pytest.fixture
def directory(settings, town):
    far = Directory()
    cache.clear()
    parts = {"oidc_issuer": far.issuer, "oidc_client_id": ID, "oidc_client_secret": SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = Configuration(_env_file=None, **parts).city_directory()
    settings.SIANTAR_OIDC_ISSUER = far.issuer
    yield far
    far.close()


@pytest.fixture
def admin(town):
    user = User.objects.create_user("admin", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    from siantar.rules.access import Actor

    return Actor(str(user.pk), OFFICE, frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def officer(admin, directory):
    """The counter's officer, bound by the administrator."""
    user = User.objects.get(username="loket")
    assert city_login.bind(user.pk, SUBJECT, by=admin, at=CLOCK.at) == user
    return user


def come_in(client, directory, **changed):
    """Press the button, log in there, come back."""
    away = client.get(START)
    assert away.status_code == 302 and away["Location"].startswith(f"{directory.issuer}/auth?")
    return client.get(f"{BACK}?{urlencode(directory.authorised(away['Location']) | changed)}")


def is_in(client) -> bool:
    return client.get("/loket/").status_code == 200


def test_who_is_bound_comes_in_by_code_pkce_and_a_signed_token_with_our_own_roles(client, directory, officer):
    assert "Masuk dengan akun kota" in client.get("/masuk/").content.decode()
    assert come_in(client, directory)["Location"] == "/mulai/"
    assert is_in(client)
    (question,) = directory.questions
    assert (question["scope"], question["response_type"], question["code_challenge_method"]) == ("openid", "code", "S256")
    assert AuditEntry.objects.filter(what="logged_in", whose=officer.pk).exists()
    assert AuditEntry.objects.filter(what="directory_bound", whose=officer.pk).exists()
    officer.refresh_from_db()
    assert officer.roles == [Role.COUNTER]


def test_nothing_that_the_directory_says_of_somebody_is_kept(client, directory, officer):
    directory.claims = {"email": "budi@kota.go.id", "name": "Budi Rahasia", "roles": ["admin"], "is_superuser": True}
    come_in(client, directory)
    assert is_in(client)
    account = SocialAccount.objects.get()
    assert account.extra_data == {} and not SocialToken.objects.exists()
    fresh = User.objects.get(pk=officer.pk)
    assert (fresh.email, fresh.get_full_name(), fresh.is_superuser) == (officer.email, officer.get_full_name(), False)


def test_the_same_e_mail_or_name_opens_nothing_and_makes_nobody(client, directory, town):
    User.objects.filter(username="camat").update(email="camat@kota.go.id")
    directory.claims = {"email": "camat@kota.go.id", "email_verified": True, "preferred_username": "camat", "sub": "orang-lain"}
    many = User.objects.count()
    answer = come_in(client, directory)
    assert answer["Location"] == "/masuk/"
    assert "belum disambungkan" in client.get("/masuk/").content.decode()
    assert not is_in(client) and User.objects.count() == many and not SocialAccount.objects.exists()
    assert AuditEntry.objects.get(what="login_failed").more == {"door": "directory"}


@pytest.mark.parametrize(
    "claims",
    [{"aud": "sistem-lain"}, {"iss": "http://127.0.0.1:9"}, {"exp": 1_700_000_000}, {"sub": ""}],
    ids=["audience", "issuer", "expired", "nobody"],
)
def test_a_token_for_another_or_of_another_or_too_old_opens_nothing(client, directory, officer, claims):
    directory.claims = claims
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)


def test_a_token_signed_by_another_key_opens_nothing(client, directory, officer):
    directory.signs_with = rsa.generate_private_key(65537, 2048)
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)


@pytest.mark.parametrize("part", ["id_token", "access_token"])
def test_an_answer_without_a_token_opens_nothing(client, directory, officer, part):
    directory.leaves_out = {part}
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)


def test_a_foreign_state_a_used_code_and_a_cancelled_login_open_nothing(client, directory, officer):
    assert come_in(client, directory, state="dari-orang-lain").status_code < 500 and not is_in(client)
    assert come_in(client, directory, code="tidak-ada").status_code < 500 and not is_in(client)
    away = client.get(START)["Location"]
    state = directory.authorised(away)["state"]
    answer = client.get(f"{BACK}?{urlencode({'error': 'access_denied', 'state': state})}", follow=True)
    assert answer.status_code == 200 and not is_in(client)


def test_who_left_or_was_unbound_comes_in_no_more(client, directory, officer, admin):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)
    User.objects.filter(pk=officer.pk).update(is_active=True)
    city_login.bind(officer.pk, "", by=admin, at=CLOCK.at)
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)
    assert AuditEntry.objects.filter(what="directory_unbound", whose=officer.pk).count() == 1


def test_our_own_second_factor_is_asked_whatever_the_directory_asked(client, directory, officer):
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    directory.claims = {"amr": ["mfa", "otp"], "acr": "high"}
    assert come_in(client, directory)["Location"].startswith("/masuk/kode/") and not is_in(client)


def test_a_directory_that_is_away_leaves_the_password(client, directory, officer):
    directory.close()
    answer = client.get(START, follow=True)
    assert answer.status_code == 200 and "tidak dapat dihubungi" in answer.content.decode()


def test_without_settings_there_is_no_button_and_no_door(client, town):
    assert "akun kota" not in client.get("/masuk/").content.decode()
    assert client.get(START).status_code == client.get(BACK).status_code == 404


def test_the_administrator_binds_on_a_page_one_subject_to_one_person(client, directory, admin, town):
    enter(client, "admin")
    loket, camat = (User.objects.get(username=name) for name in ("loket", "camat"))
    page = "/akun/pegawai/"
    assert client.post(f"{page}{loket.pk}/kota/", {"subject": f" {SUBJECT} "}).status_code == 302
    assert SocialAccount.objects.get().uid == SUBJECT and "Akun kota tersambung" in client.get(page).content.decode()
    taken = client.post(f"{page}{camat.pk}/kota/", {"subject": SUBJECT})
    assert taken.status_code == 422 and "sudah dipakai akun lain" in taken.content.decode()
    assert client.post(f"{page}{loket.pk}/kota/", {"subject": "x" * 192}).status_code == 422
    assert client.post(f"{page}{loket.pk}/kota/", {"subject": "lain"}).status_code == 302
    assert SocialAccount.objects.get().uid == "lain"
    dukcapil = User.objects.get(username="dukcapil")
    assert client.post(f"{page}{dukcapil.pk}/kota/", {"subject": "lain2"}).status_code == 404
    enter(client, "loket")
    assert client.post(f"{page}{loket.pk}/kota/", {"subject": "sendiri"}).status_code == 403
    with pytest.raises(Forbidden):
        city_login.bind(loket.pk, "sendiri", by=town.people["loket"], at=CLOCK.at)


@pytest.mark.parametrize(
    "parts",
    [
        {"oidc_issuer": "https://sso.kota.go.id"}, {"oidc_client_id": "x", "oidc_client_secret": "y"},
        {"oidc_issuer": "http://sso.kota.go.id", "oidc_client_id": "x", "oidc_client_secret": "y"},
    ],
)  # fmt: skip
def test_half_a_directory_and_an_open_line_stop_the_start(parts):
    with pytest.raises(UnsafeSetting):
        Configuration(_env_file=None, **parts).city_directory()
