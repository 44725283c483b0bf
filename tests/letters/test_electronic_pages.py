"""The pages of electronic signing: what is typed is asked each time and shown, kept and repeated nowhere."""

from __future__ import annotations

import pytest

from siantar.directory.models import AuditEntry
from siantar.letters.esign import channel
from siantar.letters.models import LetterOfficer, OfficeLetter
from siantar.rules.audit import Audited
from siantar.rules.letter.signature import Position
from tests.letters.cast import given_initialled
from tests.letters.esign_cast import attempts_of, given_signing_electronically, opened, stored
from tests.letters.esign_service import NIK, PASSPHRASE, PASSWORD, USER, verdict
from tests.people import OFFICE, enter

pytestmark = pytest.mark.django_db
SETTINGS = "/naskah/pengaturan/elektronik/"


def page_of(letter: OfficeLetter, more: str = "") -> str:
    return f"/naskah/{letter.application.receipt_number}/{more}"


def test_the_camat_types_the_passphrase_and_a_wrong_one_is_not_echoed(client, town, service):
    given_signing_electronically(service, "v2")
    letter = given_initialled(town)
    enter(client, "camat")
    page = client.get(page_of(letter)).text
    assert 'type="password"' in page and "secara elektronik" in page
    wrong = client.post(page_of(letter, "tanda-tangan/"), {"draft": "1", "passphrase": "salah-besar"})
    assert wrong.status_code == 422 and "Passphrase salah" in wrong.text and "salah-besar" not in wrong.text
    client.post(page_of(letter, "tanda-tangan/"), {"draft": "1", "passphrase": PASSPHRASE})
    assert verdict(stored(letter)[1]).bottom_line
    page = client.get(page_of(letter)).text
    assert "yang asli adalah berkas PDF" in page and "bubuhkan tanda tangan basah" not in page
    assert "sah, 1 tanda tangan" in client.post(page_of(letter, "periksa/"), follow=True).text
    service.provider.answer = lambda _call: (200, {}, {"conclusion": "WARNING", "signatureCount": 1})
    assert "WARNING, 1 tanda tangan. Tanyakan artinya" in client.post(page_of(letter, "periksa/"), follow=True).text
    service.provider.answer = lambda _call: (503, {}, b"")
    assert client.post(page_of(letter, "periksa/")).status_code == 422
    public = client.get(f"/surat/{stored(letter)[0].token}").text
    assert "ditandatangani secara elektronik" in public


def test_what_was_not_answered_is_sent_again_from_the_page_of_the_letter(client, town, service):
    given_signing_electronically(service, "v2")
    letter = given_initialled(town)
    (number,) = opened(town, letter)
    enter(client, "camat")
    service.mishaps.append("lost")
    lost = client.post(page_of(letter, "tanda-tangan/"), {"draft": "1", "passphrase": PASSPHRASE})
    assert lost.status_code == 422 and "Kirim lagi lembar yang sama" in lost.text
    listed = client.post("/naskah/bersama/tanda-tangan/", {"sign": number, "passphrase": PASSPHRASE, "repeat": "1"})
    assert "0 berhasil, 1 tidak" in listed.text and len(service.sent) == 1
    client.post(page_of(letter, "tanda-tangan/"), {"draft": "1", "passphrase": PASSPHRASE, "repeat": "1"})
    assert attempts_of(letter) == [("issued", "", 2)] and service.sent[0] == service.sent[1]


def test_many_are_signed_with_one_passphrase_and_a_code_keeps_the_ticks(client, town, service):
    given_signing_electronically(service, "v2", secret="totp")
    letters = [given_initialled(town) for _ in range(2)]
    numbers = opened(town, *letters)
    enter(client, "camat")
    answer = client.post("/naskah/bersama/kode/", {"sign": numbers})
    assert answer.text.count(" checked") == 2 and service.codes == [{"nik": NIK, "data": 2}]
    assert client.post("/naskah/bersama/kode/").status_code == 422
    answer = client.post("/naskah/bersama/tanda-tangan/", {"sign": numbers, "totp": "714203"})
    assert "2 berhasil, 0 tidak" in answer.text


def test_the_office_sets_its_service_up_and_no_secret_is_shown_again(client, town, service):
    enter(client, "camat")
    form = {
        "on": "on", "url": service.provider.url, "user": USER, "password": PASSWORD, "version": "v1", "secret": "passphrase",
        "look": "invisible", "placing": "tag", "tags": "#$", "seconds": "20",
    }  # fmt: skip
    assert client.post(SETTINGS, form).status_code == 302
    assert channel.set_up_of(OFFICE).is_ready
    page = client.get(SETTINGS).text
    assert PASSWORD not in page and "Kosongkan bila tidak diubah" in page
    assert client.post(SETTINGS, form | {"password": ""}).status_code == 302
    moved = client.post(SETTINGS, form | {"password": "", "url": "https://127.0.0.1:1"})
    assert moved.status_code == 422 and "Ketik lagi kata sandi" in moved.text
    assert "Versi 1".lower() in client.post(SETTINGS, form | {"secret": "totp"}).text.lower()
    for url in ("apa ini", "ftp://x", "https://u@x", "http://[", "http://10.0.0.1"):
        assert client.post(SETTINGS, form | {"url": url}).status_code == 422
    head = LetterOfficer.objects.get(position=Position.HEAD)
    nik = {"officer": str(head.pk), "nik": NIK}
    assert client.post(f"{SETTINGS}pejabat/", nik | {"nik": "12"}).status_code == 422
    assert client.post(f"{SETTINGS}pejabat/", nik).status_code == 302
    assert NIK not in client.get(SETTINGS).text
    assert "Siap menandatangani" in client.post(f"{SETTINGS}pejabat/", nik | {"ask": "1"}, follow=True).text
    service.statuses[NIK] = "EXPIRED"
    assert "lewat masa berlakunya" in client.post(f"{SETTINGS}pejabat/", nik | {"ask": "1"}, follow=True).text
    assert channel.set_up_of(OFFICE).password == PASSWORD
    client.logout()
    enter(client, "loket")
    assert client.get(SETTINGS).status_code in (302, 403)


def test_who_changed_the_service_is_in_the_audit_record_without_what_was_typed(client, town, service):
    given_signing_electronically(service, "v2")
    entries = AuditEntry.objects.filter(what=Audited.LETTERS_SET)
    assert [entry.more["fields"] for entry in entries.order_by("pk")] == ["electronic", "electronic officer"]
    assert all(word not in str(entry.more) for entry in entries for word in (PASSWORD, USER, NIK, service.provider.url))
