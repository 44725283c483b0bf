"""The shelf by its pages: places with labels, documents put there by scanning, counts against the books, the rule."""

from __future__ import annotations

import pypdfium2
import pytest

from siantar.casework.consequences import relay_all
from siantar.casework.models import EventRow
from siantar.paper.place import PlaceLabel, place_labels_pdf
from siantar.rules.keeping import Keeping
from siantar.rules.vocabulary import Kind, Method
from siantar.shelf import keeping
from siantar.shelf.models import Count, Placement, StoragePlace
from tests.clock import CLOCK
from tests.faces.test_bundles import INK, drawing
from tests.people import HEAD, OFFICE, enter, given_file, given_finished
from tests.support.codes import page_of, texts_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def loket(client, town):
    enter(client, "loket")
    return client


def given_ready(town, method=Method.COURIER):
    """A finished document that is ready to be brought home, or to be collected."""
    file = given_finished(town, file=given_file(town, method=method))
    assert town.tell("loket", Kind.MADE_READY, file.receipt_number).result == "recorded"
    return file


def given_place(client, name="Rak A-1") -> StoragePlace:
    client.post("/rak/baru/", {"name": name})
    return StoragePlace.objects.get(name=name)


def scan(client, page: str, text: str) -> dict:
    return client.post(f"{page}pindai/", {"scan": text}, headers={"Accept": "application/json"}).json()


def test_scan_the_place_then_the_document_and_everybody_knows_where_it_lies(loket, town):
    file, place = given_ready(town), given_place(loket)
    opened = loket.get("/rak/", {"scan": place.number.lower()})
    assert opened.status_code == 302 and opened.url == f"/rak/{place.number}/"
    answer = scan(loket, opened.url, file.receipt_number)
    assert (answer["outcome"], answer["count"]) == ("ok", 1) and "Siti Aminah" in answer["row"]
    assert "Rak A-1" in loket.get(f"/berkas/{file.receipt_number}/").text
    assert "Rak A-1" in loket.post("/loket/serahkan/", {"scan": file.receipt_number}).text
    assert loket.get("/rak/", {"scan": file.receipt_number}).url.startswith(f"/rak/{place.number}/")


def test_a_document_lies_in_one_place_and_scanning_twice_changes_nothing(loket, town):
    file = given_ready(town)
    first, second = given_place(loket), given_place(loket, "Laci 2")
    for place in (first, first, second):
        scan(loket, f"/rak/{place.number}/", file.receipt_number)
    rows = Placement.objects.filter(application=file).order_by("pk")
    assert [(row.place_id, row.taken_at is None) for row in rows] == [(first.number, False), (second.number, True)]


def test_another_label_leads_to_that_place(loket, town):
    first, second = given_place(loket), given_place(loket, "Laci 2")
    assert scan(loket, f"/rak/{first.number}/", second.number)["go"] == f"/rak/{second.number}/"


@pytest.mark.parametrize("text", ["", "8991234567890", "tulisan", "01WZK4T7B2M8", "K" * 5000])
def test_what_is_no_document_is_refused_in_words(loket, town, text):
    place = given_place(loket)
    answer = scan(loket, f"/rak/{place.number}/", text)
    assert answer["outcome"] == "refused" and len(answer["text"]) > 15
    assert not Placement.objects.exists()


def test_what_left_the_office_lies_nowhere_and_cannot_be_put(loket, town):
    file, place = given_ready(town), given_place(loket)
    scan(loket, f"/rak/{place.number}/", file.receipt_number)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    relay_all(town.clock)
    assert not Placement.objects.filter(taken_at=None).exists()
    answer = scan(loket, f"/rak/{place.number}/", file.receipt_number)
    assert answer["outcome"] == "refused"


def test_a_place_is_closed_when_it_is_empty_and_names_are_not_given_twice(loket, town):
    file, place = given_ready(town), given_place(loket)
    scan(loket, f"/rak/{place.number}/", file.receipt_number)
    assert "Masih ada dokumen" in loket.post(f"/rak/{place.number}/tutup/", follow=True).text
    assert "belum dipakai" in loket.post("/rak/baru/", {"name": " Rak  A-1 "}, follow=True).text
    assert "belum dipakai" in loket.post("/rak/baru/", {"name": "  "}, follow=True).text
    scan(loket, f"/rak/{given_place(loket, 'Laci').number}/", file.receipt_number)
    assert "tidak dipakai lagi" in loket.post(f"/rak/{place.number}/tutup/", follow=True).text
    assert loket.get(f"/rak/{place.number}/").status_code == 404


def test_a_count_names_what_is_missing_and_whose_the_foreign_is(loket, town):
    files = [given_ready(town) for _ in range(3)]
    place, other = given_place(loket), given_place(loket, "Laci 2")
    for file, lies in zip(files, (place, place, other), strict=True):
        scan(loket, f"/rak/{lies.number}/", file.receipt_number)
    page = loket.post("/rak/hitung/", {"place": place.number}).url
    assert loket.post("/rak/hitung/", {"place": place.number}).url == page  # somebody is at it: go on there
    there = scan(loket, page, files[0].receipt_number)
    foreign = scan(loket, page, files[2].receipt_number)
    again = scan(loket, page, files[0].receipt_number)
    assert (there["outcome"], again["count"]) == ("ok", 1)
    assert foreign["outcome"] == "refused" and "Laci 2" in foreign["text"]
    signed = loket.post(f"{page}langkah/", {"step": "sign"}, follow=True).text
    assert "Menurut buku 2, ada 1, tidak ada 1, bukan dari sini 1." in signed
    assert "selisih 2" in loket.get("/rak/").text
    assert "sudah ditandatangani" in scan(loket, page, files[1].receipt_number)["text"]
    loket.post(f"{page}langkah/", {"step": "sign"})
    loket.post(f"{page}langkah/", {"step": "drop"})
    assert Count.objects.get().items.count() == 3

    loket.post(f"{page}langkah/", {"step": "investigate", "file": [files[1].receipt_number, files[0].receipt_number]})
    looked_for = EventRow.objects.filter(kind=Kind.WENT_MISSING).values_list("application", flat=True)
    assert list(looked_for) == [files[1].pk]  # only what the count did not meet


def test_a_bag_is_counted_by_the_dispatcher_and_agrees(client, town):
    file = given_ready(town)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    enter(client, "pengatur")
    holder = f"courier:{town.people['kurir1'].person}"
    page = client.post("/rak/hitung/", {"holder": holder}).url
    scan(client, page, file.receipt_number)
    assert "Cocok dengan buku" in client.post(f"{page}langkah/", {"step": "sign"}, follow=True).text
    assert "cocok" in client.get("/berkas/di-mana/").text


@pytest.mark.parametrize("wish", [{}, {"place": "Rak"}, {"holder": "agency:36.74-disdukcapil"}, {"holder": "x:y"}])
def test_only_what_the_office_holds_is_counted(loket, town, wish):
    given_ready(town)
    assert "Pilih dulu" in loket.post("/rak/hitung/", wish, follow=True).text
    assert not Count.objects.exists()


def test_numbers_of_whereabouts_lead_to_files(loket, town):
    file = given_ready(town)
    file.standing.refresh_from_db()
    listed = loket.get("/berkas/di-mana/").text
    assert f"?pemegang={file.standing.holder}" in listed.replace("%3A", ":")
    assert "Siti Aminah" in loket.get("/berkas/", {"pemegang": file.standing.holder}).text
    assert "Siti Aminah" not in loket.get("/berkas/", {"pemegang": "courier:1"}).text


def test_the_rule_is_kept_only_in_order(loket, town):
    wrong = loket.post("/rak/aturan/", {"first_reminder": 30, "last_reminder": 7, "keep": 90})
    assert wrong.status_code == 422 and 'value="30"' in wrong.text and "Urutkan" in wrong.text
    assert loket.post("/rak/aturan/", {"first_reminder": "x", "last_reminder": "", "keep": 10**9}).status_code == 422
    assert loket.post("/rak/aturan/", {"first_reminder": 5, "last_reminder": 10, "keep": 20}).status_code == 302
    assert "lebih dari" not in loket.get("/rak/").text
    file = given_ready(town, Method.COUNTER)
    town.tick(60 * 24 * 21)
    listed = loket.get("/rak/").text
    assert "Lewat masa simpan" in listed and file.receipt_number in listed


def test_labels_of_places_scan_as_they_are_printed():
    names = ["Rak A-1", "Laci #2 [meja] $x", "Lemari besi di ruang arsip lantai dua no 4"]
    numbers = [f"T{body}" for body in ("01WZK4T7B2M1", "01WZK4T7B2M2", "01WZK4T7B2M3")]
    pdf = place_labels_pdf([PlaceLabel(*each, "Kecamatan") for each in zip(numbers, names, strict=True)])
    assert set(texts_on(page_of(pdf))) == set(numbers)


def given_counted(loket, town) -> str:
    """A count of a place that agrees, not signed yet: its page."""
    file, place = given_ready(town), given_place(loket)
    scan(loket, f"/rak/{place.number}/", file.receipt_number)
    page = loket.post("/rak/hitung/", {"place": place.number}).url
    scan(loket, page, file.receipt_number)
    return page


def test_two_sign_a_count_on_the_screen_and_its_paper_shows_both(loket, town):
    page = given_counted(loket, town)
    assert loket.get(f"{page}berita-acara.pdf").status_code == 404  # not signed yet
    signed = {"step": "sign", "signature": drawing(), "second_name": " Rina  Wulandari ", "second_signature": drawing()}
    shown_page = loket.post(f"{page}langkah/", signed, follow=True).text
    assert "Rina Wulandari" in shown_page and "Cetak berita acara" in shown_page
    paper = loket.get(f"{page}berita-acara.pdf").content
    assert len(inked_halves(paper)) == 2
    words = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
    assert "Rina Wulandari" in words and "Berita Acara Hitung" in words and "Siti" not in words
    count = Count.objects.get()
    assert count.second_name == "Rina Wulandari"
    assert b"PNG" not in bytes(count.signature_sealed) + bytes(count.second_signature_sealed)
    loket.post(f"{page}langkah/", signed | {"second_name": "Orang Lain", "signature": ""})
    assert len(inked_halves(loket.get(f"{page}berita-acara.pdf").content)) == 2
    assert Count.objects.get().second_name == "Rina Wulandari"


def inked_halves(pdf: bytes) -> set[bool]:
    """In which halves of the page something was drawn with the ink of the tests."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
    halves = (
        picture.crop((0, 0, picture.width // 2, picture.height)),
        picture.crop((picture.width // 2, 0, *picture.size)),
    )
    return {
        right
        for right, half in enumerate(halves)
        if any(
            abs(red - INK[0]) < 30 and green < 60 and abs(blue - INK[2]) < 30
            for red, green, blue in half.get_flattened_data()
        )
    }


def test_the_second_is_asked_for_where_the_office_wants_two_and_nothing_drawn_is_lost(loket, town):
    page = given_counted(loket, town)
    keeping.set_rule(OFFICE, Keeping(two_signatures=True), by=HEAD, at=CLOCK.at)
    answer = loket.post(f"{page}langkah/", {"step": "sign", "signature": drawing()})
    assert answer.status_code == 422
    assert "meminta dua tanda tangan" in answer.text and drawing() in answer.text
    assert Count.objects.get().signed_at is None
    assert loket.post(f"{page}langkah/", {"step": "sign", "second_name": "Rina"}).status_code == 302
    assert Count.objects.get().signed_at is not None


def test_a_signature_of_a_count_that_is_none_is_refused_in_words(loket, town):
    page = given_counted(loket, town)
    for typed in ("x", "data:image/png;base64,QUJD", drawing()[:200]):
        answer = loket.post(f"{page}langkah/", {"step": "sign", "second_name": "Rina", "second_signature": typed})
        assert answer.status_code == 422 and "tidak terbaca" in answer.text and 'value="Rina"' in answer.text
    assert Count.objects.get().signed_at is None
