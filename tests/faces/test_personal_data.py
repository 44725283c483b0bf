"""Personal data is a loan: after a whole journey neither the database in clear nor the log knows the invented people."""

from __future__ import annotations

import logging
import re
from uuid import uuid4

import pytest
from django.db import connection

from siantar.casework import persons
from siantar.casework.consequences import relay_all
from siantar.casework.persons import Word
from siantar.feedback import complaints
from siantar.privacy.models import Look
from tests.clock import CLOCK
from tests.faces.test_api import Api
from tests.legacy.test_old_registers import imported, line
from tests.letters.cast import given_issued, given_letter_town
from tests.people import enter, given_file, given_town

pytestmark = pytest.mark.django_db

NAME, FORMER, OF_OLD, IN_LETTER = "Ngatiyem Suwarsih", "Ngatijah Suwarsih", "Poniyem Darsinah", "Siti Aminah"
NIK, PHONE, STREET, LANDMARK = "3674026304850003", "81234567890", "Jl. Angsana Raya 117", "rumah pagar jingga"
RECEIVER, HEIR, LATITUDE, NOTE = "Kartolo Penerima", "Paijo Wakilnya", "6.26012345", "titip kunci di bu Sarinem"
SECRETS = (NIK, PHONE, STREET, LANDMARK, RECEIVER, HEIR, LATITUDE, NOTE, "Sarinem")
ADDRESS = {"line": STREET, "rt": "001", "rw": "004", "landmark": LANDMARK, "lat": -6.26012345, "lon": 106.66}
HAND_IN = {
    "id": "01936f6e-0000-7000-8000-000000000001",
    "service": "ktp-el-hilang",
    "applicant": {"name": FORMER, "nik": NIK, "phone": f"0{PHONE}"},
    "documents": [
        {"requirement": "kk", "kind": "copy"},
        {"requirement": "surat-kehilangan-polisi", "kind": "original"},
    ],
    "return": {"method": "courier", "address": ADDRESS, "may_receive": HEIR},
}


def whole_database() -> str:
    """Every value of every table as text."""
    values = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                values += [value.tobytes() if isinstance(value, memoryview) else value for value in row]
    return "\n".join(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in values)


@pytest.fixture
def walked(client, caplog):
    """A file from the counter to the door, with every kind of personal data told on the way."""
    caplog.set_level(logging.DEBUG)
    camat = given_town().people["camat"]
    people = {name: Api(client, name) for name in ("loket", "pemeriksa", "penghubung", "dukcapil", "kurir1")}
    receipt = people["loket"].post("/applications", HAND_IN).json()
    number = receipt["receipt_number"]
    corrected = {"id": str(uuid4()), "changes": {"name": NAME}, "reason": "salah dengar"}
    assert people["loket"].post(f"/applications/{number}/corrections", corrected).status_code == 200
    for kind in ("check_started", "check_passed"):
        people["pemeriksa"].tell(kind, number)
    bundle = people["penghubung"].post("/batches", {"to": "36.74-disdukcapil", "receipt_numbers": [number]}).json()
    people["penghubung"].tell("sent", batch_number=bundle["number"])
    people["dukcapil"].tell("arrived", batch_number=bundle["number"])
    people["dukcapil"].tell("completed", number)
    people["penghubung"].tell("came_back", number)
    people["loket"].tell("made_ready", number)
    courier, position = people["kurir1"], {"lat": -6.26012345, "lon": 106.66, "accuracy_m": 8}
    for act, form in (("penerima", {"name": HEIR}), ("kontak", {"phone": f"0{PHONE}"})):  # later it is too late
        assert client.post(f"/t/{number}/saya/{act}", {**form, "pin": receipt["pin"]}).status_code == 302
    courier.tell("loaded", number)
    for act, form in (
        ("kontak", {"landmark": LANDMARK}),
        ("permintaan", {"kind": "stop", "words": f"{NOTE}, {STREET}"}),
    ):
        assert client.post(f"/t/{number}/saya/{act}", {**form, "pin": receipt["pin"]}).status_code == 302
    client.get(f"/t/{number}/saya/surat-kuasa.pdf")
    courier.tell("delivery_failed", number, reason="house_empty", note=NOTE, position=position)
    handed = {"receiver_name": RECEIVER, "relation": "same_kk", "identity_check": "pin", "pin": receipt["pin"]}
    assert courier.tell("delivered", number, data=handed, position=position)["stage"] == "delivered"
    client.post(f"/t/{number}", {"pin": receipt["pin"]})
    client.post(f"/t/{number}/bukti", {"proof": receipt["proof"]})
    points = {f"u{n}": "4" for n in range(1, 10)}
    assert (
        client.post(f"/skm/{number}", {**points, "thanks": NOTE, "grief": RECEIVER, "pin": receipt["pin"]}).status_code
        == 302
    )
    form = {"nature": "plain", "topic": "delivery", "words": f"{RECEIVER}, {STREET}", "contact": PHONE, "resi": number}
    filed = client.post("/pengaduan/", form)["Location"].partition("?")[0]
    complaints.answer(filed.rpartition("/")[2], "Sudah kami antar.", by=camat, at=CLOCK.at)
    assert client.post(filed, {"words": HEIR}).status_code == 302
    client.login(username="loket", password="rahasia-uji")
    client.get(f"/berkas/{number}/")
    client.get(f"/berkas/{number}/?data")
    for typed in (NIK, NAME):
        assert number in client.post("/berkas/", {"q": typed, "urut": "nama"}).text.replace(" ", "")
    client.post("/berkas/tampilan/", {"q": NAME, "name": "Ini", "urut": "nama"})
    client.post("/berkas/excel/", {"q": NAME})
    client.get(f"/loket/resi/{number}/58mm.pdf?ulang=1")
    return receipt


def named_in(dump: str, name: str) -> list[str]:
    """The values of the database in which this name stands, or one of its words, as it is written or folded."""
    words = "|".join([name, *name.split()])
    return re.findall(rf"(?i)^.*(?<![a-z0-9+/])(?:{words})(?![a-z0-9+/=]).*$", dump, re.MULTILINE)


def test_the_database_in_clear_knows_nobody(walked):
    dump = whole_database()
    assert walked["receipt_number"] in dump
    for name in (NAME, FORMER):
        assert named_in(dump, name) == []
    for secret in (*SECRETS, walked["proof"]):
        assert secret not in dump, secret
    assert walked["pin"] not in dump.split("\n")


def test_neither_a_letter_nor_an_old_book_names_anybody_in_clear(client):
    town = given_letter_town()
    letter = given_issued(town)
    assert letter.application.applicant_name == IN_LETTER
    imported(town, line(name=OF_OLD))
    separated = given_file(town)
    persons.separate(separated, Word(uuid4(), "orang lain", town.people["loket"], town.tick()))
    relay_all(CLOCK.at)
    enter(client, "camat")
    assert OF_OLD in client.post("/berkas/", {"q": OF_OLD.split()[1]}).text
    dump = whole_database()
    assert letter.number in dump
    for name in (IN_LETTER, OF_OLD):
        assert named_in(dump, name) == []


def test_the_look_for_names_sees_them():
    dump = "x\n{'name': 'ngatiyem'}\n Suwarsih\nngatiyemx\nNGATIYEM SUWARSIH\n"
    assert len(named_in(dump, NAME)) == 3


def test_the_log_knows_nobody(walked, caplog):
    log = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    for secret in (*SECRETS, walked["proof"], *NAME.split(), *FORMER.split()):
        assert secret not in log, secret
    assert not re.search(rf"(?<![\d.]){walked['pin']}(?!\d)", log)


def test_the_public_answer_knows_nobody(walked, client):
    number = walked["receipt_number"]
    text = client.get(f"/api/v1/track/{number}").content.decode() + client.get(f"/t/{number}").content.decode()
    for secret in (*SECRETS, walked["proof"], *NAME.split(), *FORMER.split(), "kurir1"):
        assert secret not in text, secret


def test_each_opening_left_a_trace(walked):
    reasons = set(Look.objects.values_list("why", flat=True))
    assert {"file_page", "print_receipt", "resident:pin", "resident:receipt_scanned"} <= reasons
