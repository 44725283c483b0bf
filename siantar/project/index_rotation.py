"""A new key of the index while the office works: every keyed index becomes that of the new key, batch by batch.

What was made by the former key goes into what the new one makes, so nothing is opened and nothing can be unreadable.
Meanwhile everybody looks under both. Safe to be killed anywhere: each index tells which key it is of, and a second
`siantar keys rotate --index` that finds older ones finishes the work before it would begin another rotation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import IntegrityError, models, transaction

from siantar.casework.models import Application, Person
from siantar.delivery import places
from siantar.delivery.models import Place
from siantar.feedback.models import Knock
from siantar.legacy.models import OldEntry
from siantar.messaging.models import ChannelSetting, Choice, Inbound, Message
from siantar.privacy import key_ring, sealed_names, vault
from siantar.privacy.key_ring import KeyName
from siantar.project import key_rotation

BATCH = 200


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """A column with what values are found by, and how one is brought under the newest key."""

    model: type[models.Model]
    field: str
    number_of: Callable[[Any], int]
    renewed: Callable[[Any], Any]


def _plain(model: type[models.Model], field: str) -> IndexColumn:
    return IndexColumn(model, field, vault.number_of, lambda index: vault.renewed_index(bytes(index)))


def _signs(model: type[models.Model]) -> IndexColumn:
    return IndexColumn(model, "name_signs", sealed_names.number_of, sealed_names.renewed)


CHOICES, MESSAGES, PLACES = _plain(Choice, "address_index"), _plain(Message, "receiver_index"), _plain(Place, "key")
COLUMNS = (
    CHOICES,  # before the messages, which go with them
    MESSAGES,
    PLACES,
    _plain(OldEntry, "nik_index"),
    _plain(OldEntry, "same_index"),
    _plain(Person, "nik_index"),
    _plain(ChannelSetting, "hook_index"),
    _plain(Inbound, "sender_index"),
    _plain(Knock, "whose"),
    _signs(Application),
    _signs(OldEntry),
)


def rotate_index(data: Path) -> Iterator[int]:
    """A new key unless an earlier rotation is unfinished, then all under it; how many, batch by batch.

    What cannot be moved, since its like under the new key is there already, stays: `older` counts it.
    """
    if not older():
        key_rotation.add_key(data, KeyName.INDEX)
    while True:
        moved = 0
        for count in _renew_all():
            moved += count
            yield count
        if not moved:  # what others wrote meanwhile under the former key was caught by one more pass
            break
    if not older():
        key_rotation.settle_index(data)


def older() -> int:
    """How many indexes are of an older key."""
    return sum(1 for column in COLUMNS for _row in _older(column))


def _older(column: IndexColumn) -> Iterator[tuple[Any, Any]]:
    """The keys of rows with an index of an older key, each with the index."""
    newest = key_ring.current(KeyName.INDEX).newest
    rows = column.model._default_manager.exclude(**{column.field: None}).order_by("pk").values_list("pk", column.field)
    for pk, value in rows.iterator(chunk_size=BATCH):
        if len(value) and column.number_of(value) < newest:
            yield pk, value


def _renew_all() -> Iterator[int]:
    for column in COLUMNS:
        rows = list(_older(column))
        if column is CHOICES:
            yield from _renew_addresses(rows)
            continue
        for begin in range(0, len(rows), BATCH):
            with transaction.atomic():
                moved = sum(_renew(column, pk, value) for pk, value in rows[begin : begin + BATCH])
            yield moved


def _renew(column: IndexColumn, pk: Any, former: Any) -> bool:
    """Bring one row under the newest key, unless somebody wrote another index meanwhile, or its like is there."""
    try:
        with transaction.atomic():
            if column is PLACES:
                return places.renew(Place.objects.get(pk=pk))
            same = column.model._default_manager.filter(pk=pk, **{column.field: former})
            return bool(same.update(**{column.field: column.renewed(former)}))
    except (IntegrityError, Place.DoesNotExist):
        return False


def _renew_addresses(rows: list[tuple[Any, Any]]) -> Iterator[int]:
    """All choices of an address in one step with its messages, so that limits and `told once` hold at every moment."""
    rows.sort(key=lambda row: bytes(row[1]))
    by_address = [(former, [pk for pk, _ in group]) for former, group in groupby(rows, key=lambda row: bytes(row[1]))]
    for begin in range(0, len(by_address), BATCH):
        with transaction.atomic():
            moved = sum(_renew_address(*each) for each in by_address[begin : begin + BATCH])
        yield moved


def _renew_address(former: bytes, choices: list[Any]) -> int:
    try:
        with transaction.atomic():
            newest = vault.renewed_index(former)
            Message.objects.filter(receiver_index=former).update(receiver_index=newest)
            return Choice.objects.filter(pk__in=choices, address_index=former).update(address_index=newest)
    except IntegrityError:
        return 0
