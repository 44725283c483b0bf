"""The resident's own page: with the PIN of the receipt one arranges the delivery and sees who looked."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from siantar.casework import disclosure, possession
from siantar.casework.consequences import relay_all
from siantar.casework.models import Application, EventRow, TrackRow
from siantar.delivery import appointments
from siantar.delivery.board import board
from siantar.delivery.courier_day import today
from siantar.delivery.models import Appointment, Stop
from siantar.directory.models import User
from siantar.faces.public import session
from siantar.feedback import data_requests, rate_limit
from siantar.feedback.models import DataRequest
from siantar.messaging import by_hand
from siantar.messaging.models import Choice, Message
from siantar.messaging.redirects import settle
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.rules.access import Forbidden
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Kind, Method
from tests.clock import CLOCK
from tests.messaging.test_channels import subscription
from tests.people import enter as staff_enters
from tests.people import given_collected, given_file, given_finished, given_on_the_road, stage_of

pytestmark = pytest.mark.django_db
DOOR = {
    "cara": "courier", "line": "Jl. Kenanga 5", "rt": "2", "rw": "3", "village": "", "landmark": "pagar hijau",
    "phone": "0813 1111 2222",
}  # fmt: skip


def fresh(file: Application) -> Application:
    return Application.objects.select_related("office", "standing", "service", "person").get(pk=file.pk)


def personal(file: Application) -> disclosure.Personal:
    return disclosure.open_quietly(fresh(file))


def enter(client, file: Application):
    """The resident tells the PIN; the page says yes."""
    page = client.post(f"/t/{file.receipt_number}/saya/", {"pin": possession.pin_of(fresh(file))})
    assert page.status_code == 302
    return f"/t/{file.receipt_number}/saya/"


def let_wishes_hold(town) -> None:
    """An officer tells the old contacts on the list; a day passes."""
    relay_all(town.tick())
    waiting = list(Message.objects.filter(occasion="redirect", state="by_hand"))
    if waiting:
        by_hand.mark_told(
            waiting, by=replace(town.people["loket"], person=str(User.objects.get(username="loket").pk)), at=town.tick()
        )
    settle(town.tick(24 * 60))


def given_ready(town) -> Application:
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    return file


def wish_of(file: Application) -> dict[str, tuple[str, str]]:
    """What the holder of the receipt asked for last, old and new."""
    event = EventRow.objects.filter(application=file, kind="redirect_asked").latest("seq")
    return disclosure.private_of(event, Reader(None, CLOCK.at, "file_page")).changed


def kinds(file: Application) -> list[str]:
    return list(EventRow.objects.filter(application=file).order_by("seq").values_list("kind", flat=True))


def test_without_the_pin_the_page_shows_nothing_and_asks(client, town):
    file = given_file(town)
    page = client.get(f"/t/{file.receipt_number}/saya/")
    assert page.status_code == 403
    assert "Serpong" not in page.content.decode()
    for paper in ("surat-kuasa.pdf", "bukti.pdf", "jadwal.ics", "jejak"):
        assert client.get(f"/t/{file.receipt_number}/saya/{paper}").status_code == 403


def test_with_the_pin_the_page_shows_the_masked_name_and_is_kept_nowhere(client, town):
    file = given_file(town)
    page = client.get(enter(client, file))
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "S*** A*****" in text
    assert "Siti Aminah" not in text
    assert "sebelah masjid" in text
    assert "…7890" in text


def test_the_forecast_of_the_tracking_page_stands_here_too(client, town):
    file = given_file(town)
    span = {"from": "2026-11-25T08:00:00+07:00", "to": "2026-11-27T16:00:00+07:00", "by": "day"}
    row = TrackRow.objects.get(pk=file.receipt_number)
    TrackRow.objects.filter(pk=row.pk).update(
        body=row.body.replace('"expected":null', f'"expected":{json.dumps(span)}')
    )
    text = client.get(enter(client, file)).content.decode()
    assert "antara Rabu 25 dan Jumat 27 November" in text
    assert "Dijanjikan selesai paling lambat" in text


def test_the_ticket_is_for_one_receipt_and_for_half_an_hour(client, town):
    first, other = given_file(town), given_file(town)
    home = enter(client, first)
    cookie = client.cookies[session.NAME]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/t/{first.receipt_number}", True, "Strict")
    assert cookie["max-age"] == 30 * 60
    client.cookies[session.NAME]["path"] = "/"
    assert client.get(f"/t/{other.receipt_number}/saya/").status_code == 403
    town.tick(30)
    assert client.get(home).status_code == 200
    town.tick()
    assert client.get(home).status_code == 403


def test_a_forged_ticket_opens_nothing(client, town):
    file = given_file(town)
    for value in (
        file.receipt_number,
        f"{file.receipt_number}:1:x",
        signing.Signer(salt="x").sign(f"{file.receipt_number}:{int(town.clock.timestamp())}"),
        signing.TimestampSigner(salt="siantar.resident").sign(file.receipt_number),
    ):
        client.cookies[session.NAME] = value
        assert client.get(f"/t/{file.receipt_number}/saya/").status_code == 403


def test_what_was_typed_survives_a_ticket_that_ran_out(client, town):
    file = given_file(town)
    answer = client.post(f"/t/{file.receipt_number}/saya/penerima", {"name": "Rina Kakak"})
    assert answer.status_code == 403
    assert 'name="name" value="Rina Kakak"' in answer.content.decode()
    form = {"name": "Rina Kakak", "pin": possession.pin_of(fresh(file))}
    assert client.post(f"/t/{file.receipt_number}/saya/penerima", form).status_code == 302
    assert wish_of(file) == {"may_receive": ("", "Rina Kakak")}


def test_a_cheat_who_tries_a_thousand_pins_gets_a_hundred_tries_at_most(client, town, monkeypatch):
    """From 5 addresses over 10 receipts within the hour: 5 for each receipt, 20 from each address, never more."""
    files = [given_file(town) for _ in range(10)]
    tried: list[str] = []
    right = possession.try_pin

    def counted(application, pin, at, *, network):
        answer = right(application, pin, at, network=network)
        tried.append(application.receipt_number)
        return answer

    monkeypatch.setattr(possession, "try_pin", counted)
    chosen = random.Random(7)
    for attempt in range(1000):
        file = files[attempt % len(files)]
        guess = f"{chosen.randrange(10**6):06d}"
        if guess == possession.pin_of(fresh(file)):
            continue
        page = client.post(f"/t/{file.receipt_number}", {"pin": guess}, REMOTE_ADDR=f"10.0.0.{attempt % 5}")
        assert page.status_code in {403, 429}
    assert all(tried.count(file.receipt_number) <= possession.FROM_EVERYWHERE.free + 1 for file in files)
    assert len(tried) <= 5 * rate_limit.MOST


def test_a_wrong_pin_asks_each_counter_once(client, town):
    file = given_file(town)
    with CaptureQueriesContext(connection) as captured:
        page = client.post(f"/t/{file.receipt_number}", {"pin": "000000x"})
    assert page.status_code == 403
    looked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert sum("directory_wrongtries" in sql for sql in looked) == 1
    assert sum("feedback_knock" in sql for sql in looked) == 1
    left = [client.post(f"/t/{file.receipt_number}", {"pin": "000000x"}).status_code for _ in range(5)]
    assert left == [403] * 5  # four more that are free, then the wait is told


def test_one_address_is_stopped_over_many_receipts_and_a_right_pin_counts_for_nothing(client, town):
    files = [given_file(town) for _ in range(6)]
    for file in files[:1] * 30:
        assert client.post(f"/t/{file.receipt_number}", {"pin": possession.pin_of(fresh(file))}).status_code == 200
    answers = [client.post(f"/t/{file.receipt_number}", {"pin": "nope"}).status_code for file in files[:5] * 4]
    assert answers == [403] * 20
    last = client.post(f"/t/{files[5].receipt_number}", {"pin": possession.pin_of(fresh(files[5]))})
    assert last.status_code == 429
    assert "Terlalu banyak PIN salah" in last.content.decode()
    assert (
        client.post(
            f"/t/{files[5].receipt_number}", {"pin": possession.pin_of(fresh(files[5]))}, REMOTE_ADDR="10.9.9.9"
        ).status_code
        == 200
    )


def test_a_resident_moves_the_delivery_and_the_courier_sees_it(client, town):
    file = given_ready(town)
    home = enter(client, file)
    offered = appointments.offered_for(fresh(file), CLOCK.at)
    chosen = offered[-1]
    assert (
        client.post(f"{home}hari", {"begins_at": chosen.begins_at.isoformat()})["Location"] == f"{home}?tersimpan=hari"
    )
    wish = Appointment.objects.get(application=file)
    assert (wish.begins_at, wish.ends_at) == (chosen.begins_at, chosen.ends_at)
    assert kinds(file)[-1] == "visit_agreed"
    assert chosen.begins_at.isoformat() in TrackRow.objects.get(pk=file.receipt_number).body
    office, reader = fresh(file).office, Reader(None, CLOCK.at, "dispatch")
    assert file.receipt_number not in board(office, chosen.begins_at.date() - timedelta(days=1), reader).scene.files
    apart = board(office, chosen.begins_at.date(), reader).scene.apart
    assert list(apart) == [file.receipt_number]
    again = offered[0]
    client.post(f"{home}hari", {"begins_at": again.begins_at.isoformat()})
    assert Appointment.objects.get(application=file).begins_at == again.begins_at
    assert again.begins_at.strftime("%H.%M") in client.get(home).content.decode()
    calendar = client.get(f"{home}jadwal.ics")
    assert f"DTSTART:{again.begins_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in calendar.content.decode()
    assert not re.search("Siti|Serpong No|masjid", calendar.content.decode())


def test_before_it_is_ready_only_days_after_the_promise_are_offered(town):
    file = fresh(given_file(town))
    visits = appointments.offered_for(file, town.clock)
    assert visits
    assert all(visit.begins_at > file.standing.promised_at for visit in visits)
    assert appointments.offered_for(fresh(given_file(town, complete=False)), town.clock) == ()
    assert appointments.offered_for(fresh(given_file(town, method=Method.COUNTER)), town.clock) == ()


def test_a_window_nobody_offers_is_refused_and_nothing_is_recorded(client, town):
    file = given_ready(town)
    home = enter(client, file)
    for begins_at, status in (("2031-01-01T03:00:00+07:00", 409), ("besok", 422), ("", 422)):
        assert client.post(f"{home}hari", {"begins_at": begins_at}).status_code == status
    assert "visit_agreed" not in kinds(file)


def test_what_is_on_the_road_cannot_be_moved_any_more_and_is_said_kindly(client, town):
    file = given_on_the_road(town)
    home = enter(client, file)
    assert "sudah di tangan kurir" in client.get(home).content.decode()
    assert client.post(f"{home}cara", {"cara": "counter"}).status_code == 409
    assert client.post(f"{home}penerima", {"name": "Rina"}).status_code == 409
    assert client.post(f"{home}kontak", {"phone": "0813 1111 2222"}).status_code == 409
    assert client.post(f"{home}kontak", {"landmark": "pagar hijau"}).status_code == 302
    day = today(town.people["kurir1"], fresh(file).office, town.tick(), "run_today")
    assert (day.doors[0].address.may_receive, day.doors[0].address.landmark) == ("", "pagar hijau")


def test_collecting_instead_takes_the_item_out_of_the_run(client, town):
    file = given_ready(town)
    home = enter(client, file)
    client.post(f"{home}hari", {"begins_at": appointments.offered_for(fresh(file), CLOCK.at)[0].begins_at.isoformat()})
    assert client.post(f"{home}cara", {"cara": "counter"}).status_code == 302
    assert stage_of(file) == "ready_for_pickup"
    assert not Appointment.objects.filter(application=file).exists()
    assert not Stop.objects.filter(application=file).exists()
    town.clock = CLOCK.at
    assert town.tell("kurir1", Kind.LOADED, file.receipt_number).code == "wrong_stage"


def test_delivery_instead_needs_an_address_and_keeps_what_was_typed(client, town):
    file = given_file(town, method=Method.COUNTER)
    home = enter(client, file)
    wrong = client.post(f"{home}cara", {**DOOR, "line": ""})
    assert wrong.status_code == 422
    assert "pagar hijau" in wrong.content.decode()
    assert client.post(f"{home}cara", {**DOOR, "phone": "bukan nomor"}).status_code == 422
    assert client.post(f"{home}cara", DOOR).status_code == 302
    assert fresh(file).standing.progress["state"]["method"] == "counter"
    assert wish_of(file)["line"][1] == "Jl. Kenanga 5"
    let_wishes_hold(town)
    opened = personal(file)
    assert (opened.address.line, opened.address.rt, opened.phone) == ("Jl. Kenanga 5", "002", "+6281311112222")
    assert fresh(file).standing.progress["state"]["method"] == "courier"


def test_a_corrected_phone_is_of_this_file_alone_and_the_old_one_stays_in_the_story(client, town):
    file, other = given_file(town), given_file(town)
    home = enter(client, file)
    assert client.post(f"{home}kontak", {"phone": "0813-1111-2222", "landmark": "pagar hijau"}).status_code == 302
    assert (personal(file).phone, personal(file).address.landmark) == ("+6281234567890", "pagar hijau")
    assert wish_of(file) == {"phone": ("+6281234567890", "+6281311112222")}
    let_wishes_hold(town)
    assert (personal(file).phone, personal(other).phone) == ("+6281311112222", "+6281234567890")
    event = EventRow.objects.get(application=file, kind="contact_corrected")
    private = disclosure.private_of(event, Reader(None, town.tick(), "file_page"))
    assert private.changed == {"landmark": ("sebelah masjid", "pagar hijau")}
    assert event.data == {}
    staff_enters(client, "loket")
    page = client.get(f"/berkas/{file.receipt_number}/?data").content.decode()
    assert "sebelah masjid → pagar hijau" in page
    assert "Warga, dengan resi" in page


def test_the_letter_of_authority_and_the_proof_are_for_the_holder(client, town):
    file = given_collected(town)
    home = enter(client, file)
    assert client.get(f"{home}surat-kuasa.pdf").content[:5] == b"%PDF-"
    assert client.get(f"{home}bukti.pdf").content[:5] == b"%PDF-"
    open_file = given_file(town)
    assert client.get(f"{enter(client, open_file)}bukti.pdf").status_code == 404


def test_who_looked_is_told_by_function_and_never_by_name(client, town):
    file = given_file(town)
    staff_enters(client, "pemeriksa")
    for _ in range(3):
        client.get(f"/berkas/{file.receipt_number}/?data")
    client.logout()
    page = client.get(f"{enter(client, file)}jejak").content.decode()
    assert "Pemeriksa berkas" in page
    assert "memeriksa atau mengerjakan berkas Anda" in page
    assert "3 kali" in page
    assert "Anda sendiri, dengan resi" in page
    assert ">pemeriksa<" not in page
    preview = client.get(f"/t/{file.receipt_number}/saya/").content.decode()
    assert "Pemeriksa berkas" in preview
    assert "Anda sendiri, dengan resi" not in preview


def test_looks_are_paged_newest_first(client, town):
    file = given_file(town)
    home = enter(client, file)
    for day in range(30):
        Look.objects.create(at=town.clock - timedelta(days=day + 1), file=file.pk, why="learn_place", fields="name")
    first, second = client.get(f"{home}jejak").content.decode(), client.get(f"{home}jejak?hal=2").content.decode()
    assert "Lebih lama" in first
    assert "Lebih baru" in second
    assert client.get(f"{home}jejak?hal=apa").status_code == 200


def test_a_request_about_data_is_answered_within_three_days_and_read_by_the_resident(client, town):
    file = given_file(town)
    home = enter(client, file)
    form = {"kind": "correction", "words": "Nama saya Siti Aminah, bukan Sitti."}
    assert client.post(f"{home}permintaan", form).status_code == 302
    assert client.post(f"{home}permintaan", form).status_code == 409
    request = DataRequest.objects.get()
    assert request.due_at - request.asked_at == timedelta(hours=72)
    staff_enters(client, "loket")
    assert client.get("/berkas/permintaan/").status_code == 403
    staff_enters(client, "camat")
    DataRequest.objects.update(due_at=request.asked_at - timedelta(hours=1))
    page = client.get("/berkas/permintaan/").content.decode()
    assert "bukan Sitti" in page
    assert "lewat tenggat" in page
    assert client.post(f"/berkas/permintaan/{request.pk}/", {"words": " "}).status_code == 422
    assert client.post(f"/berkas/permintaan/{request.pk}/", {"words": "Sudah kami betulkan."}).status_code == 302
    assert client.post(f"/berkas/permintaan/{request.pk}/", {"words": "lagi"}).status_code == 409
    assert "Sudah kami betulkan." in client.get(home).content.decode()


def test_nobody_of_another_office_answers(town):
    file = given_file(town)
    request = data_requests.ask(file, DataRequest.Kind.STOP, "Hentikan.", by=town.people["warga"], at=town.tick())
    with pytest.raises(Forbidden):
        data_requests.answer(request.pk, "Ya.", by=town.people["dukcapil"], at=town.tick())
    with pytest.raises(Forbidden):
        data_requests.answer(request.pk, "Ya.", by=town.people["loket"], at=town.tick())


def test_leaving_closes_the_page_on_this_phone(client, town):
    file = given_file(town)
    home = enter(client, file)
    assert client.post(f"{home}keluar")["Location"] == f"/t/{file.receipt_number}"
    assert client.get(home).status_code == 403


@pytest.mark.parametrize("path", ["", "hari", "cara", "penerima", "kontak", "permintaan", "jejak", "surat-kuasa.pdf"])
def test_an_unknown_or_mistyped_receipt_is_answered_kindly(client, town, path):
    assert client.get(f"/t/K7PQ3M9X2ABC/saya/{path}").status_code == 404
    assert client.post(f"/t/%00/saya/{path}", {"pin": "1"}).status_code == 404


wild = st.text(st.characters(codec="utf-8"), max_size=60)


@settings(max_examples=25)
@given(
    path=st.sampled_from(["hari", "cara", "penerima", "kontak", "permintaan"]),
    form=st.dictionaries(
        st.sampled_from(
            ["begins_at", "cara", "line", "rt", "rw", "village", "landmark", "phone", "name", "kind", "words"]
        ),
        wild
        | st.sampled_from(["courier", "counter", "correction", "0812345678", "2026-11-26T08:00:00+07:00", "9" * 400]),
    ),
)
def test_nothing_typed_breaks_a_form(path, form):
    from django.db import transaction

    from tests.people import given_town

    with transaction.atomic():
        client = Client()
        file = given_file(given_town())
        status = client.post(f"{enter(client, file)}{path}", form).status_code
        transaction.set_rollback(True)
    assert status in {302, 400, 409, 422}


def test_a_browser_is_told_too_with_consent_and_five_are_enough(client, town):
    file = given_file(town)
    home = enter(client, file)
    assert client.post(f"{home}pemberitahuan", {"subscription": "bukan langganan"}).status_code == 422
    answers = []
    for number in range(6):
        address, _, _ = subscription(f"https://push{number}.example")
        answers.append(client.post(f"{home}pemberitahuan", {"subscription": address}).status_code)
    assert answers == [204] * 5 + [409]
    choices = Choice.objects.filter(application=file)
    assert {choice.channel for choice in choices} == {ChannelKind.WEBPUSH}
    assert all(choice.consent_text for choice in choices)
    assert "push0.example" not in str([bytes(choice.address_sealed) for choice in choices])


def test_a_stranger_s_wrong_pins_keep_nobody_else_from_the_receipt(client, town):
    file = given_file(town)
    for _ in range(8):
        client.post(f"/t/{file.receipt_number}", {"pin": "000000"}, REMOTE_ADDR="203.0.113.9")
    right = {"pin": possession.pin_of(fresh(file))}
    assert client.post(f"/t/{file.receipt_number}", right, REMOTE_ADDR="203.0.113.9").status_code == 403
    assert client.post(f"/t/{file.receipt_number}", right, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_many_networks_together_have_to_wait_and_the_qr_code_goes_on(client, town):
    file = given_file(town)
    for place in range(possession.FROM_EVERYWHERE.free + 1):
        client.post(f"/t/{file.receipt_number}", {"pin": "000000"}, REMOTE_ADDR=f"203.0.113.{place}")
    right = {"pin": possession.pin_of(fresh(file))}
    assert "kode QR" in client.post(f"/t/{file.receipt_number}", right, REMOTE_ADDR="198.51.100.7").text
    proof = {"proof": possession.proof_of(fresh(file))}
    assert client.post(f"/t/{file.receipt_number}/bukti", proof).status_code == 200
    town.tick(6)
    assert client.post(f"/t/{file.receipt_number}", right, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_a_resident_closes_their_page_on_all_devices(client, town):
    file = given_file(town)
    pin, page = {"pin": possession.pin_of(fresh(file))}, f"/t/{file.receipt_number}/saya/"
    borrowed = Client()
    for browser in (client, borrowed):
        browser.post(page, pin)
        assert browser.get(page).status_code == 200
    town.tick()
    client.post(f"{page}keluar", {"everywhere": "1"})
    assert borrowed.get(page).status_code == 403
    town.tick()
    borrowed.post(page, pin)
    assert borrowed.get(page).status_code == 200
