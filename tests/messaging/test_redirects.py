"""Whoever holds the receipt leads the document elsewhere only after the old contact was told, and a day has passed."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from siantar.casework import ledger, possession, progress, redirects, resident_changes, stories
from siantar.casework.consequences import relay_all
from siantar.casework.models import Application, EventRow
from siantar.messaging import preferences
from siantar.messaging.models import Message
from siantar.messaging.redirects import settle
from siantar.privacy.models import Look
from siantar.rules import history
from siantar.rules.access import ITSELF, Actor
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.journey.redirect import PAUSE
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Code, Kind, Method, Role
from tests.clock import CLOCK
from tests.faces.test_api import Api
from tests.faces.test_resident import DOOR, enter, fresh, given_ready, personal
from tests.faces.test_ways_and_promises import ROAD
from tests.messaging.test_channels import subscription
from tests.messaging.test_telling import run, texts_of
from tests.people import enter as staff_enters
from tests.people import given_file, given_on_the_road, given_told_file

pytestmark = pytest.mark.django_db
OLD, NEW = "+6281234567890", "+6281311112222"


def asked_for_phone(client, file):
    """The holder of the receipt asks for another telephone."""
    assert client.post(f"{enter(client, file)}kontak", {"phone": NEW}).status_code == 302


def words_told(town, gateway) -> str:
    """The worker tells the old contact; its words."""
    run(town, 12 * 60 if CLOCK.at.hour > 10 else 10)  # not at night
    return next(text for text in reversed(texts_of(gateway)) if "Ada yang meminta" in text)


def link_in(text: str) -> str:
    return re.search(r"/t/\w+/saya/hentikan/[0-9a-f]{32}", text)[0]


def test_the_old_contact_is_told_and_the_new_one_is_not(town, client, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    before = len(gateway.calls)
    asked_for_phone(client, file)
    text = words_told(town, gateway)
    assert len(gateway.calls) == before + 1
    assert "Ada yang meminta" in text
    assert link_in(text)
    message = Message.objects.get(occasion="redirect")
    assert bytes(message.receiver_index) == preferences.index_of(ChannelKind.SMS, OLD)
    assert NEW[3:] not in text


def test_it_does_not_hold_before_the_pause_and_holds_after_it(town, client, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    asked_for_phone(client, file)
    words_told(town, gateway)
    at = Message.objects.get(occasion="redirect").told_at
    for early in (timedelta(), timedelta(hours=12), PAUSE - timedelta(seconds=1)):
        assert settle(at + early) == 0
        assert personal(file).phone == OLD
    assert settle(at + PAUSE) == 1
    assert personal(file).phone == NEW
    assert settle(at + 2 * PAUSE) == 0
    assert {preferences.address_of(choice) for choice in preferences.choices_of(file)} == {NEW}
    assert Look.objects.filter(file=file.pk, why="resident:change").exists()


def test_it_never_holds_while_nobody_was_told(town, client):
    file = given_file(town)
    asked_for_phone(client, file)
    relay_all(town.tick())
    assert Message.objects.get(occasion="redirect").state == "by_hand"
    assert settle(town.tick(90 * 24 * 60)) == 0
    assert personal(file).phone == OLD


def test_a_browser_of_who_holds_the_receipt_is_no_old_contact(town, client):
    file = given_file(town)
    home = enter(client, file)
    assert client.post(f"{home}pemberitahuan", {"subscription": subscription("https://push.example")[0]}).status_code == 204
    town.tick()
    asked_for_phone(client, file)
    relay_all(town.tick())
    assert list(Message.objects.filter(occasion="redirect").values_list("channel", "state")) == [("paper", "by_hand")]
    Message.objects.filter(occasion="redirect").update(channel=ChannelKind.WEBPUSH, state="sent", told_at=town.clock)
    assert settle(town.tick(3 * 24 * 60)) == 0


def test_the_old_contact_stops_it_without_the_pin(town, client, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    asked_for_phone(client, file)
    link = link_in(words_told(town, gateway))
    client.cookies.clear()
    page = client.get(link)
    assert page.status_code == 200
    assert "Hentikan, bukan saya" in page.content.decode()
    assert redirects.waiting(fresh(file)) is not None  # machines open links too
    assert "Pengalihan dihentikan" in client.post(link).content.decode()
    assert redirects.waiting(fresh(file)) is None
    assert client.post(link).status_code == 404
    assert settle(town.tick(3 * 24 * 60)) == 0
    assert personal(file).phone == OLD
    assert EventRow.objects.filter(application=file, kind="redirected").count() == 0


def test_a_link_of_another_wish_and_a_forged_one_stop_nothing(town, client, gateway):
    file, other = given_told_file(town, channel=ChannelKind.SMS), given_file(town)
    asked_for_phone(client, file)
    link = link_in(words_told(town, gateway))
    client.cookies.clear()
    for forged in (
        link[:-1] + ("0" if link[-1] != "0" else "1"), link.replace(file.receipt_number, other.receipt_number),
        f"/t/{file.receipt_number}/saya/hentikan/x", f"/t/1111/saya/hentikan/{'0' * 32}", f"/t/{file.receipt_number}/saya/hentikan/%00",
    ):  # fmt: skip
        assert client.post(forged).status_code in {400, 404}
    assert redirects.waiting(fresh(file)) is not None


def test_the_holder_takes_the_wish_back(town, client):
    file = given_ready(town)
    asked_for_phone(client, file)
    home = f"/t/{file.receipt_number}/saya/"
    assert "Kontak lama dikabari dulu" in client.get(home).content.decode()
    assert client.post(f"{home}tetap")["Location"] == f"{home}?tersimpan=tetap"
    assert "Perubahan yang menunggu" not in client.get(home).content.decode()
    assert client.post(f"{home}tetap").status_code == 409


def test_the_page_says_from_when_it_holds(town, client, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    asked_for_phone(client, file)
    words_told(town, gateway)
    page = client.get(f"/t/{file.receipt_number}/saya/").content.decode()
    assert "Kontak lama sudah dikabari" in page


def test_a_later_wish_takes_the_place_of_the_first_and_waits_anew(town, client, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    asked_for_phone(client, file)
    words_told(town, gateway)
    first_told = Message.objects.get(occasion="redirect").told_at
    town.tick(20 * 60)
    client.post(f"{enter(client, file)}kontak", {"line": "Jl. Raya Serpong No. 8A"})
    assert settle(first_told + PAUSE) == 0
    words_told(town, gateway)
    assert Message.objects.filter(occasion="redirect", told_at=None).count() == 0
    last_told = Message.objects.filter(occasion="redirect").latest("made_at").told_at
    assert settle(last_told + PAUSE) == 1
    assert (personal(file).phone, personal(file).address.line) == (OLD, "Jl. Raya Serpong No. 8A")


def test_a_house_number_is_corrected_by_who_holds_the_receipt(town, client, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    client.post(f"{enter(client, file)}kontak", {"line": "Jl. Raya Serpong No. 80"})
    words_told(town, gateway)
    assert settle(town.tick(25 * 60)) == 1
    assert personal(file).address.line == "Jl. Raya Serpong No. 80"


def test_from_the_counter_to_another_address_waits_too_and_then_stands_ready_for_the_courier(town, client, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    resident_changes.collect_instead(fresh(file), at=town.tick())
    client.post(f"{enter(client, file)}cara", DOOR)
    assert fresh(file).standing.progress["state"]["method"] == "counter"
    words_told(town, gateway)
    assert settle(town.tick(25 * 60)) == 1
    assert fresh(file).standing.progress["state"]["method"] == "courier"
    assert personal(file).address.line == "Jl. Kenanga 5"


def test_what_left_the_house_meanwhile_goes_where_it_was_meant_to_and_the_wish_waits(town, client, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    asked_for_phone(client, file)
    words_told(town, gateway)
    for who, kind, more in ROAD:
        assert town.tell(who, kind, file.receipt_number, **more).result == "recorded"
    assert settle(town.tick(25 * 60)) == 0
    assert personal(file).phone == OLD
    assert town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="house_empty").result == "recorded"
    assert town.tell("kurir1", Kind.UNLOADED, file.receipt_number).result == "recorded"
    assert settle(town.tick()) == 1
    assert personal(file).phone == NEW


def test_nothing_is_asked_for_while_it_is_on_the_road(town):
    with pytest.raises(resident_changes.NotNow):
        resident_changes.name_receiver(fresh(given_on_the_road(town)), "Rina", at=town.tick())


# The law


def tell(town, file, kind, at, **more):
    by = more.pop("by", Actor(ITSELF, file.office_id, frozenset({Role.DISPATCHER})))
    return ledger.record([Event(uuid7(at), kind, file.receipt_number, at, **more)], by=by, at=at)[0]


def given_wish(town, **private):
    file = given_ready(town)
    outcome = town.tell("warga", Kind.REDIRECT_ASKED, file.receipt_number, private=private or {"phone": NEW})
    return file, outcome.id, town.clock


def test_the_law_itself_refuses_before_the_pause(town):
    file, wish, since = given_wish(town)
    data = {"asked": str(wish), "told_at": since.isoformat()}
    for early in (timedelta(minutes=1), PAUSE - timedelta(seconds=1)):
        assert tell(town, file, Kind.REDIRECTED, since + early, data=data).code == Code.REDIRECT_WAITS
    assert tell(town, file, Kind.REDIRECTED, since + PAUSE, data=data).result == "recorded"
    assert tell(town, file, Kind.REDIRECTED, since + 2 * PAUSE, data=data).code == Code.NO_REDIRECT


def test_the_law_refuses_a_telling_older_than_the_wish_another_wish_and_nonsense(town):
    file, wish, since = given_wish(town)
    at = since + 3 * PAUSE
    early = (since - timedelta(seconds=1)).isoformat()
    assert tell(town, file, Kind.REDIRECTED, at, data={"asked": str(wish), "told_at": early}).code == Code.REDIRECT_WAITS
    assert tell(town, file, Kind.REDIRECTED, at, data={"asked": str(uuid4()), "told_at": since.isoformat()}).code == Code.NO_REDIRECT
    for nonsense in (None, "besok", "2026-11-26T10:00:00", 7):
        outcome = tell(town, file, Kind.REDIRECTED, at, data={"asked": str(wish), "told_at": nonsense})
        assert outcome.code == Code.MALFORMED


def test_nobody_but_the_system_lets_it_hold(town, client):
    file, wish, since = given_wish(town)
    data = {"asked": str(wish), "told_at": since.isoformat()}
    for who in ("pengatur", "loket", "warga", "camat", "kurir1"):
        outcome = tell(town, file, Kind.REDIRECTED, since + PAUSE, data=data, by=town.people[who])
        assert outcome.code == Code.WRONG_ROLE, who
    CLOCK.at = since + PAUSE
    assert Api(client, "pengatur").tell("redirected", file.receipt_number, data=data)["outcome"] == "refused"


@pytest.mark.parametrize(
    ("kind", "private", "data"),
    [(Kind.CONTACT_CORRECTED, {"phone": NEW}, {}), (Kind.CONTACT_CORRECTED, {"line": "Jl. Lain 1"}, {}),
     (Kind.RECEIVER_NAMED, {"may_receive": "Rina"}, {}), (Kind.METHOD_CHANGED, {"line": "Jl. Lain 1"}, {"method": Method.COURIER})],
)  # fmt: skip
def test_no_other_act_of_the_holder_leads_it_elsewhere_at_once(town, kind, private, data):
    file = given_ready(town)
    assert town.tell("warga", kind, file.receipt_number, private=private, data=data).code == Code.REDIRECT_WAITS


def test_a_receiver_is_taken_back_at_once_and_a_landmark_holds_at_once(town):
    file = given_ready(town)
    assert town.tell("warga", Kind.RECEIVER_NAMED, file.receipt_number, private={"may_receive": ""}).result == "recorded"
    assert town.tell("warga", Kind.CONTACT_CORRECTED, file.receipt_number, private={"landmark": "warung"}).result == "recorded"


def test_the_counter_stops_it_too(town, client):
    file, _, _ = given_wish(town)
    staff_enters(client, "loket")
    assert "Hentikan pengalihan" in client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert client.post(f"/berkas/{file.receipt_number}/tindakan/", {"kind": "redirect_stopped"}).status_code == 302
    assert redirects.waiting(fresh(file)) is None


def test_a_story_with_a_redirection_folds_to_the_same_standing(town):
    file, wish, since = given_wish(town)
    before = fresh(file).standing.progress
    assert before["state"]["redirect"] == str(wish)
    tell(town, file, Kind.REDIRECTED, since + PAUSE, data={"asked": str(wish), "told_at": since.isoformat()})
    folded = history.fold(stories.of([file.pk])[file.pk])
    assert progress.as_data(folded)["state"] == Application.objects.get(pk=file.pk).standing.progress["state"]


def test_the_pin_does_not_count_as_the_old_contact(town, client):
    """Who has the PIN alone sees that a wish waits, and not the link of the old contact."""
    file = given_file(town)
    asked_for_phone(client, file)
    page = client.post(f"/t/{file.receipt_number}", {"pin": possession.pin_of(fresh(file))}).content.decode()
    assert "hentikan/" not in page + client.get(f"/t/{file.receipt_number}/saya/").content.decode()
