"""Other systems are told, signed, in order, and nothing is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from threading import Event as Signal

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from siantar.casework.consequences import relay_all
from siantar.casework.models import EventRow
from siantar.directory.models import Office, User
from siantar.project import key_rotation
from siantar.project.jobs import JOBS
from siantar.rules.access import Actor, Forbidden
from siantar.rules.vocabulary import Kind, Role
from siantar.webhooks import replaying, sending, settling, subscribing
from siantar.webhooks.models import Delivery, Subscription
from tests.clock import CLOCK
from tests.people import OFFICE, given_file
from tests.webhooks.conftest import subscribed, work

pytestmark = pytest.mark.django_db


def types_of(far_end) -> list[str]:
    return [json.loads(body)["type"].removeprefix("application.") for _headers, body in far_end.came]


def test_the_standards_own_library_verifies_what_comes(town, far_end):
    _subscription, secret = subscribed(town, far_end.url)
    file = given_file(town)
    work()
    headers, body = far_end.came[0]
    message = Webhook(secret).verify(body, headers)
    event = EventRow.objects.get()
    assert message["type"] == "application.handed_in"
    assert message["timestamp"] == "2026-11-23T09:01:00+07:00" or message["timestamp"].endswith("+07:00")
    assert message["data"] == {
        "event": str(event.pk), "receipt_number": file.receipt_number, "office": OFFICE, "service": "ktp-el-hilang",
        "stage": "received", "label": message["data"]["label"],
    }  # fmt: skip
    assert message["data"]["label"]
    assert headers["webhook-id"] == str(Delivery.objects.get().pk)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace("received", "finished"), headers)


def test_a_signature_is_what_the_standard_says_by_an_own_reckoning(town, far_end):
    _subscription, secret = subscribed(town, far_end.url)
    given_file(town)
    work()
    headers, body = far_end.came[0]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert 24 <= len(key) <= 64
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{signature}"


def test_nothing_personal_is_in_a_message(town, far_end):
    subscribed(town, far_end.url)
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    town.tell("pemeriksa", Kind.FOUND_INCOMPLETE, file.receipt_number, reason="KTP Siti Aminah buram")
    work()
    everything = " ".join(body for _headers, body in far_end.came)
    assert len(far_end.came) == 3
    for word in ("Siti", "Aminah", "0812", "3674026304850003", "Serpong No", "buram"):
        assert word not in everything


def test_only_the_types_and_offices_that_were_chosen(town, far_end):
    subscribed(town, far_end.url, "application.check_started")
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    work()
    assert types_of(far_end) == ["check_started"]
    Office.objects.create(code="36.74.07", number=9, name="Kecamatan Setu")
    wish = subscribing.SubscriptionWish(far_end.url, ["application.*"], ["36.74.07"])
    with pytest.raises(Forbidden):
        subscribing.subscribe(wish, by=town.people["admin"], at=CLOCK.at)
    mayor = User.objects.create_user("walikota", password="rahasia-uji", office_id=OFFICE, roles=[Role.LEADER])
    city = Actor(str(mayor.pk), OFFICE, frozenset({Role.LEADER}))
    subscription, _secret = subscribing.subscribe(wish, by=city, at=CLOCK.at)
    assert subscription.offices == ["36.74.07"]
    assert subscription not in subscribing.visible_to(town.people["admin"])


def test_who_lost_the_role_is_told_no_more(town, far_end):
    subscribed(town, far_end.url)
    given_file(town)
    relay_all(CLOCK.at)
    User.objects.filter(username="admin").update(roles=[Role.COUNTER])
    work()
    given_file(town)
    work()
    assert far_end.came == []
    assert Delivery.objects.get().problem == "not_allowed"


def test_a_subscriber_that_was_down_for_a_day_gets_all_in_the_order_of_each_file(town, far_end):
    subscribed(town, far_end.url)
    far_end.status = 503
    files = [given_file(town) for _ in range(3)]
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        for file in files:
            town.tell("pemeriksa", kind, file.receipt_number)
    for _hour in range(48):
        work()
        town.tick(30)
    assert Delivery.objects.filter(state="delivered").count() == 0
    assert 0 < len(far_end.came) < 48 * 4  # it is not hammered
    far_end.came.clear()
    far_end.status = 200
    town.tick(16)
    work()
    for file in files:
        bodies = [json.loads(body) for _headers, body in far_end.came]
        kinds = [body["type"] for body in bodies if body["data"]["receipt_number"] == file.receipt_number]
        assert kinds == ["application.handed_in", "application.check_started", "application.check_passed"]
    assert len(far_end.came) == 9
    assert Subscription.objects.get().failing_since is None


def test_a_later_event_waits_for_the_earlier_of_its_file_and_other_files_go_on(town, far_end):
    subscribed(town, far_end.url)
    stuck, other = given_file(town), given_file(town)
    far_end.answers = lambda body: 400 if stuck.receipt_number in body else 200
    for file in (stuck, other):
        town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    work()
    states = dict(Delivery.objects.filter(application=stuck).values_list("type", "tries"))
    assert states == {"application.handed_in": 1, "application.check_started": 0}
    assert Delivery.objects.filter(application=other, state="delivered").count() == 2
    refused = Delivery.objects.get(application=stuck, tries=1)
    assert (refused.status, refused.answer) == (400, "diterima")
    for pause in settling.PAUSES:
        town.tick(int(pause.total_seconds() // 60) + 1)
        if Delivery.objects.get(pk=refused.pk).tries == 5:
            given_file(town)  # somebody is told meanwhile: not the subscriber is wrong, the message is
            relay_all(CLOCK.at)
        work()
    assert Delivery.objects.get(pk=refused.pk).state == "given_up"
    assert Delivery.objects.get(application=stuck, type="application.check_started").tries == 1
    assert refused.made_at + timedelta(days=3) <= CLOCK.at


def test_after_three_days_it_is_disabled_with_notice_and_nothing_is_lost(town, far_end, client):
    subscription, _secret = subscribed(town, far_end.url)
    far_end.status = 500
    file = given_file(town)
    for _hour in range(90):
        work()
        town.tick(60)
    stopped = Subscription.objects.get()
    assert stopped.disabled_at - stopped.failing_since >= settling.PATIENT_FOR
    assert stopped.problem == "answered 500"
    assert [each.pk for each in subscribing.disabled()] == [subscription.pk]
    tries = len(far_end.came)
    town.tick(60 * 24)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    work()
    assert len(far_end.came) == tries
    from siantar.project import state

    line = next(line for line in state.state_lines(CLOCK.at) if far_end.url in line.sentence)
    assert not line.well
    far_end.came.clear()
    far_end.status = 200
    subscribing.resume(subscription, by=town.people["admin"], at=CLOCK.at)
    replaying.replay_since(subscription, CLOCK.at - timedelta(days=2), by=town.people["admin"], at=CLOCK.at)
    work()
    assert types_of(far_end) == ["handed_in", "check_started"]


def test_a_subscriber_that_is_gone_is_disabled_at_once(town, far_end):
    subscribed(town, far_end.url)
    far_end.status = 410
    given_file(town)
    work()
    assert Subscription.objects.get().disabled_at == CLOCK.at


def test_a_slow_subscriber_delays_nobody(town, far_ends):
    slow, quick = far_ends
    subscribed(town, slow.url)
    subscribed(town, quick.url)
    slow.gate.clear()
    files = [given_file(town) for _ in range(12)]
    for file in files:
        town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    relay_all(CLOCK.at)
    turns = 0
    while len(quick.came) < 24 and turns < 200:
        sending.send_due(CLOCK.at)
        turns += 1
    assert len(quick.came) == 24
    assert slow.came == []
    assert len(sending._on_the_way) <= sending.OF_EACH + sending.OF_EACH
    slow.gate.set()
    work()
    assert len(slow.came) == 24


def test_both_secrets_sign_for_a_day_after_a_rotation(town, far_end):
    subscription, former = subscribed(town, far_end.url)
    secret, until = subscribing.rotate(subscription, by=town.people["admin"], at=CLOCK.at)
    assert secret != former
    given_file(town)
    work()
    headers, body = far_end.came[0]
    assert len(headers["webhook-signature"].split()) == 2
    assert Webhook(former).verify(body, headers) == Webhook(secret).verify(body, headers)
    CLOCK.at = until
    given_file(town)
    work()
    headers, body = far_end.came[-1]
    Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(former).verify(body, headers)


def test_secrets_are_sealed_and_sealed_anew_by_a_rotation_of_keys(town, far_end):
    subscription, secret = subscribed(town, far_end.url)
    assert secret.encode() not in bytes(subscription.secret_sealed)
    fields = {column.field for column in key_rotation.COLUMNS if column.model is Subscription}
    assert fields == {"secret_sealed", "former_sealed"}


def test_an_event_and_a_time_are_told_again_under_the_same_ids(town, far_end):
    subscription, _secret = subscribed(town, far_end.url)
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    work()
    ids = [headers["webhook-id"] for headers, _body in far_end.came]
    far_end.came.clear()
    by = town.people["admin"]
    first = EventRow.objects.get(kind=Kind.HANDED_IN)
    assert replaying.replay_event(subscription, first.pk, by=by, at=CLOCK.at) == 1
    work()
    assert [headers["webhook-id"] for headers, _body in far_end.came] == ids[:1]
    assert replaying.replay_since(subscription, first.recorded_at, by=by, at=CLOCK.at) == (2, None)
    work()
    assert [headers["webhook-id"] for headers, _body in far_end.came] == [ids[0], *ids]


def test_a_new_subscriber_gets_what_was_before_it_by_a_replay(town, far_end):
    given_file(town)
    relay_all(CLOCK.at)
    subscription, _secret = subscribed(town, far_end.url)
    work()
    assert far_end.came == []
    replaying.replay_since(subscription, CLOCK.at - timedelta(days=1), by=town.people["admin"], at=CLOCK.at)
    work()
    assert types_of(far_end) == ["handed_in"]


def test_who_is_killed_between_sending_and_recording_sends_again_under_the_same_id(town, far_end, monkeypatch):
    subscribed(town, far_end.url)
    given_file(town)
    relay_all(CLOCK.at)
    dead = Signal()
    monkeypatch.setattr(sending, "settle", lambda *_: dead.set())  # sent, and nothing is written down
    while not dead.is_set():
        sending.send_due(CLOCK.at)
    monkeypatch.setattr(sending, "settle", settling.settle)
    work()
    assert len(far_end.came) == 1  # the lease runs
    CLOCK.move(sending.LEASE + timedelta(seconds=1))
    work()
    assert len({headers["webhook-id"] for headers, _body in far_end.came}) == 1
    assert len(far_end.came) == 2
    assert Delivery.objects.get().state == "delivered"


def test_who_was_overtaken_settles_nothing(town, far_end):
    subscription, _secret = subscribed(town, far_end.url)
    given_file(town)
    work()
    delivery = Delivery.objects.get()
    Delivery.objects.update(state="sending", tries=2)
    settling.settle(settling.Attempt(delivery.pk, subscription.pk, 1), settling.FarReply(500), CLOCK.at)
    assert Delivery.objects.get().state == "sending"


def test_events_that_come_twice_are_told_once(town, far_end):
    from siantar.webhooks.consumers import queue

    subscribed(town, far_end.url)
    given_file(town)
    work()
    queue(list(EventRow.objects.all()), CLOCK.at)
    work()
    assert len(far_end.came) == 1


def test_what_is_contradicted_is_no_news(town, far_end):
    subscribed(town, far_end.url)
    given_file(town)
    EventRow.objects.update(relayed_at=None)
    event = EventRow.objects.select_related("application__office", "application__service").get()
    event.conflict = "wrong_stage"
    from siantar.webhooks.messages import deliveries_of

    assert deliveries_of(Subscription.objects.get(), [event], CLOCK.at) == []


def test_old_deliveries_are_forgotten_and_open_ones_stay(town, far_end):
    subscribed(town, far_end.url)
    given_file(town)
    work()
    far_end.status = 500
    given_file(town)
    work()
    CLOCK.move(sending.FORGOTTEN + timedelta(seconds=1))
    assert sending.forget(CLOCK.at) == 1
    assert Delivery.objects.get().state == "waiting"
    assert "send_webhooks" in {job.name for job in JOBS}
