"""Documents go with an outside carrier and what it tells comes back: whole or not at all, twice, late, unknown."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from siantar.casework import consequences, custody, stories
from siantar.casework.models import Application, EventRow, Movement, Standing
from siantar.delivery import consigning, shipment_reports
from siantar.delivery.models import ConsignedItem, Consignment, Proof, Stop
from siantar.directory.models import AuditEntry, Carrier, User
from siantar.directory.tokens import TokenWish, issue_token
from siantar.faces.frame import holders
from siantar.rules import receipt_number
from siantar.rules.carrier_report import ReportLine, ShipmentStatus
from siantar.rules.receipt_number import grouped
from siantar.rules.shipment import check_digit
from siantar.rules.vocabulary import Code, Kind, Role
from tests.clock import CLOCK
from tests.delivery.days import given_ready, given_run
from tests.people import OFFICE, enter, given_carrier, given_collected, given_file

pytestmark = pytest.mark.django_db
PAGE, REPORT, SETUP = "/pengantaran/jasa-kirim/", "/pengantaran/jasa-kirim/laporan/", "/pengaturan/jasa-kirim/"
LINK = "https://pos.example/lacak/{nomor}"


def s10(serial: int) -> str:
    return f"EE{serial:08}{check_digit(f'{serial:08}')}ID"


@pytest.fixture
def post(town) -> Carrier:
    return given_carrier("PT Pos Indonesia", "s10", LINK)


@pytest.fixture
def dispatcher(client, town):
    enter(client, "pengatur")
    return client


def begun(client, carrier) -> str:
    return client.post(PAGE, {"carrier": carrier.pk})["Location"]


def put(client, page, *pairs):
    for number, shipment in pairs:
        assert client.post(page, {"step": "add", "receipt": number, "shipment": shipment}).status_code == 302


def given_gone(client, town, carrier, count: int = 1) -> tuple[str, list[Application]]:
    """A consignment that has left, with shipments 1, 2, ..."""
    files, page = [given_ready(town) for _ in range(count)], begun(client, carrier)
    put(client, page, *((file.receipt_number, s10(place)) for place, file in enumerate(files, 1)))
    assert client.post(page, {"step": "hand_over"}).status_code == 302
    return page, files


def reported(client, carrier, *rows, step="take"):
    CLOCK.move(timedelta(hours=4))
    heading = "Nomor kiriman;Status;Waktu;Penerima;Hubungan;Alasan;Catatan"
    table = "\n".join([heading, *(";".join(row) for row in rows)])
    return client.post(REPORT, {"carrier": carrier.pk, "table": table, "step": step})


def when(hours: float = 1) -> str:
    return f"{CLOCK.at + timedelta(hours=hours):%Y-%m-%dT%H:%M:%S+00:00}"


def delivered(serial: int = 1, hours: float = 1, relation="keluarga") -> tuple[str, ...]:
    return (s10(serial), "diterima", when(hours), "Budi", relation, "", "")


def failed(serial: int = 1, hours: float = 1) -> tuple[str, ...]:
    return (s10(serial), "gagal", when(hours), "", "", "rumah kosong", "")


def returned(serial: int = 1, hours: float = 2) -> tuple[str, ...]:
    return (s10(serial), "kembali", when(hours), "", "", "", "")


def stage(file: Application) -> str:
    return Standing.objects.get(pk=file.pk).stage


def test_the_carrier_has_what_was_handed_over_and_the_books_balance(dispatcher, town, post):
    page, files = given_gone(dispatcher, town, post, 3)
    assert [stage(file) for file in files] == ["out_for_delivery"] * 3
    holder = Standing.objects.get(pk=files[0].pk).holder
    assert holders.in_words([holder]) == {holder: "Jasa kirim PT Pos Indonesia"}
    assert Movement.objects.filter(given_to=holder).count() == 3 and custody.differences(OFFICE) == []
    assert {each.holder: each.booked for each in custody.balances(OFFICE)}[holder] == 3
    assert "3 dokumen kini di tangan PT Pos Indonesia" in dispatcher.get(PAGE).text
    assert s10(2) in dispatcher.get(page).text
    assert dispatcher.get(f"{page}daftar-serah.pdf").content.startswith(b"%PDF")


def test_pressing_twice_hands_over_once_and_nothing_goes_in_any_more(dispatcher, town, post):
    page, _files = given_gone(dispatcher, town, post)
    late = given_ready(town)
    for step in ({"step": "hand_over"}, {"step": "add", "receipt": late.receipt_number, "shipment": s10(9)}, {"step": "drop"}):
        answer = dispatcher.post(page, step)
        assert answer.status_code == 422 and "sudah diserahkan" in answer.text
    assert EventRow.objects.filter(kind=Kind.CONSIGNED).count() == 1 and stage(late) == "ready_for_delivery"


def test_a_table_goes_in_whole_or_not_at_all(dispatcher, town, post):
    first, second = given_ready(town), given_ready(town)
    page = begun(dispatcher, post)
    rows = [f"{grouped(first.receipt_number)}\t{s10(1)}", f"{second.receipt_number}\tEE000000010ID"]
    answer = dispatcher.post(page, {"step": "table", "table": "\n".join(rows)})
    assert answer.status_code == 422 and "Baris 2" in answer.text and "Angka pemeriksanya" in answer.text
    assert rows[0] in answer.text and not ConsignedItem.objects.exists()
    rows[1] = f"{second.receipt_number};{s10(2)}".replace(";", "\t")
    assert dispatcher.post(page, {"step": "table", "table": "\n".join(rows)}).status_code == 302
    assert list(ConsignedItem.objects.order_by("position").values_list("shipment", flat=True)) == [s10(1), s10(2)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"receipt": "", "shipment": s10(1)}, "nomor resi, lalu nomor kiriman"),
        ({"receipt": "K7PQ3M9XABCE", "shipment": s10(1)}, "salah ketik"),
        ({"receipt": "READY", "shipment": ""}, "belum diisi"),
        ({"receipt": "READY", "shipment": "12345"}, "2 huruf, 9 angka, 2 huruf"),
        ({"receipt": "FRESH", "shipment": s10(1)}, "belum siap diantar"),
        ({"receipt": "COLLECTED", "shipment": s10(1)}, "belum siap diantar"),
        ({"receipt": "LISTED", "shipment": s10(1)}, "sudah ada di sebuah kiriman"),
        ({"receipt": "READY", "shipment": s10(7)}, "sudah dipakai"),
        ({"receipt": "OTHER", "shipment": s10(1)}, "tidak ditemukan"),
    ],
)  # fmt: skip
def test_what_cannot_go_along_is_refused_with_what_to_do_and_keeps_what_was_typed(dispatcher, town, post, typed, words):
    listed = given_ready(town)
    put(dispatcher, begun(dispatcher, post), (listed.receipt_number, s10(7)))
    numbers = {
        "READY": given_ready(town).receipt_number, "FRESH": given_file(town).receipt_number,
        "COLLECTED": given_collected(town).receipt_number, "LISTED": listed.receipt_number, "OTHER": receipt_number.issue(2),
    }  # fmt: skip
    filled = {name: numbers.get(value, value) for name, value in typed.items()}
    answer = dispatcher.post(begun(dispatcher, post), {"step": "add", **filled})
    assert answer.status_code == 422 and words in answer.text
    assert all(f'value="{value}"' in answer.text for value in filled.values())
    assert ConsignedItem.objects.count() == 1


def test_what_left_meanwhile_keeps_the_whole_consignment_here_until_it_is_taken_out(dispatcher, town, post):
    files, page = [given_ready(town) for _ in range(2)], begun(dispatcher, post)
    put(dispatcher, page, *((file.receipt_number, s10(place)) for place, file in enumerate(files, 1)))
    town.tell("kurir1", Kind.LOADED, files[0].receipt_number)
    answer = dispatcher.post(page, {"step": "hand_over"})
    assert answer.status_code == 422 and grouped(files[0].receipt_number) in answer.text
    assert stage(files[1]) == "ready_for_delivery" and Consignment.objects.get().handed_at is None
    row = ConsignedItem.objects.get(application=files[0]).pk
    dispatcher.post(page, {"step": "take_out", "row": row})
    assert dispatcher.post(page, {"step": "hand_over"}).status_code == 302
    assert stage(files[1]) == "out_for_delivery"


def test_a_stop_planned_for_our_courier_falls_away(dispatcher, town, post):
    file = given_ready(town)
    given_run(town, [file])
    assert Stop.objects.filter(application=file).exists()
    page = begun(dispatcher, post)
    put(dispatcher, page, (file.receipt_number, s10(1)))
    dispatcher.post(page, {"step": "hand_over"})
    assert not Stop.objects.filter(application=file).exists()
    assert dispatcher.get("/pengantaran/").status_code == 200


def test_a_report_is_looked_at_first_and_then_becomes_the_same_events(dispatcher, town, post):
    _page, files = given_gone(dispatcher, town, post, 3)
    rows = [delivered(1), failed(2), failed(3, 0.5), returned(3)]
    looked = reported(dispatcher, post, *rows, step="look")
    assert looked.status_code == 200 and "4 baris siap dicatat" in looked.text
    assert [stage(file) for file in files] == ["out_for_delivery"] * 3
    taken = dispatcher.post(REPORT, {"carrier": post.pk, "table": looked.context["page"].table.text, "step": "take"}, follow=True)
    assert "4 status dicatat" in taken.text
    assert [stage(file) for file in files] == ["delivered", "delivery_failed", "ready_for_delivery"]
    assert custody.differences(OFFICE) == []
    consequences.relay_all(CLOCK.at)
    for file in files:
        story = stories.of([file.pk])[file.pk]
        assert any(event.kind is Kind.CONSIGNED for event in story)


def test_the_same_report_twice_says_it_once_and_a_late_word_falls_into_its_place(dispatcher, town, post):
    _page, (file,) = given_gone(dispatcher, town, post)
    late, last = failed(1, 0.5), delivered(1, 1)
    reported(dispatcher, post, last)
    again = dispatcher.post(REPORT, {
        "carrier": post.pk, "step": "take",
        "table": "\n".join(["Nomor kiriman;Status;Waktu;Penerima;Hubungan;Alasan;Catatan", ";".join(last), ";".join(late)]),
    }, follow=True)  # fmt: skip
    assert "1 status dicatat" in again.text and "1 sudah ada" in again.text
    assert stage(file) == "delivered"
    kinds = list(EventRow.objects.filter(application=file).order_by("occurred_at", "seq").values_list("kind", flat=True))
    assert kinds[-2:] == [Kind.DELIVERY_FAILED, Kind.DELIVERED]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((s10(99), "gagal", "T", "", "", "rumah kosong", ""), "bukan kiriman kantor ini"),
        (("EE000000010ID", "gagal", "T", "", "", "rumah kosong", ""), "nomor kiriman salah"),
        ((s10(1), "hilang", "T", "", "", "", ""), "status tidak dikenal"),
        ((s10(1), "diterima", "T", "", "keluarga", "", ""), "nama penerima belum diisi"),
        ((s10(1), "diterima", "kemarin", "Budi", "keluarga", "", ""), "waktu tidak terbaca"),
        ((s10(1), "diterima", "2026-11-20T09:00:00+00:00", "Budi", "keluarga", "", ""), "Waktunya sebelum berkas"),
        ((s10(1), "diterima", "2027-11-20T09:00:00+00:00", "Budi", "keluarga", "", ""), "di masa depan"),
    ],
)
def test_one_wrong_row_keeps_the_whole_report_out(dispatcher, town, post, row, words):
    _page, files = given_gone(dispatcher, town, post, 2)
    good = delivered(2)
    answer = reported(dispatcher, post, good, tuple(when() if cell == "T" else cell for cell in row))
    assert answer.status_code == 422 and "Baris 3" in answer.text and words in answer.text
    assert [stage(file) for file in files] == ["out_for_delivery"] * 2
    assert good[0] in answer.text


def test_somebody_not_entitled_is_kept_for_a_person_and_announced_in_the_preview(dispatcher, town, post):
    _page, (file,) = given_gone(dispatcher, town, post)
    row = delivered(1, relation="tetangga")
    assert "akan diperiksa petugas" in reported(dispatcher, post, row, step="look").text
    dispatcher.post(REPORT, {"carrier": post.pk, "step": "take", "table": dispatcher.post(
        REPORT, {"carrier": post.pk, "step": "look", "table": "Nomor kiriman;Status;Waktu;Penerima;Hubungan\n" + ";".join(row[:5])}
    ).context["page"].table.text})  # fmt: skip
    assert stage(file) == "out_for_delivery"
    assert EventRow.objects.get(application=file, kind=Kind.DELIVERED).conflict == "relation_not_allowed"


def test_the_resident_reads_one_story_with_the_carriers_number_and_page(dispatcher, client, town, post):
    _page, (file,) = given_gone(dispatcher, town, post)
    track = f"/t/{file.receipt_number}"
    out = client.get(track).text
    assert "Di tangan PT Pos Indonesia" in out and s10(1) in out
    assert f'href="https://pos.example/lacak/{s10(1)}"' in out and "Kurir kami" not in out
    answer = client.get(f"/api/v1/track/{file.receipt_number}").json()
    assert answer["carrier"] == {"name": "PT Pos Indonesia", "number": s10(1), "link": f"https://pos.example/lacak/{s10(1)}"}
    reported(dispatcher, post, failed(1))
    assert "PT Pos Indonesia belum berhasil" in client.get(track).text
    reported(dispatcher, post, returned(1, -1))
    after = client.get(track).text
    assert "PT Pos" not in after and "siap diantar" in after.lower()


def test_the_counter_may_take_it_back_by_scanning_and_our_courier_goes_on(dispatcher, town, post):
    _page, (file,) = given_gone(dispatcher, town, post)
    assert town.tell("kurir1", Kind.UNLOADED, file.receipt_number).result == "refused"
    assert town.tell("loket", Kind.UNLOADED, file.receipt_number).result == "recorded"
    assert town.tell("kurir1", Kind.LOADED, file.receipt_number).result == "recorded"
    assert custody.differences(OFFICE) == []


def jpeg() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "JPEG")
    return picture.getvalue()


def test_a_proof_is_attached_to_what_the_carrier_handed_over(dispatcher, town, post):
    page, (file,) = given_gone(dispatcher, town, post)
    row = ConsignedItem.objects.get().pk
    early = dispatcher.post(page, {"step": "proof", "row": row, "photo": SimpleUploadedFile("b.jpg", jpeg())})
    assert early.status_code == 422 and "belum tercatat diterima" in early.text
    reported(dispatcher, post, delivered(1))
    wrong = dispatcher.post(page, {"step": "proof", "row": row, "photo": SimpleUploadedFile("b.jpg", b"bukan foto")})
    assert wrong.status_code == 422 and "bukan foto" in wrong.text
    assert dispatcher.post(page, {"step": "proof", "row": row, "photo": SimpleUploadedFile("b.jpg", jpeg())}).status_code == 302
    assert Proof.objects.get().photo_sealed
    assert dispatcher.get(f"/pengantaran/bukti/{file.receipt_number}.pdf").content.startswith(b"%PDF")


def api(client, username: str, scope: str = "all"):
    token = issue_token(User.objects.get(username=username), CLOCK.at, TokenWish("PT Pos", scope))
    headers = {"Authorization": f"Bearer {token}"}

    def call(path: str, body: object):
        return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)

    return call


def test_a_token_of_its_own_scope_tells_of_shipments_and_opens_nothing_else(dispatcher, client, town, post):
    _page, files = given_gone(dispatcher, town, post, 2)
    client.logout()
    call = api(client, "pengatur", "shipments")
    at = (CLOCK.at + timedelta(seconds=30)).isoformat()
    statuses = [
        {"number": s10(1), "status": "delivered", "occurred_at": at, "receiver": "Budi", "relation": "same_kk"},
        {"number": s10(2).lower(), "status": "failed", "occurred_at": at, "reason": "house_empty"},
        {"number": s10(3), "status": "returned", "occurred_at": at},
        {"number": "EE000000010ID", "status": "returned", "occurred_at": at},
        {"number": s10(1), "status": "delivered", "occurred_at": at, "receiver": "", "relation": "same_kk"},
    ]  # fmt: skip
    answer = call("/shipments/statuses", {"carrier": post.pk, "statuses": statuses})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [each["outcome"] for each in results] == ["recorded", "recorded", "refused", "refused", "refused"]
    assert [each["problem"] and each["problem"]["code"] for each in results[2:]] == [
        "unknown_shipment", "wrong_shipment_number", "receiver_missing",
    ]  # fmt: skip
    assert [stage(file) for file in files] == ["delivered", "delivery_failed"]
    again = call("/shipments/statuses", {"carrier": post.pk, "statuses": statuses[:1]}).json()["results"][0]
    assert again["outcome"] == "duplicate" and again["event"] == results[0]["event"]
    headers = {"Authorization": f"Bearer {issue_token(User.objects.get(username='pengatur'), CLOCK.at, TokenWish('x', 'shipments'))}"}
    assert client.get("/api/v1/runs/today", headers=headers).status_code == 403
    assert call("/events", {"events": []}).status_code == 403
    photo = SimpleUploadedFile("b.jpg", jpeg(), "image/jpeg")
    stored = client.post("/api/v1/proofs", {"event": results[0]["event"], "photo": photo}, headers=headers)
    assert stored.status_code == 201 and Proof.objects.get().photo_sealed


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "EE000000010ID"}, Code.WRONG_SHIPMENT_NUMBER),
        ({"receiver": " "}, Code.RECEIVER_MISSING),
        ({"relation": "uncle's dog"}, Code.MALFORMED),
        ({"status": ShipmentStatus.FAILED, "reason": "no luck"}, Code.UNKNOWN_REASON),
    ],
)
def test_whoever_tells_of_a_shipment_the_act_itself_asks_what_has_to_be_said(dispatcher, town, post, changes, code):
    _page, (file,) = given_gone(dispatcher, town, post)
    sound = ReportLine(1, s10(1).lower(), ShipmentStatus.DELIVERED, CLOCK.at + timedelta(seconds=30), "Budi", "same_kk")
    by, at = town.people["pengatur"], town.tick()
    taken = shipment_reports.take(post, [sound, replace(sound, **changes)], by=by, at=at)
    assert (taken.done, [line.code for line in taken.lines]) == (False, ["", code])
    assert stage(file) == "out_for_delivery"
    assert shipment_reports.tell(post, [sound], by=by, at=at)[0].line.number == s10(1)


def test_who_may_not_and_an_unknown_carrier_are_refused(dispatcher, client, town, post):
    given_gone(dispatcher, town, post)
    client.logout()
    status = {"number": s10(1), "status": "returned", "occurred_at": CLOCK.at.isoformat()}
    assert api(client, "loket")("/shipments/statuses", {"carrier": post.pk, "statuses": [status]}).status_code == 403
    assert api(client, "pengatur")("/shipments/statuses", {"carrier": post.pk + 1, "statuses": [status]}).status_code == 422
    assert api(client, "pengatur", "read")("/shipments/statuses", {"carrier": post.pk, "statuses": [status]}).status_code == 403


@pytest.mark.parametrize("who", ["loket", "pemeriksa", "penghubung", "kurir1", "dukcapil"])
def test_others_see_no_consignments(client, town, post, who):
    enter(client, who)
    for page in (PAGE, REPORT, f"{PAGE}K1/", SETUP):
        assert client.get(page).status_code == 403


def test_another_offices_consignment_is_not_there(dispatcher, town, post):
    page, _files = given_gone(dispatcher, town, post)
    User.objects.create_user("lain", password="rahasia-uji", office=town.agency, roles=[Role.DISPATCHER])
    enter(dispatcher, "lain")
    assert dispatcher.get(page).status_code == 404 and dispatcher.get(f"{page}daftar-serah.pdf").status_code == 404
    assert dispatcher.post(PAGE, {"carrier": post.pk}, follow=True).status_code == 200
    assert Consignment.objects.count() == 1


def test_the_heads_set_carriers_up_and_it_is_recorded(client, town):
    enter(client, "camat")
    typed = {"name": "  PT   Pos ", "form": "s10", "link": LINK, "active": "on"}
    assert client.post(SETUP, typed).status_code == 302
    own = Carrier.objects.get()
    assert (own.name, own.office_id) == ("PT Pos", OFFICE)
    assert client.post(SETUP, typed).status_code == 422 and Carrier.objects.count() == 1
    wrong = client.post(f"{SETUP}{own.pk}/", {"name": "PT Pos", "form": "free", "link": "http://x"})
    assert wrong.status_code == 422 and "https" in wrong.text and 'value="http://x"' in wrong.text
    assert client.post(f"{SETUP}{own.pk}/", {"name": "PT Pos", "form": "free", "link": ""}).status_code == 302
    own.refresh_from_db()
    assert (own.active, own.form) == (False, "free") and AuditEntry.objects.filter(what="carrier_set").count() == 2
    assert client.post(f"{SETUP}{own.pk + 1}/", {"name": "x", "form": "free"}).status_code == 404
    enter(client, "pengatur")
    assert "Belum ada jasa kirim" in client.get(PAGE).text


def test_a_carrier_given_up_still_reports_but_takes_nothing_more(dispatcher, town, post):
    _page, (file,) = given_gone(dispatcher, town, post)
    another = begun(dispatcher, post)
    put(dispatcher, another, (given_ready(town).receipt_number, s10(2)))
    Carrier.objects.update(active=False)
    refused = dispatcher.post(another, {"step": "hand_over"})
    assert refused.status_code == 422 and "tidak dipakai kantor" in refused.text
    assert reported(dispatcher, post, delivered(1)).status_code == 302 and stage(file) == "delivered"


def test_a_number_may_be_used_again_after_a_year_and_the_last_is_meant(dispatcher, town, post):
    _page, (first,) = given_gone(dispatcher, town, post)
    reported(dispatcher, post, delivered(1))
    CLOCK.move(consigning.REUSED_AFTER)
    _page, (second,) = given_gone(dispatcher, town, post)
    reported(dispatcher, post, failed(1))
    assert (stage(first), stage(second)) == ("delivered", "delivery_failed")


def test_the_receipt_scanned_twice_is_no_shipment_number(dispatcher, town):
    page, number = begun(dispatcher, given_carrier()), given_ready(town).receipt_number
    answer = dispatcher.post(page, {"step": "add", "receipt": number, "shipment": number})
    assert answer.status_code == 422 and "barcode dari jasa kirim" in answer.text and not ConsignedItem.objects.exists()
