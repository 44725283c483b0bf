"""Who was affected is read from the looks; the list and the letters are there at once, for the Camat alone."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from django.urls import reverse
from django.utils import timezone

from siantar.casework.disclosure import open_file
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.rights.breach import Span, affected
from tests.people import enter, given_file


def test_only_what_the_account_read_in_that_time_is_affected(town):
    mine, other, late = given_file(town), given_file(town), given_file(town)
    begins = town.tick()
    open_file(mine, Reader(town.people["loket"], town.tick(), "file_page"))
    open_file(other, Reader(town.people["pemeriksa"], town.tick(), "file_page"))
    ends = town.tick()
    open_file(late, Reader(town.people["loket"], town.tick(), "file_page"))
    camat, at = town.people["camat"], town.tick()
    lines = affected(Span(begins, ends, int(town.people["loket"].person)), by=camat, at=at)
    assert [(line.name, line.times, "nik" in line.fields) for line in lines] == [("Siti Aminah", 1, True)]
    assert len(affected(Span(begins, ends), by=camat, at=at)) == 2
    assert Look.objects.filter(why="breach", file=mine.pk).exists()


def test_the_list_and_the_letters_are_made_at_once(client, town):
    file = given_file(town)
    open_file(file, Reader(town.people["loket"], town.tick(), "file_page"))
    local = timezone.localtime(town.clock)
    form = {
        "account": "", "begins_at": (local - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (local + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        "aware_at": local.strftime("%Y-%m-%dT%H:%M"), "how": "Ponsel hilang.", "measures": "Akses dicabut.",
    }  # fmt: skip
    enter(client, "loket")
    assert client.get(reverse("breach")).status_code == 403
    enter(client, "camat")
    assert client.get(reverse("breach")).status_code == 200
    sheet = client.post(reverse("breach"), form | {"list": "1"})
    with ZipFile(BytesIO(sheet.content)) as book:
        assert "Siti Aminah" in book.read("xl/sharedStrings.xml").decode()
    assert client.post(reverse("breach"), form | {"letters": "1"}).content.startswith(b"%PDF")
    wrong = client.post(reverse("breach"), form | {"ends_at": form["begins_at"], "begins_at": form["ends_at"]})
    assert wrong.status_code == 422
    assert "Ponsel hilang." in wrong.content.decode()
    assert client.post(reverse("breach"), form | {"begins_at": "kemarin"}).status_code == 422
