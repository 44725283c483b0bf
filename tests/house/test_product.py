"""`docs/product.md` and the law say the same about stages, clocks, reasons, receivers and services."""

from __future__ import annotations

import tomllib

from siantar.catalogue import words
from siantar.catalogue.seeding import SEED
from siantar.rules.promise import CLOCKS
from siantar.rules.satisfaction import needed
from siantar.rules.vocabulary import ATTEMPTS, FailureReason, HoldReason, Relation, Stage
from tests.support import manuals

TEXT = manuals.text_of("docs/product.md")


def listed(heading: str) -> dict[str, list[str]]:
    return {manuals.codes(row[0])[0]: row[1:] for row in manuals.rows(TEXT, heading)}


def test_every_stage_has_its_label_and_clock():
    assert {code: row[:2] for code, row in listed("code").items()} == {
        stage: [words.label(stage), CLOCKS[stage]] for stage in Stage
    }


def test_every_reason_to_fail_and_to_wait_and_every_receiver_has_its_words():
    for heading, vocabulary, sentences in [
        ("failure reason", FailureReason, words.FAILURES),
        ("reason of an agency to wait", HoldReason, words.HOLDS),
        ("receiver", Relation, words.RELATIONS),
    ]:
        assert listed(heading) == {code: [sentences[code].id, sentences[code].en] for code in vocabulary}


def test_an_attempt_may_fail_as_often_as_is_written():
    assert f"attempt n of {ATTEMPTS}" in TEXT
    assert {1: "one", 2: "two", 3: "three"}[ATTEMPTS] + " attempts" in " ".join(TEXT.split())


def test_the_services_to_start_with_are_those_of_the_seed():
    paragraph = TEXT[TEXT.index("Codes: ") :].partition("\n\n")[0]
    assert manuals.codes(paragraph) == [entry["code"] for entry in tomllib.loads(SEED.read_text())["service"]]


def test_the_samples_of_the_survey_are_those_written():
    for served, answers in [(220, 140), (300, 169), (1200, 291), (2000, 322)]:
        assert f"{served} -> {answers}" in TEXT
        assert needed(served) == answers
