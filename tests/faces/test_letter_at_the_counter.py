"""What the letter needs, asked at the counter's page and by the API."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.directory.models import User
from siantar.directory.tokens import issue_token
from siantar.faces.letters.more_registers import CARDS
from siantar.letters import answers, population
from siantar.letters.books import DaySpan
from siantar.paper.population import population_forms
from siantar.privacy.looks import Reader
from tests.clock import CLOCK
from tests.letters.cast import given_letter_town
from tests.people import enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town():
    return given_letter_town()


def handed_in(client, service: str = "sktm", **letter: str):
    form = {
        "id": str(uuid4()),
        "service": service,
        "name": "Siti Aminah",
        "method": "counter",
        "brought_by": "applicant",
        "told_by": "",
    }
    offered = client.get("/loket/").context["form"].fields["service"].by_code[service]
    form |= {f"paper-{service}-{needed.code}": "original" for needed in offered.requirements.all()}
    return client.post("/loket/", form | {f"surat-{service}-{name}": words for name, words in letter.items()})


def test_the_page_asks_for_each_service_that_ends_in_a_letter_or_has_forms_and_for_no_other(client):
    Service.objects.filter(code="biodata-wni").update(forms={})
    enter(client, "loket")
    page = client.get("/loket/").text
    assert '<template data-letter="sktm">' in page and '<template data-letter="ktp-el-hilang">' in page
    assert 'data-letter="biodata-wni"' not in page
    assert page.count("Isian formulir dan register") == 11 and 'name="surat-ktp-el-hilang-hubungan"' in page


def test_what_is_typed_for_forms_is_there_for_forms_and_for_the_register(client, town):
    enter(client, "loket")
    typed = {"kk": "3674 0212 0308 0011", "hubungan": "Istri", "ttl": "Serang, 3 Mei 1990", "pekerjaan": "Pedagang"}
    assert handed_in(client, "ktp-el-hilang", **typed).status_code == 302
    file = Application.objects.get()
    form = population.facts_of(file, population_forms()["f-1-02"], Reader(town.people["loket"], CLOCK.at, "print_form"))
    assert form.words["kk"] == "3674021203080011" and form.words["born"] == "Serang, 3 Mei 1990"
    span = DaySpan(CLOCK.at.date(), CLOCK.at.date())
    [row] = CARDS.rows(town.people["loket"], span, CLOCK.at)
    cells = dict(zip(CARDS.names, row.cells, strict=True))
    assert (cells["No. KK"], cells["Hubungan"]) == ("3674 0212 0308 0011", "Istri")
    assert cells["Tempat, tanggal lahir"] == "Serang, 3 Mei 1990"


def test_what_no_form_takes_is_named_and_nothing_is_taken_in(client):
    enter(client, "loket")
    answer = handed_in(client, "ktp-el-hilang", hubungan="Tetangga", kk="123")
    assert answer.status_code == 422 and not Application.objects.exists()
    assert "Hubungan dalam keluarga (SHDK)" in answer.text and 'value="123"' in answer.text


def test_what_is_typed_is_there_for_the_letter(client):
    enter(client, "loket")
    assert handed_in(client, keperluan="berobat").status_code == 302
    assert answers.answers_of(Application.objects.get()) == {"keperluan": "berobat"}


def test_a_wrong_day_is_named_beside_the_field_and_nothing_is_lost(client):
    enter(client, "loket")
    answer = handed_in(client, keperluan="berobat", tanggal_lurah="kemarin")
    assert answer.status_code == 422 and not Application.objects.exists()
    assert "Isian surat perlu diperbaiki: Tanggal surat pengantar kelurahan." in answer.text
    assert "Bukan tanggal" in answer.text and 'value="berobat"' in answer.text and 'value="kemarin"' in answer.text


def by_api(client, letter: object, service: str = "sktm"):
    token = issue_token(User.objects.get(username="loket"), CLOCK.at)
    body = {"id": str(uuid4()), "service": service, "applicant": {"name": "Siti"}, "letter": letter}
    headers = {"Authorization": f"Bearer {token}"}
    return client.post("/api/v1/applications", json.dumps(body), content_type="application/json", headers=headers)


def test_another_system_says_it_too(client):
    rows = [{"nama": "Budi"}]
    assert by_api(client, {"keperluan": "berobat", "keluarga": rows}).status_code == 201
    stored = answers.answers_of(Application.objects.get())
    assert stored["keperluan"] == "berobat" and stored["keluarga"][0]["nama"] == "Budi"


@pytest.mark.parametrize(
    ("letter", "service", "field"),
    [
        ({"tanggal_lurah": "kemarin"}, "sktm", "letter.tanggal_lurah"),
        ({"warna": "merah"}, "sktm", "letter.warna"),
        ({"nama": "lain"}, "sktm", "letter.nama"),
        ({"keperluan": "berobat"}, "ktp-el-hilang", "letter.keperluan"),
        ({"keluarga": "Budi"}, "sktm", "letter.keluarga"),
        ({"keperluan": [{"nama": "Budi"}]}, "sktm", "letter.keperluan"),
        ({"keluarga": [{"warna": "merah"}]}, "sktm", "letter.keluarga"),
    ],
)
def test_what_the_letter_does_not_take_is_refused_by_its_name(client, letter, service, field):
    answer = by_api(client, letter, service)
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    "letter", [7, [1], {"keperluan": 7}, {"keluarga": [[1]]}, {"keperluan": None}, {"x" * 200: "y"}]
)
def test_other_shapes_are_answered_in_words(client, letter):
    answer = by_api(client, letter)
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
