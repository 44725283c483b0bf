"""The page of a file: exactly the acts of this person now, the story, papers, clocks, and what a person must decide."""

import re

import pypdfium2
import pytest

from siantar.casework.models import EventRow
from siantar.directory.models import Delegation, Office, User
from siantar.rules.receipt_number import grouped
from siantar.rules.vocabulary import Kind, Method
from tests.people import HANDOVER, enter, given_file, given_on_the_road, stage_of
from tests.support.codes import page_of, texts_on

pytestmark = pytest.mark.django_db


def act(client, file, **form):
    return client.post(f"/berkas/{file.receipt_number}/tindakan/", form)


def test_missing_documents_come_one_by_one(client, town):
    file = given_file(town, complete=False)
    enter(client, "loket")
    page = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert 'name="paper-kk"' in page
    half = act(client, file, kind="documents_completed", **{"paper-kk": "copy"})
    assert half.status_code == 422
    assert "Masih belum ada: Surat" in half.content.decode()
    assert stage_of(file) == "incomplete"
    act(client, file, kind="documents_completed", **{"paper-kk": "copy", "paper-surat-kehilangan-polisi": "original"})
    assert stage_of(file) == "received"
    assert "belum ada" not in client.get(f"/berkas/{file.receipt_number}/").content.decode()


def test_an_act_without_its_reason_keeps_what_was_typed(client, town):
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    enter(client, "pemeriksa")
    refused = act(client, file, kind="found_incomplete", reason="")
    assert (refused.status_code, stage_of(file)) == (422, "checking")
    assert "Alasannya belum diisi" in refused.content.decode()
    act(client, file, kind="found_incomplete", reason="KK buram")
    assert stage_of(file) == "incomplete"
    assert "KK buram" in client.get(f"/berkas/{file.receipt_number}/").content.decode()


def given_contradiction(town):
    """The courier told a wrong PIN: kept, the stage stays, a person decides."""
    file = given_on_the_road(town)
    data = {**HANDOVER, "identity_check": "pin"}
    town.tell(
        "kurir1", Kind.DELIVERED, file.receipt_number,
        data=data, private={"receiver_name": "Siti"}, secret={"pin": "wrong!"},
    )  # fmt: skip
    assert stage_of(file) == "out_for_delivery"
    return file, EventRow.objects.get(kind=Kind.DELIVERED)


@pytest.mark.parametrize(("verdict", "stage"), [("uphold", "delivered"), ("event", "out_for_delivery")])
def test_a_person_decides_about_a_contradiction(client, town, verdict, stage):
    file, event = given_contradiction(town)
    enter(client, "camat")
    assert grouped(file.receipt_number) in client.get("/berkas/").content.decode()
    assert "Perlu keputusan" in client.get(f"/berkas/{file.receipt_number}/").content.decode()
    act(client, file, kind="corrected", reason="sudah ditanyakan kepada penerima", **{verdict: str(event.pk)})
    assert stage_of(file) == stage
    assert "Perlu keputusan" not in client.get(f"/berkas/{file.receipt_number}/").content.decode()


def test_a_courier_is_not_asked_to_judge_himself(client, town):
    file, _event = given_contradiction(town)
    enter(client, "loket")
    page = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert "Diselesaikan oleh: Penanda tangan, Administrator" in page
    assert "Benar terjadi" not in page


def test_the_deputy_signs_while_the_camat_is_away(client, town):
    file = given_file(town, "sktm", method=Method.COUNTER)
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        town.tell("pemeriksa", kind, file.receipt_number)
    enter(client, "pengatur")
    assert act(client, file, kind="signed").status_code == 404  # not even seen: it is not on its way to a door
    enter(client, "camat")
    deputy = User.objects.get(username="pengatur")
    wrong = client.post("/berkas/wakil/", {"deputy": deputy.pk, "first_on": "2026-11-25", "last_on": "2026-11-20"})
    assert "mendahului" in wrong.content.decode()
    client.post("/berkas/wakil/", {"deputy": deputy.pk, "first_on": "2020-01-01", "last_on": "2099-12-31"})
    assert deputy.get_full_name() in client.get("/berkas/wakil/").content.decode()
    enter(client, "pengatur")
    act(client, file, kind="signed")
    assert stage_of(file) == "finished"
    enter(client, "camat")
    client.post("/berkas/wakil/", {"end": Delegation.objects.get().pk})
    assert not Delegation.objects.exists()


def test_nobody_names_a_deputy_of_another_office(client, town):
    enter(client, "camat")
    stranger = User.objects.get(username="dukcapil")
    form = {"deputy": stranger.pk, "first_on": "2020-01-01", "last_on": "2099-12-31"}
    assert client.post("/berkas/wakil/", form).status_code == 422
    assert not Delegation.objects.exists()


def test_the_label_carries_the_barcode_and_neither_pin_nor_proof(client, town):
    file = given_file(town)
    enter(client, "loket")
    pdf = client.get(f"/loket/label/{file.receipt_number}.pdf").content
    assert texts_on(page_of(pdf)) == [file.receipt_number]
    assert "PIN" not in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()


def test_what_came_today_and_where_everything_is(client, town):
    file = given_file(town)
    enter(client, "loket")
    assert client.get("/loket/hari-ini/").status_code == 200
    page = client.get("/berkas/di-mana/").content.decode()
    assert "Loket Kecamatan Serpong Utara" in page
    assert file.receipt_number not in page


def test_the_liaison_records_for_an_agency_that_does_not_use_siantar(client, town):
    Office.objects.filter(code=town.agency.code).update(uses_siantar=False)
    files = [given_file(town) for _ in range(2)]
    for file in files:
        town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
        town.tell("pemeriksa", Kind.CHECK_PASSED, file.receipt_number)
    enter(client, "penghubung")
    there = client.post("/bundel/", {"to": town.agency.code})["Location"]
    for file in files:
        client.post(f"{there}pindai/", {"scan": file.receipt_number})
    client.post(f"{there}langkah/", {"step": "take_out", "number": files[1].receipt_number})
    client.post(f"{there}pindai/", {"scan": files[1].receipt_number})
    for step in ("close", "hand_over", "arrive"):
        client.post(f"{there}langkah/", {"step": step, "taken_by": "Yusuf"})
    numbers = [file.receipt_number for file in files]
    assert "belum memakai Siantar" in client.get(there).content.decode()
    held = client.post(f"{there}tandai/", {"kind": "held", "hold": "out_of_blanks", "file": numbers})
    assert held.status_code == 302
    client.post(f"{there}tandai/", {"kind": "completed", "file": numbers})
    client.post(f"{there}tandai/", {"kind": "came_back", "file": numbers[:1]})
    client.post(f"{there}tandai/", {"kind": "went_missing", "file": numbers[1:]})
    assert [stage_of(file) for file in files] == ["finished", "under_investigation"]
    assert grouped(numbers[1]) in client.get(there).content.decode()


def test_somebody_with_roles_and_no_office_sees_no_files_and_no_error(client, town):
    given_file(town)
    User.objects.create_user("baru", password="rahasia-uji", roles=["counter", "administrator"])
    enter(client, "baru")
    for page in ("/berkas/", "/berkas/di-mana/", "/loket/hari-ini/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "Siti" not in answer.content.decode()


def acts_of(client, file) -> str:
    """What the page offers to do: beside the name, and as other acts."""
    page = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    head = page.partition('file-acts acts"')[2].partition("path-card")[0]
    return head + page.partition('id="acts"')[2].partition("</section>")[0]


def test_no_grave_act_stands_out_on_a_fresh_file(client, town):
    file = given_file(town)
    enter(client, "loket")
    acts = acts_of(client, file)
    assert "Laporkan hilang" in acts
    assert "button-primary" not in acts
    enter(client, "pemeriksa")
    acts = acts_of(client, file)
    assert acts.count("button-primary") == 1
    assert "Mulai periksa" in acts.partition("button-primary")[2][:60]


def test_cancelling_asks_why_and_whether_and_says_how_it_is_undone(client, town):
    file = given_file(town)
    enter(client, "loket")
    acts = acts_of(client, file)
    assert 'name="confirmed" value="1" required' in " ".join(acts.split())
    assert "penanda tangan dapat mengoreksi" in acts
    for reason in ("", "   "):
        refused = act(client, file, kind="cancelled", reason=reason, confirmed="1")
        assert (refused.status_code, stage_of(file)) == (422, "received")
        assert "Alasannya belum diisi" in refused.content.decode()
    for tick in ({}, {"confirmed": ""}):
        refused = act(client, file, kind="cancelled", reason="pemohon pindah", **tick)
        assert (refused.status_code, stage_of(file)) == (422, "received")
        assert "Belum dibatalkan. Centang" in refused.content.decode()
        assert 'value="pemohon pindah"' in refused.content.decode()
    act(client, file, kind="cancelled", reason="pemohon pindah", confirmed="1")
    assert stage_of(file) == "cancelled"
    assert "pemohon pindah" in client.get(f"/berkas/{file.receipt_number}/").content.decode()
    enter(client, "camat")
    cancelled = EventRow.objects.get(kind=Kind.CANCELLED)
    act(client, file, kind="corrected", reason="salah tekan", event=str(cancelled.pk))
    assert stage_of(file) == "received"


def test_a_file_that_passed_is_not_asked_to_be_checked_again(client, town):
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    enter(client, "pemeriksa")
    act(client, file, kind="check_passed")
    acts = acts_of(client, file)
    assert "Lolos" not in acts
    assert "Nyatakan belum lengkap" not in acts
    assert "Tolak permohonan" in acts


def given_claim(town):
    """kurir2 scanned an envelope that kurir1 carries by the records."""
    file = given_on_the_road(town, "kurir1")
    outcome = town.tell("kurir2", Kind.LOADED, file.receipt_number, data={"handed_over": "1"})
    assert (outcome.result, outcome.code) == ("conflict", "not_handed_over")
    return file, EventRow.objects.get(pk=outcome.id)


@pytest.mark.parametrize("who", ["pengatur", "loket", "camat"])
@pytest.mark.parametrize(("verdict", "holder"), [("uphold", "kurir2"), ("event", "kurir1")])
def test_who_holds_it_is_settled_by_dispatcher_and_counter_too(client, town, who, verdict, holder):
    file, claim = given_claim(town)
    enter(client, who)
    page = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert "Benar terjadi" in page
    act(client, file, kind="corrected", reason="keduanya sudah ditanya", **{verdict: str(claim.pk)})
    assert file.standing.__class__.objects.get(pk=file.pk).holder == f"courier:{town.people[holder].person}"


@pytest.mark.parametrize("who", ["pengatur", "loket"])
def test_what_a_receiver_showed_is_settled_by_the_camat_alone(client, town, who):
    file, event = given_contradiction(town)
    enter(client, who)
    act(client, file, kind="corrected", reason="saya yakin", uphold=str(event.pk))
    assert stage_of(file) == "out_for_delivery"
    for kind in ("event", "uphold"):
        loaded = EventRow.objects.get(application=file, kind="loaded")
        assert (
            town.tell(who, Kind.CORRECTED, file.receipt_number, reason="x", data={kind: str(loaded.pk)}).code
            == "wrong_role"
        )


def test_the_way_of_a_file_shows_what_is_ahead_and_whose_turn_it_is(client, town):
    file = given_file(town)
    enter(client, "pemeriksa")
    page = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    way = re.findall(
        r'<li class="(\w+)"[^>]*>\s*<strong>([^<]+)', page.partition('class="path"')[2].partition("</ol>")[0]
    )
    assert way[0] == ("now", "Diterima")
    assert ("ahead", "Diperiksa") in way
    assert way[-1][0] == "ahead"


def test_after_an_act_the_next_file_is_one_press_away(client, town):
    first, second = given_file(town), given_file(town)
    enter(client, "pemeriksa")
    answer = client.post(f"/berkas/{first.receipt_number}/tindakan/", {"kind": "check_started"}, follow=True)
    page = answer.content.decode()
    assert f'href="/berkas/{second.receipt_number}/" data-hotkey="n"' in " ".join(page.split())


def test_a_cancellation_pressed_by_mistake_is_undone_by_who_pressed_it(client, town):
    file = given_file(town)
    enter(client, "loket")
    act(client, file, kind="cancelled", reason="salah baca", confirmed="1")
    assert stage_of(file) == "cancelled"
    page = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert "Urungkan" in page
    event = re.search(r'name="event" value="([\w-]{36})"', page).group(1)
    act(client, file, kind="corrected", event=event, reason="Salah tekan")
    assert stage_of(file) == "received"
    enter(client, "pemeriksa")
    town.tell("loket", Kind.WENT_MISSING, file.receipt_number)
    assert "Urungkan" not in client.get(f"/berkas/{file.receipt_number}/").content.decode()
