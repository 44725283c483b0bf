"""`siantar doctor` says when a power cut may take what was acknowledged."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections

from siantar.project import durability

pytestmark = pytest.mark.django_db
SQLITE = {"sloppy": "PRAGMA synchronous=NORMAL", "safe": "PRAGMA synchronous=FULL", "finding": "synchronous = 1"}
POSTGRESQL = {
    "sloppy": "SET synchronous_commit = off", "safe": "SET synchronous_commit = on", "finding": "synchronous_commit = off",
}  # fmt: skip


@pytest.fixture
def session(monkeypatch, tmp_path):
    """A session of its own, outside the transaction of the test, where settings can be changed."""
    fresh = connections.create_connection("default")
    if fresh.vendor == "sqlite":
        fresh.settings_dict = {**fresh.settings_dict, "NAME": str(tmp_path / "own.sqlite3")}
    monkeypatch.setattr(durability, "connection", fresh)
    yield fresh
    fresh.close()


def set_to(session, state: str) -> str:
    """How the finding about this state reads."""
    words = SQLITE if session.vendor == "sqlite" else POSTGRESQL
    with session.cursor() as cursor:
        cursor.execute(words[state])
    return words["finding"]


def doctor() -> str:
    output = StringIO()
    call_command("doctor", stdout=output)
    return output.getvalue()


def test_a_database_that_does_not_write_through_is_named(session):
    finding = set_to(session, "sloppy")
    assert finding in durability.unsafe_settings()
    assert finding in doctor() and "mati listrik dapat menghilangkan" in doctor()


def test_a_safe_one_is_not(session):
    finding = set_to(session, "safe")
    assert finding not in durability.unsafe_settings()
