"""Somebody with the database but not the keys: whatever they do to what was sealed is found, and named."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from siantar.casework.consequences import relay_all
from siantar.casework.models import Application
from siantar.privacy.looks import Reader, note
from siantar.reports import rebuilding
from siantar.rules.vocabulary import Kind
from tests.people import given_collected, given_file, given_finished, given_town
from tests.roots.attacks import ATTACKS, carry_out
from tests.roots.conftest import codes_of, findings_of, morning, night

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(stored_for_real):
    """An office with two days of work behind it, sealed both, and something of today that is not."""
    town = given_town()
    file = given_collected(town)
    for _ in range(2):
        note(Reader(town.people["loket"], town.tick(), "file_page"), subject=file.person_id, file=file.pk, fields=["nik"])
    night(town)
    morning(town)
    other = given_finished(town, "kia")
    note(Reader(town.people["camat"], town.tick(), "file_page"), subject=None, file=other.pk, fields=["address"])
    night(town)
    morning(town)
    given_file(town, "sktm")
    note(Reader(town.people["camat"], town.tick(), "file_page"), subject=None, file=other.pk, fields=["address"])
    relay_all(town.clock)
    return town


def run(command: str, *arguments: object) -> tuple[int, str]:
    """A command's exit code, and what it says."""
    output, code = StringIO(), 0
    try:
        call_command(command, *map(str, arguments), stdout=output)
    except SystemExit as ended:
        code = int(ended.code)
    return code, output.getvalue()


def test_an_office_that_nobody_tampered_with_fits(sealed):
    assert findings_of(sealed, rehash=True) == []
    code, output = run("verify")
    assert code == 0, output
    assert "2 akar harian, 23-11-2026 s.d. 24-11-2026; 2 berkas, 16 kejadian, 3 jejak baca" in output
    assert "Cocok dengan akar harian." in output
    assert run("doctor")[0] == 0


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_every_kind_of_tampering_is_found_by_verify_and_by_doctor(sealed, attack):
    codes, words = ATTACKS[attack]
    number = Application.objects.filter(events__kind="collected").get().receipt_number
    carry_out(attack, sealed)
    assert list(rebuilding.findings()) == [] or attack.__name__.startswith(("takes_", "gives_", "adds_")), "the chains hold"
    assert codes_of(sealed) == codes
    code, output = run("verify")
    assert code == 1
    assert words in output
    named = re.search(r"berkas (\w{12})", output)
    if "berkas" in words or "kejadian" in words or "seluruhnya" in words:
        assert named[1] == number
    code, output = run("doctor")
    assert code == 1
    assert words in output


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_further_root_hides_nothing(sealed, attack):
    """Who tampers and waits for the next night is found as well."""
    carry_out(attack, sealed)
    before = codes_of(sealed)
    night(sealed)
    morning(sealed)
    sealed.tell("pemeriksa", Kind.CHECK_STARTED, Application.objects.latest("handed_in_at").receipt_number)
    night(sealed)
    after = codes_of(sealed)
    assert after, attack.__name__
    renamed = {"file_backdated": "event_backdated"}  # it is sealed by now, and still older than the root before
    assert {renamed.get(code, code) for code in before} <= after | {"row_missing"}


def test_what_is_erased_by_right_breaks_nothing(sealed):
    from siantar.casework.models import PrivatePart

    PrivatePart.objects.all().delete()
    Application.objects.update(address_sealed=None, applicant_name="")
    assert findings_of(sealed, rehash=True) == []


def test_the_clock_of_the_office_may_be_elsewhere(sealed):
    sealed.clock += timedelta(hours=3)
    assert findings_of(sealed) == []
