"""Every row of the standard has its verdict, every verdict its test, and what a document must say is said."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support import asvs
from tests.support.asvs import BESIDE, MET, OPEN, ROWS
from tests.support.manuals import text_of


def test_every_row_stands_once():
    numbers = [row[0] for row in ROWS]
    assert len(numbers) == len(set(numbers)) == 253
    assert sum(level == 1 for _, level, *_ in ROWS) == 70
    chapters = Counter(int(number[1:].partition(".")[0]) for number in numbers)
    assert tuple(chapters[chapter] for chapter in range(1, 18)) == asvs.COUNTS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_verdict_has_its_evidence(row):
    _number, level, words, verdict, evidence = row
    assert level in {1, 2} and words and verdict in {MET, OPEN, BESIDE} and evidence
    if verdict == MET:
        for file, name in asvs.tests_of(evidence):
            assert name in asvs.names_in(file), f"{file}::{name}"


def test_a_test_that_is_not_there_is_noticed():
    assert "test_nothing_of_that_name" not in asvs.names_in("house/test_asvs.py")
    assert "test_every_row_stands_once" in asvs.names_in("house/test_asvs.py")


def assert_words(name: str, *words: str) -> None:
    text = text_of(name)
    assert [word for word in words if word not in text] == []


def test_the_limits_are_written_down():
    assert_words("docs/security/limits.md", "free", "first wait", "PIN of a receipt", "Paper codes", "two processes")


def test_the_uploads_are_written_down():
    from siantar.privacy import pictures
    from siantar.project import asgi

    assert_words(
        "docs/security/threats.md", f"{pictures.LARGEST >> 20} MB", f"{pictures.MOST_PIXELS // 10**6} million pixels", "JPEG, PNG and WebP",
        f"{asgi.MOST_UPLOADED >> 20} MB", f"{asgi.MOST >> 20} MB",
    )  # fmt: skip


def test_the_ways_in_are_written_down():
    assert_words("docs/security/threats.md", "password", "passkey", "paper code", "token", "receipt", "courier's phone")


def test_the_ends_of_sessions_are_written_down():
    assert_words("docs/security/threats.md", "15 minutes", "12 hours", "as many sessions at once")


def test_the_keys_are_written_down():
    assert_words("docs/privacy/kunci.md", "field", "index", "phones", "push")
    assert_words("docs/security/threats.md", "AES-256-GCM-SIV", "HMAC-SHA-256", "Ed25519", "PBKDF2", "age")


def test_whom_it_speaks_to_is_written_down():
    assert_words(
        "docs/security/threats.md", "WhatsApp", "Telegram", "SMS", "push", "witness", "road server", "tiles", "mail"
    )


def test_the_days_to_mend_are_written_down():
    assert_words("docs/security/supply.md", "7 days", "30 days")


def test_the_costly_functions_are_written_down():
    assert_words("docs/security/threats.md", "plan of a day", "PDF", "Excel", "backup")


def test_what_is_logged_is_written_down():
    assert_words("docs/security/threats.md", "security record", "trail of looks", "console", "standard error")
