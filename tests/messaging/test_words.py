"""Whatever happened and whatever officers wrote: a letter gives nothing away and looks like no cheat's."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siantar.catalogue.models import Requirement, Service
from siantar.catalogue.words import Words
from siantar.directory.models import Office
from siantar.messaging import facts, rendering, templates
from siantar.messaging.channels import KNOWN
from siantar.messaging.reminders import REMINDERS
from siantar.messaging.templates import SAYINGS
from siantar.rules import message_safety, occasions
from siantar.rules.occasions import ChannelKind, Occasion
from siantar.rules.vocabulary import FailureReason, HoldReason, Kind, Method, Stage
from tests.messaging.test_telling import FIXED

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OFFICE = Office(code="36.74.02", name="Kecamatan Serpong Utara")
NUMBER = "0038R1FRCT02"
REASONS = st.text(max_size=120) | st.sampled_from(
    [
        "NIK 3674026304850003 salah",
        "klik https://hadiah.example",
        "transfer dulu",
        "Siti Aminah belum datang",
        "foto buram",
    ]
)
FACTS = st.fixed_dictionaries(
    {"missing": st.lists(st.sampled_from(["Fotokopi KK", "Surat kehilangan"]), max_size=3), "reason": REASONS},
    optional={
        "hold": st.sampled_from(HoldReason), "failure": st.sampled_from(FailureReason), "attempt": st.integers(1, 2),
        "promised_at": st.just("2026-11-26T03:00:00+00:00"), "stage": st.sampled_from(Stage),
    },
)  # fmt: skip


def letter(occasion: Occasion, details: dict, *, language: str = "id", files: int = 1):
    named = "2026-11-24T03:00:00+00:00", "2026-11-24T05:00:00+00:00"
    details = {**details, "from": named[0], "to": named[1]}
    details["reason"] = facts.safe_reason(details.get("reason", ""), "Siti Aminah")
    item = rendering.MessageItem(NUMBER, Words("KTP-el hilang", "Lost KTP-el"), details)
    envelope = rendering.Envelope(UUID(int=1), "+6281234567890", OFFICE, language, AT)
    return rendering.letter(envelope, occasion, SAYINGS[occasion].text, [item] * files)


@settings(max_examples=300)
@given(st.sampled_from(Occasion), FACTS, st.sampled_from(["id", "en"]), st.integers(1, 10))
def test_every_letter_gives_nothing_away(occasion, details, language, files):
    message = letter(occasion, details, language=language, files=files)
    assert message.text.endswith(templates.FIXED.in_language(language))
    for text in (message.text, message.line):
        assert not re.search(r"\d(?:[\s.\-]?\d){15}", text.replace(NUMBER, "").replace("0038 R1FR CT02", ""))
        assert "Siti" not in text
        assert "Aminah" not in text
        assert all(link.startswith("http://127.0.0.1:8000/") for link in re.findall(r"https?://\S+", text))
        assert "{" not in text
    assert "\n" not in message.line
    assert len(message.line) <= rendering.LONGEST_LINE


@given(REASONS)
def test_a_free_reason_passes_only_where_it_is_harmless(reason):
    reason_shown = facts.safe_reason(reason, "Siti Aminah")
    if reason_shown:
        assert message_safety.is_safe(reason_shown, host=facts.own_host())
        assert "siti" not in reason_shown.casefold()


@pytest.mark.parametrize("occasion", list(Occasion))
def test_our_own_words_hold_to_the_rules_we_set_for_offices(occasion):
    saying = SAYINGS[occasion]
    for language in ("id", "en"):
        text = saying.text.in_language(language)
        assert message_safety.flaws(text, placeholders=saying.placeholders(), host="kantor.example") == ()
        assert saying.title.in_language(language)
    assert saying.text.id != saying.text.en


def test_the_fixed_line_is_the_one_of_the_rules():
    assert templates.FIXED.id == FIXED


def test_every_channel_has_its_name_and_every_field_its_words():
    assert set(KNOWN) == set(ChannelKind) - {ChannelKind.PAPER} == set(templates.CHANNELS) - {ChannelKind.PAPER}
    for channel in KNOWN.values():
        for field in channel.FIELDS:
            assert field.label.id
            assert field.label.en


def test_the_survey_is_offered_when_it_is_over_and_only_then():
    for occasion in Occasion:
        assert ("/skm/" in letter(occasion, {}).text) is (occasion in {Occasion.DELIVERED, Occasion.COLLECTED})


@pytest.mark.django_db
def test_the_names_of_papers_and_services_may_be_said(town):
    for name in Requirement.objects.values_list("name", flat=True):
        assert facts._is_plain(name), name
    for name in Service.objects.values_list("name", flat=True):
        assert facts._is_plain(name), name


def test_everything_a_resident_must_know_gives_reason_to_write():
    details = {
        occasions.occasion_of(kind, stage, method, told_before=before)
        for kind in Kind for stage in Stage for method in Method for before in (True, False)
    }  # fmt: skip
    assert details - {None} == set(Occasion) - set(REMINDERS)  # those follow from days that pass, not from an event
    for occasion, overtaken in occasions.OVERTAKES.items():
        assert overtaken <= set(Occasion), occasion


def test_an_abbreviation_stays_capital_in_the_middle_of_a_sentence():
    details = letter(Occasion.FAILED, {"failure": "old_ktp_not_given", "attempt": 2}).text
    assert "belum bisa diserahkan: KTP lama tidak diserahkan. Setelah ini" in details
