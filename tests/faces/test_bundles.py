"""Bundles by their pages: what is ready is joined by one press, who takes it is named, and troubles raise themselves."""

from __future__ import annotations

import base64
import io

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from siantar.bundles import batches
from siantar.bundles.models import Batch, Stray
from siantar.rules.access import Forbidden
from siantar.rules.vocabulary import Kind
from tests.people import AGENCY, OFFICE, enter, given_file

pytestmark = pytest.mark.django_db
DAY = 24 * 60


def given_checked(town):
    file = given_file(town)
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        assert town.tell("pemeriksa", kind, file.receipt_number).result == "recorded"
    return file


@pytest.fixture
def liaison(client, town):
    enter(client, "penghubung")
    return client


def joined(client, to=AGENCY) -> str:
    return client.post("/bundel/", {"to": to, "join": "1"}).url


def handed_over(client, page: str) -> None:
    for step in ("close", "hand_over"):
        client.post(f"{page}langkah/", {"step": step, "taken_by": "Yusuf Maulana"})


def scan(client, page: str, text: str) -> dict:
    return client.post(f"{page}pindai/", {"scan": text}, headers={"Accept": "application/json"}).json()


def test_what_is_ready_is_listed_and_joined_by_one_press(liaison, town):
    files = [given_checked(town) for _ in range(3)]
    listed = liaison.get("/bundel/").text
    assert "berkas siap dikirim ke Disdukcapil" in listed and all(file.receipt_number in listed for file in files)
    page = joined(liaison)
    assert Batch.objects.get().items.count() == 3
    assert "siap dikirim" not in liaison.get("/bundel/").text  # what is in a bundle waits for nobody
    handed_over(liaison, page)
    assert "dibawa oleh Yusuf Maulana" in " ".join(liaison.get(page).text.split())


def test_an_agency_joins_what_has_a_result(client, town):
    files = [given_checked(town) for _ in range(2)]
    enter(client, "penghubung")
    handed_over(client, page := joined(client))
    enter(client, "dukcapil")
    client.post(f"{page}langkah/", {"step": "arrive"})
    assert "siap dikirim" not in client.get("/bundel/").text
    town.tell("dukcapil", Kind.COMPLETED, files[0].receipt_number)
    assert files[0].receipt_number in client.get("/bundel/").text
    joined(client, OFFICE)
    assert Batch.objects.get(origin=AGENCY).items.get().application == files[0]


def test_nobody_takes_a_bundle_without_a_name(liaison, town):
    given_checked(town)
    page = joined(liaison)
    liaison.post(f"{page}langkah/", {"step": "close"})
    refused = liaison.post(f"{page}langkah/", {"step": "hand_over", "taken_by": "  "})
    assert refused.status_code == 422 and "Tulis nama" in refused.text
    assert Batch.objects.get().status == "closed"


def drawing(form: str = "PNG", size: tuple[int, int] = (400, 148)) -> str:
    """What a page sends of a signature: black strokes on nothing."""
    out, picture = io.BytesIO(), Image.new("RGBA", size)
    ImageDraw.Draw(picture).line([(20, 120), (150, 20), (260, 120), (380, 30)], fill=(*INK, 255), width=6)
    (picture if form == "PNG" else picture.convert("RGB")).save(out, form)
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


INK = (200, 16, 200)


def inked(pdf: bytes) -> bool:
    drawn = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
    return any(
        abs(red - INK[0]) < 30 and green < 60 and abs(blue - INK[2]) < 30
        for red, green, blue in drawn.get_flattened_data()
    )


def test_whoever_takes_a_bundle_signs_on_the_screen_and_the_manifest_shows_it(liaison, town):
    given_checked(town)
    page = joined(liaison)
    liaison.post(f"{page}langkah/", {"step": "close"})
    assert not inked(liaison.get(f"{page}surat-pengantar.pdf").content)
    signed = {"step": "hand_over", "taken_by": "Yusuf Maulana", "signature": drawing()}
    assert liaison.post(f"{page}langkah/", signed).status_code == 302
    paper = liaison.get(f"{page}surat-pengantar.pdf").content
    assert inked(paper) and "Yusuf Maulana" in pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
    batch = Batch.objects.get()
    assert b"PNG" not in bytes(batch.signature_sealed)
    again = liaison.post(f"{page}langkah/", signed | {"taken_by": "Orang Lain", "signature": drawing(size=(10, 10))})
    assert again.status_code in {302, 422}
    batch.refresh_from_db()
    assert batch.taken_by == "Yusuf Maulana" and inked(liaison.get(f"{page}surat-pengantar.pdf").content)


def test_the_gate_is_asked_before_a_drawing_is_unpacked(liaison, town, monkeypatch):
    given_checked(town)
    liaison.post(f"{joined(liaison)}langkah/", {"step": "close"})
    monkeypatch.setattr("siantar.privacy.pictures.opened", lambda *_: pytest.fail("a stranger's picture was opened"))
    with pytest.raises(Forbidden):
        batches.hand_over(Batch.objects.get(), town.people["loket"], town.clock, batches.Taker("Budi", b"a bomb"))


@pytest.mark.parametrize(
    "typed",
    ["x", "data:image/png;base64,", "data:image/png;base64,%%%", "data:image/png;base64,QUJD", "data:text/html;base64,QUJD",
     "data:image/svg+xml;base64,PHN2Zy8+", "data:image/png;base64," + "A" * 200_000, drawing()[:200], "data:,", "data:image/png,\udcff"],
)  # fmt: skip
def test_a_signature_that_is_none_is_refused_and_nothing_is_lost(liaison, town, typed):
    given_checked(town)
    page = joined(liaison)
    liaison.post(f"{page}langkah/", {"step": "close"})
    answer = liaison.post(
        f"{page}langkah/",
        {"step": "hand_over", "taken_by": "Yusuf", "signature": typed.encode("utf-8", "replace").decode()},
    )
    assert answer.status_code == 422
    assert "Tanda tangan tidak terbaca" in answer.text and 'value="Yusuf"' in answer.text
    assert Batch.objects.get().status == "closed"


def test_a_bundle_that_is_late_raises_itself_after_a_working_day(liaison, town):
    given_checked(town)
    handed_over(liaison, joined(liaison))
    assert "Perlu perhatian" not in liaison.get("/bundel/").text
    town.tick(4 * DAY)
    listed = liaison.get("/bundel/").text
    assert "Terlambat" in listed and "/bundel/" in listed


def test_what_lies_in_a_bundle_by_mistake_is_named_until_somebody_says_where_it_is(client, town):
    mine, strange = given_checked(town), given_file(town)
    enter(client, "penghubung")
    page = client.post("/bundel/", {"to": AGENCY}).url
    scan(client, page, mine.receipt_number)
    handed_over(client, page)
    enter(client, "dukcapil")
    for _ in range(2):
        answer = scan(client, page, strange.receipt_number)
        assert answer["outcome"] == "refused" and "Menurut buku: Loket" in answer["text"]
    assert "asing" in client.get("/bundel/").text and Stray.objects.count() == 1
    town.tell("pemeriksa", Kind.CHECK_STARTED, strange.receipt_number)
    assert "asing" not in client.get("/bundel/").text


def test_a_bundle_that_is_short_stays_on_top_until_the_file_is_found(client, town):
    files = [given_checked(town) for _ in range(2)]
    enter(client, "penghubung")
    handed_over(client, page := joined(client))
    enter(client, "dukcapil")
    scan(client, page, files[0].receipt_number)
    client.post(f"{page}langkah/", {"step": "reconcile"})
    assert "Kurang" in client.get("/bundel/").text
    enter(client, "penghubung")
    assert "Kurang" in client.get("/bundel/").text
    town.tell("penghubung", Kind.FOUND, files[1].receipt_number)
    assert "Kurang" not in client.get("/bundel/").text
