"""What `siantar doctor` says of sealed values: those that cannot be read, and rotations of keys that are unfinished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import DatabaseError

from siantar.faces.frame.second_factor import SealedSecrets
from siantar.privacy import key_ring, vault
from siantar.privacy.key_ring import KeyName
from siantar.project import index_rotation, key_rotation
from siantar.project.key_rotation import COLUMNS, SealedColumn

SAMPLE = 100  # values of a column, spread over all of it
DAMAGED = (
    "{column}: {count} dari {looked_at} isian yang dicoba rusak dan tidak terbaca, antara lain {example}. "
    "Bandingkan dengan cadangan."
)
NO_KEY = (
    "{column}: {count} dari {looked_at} isian yang dicoba disegel dengan kunci nomor {number}, yang tidak ada. "
    "Salin lagi keys.json dari tempat amannya."
)
UNFINISHED = "{count} {what} masih memakai kunci lama. Jalankan `siantar keys rotate{option}` sampai selesai."


def unreadable(*, whole: bool) -> list[str]:
    """A sentence for each column with values that do not open: of a sample of each, or of all of them."""
    try:
        return [sentence for column in COLUMNS for sentence in _of_column(column, whole=whole)] + _factors()
    except DatabaseError:  # not migrated: doctor says so
        return []


def unfinished() -> list[str]:
    """Rotations that were killed, or left something behind."""
    try:
        fields = key_rotation.older() if key_ring.current().newest > key_ring.FIRST else 0
        indexes = index_rotation.older() if key_ring.current(KeyName.INDEX).newest > key_ring.FIRST else 0
    except DatabaseError:
        return []
    lines = ((fields, "isian", ""), (indexes, "indeks", " --index"))
    return [UNFINISHED.format(count=count, what=what, option=option) for count, what, option in lines if count]


def _of_column(column: SealedColumn, *, whole: bool) -> Iterator[str]:
    rows = column.model._default_manager.exclude(**{column.field: None}).exclude(**{column.field: b""})
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    keys = keys if whole else keys[:: max(1, -(-len(keys) // SAMPLE))]
    name = f"{column.model._meta.label}.{column.field}"
    yield from _sentences(name, len(keys), _troubles(column, keys))


def _troubles(column: SealedColumn, keys: list[Any]) -> list[tuple[int, str]]:
    """The number of the missing key (0: the value is damaged), and the row, of each value that does not open."""
    troubles = []
    for begin in range(0, len(keys), SAMPLE):  # photos do not all fit in memory
        rows = column.model._default_manager.filter(pk__in=keys[begin : begin + SAMPLE])
        for row in rows.exclude(**{column.field: None}):
            sealed = bytes(getattr(row, column.field))
            try:
                vault.unseal(*key_rotation.place_of(column, row), sealed)
            except vault.Unreadable:
                there = not sealed or sealed[0] in key_ring.current().keys
                troubles.append((0 if there else sealed[0], str(row.pk)))
    return troubles


def _factors() -> list[str]:
    troubles, factors = [], list(Authenticator.objects.order_by("pk"))
    for factor in factors:
        for name in ("secret", "seed"):
            sealed = factor.data.get(name)
            try:
                if sealed:
                    SealedSecrets().decrypt(sealed)
            except ValueError:
                troubles.append((0, str(factor.pk)))
    return list(_sentences("mfa.Authenticator.data", len(factors), troubles))


def _sentences(name: str, looked_at: int, troubles: list[tuple[int, str]]) -> Iterator[str]:
    for number, count in Counter(number for number, _row in troubles).items():
        if number:
            yield NO_KEY.format(column=name, count=count, looked_at=looked_at, number=number)
        else:
            example = next(row for key, row in troubles if not key)
            yield DAMAGED.format(column=name, count=count, looked_at=looked_at, example=example)
