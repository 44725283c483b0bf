"""Identifiers that sort by their time (RFC 9562, version 7)."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

from siantar.rules.identifiers import uuid7

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_an_identifier_is_version_seven_and_holds_its_millisecond():
    id = uuid7(AT)
    assert (id.version, id.variant) == (7, RFC_4122)
    assert id.int >> 80 == 1_795_395_600_000 == int(AT.timestamp() * 1000)


def test_later_ones_sort_behind_and_no_two_are_alike():
    later = uuid7(AT + timedelta(milliseconds=1))
    same_moment = {uuid7(AT) for _ in range(1000)}
    assert len(same_moment) == 1000
    assert max(same_moment) < later


def test_all_bits_but_version_and_variant_are_drawn():
    ids = [uuid7(AT).int for _ in range(400)]
    fixed = {76, 77, 78, 79, 62, 63, *range(80, 128)}
    drawn = {bit for bit in range(128) if len({id >> bit & 1 for id in ids}) == 2}
    assert drawn == set(range(128)) - fixed
