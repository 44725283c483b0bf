"""What happens to a file reaches its owner: once, in time, in words that cheat nobody."""

import pytest

from siantar.casework.consequences import relay, relay_all
from siantar.casework.models import EventRow
from siantar.catalogue.words import Words
from siantar.messaging import office_settings, preferences
from siantar.messaging.models import Choice, Message
from siantar.messaging.preferences import MessageWish
from siantar.messaging.sending import send_next
from siantar.privacy.models import Look
from siantar.rules.occasions import ChannelKind, Occasion
from siantar.rules.vocabulary import Kind
from tests.people import HEAD, given_file, given_finished, given_told_file
from tests.providers import Provider

pytestmark = pytest.mark.django_db
FIXED = "Layanan ini GRATIS. Petugas tidak pernah meminta NIK, OTP, PIN, atau transfer melalui WhatsApp/telepon."


def run(town, minutes: int = 10) -> int:
    """Relay and send as the worker does, some minutes later; how many parcels went out."""
    relay_all(town.tick())
    at = town.tick(minutes)
    sent = 0
    while send_next(at):
        sent += 1
    return sent


def texts_of(provider: Provider) -> list[str]:
    """What the provider was given to say."""
    texts = []
    for call in provider.calls:
        body = call.content
        if "template" in body:
            texts.append(" | ".join(parameter["text"] for parameter in body["template"]["components"][0]["parameters"]))
        elif "messaging_product" in body:
            texts.append(body["text"]["body"])
        else:
            texts.append(body.get("message") or body.get("text"))
    return texts


def state_of(occasion: Occasion) -> list[str]:
    return list(Message.objects.filter(occasion=occasion).order_by("made_at").values_list("state", flat=True))


def test_a_family_with_three_files_is_told_once(town, whatsapp):
    for service in ("ktp-el-hilang", "kk-baru", "kia"):
        given_told_file(town, service)
    run(town)
    assert len(whatsapp.calls) == 1
    assert "3 berkas Anda: berkas diterima." in texts_of(whatsapp)[0]
    assert state_of(Occasion.RECEIVED) == ["sent"] * 3
    assert run(town, 60) == 0
    assert len(whatsapp.calls) == 1


def test_the_relay_tells_each_event_once_however_often_it_runs(town, whatsapp):
    given_told_file(town)
    assert relay(town.tick()) == 1
    assert relay(town.tick()) == 0
    EventRow.objects.update(relayed_at=None)  # as if the worker had been killed before the transaction ended
    assert relay(town.tick()) == 1
    assert Message.objects.count() == 1


def test_every_stage_of_a_file_is_told_in_its_words(town, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    given_finished(town, file=file)
    run(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    run(town)
    town.tick(24 * 60)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    run(town)
    town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="house_empty")
    run(town)
    texts = texts_of(gateway)
    assert "sudah kami terima" in texts[0]
    assert "sudah jadi" in texts[1]
    assert "siap diantar" in texts[2]
    assert "berangkat hari ini" in texts[3]
    assert "rumah kosong. Kami coba sekali lagi" in texts[4]
    for text in texts:
        assert text.endswith(FIXED)
        assert f"/t/{file.receipt_number}" in text
        assert "Siti" not in text
        assert "3674" not in text


def test_what_is_overtaken_before_it_was_said_is_not_said(town, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    given_finished(town, file=file)
    relay(town.tick())
    assert state_of(Occasion.SENT) == ["dropped"]  # it came back before anybody was told it had left
    assert state_of(Occasion.FINISHED) == ["waiting"]


def test_missing_papers_are_named_and_a_reason_gives_nothing_away(town, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    for reason, expected in [("foto buram", True), ("NIK Siti salah", False), ("hubungi 0812 3456 7890", False)]:
        town.tell("pemeriksa", Kind.FOUND_INCOMPLETE, file.receipt_number, reason=reason)
        run(town, 24 * 60)
        assert (reason in texts_of(gateway)[-1]) is expected
        town.tell("loket", Kind.DOCUMENTS_COMPLETED, file.receipt_number)
        town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)


def test_a_file_at_the_data_centre_is_told_with_its_reason(town, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    for who, kind, more in [
        ("pemeriksa", Kind.CHECK_STARTED, {}), ("pemeriksa", Kind.CHECK_PASSED, {}),
        ("penghubung", Kind.SENT, {"to": "36.74-disdukcapil", "bundle": "B1"}), ("dukcapil", Kind.ARRIVED, {}),
        ("dukcapil", Kind.HELD, {"reason": "data_centre"}),
    ]:  # fmt: skip
        town.tell(who, kind, file.receipt_number, **more)
    run(town)
    assert any("menunggu di pusat data" in text for text in texts_of(gateway))


def test_who_chose_nothing_is_on_the_list_of_people_to_tell(town):
    file = given_file(town, complete=False)
    relay(town.tick())
    message = Message.objects.get()
    assert (message.channel, message.state, message.application_id) == ("paper", "by_hand", file.pk)
    assert run(town) == 0


def test_a_switched_off_occasion_is_not_told(town, whatsapp):
    wording = office_settings.wording_of(town.office.code, Occasion.RECEIVED)
    office_settings.keep_wording(wording, on=False, text=Words("", ""), by=HEAD, at=town.clock)
    given_told_file(town)
    assert run(town) == 0
    assert Message.objects.count() == 0


def test_the_offices_own_words_are_said(town, gateway):
    wording = office_settings.wording_of(town.office.code, Occasion.RECEIVED)
    office_settings.keep_wording(wording, on=True, text=Words("Halo, {layanan} sudah masuk.", ""), by=HEAD, at=town.clock)
    given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    assert "Halo, KTP-el hilang sudah masuk." in texts_of(gateway)[0]


def test_nobody_is_told_of_what_happened_before_they_agreed(town, whatsapp):
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    preferences.choose(file, MessageWish(ChannelKind.WHATSAPP, "081234567890"), by=town.people["loket"], at=town.tick())
    relay(town.tick())
    assert Message.objects.count() == 0


def test_a_worker_started_on_an_old_database_writes_to_nobody(town, whatsapp):
    given_told_file(town)
    town.tick(5 * 24 * 60)
    relay(town.clock)
    assert Message.objects.count() == 0
    assert not EventRow.objects.filter(relayed_at=None).exists()


def test_a_withdrawn_consent_ends_what_waits(town, whatsapp):
    file = given_told_file(town)
    relay(town.tick())
    assert preferences.withdraw(file, by=town.people["warga"], at=town.tick()) == 1
    assert run(town) == 0
    assert whatsapp.calls == []
    assert state_of(Occasion.RECEIVED) == ["dropped"]
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    town.tell("pemeriksa", Kind.FOUND_INCOMPLETE, file.receipt_number, reason="foto buram")
    run(town)
    assert state_of(Occasion.INCOMPLETE) == ["by_hand"]


def test_what_was_recorded_by_mistake_and_taken_back_is_not_told(town, whatsapp):
    file = given_told_file(town)
    run(town)
    town.tell("loket", Kind.WENT_MISSING, file.receipt_number, reason="tidak di rak")
    event = EventRow.objects.get(kind=Kind.WENT_MISSING)
    relay(town.tick())
    town.tell("camat", Kind.CORRECTED, file.receipt_number, reason="salah tekan", data={"event": str(event.pk)})
    run(town)
    assert state_of(Occasion.MISSING) == ["dropped"]
    assert len(whatsapp.calls) == 1


def test_at_night_nobody_is_woken(town, whatsapp):
    town.tick(12 * 60 + 30)  # 20.30
    given_told_file(town)
    assert run(town) == 0
    assert whatsapp.calls == []
    assert run(town, 11 * 60) == 1  # after seven


def test_the_fifth_message_of_a_day_waits_for_tomorrow_and_goes_with_the_sixth(town, gateway):
    for n in range(4):
        given_told_file(town, channel=ChannelKind.SMS)
        assert run(town) == 1, n
    given_told_file(town, channel=ChannelKind.SMS)
    given_told_file(town, channel=ChannelKind.SMS)
    assert run(town) == 0
    assert run(town, 24 * 60) == 1
    assert "2 berkas Anda" in texts_of(gateway)[-1]


def test_the_consent_is_kept_with_its_words_and_its_time(town):
    file = given_told_file(town)
    choice = Choice.objects.get()
    assert choice.consent_at == file.handed_in_at
    assert "WhatsApp" in choice.consent_text
    assert "cabut kapan saja" in choice.consent_text
    assert b"81234567890" not in bytes(choice.address_sealed)


def test_english_is_spoken_to_whoever_asked_for_it(town, gateway):
    file = given_file(town)
    preferences.choose(file, MessageWish(ChannelKind.SMS, "081234567890", "en"), by=town.people["loket"], at=file.handed_in_at)
    run(town)
    assert "We have your file for" in texts_of(gateway)[0]
    assert texts_of(gateway)[0].endswith("by WhatsApp or telephone.")


def test_a_resident_who_moved_from_one_channel_leaves_no_trace_of_reading_by_people(town, whatsapp):
    given_told_file(town)
    run(town)
    assert not Look.objects.filter(fields__contains="message_address").exists()
