"""OAuth 2 client credentials, as RFC 6749 has them: a short token by a system's own, and nothing more than that one may."""

from __future__ import annotations

import base64
from datetime import timedelta
from urllib.parse import quote_plus

import pytest

from siantar.directory import tokens
from siantar.directory.models import Token, User
from siantar.directory.staff import end_all_sessions
from siantar.directory.tokens import TokenWish, issue_token
from tests.clock import CLOCK

pytestmark = pytest.mark.django_db
DOOR = "/api/v1/oauth/token"
FORM = "application/x-www-form-urlencoded"


def given_system(scope: str = "all", *, days: int = 365) -> tuple[str, str]:
    user = User.objects.get(username="pengatur")
    secret = issue_token(user, CLOCK.at, TokenWish("Sistem kota", scope, timedelta(days=days)))
    return Token.objects.get(parent=None, digest=tokens._digest(secret)).digest[:10], secret


def basic(mark: str, secret: str) -> dict[str, str]:
    pair = f"{quote_plus(mark)}:{quote_plus(secret)}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def buy(client, headers=None, kind=FORM, **form):
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in form.items())
    return client.post(DOOR, body, content_type=kind, headers=headers or {})


def bearer(answer) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_a_short_token_is_had_by_basic_or_by_the_form_and_opens_what_the_system_may(client, town):
    mark, secret = given_system()
    for answer in (
        buy(client, basic(mark, secret), grant_type="client_credentials"),
        buy(client, grant_type="client_credentials", client_id=mark, client_secret=secret),
    ):
        assert answer.status_code == 200 and answer["Cache-Control"] == "no-store" and answer["Pragma"] == "no-cache"
        content = answer.json()
        assert (content["token_type"], content["expires_in"], content["scope"]) == ("Bearer", 900, "all")
        assert client.get("/api/v1/applications", headers=bearer(answer)).status_code == 200
    assert content["access_token"] != secret


def test_it_ends_after_a_quarter_of_an_hour_and_the_rest_goes(client, town):
    mark, secret = given_system()
    answer = buy(client, basic(mark, secret), grant_type="client_credentials")
    CLOCK.move(tokens.SHORT)
    assert client.get("/api/v1/applications", headers=bearer(answer)).status_code == 401
    buy(client, basic(mark, secret), grant_type="client_credentials")
    assert Token.objects.exclude(parent=None).count() == 1


def test_it_lives_no_longer_than_the_systems_own(client, town):
    mark, secret = given_system(days=1)
    CLOCK.move(timedelta(days=1) - timedelta(minutes=5))
    answer = buy(client, basic(mark, secret), grant_type="client_credentials")
    assert answer.json()["expires_in"] == 300
    CLOCK.move(timedelta(minutes=5))
    assert client.get("/api/v1/applications", headers=bearer(answer)).status_code == 401
    assert buy(client, basic(mark, secret), grant_type="client_credentials").status_code == 401


@pytest.mark.parametrize("how", ["withdrawn", "sessions", "left"])
def test_it_dies_with_the_systems_own(client, town, how):
    mark, secret = given_system()
    headers, user = (
        bearer(buy(client, basic(mark, secret), grant_type="client_credentials")),
        User.objects.get(username="pengatur"),
    )
    assert client.get("/api/v1/applications", headers=headers).status_code == 200
    if how == "withdrawn":
        assert tokens.withdraw(user.pk, mark, at=CLOCK.at, by=None)
    elif how == "sessions":
        end_all_sessions(user, at=CLOCK.at, by=None)
    else:
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/api/v1/applications", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("own", "wanted", "given_scope"),
    [
        ("all", "", "all"), ("all", "read", "read"), ("all", "shipments", "shipments"), ("read", "", "read"),
        ("read", "read", "read"), ("read", "all", ""), ("read", "shipments", ""), ("shipments", "all", ""),
        ("shipments", "shipments", "shipments"), ("all", "everything", ""), ("all", "read shipments", ""),
    ],
)  # fmt: skip
def test_a_scope_is_narrowed_and_never_widened(client, town, own, wanted, given_scope):
    mark, secret = given_system(own)
    answer = buy(client, basic(mark, secret), grant_type="client_credentials", scope=wanted)
    if not given_scope:
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
        return
    assert answer.json()["scope"] == given_scope
    recorded = client.post("/api/v1/events", "{}", content_type="application/json", headers=bearer(answer)).status_code
    assert recorded == (422 if given_scope == "all" else 403)


def test_a_short_one_buys_no_other_and_stands_in_no_list(client, town):
    mark, secret = given_system()
    short = buy(client, basic(mark, secret), grant_type="client_credentials").json()["access_token"]
    own = tokens._digest(short)[:10]
    assert buy(client, basic(own, short), grant_type="client_credentials").status_code == 401
    assert [token.label for token in tokens.tokens_of(User.objects.get(username="pengatur").pk, CLOCK.at)] == [
        "Sistem kota"
    ]


@pytest.mark.parametrize(
    ("headers", "form", "status", "error"),
    [
        ("right", {}, 400, "invalid_request"),
        ("right", {"grant_type": "password"}, 400, "unsupported_grant_type"),
        ("right", {"grant_type": "client_credentials", "client_id": "x"}, 400, "invalid_request"),
        ("wrong", {"grant_type": "client_credentials"}, 401, "invalid_client"),
        ("other", {"grant_type": "client_credentials"}, 401, "invalid_client"),
        ("none", {"grant_type": "client_credentials"}, 401, "invalid_client"),
        ("none", {"grant_type": "client_credentials", "client_id": "x"}, 401, "invalid_client"),
        ("Basic ***", {"grant_type": "client_credentials"}, 401, "invalid_client"),
        ("Basic /w==", {"grant_type": "client_credentials"}, 401, "invalid_client"),
        ("Basic", {"grant_type": "client_credentials"}, 401, "invalid_client"),
        ("Bearer x", {"grant_type": "client_credentials"}, 401, "invalid_client"),
    ],
)
def test_errors_are_those_of_the_standard(client, town, headers, form, status, error):
    mark, secret = given_system()
    ways = {"right": basic(mark, secret), "wrong": basic(mark, "x"), "other": basic("0" * 10, secret), "none": {}}
    answer = buy(client, ways.get(headers, {"Authorization": headers}), **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer["Cache-Control"] == "no-store"
    assert ("WWW-Authenticate" in answer) is (status == 401)
    assert not Token.objects.exclude(parent=None).exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("grant_type=client_credentials&grant_type=client_credentials", FORM),
        ('{"grant_type": "client_credentials"}', "application/json"), ("", FORM), ("\x00=\xff", FORM),
        ("grant_type=%ff%fe", FORM),
    ],
)  # fmt: skip
def test_a_body_that_is_none_is_an_invalid_request(client, town, body, kind):
    mark, secret = given_system()
    answer = client.post(DOOR, body, content_type=kind, headers=basic(mark, secret))
    assert answer.status_code == 400 and answer.json()["error"] in {"invalid_request", "unsupported_grant_type"}
    assert client.get(DOOR).status_code == 405
