"""A letter signed by the city's signing service: over the real protocol, with signatures that verify."""

from __future__ import annotations

import base64
import hashlib
import json
import logging

import pypdfium2
import pytest
from django.apps import apps
from django.core import serializers
from hypothesis import example, given
from hypothesis import strategies as st

from siantar.casework.models import Application, EventRow
from siantar.letters import approving, electronic, genuineness, issuing, many, writing
from siantar.letters.esign.answers import is_our_sheet_signed
from siantar.letters.esign.line import SigningLine
from siantar.letters.esign.sheets import NotSignedNow, PerhapsSigned, SecretKind, Sheet, SigningSecret
from siantar.letters.esign.v1 import FormService
from siantar.letters.esign.v2 import JsonService
from siantar.letters.models import LetterOfficer, NumberSlot, OfficeLetter, SigningAttempt
from siantar.letters.writing import LetterRefused
from siantar.outward import http
from siantar.rules.letter.numbering import SlotState
from siantar.rules.vocabulary import Code, Stage
from tests.letters.cast import SKTM, given_initialled, signed
from tests.letters.esign_cast import (
    attempts_of,
    desk,
    given_signing_electronically,
    opened,
    signed_by,
    stored,
)
from tests.letters.esign_service import NIK, PASSPHRASE, TOTP, city_service, really_signed, verdict
from tests.support.codes import codes_on

VERSIONS = ("v1", "v2")
pytestmark = pytest.mark.django_db


def refused(code: Code):
    return pytest.raises(LetterRefused, match=f"^{code}$")


def picture_of(pdf: bytes, *, scale: float = 203 / 72):
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return document[0].render(scale=scale).to_pil()


def text_of(pdf: bytes) -> str:
    return " ".join("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("anew", [False, True], ids=["added", "written anew"])
def test_what_comes_back_is_the_letter_and_its_signature_verifies(town, service, version, anew):
    given_signing_electronically(service, version)
    service.anew = anew
    letter, pdf = stored(signed_by(town, given_initialled(town)))
    assert verdict(pdf).bottom_line and verdict(pdf).coverage.name == "ENTIRE_FILE"
    assert (letter.state, letter.electronic, letter.number[:11]) == (OfficeLetter.State.ISSUED, True, "400.9.14/1/")
    assert letter.pdf_digest == hashlib.sha256(pdf).hexdigest()
    assert pdf.startswith(service.sent[0]) is not anew and len(service.sent) == 1
    assert Application.objects.get(pk=letter.application_id).standing.stage == Stage.FINISHED
    event = EventRow.objects.get(kind="signed")
    assert event.data["pdf"] == letter.pdf_digest and event.data["electronic"] == "bsre"
    words = text_of(pdf)
    assert "Ditandatangani secara elektronik oleh CAMAT SERPONG UTARA" in words
    assert "Balai Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara" in words
    assert attempts_of(letter) == [("issued", "", 1)]
    assert NumberSlot.objects.get().state == SlotState.ISSUED


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("placing", ["invisible", "tag", "bottom"])
def test_the_code_stands_on_the_signed_page_whoever_draws_it_and_leads_to_the_answer(town, service, version, placing):
    look = {"look": "invisible"} if placing == "invisible" else {"look": "visible", "placing": placing}
    given_signing_electronically(service, version, **look)
    letter, pdf = stored(signed_by(town, given_initialled(town)))
    assert verdict(pdf).bottom_line
    (code,) = codes_on(picture_of(pdf, scale=4))
    address, _, line = code.text.partition("#")
    answer = genuineness.check(address.rpartition("/")[2])
    assert answer.electronic and answer.holds and answer.pdf_digest == letter.pdf_digest
    statement, _, signature = line.partition(".")
    assert genuineness.is_genuine(genuineness.line_in(statement), signature)
    drawn_before = bool(codes_on(picture_of(service.sent[0], scale=4)))
    assert drawn_before is (placing == "invisible")
    x, _y, _width, _height = corners(code)
    assert x > picture_of(pdf, scale=4).width / 2 - 40  # in the right half, under the office


def corners(code) -> tuple[int, int, int, int]:
    place = code.position
    return place.top_left.x, place.top_left.y, place.top_right.x - place.top_left.x, place.bottom_left.y - place.top_left.y


def test_coordinates_count_from_the_corner_the_office_says(town, service):
    wish = {"look": "visible", "version": "v2"}
    given_signing_electronically(service, placing="top", **wish)
    signed_by(town, given_initialled(town))
    given_signing_electronically(service, placing="bottom", **wish)
    signed_by(town, given_initialled(town))
    top, bottom = service.wishes
    assert (top.x, top.side, top.page) == (bottom.x, bottom.side, bottom.page)
    assert top.y + bottom.y + bottom.side == pytest.approx(297 / 25.4 * 72, abs=0.5)


def test_the_sign_that_marks_the_place_is_one_the_letter_does_not_have(town, service):
    given_signing_electronically(service, "v2", look="visible", tags="#$")
    signed_by(town, given_initialled(town, keperluan="nomor #7"))
    assert service.wishes[0].tag == "$"
    signed_by(town, given_initialled(town, keperluan="nomor #7, Rp $5"))
    assert service.wishes[1].tag == "" and service.wishes[1].x > 0  # both are taken: by coordinates


REFUSALS = [
    ("salah", "ISSUE", Code.ESIGN_WRONG_SECRET),
    ("", "ISSUE", Code.ESIGN_SECRET_MISSING),
    (PASSPHRASE, None, Code.ESIGN_NOT_REGISTERED),
    (PASSPHRASE, "EXPIRED", Code.ESIGN_EXPIRED),
    (PASSPHRASE, "WAITING_FOR_VERIFICATION", Code.ESIGN_NO_CERTIFICATE),
    (PASSPHRASE, "SUSPEND", Code.ESIGN_REVOKED),
    (PASSPHRASE, "APA INI", Code.ESIGN_REFUSED),
]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("typed", "status", "code"), REFUSALS, ids=[str(each[2]) for each in REFUSALS])
def test_a_refusal_says_what_to_do_and_costs_neither_the_letter_nor_its_number(town, service, version, typed, status, code):
    given_signing_electronically(service, version)
    letter = given_initialled(town)
    service.statuses = {NIK: status} if status else {}
    with refused(code):
        signed_by(town, letter, desk(typed))
    again, pdf = stored(letter)
    assert (again.state, again.token, again.number, pdf) == (OfficeLetter.State.WRITTEN, "", "", b"")
    assert not service.sent and not SigningAttempt.objects.exclude(sheet_sealed=None).exists()
    service.statuses = {NIK: "ISSUE"}
    assert signed_by(town, letter).number.startswith("400.9.14/1/")
    assert [slot.state for slot in NumberSlot.objects.all()] == [SlotState.ISSUED]


@pytest.mark.parametrize("version", VERSIONS)
def test_where_nobody_listens_nothing_was_sent(town, service, version):
    given_signing_electronically(service, version)
    letter = given_initialled(town)
    service.provider.stop()
    with refused(Code.ESIGN_AWAY):
        signed_by(town, letter)
    assert attempts_of(letter) == [] and NumberSlot.objects.get().state == SlotState.RESERVED


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wrong_password_of_the_service_is_the_administrators_matter(town, service, version):
    given_signing_electronically(service, version, password="lain")
    with refused(Code.ESIGN_SETTINGS):
        signed_by(town, given_initialled(town))


def test_without_the_officers_nik_nobody_is_asked(town, service):
    given_signing_electronically(service, "v2")
    letter = given_initialled(town)
    LetterOfficer.objects.update(nik_sealed=None)
    with refused(Code.ESIGN_NIK_MISSING):
        signed_by(town, letter)
    assert not service.provider.calls


def test_a_code_is_sent_for_and_typed_instead_of_a_passphrase(town, service):
    given_signing_electronically(service, "v2", secret="totp")
    letter = given_initialled(town)
    electronic.send_code(letter, 3, by=town.people["camat"], at=town.tick())
    assert service.codes == [{"nik": NIK, "data": 3}]
    with refused(Code.WRONG_ROLE):
        electronic.send_code(letter, 1, by=town.people["pemeriksa"], at=town.tick())
    with refused(Code.ESIGN_WRONG_SECRET):
        signed_by(town, letter, desk("000000"))
    assert verdict(stored(signed_by(town, letter, desk(TOTP)))[1]).bottom_line


@pytest.mark.parametrize("version", VERSIONS)
def test_an_answer_that_was_lost_is_never_signed_anew_under_another_number(town, service, version):
    given_signing_electronically(service, version)
    letter = given_initialled(town)
    service.mishaps.append("lost")
    with refused(Code.ESIGN_TIMEOUT):
        signed_by(town, letter)
    assert attempts_of(letter) == [("unanswered", "esign_timeout", 1)]
    with refused(Code.ESIGN_UNANSWERED):  # not by a mere second press
        signed_by(town, letter)
    with refused(Code.ESIGN_WRONG_SECRET):  # that this time it was refused says nothing of the time before
        signed_by(town, letter, desk("salah", again=True))
    assert attempts_of(letter) == [("unanswered", "esign_wrong_secret", 2)]
    town.clock = town.clock.replace(day=town.clock.day + 1)  # the number keeps its day too
    issued, pdf = stored(signed_by(town, letter, desk(again=True)))
    assert service.sent[0] == service.sent[1] and len(service.sent) == 2 and pdf.startswith(service.sent[0])
    assert [(slot.seq, slot.state) for slot in NumberSlot.objects.all()] == [(1, SlotState.ISSUED)]
    assert issued.number == NumberSlot.objects.get().number and attempts_of(letter) == [("issued", "", 3)]
    with refused(Code.OTHER_LETTER):
        signed_by(town, letter, desk(again=True))


def test_version_1_is_asked_for_what_it_signed_when_its_answer_broke_off(town, service):
    given_signing_electronically(service, "v1")
    service.mishaps.append("half")
    _letter, pdf = stored(signed_by(town, given_initialled(town)))
    assert len(service.sent) == 1 and pdf == service.signed["dok-1"]
    assert service.provider.calls[-1].path == "/api/sign/download/dok-1"


def test_version_1_is_asked_for_it_first_at_the_next_try_too(town, service):
    given_signing_electronically(service, "v1")
    letter = given_initialled(town)
    service.mishaps.append("half")
    service.signed = Hidden()
    with refused(Code.ESIGN_TIMEOUT):
        signed_by(town, letter)
    service.signed = {"dok-1": service.signed.hidden["dok-1"]}
    _, pdf = stored(signed_by(town, letter, desk(again=True)))
    assert len(service.sent) == 1 and pdf == service.signed["dok-1"]


class Hidden(dict):
    """What was signed, and cannot be had yet."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, bytes] = {}

    def __setitem__(self, name: str, pdf: bytes) -> None:
        self.hidden[name] = pdf


def test_an_unanswered_sheet_whose_letter_changes_takes_its_number_along(town, service):
    given_signing_electronically(service, "v2")
    letter = given_initialled(town)
    service.mishaps.append("lost")
    with refused(Code.ESIGN_TIMEOUT):
        signed_by(town, letter)
    writing.write(letter.application, {**SKTM, "kartu": "9"}, by=town.people["pemeriksa"], at=town.tick())
    for who in ("kasi", "sekcam"):
        approving.initial(letter, by=town.people[who], at=town.tick())
    issued, _ = stored(signed_by(town, letter))
    slots = list(NumberSlot.objects.order_by("seq").values_list("seq", "state"))
    assert slots == [(1, SlotState.CANCELLED), (2, SlotState.ISSUED)] and issued.number.startswith("400.9.14/2/")
    assert "tidak terjawab" in NumberSlot.objects.get(seq=1).reason
    assert [state for state, _code, _count in attempts_of(letter)] == ["dropped", "issued"]


def test_paper_after_an_unanswered_sheet_takes_another_number_too(town, service):
    given_signing_electronically(service, "v2")
    letter = given_initialled(town)
    service.mishaps.append("lost")
    with refused(Code.ESIGN_TIMEOUT):
        signed_by(town, letter)
    issued = signed(letter, town.people["camat"], town)
    assert not issued.electronic and issued.number.startswith("400.9.14/2/")


def test_a_letter_sent_back_meanwhile_is_signed_anew_later(town, service):
    given_signing_electronically(service, "v2")
    letter = given_initialled(town)
    service.mishaps.append("lost")
    with refused(Code.ESIGN_TIMEOUT):
        signed_by(town, letter)
    writing.send_back(letter, "Nama salah", by=town.people["camat"], at=town.tick())
    writing.write(letter.application, SKTM, by=town.people["pemeriksa"], at=town.tick())
    for who in ("kasi", "sekcam"):
        approving.initial(letter, by=town.people[who], at=town.tick())
    assert signed_by(town, letter).number.startswith("400.9.14/2/")


def test_twenty_letters_and_the_service_goes_down_in_the_middle(town, service):
    given_signing_electronically(service, "v2")
    letters = [given_initialled(town) for _ in range(20)]
    numbers = opened(town, *letters)
    service.mishaps.extend([""] * 8 + ["away"])
    outcomes = many.sign_many(numbers, by=town.people["camat"], at=town.tick(), desk=desk())
    assert [each.code for each in outcomes] == [None] * 9 + [Code.ESIGN_AWAY] + [Code.ESIGN_NOT_TRIED] * 10
    states = [stored(letter)[0].state for letter in letters]
    assert states == [OfficeLetter.State.ISSUED] * 9 + [OfficeLetter.State.WRITTEN] * 11
    assert all(verdict(stored(letter)[1]).bottom_line for letter in letters[:9])
    assert sum(call.path.endswith("status") for call in service.provider.calls) == 1  # once a sitting
    with city_service() as back:
        given_signing_electronically(back, "v2")
        outcomes = many.sign_many(numbers, by=town.people["camat"], at=town.tick(), desk=desk())
        assert [each.code for each in outcomes] == [Code.OTHER_LETTER] * 9 + [None] * 11
    assert sorted(NumberSlot.objects.values_list("seq", "state")) == [(seq, "issued") for seq in range(1, 21)]


def test_a_wrong_passphrase_is_tried_once_and_not_for_every_letter(town, service):
    given_signing_electronically(service, "v1")
    numbers = opened(town, *(given_initialled(town) for _ in range(3)))
    outcomes = many.sign_many(numbers, by=town.people["camat"], at=town.tick(), desk=desk("salah"))
    assert [each.code for each in outcomes] == [Code.ESIGN_WRONG_SECRET, Code.ESIGN_NOT_TRIED, Code.ESIGN_NOT_TRIED]
    assert sum(call.path == "/api/sign/pdf" for call in service.provider.calls) == 1


def test_one_that_was_never_answered_does_not_hold_up_the_others(town, service):
    given_signing_electronically(service, "v2")
    letters = [given_initialled(town) for _ in range(2)]
    service.mishaps.append("lost")
    with refused(Code.ESIGN_TIMEOUT):
        signed_by(town, letters[0])
    outcomes = many.sign_many(opened(town, *letters), by=town.people["camat"], at=town.tick(), desk=desk())
    assert [each.code for each in outcomes] == [Code.ESIGN_UNANSWERED, None]


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_typed_is_nowhere_afterwards(town, service, version, caplog):
    caplog.set_level(logging.DEBUG)
    given_signing_electronically(service, version)
    letter = given_initialled(town)
    with refused(Code.ESIGN_WRONG_SECRET):
        signed_by(town, letter, desk("salah-sekali-9"))
    at_desk = desk()
    signed_by(town, letter, at_desk)
    rows = "".join(serializers.serialize("json", model.objects.all()) for model in every_model())
    for typed in (PASSPHRASE, "salah-sekali-9"):
        assert typed not in caplog.text and typed not in rows and typed not in repr(at_desk)
    assert NIK not in rows and NIK not in caplog.text


def every_model():
    return apps.get_models()


def answers_for(sent: bytes, other: bytes) -> list[bytes]:
    return [
        b"", b"%PDF-1.7", b"<html>Bad gateway</html>", sent, sent + b"\n%%EOF", sent[:-100], really_signed(other),
        really_signed(sent)[:-50], sent + b"/ByteRange [0 10 20 30]", sent + b"/ByteRange [0 999999999 999999999 1]",
    ]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_whatever_the_service_answers_nothing_but_this_letter_signed_is_issued(town, service, version):
    given_signing_electronically(service, version)
    other, letter = given_initialled(town), given_initialled(town)
    signed_by(town, other)
    service.mishaps.append("lost")
    with refused(Code.ESIGN_TIMEOUT):
        signed_by(town, letter)
    for body in answers_for(service.sent[-1], service.sent[0]):
        wrapped = json.dumps({"file": [base64.b64encode(body).decode()]}).encode() if version == "v2" else body
        for status, answer in ((200, wrapped), (200, body), (202, wrapped)):
            service.mishaps.append((status, {"id_dokumen": "dok-99"}, answer))
            with pytest.raises(LetterRefused) as refusal:
                signed_by(town, letter, desk(again=True))
            assert refusal.value.code in (Code.ESIGN_WRONG_ANSWER, Code.ESIGN_TIMEOUT)
    assert stored(letter)[0].state == OfficeLetter.State.WRITTEN and not stored(letter)[1]
    assert stored(signed_by(town, letter, desk(again=True)))[0].state == OfficeLetter.State.ISSUED


JSON_ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["file", "status_code", "error", "data", "status"]), inner),
    max_leaves=6,
)


@given(status=st.sampled_from([200, 201, 204, 301, 400, 401, 404, 422, 429, 500, 502, 503]), body=st.binary(max_size=60) | JSON_ANSWERS)
@example(status=400, body={"status_code": 2031})
@example(status=200, body={"file": ["=="]})
@example(status=200, body={"file": [["JVBERi0="]]})
def test_no_answer_is_anything_but_a_signed_sheet_or_a_refusal(status, body):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    secret = SigningSecret(SecretKind.PASSPHRASE, "x")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http, "request", lambda *_: http.FarAnswer(status, content, {"id_dokumen": "../x"}))
        for service in (FormService(SigningLine("https://x", "u", "p", 1)), JsonService(SigningLine("https://x", "u", "p", 1))):
            for ask in (
                lambda service=service: service.sign(Sheet(b"%PDF-"), NIK, secret),
                lambda service=service: service.certificate_status(NIK),
                lambda service=service: service.signed_before("a-1"),
            ):
                try:
                    answer = ask()
                except (NotSignedNow, PerhapsSigned):
                    continue
                assert answer is None or isinstance(answer, str) or not is_our_sheet_signed(b"%PDF-", answer.pdf)


def test_a_letter_that_is_signed_on_paper_is_as_before(town):
    letter = signed(given_initialled(town), town.people["camat"], town)
    assert not letter.electronic and "Balai Sertifikasi" not in text_of(issuing.pdf_of(letter))
    assert electronic.desk_of(letter.office_id, "x") is None
