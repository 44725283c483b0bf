"""Files in the order of their applicants' names, which no database can tell: the names are sealed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import overload
from uuid import UUID

from django.db.models import QuerySet

from siantar.casework.models import FILE_NAME, Application
from siantar.privacy import sealed_names


class FilesByName(Sequence[Application]):
    """Files from A to Z: all names are opened to tell the order, of the files only those page for are read."""

    def __init__(self, files: QuerySet[Application]) -> None:
        self._files = files.order_by()
        self._order: list[UUID] | None = None

    def __len__(self) -> int:
        return self._files.count() if self._order is None else len(self._order)

    @overload
    def __getitem__(self, part: int) -> Application: ...

    @overload
    def __getitem__(self, part: slice) -> list[Application]: ...

    def __getitem__(self, part: int | slice) -> Application | list[Application]:
        if isinstance(part, int):
            return self._files.get(pk=self._ordered()[part])
        page = self._ordered()[part]
        read = {file.pk: file for file in self._files.filter(pk__in=page)}
        return [read[pk] for pk in page if pk in read]

    def _ordered(self) -> list[UUID]:
        if self._order is None:
            rows = self._files.values_list("pk", "name_sealed")
            names = sorted((_as_listed(sealed_names.name_in(FILE_NAME, pk, sealed)), pk) for pk, sealed in rows)
            self._order = [pk for _name, pk in names]
        return self._order


def _as_listed(name: str) -> str:
    """What puts a name in its place: capitals beside small letters, accented ones after their plain ones."""
    return (name if name.isascii() else unicodedata.normalize("NFKD", name)).casefold()
