"""Who hands in: nobody becomes somebody else, nothing typed is lost, what is odd is a question to the officer."""

from __future__ import annotations

import pytest

from siantar.casework import disclosure, intake, queries
from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.privacy.looks import Reader
from siantar.rules.identifiers import uuid7
from tests.people import SITI_NIK, given_town

pytestmark = pytest.mark.django_db
FILLERS = [
    "belum ada", "0", "000", "0" * 16, "1234567890123456", "x", "3674", "-", "1111111111111111", "9876543210987654",
    "3674020000000000", "3674029913990001", "36740263048500030", "0000000000000001", "tidak punya",
]  # fmt: skip


@pytest.fixture
def town():
    return given_town()


def handed_in(town, name="Siti Aminah", nik="", phone="0812-0000-0001", service="ktp-el-hilang"):
    offered = Service.objects.get(office=town.office, code=service)
    now = town.tick()
    return intake.hand_in(intake.HandIn(uuid7(now), offered, name, nik, phone), by=town.people["loket"], at=now)


def personal(town, receipt):
    file = Application.objects.select_related("person").get(pk=receipt.application.pk)
    return disclosure.open_file(file, Reader(town.people["loket"], town.clock, "file_page"))


@pytest.mark.parametrize("filler", FILLERS)
def test_a_placeholder_is_no_identity(town, filler):
    first = handed_in(town, "Budi", filler, "0812-0000-0001")
    second = handed_in(town, "Ani", filler, "0812-0000-0002")
    assert first.application.person_id != second.application.person_id
    assert (personal(town, first).phone, personal(town, second).phone) == ("+6281200000001", "+6281200000002")
    assert disclosure.find_person(town.people["loket"], filler, town.clock) is None


@pytest.mark.parametrize("typed", [SITI_NIK, "3674 0263 0485 0003", "3674.02.630485.0003", " 3674-0263-0485-0003 "])
def test_a_nik_finds_its_person_however_it_is_typed(town, typed):
    first, second = handed_in(town, nik=SITI_NIK), handed_in(town, nik=typed)
    assert first.application.person_id == second.application.person_id


def test_a_nik_with_quite_another_name_is_a_question_and_overwrites_nothing(town):
    first = handed_in(town, "Siti Aminah", SITI_NIK, "0812-0000-0001")
    second = handed_in(town, "Budi Santoso", SITI_NIK, "0812-0000-0002")
    assert "nik_other_name" in second.warnings
    assert (personal(town, first).name, personal(town, first).phone) == ("Siti Aminah", "+6281200000001")
    assert (personal(town, second).name, personal(town, second).phone) == ("Budi Santoso", "+6281200000002")
    spelled = handed_in(town, "St. Aminah", SITI_NIK)
    assert "nik_other_name" not in spelled.warnings


def test_an_open_file_of_the_same_service_is_told(town):
    first = handed_in(town, nik=SITI_NIK)
    second = handed_in(town, nik=SITI_NIK)
    assert second.open_applications == (first.application.receipt_number,)
    assert "open_application" in second.warnings
    assert handed_in(town, nik=SITI_NIK, service="kk-hilang-rusak").open_applications == ()
    assert handed_in(town, nik="").open_applications == ()


@pytest.mark.parametrize(
    ("typed", "phone", "note"),
    [
        ("0812-3456-7890 (istri)", "+6281234567890", "istri"),
        ("0812-3456-7890", "+6281234567890", ""),
        ("5376543", "", "5376543"),
        ("0812-3456-7890 / 0813-9999-0000", "+6281234567890", "+6281399990000"),
        ("tidak punya", "", "tidak punya"),
    ],
)
def test_a_phone_is_read_once_for_every_door(town, typed, phone, note):
    receipt = handed_in(town, phone=typed)
    opened = personal(town, receipt)
    assert (opened.phone, opened.phone_note) == (phone, note)
    assert ("phone_unusual" in receipt.warnings) is (not phone)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Nur\u2019aini", "nur'aini"), ("Nur'aini", "Nuraini"), ("Siti  Dobel", "siti dobel"), ("Siti\u200bAminah", "sitiaminah"),
        ("Siti\u00a0Aminah", "aminah siti"), ("ÉLISA", "élisa"), ("Élisa Dewi", "elisa"), ("Siti Aminah", "AMI sit"),
        ("Ahmad, S.Pd.", "ahmad"), ("ﬁrman", "firman"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_people_type_it(town, name, typed):
    receipt = handed_in(town, name)
    handed_in(town, "Orang Lain")
    files = queries.search(town.people["loket"], typed, at=town.clock)
    assert [file.pk for file in files] == [receipt.application.pk]


def test_blanks_and_characters_nobody_sees_are_cleaned_at_intake(town):
    assert handed_in(town, "  Siti\t\u200b  Aminah\u00a0").application.applicant_name == "Siti Aminah"


def test_every_typed_word_must_occur(town):
    handed_in(town, "Siti Aminah")
    assert not queries.search(town.people["loket"], "siti rahayu", at=town.clock).exists()
    assert not queries.search(town.people["loket"], "...", at=town.clock).exists()
