"""Every page of one's own account lies behind the lock, and what changes a way in asks for the code again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import URLPattern, get_resolver, reverse

from siantar.directory import sessions, staff, tokens
from siantar.directory.models import AuditEntry, User
from siantar.directory.tokens import MARK, issue_token
from siantar.faces.frame.code_again import PAGES
from siantar.rules.access import Actor, Forbidden
from tests.clock import CLOCK
from tests.people import OFFICE, enter, given_town
from tests.project.test_second_factor import came_in, code_of, half_minute, log_in

pytestmark = pytest.mark.django_db
# They show what one may see anyway, and change nothing; `gone` pages of the login library answer 404.
SHOW_ONLY = {"account", "audit-record", "colleagues", "mfa_index", "mfa_list_webauthn", "system-state"}


def addresses() -> dict[str, str]:
    """Every address below /akun/ by its name, with something in its places."""
    there = [entry for entry in get_resolver().url_patterns if isinstance(entry, URLPattern)]
    own = {entry.name: str(entry.pattern) for entry in there if str(entry.pattern).startswith("akun/")}
    filled = {name: "/" + re.sub(r"<slug:\w+>", "0123456789", re.sub(r"<int:\w+>", "1", path)) for name, path in own.items()}
    return {name: path for name, path in filled.items() if not name.startswith("account_")}


@pytest.fixture
def town(settings):
    settings.SIANTAR_IDLE_MINUTES = 15
    return given_town()


@pytest.fixture
def with_factors(town, settings, monkeypatch):
    """Everybody has a second factor, and the login library reads our clock."""
    settings.SIANTAR_SECOND_FACTOR = True
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([half_minute()]))


def after_a_quarter_of_an_hour(client) -> None:
    """What was shown before is too long ago; the lock is another matter."""
    session = client.session
    session["account_authentication_methods"] = []
    session.save()


def test_there_are_such_pages():
    assert {"account", "mfa_index", "mfa_list_webauthn", "token-withdraw"} < set(addresses())


@pytest.mark.parametrize("name", sorted(addresses()))
def test_each_is_the_lock_after_fifteen_minutes_without_a_hand(client, town, name):
    enter(client, "camat")
    assert client.get("/akun/").status_code == 200
    CLOCK.move(timedelta(minutes=16))
    answer = client.get(addresses()[name])
    assert (answer.status_code, answer.url) == (302, f"/masuk/buka/?next={addresses()[name]}")
    assert client.post(addresses()[name], {"code": "482913"}).url == "/masuk/buka/"


@pytest.mark.parametrize("name", sorted(set(addresses()) - SHOW_ONLY))
def test_each_that_changes_something_asks_for_the_code_again(client, with_factors, name):
    came_in(client, "camat")
    after_a_quarter_of_an_hour(client)
    answer = client.post(addresses()[name], {"code": "482913"})
    assert answer.status_code == 302
    assert answer.url.startswith("/masuk/kode/lagi/")
    assert name in PAGES


def test_a_password_alone_does_not_stand_for_the_code(client, with_factors):
    secret = came_in(client, "camat")
    after_a_quarter_of_an_hour(client)
    client.post("/masuk/lagi/", {"password": "rahasia-uji"})
    question = client.get(reverse("mfa_deactivate_totp"))
    assert question.url.startswith("/masuk/kode/lagi/")
    client.post(question.url, {"code": code_of(secret)})
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_a_token_is_withdrawn_after_the_code_and_the_form_is_offered_again(client, with_factors):
    secret = came_in(client, "camat")
    camat = User.objects.get(username="camat")
    issue_token(camat, CLOCK.at)
    mark = camat.token_set.get().digest[:MARK]
    after_a_quarter_of_an_hour(client)
    question = client.post(f"/akun/token/{mark}/cabut/")
    assert camat.token_set.get().ended_at is None
    offered = client.post(question.url, {"code": code_of(secret)}, follow=True)
    assert f'action="/akun/token/{mark}/cabut/"' in offered.text
    client.post(f"/akun/token/{mark}/cabut/")
    assert camat.token_set.get().ended_at is not None
    assert AuditEntry.objects.filter(what="token_withdrawn", by=camat.pk).count() == 1


def test_acts_of_ones_own_account_are_in_the_record_and_refused_to_who_has_none(client, town):
    checker = User.objects.get(username="pemeriksa")
    by, nobody = town.people["pemeriksa"], Actor("1", OFFICE, frozenset())
    staff.set_alert_mail("saya@kantor.go.id", on=True, by=by, at=town.clock)
    staff.set_alert_mail("saya@kantor.go.id", on=True, by=by, at=town.clock)  # nothing new, no line
    staff.set_alert_mail("saya@kantor.go.id", on=False, by=by, at=town.clock)
    lines = AuditEntry.objects.filter(what="alert_mail_set", whose=checker.pk, by=checker.pk).order_by("pk")
    assert [line.more for line in lines] == [{"fields": "address on"}, {"fields": "on"}]  # the address is in no record
    log_in(client, "pemeriksa")
    assert client.get("/akun/").status_code == 200
    (here,) = sessions.places_of(checker, client.session.session_key)
    sessions.end_one(here.pk, by=town.people["camat"], at=town.clock)  # somebody else's: nothing happens
    assert client.get("/akun/").status_code == 200
    issue_token(checker, town.clock)
    mark = checker.token_set.get().digest[:MARK]
    assert not tokens.withdraw_own(mark, by=town.people["camat"], at=town.clock)
    for act in (
        lambda: staff.set_alert_mail("", on=False, by=nobody, at=town.clock),
        lambda: staff.set_own_password("pohon-kelapa-di-pantai", by=nobody, at=town.clock),
        lambda: staff.log_out_elsewhere(by=nobody, at=town.clock),
        lambda: sessions.end_one(here.pk, by=nobody, at=town.clock),
        lambda: tokens.withdraw_own(mark, by=nobody, at=town.clock),
    ):
        with pytest.raises(Forbidden):
            act()
    assert tokens.withdraw_own(mark, by=by, at=town.clock)
    sessions.end_one(here.pk, by=by, at=town.clock)
    assert client.get("/akun/").status_code == 302
