"""The dispatcher's acts through the page: share out, change by hand, load, tell, close; and what must not be possible."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pypdfium2 import PdfDocument

from siantar.casework.consequences import relay_all
from siantar.casework.models import Application, EventRow, Standing
from siantar.delivery import arrival_windows, planning_queue
from siantar.delivery.models import Appointment, Place, Planning, Run, Stop
from siantar.directory.models import Region, User, VillageBorder
from siantar.faces.frame.files import is_overdue
from siantar.rules import receipt_number
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK, MORNING
from tests.directory.borders import square
from tests.people import HANDOVER, OFFICE, enter, given_finished, given_on_the_road, stage_of

pytestmark = pytest.mark.django_db
VILLAGE = "36.74.02.1006"
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def ready(client, town):
    """Five documents ready to go out, two couriers on duty, the dispatcher at the desk."""
    Region.objects.create(code=VILLAGE, name="Jelupang", lat=-6.265, lon=106.664)
    town.office.lat, town.office.lon = -6.2441, 106.6582
    town.office.save()
    town.clock = MORNING - timedelta(hours=2)
    files = [given_finished(town) for _ in range(5)]
    for place, file in enumerate(files):
        file.village_id = VILLAGE if place else None
        file.save()
        town.tell("loket", Kind.MADE_READY, file.receipt_number)
    enter(client, "pengatur")
    couriers = [str(User.objects.get(username=name).pk) for name in ("kurir1", "kurir2")]
    town.clock = MORNING
    now = MORNING.astimezone(JAKARTA)
    span = {"begins": f"{now:%H:%M}", "ends": f"{now + timedelta(hours=4):%H:%M}"}
    assert client.post("/pengantaran/kurir/", {"courier": couriers, **span}).status_code == 302
    return [file.receipt_number for file in files], couriers


@pytest.mark.parametrize(
    ("hour", "days", "late"),
    [(0, 0, False), (7, 0, False), (23, 0, False), (23, -1, True), (0, -1, True), (12, 1, False), (9, -30, True)],
)
def test_a_promise_is_overdue_from_the_evening_of_its_day_on_the_board_and_in_the_list(client, ready, hour, days, late):
    promised = datetime.combine(MORNING.astimezone(JAKARTA), time(hour, 30), JAKARTA) + timedelta(days=days)
    Standing.objects.filter(application__receipt_number=ready[0][0]).update(promised_at=promised)
    assert board(client)["files"][ready[0][0]]["overdue"] is late
    assert is_overdue(Application.objects.get(receipt_number=ready[0][0]), CLOCK.at) is late


def make_plans():
    """What a worker does until no plan waits."""
    with closing(planning_queue.Planner()) as planner:
        while planner.turn(CLOCK.at):
            pass


def say(client, path, body):
    answer = client.post(f"/pengantaran/{path}", json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def board(client):
    return client.get("/pengantaran/papan/").json()


def place_all(client, numbers):
    for place, number in enumerate(numbers):
        where = {"file": number, "lat": -6.25 - place / 500, "lon": 106.66 + place / 400}
        assert client.post("/pengantaran/tempat/", where).status_code == 200


def test_what_is_ready_is_on_the_board_and_an_address_without_a_place_stands_apart(client, ready):
    numbers, couriers = ready
    answer = board(client)
    assert answer["files"].keys() == set(numbers)
    assert answer["nowhere"] == [numbers[0]]
    assert {file["found"] for number, file in answer["files"].items() if number != numbers[0]} == {"village"}
    assert [courier["id"] for courier in answer["couriers"]] and {
        courier["id"] for courier in answer["couriers"]
    } == set(couriers)
    client.post("/pengantaran/tempat/", {"file": numbers[0], "lat": "-6.2601", "lon": "106.6606"})
    answer = board(client)
    assert answer["nowhere"] == []
    assert answer["files"][numbers[0]]["found"] == "person"
    assert Place.objects.count() == 2 or Place.objects.count() == 1


def test_a_plan_is_made_by_a_worker_and_taken(client, ready):
    numbers, _couriers = ready
    place_all(client, numbers)
    status, answer = say(client, "rencana/", {})
    assert status == 200
    Planning.objects.update(seconds=0.3)
    make_plans()
    progress = client.get(f"/pengantaran/rencana/{answer['id']}/").json()
    assert progress["status"] == "done"
    assert sorted(stop["number"] for tour in progress["tours"].values() for stop in tour["stops"]) == sorted(numbers)
    assert say(client, f"rencana/{answer['id']}/pakai/", {})[0] == 200
    assert Stop.objects.count() == 5
    assert set(Stop.objects.values_list("basis", flat=True)) == {"person"}
    assert board(client)["broken"] == []


def test_a_resident_whose_place_is_known_by_the_kelurahan_alone_is_told_a_wider_window(client, ready):
    numbers, (first, second) = ready
    client.post("/pengantaran/tempat/", {"file": numbers[0], "lat": "-6.2651", "lon": "106.6641"})
    assert say(client, "susun/", {"order": {first: [numbers[0], numbers[1]], second: []}})[0] == 200
    run = Run.objects.get(courier=int(first))
    assert list(Stop.objects.order_by("position").values_list("basis", flat=True)) == ["person", "village"]

    def windows():
        spans = {event.receipt_number: event.data for event in arrival_windows.windows_of(run, at=CLOCK.at)}
        begins, ends = (
            {number: datetime.fromisoformat(data[key]) for number, data in spans.items()} for key in ("from", "to")
        )
        return {number: ends[number] - begins[number] for number in (numbers[0], numbers[1])}

    rough = windows()
    Stop.objects.update(basis="person")
    sure = windows()
    assert rough[numbers[0]] == sure[numbers[0]]
    assert rough[numbers[1]] - sure[numbers[1]] >= timedelta(minutes=30)
    Stop.objects.filter(application__receipt_number=numbers[0]).update(basis="village")  # looked for before hers
    assert windows()[numbers[1]] > sure[numbers[1]]


def test_a_change_by_hand_is_priced_and_kept(client, ready):
    numbers, (first, second) = ready
    place_all(client, numbers)
    status, answer = say(client, "susun/", {"order": {first: numbers, second: []}})
    assert status == 200
    assert answer["change"]["work"] > 0
    status, dry = say(client, "susun/", {"order": {first: numbers[:2], second: numbers[2:]}, "dry": True})
    assert status == 200
    assert Stop.objects.filter(run__courier=int(second)).count() == 0
    status, answer = say(client, "susun/", {"order": {first: numbers[:2], second: numbers[2:]}, "locked": [numbers[0]]})
    assert answer["change"] == dry["change"]
    assert answer["locked"] == [numbers[0]]


def test_nothing_is_visited_twice_and_strangers_are_refused(client, ready):
    numbers, (first, second) = ready
    for order in ({first: numbers, second: numbers}, {first: ["003E1J0W4874"]}, {"999": []}, [], {first: None}):
        assert say(client, "susun/", {"order": order})[0] == 409
    assert say(client, "susun/", {})[0] == 409


def test_an_appointment_is_kept_by_the_plan_or_said_to_be_broken(client, ready):
    numbers, (_first, _two) = ready
    now = MORNING.astimezone(JAKARTA)
    window = {"begins": f"{now + timedelta(minutes=60):%H:%M}", "ends": f"{now + timedelta(minutes=75):%H:%M}"}
    assert client.post("/pengantaran/janji/", {"file": numbers[1], **window}).status_code == 200
    assert board(client)["files"][numbers[1]]["agreed"]
    assert client.post("/pengantaran/janji/", {"file": numbers[1], "begins": "25:99", "ends": ""}).status_code == 422
    assert client.post("/pengantaran/janji/", {"file": numbers[1]}).status_code == 200
    assert not Appointment.objects.exists()


def test_what_is_in_a_bag_changes_hands_only_by_scanning(client, ready, town):
    numbers, (first, second) = ready
    say(client, "susun/", {"order": {first: numbers[1:3], second: []}})
    town.tell("kurir1", Kind.LOADED, numbers[1])
    status, answer = say(client, "susun/", {"order": {first: [numbers[2]], second: [numbers[1]]}})
    assert status == 422
    assert "sudah dibawa" in answer["error"]


def test_loading_is_scanned_against_the_list(client, ready):
    numbers, (first, second) = ready
    say(client, "susun/", {"order": {first: numbers[1:3], second: []}})
    run = Run.objects.get(courier=int(first))
    scan = {"Accept": "application/json"}
    answer = client.post(f"/pengantaran/{run.number}/muat/", {"scan": numbers[1]}, headers=scan).json()
    assert (answer["outcome"], answer["count"]) == ("ok", 1)
    answer = client.post(f"/pengantaran/{run.number}/muat/", {"scan": numbers[4]}, headers=scan).json()
    assert answer["outcome"] == "refused"
    assert "daftar muat" in answer["text"]
    relay_all(CLOCK.at)
    run.refresh_from_db()
    assert run.status == Run.Status.OUT
    assert EventRow.objects.get(kind=Kind.LOADED).data["courier"] == first
    text = (
        PdfDocument(client.get(f"/pengantaran/{run.number}/daftar-muat.pdf").content)[0].get_textpage().get_text_range()
    )
    assert "Daftar Muat" in text
    assert run.number in text.replace(" ", "")


def one_line(page: str) -> str:
    return " ".join(page.split())


def test_a_scan_sent_before_the_script_came_is_answered_on_the_page_that_follows(client, ready):
    numbers, (first, second) = ready
    say(client, "susun/", {"order": {first: numbers[1:3], second: []}})
    there = f"/pengantaran/{Run.objects.get(courier=int(first)).number}/muat/"
    page = client.post(there, {"scan": numbers[1]}, follow=True).content.decode()
    assert f'data-outcome="ok"> {receipt_number.grouped(numbers[1])} </div>' in one_line(page)
    page = client.post(there, {"scan": numbers[4]}, follow=True).content.decode()
    assert f'data-outcome="refused"> {receipt_number.grouped(numbers[4])}: Tidak ada di daftar muat ini' in one_line(
        page
    )
    assert "Siap memindai" in client.get(there).content.decode()


def test_residents_are_told_and_the_window_narrows_when_the_courier_is_near(client, ready, town):
    numbers, (first, second) = ready
    place_all(client, numbers)
    say(client, "susun/", {"order": {first: numbers, second: []}})
    run = Run.objects.get(courier=int(first))
    client.post(f"/pengantaran/{run.number}/umumkan/")
    expected = client.get(f"/api/v1/track/{numbers[4]}").json()["expected"]
    first = datetime.fromisoformat(expected["to"]) - datetime.fromisoformat(expected["from"])
    assert first >= timedelta(hours=2)
    for number in numbers:
        town.tell("kurir1", Kind.LOADED, number)
    enter(client, "kurir1")
    at = town.tick().isoformat()
    event = {
        "id": "0193f6ce-0000-7000-8000-000000000001",
        "type": "delivered",
        "receipt_number": numbers[0],
        "occurred_at": at,
    }
    event["data"] = HANDOVER | {"receiver_name": "Siti", "old_ktp": "collected"}
    Run.objects.filter(pk=run.pk).update(status=Run.Status.OUT)
    answer = client.post(
        "/kurir/kirim/", json.dumps({"sent_at": at, "events": [event]}), content_type="application/json"
    )
    assert answer.json()["results"][0]["outcome"] == "recorded"
    relay_all(CLOCK.at)
    expected = client.get(f"/api/v1/track/{numbers[1]}").json()["expected"]
    near = datetime.fromisoformat(expected["to"]) - datetime.fromisoformat(expected["from"])
    assert near < first
    assert client.get(f"/api/v1/track/{numbers[0]}").json()["expected"] is None
    assert "Perkiraan kurir tiba" in client.get(f"/t/{numbers[1]}").content.decode()


def test_the_day_closes_only_when_it_adds_up(client, ready, town):
    numbers, (first, second) = ready
    say(client, "susun/", {"order": {first: numbers[1:3], second: []}})
    town.tell("kurir1", Kind.LOADED, numbers[1])
    run = Run.objects.get(courier=int(first))
    client.post(f"/pengantaran/{run.number}/tutup/")
    run.refresh_from_db()
    assert run.status != Run.Status.CLOSED
    town.tell("kurir1", Kind.UNLOADED, numbers[1])
    client.post(f"/pengantaran/{run.number}/tutup/")
    run.refresh_from_db()
    assert run.status == Run.Status.CLOSED
    assert Standing.objects.get(application__receipt_number=numbers[2]).stage == "ready_for_delivery"
    assert numbers[2] in board(client)["files"]


def test_the_rest_of_a_day_is_replanned_behind_the_next_two_stops(client, ready, monkeypatch):
    numbers, (first, second) = ready
    place_all(client, numbers)
    worst = [numbers[0], numbers[1], numbers[4], numbers[2], numbers[3]]
    say(client, "susun/", {"order": {first: worst, second: []}})
    run = Run.objects.get(courier=int(first))
    ask = planning_queue.ask

    def ask_and_work(wish, at):
        id = ask(wish, at)
        make_plans()
        return id

    monkeypatch.setattr(planning_queue, "ask", ask_and_work)
    status, answer = say(client, f"{run.number}/ulang/", {})
    assert status == 200
    stops = [stop.application.receipt_number for stop in run.stops.order_by("position")]
    assert stops[:2] == worst[:2]
    assert sorted(stops) == sorted(numbers)
    assert answer["changed"] is (stops != worst)


def test_the_proof_of_a_delivery_is_a_page_with_its_barcode(client, town):
    file = given_on_the_road(town)
    town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=HANDOVER, private={"receiver_name": "Siti Aminah"})
    assert stage_of(file) == "delivered"
    enter(client, "pengatur")
    answer = client.get(f"/pengantaran/bukti/{file.receipt_number}.pdf")
    text = PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert "Bukti Serah Terima" in text
    assert "Siti Aminah" in text
    assert client.get("/pengantaran/bukti/003E1J0W4874.pdf").status_code == 404


def test_why_a_proof_is_missing_is_sealed_and_said_to_who_needs_it(client, town):
    file = given_on_the_road(town)
    data = HANDOVER | {"old_ktp": "collected", "photo": "missing", "signature": "taken"}
    private = {"receiver_name": "Siti Aminah", "note": "kamera ponsel rusak"}
    assert town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=data, private=private).result == "recorded"
    event = EventRow.objects.get(kind=Kind.DELIVERED)
    assert "kamera" not in str(event.data) + event.reason
    enter(client, "pengatur")
    assert "Tanpa foto amplop: kamera ponsel rusak" in client.get(f"/berkas/{file.receipt_number}/").content.decode()
    paper = PdfDocument(client.get(f"/pengantaran/bukti/{file.receipt_number}.pdf").content)
    assert "kamera ponsel rusak" in paper[0].get_textpage().get_text_range()
    assert "kamera" not in client.get(f"/api/v1/track/{file.receipt_number}").content.decode()


def test_a_plan_of_another_office_is_nobody_s_business(client, ready):
    _, answer = say(client, "rencana/", {})
    Planning.objects.update(office="36.74-disdukcapil")
    assert client.get(f"/pengantaran/rencana/{answer['id']}/").status_code == 404
    assert OFFICE not in json.dumps(answer)


def test_a_plan_whose_worker_died_is_made_by_the_next(client, ready):
    say(client, "rencana/", {})
    now = CLOCK.at
    first = planning_queue.claim(now)
    assert first is not None
    assert planning_queue.claim(now) is None
    again = planning_queue.claim(now + timedelta(minutes=1))
    assert again is not None
    assert again.pk == first.pk


@pytest.mark.parametrize("minutes", [2, 20, 60])
def test_what_is_carried_stays_in_its_couriers_run_when_the_shift_is_shortened_and_planned_anew(
    client, ready, town, minutes
):
    numbers, (first, second) = ready
    place_all(client, numbers)
    assert say(client, "susun/", {"order": {first: numbers[:4], second: numbers[4:]}})[0] == 200
    for number in numbers[:4]:
        assert town.tell("kurir1", Kind.LOADED, number).result == "recorded"
    relay_all(town.clock)
    now = town.clock.astimezone(JAKARTA)
    span = {"begins": f"{now:%H:%M}", "ends": f"{now + timedelta(minutes=minutes):%H:%M}"}
    assert client.post("/pengantaran/kurir/", {"courier": [first, second], **span}).status_code == 302
    answer = say(client, "rencana/", {})[1]
    Planning.objects.update(seconds=0.3)
    make_plans()
    assert say(client, f"rencana/{answer['id']}/pakai/", {})[0] in {200, 422}
    stops = Stop.objects.filter(run__courier=int(first), open=True).values_list(
        "application__receipt_number", flat=True
    )
    assert set(stops) >= set(numbers[:4])
    run = Run.objects.get(courier=int(first))
    page = client.post(f"/pengantaran/{run.number}/tutup/", {}, follow=True).content.decode()
    run.refresh_from_db()
    assert run.status != Run.Status.CLOSED
    assert all(receipt_number.grouped(number) in page for number in numbers[:4])


def test_the_board_has_the_borders_of_the_kelurahan_that_have_one(client, ready):
    for code, name in (("36.74.02.1001", "Pakulonan"), ("36.74.02.1002", "Pakualam")):
        Region.objects.update_or_create(code=code, defaults={"name": name, "lat": -6.24, "lon": 106.65})
    outline = {"type": "MultiPolygon", "coordinates": [square(0)["coordinates"], square(2)["coordinates"]]}
    VillageBorder.objects.create(region_id="36.74.02.1001", outline=outline)
    borders = {village["name"]: village["border"] for village in board(client)["villages"]}
    assert borders["Pakualam"] == []
    assert [ring[0] for ring in borders["Pakulonan"]] == [[-6.25, 106.65], [-6.25, pytest.approx(106.67)]]
