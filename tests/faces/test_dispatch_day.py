"""The dispatcher's day beside the board: shifts kept, last contact, the resident's telephone, lists on paper and in Excel."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest

from siantar.delivery.models import Run, ShiftTemplate
from siantar.directory.models import User
from siantar.privacy.models import Look
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.faces.test_dispatch import ready  # noqa: F401
from tests.people import COLLECTED, enter
from tests.support.codes import PRINTER, texts_on
from tests.support.sheets import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(client, ready) -> Run:  # noqa: F811
    """Three envelopes shared out to the first courier."""
    numbers, (first, second) = ready
    answer = client.post(
        "/pengantaran/susun/", {"order": {first: numbers[1:4], second: []}}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    return Run.objects.get(courier=first)


def test_a_change_says_what_it_costs_in_minutes_and_kilometres_before_it_is_kept(client, ready):  # noqa: F811
    numbers, (first, second) = ready
    wish = {"order": {first: numbers[1:3], second: numbers[3:]}, "dry": True}
    change = client.post("/pengantaran/susun/", wish, content_type="application/json").json()["change"]
    assert change["work"] > 0
    assert change["metres"] > 0
    assert not Run.objects.exclude(stops=None).exists()


def test_the_loading_list_says_where_to_what_to_ask_for_and_has_a_barcode_for_each(client, run):
    file = run.stops.first().application
    file.service.old_ktp = True
    file.service.save()
    document = pypdfium2.PdfDocument(client.get(f"/pengantaran/{run.number}/daftar-muat.pdf").content)
    text = document[0].get_textpage().get_text_range()
    assert "KTP-EL LAMA" in text
    codes = set(texts_on(document[0].render(scale=PRINTER / 72).to_pil()))
    assert {run.number, *run.stops.values_list("application__receipt_number", flat=True)} <= codes
    assert Look.objects.filter(why="print_loading_list", file=file.pk, fields="address name").exists()


def test_a_courier_s_day_is_printed_and_goes_to_excel(client, town, run):
    stops = [stop.application.receipt_number for stop in run.stops.order_by("position")]
    for number in stops:
        town.tell("kurir1", Kind.LOADED, number)
    town.tell("kurir1", Kind.DELIVERED, stops[0], data=COLLECTED, private={"receiver_name": "Siti"})
    town.tell("kurir1", Kind.DELIVERY_FAILED, stops[1], reason="house_empty")
    enter(client, "pengatur")
    answer = client.get(f"/pengantaran/{run.number}/hari.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    heading, *rows = rows_of(answer.content)
    assert heading[:3] == ["No.", "Nomor resi", "Pemohon"]
    assert [row[8] for row in rows] == ["Diserahkan", "Masih dibawa", "Masih dibawa"]
    assert rows[1][10] == "Rumah kosong"
    assert [bool(row[9]) for row in rows] == [True, True, False]
    paper = pypdfium2.PdfDocument(client.get(f"/pengantaran/{run.number}/hari.pdf").content)[0]
    assert "Rumah kosong" in paper.get_textpage().get_text_range()
    assert Look.objects.filter(why="print_courier_day").count() == 2 * len(stops)


@pytest.mark.parametrize("path", ["hari.pdf", "hari.xlsx", "daftar-muat.pdf"])
def test_the_lists_are_the_dispatcher_s_alone(client, run, path):
    enter(client, "kurir1")
    assert client.get(f"/pengantaran/{run.number}/{path}").status_code == 403
    enter(client, "pengatur")
    assert client.get(f"/pengantaran/{run.number[:-1]}0/{path}").status_code in {200, 404}


def test_a_telephone_is_shown_when_asked_for_and_the_look_is_recorded(client, ready):  # noqa: F811
    (number, *_), _couriers = ready
    Look.objects.all().delete()
    assert "phone" not in client.get("/pengantaran/papan/").json()["files"][number]
    contact = client.post("/pengantaran/kontak/", {"file": number}).json()
    assert contact["phone"].startswith("+62")
    assert Look.objects.filter(why="call_resident", fields="name phone").count() == 1
    assert client.post("/pengantaran/kontak/", {"file": "ZZZZ"}).status_code == 404
    enter(client, "loket")
    assert client.post("/pengantaran/kontak/", {"file": number}).status_code == 403


def test_the_board_says_when_a_courier_was_last_heard_of(client, town, run):
    def heard() -> str | None:
        couriers = client.get("/pengantaran/papan/").json()["couriers"]
        return next(courier["heard_at"] for courier in couriers if courier["id"] == str(run.courier_id))

    assert heard() is None
    enter(client, "kurir1")
    assert client.get("/kurir/hari-ini/").status_code == 200
    enter(client, "pengatur")
    assert heard() is not None
    for number in run.stops.values_list("application__receipt_number", flat=True):
        town.tell("kurir1", Kind.LOADED, number)
    assert "belum berkabar" not in client.get("/pengantaran/").content.decode()
    Run.objects.filter(pk=run.pk).update(heard_at=CLOCK.at - timedelta(minutes=31), status=Run.Status.OUT)
    assert "belum berkabar 31 menit" in client.get("/pengantaran/").content.decode()


def test_shifts_are_chosen_by_name_for_each_courier_and_kept_by_the_office(client, ready, town):  # noqa: F811
    _numbers, (first, second) = ready
    page = client.get("/pengantaran/").content.decode()
    assert "Pagi 08.00–12.00" in page
    form = {
        "courier": [first, second], "begins": "08:00", "ends": "16:00", f"shift-{second}": "13:00-17:00",
        "template-name": ["Sore", ""], "template-begins": ["15:00", ""], "template-ends": ["18:00", ""],
    }  # fmt: skip
    client.post("/pengantaran/kurir/", form)
    begins = {str(run.courier_id): f"{run.starts_at:%H}" for run in Run.objects.all()}
    assert (begins[first], begins[second]) == ("01", "06")  # of UTC
    assert list(ShiftTemplate.objects.values_list("office", "name")) == [(town.office.pk, "Sore")]
    page = client.get("/pengantaran/").content.decode()
    assert "Sore 15.00–18.00" in page
    assert "Pagi 08.00" not in page


@pytest.mark.parametrize(
    ("names", "begins", "ends"),
    [
        (["Sore", "sore"], ["15:00"] * 2, ["18:00"] * 2), (["Sore"], ["18:00"], ["15:00"]), (["Sore"], ["x"], ["15:00"]),
        (["S" * 21], ["08:00"], ["12:00"]), (["Sore"], [], ["15:00"]), ([f"S{n}" for n in range(7)], ["08:00"] * 7, ["12:00"] * 7),
    ],
)  # fmt: skip
def test_shifts_that_cannot_be_are_refused_in_a_sentence(client, ready, names, begins, ends):  # noqa: F811
    form = {"courier": ready[1], "template-name": names, "template-begins": begins, "template-ends": ends}
    answer = client.post("/pengantaran/kurir/", {**form, "begins": "08:00", "ends": "16:00"}, follow=True)
    assert "Pola giliran belum benar" in answer.content.decode()
    assert not ShiftTemplate.objects.exists()
    bad = {"courier": ready[1], "begins": "08:00", "ends": "16:00", f"shift-{ready[1][0]}": "08:00"}
    assert "Jam mulai dan selesai belum benar" in client.post("/pengantaran/kurir/", bad, follow=True).content.decode()
    assert User.objects.filter(pk=ready[1][0]).exists()
