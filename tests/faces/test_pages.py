import gzip
import re
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from siantar.casework import possession
from siantar.casework.models import Application
from siantar.faces.frame import assets
from siantar.privacy.models import Look
from siantar.rules import receipt_number
from siantar.rules.vocabulary import Kind
from tests.people import enter, given_file, given_finished, given_on_the_road, stage_of

pytestmark = pytest.mark.django_db


def test_the_box_takes_what_people_type(client, town):
    file = given_file(town)
    typed = receipt_number.grouped(file.receipt_number).lower()
    assert client.get("/", {"resi": typed})["Location"] == f"/t/{file.receipt_number}"
    assert client.get("/", {"resi": "8991234567890"}).status_code == 404


def test_the_tracking_page_is_small_and_holds_nothing_personal(client, town):
    file = given_on_the_road(town)
    page = client.get(f"/t/{file.receipt_number}")
    text = page.content.decode()
    assert "Dalam pengantaran" in text
    for secret in ("Siti", "Aminah", "3674", "0812", "Raya Serpong", "pin_sealed"):
        assert secret not in text
    style = assets.content("styles/public.css")
    assert len(gzip.compress(page.content)) + len(gzip.compress(style)) < 14_000


def test_the_pin_opens_the_private_part_and_five_wrong_ones_lock_it(client, town):
    file = given_file(town)
    pin = possession.pin_of(Application.objects.get(pk=file.pk))
    wrong = "000000" if pin != "000000" else "111111"
    opened = client.post(f"/t/{file.receipt_number}", {"pin": pin})
    assert b"S*** A*****" in opened.content
    assert Look.objects.filter(file=file.pk, why="resident:pin").count() == 1
    for _ in range(5):
        assert client.post(f"/t/{file.receipt_number}", {"pin": wrong}).status_code == 403
    locked = client.post(f"/t/{file.receipt_number}", {"pin": pin})
    assert locked.status_code == 403
    assert "terlalu sering" in locked.content.decode()


def test_the_proof_opens_it_without_the_pin(client, town):
    file = Application.objects.get(pk=given_file(town).pk)
    opened = client.post(f"/t/{file.receipt_number}/bukti", {"proof": possession.proof_of(file)})
    assert b"S*** A*****" in opened.content
    assert client.post(f"/t/{file.receipt_number}/bukti", {"proof": "f" * 20}).status_code == 403


def intake(**more):
    return {
        "id": str(uuid4()), "service": "ktp-el-hilang", "nik": "3674026304850003", "name": "Siti Aminah", "phone": "0812 3456 7890",
        "brought_by": "applicant", "method": "courier", "line": "Jl. Raya Serpong No. 8", "rt": "3", "rw": "4", "landmark": "sebelah masjid",
        "paper-ktp-el-hilang-kk": "copy", "paper-ktp-el-hilang-surat-kehilangan-polisi": "original", **more,
    }  # fmt: skip


def test_the_counter_takes_in_a_file_and_prints(client, town):
    enter(client, "loket")
    saved = client.post("/loket/", intake())
    assert saved.status_code == 302
    file = Application.objects.get()
    assert stage_of(file) == "received"
    assert client.get(saved["Location"]).status_code == 200
    for size in ("58mm", "80mm", "a5", "a4"):
        paper = client.get(f"/loket/resi/{file.receipt_number}/{size}.pdf")
        assert paper.content[:5] == b"%PDF-"
    assert "frame-ancestors 'self'" in paper["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get("/loket/")["Content-Security-Policy"]


def test_papers_nobody_answered_are_asked_and_nothing_is_preset(client, town):
    enter(client, "loket")
    assert 'data-key="missing"' in (page := client.get("/loket/").content.decode())
    assert "checked data-key" not in page
    assert not re.search(r'name="brought_by"[^>]*checked', page)
    form = {key: value for key, value in intake().items() if key != "paper-ktp-el-hilang-kk"}
    answer = client.post("/loket/", form)
    assert (answer.status_code, Application.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert "Pilih asli, salinan, atau belum ada: Kartu Keluarga (KK)." in page
    assert page.count("checked data-key") == 1
    assert client.post("/loket/", form | {"paper-ktp-el-hilang-kk": "missing"}).status_code == 302
    assert stage_of(Application.objects.get()) == "incomplete"


def test_a_double_click_takes_in_one_file(client, town):
    enter(client, "loket")
    twice = intake()
    assert client.post("/loket/", twice)["Location"] == client.post("/loket/", twice)["Location"]
    assert Application.objects.count() == 1


@pytest.mark.parametrize("name", ["💌💌", "محمد علي", "x" * 60, "Suharto"])
def test_every_name_is_a_name(client, town, name):
    enter(client, "loket")
    assert client.post("/loket/", intake(name=name)).status_code == 302
    assert Application.objects.get().applicant_name == name


def test_what_was_typed_stays_when_something_is_wrong(client, town):
    enter(client, "loket")
    page = client.post("/loket/", intake(name="x" * 500))
    assert page.status_code == 422
    assert "Jl. Raya Serpong No. 8" in page.content.decode()
    assert Application.objects.count() == 0


def test_a_known_person_is_filled_in_and_the_look_leaves_a_trace(client, town):
    file = given_file(town)
    enter(client, "loket")
    answer = client.post("/loket/dikenal/", {"nik": "3674026304850003"}).json()
    assert answer.pop("last") == date_format(timezone.localtime(file.handed_in_at), "j F Y")
    assert answer == {"known": True, "name": "Siti Aminah", "phone": "+6281234567890", "doubts": [], "open": []}
    assert Look.objects.filter(subject=file.person_id, why="intake").count() == 1


def test_who_hands_in_is_asked_and_never_assumed(client, town):
    enter(client, "loket")
    answer = client.post("/loket/", intake(brought_by=""))
    assert (answer.status_code, Application.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert '<a href="#id_brought_by_0">Pilih siapa yang menyerahkan berkas ini.</a>' in page
    assert 'value="Siti Aminah"' in page


def test_the_next_file_of_a_family_begins_with_what_is_known_and_the_look_leaves_a_trace(client, town):
    enter(client, "loket")
    first = client.post("/loket/", intake(next="family", told_by="whatsapp", told_in="id", agrees="on"))
    file = Application.objects.get()
    assert first["Location"] == f"/loket/?resi={file.receipt_number}&keluarga={file.receipt_number}"
    page = client.get(first["Location"]).content.decode()
    for carried in (
        'value="Siti Aminah"',
        'value="3674026304850003"',
        'value="+6281234567890"',
        'value="Jl. Raya Serpong No. 8"',
    ):
        assert carried in page, carried
    for name, value in (("brought_by", "applicant"), ("method", "courier"), ("told_by", "whatsapp")):
        assert re.search(rf'name="{name}" value="{value}"[^>]*checked', page), name
    assert "checked data-key" not in page
    assert "Ikut Siti Aminah" in page
    assert "Berkas 2 keluarga ini" in page
    assert Look.objects.filter(file=file.pk, why="next_file").exists()
    second = client.post("/loket/", intake(name="Raka", nik="", next="family", family=file.receipt_number))
    assert second["Location"].count(".") == 1
    assert "Berkas 3 keluarga ini" in client.get(second["Location"]).content.decode()


def test_the_last_file_of_a_visit_leads_to_one_slip_for_all(client, town):
    enter(client, "loket")
    client.post("/loket/", intake(next="family"))
    first = Application.objects.get()
    going_on = client.get(f"/loket/?resi={first.receipt_number}&keluarga={first.receipt_number}").content.decode()
    assert "data-later" in going_on and f"/loket/resi/{first.receipt_number}/80mm.pdf" in going_on
    last = client.post("/loket/", intake(name="Raka", nik="", family=first.receipt_number))
    second = Application.objects.exclude(pk=first.pk).get()
    both = f"{first.receipt_number}.{second.receipt_number}"
    assert last["Location"] == f"/loket/?resi={second.receipt_number}&bersama={both}"
    page = client.get(last["Location"]).content.decode()
    assert f"/loket/resi-bersama/{both}/80mm.pdf" in page and "data-later" not in page and "keluarga ini" not in page
    slip = client.get(f"/loket/resi-bersama/{both}/80mm.pdf")
    assert slip.content[:5] == b"%PDF-" and "no-store" in slip["Cache-Control"]
    assert Look.objects.filter(file=first.pk, why="print_receipt").exists()
    for nothing in (f"{both}/a3.pdf", "0038KVWBMZWZ/80mm.pdf", "x.y/80mm.pdf", "./80mm.pdf"):
        assert client.get(f"/loket/resi-bersama/{nothing}").status_code == 404


def test_a_family_holds_only_files_of_this_office(client, town):
    enter(client, "loket")
    page = client.get("/loket/?keluarga=0038KVWBMZWZ.x.%00.899").content.decode()
    assert "keluarga ini" not in page
    assert "data-carried" not in page


def test_the_services_taken_in_most_often_have_a_key(client, town):
    given_file(town)
    enter(client, "loket")
    page = client.get("/loket/").content.decode()
    often = re.findall(r'data-often="([\w-]+)"', page)
    assert often[0] == "ktp-el-hilang"
    assert len(often) == len(set(often)) == 6


def test_the_checker_sees_what_waits_and_acts(client, town):
    file = given_file(town)
    enter(client, "pemeriksa")
    assert file.receipt_number in client.get("/berkas/").content.decode()
    page = client.get(f"/berkas/{file.receipt_number}/")
    assert "Mulai periksa" in page.content.decode()
    assert "Tanda tangani" not in page.content.decode()
    client.post(f"/berkas/{file.receipt_number}/tindakan/", {"kind": "check_started"})
    assert stage_of(file) == "checking"
    refused = client.post(f"/berkas/{file.receipt_number}/tindakan/", {"kind": "signed"})
    assert (refused.status_code, stage_of(file)) == (422, "checking")


def test_a_bundle_goes_there_and_back_and_the_missing_file_is_investigated(client, town):
    first, second = given_file(town), given_file(town)
    for file in (first, second):
        town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
        town.tell("pemeriksa", Kind.CHECK_PASSED, file.receipt_number)
    enter(client, "penghubung")
    there = client.post("/bundel/", {"to": town.agency.code})["Location"]
    for file in (first, second):
        client.post(f"{there}pindai/", {"scan": file.receipt_number})
    groceries = client.post(f"{there}pindai/", {"scan": "8991234567890"}, headers={"Accept": "application/json"}).json()
    assert groceries["outcome"] == "refused"
    client.post(f"{there}langkah/", {"step": "close"})
    assert client.get(f"{there}surat-pengantar.pdf").content[:5] == b"%PDF-"
    client.post(f"{there}langkah/", {"step": "hand_over", "taken_by": "Yusuf Maulana"})
    assert stage_of(first) == "sent_to_agency"
    enter(client, "dukcapil")
    client.post(f"{there}langkah/", {"step": "arrive"})
    client.post(f"{there}tandai/", {"kind": "completed", "file": [first.receipt_number, second.receipt_number]})
    back = client.post("/bundel/", {"to": town.office.code})["Location"]
    for file in (first, second):
        client.post(f"{back}pindai/", {"scan": file.receipt_number})
    for step in ("close", "hand_over"):
        client.post(f"{back}langkah/", {"step": step, "taken_by": "Sri Lestari"})
    enter(client, "penghubung")
    client.post(f"{back}pindai/", {"scan": first.receipt_number})
    client.post(f"{back}langkah/", {"step": "reconcile"})
    assert (stage_of(first), stage_of(second)) == ("finished", "under_investigation")


def test_the_counter_hands_over_by_scanning_the_receipt(client, town):
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    proof = possession.proof_of(Application.objects.get(pk=file.pk))
    enter(client, "loket")
    scanned = f"http://127.0.0.1:8000/t/{file.receipt_number}#{proof}"
    form = {"scan": scanned, "receiver_name": "Siti", "relation": "applicant", "identity_check": "receipt_scanned"}
    assert client.post("/loket/serahkan/", form).status_code == 302
    assert stage_of(file) == "collected"


@pytest.mark.parametrize(
    ("who", "url", "status"),
    [("kurir1", "/loket/", 403), ("loket", "/kurir/", 403), ("camat", "/bundel/", 403), ("walikota", "/loket/", None)],
)
def test_nobody_opens_a_door_that_is_not_theirs(client, town, who, url, status):
    if status is None:
        assert client.get(url)["Location"].startswith("/masuk/")
        return
    enter(client, who)
    assert client.get(url).status_code == status
