"""The page of messages: what waits for a person, who did it, and settings that keep cheats' words out."""

import json
import re
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from siantar.casework.consequences import relay
from siantar.directory.models import User
from siantar.messaging import office_settings
from siantar.messaging.models import Choice, Courtesy, Message, Wording
from siantar.privacy.models import Look
from siantar.rules.occasions import ChannelKind, Occasion
from siantar.rules.vocabulary import Kind, Role
from tests.faces.test_api import Api
from tests.messaging.conftest import WHATSAPP
from tests.messaging.test_telling import FIXED, run
from tests.people import OFFICE, enter, given_file, given_told_file
from tests.providers import cloud_api, serving

pytestmark = pytest.mark.django_db
ADDRESS = "0812-3456-7890"


@pytest.fixture
def admin(town, client):
    User.objects.create_user("admin", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    enter(client, "admin")
    return client


def given_prepared(town) -> Message:
    given_told_file(town)
    run(town)
    return Message.objects.get(state="by_hand")


def test_an_officer_opens_the_prepared_message_with_one_click(town, client, settings):
    message = given_prepared(town)
    enter(client, "loket")
    page = client.get("/pesan/").content.decode()
    assert "Siti Aminah" in page
    assert "81234567890" not in page
    answer = client.get(f"/pesan/{message.pk}/wa/")
    link = urlsplit(answer["Location"])
    assert (link.netloc, link.path) == ("wa.me", "/6281234567890")
    text = parse_qs(link.query)["text"][0]
    assert text.endswith(FIXED)
    assert "Siti" not in text
    assert Look.objects.filter(why="tell_by_hand", file=message.application_id).count() == 1


def test_whoever_agreed_to_sms_is_not_written_to_by_whatsapp(town, client):
    given_told_file(town, channel=ChannelKind.SMS)
    run(town)
    message = Message.objects.get(state="by_hand")
    enter(client, "loket")
    assert "Buka di WhatsApp" not in client.get("/pesan/").content.decode()
    assert client.get(f"/pesan/{message.pk}/wa/").status_code == 404
    assert not Look.objects.filter(why="tell_by_hand").exists()


def test_who_sent_it_and_when_is_kept(town, client):
    message = given_prepared(town)
    enter(client, "loket")
    client.post(f"/pesan/{message.pk}/", {"act": "mark"})
    message.refresh_from_db()
    assert (message.state, str(message.by_id)) == ("sent", town.people["loket"].person)
    assert message.told_at is not None
    assert "Siti Aminah" not in client.get("/pesan/").content.decode()
    again = client.post(f"/pesan/{message.pk}/", {"act": "mark"}, follow=True).content.decode()
    assert "Sudah diselesaikan oleh orang lain." in again


def test_people_without_a_channel_are_told_at_the_counter(town, client):
    given_file(town, complete=False)
    relay(town.tick())
    enter(client, "loket")
    page = client.get("/pesan/").content.decode()
    assert "Berkas belum lengkap" in page
    client.post(f"/pesan/{Message.objects.get().pk}/", {"act": "mark"})
    assert Message.objects.get().by_id == int(town.people["loket"].person)


def test_a_failed_message_is_tried_again_or_settled(town, client, whatsapp):
    whatsapp.next.append((400, {}, {"error": {"code": 131026}}))
    given_told_file(town)
    run(town)
    enter(client, "loket")
    assert "Penyedia menolak. Jawabannya: 400 131026" in client.get("/pesan/").content.decode()
    id = Message.objects.get().pk
    client.post(f"/pesan/{id}/", {"act": "again"})
    run(town, 3 * 24 * 60)
    assert Message.objects.get().state == "sent"
    Message.objects.update(state="dead")
    client.post(f"/pesan/{id}/", {"act": "done"})
    assert Message.objects.get().state == "dropped"


@pytest.mark.parametrize("act", ["mark", "again", "done", "", "x"])
def test_another_office_neither_sees_nor_settles_it(town, client, act):
    message = given_prepared(town)
    User.objects.create_user("lain", password="rahasia-uji", office_id="36.74-disdukcapil", roles=[Role.COUNTER])
    enter(client, "lain")
    assert "Siti" not in client.get("/pesan/").content.decode()
    assert client.get(f"/pesan/{message.pk}/wa/").status_code == 404
    client.post(f"/pesan/{message.pk}/", {"act": act})
    message.refresh_from_db()
    assert message.state == "by_hand"
    assert client.get(f"/pesan/{uuid4()}/wa/").status_code == 404


@pytest.mark.parametrize("who", ["loket", "kurir1", "dukcapil"])
def test_only_administrator_and_signatory_change_the_settings(town, client, who):
    enter(client, who)
    for path in ("", "saluran/whatsapp/", "kata/received/"):
        assert client.get(f"/pesan/pengaturan/{path}").status_code == 403
    enter(client, "camat")
    assert client.get("/pesan/pengaturan/").status_code == 200


def test_a_channel_that_is_not_set_up_is_said_so_and_the_test_shows_what_came_back(admin):
    assert "Belum disiapkan" in admin.get("/pesan/pengaturan/").content.decode()
    where = "/pesan/pengaturan/saluran/whatsapp/"
    form = admin.post(where, {"on": "on"})
    assert form.status_code == 422
    assert "Tanpa ini saluran tidak dapat dinyalakan" in form.content.decode()
    with serving(cloud_api()) as provider:
        filled = {**WHATSAPP, "base": provider.url, "template": "siantar_kabar", "on": "on"}
        assert admin.post(where, filled).status_code == 302
        admin.post(where, {"test": "1", "address": ADDRESS})
        page = admin.get(where).content.decode()
        assert "Pesan uji diterima penyedia. Nomornya: wamid.0" in page
        assert "token-uji" not in page
        assert "rahasia-app" not in page
        admin.post(where, {**filled, "token": "", "app_secret": "", "verify_token": ""})  # left empty: kept
        assert office_settings.channel_of(OFFICE, ChannelKind.WHATSAPP).config["token"] == "token-uji"
        provider.next.append((401, {}, {"error": {"code": 190}}))
        admin.post(where, {"test": "1", "address": ADDRESS})
        assert "Penyedia menolak. Jawabannya: 401 190" in admin.get(where).content.decode() or (
            "401 190" in admin.get(where).content.decode()
        )
        wrong = admin.post(where, {"test": "1", "address": "bukan nomor"})
        assert wrong.status_code == 422
    admin.post(where, {"test": "1", "address": ADDRESS})
    assert "Penyedia tidak dapat dihubungi" in admin.get(where).content.decode()


@pytest.mark.parametrize("kind", list(office_settings.KNOWN))
def test_every_channel_and_every_wording_has_its_page(admin, kind):
    assert admin.get(f"/pesan/pengaturan/saluran/{kind}/").status_code == 200
    assert admin.get("/pesan/pengaturan/saluran/merpati/").status_code == 404
    assert admin.get("/pesan/pengaturan/kata/gosip/").status_code == 404


@pytest.mark.parametrize("occasion", list(Occasion))
def test_every_occasion_is_previewed_whole_in_both_languages(admin, occasion):
    page = admin.get(f"/pesan/pengaturan/kata/{occasion}/").content.decode()
    assert page.count("01WZ K4T7 B2M9") >= 2
    assert "Layanan ini GRATIS" in page
    assert "This service is FREE" in page
    assert page.count("{") == page.count("{layanan}") + page.count("{resi}") + sum(
        page.count(f"{{{name}}}")
        for name in ("kantor", "janji", "kurang", "alasan", "sebab", "jendela", "perkiraan", "berikut", "instansi", "terlambat", "simpan", "henti", "jasa", "kiriman")
    )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Halo {nama}", "Isian ini tidak dikenal di sini: nama"),
        ("Buka https://siantar-gratis.com", "Hapus: https://siantar-gratis.com"),
        ("Balas dengan NIK Anda", "Hapus: NIK"),
        ("Hubungi 0812-3456-7890", "Hapus: 0812-3456-7890"),
    ],
)
def test_words_of_a_cheat_are_refused_and_nothing_typed_is_lost(admin, text, error):
    answer = admin.post("/pesan/pengaturan/kata/received/", {"on": "on", "text_id": text, "text_en": "", "save": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert error in page
    assert text in page
    assert not Wording.objects.exists()


def test_words_are_previewed_before_they_are_kept(admin):
    where, form = "/pesan/pengaturan/kata/received/", {"on": "on", "text_id": "Halo, {layanan} masuk.", "text_en": ""}
    assert "Halo, KTP-el hilang masuk." in admin.post(where, {**form, "preview": "1"}).content.decode()
    assert not Wording.objects.exists()
    admin.post(where, {**form, "save": "1"})
    assert Wording.objects.get().text_id == "Halo, {layanan} masuk."
    admin.post(where, {"text_id": "", "text_en": "", "save": "1"})
    row = Wording.objects.get()
    assert (row.on, row.text_id) == (False, "")


@pytest.mark.parametrize("daily", ["0", "99", "banyak", ""])
def test_courtesy_is_kept_and_odd_numbers_are_refused(admin, daily):
    form = {"quiet_from": "21:00", "quiet_until": "06:00", "daily_most": "3", "gather_minutes": "10"}
    assert admin.post("/pesan/pengaturan/", {**form, "daily_most": daily}).status_code == 422
    admin.post("/pesan/pengaturan/", form)
    row = Courtesy.objects.get()
    assert (row.quiet_from.hour, row.daily_most, row.gather_minutes) == (21, 3, 10)


def test_a_consent_is_withdrawn_at_the_counter_and_given_anew_for_another_channel(town, client, whatsapp):
    file = given_told_file(town)
    run(town)
    enter(client, "loket")
    where = f"/pesan/berkas/{file.receipt_number}/"
    page = client.get(where).content.decode()
    assert "Saya setuju Kecamatan Serpong Utara" in page
    assert "Terkirim" in page
    assert "81234567890" not in page
    client.post(where, {"withdraw": "1"})
    assert Choice.objects.get().withdrawn_at is not None
    form = {"told_by": "sms", "told_at": "0812 3456 7890", "told_in": "id"}
    assert client.post(where, form).status_code == 422  # without the consent
    assert client.post(where, {}).status_code == 200
    assert client.post(where, {"told_at": "x"}).status_code == 422
    client.post(where, {**form, "agrees": "on"})
    assert [choice.channel for choice in Choice.objects.filter(withdrawn_at=None)] == ["sms"]


def test_the_owner_of_another_offices_file_stays_unknown(town, client):
    file = given_told_file(town)
    User.objects.create_user("lain", password="rahasia-uji", office_id="36.74-disdukcapil", roles=[Role.COUNTER])
    enter(client, "lain")
    where = f"/pesan/berkas/{file.receipt_number}/"
    assert client.get(where).status_code == 404
    assert client.post(where, {"withdraw": "1"}).status_code == 404
    assert Choice.objects.get().withdrawn_at is None


def hand_in(**more):
    return {"id": str(uuid4()), "service": "ktp-el-hilang", "applicant": {"name": "Siti", "phone": ADDRESS}, **more}


def test_a_program_hands_in_with_a_channel_and_the_consent(town, client):
    wish = {"channel": "sms", "address": ADDRESS, "language": "en", "consent": True}
    answer = Api(client, "loket").post("/applications", hand_in(messages=wish))
    assert answer.status_code == 201
    choice = Choice.objects.get()
    assert (choice.channel, choice.language) == ("sms", "en")
    assert choice.consent_text.startswith("I agree")
    two = [wish, {**wish, "channel": "email", "address": "siti@warga.example"}]
    assert Api(client, "loket").post("/applications", hand_in(messages=two)).status_code == 201


@pytest.mark.parametrize(
    "wish",
    [
        {"channel": "sms", "address": "bukan nomor", "consent": True}, {"channel": "sms", "address": ADDRESS, "consent": False},
        {"channel": "merpati", "address": ADDRESS, "consent": True}, {"channel": "sms", "address": ADDRESS}, "sms",
    ],
)  # fmt: skip
def test_a_wish_that_is_none_is_refused_and_nothing_is_handed_in(town, client, wish):
    answer = Api(client, "loket").post("/applications", hand_in(messages=wish))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert not Choice.objects.exists()


def counter_form(**more):
    return {
        "id": str(uuid4()),
        "service": "ktp-el-hilang",
        "name": "Siti",
        "phone": ADDRESS,
        "brought_by": "applicant",
        "method": "counter",
        "paper-ktp-el-hilang-kk": "copy",
        "paper-ktp-el-hilang-surat-kehilangan-polisi": "original",
        **more,
    }


def test_the_counter_keeps_channel_language_and_consent(town, client):
    enter(client, "loket")
    client.post("/loket/", counter_form(told_by="whatsapp", told_in="id", agrees="on"))
    choice = Choice.objects.get()
    assert choice.consent_text.startswith("Saya setuju Kecamatan Serpong Utara")
    assert client.post("/loket/", counter_form()).status_code == 302
    assert Choice.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"told_by": "whatsapp"}, "Bacakan persetujuannya dulu"),
        ({"told_by": "email", "agrees": "on"}, "tidak cocok dengan salurannya"),
        ({"told_by": "sms", "phone": "x", "agrees": "on"}, "tidak cocok dengan salurannya"),
    ],
)
def test_the_counter_is_told_what_is_missing_and_loses_nothing(town, client, more, error):
    enter(client, "loket")
    answer = client.post("/loket/", counter_form(**more))
    assert answer.status_code == 422
    assert error in answer.content.decode()
    assert 'value="Siti"' in answer.content.decode()


def test_no_secret_of_a_channel_stands_in_the_database_in_clear(town, whatsapp):
    from tests.faces.test_personal_data import whole_database

    given_told_file(town)
    run(town)
    dump = whole_database()
    for secret in ("token-uji", "rahasia-app", "81234567890"):
        assert secret not in dump


def test_the_log_knows_nobody_who_was_told(town, whatsapp, caplog, client):
    caplog.set_level("DEBUG")
    whatsapp.next.extend([(401, {}, {"error": {"code": 190}}), (503, {}, {})])
    file = given_told_file(town)
    for _ in range(3):
        run(town, 60)
    town.tell("loket", Kind.WENT_MISSING, file.receipt_number, reason="x")
    run(town)
    log = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    for secret in ("81234567890", "Siti", "token-uji", json.dumps("Layanan")):
        assert secret not in log


def test_people_are_called_one_after_the_other_and_each_number_opened_leaves_a_trace(client, town):
    files = [given_file(town, complete=False) for _ in range(3)]
    run(town)
    enter(client, "loket")
    page = client.get("/pesan/").text
    assert "+6281234567890" not in page
    rows = re.findall(r'name="row" value="([0-9a-f-]{36})"', page)
    assert len(rows) == 3
    opened = client.get(f"/pesan/?telepon={rows[0]}").text
    assert opened.count('href="tel:+6281234567890"') == 1
    assert Look.objects.filter(why="tell_by_hand").count() == 1
    after = client.post(f"/pesan/{rows[0]}/", {"act": "mark", "next": rows[1]})
    assert after.url == f"/pesan/?telepon={rows[1]}"
    assert client.post(f"/pesan/{rows[1]}/", {"act": "mark", "next": "//evil.example"}).url == "/pesan/"
    answer = client.post("/pesan/sudah/", {"row": [rows[2], rows[0], "x"]}, follow=True).text
    assert "1 orang sudah diberi tahu" in answer and "Centang dulu" in client.post("/pesan/sudah/", follow=True).text
    assert not Message.objects.filter(state="by_hand").exists() and len(files) == 3


def channel_fields(**more: str) -> dict[str, str]:
    fields = {"on": "on", "url": "https://sms.penyedia.example/kirim", "method": "POST", "encoding": "form", "number_field": "to",
              "text_field": "message", "number_form": "0812", "from_field": "from", "said_field": "text", "said_id_field": "id"}  # fmt: skip
    return {**fields, **more}


def test_a_stored_secret_is_asked_again_where_the_address_changed(client, town):
    enter(client, "camat")
    page = "/pesan/pengaturan/saluran/sms/"
    assert client.post(page, channel_fields(headers="X-Key: rahasia")).status_code == 302
    elsewhere = "https://pencuri.example/kirim"
    refused = client.post(page, channel_fields(url=elsewhere))
    assert refused.status_code == 422 and "Alamatnya berubah" in refused.text and elsewhere in refused.text
    assert office_settings.channel_of(OFFICE, ChannelKind.SMS).config["url"] == "https://sms.penyedia.example/kirim"
    assert client.post(page, channel_fields(url="http://sms.penyedia.example/kirim")).status_code == 422  # in the clear
    assert client.post(page, channel_fields(url="https://sms.penyedia.example/v2")).status_code == 302
    assert office_settings.channel_of(OFFICE, ChannelKind.SMS).config["headers"] == "X-Key: rahasia"
    assert client.post(page, channel_fields(url=elsewhere, headers="X-Key: baru")).status_code == 302


def test_secrets_of_incoming_calls_are_ours_and_best_in_a_header(client, town):
    enter(client, "camat")
    page = "/pesan/pengaturan/saluran/sms/"
    client.post(page, channel_fields(hook_secret="tebak"))
    secret = office_settings.channel_of(OFFICE, ChannelKind.SMS).config["hook_secret"]
    assert len(secret) >= 32 and secret in client.get(page).text
    call = {"from": "081298765432", "text": "status"}
    by_header = {"Authorization": f"Bearer {secret}"}
    assert client.post("/api/v1/hooks/sms", call, headers=by_header).status_code == 200
    assert client.post("/api/v1/hooks/sms", call).status_code == 404
    client.post(f"{page}rahasia/")
    assert client.post("/api/v1/hooks/sms", call, headers=by_header).status_code == 404
    assert client.post(f"/api/v1/hooks/sms/{office_settings.channel_of(OFFICE, ChannelKind.SMS).config['hook_secret']}", call).status_code == 200
