"""Processes die with SIGKILL between any two statements of a hand-in with answers for its letter, and of its sending."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from siantar.casework import consequences, custody, intake
from siantar.casework.models import Application, EventRow, Movement, Person, Standing
from siantar.catalogue.models import Service
from siantar.delivery import consigning
from siantar.delivery.consigning import AlreadyHandedOver, ParcelWish
from siantar.delivery.models import ConsignedItem, Consignment
from siantar.letters import answers, approving, card_number, queries, writing
from siantar.letters.card_number import CardNumberWord
from siantar.letters.models import LetterAnswers, NumberSlot, OfficeLetter
from siantar.messaging.models import Choice, Message
from siantar.messaging.preferences import MessageWish
from siantar.privacy.looks import Reader
from siantar.rules.identifiers import uuid7
from siantar.rules.letter.content import read_content
from siantar.rules.letter.numbering import SlotState
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Kind, Method, Stage
from tests.faults.test_consequences_survive import killed_at_every_statement, killed_in_every_relay
from tests.letters.cast import SKTM, given_letter_town, signed
from tests.people import SITI_NIK, Town, given_carrier, stage_of

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("stored_for_real")]
SAID = {name: SKTM[name] for name in ("keperluan", "penghasilan", "keluarga")}
TABLES = (
    Application, ConsignedItem, Consignment, EventRow, LetterAnswers, Message, Movement, NumberSlot, OfficeLetter, Person,
    Choice, Standing,
)  # fmt: skip


def everything() -> dict[str, list]:
    """Every row that a hand-in or a consignment may touch."""
    return {table.__name__: sorted(map(repr, table.objects.values_list())) for table in TABLES}


@dataclass
class Counter:
    """A file as the counter sends it, again and again under one id until it is answered."""

    town: Town
    file: intake.HandIn
    wish: MessageWish

    def hand_in(self) -> intake.Receipt:
        at = self.town.clock
        return answers.hand_in(self.file, [self.wish], SAID, by=self.town.people["loket"], at=at)


def given_counter(town: Town) -> Counter:
    service, now = Service.objects.get(office=town.office, code="sktm"), town.tick()
    papers = [intake.Paper(paper.code, "original") for paper in service.requirements.all()]
    address = intake.Address("Jl. Raya Serpong No. 8", "001", "004")
    file = intake.HandIn(
        uuid7(now), service, "Siti Aminah", SITI_NIK, "0812-3456-7890", papers, Method.COURIER, address, ""
    )
    return Counter(town, file, MessageWish(ChannelKind.SMS, "0812-3456-7890"))


def given_letter_of(town: Town, file: Application) -> OfficeLetter:
    """Its letter, written with what is offered of the answers, initialled and signed by the Camat."""
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        assert town.tell("pemeriksa", kind, file.receipt_number).result == "recorded"
    reader = Reader(town.people["pemeriksa"], town.tick(), "letter")
    offered = queries.suggestions(file, read_content(writing.version_for(file).content), reader)
    assert {name: offered[name] for name in SAID} == SAID
    letter = writing.write(file, SKTM, by=town.people["pemeriksa"], at=town.tick())
    for who in ("kasi", "sekcam"):
        approving.initial(letter, by=town.people[who], at=town.tick())
    return signed(letter, town.people["camat"], town)


def given_to_be_sent(town: Town) -> OfficeLetter:
    """A letter for the resident's door, ready to go out."""
    letter = given_letter_of(town, given_counter(town).hand_in().application)
    assert town.tell("loket", Kind.MADE_READY, letter.application.receipt_number).result == "recorded"
    return letter


def test_killed_anywhere_while_a_file_is_handed_in_its_answers_are_there_with_it_or_neither_is():
    town = given_letter_town()
    counter = given_counter(town)
    assert killed_at_every_statement(counter.hand_in, everything) > 15
    assert not counter.hand_in().new  # the counter did not hear the answer
    file = Application.objects.get()
    assert answers.answers_of(file) == SAID
    assert [Choice.objects.count(), EventRow.objects.count(), LetterAnswers.objects.count()] == [1, 1, 1]
    letter = given_letter_of(town, file)
    slot = NumberSlot.objects.get()
    assert (slot.seq, slot.state, slot.letter_id, slot.number) == (1, SlotState.ISSUED, letter.pk, letter.number)


def test_killed_anywhere_while_a_kk_number_is_put_right_the_fact_and_the_number_are_there_together_or_neither():
    town = given_letter_town()
    file, at = given_counter(town).hand_in().application, town.tick()
    word = CardNumberWord(uuid7(at), "3674021203080099", "salah ketik")

    def put_right() -> bool:
        return card_number.put_right(file, word, by=town.people["loket"], at=at)

    assert killed_at_every_statement(put_right, everything) > 8
    assert answers.answers_of(file) == SAID | {"kk": word.typed}
    assert not put_right()  # the counter did not hear the answer
    assert EventRow.objects.filter(kind=Kind.INTAKE_CORRECTED).count() == 1


def test_killed_anywhere_while_letters_go_to_a_carrier_all_have_left_or_none():
    town, carrier = given_letter_town(), given_carrier()
    letters = [given_to_be_sent(town) for _ in range(3)]
    consequences.relay_all(town.clock)
    by, at = town.people["pengatur"], town.tick()
    wishes = [ParcelWish(letter.application.receipt_number, f"AC-1000{place}") for place, letter in enumerate(letters)]
    consignment = consigning.start(carrier, by=by, at=at)
    assert killed_at_every_statement(lambda: consigning.put_in(consignment, wishes, by=by, at=at), everything) > 8
    assert killed_at_every_statement(lambda: consigning.hand_over(consignment, by=by, at=at), everything) > 8
    with pytest.raises(AlreadyHandedOver):  # the dispatcher did not hear the answer
        consigning.hand_over(consignment, by=by, at=at)
    assert killed_in_every_relay(at, everything) > 3
    each = [letter.application for letter in letters]
    assert [stage_of(file) for file in each] == [Stage.OUT_FOR_DELIVERY] * 3
    assert EventRow.objects.filter(kind=Kind.CONSIGNED).values("application").distinct().count() == 3
    assert EventRow.objects.filter(kind=Kind.CONSIGNED).count() == 3
    assert custody.differences(town.office.code) == []
    assert list(NumberSlot.objects.order_by("seq").values_list("seq", "state")) == [(n, SlotState.ISSUED) for n in (1, 2, 3)]
