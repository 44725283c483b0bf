"""Alerts by e-mail: for who wants them, one mail a person and turn, nothing personal, once, and never at night."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta

import pytest

from siantar.alerts.models import Alert
from siantar.alerts.queries import take_up
from siantar.alerts.raising import raise_alerts
from siantar.casework.models import Standing
from siantar.directory import staff
from siantar.directory.models import User
from siantar.messaging import alert_mails, office_settings
from siantar.messaging.alert_mails import mail_alerts
from siantar.messaging.models import AlertMail
from siantar.rules import working_time
from siantar.rules.occasions import ChannelKind
from tests.clock import CLOCK
from tests.people import HEAD, OFFICE, enter, given_file
from tests.providers import mail_server

pytestmark = pytest.mark.django_db
ADDRESS = "pemeriksa@kantor.example"
CALENDAR = working_time.Calendar()


@pytest.fixture
def post(town, settings):
    """The office sends mail."""
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.1"})
    with mail_server() as server:
        config = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "sender": "kantor@kota.example"}
        office_settings.keep_channel(OFFICE, ChannelKind.EMAIL, config, on=True, by=HEAD)
        yield server


def wants(name: str, address: str = ADDRESS) -> User:
    user = User.objects.get(username=name)
    staff.set_alert_mail(address, on=True, by=staff.actor_of(user, CLOCK.at), at=CLOCK.at)
    return user


def given_endangered(town, count: int = 1, hours: float = 5) -> list[str]:
    """Files whose promise ends in so many working hours, and their alerts."""
    files = [given_file(town) for _ in range(count)]
    end = working_time.add(CALENDAR, town.clock, timedelta(hours=hours))
    Standing.objects.filter(application__in=files).update(promised_at=end)
    raise_alerts(town.clock)
    return [file.receipt_number for file in files]


def words_of(mail: str) -> str:
    return email.message_from_string(mail).get_payload(decode=True).decode()


def test_three_files_are_one_mail_with_numbers_and_links_and_nobodys_name(town, post):
    wants("pemeriksa")
    numbers = given_endangered(town, 3)
    assert mail_alerts(town.clock) == 1
    ((receiver, mail),) = post.mails
    words = words_of(mail)
    assert receiver == ADDRESS
    assert all(f"/berkas/{number}/" in words for number in numbers)
    assert "3 berkas" in str(email.header.make_header(email.header.decode_header(email.message_from_string(mail)["Subject"])))
    assert [secret for secret in ("Siti", "Aminah", "3674", "KTP", "0812") if secret in words] == []


def test_each_alert_is_mailed_once_and_new_ones_wait_an_hour(town, post):
    wants("pemeriksa")
    given_endangered(town)
    assert [mail_alerts(town.tick()) for _ in range(3)] == [1, 0, 0]
    given_endangered(town)
    assert mail_alerts(town.tick(5)) == 0
    assert mail_alerts(town.tick(60)) == 1
    assert len(post.mails) == Alert.objects.count() == 2


def test_who_did_not_ask_gets_none_and_who_stops_wanting_them_neither(town, post):
    wants("loket", "loket@kantor.example")  # not their turn
    given_endangered(town)
    assert mail_alerts(town.clock) == 0
    checker = wants("pemeriksa")
    alert_mails._write_down(checker, town.clock)
    staff.set_alert_mail(ADDRESS, on=False, by=town.people["pemeriksa"], at=town.clock)
    assert mail_alerts(town.clock) == 0
    assert post.mails == []


def test_what_somebody_took_up_meanwhile_is_not_mailed(town, post):
    checker = wants("pemeriksa")
    given_endangered(town)
    alert_mails._write_down(checker, town.clock)
    assert take_up(Alert.objects.get().pk, town.people["pemeriksa"], town.clock)
    assert mail_alerts(town.clock) == 0
    assert AlertMail.objects.get().settled_at == town.clock


def test_a_closed_office_is_left_in_peace(town, post):
    wants("pemeriksa")
    given_endangered(town)
    sunday, monday = datetime(2026, 11, 29, 3, tzinfo=UTC), datetime(2026, 11, 30, 3, tzinfo=UTC)
    assert mail_alerts(sunday) == 0
    assert AlertMail.objects.count() == 0
    raise_alerts(monday)
    assert mail_alerts(monday) == 1


def test_what_the_server_refuses_is_tried_again_as_the_same_mail(town, post):
    wants("pemeriksa")
    given_endangered(town)
    post.refuses[ADDRESS] = 451
    assert mail_alerts(town.clock) == 0
    assert AlertMail.objects.get().problem == "answered 451"
    post.refuses.clear()
    assert mail_alerts(town.tick(1)) == 0
    assert mail_alerts(town.tick(12)) == 1


def test_a_worker_killed_with_a_mail_in_its_hand_leaves_it_to_the_next(town, post, monkeypatch):
    wants("pemeriksa")
    given_endangered(town, 2)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(alert_mails, "_send", killed)
        with pytest.raises(KeyboardInterrupt):
            mail_alerts(town.clock)
    assert post.mails == []
    assert mail_alerts(town.tick(1)) == 0  # it may still be at it
    assert mail_alerts(town.tick(2)) == 1
    assert AlertMail.objects.filter(sent_at=None).count() == 0


def test_two_workers_take_a_mail_once(town, post):
    checker = wants("pemeriksa")
    given_endangered(town, 2)
    alert_mails._write_down(checker, town.clock)
    assert alert_mails._claim(town.clock) is not None
    assert alert_mails._claim(town.clock) is None
    alert_mails._write_lines(checker, list(Alert.objects.all()), town.clock)  # the other one found the same alerts
    assert AlertMail.objects.count() == 2


def test_one_chooses_it_on_ones_own_account_and_a_wrong_address_loses_nothing(client, town):
    enter(client, "pemeriksa")
    answer = client.post("/akun/peringatan/", {"email": "pemeriksa@", "on": "1"})
    assert answer.status_code == 422
    assert "belum benar" in answer.text and 'value="pemeriksa@"' in answer.text and "checked" in answer.text
    assert "dikirim juga" in client.post("/akun/peringatan/", {"email": ADDRESS, "on": "1"}, follow=True).text
    assert User.objects.get(username="pemeriksa").alerts_by_mail
    client.post("/akun/peringatan/", {"email": ADDRESS})
    assert not User.objects.get(username="pemeriksa").alerts_by_mail
