"""Every door says the same of a file: which way it went, why it ended, and whether the promise still stands."""

import json
from datetime import timedelta

import pytest

from siantar.casework import forecasts, possession, tracking
from siantar.casework.models import Application, EventRow, Standing, TrackRow
from siantar.catalogue.models import Service
from siantar.directory.models import Office
from siantar.faces.public import fast_path
from siantar.messaging.models import Message
from siantar.privacy.looks import Reader
from siantar.rules.vocabulary import Kind, Method
from tests.clock import CLOCK
from tests.faces.test_api import Api
from tests.messaging.test_telling import run
from tests.people import COLLECTED, enter, given_file, given_finished, given_on_the_road, given_told_file, given_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_town()


def public(client, file, language="id"):
    client.cookies["django_language"] = language
    page = client.get(f"/t/{file.receipt_number}").content.decode()
    client.cookies["django_language"] = "id"
    return page


def answer(client, file):
    return client.get(f"/api/v1/track/{file.receipt_number}").json()


def given_signed(town):
    file = given_file(town, "pengantar-skck", method=Method.COUNTER)
    for who, kind in (("pemeriksa", Kind.CHECK_STARTED), ("pemeriksa", Kind.CHECK_PASSED), ("camat", Kind.SIGNED)):
        assert town.tell(who, kind, file.receipt_number).result == "recorded"
    return file


def test_a_signed_letter_never_left_the_house(town, client):
    file = given_signed(town)
    assert answer(client, file)["label"] == "Selesai, sudah ditandatangani"
    assert answer(client, file)["timeline"][-1]["label"] == "Selesai, sudah ditandatangani"
    assert "diterima kembali" not in public(client, file)
    assert "Finished, signed" in public(client, file, "en")
    enter(client, "loket")
    page = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert "Selesai, sudah ditandatangani" in page
    assert "diterima kembali" not in page


def test_a_file_that_came_back_says_so(town, client):
    file = given_finished(town)
    assert answer(client, file)["label"] == "Selesai, diterima kembali di kecamatan"
    assert [entry.get("agency") for entry in answer(client, file)["timeline"]] == [
        None, None, "Disdukcapil", "Disdukcapil", None,
    ]  # fmt: skip


def test_another_agency_is_named_on_every_door(town, client):
    Office.objects.create(code="imigrasi", number=9, name="Kantor Imigrasi", nature="agency", uses_siantar=False)
    service = Service.objects.get(office=town.office, code="ktp-el-hilang")
    service.steps = ["imigrasi"]
    service.save()
    file = given_told_file(town)
    number = file.receipt_number
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        town.tell("pemeriksa", kind, number)
    town.tell("penghubung", Kind.SENT, number, to="imigrasi", bundle="B1")
    assert answer(client, file)["label"] == "Dikirim ke Kantor Imigrasi"
    page = public(client, file)
    assert "Disdukcapil" not in page
    assert "dalam perjalanan ke Kantor Imigrasi" in page
    town.tell("penghubung", Kind.ARRIVED, number)
    assert "Giliran Kantor Imigrasi" in public(client, file)
    town.tell("penghubung", Kind.HELD, number, reason="printer rusak")
    town.tell("penghubung", Kind.RETURNED, number, reason="foto buram")
    run(town)
    facts = {message.occasion: message.facts for message in Message.objects.all()}
    assert {facts[occasion]["agency"] for occasion in ("sent", "held")} == {"Kantor Imigrasi"}


@pytest.mark.parametrize(
    ("kind", "who", "label"), [(Kind.REJECTED, "pemeriksa", "Ditolak"), (Kind.CANCELLED, "loket", "Dibatalkan pemohon")]
)
def test_what_ended_without_a_document_is_not_green_and_says_why(town, client, kind, who, label):
    file = given_file(town)
    town.tell(who, kind, file.receipt_number, reason="dokumen <b>tidak</b> sah")
    page = public(client, file)
    assert '<p class="badge badge-stopped">' in page
    assert '<p class="badge badge-end">' not in page
    openly = kind is Kind.CANCELLED
    assert ("Alasan: dokumen &lt;b&gt;tidak&lt;/b&gt; sah" in page) is openly
    assert ("Alasannya hanya untuk pemegang resi" in page) is not openly
    assert "Berkas Anda dapat diambil kembali di loket" in page
    assert answer(client, file)["reason"] == ("dokumen <b>tidak</b> sah" if openly else None)
    pin = possession.pin_of(Application.objects.get(pk=file.pk))
    assert (
        "Alasan: dokumen &lt;b&gt;tidak&lt;/b&gt; sah"
        in client.post(f"/t/{file.receipt_number}", {"pin": pin}).content.decode()
    )
    enter(client, "pemeriksa")
    staff = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert "badge badge-stopped" in staff
    assert "dokumen &lt;b&gt;tidak&lt;/b&gt; sah" in staff
    assert label in staff


def test_words_that_give_somebody_away_are_asked_for_at_the_counter(town, client):
    for reason in ("Siti Aminah sudah punya", "NIK 3674026304850003 ganda", "hubungi 081234567890"):
        file = given_at(town, 4)
        town.tell("dukcapil", Kind.RETURNED, file.receipt_number, reason=reason)
        town.tell("penghubung", Kind.CAME_BACK, file.receipt_number)
        assert answer(client, file)["stage"] == "returned_for_correction"
        assert answer(client, file)["reason"] is None
        page = public(client, file)
        assert "Alasannya dapat ditanyakan di loket." in page
        assert reason not in page


def test_how_it_comes_back_follows_what_happened(town, client):
    file = given_on_the_road(town)
    number = file.receipt_number
    assert answer(client, file)["return"] == "courier"
    for _ in range(2):
        town.tell("kurir1", Kind.DELIVERY_FAILED, number, reason="house_empty")
        last = public(client, file)
        town.tell("kurir1", Kind.UNLOADED, number)
        town.tell("kurir1", Kind.LOADED, number)
    assert "sekali lagi" not in last
    assert "dibawa kembali ke kantor" in last
    assert answer(client, file)["return"] == "counter"
    town.tell("loket", Kind.COLLECTED, number, data=COLLECTED, private={"receiver_name": "Siti"})
    page = public(client, file)
    assert "Diambil di loket" in page
    assert "Diantar kurir ke alamat Anda" not in page


# Reasons

REASONED = {
    Kind.HELD: ("dukcapil", 4), Kind.RETURNED: ("dukcapil", 4), Kind.FOUND_INCOMPLETE: ("pemeriksa", 1),
    Kind.REJECTED: ("pemeriksa", 1), Kind.DELIVERY_FAILED: ("kurir1", 8), Kind.CANCELLED: ("loket", 1),
    Kind.WENT_MISSING: ("loket", 1),
}  # fmt: skip
ROAD = [
    ("pemeriksa", Kind.CHECK_STARTED, {}), ("pemeriksa", Kind.CHECK_PASSED, {}),
    ("penghubung", Kind.SENT, {"to": "36.74-disdukcapil", "bundle": "B1"}), ("dukcapil", Kind.ARRIVED, {}),
    ("dukcapil", Kind.COMPLETED, {}), ("penghubung", Kind.CAME_BACK, {}), ("loket", Kind.MADE_READY, {}),
    ("kurir1", Kind.LOADED, {}),
]  # fmt: skip


def given_at(town, steps):
    file = given_file(town)
    for who, kind, more in ROAD[:steps]:
        assert town.tell(who, kind, file.receipt_number, **more).result == "recorded", kind
    return file


@pytest.mark.parametrize("words", ["pagar terkunci, <i>anjing</i> galak", "x" * 700, "  Alasan\ndua baris  "])
@pytest.mark.parametrize("kind", REASONED, ids=str)
def test_other_words_are_kept_as_they_are_under_other(town, client, kind, words):
    who, steps = REASONED[kind]
    file = given_at(town, steps)
    town.tick()
    assert Api(client, who).tell(kind, file.receipt_number, reason=words)["outcome"] == "recorded"
    answer = Api(client, "pemeriksa").get(f"/applications/{file.receipt_number}/events").json()["items"][-1]
    assert answer["other"] == words
    if kind in (Kind.HELD, Kind.DELIVERY_FAILED):
        assert (answer["reason"], answer["data"]["other"]) == ("other", words)
    enter(client, "pemeriksa")
    page = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert words.replace("<", "&lt;").replace(">", "&gt;") in page


@pytest.mark.parametrize("kind", [*REASONED, Kind.CORRECTED], ids=str)
def test_words_without_end_are_refused_in_words(town, client, kind):
    who, steps = REASONED.get(kind, ("camat", 1))
    file = given_at(town, steps)
    data = {"event": str(EventRow.objects.latest("seq").pk)} if kind is Kind.CORRECTED else {}
    town.tick()
    result = Api(client, who).tell(kind, file.receipt_number, reason="x" * 2001, data=data)
    assert (result["outcome"], result["problem"]["code"]) == ("refused", "reason_too_long")
    assert "2.000" in result["problem"]["title"]


@pytest.mark.parametrize("code", ["house_empty", " house_empty ", "other"])
def test_a_code_of_the_list_stays_a_code(town, client, code):
    file = given_at(town, 8)
    town.tick()
    Api(client, "kurir1").tell("delivery_failed", file.receipt_number, reason=code)
    event = EventRow.objects.get(kind=Kind.DELIVERY_FAILED)
    assert (event.reason, event.data.get("other")) == (code.strip(), None)


def test_the_resident_is_told_the_words_where_they_give_nothing_away(town):
    for words, spoken in (
        ("pagar terkunci", "belum bisa diserahkan: pagar terkunci."),
        ("telp 081234567890", "dapat ditanyakan di loket"),
    ):
        file = given_told_file(town)
        for who, kind, more in ROAD:
            town.tell(who, kind, file.receipt_number, **more)
        town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason=words)
        run(town)
        text = texts_of(file, "failed")
        assert spoken in text
        assert "081234567890" not in text


def texts_of(file, occasion):
    from siantar.messaging import by_hand

    return by_hand.words_of(list(Message.objects.filter(application=file, occasion=occasion)), CLOCK.at)


def test_an_officer_may_write_another_reason_on_the_page(town, client):
    file = given_at(town, 4)
    enter(client, "dukcapil")
    town.tick()
    answer = client.post(
        f"/berkas/{file.receipt_number}/tindakan/", {"kind": "held", "reason": "other", "other": "printer rusak"}
    )
    assert answer.status_code == 302, answer.content.decode()
    assert EventRow.objects.get(kind=Kind.HELD).data["other"] == "printer rusak"
    assert "Lain: printer rusak" in client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert "Lain: printer rusak" in public(client, file)


# Promises


def given_forecast(file, first, last):
    days = {"from": f"{first}T00:00:00+07:00", "to": f"{last}T23:59:59+07:00", "by": "day"}
    etag = TrackRow.objects.get(pk=file.receipt_number).etag
    forecasts.foretell([(json.dumps(days, separators=(",", ":")), file.receipt_number, etag)])


def test_an_overdue_promise_says_so_on_every_door(town, client):
    file = given_told_file(town)
    promised = Standing.objects.get(pk=file.pk).promised_at
    before = answer(client, file)
    assert before["overdue"] is False
    assert "paling lambat" in public(client, file)
    etag = client.get(f"/t/{file.receipt_number}")["ETag"]
    town.clock = promised + timedelta(days=2)
    first, last = town.clock.date() + timedelta(days=4), town.clock.date() + timedelta(days=6)
    given_forecast(file, first, last)
    late = answer(client, file)
    assert (late["overdue"], late["promised_at"]) == (True, before["promised_at"])
    assert late["expected"]["from"].startswith(first.isoformat())
    again = client.get(f"/t/{file.receipt_number}", headers={"If-None-Match": etag})
    assert again.status_code == 200
    page = again.content.decode()
    assert "Mohon maaf, berkas ini terlambat" in page
    assert "Perkiraan selesai" in page
    assert "paling lambat" not in page
    assert "We are sorry, this file is late" in public(client, file, "en")
    enter(client, "loket")
    staff = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert "lewat" in staff
    assert "Perkiraan selesai" in staff
    assert "terlambat, mohon maaf" in reprint(town, file)


def reprint(town, file):
    from siantar.faces.frame import papers

    file.refresh_from_db()
    return papers.receipt_of(
        file, Reader(town.people["loket"], town.clock, "print_receipt"), officer="x", again=True
    ).promised_on


def test_the_reprint_of_a_promise_that_stands_is_the_promise(town):
    file = given_file(town)
    assert "terlambat" not in reprint(town, file)


@pytest.mark.parametrize(
    ("first", "last", "expected", "spoken"),
    [
        (-3, -1, True, "paling lambat"), (-3, 0, True, "paling lambat"), (-1, 5, False, "paling lambat"),
        (0, 1, False, "paling lambat"), (1, 6, True, "kemungkinan terlambat"),
    ],
)  # fmt: skip
def test_one_answer_not_two_that_disagree(town, client, first, last, expected, spoken):
    file = given_file(town)
    promised = Standing.objects.get(pk=file.pk).promised_at.date()
    given_forecast(file, promised + timedelta(days=first), promised + timedelta(days=last))
    page, answer_given = public(client, file), answer(client, file)
    assert (answer_given["expected"] is not None) is expected
    assert ("Perkiraan selesai" in page) is expected
    assert spoken in page
    assert ("paling lambat" in page) is (spoken == "paling lambat")


def test_the_residents_own_page_gives_the_same_answer(town, client):
    from siantar.casework import possession

    file = given_file(town)
    town.clock = Standing.objects.get(pk=file.pk).promised_at + timedelta(days=2)
    client.post(f"/t/{file.receipt_number}/saya/", {"pin": possession.pin_of(file)})
    page = client.get(f"/t/{file.receipt_number}/saya/").content.decode()
    assert "Mohon maaf, berkas ini terlambat" in page
    assert "paling lambat" not in page


def test_what_ended_or_waits_for_the_resident_is_not_late(town, client):
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    rejected = given_file(town)
    town.tell("pemeriksa", Kind.REJECTED, rejected.receipt_number, reason="x")
    town.clock += timedelta(days=30)
    assert answer(client, rejected)["overdue"] is None
    assert "terlambat" not in public(client, rejected)
    assert answer(client, file)["overdue"] is True  # not brought yet


def test_rows_of_the_version_before_are_read(town, client):
    file = given_file(town)
    row = TrackRow.objects.get(pk=file.receipt_number)
    body = json.loads(row.body)
    for key in ("agency", "finish", "overdue", "reason", "return"):
        del body[key]
    row.body = json.dumps(body, separators=(",", ":"))
    row.save()
    assert "Berkas diterima" in public(client, file)
    assert fast_path.as_json(file.receipt_number, at=CLOCK.at).status == 200
    assert tracking.way_in(body).agency == ""
