"""Residents write to the office's number: they get the stage, a hint, or a kind word; nothing they write falls over."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siantar.casework.models import TrackRow
from siantar.messaging import inbound, office_settings
from siantar.messaging.inbound import ANSWERS_AN_HOUR
from siantar.messaging.models import Choice, Inbound, Message
from siantar.messaging.sending import send_next
from siantar.rules import receipt_number
from siantar.rules.occasions import ChannelKind
from tests.clock import CLOCK
from tests.faces.test_personal_data import whole_database
from tests.messaging.test_channels import HOOK, call
from tests.messaging.test_telling import FIXED, run
from tests.people import HEAD, OFFICE, given_file, given_told_file
from tests.providers import called_by_whatsapp, serving, telegram_bot

pytestmark = pytest.mark.django_db
SENDER = "6281234567890"
SMS = "/api/v1/hooks/sms/rahasia-sms"


def write(client, text: str, id: str = "wamid.in.1", sender: str = SENDER):
    message = {"from": sender, "id": id, "timestamp": "1", "type": "text", "text": {"body": text}}
    return call(client, called_by_whatsapp(messages=[message]))


def answered() -> list[str]:
    return [message.facts["text"] for message in Message.objects.filter(occasion="answer").order_by("made_at")]


def test_a_receipt_number_gets_the_stage_in_public_words(town, whatsapp, client):
    file = given_file(town)
    assert (
        write(
            client,
            f"Halo kak, resi saya {file.receipt_number[:4]} {file.receipt_number[4:8].lower()}-{file.receipt_number[8:]} sampai mana ya?",
        ).status_code
        == 200
    )
    send_next(CLOCK.at)
    content = whatsapp.calls[0].content
    assert content["to"] == SENDER
    assert content["type"] == "text"
    text = content["text"]["body"]
    assert "Berkas diterima" in text
    assert f"/t/{file.receipt_number}" in text
    assert text.endswith(FIXED)
    assert "Siti" not in text
    assert Message.objects.get().address_sealed is None  # not kept longer than needed


def test_a_call_repeated_by_the_provider_is_answered_once(town, whatsapp, client):
    file = given_file(town)
    for _ in range(3):
        write(client, file.receipt_number)
    assert len(answered()) == 1


def test_slips_strangers_and_empty_words_are_told_apart(town, whatsapp, client):
    file = given_file(town)
    number = file.receipt_number
    slip = number[:-1] + ("A" if number[-1] != "A" else "B")
    for place, text in enumerate([slip, receipt_number.issue(2), "", "dasar pemalas!!!", "🙏" * 200_00]):
        assert write(client, text, f"id-{place}").status_code == 200
    answers = answered()
    assert "salah ketik" in answers[0]
    assert "tidak kami temukan" in answers[1]
    assert [text.startswith("Terima kasih") for text in answers[2:]] == [True, True, True]


def test_whoever_asks_too_often_is_asked_to_wait_once(town, whatsapp, client):
    file = given_file(town)
    for n in range(ANSWERS_AN_HOUR + 5):
        write(client, file.receipt_number, f"id-{n}")
    answers = answered()
    assert len(answers) == ANSWERS_AN_HOUR + 1
    assert answers[-1].startswith("Pertanyaan Anda sudah banyak")
    write(client, file.receipt_number, "another", "6281999999999")
    assert "Berkas diterima" in answered()[-1]


def test_berhenti_ends_the_messages_of_that_address(town, whatsapp, client):
    given_told_file(town)
    write(client, "Berhenti.")
    assert Choice.objects.get().withdrawn_at is not None
    assert "tidak mengirim kabar lagi" in answered()[0]


def sent_in(message, at="wamid.in.9"):
    return called_by_whatsapp(messages=[{"from": SENDER, "id": at, "timestamp": "1", **message}])


IN_ANY_TEXT = [
    "*{n}*", "{n}!", '"{n}"', "“{n}”", "{n}🙏", "No.{n}", "No. {n}", "\u200e{n}", "_{n}_", "~{n}~", "`{n}`", "resi:{n}",
    "({n})", "<{n}>", "{n}?", "{n},", "nomor resi saya {n} kak", "{low}", "{spaced}", "{dashed}", "{dotted}",
    "https://kantor.example/t/{n}/", "https://kantor.example/t/{n}?fbclid=x#{n}", "> {n}", "{n}\nterima kasih", "{wide}",
    "halo\n\n{spaced}\n\nsampai mana?", "{n}🙏🙏", "Resi={n};", "{n}\u200f", "{n}\ufe0f",
]  # fmt: skip


@pytest.mark.parametrize("text", IN_ANY_TEXT)
def test_a_number_in_any_text_gets_the_stage(town, whatsapp, client, text):
    n = given_file(town).receipt_number
    groups = (n[:4], n[4:8], n[8:])
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in n)
    write(client, text.format(n=n, low=n.lower(), spaced=" ".join(groups), dashed="-".join(groups), dotted=".".join(groups), wide=wide))
    assert "Berkas diterima" in answered()[0]


@pytest.mark.parametrize(
    "message",
    [
        {"type": "image", "image": {"id": "1", "caption": "{n}"}},
        {"type": "video", "video": {"id": "1", "caption": "resi {n}"}},
        {"type": "document", "document": {"id": "1", "filename": "resi.pdf", "caption": "*{n}*"}},
        {"type": "button", "button": {"text": "Sampai mana?", "payload": "{n}"}},
        {"type": "button", "button": {"text": "{n}", "payload": "x"}},
        {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "x", "title": "{n}"}}},
        {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "{n}", "title": "Lacak"}}},
        {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "x", "title": "KTP", "description": "{n}"}}},
        {"type": "text", "text": {"body": "{n}"}, "context": {"from": "622112345678", "id": "wamid.unknown"}},
    ],
)  # fmt: skip
def test_captions_buttons_and_lists_carry_a_number_too(town, whatsapp, client, message):
    number = given_file(town).receipt_number
    call(client, sent_in(json.loads(json.dumps(message).replace("{n}", number))))
    assert "Berkas diterima" in answered()[0]


def test_an_answer_to_our_letter_is_about_its_file(town, whatsapp, client):
    file = given_told_file(town)
    run(town)
    letter = Message.objects.get(state="sent").provider_id
    message = {"type": "text", "text": {"body": "sudah sampai mana?"}, "context": {"id": letter}}
    call(client, sent_in(message))
    assert f"/t/{file.receipt_number}" in answered()[0]
    call(client, sent_in({**message, "from": "6281999999999"}, "wamid.in.10"))  # forwarded by a stranger
    assert "Kirim nomor resi" in answered()[1]


def test_two_numbers_in_a_text_are_both_answered(town, whatsapp, client):
    numbers = [given_file(town).receipt_number for _ in range(2)]
    write(client, f"{numbers[0]} dan {numbers[1]}, lalu {receipt_number.issue(2)}")
    assert all(f"/t/{number}" in answered()[0] for number in numbers)
    assert answered()[0].count("/t/") == 2


@pytest.mark.parametrize(
    "message",
    [
        {"type": "text", "text": {"body": "Berhenti ya"}},
        {"type": "text", "text": {"body": "stop 🙏"}},
        {"type": "text", "text": {"body": "*STOP*"}},
        {"type": "image", "image": {"id": "1", "caption": "stop"}},
        {"type": "button", "button": {"text": "Berhenti", "payload": "Berhenti"}},
        {"type": "button", "button": {"text": "Jangan kirim lagi", "payload": "STOP"}},
        {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "b1", "title": "Berhenti"}}},
        {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "stop", "title": "Tidak usah"}}},
    ],
)  # fmt: skip
def test_a_short_stop_written_or_pressed_ends_the_messages(town, whatsapp, client, message):
    given_told_file(town)
    call(client, sent_in(message))
    assert Choice.objects.get().withdrawn_at is not None
    assert "tidak mengirim kabar lagi" in answered()[0]


@pytest.mark.parametrize("text", ["jangan berhenti mengirim", "kapan berhenti hujannya, saya mau ke halte stop", "stop?"])
def test_a_stop_within_a_sentence_ends_nothing(town, whatsapp, client, text):
    given_told_file(town)
    write(client, text)
    assert Choice.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    "message",
    [
        {"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": "👍"}},
        {"type": "system", "system": {"body": "User A changed from 62812 to 62813", "type": "user_changed_number"}},
        {"type": "unsupported", "errors": [{"code": 131051, "title": "Message type unknown"}]},
        {"type": "unknown", "errors": [{"code": 131051}]},
        {"type": "sticker", "sticker": {"id": "1"}},
        {"type": "location", "location": {"latitude": -6.2, "longitude": 106.6, "name": "Rumah"}},
        {"type": "contacts", "contacts": [{"name": {"formatted_name": "Siti"}}]},
        {"type": "order", "order": {}},
        {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"body": "Sent"}}},
        {"type": "text", "text": {"body": "halo"}, "from": "622112345678"},
        {"type": ["text"], "text": 7},
    ],
)
def test_what_is_no_question_is_left_in_silence(town, whatsapp, client, message):
    given_told_file(town)
    assert call(client, sent_in(message)).status_code == 200
    assert answered() == []
    assert Choice.objects.get().withdrawn_at is None


def test_a_picture_without_words_is_told_how_to_ask(town, whatsapp, client):
    call(client, sent_in({"type": "image", "image": {"id": "1"}}))
    assert "Kirim nomor resi" in answered()[0]


def test_the_telegram_bot_hears_captions_and_buttons_and_no_machines(town, client):
    number = given_file(town).receipt_number
    with serving(telegram_bot()) as bot:
        config = {"base": bot.url, "token": "123:abc", "hook_secret": "rahasia-bot"}
        office_settings.keep_channel(OFFICE, ChannelKind.TELEGRAM, config, on=True, by=HEAD)
        chat = {"id": 99887766, "type": "private"}
        updates = [
            {"message": {"chat": chat, "caption": number, "photo": []}},
            {"callback_query": {"id": "1", "data": number, "from": {"is_bot": False}, "message": {"chat": chat, "from": {"is_bot": True}}}},
            {"message": {"chat": chat, "sticker": {}}},
            {"message": {"chat": chat, "location": {"latitude": 1}}},
            {"message": {"chat": chat, "new_chat_members": []}},
            {"message": {"chat": chat, "text": number, "from": {"is_bot": True}}},
            {"message": {"chat": {"id": -5, "type": "group"}, "text": number}},
            {"edited_message": {"chat": chat, "text": number}},
            {"channel_post": {"chat": chat, "text": number}},
        ]  # fmt: skip
        for place, update in enumerate(updates):
            body = json.dumps({"update_id": place, **update})
            assert client.post("/api/v1/hooks/telegram/rahasia-bot", body, content_type="application/json").status_code == 200
        assert len(answered()) == 2
        assert all("Berkas diterima" in text for text in answered())


@pytest.mark.parametrize("wrap", [lambda entries: entries, lambda entries: {"results": entries}, lambda entries: {"messages": entries}])
def test_a_gateway_may_bring_several_messages_in_a_call(town, gateway, client, wrap):
    number = given_file(town).receipt_number
    entries = [{"from": f"0812345678{n:02}", "text": number, "id": f"{n}"} for n in range(12)]
    entries += [{"from": "081234567899", "text": "", "id": "e"}, {"from": "081234567898", "text": number, "id": "o", "fromMe": True}]
    assert client.post(SMS, json.dumps(wrap(entries)), content_type="application/json").status_code == 200
    assert len(answered()) == 12
    many = [{"from": "0812", "text": "x"}] * 1001
    answer = client.post(SMS, json.dumps(wrap(many)), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many")


def test_nothing_of_what_was_written_and_no_number_is_kept_in_clear(town, whatsapp, client):
    write(client, "nama saya Siti Rahasia, NIK 3674026304850003")
    dump = whole_database()
    for secret in (SENDER, "81234567890", "Rahasia", "3674026304850003"):
        assert secret not in dump
    assert Inbound.objects.get().outcome == "heard"


@pytest.mark.parametrize("way", ["form", "query", "json"])
def test_a_local_gateway_passes_an_sms_on(town, gateway, client, way):
    file = given_file(town)
    form = {"from": "081234567890", "text": file.receipt_number, "id": "77"}
    if way == "form":
        answer = client.post(SMS, form)
    elif way == "query":
        answer = client.get(SMS, form)
    else:
        answer = client.post(SMS, json.dumps(form), content_type="application/json")
    assert answer.status_code == 200
    send_next(CLOCK.at)
    assert gateway.calls[0].content["to"] == "081234567890"
    assert "Berkas diterima" in gateway.calls[0].content["message"]


def test_a_wrong_secret_finds_nothing(town, gateway, client):
    assert client.post("/api/v1/hooks/sms/tebakan", {"from": "0812", "text": "x"}).status_code == 404
    assert client.post("/api/v1/hooks/telegram/tebakan", "{}", content_type="application/json").status_code == 404
    office_settings.keep_channel(OFFICE, ChannelKind.SMS, office_settings.channel_of(OFFICE, ChannelKind.SMS).config, on=False, by=HEAD)
    assert client.post(SMS, {"from": "0812", "text": "x"}).status_code == 404


def test_the_telegram_bot_tells_its_number_for_the_counter(town, client):
    with serving(telegram_bot()) as bot:
        config = {"base": bot.url, "token": "123:abc", "hook_secret": "rahasia-bot"}
        office_settings.keep_channel(OFFICE, ChannelKind.TELEGRAM, config, on=True, by=HEAD)
        update = {"update_id": 5, "message": {"message_id": 1, "chat": {"id": 99887766}, "text": "/start"}}
        for _ in range(2):
            client.post("/api/v1/hooks/telegram/rahasia-bot", json.dumps(update), content_type="application/json")
        while send_next(CLOCK.at):
            pass
        assert len(bot.calls) == 1
        assert "99887766" in bot.calls[0].content["text"]


def _around(inner):
    return inner | st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)


LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
JSON = _around(_around(LEAF))
VALUE = st.fixed_dictionaries(
    {},
    optional={
        "metadata": st.just({"phone_number_id": "1007"}) | JSON,
        "statuses": st.lists(st.dictionaries(st.sampled_from(["id", "status", "errors", "biz_opaque_callback_data"]), JSON), max_size=2) | JSON,
        "messages": st.lists(st.fixed_dictionaries({"from": st.just(SENDER) | JSON, "id": JSON, "text": JSON | st.fixed_dictionaries({"body": st.text()})}), max_size=2) | JSON,
    },
)  # fmt: skip
CALL = JSON | st.fixed_dictionaries(
    {
        "entry": st.lists(
            st.fixed_dictionaries(
                {"changes": st.lists(st.fixed_dictionaries({"value": VALUE | JSON}), max_size=2) | JSON}
            ),
            max_size=2,
        )
        | JSON
    }
)
GENTLE = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@GENTLE
@given(CALL)
def test_no_call_of_whatsapp_makes_the_server_fall_over(town, whatsapp, client, body):
    assert call(client, json.dumps(body).encode()).status_code == (200 if body is not None else 400)


@GENTLE
@given(st.binary(max_size=300))
def test_no_bytes_of_whatsapp_make_the_server_fall_over(town, whatsapp, client, body):
    assert call(client, body).status_code in {200, 400}
    answer = client.post(HOOK, body, content_type="application/json", headers={"X-Hub-Signature-256": "sha256=ü"})
    assert answer.status_code == 403


@GENTLE
@given(
    st.dictionaries(st.sampled_from(["from", "text", "id", "x"]), st.text(max_size=60)),
    st.sampled_from(["GET", "form", "multipart", "json"]),
)
def test_no_sms_makes_the_server_fall_over(town, gateway, client, body, way):
    body = {name: value.encode("utf-8", "ignore").decode() for name, value in body.items()}
    if way == "GET":
        answer = client.get(SMS, body)
    elif way == "json":
        answer = client.post(SMS, json.dumps(body), content_type="application/json")
    elif way == "form":
        answer = client.post(
            SMS, "&".join(f"{k}={v}" for k, v in body.items()), content_type="application/x-www-form-urlencoded"
        )
    else:
        answer = client.post(SMS, body)
    assert answer.status_code in {200, 400}


@GENTLE
@given(
    st.binary(max_size=200),
    st.sampled_from(
        ["application/json", "multipart/form-data; boundary=x", "text/plain", "application/x-www-form-urlencoded"]
    ),
)
def test_no_bytes_of_a_gateway_make_the_server_fall_over(town, gateway, client, body, kind):
    for address in (SMS, "/api/v1/hooks/telegram/rahasia-sms"):
        assert client.post(address, body, content_type=kind).status_code in {200, 400, 404}


def test_a_call_larger_than_any_of_a_provider_is_refused(town, whatsapp, client):
    answer = call(client, b"x" * 3_200_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert call(client, b"[" * 100_000).status_code == 400


@GENTLE
@given(st.text(max_size=400))
def test_any_words_find_a_number_or_none(town, text):
    numbers, _ = inbound.numbers_in(text)
    assert all(receipt_number.parse_receipt(number) == number for number in numbers)


def reads_as_another(number):
    try:
        return receipt_number.parse_receipt(f"resisaya{number[:4]}")
    except ValueError:
        return ""


def test_words_beside_the_number_that_make_another_one_do_not_hide_it(town, whatsapp, client):
    row = TrackRow.objects.get(pk=given_file(town).receipt_number)
    number = next(candidate for candidate in (receipt_number.issue(2, entropy=place * 7**12) for place in range(1, 5000)) if reads_as_another(candidate))
    TrackRow.objects.create(receipt_number=number, body=row.body.replace(row.pk, number), etag=row.etag)
    text = f"resi saya {receipt_number.grouped(number)} sudah sampai mana?"
    assert set(inbound.numbers_in(text)[0]) == {reads_as_another(number), number}
    write(client, text)
    assert receipt_number.grouped(number) in answered()[0]
    assert "tidak ditemukan" not in answered()[0]
