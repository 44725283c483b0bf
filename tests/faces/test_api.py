import json
from uuid import uuid4

import pytest

from siantar.directory.models import User
from siantar.directory.tokens import issue_token
from tests.clock import CLOCK
from tests.people import AGENCY, given_town

pytestmark = pytest.mark.django_db

SITI = {
    "service": "ktp-el-hilang",
    "applicant": {"name": "Siti Aminah", "nik": "3674026304850003", "phone": "0812-3456-7890"},
    "documents": [
        {"requirement": "surat-kehilangan-polisi", "kind": "original"},
        {"requirement": "kk", "kind": "copy"},
    ],
    "return": {"method": "courier", "address": {"line": "Jl. Raya Serpong No. 8", "rt": "001", "rw": "004"}},
}


class Api:
    def __init__(self, client, username):
        token = issue_token(User.objects.get(username=username), CLOCK.at)
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def get(self, path):
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path, body):
        return self.client.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=self.headers
        )

    def tell(self, kind, number="", **more):
        event = {"id": str(uuid4()), "type": kind, "occurred_at": CLOCK.at.isoformat(), **more}
        if number:
            event["receipt_number"] = number
        return self.post("/events", {"events": [event]}).json()["results"][0]


@pytest.fixture
def as_(client):
    given_town()
    return lambda username: Api(client, username)


def test_a_file_is_walked_from_the_counter_to_the_door(as_, client):
    taken = as_("loket").post("/applications", {"id": str(uuid4()), **SITI})
    assert taken.status_code == 201
    receipt = taken.json()
    number = receipt["receipt_number"]
    assert (receipt["stage"], len(receipt["pin"]), len(receipt["proof"])) == ("received", 6, 20)
    checker = as_("pemeriksa")
    assert checker.tell("check_started", number)["stage"] == "checking"
    assert checker.tell("check_passed", number)["stage"] == "checking"
    batch = as_("penghubung").post("/batches", {"to": AGENCY, "receipt_numbers": [number]})
    assert batch.status_code == 201
    bundle = batch.json()["number"]
    assert as_("penghubung").tell("sent", batch_number=bundle)["stage"] == "sent_to_agency"
    assert as_("dukcapil").tell("arrived", batch_number=bundle)["stage"] == "at_agency"
    assert as_("dukcapil").tell("completed", number)["outcome"] == "recorded"
    assert as_("penghubung").tell("came_back", number)["stage"] == "finished"
    assert as_("loket").tell("made_ready", number)["stage"] == "ready_for_delivery"
    courier = as_("kurir1")
    assert courier.tell("loaded", number)["stage"] == "out_for_delivery"
    assert [stop["receipt_number"] for stop in courier.get("/runs/today").json()["stops"]] == [number]
    data = {
        "receiver_name": "Siti",
        "relation": "applicant",
        "identity_check": "receipt_scanned",
        "proof": receipt["proof"],
    }
    assert courier.tell("delivered", number, data=data)["stage"] == "delivered"
    public = client.get(f"/api/v1/track/{number}")
    assert public.json()["stage"] == "delivered"
    assert client.get(f"/api/v1/track/{number}", headers={"If-None-Match": public["ETag"]}).status_code == 304
    assert as_("loket").get(f"/applications/{number}/receipt.pdf?paper=58mm").content[:5] == b"%PDF-"
    assert as_("penghubung").get(f"/batches/{bundle}/manifest.pdf").content[:5] == b"%PDF-"


def test_the_same_hand_in_twice_gives_the_same_receipt_and_the_pin_only_once(as_):
    body = {"id": str(uuid4()), **SITI}
    first, again = as_("loket").post("/applications", body), as_("loket").post("/applications", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["receipt_number"] == again.json()["receipt_number"]
    assert again.json()["pin"] is None


def test_missing_requirements_make_it_incomplete_and_a_short_nik_only_warns(as_):
    body = {"id": str(uuid4()), **SITI, "documents": [], "applicant": {"name": "Suharto", "nik": "367402630485000"}}
    answer = as_("loket").post("/applications", body).json()
    assert (answer["stage"], answer["warnings"]) == ("incomplete", ["nik_length"])


def test_a_missing_name_is_an_error_naming_the_field(as_):
    answer = as_("loket").post("/applications", {"id": str(uuid4()), **SITI, "applicant": {"name": " "}})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == [{"field": "body.applicant.name", "message": "belum diisi"}]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"service": 7}, "harus berupa teks"),
        ({"id": "x"}, "harus berupa UUID"),
        ({"colour": "red"}, "isian ini tidak dikenal"),
        ({"applicant": {"name": "x" * 61}}, "terlalu panjang, paling banyak 60"),
        ({"return": {"method": "pigeon"}}, "pilih salah satu: 'courier' atau 'counter'"),
        ({"applicant": {"name": "a\x00b"}}, "mengandung huruf yang tidak dapat disimpan"),
    ],
)
def test_each_wrong_field_is_explained_in_indonesian(as_, change, message):
    answer = as_("loket").post("/applications", {"id": str(uuid4()), **SITI, **change})
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (422, message)


def test_where_nothing_is_programs_get_a_problem_and_its_type_leads_to_an_explanation(client, db):
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    page, _, code = answer.json()["type"].partition("#")
    assert f'id="{code}"' in client.get(page).content.decode()
    assert client.get("/nothing")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("method", ["post", "get"])
def test_without_a_token_there_is_nothing(client, method):
    answer = getattr(client, method)("/api/v1/applications")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_a_bad_event_never_spoils_its_neighbours(as_):
    api = as_("loket")
    number = api.post("/applications", {"id": str(uuid4()), **SITI}).json()["receipt_number"]
    good = {
        "id": str(uuid4()),
        "type": "check_started",
        "receipt_number": number,
        "occurred_at": CLOCK.at.isoformat(),
    }
    bad = [
        "x",
        7,
        {},
        {**good, "id": "no"},
        {**good, "type": "eaten"},
        {**good, "occurred_at": "yesterday"},
        {**good, "data": {"a": [1]}},
    ]
    results = as_("pemeriksa").post("/events", {"events": [*bad, good]}).json()["results"]
    assert [result["outcome"] for result in results] == ["refused"] * len(bad) + ["recorded"]
    assert all(result["problem"]["title"] for result in results[:-1])


def test_ten_thousand_events_at_once_are_refused_whole(as_):
    answer = as_("kurir1").post("/events", {"events": [{}] * 10_000})
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many")


def test_mistyped_and_unknown_numbers_get_different_answers(client, as_):
    town_number = as_("loket").post("/applications", {"id": str(uuid4()), **SITI}).json()["receipt_number"]
    wrong = "1" if town_number[-1] != "1" else "2"
    assert client.get(f"/api/v1/track/{town_number[:-1]}{wrong}").json()["code"] == "mistyped_receipt"
    from siantar.rules import receipt_number

    assert client.get(f"/api/v1/track/{receipt_number.issue(2)}").json()["code"] == "unknown_receipt"


def test_nobody_reads_another_offices_file(as_, client):
    from siantar.directory.models import Office

    number = as_("loket").post("/applications", {"id": str(uuid4()), **SITI}).json()["receipt_number"]
    Office.objects.create(code="36.74.01", number=3, name="Kecamatan Serpong")
    User.objects.create_user("tetangga", password="x", office_id="36.74.01", roles=["counter", "checker", "signatory"])
    stranger = as_.__call__("tetangga")
    assert stranger.get(f"/applications/{number}").status_code == 404
    assert stranger.tell("check_started", number)["problem"]["code"] == "wrong_office"
    assert stranger.get("/applications").json()["items"] == []


def test_the_list_pages_by_cursor(as_):
    api = as_("loket")
    for _ in range(53):
        api.post("/applications", {"id": str(uuid4()), **SITI})
    first = api.get("/applications").json()
    second = api.get(f"/applications?cursor={first['next']}").json()
    numbers = [file["receipt_number"] for file in first["items"] + second["items"]]
    assert (len(first["items"]), len(set(numbers)), second["next"]) == (50, 53, None)
    assert api.get("/applications?cursor=nonsense").status_code == 422


def test_a_bundle_asked_for_again_after_a_lost_answer_is_the_same_bundle(as_):
    number = as_("loket").post("/applications", {"id": str(uuid4()), **SITI}).json()["receipt_number"]
    for kind in ("check_started", "check_passed"):
        as_("pemeriksa").tell(kind, number)
    request = {"id": str(uuid4()), "to": AGENCY, "receipt_numbers": [number]}
    first, again = (as_("penghubung").post("/batches", request) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    moved_on = as_("penghubung").tell("sent", batch_number=first.json()["number"])
    assert moved_on["outcome"] == "recorded"
    assert as_("penghubung").post("/batches", request).json()["number"] == first.json()["number"]
    assert as_("loket").post("/batches", request).status_code == 403
