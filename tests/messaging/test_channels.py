"""The far ends speak their real protocols: refusals, limits, silence, doubles, status told later."""

import base64
import contextlib
import json
from datetime import timedelta
from email import message_from_string, policy
from io import StringIO
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management import call_command

from siantar.catalogue.words import Words
from siantar.directory.models import User
from siantar.messaging import http, office_settings
from siantar.messaging.channels.webpush import sealing
from siantar.messaging.models import ChannelSetting, Choice, Message
from siantar.messaging.preferences import MessageWish
from siantar.messaging.sending import send_next
from siantar.rules.occasions import ChannelKind, Occasion
from siantar.rules.vocabulary import Kind, Role
from tests.messaging.conftest import given_gateway
from tests.messaging.test_telling import FIXED, run, state_of, texts_of
from tests.people import HEAD, OFFICE, enter, given_told_file
from tests.providers import called_by_whatsapp, mail_server, push_service, serving, signed, telegram_bot

pytestmark = pytest.mark.django_db
HOOK = "/api/v1/hooks/whatsapp"


def call(client, body: bytes, secret: str = "rahasia-app"):
    headers = {"X-Hub-Signature-256": signed(body, secret)}
    return client.post(HOOK, body, content_type="application/json", headers=headers)


def test_whatsapp_is_given_a_template_in_the_residents_language(town, whatsapp):
    given_told_file(town)
    run(town)
    content = whatsapp.calls[0].content
    assert whatsapp.calls[0].path == "/1007/messages"
    assert content["to"] == "6281234567890"
    assert content["template"]["name"] == "siantar_kabar"
    assert content["template"]["language"] == {"code": "id"}
    assert content["biz_opaque_callback_data"] == str(Message.objects.get().bundle)
    assert all("\n" not in parameter["text"] for parameter in content["template"]["components"][0]["parameters"])


def test_a_gateway_that_dies_for_an_hour_and_comes_back_loses_nothing(town, whatsapp):
    whatsapp.broken = True
    given_told_file(town)
    for _ in range(6):
        assert run(town, 10) <= 1
    assert state_of(Occasion.RECEIVED) == ["waiting"]
    assert Message.objects.get().problem.startswith("answered 503")
    whatsapp.broken = False
    run(town, 60)
    assert state_of(Occasion.RECEIVED) == ["sent"]
    ids = {call.content["biz_opaque_callback_data"] for call in whatsapp.calls}
    assert len(ids) == 1  # every try carried the same key


def test_a_provider_that_says_wait_is_left_alone_until_then(town, whatsapp):
    whatsapp.next.append((429, {"Retry-After": "900"}, {"error": {"code": 130429}}))
    given_told_file(town)
    given_told_file(town, address="0812-9999-1111")
    run(town)
    assert len(whatsapp.calls) == 1  # the second did not even try
    run(town, 5)
    assert len(whatsapp.calls) == 1
    run(town, 16)
    assert len(whatsapp.calls) == 3
    assert state_of(Occasion.RECEIVED) == ["sent", "sent"]


@pytest.mark.parametrize("odd", ["hang", "cut", (200, {}, b"<html>"), (500, {}, {}), (302, {"Location": "/"}, {})])
def test_silence_and_nonsense_are_tried_again(town, whatsapp, monkeypatch, odd):
    if odd == "hang":  # the others answer at once, however busy the machine is
        monkeypatch.setattr(http.request, "__kwdefaults__", {"body": b"", "timeout": 1.0})
    whatsapp.next.append(odd)
    given_told_file(town)
    run(town)
    run(town, 120)
    assert len(whatsapp.calls) in {1, 2}
    assert state_of(Occasion.RECEIVED) == (["dead"] if odd[0] == 302 else ["sent"])


def test_a_wrong_token_waits_for_a_person_and_costs_no_tries(town, whatsapp, client):
    whatsapp.next.append((401, {}, {"error": {"code": 190}}))
    given_told_file(town)
    for _ in range(3):
        run(town, 30)
    message = Message.objects.get()
    assert (message.state, message.tries) == ("waiting", 0)
    assert len(whatsapp.calls) == 1
    press_again(client)
    run(town, 3 * 24 * 60)
    assert state_of(Occasion.RECEIVED) == ["sent"]


def press_again(client, kind: str = "whatsapp"):
    enter(client, "loket")
    return client.post(f"/pesan/saluran/{kind}/coba-lagi/", follow=True).content.decode()


OFFICE_FAULTS = [
    (401, 190), (401, 0), (500, 3), (403, 10), (403, 200), (403, 299), (400, 33), (400, 100), (403, 368), (403, 130497),
    (403, 131031), (400, 131037), (400, 131042), (500, 131045), (403, 131005), (400, 131008), (400, 132000),
    (404, 132001), (400, 132005), (400, 132007), (400, 132012), (400, 132015), (400, 132016), (400, 132068),
    (400, 133006), (400, 133010), (400, 133015), (404, 134011), (400, "132016"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "code"), OFFICE_FAULTS)
def test_a_refusal_of_the_office_stops_the_channel_and_kills_no_letter(town, whatsapp, client, status, code):
    whatsapp.next.append((status, {}, {"error": {"code": code}}))
    given_told_file(town)
    given_told_file(town, address="0812-9999-1111")
    run(town)
    run(town, 60)
    assert len(whatsapp.calls) == 1
    assert state_of(Occasion.RECEIVED) == ["waiting", "waiting"]
    assert {message.problem for message in Message.objects.all()} == {f"stopped {status} {code}"}
    assert not office_settings.channel_of(OFFICE, ChannelKind.WHATSAPP).sends
    assert "dicoba lagi" in press_again(client)
    run(town, 3 * 24 * 60)
    assert state_of(Occasion.RECEIVED) == ["sent", "sent"]


@pytest.mark.parametrize("code", [131026, 131047, 131049, 131050, 131021, 130472, 131009, 999999, "x", None, True, []])
def test_a_refusal_of_the_receiver_ends_this_letter_alone(town, whatsapp, code):
    whatsapp.next.append((400, {}, {"error": {"code": code}}))
    given_told_file(town)
    given_told_file(town, address="0812-9999-1111")
    run(town)
    assert sorted(state_of(Occasion.RECEIVED)) == ["dead", "sent"]


@pytest.mark.parametrize("code", [1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016, 135000])
def test_a_limit_or_an_outage_is_tried_again_by_itself(town, whatsapp, code):
    whatsapp.next.append((400, {}, {"error": {"code": code}}))
    given_told_file(town)
    run(town)
    assert state_of(Occasion.RECEIVED) == ["waiting"]
    run(town, 120)
    assert state_of(Occasion.RECEIVED) == ["sent"]


def test_letters_of_a_stopped_channel_go_the_next_way_that_works(town, whatsapp, gateway):
    whatsapp.next.append((400, {}, {"error": {"code": 131042}}))
    for _ in range(2):
        given_told_file(town, also=[MessageWish(ChannelKind.SMS, "0812-3456-7890")])
    run(town)
    given_told_file(town, also=[MessageWish(ChannelKind.SMS, "0812-3456-7890")])
    run(town)
    run(town)
    assert len(whatsapp.calls) == 1
    assert sorted(state_of(Occasion.RECEIVED)) == ["dropped"] * 3 + ["sent"] * 3


def test_a_next_way_that_does_not_work_either_is_not_taken(town, whatsapp):
    whatsapp.next.append((400, {}, {"error": {"code": 131042}}))
    given_told_file(town, also=[MessageWish(ChannelKind.SMS, "0812-3456-7890")])
    run(town)
    assert state_of(Occasion.RECEIVED) == ["waiting"]


def test_the_office_is_told_on_its_page_and_by_doctor_and_may_write_by_hand(town, whatsapp, client):
    whatsapp.next.append((400, {}, {"error": {"code": 131042}}))
    given_told_file(town)
    run(town)
    enter(client, "loket")
    page = client.get("/pesan/").content.decode()
    assert "WhatsApp berhenti sejak" in page
    assert "Pembayaran atau saldonya bermasalah" in page
    assert "1 pesan menunggu" in page
    assert "Buka di WhatsApp" in page
    report = doctor()
    assert "saluran whatsapp berhenti (answered 400 131042), 1 pesan menunggu" in report
    client.post(f"/pesan/{Message.objects.get().pk}/", {"act": "mark"})
    assert "berhenti sejak" not in press_again(client)
    run(town, 60)
    assert state_of(Occasion.RECEIVED) == ["sent"]
    assert len(whatsapp.calls) == 1
    assert "saluran whatsapp" not in doctor()


def doctor() -> str:
    lines = StringIO()
    with contextlib.suppress(SystemExit):
        call_command("doctor", stdout=lines)
    return lines.getvalue()


@pytest.mark.parametrize("code", [131042, 368, 132016, 190])
def test_a_refusal_of_the_office_told_later_stops_the_channel_too(town, whatsapp, client, code):
    given_told_file(town)
    run(town)
    failed = {"id": Message.objects.get().provider_id, "status": "failed", "errors": [{"code": code}]}
    for _ in range(2):
        assert call(client, called_by_whatsapp(statuses=[failed])).status_code == 200
    run(town, 10)
    assert state_of(Occasion.RECEIVED) == ["waiting"]
    assert not office_settings.channel_of(OFFICE, ChannelKind.WHATSAPP).sends
    press_again(client)
    run(town, 3 * 24 * 60)
    assert state_of(Occasion.RECEIVED) == ["sent"]


def test_a_limit_told_later_is_tried_again(town, whatsapp, client):
    given_told_file(town)
    run(town)
    failed = {"id": Message.objects.get().provider_id, "status": "failed", "errors": [{"code": 131048}]}
    call(client, called_by_whatsapp(statuses=[failed]))
    assert state_of(Occasion.RECEIVED) == ["waiting"]
    run(town, 3 * 24 * 60)
    assert state_of(Occasion.RECEIVED) == ["sent"]


def test_an_error_of_the_account_in_a_call_without_letters_stops_the_channel(town, whatsapp, client):
    body = json.loads(called_by_whatsapp())
    body["entry"][0]["changes"][0]["value"]["errors"] = [{"code": 131031}]
    assert call(client, json.dumps(body).encode()).status_code == 200
    assert office_settings.channel_of(OFFICE, ChannelKind.WHATSAPP).stopped_by == "answered 131031"


@pytest.mark.parametrize("amount", [151, 901, 1000])
def test_of_a_thousand_statuses_in_a_call_none_is_lost(town, whatsapp, client, amount):
    file = given_told_file(town)
    run(town)
    message = Message.objects.get()
    ids = [f"wamid.{place:04}" + "x" * 50 for place in range(amount)]
    Message.objects.bulk_create(
        Message(
            id=uuid4(), office_id=OFFICE, application=file, occasion="received", channel="whatsapp", state="sent",
            receiver_index=b"x", provider_id=id, made_at=message.made_at, not_before=message.made_at,
            expires_at=message.expires_at,
        )
        for id in ids
    )  # fmt: skip
    more = {"recipient_id": "6281234567890", "timestamp": "1", "pricing": {"billable": True, "category": "utility"}}
    statuses = [{"id": id, "status": ("delivered", "read")[place % 2], **more} for place, id in enumerate(ids)]
    assert call(client, called_by_whatsapp(statuses=statuses)).status_code == 200
    states = [Message.objects.get(provider_id=id).state for id in (ids[0], ids[1], ids[-1])]
    assert states == ["delivered", "read", ("delivered", "read")[(amount - 1) % 2]]
    assert Message.objects.filter(state="sent", provider_id__in=ids).count() == 0


def test_a_call_beyond_the_limit_is_refused_whole_and_says_so(town, whatsapp, client):
    given_told_file(town)
    run(town)
    statuses = [{"id": Message.objects.get().provider_id, "status": "read"}] * 1001
    answer = call(client, called_by_whatsapp(statuses=statuses))
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")
    assert answer.json()["code"] == "too_many"
    assert "1000" in answer.json()["title"]
    assert Message.objects.get().state == "sent"


def test_a_number_without_whatsapp_goes_on_to_the_next_channel(town, whatsapp, gateway):
    whatsapp.next.append((400, {}, {"error": {"code": 131026, "message": "Message undeliverable"}}))
    given_told_file(town, also=[MessageWish(ChannelKind.SMS, "0812-3456-7890")])
    run(town)
    assert state_of(Occasion.RECEIVED) == ["dropped", "sent"]
    assert gateway.calls[0].content["to"] == "081234567890"


def test_a_letter_nobody_takes_is_shown_to_a_person(town, whatsapp):
    whatsapp.next.append((400, {}, {"error": {"code": 131026}}))
    given_told_file(town)
    run(town)
    message = Message.objects.get()
    assert (message.state, message.problem) == ("dead", "answered 400 131026")


def test_too_many_tries_end_with_a_person(town, whatsapp):
    whatsapp.broken = True
    given_told_file(town)
    for _ in range(40):
        run(town, 61)
    assert Message.objects.get().state in {"dead", "waiting"}
    for _ in range(40):
        run(town, 61)
    assert Message.objects.get().state == "dead"


def test_status_calls_tell_what_became_of_it_and_repeated_ones_nothing_new(town, whatsapp, client):
    given_told_file(town)
    run(town)
    id = Message.objects.get().provider_id
    for status, state in [("sent", "sent"), ("delivered", "delivered"), ("read", "read"), ("delivered", "read")]:
        body = called_by_whatsapp(statuses=[{"id": id, "status": status, "recipient_id": "6281234567890"}])
        assert call(client, body).status_code == 200
        assert call(client, body).status_code == 200
        assert Message.objects.get().state == state


def test_a_failure_told_later_goes_on_to_the_next_channel_once(town, whatsapp, gateway, client):
    given_told_file(town, also=[MessageWish(ChannelKind.SMS, "0812-3456-7890")])
    run(town)
    failed = {"id": "unknown", "status": "failed", "errors": [{"code": 131026}]}
    failed["biz_opaque_callback_data"] = str(Message.objects.get().bundle)
    for _ in range(2):
        call(client, called_by_whatsapp(statuses=[failed]))
    run(town, 3 * 24 * 60)  # calls come at the time of the real clock
    assert state_of(Occasion.RECEIVED) == ["dropped", "sent"]
    assert len(gateway.calls) == 1


def test_calls_with_a_wrong_signature_change_nothing(town, whatsapp, client):
    given_told_file(town)
    run(town)
    body = called_by_whatsapp(statuses=[{"id": Message.objects.get().provider_id, "status": "read"}])
    assert call(client, body, "tebakan").status_code == 403
    assert client.post(HOOK, body, content_type="application/json").status_code == 403
    assert Message.objects.get().state == "sent"


def test_meta_verifies_the_address_with_the_offices_token(town, whatsapp, client):
    query = {"hub.mode": "subscribe", "hub.verify_token": "rahasia-uji", "hub.challenge": "1158201444"}
    answer = client.get(HOOK, query)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    assert client.get(HOOK, {**query, "hub.verify_token": "tebakan"}).status_code == 403
    assert client.get(HOOK, {**query, "hub.challenge": "<script>"}).status_code == 403


@pytest.mark.parametrize(
    ("encoding", "method", "kind"),
    [
        ("form", "POST", "application/x-www-form-urlencoded"),
        ("json", "POST", "application/json"),
        ("query", "GET", None),
    ],
)
def test_a_local_gateway_is_described_not_programmed(town, gateway, encoding, method, kind):
    given_gateway(gateway, encoding=encoding, method=method, headers="Authorization: kunci-uji", id_field="ref")
    given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    call = gateway.calls[0]
    assert (call.method, call.headers.get("content-type")) == (method, kind)
    assert call.headers["authorization"] == "kunci-uji"
    assert (call.content["to"], call.content["userkey"], call.content["ref"]) == (
        "081234567890", "abc", str(Message.objects.get().bundle),
    )  # fmt: skip
    assert call.content["message"].endswith(FIXED)
    assert Message.objects.get().provider_id == "1"


def test_a_gateway_that_answers_200_and_did_not_take_it_is_not_believed(town, gateway):
    gateway.next.append((200, {}, {"status": "5", "text": "Nomor tujuan salah"}))
    given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    assert state_of(Occasion.RECEIVED) == ["dead"]


SMS_ACCOUNT = [
    (401, {}), (403, {}), (402, {}), (200, {"status": "5", "text": "Userkey / Passkey Salah"}),
    (200, {"status": "7", "text": "Saldo tidak mencukupi"}), (200, {"status": "0", "reason": "insufficient quota"}),
    (400, {"message": "Insufficient balance for destination"}), (422, {"error": "invalid token"}),
    (200, {"status": "0", "reason": "disconnected device"}), (400, {"detail": "Kuota habis"}),
    (200, {"status": "3", "text": "Masa aktif habis"}),
]  # fmt: skip


@pytest.mark.parametrize(("status", "reply"), SMS_ACCOUNT)
def test_a_gateway_that_refuses_the_office_stops_and_goes_on_when_told(town, gateway, client, status, reply):
    gateway.next.append((status, {}, reply))
    given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    run(town, 60)
    assert state_of(Occasion.RECEIVED) == ["waiting"]
    assert len(gateway.calls) == 1
    press_again(client, "sms")
    run(town, 3 * 24 * 60)
    assert state_of(Occasion.RECEIVED) == ["sent"]


@pytest.mark.parametrize(
    ("status", "reply"),
    [
        (200, {"status": "1x", "text": "Nomor tujuan tidak aktif", "balance": 5000}),
        (400, {"message": "invalid target number", "device": "1"}),
        (404, {"error": "recipient unknown"}),
    ],
)
def test_a_gateway_that_refuses_a_number_ends_this_letter_alone(town, gateway, status, reply):
    gateway.next.append((status, {}, reply))
    given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    assert state_of(Occasion.RECEIVED) == ["dead"]
    assert office_settings.channel_of(OFFICE, ChannelKind.SMS).sends


HIDDEN_ACCOUNT = [  # what gateways say behind 200 when the office has to act, and no sign of success is filled in
    {"status": False, "reason": "insufficient quota"}, {"status": "0", "text": "Saldo tidak mencukupi"},
    {"success": False, "message": "Invalid token"}, {"error": {"code": 401, "message": "Unauthorized api key"}},
    {"code": 200, "status": "error", "data": {"detail": "device disconnected"}}, {"message": "Saldo Anda habis, silakan top up"},
    {"messages": [{"status": "9", "error-text": "x", "error_text": "Partner quota exceeded"}], "error": "quota exceeded"},
    b"ERR: 301, no credit", b"0|Insufficient balance", b"GAGAL. Kuota SMS habis", b"<response><status>1</status><text>userkey salah</text></response>",
    {"result": "failed", "reason": "Masa aktif habis"}, {"Status": "NOK", "Text": "password salah"}, [{"status": "failed", "why": "balance too low"}],
    b"Your account has zero balance", b"out of credits",
]  # fmt: skip
HIDDEN_REFUSAL = [  # and when only this letter is refused
    {"status": False, "reason": "target invalid"}, {"success": "false", "message": "Nomor tujuan salah"}, {"status": "failed"},
    {"errors": ["msisdn is not valid"]}, {"ok": False}, b"Gagal: nomor tidak valid", b"<!doctype html><title>Login</title>",
    {"sent": False}, {"data": {"status": "rejected"}}, {"status": 0, "message": "Invalid recipient number"}, b"ERROR 12",
]  # fmt: skip
TAKEN = [  # and what is success all the same
    {"status": "1", "text": "Success", "balance": 5000}, {"status": True, "quota": 12, "process": "pending"}, b"OK", b"", {},
    {"messages": [{"status": "0", "message-id": "0A", "remaining-balance": "3.14"}]}, {"code": 200, "error": None}, b"12345",
    {"status": "success", "errors": []}, b"Sent. Your balance is 500", {"status": "0", "text": "Success"}, {"error": 0, "id": "7"},
    b"<message><status>0</status><text>Success</text></message>", {"error": False, "message": "Antar gagal dikirim"}, {"id": 7},
    {"status": "queued", "credit_used": 1}, {"result": "accepted"}, b"1701|6281234567890|id-7", {"statusCode": 101, "status": "Success"},
]  # fmt: skip


def given_answer_without_sign(town, gateway, reply):
    given_gateway(gateway, success="", reply_id="")
    gateway.next.append((200, {}, reply))
    given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    channel = office_settings.channel_of(OFFICE, ChannelKind.SMS)
    return state_of(Occasion.RECEIVED), channel.sends


@pytest.mark.parametrize("reply", HIDDEN_ACCOUNT, ids=str)
def test_a_gateway_without_sign_that_hides_an_empty_account_behind_200_stops(town, gateway, reply):
    assert given_answer_without_sign(town, gateway, reply) == (["waiting"], False)


@pytest.mark.parametrize("reply", HIDDEN_REFUSAL, ids=str)
def test_a_gateway_without_sign_that_hides_a_refusal_behind_200_is_not_believed(town, gateway, reply):
    assert given_answer_without_sign(town, gateway, reply) == (["dead"], True)


@pytest.mark.parametrize("reply", TAKEN, ids=str)
def test_a_gateway_without_sign_that_took_it_is_believed(town, gateway, reply):
    assert given_answer_without_sign(town, gateway, reply) == (["sent"], True)


def test_words_a_gateway_repeats_from_the_message_are_not_its_own(town, gateway):
    given_gateway(gateway, success="", reply_id="")
    office_settings.keep_wording(
        office_settings.wording_of(OFFICE, Occasion.RECEIVED), on=True, text=Words("Gagal, error, saldo habis? Tidak.", "x"),
        by=HEAD, at=town.clock,
    )
    gateway.answer = lambda call: (200, {}, f"to 0812: {call.content['message']}".encode())
    given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    assert state_of(Occasion.RECEIVED) == ["sent"]


def test_without_a_sign_of_success_the_office_and_the_operator_are_told(town, gateway, client):
    User.objects.create_user("admin", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    enter(client, "admin")

    def spoken() -> list[bool]:
        lines = StringIO()
        call_command("doctor", stdout=lines)
        pages = [client.get(path).content.decode() for path in ("/pesan/pengaturan/", "/pesan/pengaturan/saluran/sms/")]
        return ["sms tanpa tanda berhasil" in lines.getvalue(), *("Tanda berhasil belum diisi" in page for page in pages)]

    assert spoken() == [False, False, False]
    given_gateway(gateway, success="")
    assert spoken() == [True, True, True]


def test_mail_goes_out_as_plain_text_and_refusals_are_told_apart(town):
    with mail_server() as server:
        config = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "sender": "kabar@kantor.example"}
        office_settings.keep_channel(OFFICE, ChannelKind.EMAIL, config, on=True, by=HEAD)
        given_told_file(town, channel=ChannelKind.EMAIL, address="siti@warga.example")
        run(town)
        receiver, raw = server.mails[0]
        mail = message_from_string(raw, policy=policy.default)
        assert receiver == "siti@warga.example"
        assert not mail.is_multipart()
        assert mail.get_content().strip().endswith(FIXED)
        assert mail["Message-ID"].startswith(f"<{Message.objects.get().bundle}@")
        server.refuses = {"pindah@warga.example": 550, "penuh@warga.example": 452}
        for address in server.refuses:
            given_told_file(town, channel=ChannelKind.EMAIL, address=address)
        run(town)
        assert sorted(state_of(Occasion.RECEIVED)) == ["dead", "sent", "waiting"]
        given_told_file(town, channel=ChannelKind.EMAIL, address="ani@warga.example")
        run(town)  # a full mailbox holds up nobody else
        assert server.mails[-1][0] == "ani@warga.example"


@pytest.mark.parametrize(
    "refusal",
    ["554 5.7.1 Relay access denied", "530 5.7.0 Authentication required", "535 5.7.8 bad credentials", "550 not logged in"],
)
def test_a_mail_server_that_refuses_the_office_stops_the_channel(town, client, refusal):
    with mail_server() as server:
        config = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "sender": "kabar@kantor.example"}
        office_settings.keep_channel(OFFICE, ChannelKind.EMAIL, config, on=True, by=HEAD)
        server.refuses = {"siti@warga.example": refusal}
        given_told_file(town, channel=ChannelKind.EMAIL, address="siti@warga.example")
        run(town)
        assert state_of(Occasion.RECEIVED) == ["waiting"]
        assert "saluran email berhenti" in doctor()
        server.refuses = {}
        press_again(client, "email")
        run(town, 3 * 24 * 60)
        assert state_of(Occasion.RECEIVED) == ["sent"]


def test_a_mail_server_without_the_login_the_office_set_stops_the_channel(town):
    with mail_server() as server:
        config = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "sender": "kabar@kantor.example"}
        office_settings.keep_channel(OFFICE, ChannelKind.EMAIL, {**config, "username": "a", "password": "b"}, on=True, by=HEAD)
        given_told_file(town, channel=ChannelKind.EMAIL, address="siti@warga.example")
        run(town)
        assert (state_of(Occasion.RECEIVED), server.mails) == (["waiting"], [])


@pytest.mark.parametrize("status", [401, 403])
def test_a_push_service_that_refuses_our_key_stops_browser_notices_and_nothing_else(town, whatsapp, status):
    with serving(push_service()) as service:
        service.next.append((status, {}, b""))
        address, _, _ = subscription(service.url)
        file = given_told_file(town, also=[MessageWish(ChannelKind.WEBPUSH, address)])
        run(town)
        assert sorted(state_of(Occasion.RECEIVED)) == ["sent", "waiting"]
        assert not office_settings.channel_of(OFFICE, ChannelKind.WEBPUSH).sends
        town.tell("loket", Kind.WENT_MISSING, file.receipt_number)
        run(town)
        assert (len(service.calls), len(whatsapp.calls)) == (1, 2)


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_ended_is_removed_from_every_file(town, whatsapp, status):
    with serving(push_service()) as service:
        address, _, _ = subscription(service.url)
        wish = MessageWish(ChannelKind.WEBPUSH, address)
        files = [given_told_file(town, also=[wish]) for _ in range(2)]
        service.next.append((status, {}, b""))
        run(town)
        for file in files:
            town.tell("loket", Kind.WENT_MISSING, file.receipt_number)
        run(town)
        assert len(service.calls) == 1
        assert set(Choice.objects.values_list("channel", flat=True)) == {"whatsapp"}


@pytest.mark.parametrize("status", [401, 404])
def test_a_bot_without_a_token_stops_the_channel(town, status):
    with serving(telegram_bot()) as bot:
        config = {"base": bot.url, "token": "123:abc", "hook_secret": "x"}
        office_settings.keep_channel(OFFICE, ChannelKind.TELEGRAM, config, on=True, by=HEAD)
        bot.next.append((status, {}, {"ok": False}))
        given_told_file(town, channel=ChannelKind.TELEGRAM, address="99887766")
        run(town)
        assert state_of(Occasion.RECEIVED) == ["waiting"]
        assert not office_settings.channel_of(OFFICE, ChannelKind.TELEGRAM).sends


def test_settings_that_are_saved_anew_let_the_channel_go_on(town, whatsapp):
    whatsapp.next.append((401, {}, {"error": {"code": 190}}))
    given_told_file(town)
    run(town)
    config = office_settings.channel_of(OFFICE, ChannelKind.WHATSAPP).config
    office_settings.keep_channel(OFFICE, ChannelKind.WHATSAPP, config, on=True, by=HEAD)
    run(town)
    assert state_of(Occasion.RECEIVED) == ["sent"]


def test_a_mail_server_that_is_not_there_is_tried_again(town):
    config = {"host": "127.0.0.1", "port": "9", "security": "none", "sender": "kabar@kantor.example"}
    office_settings.keep_channel(OFFICE, ChannelKind.EMAIL, config, on=True, by=HEAD)
    given_told_file(town, channel=ChannelKind.EMAIL, address="siti@warga.example")
    run(town)
    assert Message.objects.get().problem == "unreachable ConnectionRefusedError"


def test_the_telegram_bot_speaks_waits_and_is_blocked(town):
    with serving(telegram_bot()) as bot:
        office_settings.keep_channel(
            OFFICE, ChannelKind.TELEGRAM, {"base": bot.url, "token": "123:abc", "hook_secret": "x"}, on=True, by=HEAD
        )
        bot.next.append((429, {}, {"ok": False, "parameters": {"retry_after": 300}}))
        given_told_file(town, channel=ChannelKind.TELEGRAM, address="99887766")
        run(town)
        assert ChannelSetting.objects.get().rests_until is not None
        run(town, 30)
        assert bot.calls[1].path == "/bot123:abc/sendMessage"
        assert bot.calls[1].content["chat_id"] == 99887766
        bot.next.append((403, {}, {"ok": False, "description": "bot was blocked by the user"}))
        given_told_file(town, channel=ChannelKind.TELEGRAM, address="99887766")
        run(town)
        assert state_of(Occasion.RECEIVED) == ["sent", "dead"]


def subscription(url: str) -> tuple[str, ec.EllipticCurvePrivateKey, bytes]:
    browser, secret = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
    point = browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": base64.urlsafe_b64encode(point).decode(), "auth": base64.urlsafe_b64encode(secret).decode()}
    return json.dumps({"endpoint": f"{url}/push/1", "keys": keys}), browser, secret


def test_a_browser_is_told_besides_the_phone_and_forgotten_when_it_is_gone(town, whatsapp):
    with serving(push_service()) as service:
        address, _, _ = subscription(service.url)
        file = given_told_file(town, also=[MessageWish(ChannelKind.WEBPUSH, address)])
        run(town)
        assert (len(whatsapp.calls), len(service.calls)) == (1, 1)
        call = service.calls[0]
        assert call.headers["content-encoding"] == "aes128gcm"
        assert call.headers["authorization"].startswith("vapid t=")
        assert b"KTP" not in call.body
        service.next.append((410, {}, b""))
        town.tell("loket", Kind.WENT_MISSING, file.receipt_number, reason="tidak di rak")
        run(town)
        assert sorted(state_of(Occasion.MISSING)) == ["dead", "sent"]
        assert not Choice.objects.filter(channel=ChannelKind.WEBPUSH).exists()
        town.tell("loket", Kind.FOUND, file.receipt_number)
        run(town)
        assert len(service.calls) == 2  # never called again


def test_sealing_for_a_browser_follows_the_example_of_rfc_8291():
    plain = b"When I grow up, I want to be a watermelon"
    sender = ec.derive_private_key(
        int.from_bytes(sealing.unpadded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
    )
    sealed = sealing.seal(
        plain,
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        sender=sender,
        salt=sealing.unpadded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    wanted = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert sealed == sealing.unpadded(wanted)


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.example/1", "https://10.0.0.1/1", "https://localhost/1", "https://db.internal/1", "file:///etc"],
)
def test_a_subscription_never_leads_into_the_operators_own_net(town, endpoint):
    browser = json.loads(subscription("https://push.example")[0])
    assert office_settings.KNOWN[ChannelKind.WEBPUSH].address_of(json.dumps(browser))
    assert office_settings.KNOWN[ChannelKind.WEBPUSH].address_of(json.dumps({**browser, "endpoint": endpoint})) is None


def test_an_office_without_a_gateway_gets_prepared_messages(town):
    given_told_file(town)
    run(town)
    assert state_of(Occasion.RECEIVED) == ["by_hand"]


def test_a_worker_that_died_in_the_middle_is_followed_by_another(town, whatsapp):
    from siantar.casework.consequences import relay
    from siantar.messaging import outbox

    given_told_file(town)
    relay(town.tick())
    lost = outbox.claim(town.tick(10))
    assert lost is not None
    assert not send_next(town.tick(1))  # its lease still runs
    assert send_next(town.tick(5))
    assert outbox.sent(lost, "too late", town.clock) is False
    message = Message.objects.get()
    assert (message.state, message.tries, message.bundle) == ("sent", 2, lost.id)
    assert message.told_at - town.clock < timedelta(minutes=1)
    assert len(texts_of(whatsapp)) == 1
