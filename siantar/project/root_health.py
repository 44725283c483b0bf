"""What `siantar doctor` says of daily roots: what does not fit them, how old the last one is, who witnesses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from siantar.directory.models import Office
from siantar.directory.offices import serving_residents
from siantar.roots import examining, keys, queries, witnessing
from siantar.roots.examining import Exhibit
from siantar.roots.keys import DamagedKeys
from siantar.rules import daily_root

LATE_DAYS = 1  # the root of yesterday may still be missing shortly after midnight
NONE_YET = "{office}: belum ada akar harian. Akar pertama dibuat sesudah tengah malam oleh `siantar work`."
LAST = "{office}: akar harian terakhir {day:%d-%m-%Y}."
TOO_OLD = "{office}: akar harian terakhir {day:%d-%m-%Y}. Apakah `siantar work` jalan?"
NO_WITNESS = "{office}: akar harian belum punya saksi di luar kantor. Isi di /admin/roots/witness/."
BEHIND = "{office}: saksi ({way}) belum menerima {waiting} akar, yang paling lama {day:%d-%m-%Y} ({problem})."


@dataclass(frozen=True, slots=True)
class HealthLine:
    """A sentence, and whether it is a warning."""

    sentence: str
    warns: bool


def problems() -> list[str]:
    """What does not fit the roots, by the books and the public keys of the data folder."""
    try:
        exhibit = Exhibit(Path(settings.SIANTAR_DATA), keys.public_keys())
        every = [finding for office in serving_residents() for finding in examining.examine(office, exhibit)]
        return [finding.sentence() for finding in every if finding.is_wrong]
    except DamagedKeys as problem:
        return [str(problem)]
    except DatabaseError:  # not migrated: doctor says so
        return []


def lines(at: datetime) -> list[HealthLine]:
    """How old the last root of each office is, and how far its witnesses are behind."""
    try:
        return [line for office in serving_residents() for line in _of(office, at)]
    except DatabaseError:
        return []


def _of(office: Office, at: datetime) -> Iterator[HealthLine]:
    last = queries.last_day(office.pk)
    if last is None:
        yield HealthLine(NONE_YET.format(office=office.pk), warns=False)
        return
    late = (daily_root.last_ended(at, office.zone) - last).days > LATE_DAYS
    yield HealthLine((TOO_OLD if late else LAST).format(office=office.pk, day=last), warns=late)
    yield from _witnesses(office, last)


def _witnesses(office: Office, last: date) -> Iterator[HealthLine]:
    if not witnessing.has_witness(office):
        yield HealthLine(NO_WITNESS.format(office=office.pk), warns=False)
    for lag in witnessing.lags(office):
        words = BEHIND.format(
            office=office.pk, way=lag.way, waiting=lag.waiting, day=lag.oldest, problem=lag.problem or "dicoba terus"
        )
        yield HealthLine(words, warns=(last - lag.oldest).days >= LATE_DAYS)
