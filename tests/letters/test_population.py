"""Population forms of a file: what the counter has of it is filled in, nothing else; a print asks the gate and is traced."""

from __future__ import annotations

import pytest

from siantar.casework import intake
from siantar.casework.intake import Address, BroughtBy
from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.directory.models import Office
from siantar.letters import answers, population
from siantar.paper.population import FormFacts, population_forms
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.rules.access import Forbidden
from siantar.rules.event import Paper, PaperKind
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Bringer, Method
from tests.letters.cast import given_issued
from tests.people import SITI_NIK, Town, enter, given_file
from tests.support.publishing import published

pytestmark = pytest.mark.django_db


def brought(town: Town, service: str, by: BroughtBy | None = None, nik: str = SITI_NIK, **more) -> Application:
    offered, now = Service.objects.get(office=town.office, code=service), town.tick()
    address = Address("Jl. Raya Serpong No. 8", "1", "4")
    file = intake.HandIn(uuid7(now), offered, "Siti Aminah", nik, "0812-3456-7890", brought=by, address=address, method=Method.COURIER, **more)
    return answers.hand_in(file, [], {}, by=town.people["loket"], at=now).application


def facts(file: Application, slug: str, town: Town, who: str = "loket") -> FormFacts:
    return population.facts_of(file, population_forms()[slug], Reader(town.people[who], town.tick(), "print_form"))


def test_what_the_file_says_is_filled_in(town):
    papers = [Paper("surat-kehilangan-polisi", PaperKind.ORIGINAL), Paper("kk", PaperKind.MISSING)]
    file = brought(town, "ktp-el-hilang", BroughtBy(Bringer.APPLICANT), papers=papers)
    got = facts(file, "f-1-02", town)
    assert got.words["name"] == got.words["signer"] == got.words["reporter"] == "Siti Aminah"
    assert got.words["nik"] == got.words["reporter_nik"] == SITI_NIK
    assert got.words["address"] == "Jl. Raya Serpong No. 8, RT 001/RW 004" and got.place == "Serpong Utara"
    assert (got.kind, got.papers) == ("ktp-hilang", {"surat-kehilangan-polisi"})
    assert got.words["kk"] == got.words["born"] == got.words["occupation"] == ""  # nobody said it


def test_the_last_letter_of_the_same_person_tells_the_rest(town):
    given_issued(town)
    got = facts(brought(town, "ktp-el-hilang"), "f-1-02", town)
    assert got.words["kk"] == "3674021203080011" and got.words["born"] == "Tangerang, 23 April 1985"
    assert got.words["occupation"] == "Mengurus rumah tangga"
    assert facts(brought(town, "ktp-el-hilang", nik="3674021203080001"), "f-1-02", town).words["kk"] == ""


@pytest.mark.parametrize(
    ("relation", "name", "signer", "authorised"),
    [
        (Bringer.AUTHORISED, "Budi Santoso", "", "Budi Santoso"),
        (Bringer.PARENT, "Budi Santoso", "Budi Santoso", ""),
        (Bringer.INSTITUTION, "Budi Santoso", "", ""),
    ],
)
def test_who_stands_at_the_counter_is_named_where_it_is_theirs_to_sign(town, relation, name, signer, authorised):
    got = facts(brought(town, "kia", BroughtBy(relation, name)), "f-1-07", town).words
    assert (got["reporter"], got.get("signer", ""), got.get("authorised", "")) == (name, signer, authorised)
    assert "reporter_nik" not in got


def test_nobody_is_named_where_nobody_was_written_down(town):
    assert not {"reporter", "signer", "authorised"} & facts(brought(town, "kia"), "f-1-02", town).words.keys()


def test_a_print_is_traced_and_asks_the_gate(client, town):
    file = brought(town, "akta-kelahiran", BroughtBy(Bringer.APPLICANT))
    enter(client, "loket")
    answer = client.get(f"/naskah/{file.receipt_number}/formulir/f-2-01.pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    looks = {look.fields for look in Look.objects.filter(file=file.pk, why="print_form")}
    assert "address name nik" in looks
    for who, status in (("kurir1", 403), ("pengatur", 403), ("camat", 403), ("pemeriksa", 200)):
        enter(client, who)
        assert client.get(f"/naskah/{file.receipt_number}/formulir/f-2-01.pdf").status_code == status, who
    with pytest.raises(Forbidden):
        population.print_form(file, "f-2-01", Reader(town.people["kurir1"], town.tick(), "print_form"))


def test_only_what_the_service_prints_is_printed_and_only_for_the_own_office(client, town):
    file = brought(town, "akta-kelahiran")
    enter(client, "loket")
    for slug in ("f-1-02", "f-9-99", "x"):
        assert client.get(f"/naskah/{file.receipt_number}/formulir/{slug}.pdf").status_code == 404
    other = Office.objects.create(code="36.74.03", number=3, name="Kecamatan Lain")
    Application.objects.filter(pk=file.pk).update(office=other)
    assert client.get(f"/naskah/{file.receipt_number}/formulir/f-2-01.pdf").status_code == 403


def test_the_forms_are_offered_after_the_hand_in_and_on_the_page_of_the_file(client, town):
    file, letter = brought(town, "ktp-el-ubah-data"), given_file(town, "sktm", method=Method.COUNTER)
    enter(client, "loket")
    for page in (f"/loket/?resi={file.receipt_number}", f"/berkas/{file.receipt_number}/"):
        text = client.get(page).text
        for slug in ("f-1-02", "f-1-06", "f-1-07"):
            assert f"/naskah/{file.receipt_number}/formulir/{slug}.pdf" in text, page
    assert "/formulir/" not in client.get(f"/berkas/{letter.receipt_number}/").text
    enter(client, "camat")
    assert "/formulir/" not in client.get(f"/berkas/{file.receipt_number}/").text


def test_the_office_chooses_what_a_service_prints(client, town):
    enter(client, "camat")
    page = client.get("/pengaturan/layanan/sktm/")
    form = {name: value for name, value in page.context["form"].initial.items() if value not in (None, False)}
    chosen = form | {"form-f-1-02": "kk-hilang", "form-f-1-07": "-", "form-f-2-01": ""}
    assert published(client, "/pengaturan/layanan/sktm/", chosen).status_code == 302
    assert Service.objects.get(office=town.office, code="sktm").forms == {"f-1-02": "kk-hilang", "f-1-07": ""}
    again = client.get("/pengaturan/layanan/sktm/").context["form"]
    assert (again["form-f-1-02"].value(), again["form-f-1-07"].value()) == ("kk-hilang", "-")
    assert client.post("/pengaturan/layanan/sktm/", form | {"form-f-1-02": "entah"}).status_code == 422
