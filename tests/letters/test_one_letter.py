"""One SKTM from the first word to the number, and back."""

from __future__ import annotations

import hashlib
import json

import pypdfium2
import pytest

from siantar.casework.consequences import relay_all
from siantar.casework.models import Application, EventRow
from siantar.letters import approving, genuineness, issuing, writing
from siantar.letters.models import LetterOfficer, NumberSlot, OfficeLetter
from siantar.letters.writing import BadValues, LetterRefused
from siantar.messaging import preferences
from siantar.messaging.models import Message
from siantar.messaging.preferences import MessageWish
from siantar.privacy import key_ring
from siantar.project import key_rotation
from siantar.rules.letter.numbering import SlotState
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Code, Kind, Stage
from tests.letters.cast import (
    SKTM,
    given_checked,
    given_initialled,
    given_issued,
    given_written,
    signed,
)
from tests.support.codes import page_of, texts_on

pytestmark = pytest.mark.django_db


def code_in(pdf: bytes) -> str:
    return texts_on(page_of(pdf))[0]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def refused(code: Code):
    return pytest.raises(LetterRefused, match=code)


def kinds_of(letter: OfficeLetter) -> list[str]:
    return list(EventRow.objects.filter(application=letter.application_id).order_by("seq").values_list("kind", flat=True))


def test_words_and_page_read_as_before_after_a_new_key(town, settings, tmp_path):
    keys = {"secret": "x" * 50, "field": settings.SIANTAR_FIELD_KEY, "index": settings.SIANTAR_INDEX_KEY}
    (tmp_path / key_ring.FILE).write_text(json.dumps(keys))
    settings.SIANTAR_DATA, settings.KEYS = tmp_path, keys
    letter = given_issued(town)
    words, page = writing.values_of(writing.last_draft(letter)), issuing.pdf_of(letter)
    assert sum(key_rotation.rotate_fields(tmp_path))
    again = OfficeLetter.objects.get(pk=letter.pk)
    assert bytes(again.pdf_sealed)[0] == bytes(writing.last_draft(again).fields_sealed)[0] == 2
    assert writing.values_of(writing.last_draft(again)) == words and issuing.pdf_of(again) == page


def test_a_letter_goes_from_the_desk_to_the_number_and_its_story_says_so(town):
    letter = given_issued(town)
    assert kinds_of(letter)[-5:] == ["drafted", "initialled", "initialled", "signed", "numbered"]
    assert letter.number == "400.9.14/1/Kec.SU/XI/2026" or letter.number.startswith("400.9.14/1/Kec.SU/")
    assert Application.objects.get(pk=letter.application_id).standing.stage == Stage.FINISHED
    assert NumberSlot.objects.get().state == SlotState.ISSUED
    pdf = issuing.pdf_of(OfficeLetter.objects.get(pk=letter.pk))
    assert hashlib.sha256(pdf).hexdigest() == letter.pdf_digest
    words = text_of(pdf)
    assert letter.number in words and "Siti Aminah" in words and "CAMAT SERPONG UTARA," in words


def test_the_code_on_the_page_leads_to_the_answer_and_carries_a_line_that_needs_no_network(town):
    letter = given_issued(town)
    link = code_in(issuing.pdf_of(letter))
    address, _, line = link.partition("#")
    answer = genuineness.check(address.rpartition("/")[2])
    assert answer.state == OfficeLetter.State.ISSUED and answer.number == letter.number and answer.holds
    assert answer.masked_name == "S*** A*****"
    statement, _, signature = line.partition(".")
    assert genuineness.is_genuine(genuineness.line_in(statement), signature)
    assert not genuineness.is_genuine(genuineness.line_in(statement).replace("S***", "B***"), signature)


def test_a_letter_that_is_not_signed_bears_no_code(town):
    from siantar.letters import queries
    from siantar.paper.letter import letter_pdf

    letter = given_initialled(town)
    content = writing.content_of(letter)
    pdf = letter_pdf(queries.preview(content, SKTM, letter.application, town.clock))
    assert not texts_on(page_of(pdf))
    assert letter.token == "" and not NumberSlot.objects.exists()


def test_nobody_initials_what_they_wrote_or_out_of_turn_or_twice(town):
    letter = given_written(town)
    with refused(Code.WRONG_ROLE):
        approving.initial(letter, by=town.people["sekcam"], at=town.tick())  # the head of section comes first
    with refused(Code.WRONG_ROLE):
        approving.initial(letter, by=town.people["pemeriksa"], at=town.tick())
    own = writing.write(given_checked(town), SKTM, by=town.people["kasi"], at=town.tick())
    with refused(Code.OWN_DRAFT):
        approving.initial(own, by=town.people["kasi"], at=town.tick())
    LetterOfficer.objects.filter(position="secretary").update(person_id=int(town.people["kasi"].person))
    approving.initial(letter, by=town.people["kasi"], at=town.tick())
    with refused(Code.OWN_DRAFT):
        approving.initial(letter, by=town.people["kasi"], at=town.tick())


def test_nobody_signs_before_the_initials_or_what_they_did_not_read(town):
    letter = given_written(town)
    with refused(Code.INITIALS_MISSING):
        signed(letter, town.people["camat"], town)
    assert not NumberSlot.objects.exists()
    ready = given_initialled(town)
    writing.write(ready.application, {**SKTM, "kartu": "9"}, by=town.people["pemeriksa"], at=town.tick())
    with refused(Code.OTHER_LETTER):
        issuing.sign(ready, 1, by=town.people["camat"], at=town.tick())
    with refused(Code.WRONG_ROLE):
        signed(given_initialled(town), town.people["sekcam"], town)


def test_a_letter_cannot_be_signed_beside_its_page(town):
    letter = given_initialled(town)
    outcome = town.tell("camat", Kind.SIGNED, letter.application.receipt_number)
    assert (outcome.result, outcome.code) == ("refused", Code.OTHER_LETTER)


def test_a_letter_sent_back_is_written_anew_and_initialled_anew(town):
    letter = given_initialled(town)
    writing.send_back(letter, "Nama sekolah salah", by=town.people["camat"], at=town.tick())
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == (OfficeLetter.State.RETURNED, "Nama sekolah salah")
    with refused(Code.OTHER_LETTER):
        signed(letter, town.people["camat"], town)
    again = writing.write(letter.application, SKTM, by=town.people["pemeriksa"], at=town.tick())
    assert again.pk == letter.pk and writing.last_draft(again).number == 2
    with refused(Code.INITIALS_MISSING):
        signed(again, town.people["camat"], town)
    with refused(Code.REASON_MISSING):
        writing.send_back(again, " ", by=town.people["camat"], at=town.tick())


def test_a_wrong_letter_is_withdrawn_and_another_takes_its_place(town):
    wrong = given_issued(town)
    issuing.withdraw(wrong, "Nama salah", by=town.people["camat"], at=town.tick())
    answer = genuineness.check(wrong.token)
    assert answer.state == OfficeLetter.State.WITHDRAWN and not answer.replaced
    file = wrong.application
    assert Application.objects.get(pk=file.pk).standing.stage == Stage.AWAITING_SIGNATURE
    right = writing.write(file, SKTM, by=town.people["pemeriksa"], at=town.tick())
    for who in ("kasi", "sekcam"):
        approving.initial(right, by=town.people[who], at=town.tick())
    right = signed(right, town.people["camat"], town)
    assert right.replaces_id == wrong.pk and right.number != wrong.number
    assert genuineness.check(wrong.token).replaced
    assert [slot.state for slot in NumberSlot.objects.order_by("seq")] == [SlotState.ISSUED, SlotState.ISSUED]
    with refused(Code.OTHER_LETTER):
        issuing.withdraw(wrong, "lagi", by=town.people["camat"], at=town.tick())


def test_what_is_missing_or_wrong_is_named_field_by_field(town):
    file = given_checked(town)
    with pytest.raises(BadValues) as wrong:
        writing.write(file, {**SKTM, "nama": " ", "tanggal_lurah": "kemarin", "penghasilan": "banyak"}, by=town.people["pemeriksa"], at=town.tick())
    assert wrong.value.troubles == {"nama": "missing", "tanggal_lurah": "no_date", "penghasilan": "no_number"}
    assert not OfficeLetter.objects.exists()


def test_a_killed_signature_keeps_its_number_for_this_letter(town, monkeypatch):
    letter = given_initialled(town)
    monkeypatch.setattr(issuing, "letter_pdf", lambda _paper: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        signed(letter, town.people["camat"], town)
    assert NumberSlot.objects.get().state == SlotState.RESERVED
    monkeypatch.undo()
    assert signed(OfficeLetter.objects.get(pk=letter.pk), town.people["camat"], town).number == NumberSlot.objects.get().number
    other = given_issued(town)
    assert [slot.seq for slot in NumberSlot.objects.order_by("seq")] == [1, 2] and other.number.startswith("400.9.14/2/")


def test_the_resident_is_told_that_the_letter_was_withdrawn(town):
    letter = given_issued(town)
    preferences.choose(letter.application, MessageWish(ChannelKind.WHATSAPP, "0812-3456-7890"), by=town.people["loket"], at=town.tick())
    relay_all(town.tick())
    assert not Message.objects.filter(occasion="withdrawn").exists()
    issuing.withdraw(letter, "Nama salah", by=town.people["camat"], at=town.tick())
    relay_all(town.tick())
    assert Message.objects.filter(occasion="withdrawn", application=letter.application_id).exists()
