"""Whether what the database acknowledges is on the disk: a power cut must take nothing that somebody was told."""

from __future__ import annotations

from django.db import connection

# PostgreSQL's own names of what keeps an acknowledged fact through a power cut, and a torn page out of the database.
NEEDED = ("fsync", "full_page_writes", "synchronous_commit")
WRITTEN_THROUGH = 2  # SQLite's `PRAGMA synchronous`: FULL


def unsafe_settings() -> list[str]:
    """The settings of this database under which a power cut may take what was acknowledged, as `name = value`."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            level = int(cursor.fetchone()[0])
            return [] if level >= WRITTEN_THROUGH else [f"synchronous = {level}"]
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name", [list(NEEDED)])
        return [f"{name} = {setting}" for name, setting in cursor.fetchall() if setting == "off"]
