"""Reasons: a code of the list as it is, other words under `other`, and no story is a file."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from siantar.rules import reasons
from siantar.rules.event import Event
from siantar.rules.journey import Refused
from siantar.rules.vocabulary import Code, Kind

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def event(kind: Kind, reason: str, **data) -> Event:
    return Event(UUID(int=1), kind, "", AT, reason=reason, data=data)


@pytest.mark.parametrize(
    ("kind", "reason", "data", "as_stored", "words"),
    [
        (Kind.HELD, " data_centre ", {}, "data_centre", None),
        (Kind.HELD, "", {"a": 1}, "", None),
        (Kind.HELD, "listrik padam", {"a": 1}, "other", "listrik padam"),
        (Kind.DELIVERY_FAILED, "house_empty", {}, "house_empty", None),
        (Kind.REJECTED, "x" * 500, {}, "x" * 500, None),
        (Kind.REJECTED, "x" * 501, {}, "other", "x" * 501),
    ],
)
def test_a_reason_is_a_code_or_words_beside_it(kind, reason, data, as_stored, words):
    stored = reasons.as_kept(event(kind, reason, **data))
    assert stored.reason == as_stored
    assert stored.data == (data if words is None else {**data, "other": words})
    assert (stored.id, stored.kind, stored.occurred_at) == (UUID(int=1), kind, AT)


@pytest.mark.parametrize("too_long", [event(Kind.REJECTED, "x" * 2001), event(Kind.HELD, "other", other="x" * 2001)])
def test_words_have_a_length(too_long):
    with pytest.raises(Refused) as refused:
        reasons.as_kept(too_long)
    assert refused.value.code is Code.REASON_TOO_LONG
    assert refused.value.data == {"most": "2000"}


@pytest.mark.parametrize("whole", [event(Kind.REJECTED, "x" * 2000), event(Kind.HELD, "other", other="x" * 2000)])
def test_words_of_that_length_are_taken(whole):
    assert reasons.as_kept(whole).data["other"] == "x" * 2000


@pytest.mark.parametrize(
    ("kind", "reason", "data", "words"),
    [
        (Kind.HELD, "data_centre", {}, ""),
        (Kind.HELD, "other", {"other": "listrik padam"}, "listrik padam"),
        (Kind.HELD, "data_centre", {"other": " "}, ""),
        (Kind.HELD, "data_centre", {"other": 7}, ""),
        (Kind.REJECTED, "bukan warga", {}, "bukan warga"),
    ],
)
def test_what_was_said_in_words(kind, reason, data, words):
    assert reasons.words_of(kind, reason, data) == words
