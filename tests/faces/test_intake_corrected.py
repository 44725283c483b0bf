"""What the counter took down is put right as a fact with old and new value; who hands in is kept; persons are sorted out."""

from __future__ import annotations

import json
from uuid import uuid4

import pypdfium2
import pytest

from siantar.casework import disclosure, persons, stories
from siantar.casework.consequences import relay_all
from siantar.casework.disclosure import EventPrivate
from siantar.casework.models import Application, EventRow, Person, Standing
from siantar.casework.persons import Word
from siantar.directory.models import User
from siantar.directory.tokens import issue_token
from siantar.messaging.models import Message
from siantar.privacy.looks import Reader
from siantar.rules import history
from siantar.rules.identifiers import uuid7
from siantar.rules.receipt_number import grouped
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.people import SITI_NIK, enter, given_file, given_on_the_road, given_told_file, stage_of

pytestmark = pytest.mark.django_db
BUDI_NIK = "3674021508900002"


def correct(client, town, file, changes, *, who="loket", id=None, reason="salah ketik"):
    token = issue_token(User.objects.get(username=who), CLOCK.at)
    body = {"id": str(id or uuid4()), "changes": changes, "reason": reason}
    return client.post(
        f"/api/v1/applications/{file.receipt_number}/corrections", json.dumps(body), content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip


def personal(town, file):
    fresh = Application.objects.select_related("person", "office").get(pk=file.pk)
    return disclosure.open_file(fresh, Reader(town.people["loket"], CLOCK.at, "file_page"))


def fact(file):
    return EventRow.objects.select_related("privatepart").get(application=file, kind=Kind.INTAKE_CORRECTED)


def text_of(pdf):
    return " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().split())


def test_a_name_is_put_right_with_the_old_one_kept_and_the_receipt_says_so(client, town):
    file = given_told_file(town)
    answer = correct(client, town, file, {"name": "  Siti   Aminah  Rahman "})
    assert answer.status_code == 200, answer.content
    assert answer.json()["fields"] == ["name"]
    assert personal(town, file).name == "Siti Aminah Rahman"
    private = disclosure.private_of(fact(file), Reader(town.people["loket"], CLOCK.at, "file_page"))
    assert private == EventPrivate(changed={"name": ("Siti Aminah", "Siti Aminah Rahman")})
    assert "Rahman" not in str(EventRow.objects.filter(application=file).values())
    enter(client, "loket")
    paper = text_of(client.get(f"/loket/resi/{file.receipt_number}/a4.pdf?ulang=1").content)
    assert "CETAK ULANG · DIPERBAIKI" in paper
    assert "Siti Aminah Rahman" in paper
    relay_all(CLOCK.at)
    assert Message.objects.filter(application=file, occasion="corrected").count() == 1


def test_the_same_correction_twice_is_one(client, town):
    file, id = given_file(town), uuid4()
    first = correct(client, town, file, {"phone": "0813-1111-2222"}, id=id).json()
    again = correct(client, town, file, {"phone": "0813-1111-2222"}, id=id).json()
    assert (first["outcome"], again["outcome"]) == ("recorded", "duplicate")
    assert personal(town, file).phone == "+6281311112222"
    assert EventRow.objects.filter(application=file).count() == 2


def test_an_old_correction_repeated_undoes_no_later_one(client, town):
    file, id = given_file(town), uuid4()
    first = {"service": "ktp-el-rusak", "name": "Siti A"}
    correct(client, town, file, first, id=id)
    correct(client, town, file, {"service": "ktp-el-hilang", "name": "Siti B"})
    assert correct(client, town, file, first, id=id).json()["outcome"] == "duplicate"
    assert (Application.objects.get(pk=file.pk).service.code, personal(town, file).name) == ("ktp-el-hilang", "Siti B")


def test_a_nik_that_was_nobody_s_is_taken_away(client, town):
    file = given_file(town)
    assert correct(client, town, file, {"nik": ""}).json()["fields"] == ["nik"]
    assert personal(town, file).nik == ""
    assert given_file(town, "kia").person_id != file.person_id


def test_address_and_way_of_return_are_put_right(client, town):
    file = given_file(town)
    address = {"line": "Jl. Melati 5", "rt": "RT 2", "rw": "7", "landmark": "warung biru", "village": "36.74.02.1006"}
    assert correct(client, town, file, address).status_code in {200, 422}
    correct(client, town, file, {key: value for key, value in address.items() if key != "village"})
    stored = personal(town, file).address
    assert (stored.line, stored.rt, stored.rw, stored.landmark) == ("Jl. Melati 5", "002", "007", "warung biru")
    assert correct(client, town, file, {"method": "counter"}).status_code == 200
    assert history.fold(stories.of([file.pk])[file.pk]).state.method == "counter"


def test_another_service_begins_anew_while_the_file_is_in_the_house(client, town):
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    answer = correct(client, town, file, {"service": "ktp-el-rusak"}).json()
    assert answer["stage"] in {"received", "incomplete"}
    assert Application.objects.get(pk=file.pk).service.code == "ktp-el-rusak"
    tracked = client.get(f"/api/v1/track/{file.receipt_number}").json()
    assert tracked["service"] == "KTP-el rusak"


def test_the_service_stays_once_the_file_has_left_the_house_and_the_way_once_it_is_on_the_road(client, town):
    file = given_on_the_road(town)
    for changes in ({"service": "ktp-el-rusak"}, {"method": "counter"}):
        assert correct(client, town, file, changes).status_code == 409
    assert Application.objects.get(pk=file.pk).service.code == "ktp-el-hilang"
    assert stage_of(file) == "out_for_delivery"
    assert correct(client, town, file, {"landmark": "pagar hijau"}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": " "}, 422),
        ({"service": "sihir"}, 422),
        ({"nama": "x"}, 422),
        ({}, 422),
        ({"village": "99"}, 422),
        ({"method": "drone"}, 422),
    ],
)
def test_nonsense_changes_nothing(client, town, changes, status):
    file = given_file(town)
    assert correct(client, town, file, changes).status_code == status
    assert EventRow.objects.filter(application=file).count() == 1


def form_of(file, **more):
    """What the page shows of Siti's file, as sent back."""
    fields = {"id": str(uuid4()), "service": file.service.code, "name": "Siti Aminah", "nik": SITI_NIK, "phone": "+6281234567890",
             "method": "courier", "line": "Jl. Raya Serpong No. 8", "rt": "001", "rw": "004", "landmark": "sebelah masjid"}  # fmt: skip
    return fields | {"reason": "salah ketik"} | more


@pytest.mark.parametrize(
    "changes", [{}, {"name": "Siti Aminah"}, {"phone": "0812 3456 7890"}, {"rt": "RT 1", "nik": SITI_NIK}]
)
def test_a_correction_that_changes_nothing_says_so_and_what_to_do(client, town, changes):
    file = given_file(town)
    problem = correct(client, town, file, changes)
    assert (problem.status_code, "nothing_changed: Tidak ada yang berubah" in problem.json()["detail"]) == (422, True)
    enter(client, "loket")
    answer = client.post(f"/loket/perbaiki/{file.receipt_number}/", form_of(file, **changes))
    page = answer.content.decode()
    assert (answer.status_code, "Tidak ada yang berubah. Ubah isian yang salah, lalu simpan lagi." in page) == (
        422,
        True,
    )
    assert 'value="salah ketik"' in page
    assert EventRow.objects.filter(application=file).count() == 1


TWO = "+6281234567890 +6281311112222"


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("0812-3456-7890 / 0813-1111-2222", TWO),
        ("081234567890, 081311112222 (ibu)", f"{TWO} ibu"),
        ("0812 3456 7890 atau 0813 1111 2222", f"{TWO} atau"),
    ],
)
def test_a_second_number_is_seen_by_who_calls_and_lost_by_no_correction(client, town, typed, numbers):
    file = given_on_the_road(town)
    correct(client, town, file, {"phone": typed})
    stands = personal(town, file)
    assert f"{stands.phone} {stands.phone_note}" == numbers
    enter(client, "kurir1")
    (door,) = client.get("/kurir/hari-ini/").json()["doors"]
    assert (door["phone"], door["phone_note"]) == tuple(numbers.split(" ", 1))
    enter(client, "loket")
    assert f'value="{numbers}"' in client.get(f"/loket/perbaiki/{file.receipt_number}/").content.decode()
    assert correct(client, town, file, {"phone": numbers, "name": "Siti Aminah Rahman"}).json()["fields"] == ["name"]


def test_the_number_stands_in_groups_and_a_form_sent_twice_is_saved_once(client, town):
    file = given_file(town)
    enter(client, "loket")
    url = f"/loket/perbaiki/{file.receipt_number}/"
    assert grouped(file.receipt_number) in client.get(url).content.decode()
    form = form_of(file, name="Siti A")
    assert [client.post(url, form).status_code for _ in range(2)] == [302, 302]
    assert "Perbaikan ini sudah tersimpan." in client.get("/loket/").content.decode()
    assert EventRow.objects.filter(application=file).count() == 2


@pytest.mark.parametrize("who", ["pemeriksa", "camat", "kurir1", "pengatur", "dukcapil", "penghubung"])
def test_nobody_but_the_counter_puts_it_right(client, town, who):
    file = given_file(town)
    assert correct(client, town, file, {"name": "Orang Lain"}, who=who).status_code in {403, 404}
    assert personal(town, file).name == "Siti Aminah"


def test_no_event_of_the_api_goes_around_it(client, town):
    file = given_file(town)
    token = issue_token(User.objects.get(username="loket"), CLOCK.at)
    event = {"id": str(uuid4()), "type": "intake_corrected", "receipt_number": file.receipt_number, "reason": "x",
             "occurred_at": CLOCK.at.isoformat(), "data": {"fields": "name"}}  # fmt: skip
    answer = client.post("/api/v1/events", json.dumps({"events": [event]}), content_type="application/json",
                         headers={"Authorization": f"Bearer {token}"})  # fmt: skip
    assert answer.json()["results"][0]["problem"]["code"] == "unknown_type"


def test_by_another_nik_it_is_another_person_and_the_first_keeps_theirs(client, town):
    first, second = given_file(town), given_file(town, "ktp-el-rusak")
    assert first.person_id == second.person_id
    correct(client, town, second, {"nik": BUDI_NIK, "name": "Budi Santoso"})
    assert personal(town, first).nik == SITI_NIK
    assert personal(town, first).name == "Siti Aminah"
    assert personal(town, second).nik == BUDI_NIK
    assert Person.objects.count() == 2


def test_the_page_shows_what_stands_and_keeps_what_was_typed(client, town):
    file = given_file(town)
    enter(client, "loket")
    url = f"/loket/perbaiki/{file.receipt_number}/"
    page = client.get(url).content.decode()
    assert 'value="Siti Aminah"' in page
    form = {"id": str(uuid4()), "service": "ktp-el-hilang", "name": "Siti Amina", "nik": SITI_NIK,
            "phone": "0812-3456-7890", "method": "courier", "line": "Jl. Raya Serpong No. 8", "rt": "001", "rw": "004"}  # fmt: skip
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "Alasannya belum diisi" in answer.content.decode()
    assert 'value="Siti Amina"' in answer.content.decode()
    assert client.post(url, form | {"reason": "sesuai KTP-el"}).status_code == 302
    assert fact(file).data["fields"] == ["landmark", "name"]
    story = client.get(f"/berkas/{file.receipt_number}/").content.decode()
    assert "Siti Aminah → Siti Amina" in " ".join(story.split())


def test_two_who_became_one_are_separated_and_twins_merged_each_as_a_fact(client, town):
    first, second = given_file(town), given_file(town, "ktp-el-rusak")
    enter(client, "loket")
    client.post(f"/loket/perbaiki/{second.receipt_number}/pemohon/", {"step": "separate", "reason": "orang lain"})
    files = [Application.objects.get(pk=file.pk) for file in (first, second)]
    assert files[0].person_id != files[1].person_id
    assert (personal(town, first).nik, personal(town, second).nik) == (SITI_NIK, "")
    assert fact(second).reason == "orang lain"
    merge = {"step": "merge", "other": first.receipt_number.lower(), "reason": "ternyata sama"}
    client.post(f"/loket/perbaiki/{second.receipt_number}/pemohon/", merge)
    files = [Application.objects.get(pk=file.pk) for file in (first, second)]
    assert files[0].person_id == files[1].person_id
    assert personal(town, second).nik == SITI_NIK
    assert EventRow.objects.filter(application=second, kind=Kind.INTAKE_CORRECTED).count() == 2


def test_records_with_different_nik_are_not_merged_and_every_act_needs_a_reason(client, town):
    first, second = given_file(town), given_file(town, "ktp-el-rusak")
    correct(client, town, second, {"nik": BUDI_NIK, "name": "Budi Santoso"})
    word = Word(uuid7(CLOCK.at), "sama", town.people["loket"], CLOCK.at)
    files = [Application.objects.get(pk=file.pk) for file in (first, second)]
    with pytest.raises(persons.NotTheirs):
        persons.merge(files[1], files[0], word)
    third = given_file(town, "kia")
    with pytest.raises(persons.NotTheirs):
        persons.separate(third, Word(uuid7(CLOCK.at), "", town.people["loket"], CLOCK.at))
    assert Application.objects.get(pk=third.pk).person_id == files[0].person_id


def test_who_hands_in_is_kept_printed_and_asked_again(client, town):
    enter(client, "loket")
    form = {"id": str(uuid4()), "service": "ktp-el-hilang", "name": "Adik Kecil", "method": "counter",
            "paper-ktp-el-hilang-kk": "missing", "paper-ktp-el-hilang-surat-kehilangan-polisi": "missing",
            "brought_by": "parent", "bringer_name": "Rina Ibunya", "bringer_letter": "SK 12/2026", "bringer_seen": "on"}  # fmt: skip
    assert client.post("/loket/", form).status_code == 302
    file = Application.objects.get()
    assert "Rina" not in str(EventRow.objects.get(application=file).data)
    assert "Rina Ibunya (orang tua, SK 12/2026)" in text_of(
        client.get(f"/loket/resi/{file.receipt_number}/a4.pdf").content
    )
    page = client.post("/loket/serahkan/", {"scan": file.receipt_number}).content.decode()
    assert "Rina Ibunya (Orang tua)" in " ".join(page.split())
    assert "Tanyakan siapa yang mengambil sekarang" in page


def test_somebody_else_hands_in_by_name(client, town):
    enter(client, "loket")
    form = {"id": str(uuid4()), "service": "ktp-el-hilang", "name": "Adik", "method": "counter", "brought_by": "parent"}
    answer = client.post("/loket/", form)
    assert (answer.status_code, Application.objects.count()) == (422, 0)
    assert "Nama yang menyerahkan belum diisi" in answer.content.decode()


def test_the_api_takes_who_hands_in(client, town):
    token = issue_token(User.objects.get(username="loket"), CLOCK.at)
    body = {"id": str(uuid4()), "service": "ktp-el-hilang", "applicant": {"name": "Adik"},
            "handed_in_by": {"relation": "institution", "name": "Panti Asih", "phone": "021-5376543"}}  # fmt: skip
    answer = client.post("/api/v1/applications", json.dumps(body), content_type="application/json",
                         headers={"Authorization": f"Bearer {token}"})  # fmt: skip
    assert answer.status_code == 201
    bearer = disclosure.bearer_of(Application.objects.get(), Reader(town.people["loket"], CLOCK.at, "print_receipt"))
    assert (bearer.relation, bearer.name) == ("institution", "Panti Asih")


def test_open_files_and_doubts_are_shown_before_saving(client, town):
    file = given_file(town)
    enter(client, "loket")
    form = {"nik": SITI_NIK, "name": "Joko Susilo", "phone": "12", "service": "ktp-el-hilang"}
    answer = client.post("/loket/dikenal/", form).json()
    assert [line["address"] for line in answer["open"]] == [f"/berkas/{file.receipt_number}/"]
    assert len(answer["doubts"]) == 3
    assert client.post("/loket/dikenal/", form | {"service": "kia"}).json()["open"] == []


def test_what_was_corrected_folds_to_what_is_derived(client, town):
    file = given_file(town)
    correct(client, town, file, {"service": "ktp-el-rusak", "name": "Siti A", "method": "counter"})
    derived = Standing.objects.get(pk=file.pk).progress
    assert derived["state"]["stage"] == history.fold(stories.of([file.pk])[file.pk]).state.stage
