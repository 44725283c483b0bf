"""Somebody with the database but not the keys: whatever they do to what was sealed is found, and named."""

import re
import shutil
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from siantar.casework.consequences import relay_all
from siantar.casework.models import Application
from siantar.privacy.looks import Reader, note
from siantar.project import verifying
from siantar.reports import rebuilding
from siantar.roots import making
from siantar.rules.vocabulary import Kind
from tests.people import given_collected, given_file, given_finished, given_town
from tests.providers import Provider, serving
from tests.roots import attacks
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
    from siantar.casework import erasing
    from siantar.casework.models import PrivatePart

    PrivatePart.objects.all().delete()
    Application.objects.update(address_sealed=None)
    for file in Application.objects.all():
        erasing.erase_name(file)
        erasing.erase_identity(file.person_id)
    assert findings_of(sealed, rehash=True) == []


def test_who_has_the_data_folder_too_is_found_by_what_left_the_house(sealed, tmp_path, data, client):
    """Database, books and keys in one hand: everything made anew fits itself, and not what somebody else keeps."""
    saved = tmp_path / "akar.json"
    saved.write_bytes(client.get("/api/v1/roots").content)
    code, output = run("verify", "--roots", saved)
    assert (code, "Cocok dengan akar harian." in output) == (0, True)
    shutil.rmtree(data / "roots")
    (data / "root-keys.json").unlink()
    carry_out(attacks.rewrites_a_handover, sealed)
    carry_out(attacks.deletes_the_root_rows, sealed)
    while making.make_due(sealed.clock):
        pass
    code, output = run("verify")
    assert (code, "cocokkan juga dengan akar yang disimpan saksi" in output) == (0, True)
    code, output = run("verify", "--roots", saved)
    assert code == 1
    assert "tidak ditandatangani kunci kantor ini" in output
    assert run("doctor")[0] == 0


def test_who_has_the_keys_too_but_no_time_machine(sealed, tmp_path, data, client):
    """The same keys: the signature holds, the root is another."""
    saved = tmp_path / "akar.json"
    saved.write_bytes(client.get("/api/v1/roots").content)
    shutil.rmtree(data / "roots")
    carry_out(attacks.empties_the_record_of_looks, sealed)
    carry_out(attacks.deletes_the_root_rows, sealed)
    while making.make_due(sealed.clock):
        pass
    code, output = run("verify", "--roots", saved)
    assert code == 1
    assert "akar yang diterbitkan" in output
    assert "2 berkas, 16 kejadian, 3 jejak baca" in output


def test_published_roots_are_read_from_an_address_page_by_page(sealed, client, monkeypatch):
    monkeypatch.setattr("siantar.faces.api.roots.PAGE", 1)
    with serving(Provider(lambda call: (200, {}, client.get(call.path).content))) as elsewhere:
        published = verifying.published_from([elsewhere.url])
        assert [len(roots) for roots in published.values()] == [2]
        assert codes_of(sealed, published=published) == set()
        elsewhere.broken = True
        with pytest.raises(CommandError, match="jawaban 503"):
            run("verify", "--roots", elsewhere.url)


def test_what_cannot_be_compared_says_so(sealed, tmp_path):
    empty = tmp_path / "kosong.txt"
    empty.write_text("Yth. Inspektorat")
    for source, words in ((empty, "Tidak ada akar bertanda tangan"), (tmp_path / "tidak-ada", "tidak terbaca"), ("http://", "tidak terbaca")):
        with pytest.raises(CommandError, match=words):
            run("verify", "--roots", source)
    with pytest.raises(CommandError, match="tidak ada"):
        run("verify", tmp_path / "hilang.age")


def test_the_clock_of_the_office_may_be_elsewhere(sealed):
    sealed.clock += timedelta(hours=3)
    assert findings_of(sealed) == []
