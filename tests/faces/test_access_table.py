"""The gate's table as the heads of an office read it."""

from __future__ import annotations

import re

import pytest

from siantar.directory.models import User
from siantar.faces.backoffice.access_table import tables
from siantar.rules.access import ACTS, EVENTS, PURPOSES, READINGS, SEES, STATES
from siantar.rules.vocabulary import Role
from tests.people import OFFICE, enter

pytestmark = pytest.mark.django_db
PAGE = "/berkas/kewenangan/"


@pytest.fixture
def administrator(town, client):
    User.objects.create_user("tata", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    enter(client, "tata")
    return client


def test_every_line_of_the_gate_is_on_the_page(administrator):
    text = administrator.get(PAGE).content.decode()
    rows = re.findall(r"<th scope=\"row\">", text)
    assert len(rows) == sum(map(len, (EVENTS, ACTS, READINGS, STATES, PURPOSES))) + len(tables()[4].lines)
    assert "Siapa boleh apa" in text
    assert "untuk instansi tanpa Siantar" in text


def test_a_cell_says_how_far_the_role_reaches():
    events = tables()[0]
    columns = [str(column) for column in events.columns]
    lines = {line.code: dict(zip(columns, line.cells, strict=True)) for line in events.lines}
    assert lines["delivered"]["Kurir"] == "yang dibawanya"
    assert lines["delivered"]["Petugas loket"] == ""
    assert lines["arrived"]["Penghubung"] == "untuk instansi tanpa Siantar"
    assert "Pimpinan" not in columns


def test_personal_fields_stand_by_role_and_by_purpose():
    by_role, by_purpose = tables()[4:]
    nik = next(line for line in by_role.lines if line.code == "nik")
    assert [cell == "ya" for cell in nik.cells] == ["nik" in SEES[role] for role in Role]
    label = next(line for line in by_purpose.lines if line.code == "print_label")
    assert label.cells == ("ya", "", "", "", "")


def test_the_page_is_in_english_too(administrator):
    administrator.post("/bahasa/setlang/", {"language": "en"})
    text = administrator.get(PAGE).content.decode()
    assert "Who may do what" in text
    assert "for an agency without Siantar" in text


@pytest.mark.parametrize(("who", "sees"), [("camat", True), ("loket", False), ("pengatur", False), ("dukcapil", False)])
def test_it_is_linked_for_the_heads_only(client, town, who, sees):
    enter(client, who)
    assert (PAGE in client.get("/berkas/").content.decode()) is sees
    assert client.get(PAGE).status_code == (200 if sees else 403)
