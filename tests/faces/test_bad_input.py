"""What people, phones and strangers really send: a clear sentence, nothing lost, no 500."""

import io
import json
import string
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from siantar.casework import disclosure
from siantar.casework import queries as files
from siantar.casework.models import Application, EventRow
from siantar.delivery.models import Proof
from siantar.directory.models import User
from siantar.directory.tokens import issue_token
from siantar.feedback import complaints
from siantar.privacy.looks import Reader
from siantar.rules import receipt_number
from siantar.rules.complaint import Nature, Topic
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.people import enter, given_collected, given_file, given_on_the_road, stage_of

pytestmark = pytest.mark.django_db
LARGE = b"\xff\xd8\xff" + b"\0" * (40 * 1024 * 1024)


def post(client, username, path, body):
    token = issue_token(User.objects.get(username=username), CLOCK.at)
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"Authorization": f"Bearer {token}"}
    return client.post(f"/api/v1{path}", content, content_type="application/json", headers=headers)


def hand_in(**applicant):
    back = {"method": "courier", "address": {"line": "Jl. Raya Serpong No. 8", "rt": "3", "rw": "12"}}
    return {"id": str(uuid4()), "service": "ktp-el-hilang", "applicant": {"name": "Siti", **applicant}, "return": back}


@pytest.mark.parametrize(
    "body",
    ["", "null", "[" * 100_000, '{"events": [' + "{}," * 9_999 + "{}]}", b"\xff\xfe\x00", '"\\ud800"'],
)
def test_unreadable_requests_are_told_so(client, town, body):
    answer = post(client, "loket", "/events", body)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] in {"bad_request", "invalid", "too_many"}


@pytest.mark.parametrize("value", ["\u0000", "\ud800", {"deep": [1]}, 10**400, [[[[]]]], 1.5, "x" * 10_000])
def test_odd_values_in_the_data_of_an_event_are_refused_alone(client, town, value):
    file = given_file(town)
    good = {"id": str(uuid4()), "type": "check_started", "receipt_number": file.receipt_number}
    good["occurred_at"] = CLOCK.at.isoformat()
    odd = {**good, "id": str(uuid4()), "data": {"relation": value}}
    results = post(client, "pemeriksa", "/events", {"events": [odd, good]}).json()["results"]
    assert [result["outcome"] for result in results] in (["refused", "recorded"], ["recorded", "refused"])
    assert EventRow.objects.filter(application=file).count() == 2


@pytest.mark.parametrize(
    ("shift", "code"),
    [(timedelta(days=2), "from_the_future"), (timedelta(days=-400), "before_hand_in"), (None, "malformed")],
)
def test_a_broken_clock_is_told_so(client, town, shift, code):
    file = given_file(town)
    at = (CLOCK.at + shift).isoformat() if shift else "yesterday"
    event = {"id": str(uuid4()), "type": "check_started", "receipt_number": file.receipt_number, "occurred_at": at}
    result = post(client, "pemeriksa", "/events", {"events": [event]}).json()["results"][0]
    assert (result["outcome"], result["problem"]["code"]) == ("refused", code)
    assert stage_of(file) == "received"


@pytest.mark.parametrize(
    ("nik", "warning"),
    [("367402630485000", "nik_length"), ("36740263048500O3", "nik_not_digits"), ("3674029913850003", "nik_birth_date")],
)
def test_an_odd_nik_warns_and_never_refuses(client, town, nik, warning):
    answer = post(client, "loket", "/applications", hand_in(nik=nik))
    assert (answer.status_code, answer.json()["warnings"]) == (201, [warning])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("+62 (812) 34567890", "+6281234567890"),
        ("021 5312 1234", "+622153121234"),
        ("12", "12"),
        ("nomor tetangga", "nomor tetangga"),
    ],
)
def test_phones_of_all_shapes(client, town, typed, stored):
    taken = post(client, "loket", "/applications", hand_in(phone=typed))
    assert taken.status_code == 201
    personal = opened(town, taken.json()["receipt_number"])
    assert (personal.phone or personal.phone_note) == stored


def opened(town, number):
    application = files.access_file(town.people["loket"], number)
    return disclosure.open_file(application, Reader(town.people["loket"], CLOCK.at, "file_page"))


def test_rt_3_is_rt_003(client, town):
    taken = post(client, "loket", "/applications", hand_in())
    address = opened(town, taken.json()["receipt_number"]).address
    assert (address.rt, address.rw) == ("003", "012")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("💌 \u202eitiS\u202c 💌", "💌 itiS 💌"),  # nobody can turn a name around on the screen
        *((name, name) for name in ("محمد علي", "李", "Ny. O'Neil-Ćosić, S.H.")),
    ],
)
def test_names_come_out_on_paper_and_pages_as_they_went_in(client, town, name, cleaned):
    taken = post(client, "loket", "/applications", hand_in(name=name)).json()
    enter(client, "loket")
    for size in ("58mm", "80mm", "a5", "a4"):
        assert client.get(f"/loket/resi/{taken['receipt_number']}/{size}.pdf").status_code == 200
    assert client.get(f"/berkas/{taken['receipt_number']}/").status_code == 200
    assert Application.objects.get().applicant_name == cleaned


@pytest.mark.parametrize(
    ("content", "status"), [(LARGE, 413), (b"bukan gambar", 422), (b"\x89PNG\r\n\x1a\n" + b"x" * 99, 422)]
)
def test_a_proof_that_is_no_photo_is_refused_and_the_delivery_stands(client, town, content, status):
    file = given_on_the_road(town)
    town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="house_empty")
    event = EventRow.objects.get(kind=Kind.DELIVERY_FAILED)
    token = issue_token(User.objects.get(username="kurir1"), CLOCK.at)
    upload = {"event": str(event.pk), "photo": SimpleUploadedFile("amplop.jpg", content)}
    answer = client.post("/api/v1/proofs", upload, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == status
    assert "Ambil foto lagi" in answer.json()["title"] or "Perkecil foto" in answer.json()["title"]
    assert stage_of(file) == "delivery_failed"
    assert not Proof.objects.exists()


def test_a_picture_that_unfolds_to_a_hundred_million_pixels_is_refused(client, town):
    file = given_on_the_road(town)
    town.tell("kurir1", Kind.DELIVERY_FAILED, file.receipt_number, reason="house_empty")
    event = EventRow.objects.get(kind=Kind.DELIVERY_FAILED)
    bomb = io.BytesIO()
    Image.new("1", (11_000, 11_000)).save(bomb, "PNG")
    enter(client, "kurir1")
    whole = bomb.getvalue()
    address = f"/kurir/bukti/{event.pk}/photo/?offset=0&total={len(whole)}"
    answer = client.post(address, whole, content_type="application/octet-stream")
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_photo")
    assert stage_of(file) == "delivery_failed"
    assert not Proof.objects.exists()


def test_numbers_that_are_not_ours_get_different_answers(client, town):
    file = given_file(town)
    wrong = file.receipt_number[:-1] + ("0" if file.receipt_number[-1] != "0" else "1")
    unknown = receipt_number.issue(2)
    stranger = receipt_number.issue(77)
    answer = [
        client.get(f"/api/v1/track/{number}").json()["code"] for number in (wrong, unknown, stranger, "8991234567890")
    ]
    assert answer == ["mistyped_receipt", "unknown_receipt", "unknown_receipt", "mistyped_receipt"]


def test_a_lost_session_leads_through_the_door_and_back(client, town):
    answer = client.post("/loket/", {"name": "Siti"})
    assert answer["Location"] == "/masuk/?next=/loket/"
    assert not Application.objects.exists()


def test_a_taken_number_is_drawn_again(client, town, monkeypatch):
    taken = given_file(town).receipt_number
    drawn = iter([taken, taken])
    issue = receipt_number.issue
    monkeypatch.setattr(receipt_number, "issue", lambda *a, **k: next(drawn, None) or issue(*a, **k))
    assert post(client, "loket", "/applications", hand_in()).status_code == 201


HANDOVER = "receiver_name relation identity_check old_ktp pin proof"
FORMS = {
    "loket": {
        "/loket/": "id service nik name phone method line rt rw village landmark may_receive resi",
        "/loket/dikenal/": "nik",
        "/loket/serahkan/": f"scan {HANDOVER}",
        "/berkas/": "q tahap hal",
    },
    "camat": {
        "/berkas/wakil/": "deputy first_on last_on end",
        "/berkas/tampilan/": "forget name",
        "/suara/": "masa layanan kantor",
        "/suara/pengaduan/": "nomor",
        "/suara/pengaduan/baru/": "once nature topic words resi contact nomor",
        "/suara/pengaduan/{complaint}/tindakan/": "step words to nature",
        "/berkas/{file}/tindakan/": "kind reason event uphold",
    },
    "penghubung": {
        "/bundel/": "to scan",
        "/bundel/{batch}/pindai/": "scan",
        "/bundel/{batch}/langkah/": "step number",
        "/bundel/{batch}/tandai/": "kind file hold reason",
    },
    "": {
        "/t/{file}": "pin",
        "/t/{file}/bukti": "proof",
        "/masuk/": "login password",
        "/": "resi",
        "/skm/": "resi",
        "/skm/{done}": "u1 u2 u3 u4 u5 u6 u7 u8 u9 thanks grief sex schooling work dari pin",
        "/pengaduan/": "once office nature topic words resi contact",
        "/pengaduan/{complaint}": "words",
        "/kinerja/": "kantor bulan",
    },
}
ODD = st.one_of(
    st.sampled_from([
        "\x00", "'", "%s", "{{7*7}}", "NaN", "1e999", "-1", "99999999999999999999", "corrected", "check_started", "signed",
        "take_out", "reconcile", "arrive", "completed", "held", "returned", "fail", "deliver", "applicant", "ktp_seen", "pin",
        "data:image/png;base64,AAAA", "2026-02-31", "0001-01-01", str(uuid4()), "36.74-disdukcapil", "ktp-el-hilang", "courier",
    ]),
    st.text(max_size=40),
    st.text(string.printable, max_size=700),
)  # fmt: skip


@pytest.mark.parametrize("who", FORMS)
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_form_breaks_the_server(client, town_with_files, who, data):
    if who:
        enter(client, who)
    place, fields = data.draw(st.sampled_from(sorted(FORMS[who].items())))
    form = data.draw(st.dictionaries(st.sampled_from(fields.split()), ODD, max_size=8))
    send(client, place.format(**town_with_files), form)


@pytest.mark.parametrize("who", FORMS)
@pytest.mark.parametrize("value", ["\x00", "9" * 30, "' OR 1=1 --", "\u202e", "²", "٣"])
def test_no_field_breaks_the_server(client, town_with_files, who, value):
    if who:
        enter(client, who)
    for place, fields in FORMS[who].items():
        for field in fields.split():
            send(
                client,
                place.format(**town_with_files),
                {"kind": "held", "step": "take_out", "what": "fail", field: value},
            )


def send(client, place, form):
    form = {key: value.encode("utf-8", "replace").decode() for key, value in form.items()}
    assert client.post(place, form).status_code < 500
    assert client.get(place, form).status_code < 500


@pytest.fixture
def town_with_files(town):
    file, road = given_file(town), given_on_the_road(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    from siantar.bundles import batches

    batch = batches.start(town.people["penghubung"], town.agency, town.tick())
    filing = complaints.Filing(town.office, Topic.TIME, Nature.PLAIN, "Tidak ada kabar")
    return {
        "file": file.receipt_number,
        "road": road.receipt_number,
        "batch": batch.number,
        "done": given_collected(town).receipt_number,
        "complaint": complaints.file(filing, at=town.tick()).number,
    }
