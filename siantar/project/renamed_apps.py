"""Take a database of version 0.1 along: rooms that got another name keep their tables, rows and migrations.

Django finds an application's migrations by its label before any migration can run, so labels are mended first.
"""

from __future__ import annotations

from django.db import connections, transaction

RENAMED = {"trail": "privacy", "voice": "feedback", "insight": "reports"}


def take_along(alias: str) -> None:
    """Rename tables and labels of rooms that are still known by their old name; nothing where there is none."""
    connection = connections[alias]
    with connection.cursor() as cursor, transaction.atomic(using=alias):
        tables = set(connection.introspection.table_names(cursor))
        if "django_migrations" not in tables:
            return
        for old, new in RENAMED.items():
            cursor.execute("UPDATE django_migrations SET app = %s WHERE app = %s", [new, old])
            if "django_content_type" in tables:
                cursor.execute("UPDATE django_content_type SET app_label = %s WHERE app_label = %s", [new, old])
            for table in sorted(tables):
                if table.startswith(f"{old}_"):
                    cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{new}{table.removeprefix(old)}"')
