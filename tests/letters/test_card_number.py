"""The KK number of a file is put right or added after the hand-in: a fact with old and new value, and all who use it follow."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from siantar.casework import disclosure
from siantar.casework.intake_corrections import NotCorrected
from siantar.casework.models import Application, EventRow
from siantar.catalogue.models import Service
from siantar.letters import answers, card_number, population
from siantar.letters.card_number import CardNumberWord, NotACardNumber
from siantar.letters.models import LetterAnswers
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.rules.vocabulary import Code, Kind
from tests.casework.test_many_at_once import HANDS, together
from tests.clock import CLOCK
from tests.letters.cast import given_letter_town
from tests.letters.test_answers import taken_in
from tests.people import enter, given_collected, given_file

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "3674021203080011", "3674021203080099"
CARD = "ktp-el-hilang"


def given_with_number(town, number: str = WRONG) -> Application:
    return taken_in(town, {"kk": number, "ttl": "Tangerang, 23 April 1985"}, CARD).application


def put_right(town, file, typed=RIGHT, *, who="loket", id: UUID | None = None, reason="salah ketik") -> bool:
    word = CardNumberWord(id or uuid4(), typed, reason)
    return card_number.put_right(file, word, by=town.people[who], at=town.tick())


def facts(file) -> list[dict[str, tuple[str, str]]]:
    events = EventRow.objects.filter(application=file, kind=Kind.INTAKE_CORRECTED).select_related("privatepart").order_by("seq")
    return [dict(disclosure.private_of(event, Reader(None, CLOCK.at, "resident")).changed) for event in events]


def refused(code: Code, *who_and_what, **more) -> None:
    with pytest.raises(NotCorrected) as refusal:
        put_right(*who_and_what, **more)
    assert refusal.value.code == code


def test_a_wrong_number_is_put_right_and_the_other_answers_stay(client, town):
    file = given_with_number(town)
    assert put_right(town, file, "3674 0212 0308 0099")
    assert answers.answers_of(file) == {"kk": RIGHT, "ttl": "Tangerang, 23 April 1985"}
    assert facts(file) == [{"kk": (WRONG, RIGHT)}]
    event = EventRow.objects.get(kind=Kind.INTAKE_CORRECTED)
    assert (event.data["fields"], event.reason) == (["kk"], "salah ketik") and RIGHT not in str(event.data)
    assert RIGHT.encode() not in bytes(LetterAnswers.objects.get().fields_sealed)
    assert Look.objects.filter(file=file.pk, why="intake_correction", fields="kk").exists()
    enter(client, "pemeriksa")
    book = client.get("/naskah/buku/ktp-kk/").text
    assert RIGHT in book and WRONG not in book


def test_a_file_from_before_gets_its_number_and_may_lose_it_again(town):
    file = given_file(town, CARD)
    assert not LetterAnswers.objects.exists()
    assert put_right(town, file) and answers.answers_of(file) == {"kk": RIGHT}
    form = population.forms_of(file)[0]
    words = population.facts_of(file, form, Reader(town.people["loket"], town.tick(), "print_form")).words
    assert words["kk"] == RIGHT
    assert put_right(town, file, "") and answers.answers_of(file) == {}
    assert facts(file) == [{"kk": ("", RIGHT)}, {"kk": (RIGHT, "")}]


def test_told_twice_it_is_one_fact_and_no_change_is_none(town):
    file, id = given_with_number(town), uuid4()
    assert put_right(town, file, id=id)
    assert put_right(town, file, WRONG)
    assert not put_right(town, file, id=id)  # told before: what was corrected since stays corrected
    assert answers.answers_of(file)["kk"] == WRONG and len(facts(file)) == 2
    refused(Code.NOTHING_CHANGED, town, file, WRONG)
    refused(Code.REASON_MISSING, town, file, RIGHT, reason="  ")
    assert len(facts(file)) == 2 and answers.answers_of(file)["kk"] == WRONG


@pytest.mark.parametrize("typed", ["123", f"{WRONG}1", "tiga enam tujuh", "²" * 16, "36740212030800x1"])
def test_what_is_no_number_of_a_card_changes_nothing(town, typed):
    file = given_with_number(town)
    with pytest.raises(NotACardNumber):
        put_right(town, file, typed)
    assert answers.answers_of(file)["kk"] == WRONG and facts(file) == []


@pytest.mark.parametrize("who", ["pemeriksa", "camat", "kurir1", "dukcapil", "pengatur"])
def test_only_the_counter_puts_it_right(client, town, who):
    file = given_with_number(town)
    with pytest.raises(NotCorrected):
        put_right(town, file, who=who)
    assert answers.answers_of(file)["kk"] == WRONG and facts(file) == []
    enter(client, who)
    assert client.post(f"/loket/perbaiki/{file.receipt_number}/kk/", {}).status_code in (403, 404)


def test_where_nobody_asks_for_it_or_the_file_is_over_it_is_refused(town):
    refused(Code.WRONG_STAGE, town, given_collected(town, CARD))
    Service.objects.filter(code=CARD).update(code="legalisir", forms={})
    refused(Code.MALFORMED, town, given_file(town, "legalisir"))


def test_the_counter_sees_what_stands_and_what_was_typed_stays(client, town):
    file = given_with_number(town)
    enter(client, "loket")
    page, door = f"/loket/perbaiki/{file.receipt_number}/", f"/loket/perbaiki/{file.receipt_number}/kk/"
    assert WRONG in client.get(page).text and "Nomor KK yang salah" in client.get(page).text
    for typed, sentence in ((("36740212", "salah ketik"), "terdiri dari 16 angka"), ((RIGHT, ""), "Isi dulu."),
                            ((WRONG, "salah ketik"), "")):  # fmt: skip
        answer = client.post(door, {"id": str(uuid4()), "kk": typed[0], "reason": typed[1]})
        assert answer.status_code == 422 and f'value="{typed[0]}"' in answer.text and sentence in answer.text
    assert facts(file) == []
    form = {"id": str(uuid4()), "kk": RIGHT, "reason": "dibacakan dari kartunya"}
    assert "Nomor KK tersimpan." in client.post(door, form, follow=True).text
    assert "Perbaikan ini sudah tersimpan." in client.post(door, form, follow=True).text
    assert client.post(door, {"id": "x", "kk": RIGHT, "reason": "y"}).status_code == 422
    assert facts(file) == [{"kk": (WRONG, RIGHT)}]


@pytest.mark.usefixtures("stored_for_real")
def test_several_who_put_it_right_at_once_each_see_what_the_one_before_left():
    town = given_letter_town()
    file, at = given_with_number(town), town.tick()

    def put(place: int) -> bool:
        word = CardNumberWord(uuid4(), f"36740212030801{place:02}", "salah ketik")
        return card_number.put_right(file, word, by=town.people["loket"], at=at)

    assert together(put) == [True] * HANDS
    steps = [fact["kk"] for fact in facts(file)]
    assert [before for before, _after in steps] == [WRONG, *(after for _before, after in steps[:-1])]
    assert answers.answers_of(file)["kk"] == steps[-1][1]
