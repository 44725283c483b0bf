"""The files behind a number of a report, from what each added to it: the same rows that the number is the sum of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from siantar.casework import queries
from siantar.casework.models import Application
from siantar.reports import tallies
from siantar.reports.models import FileShare
from siantar.reports.month_report import ReportScope
from siantar.reports.picture import FilePart
from siantar.reports.shares import NOW, Measure
from siantar.rules.access import Actor, Reading, Scope, require, scopes_for


@dataclass(frozen=True, slots=True)
class CountedFiles:
    """The files of a part, in the order in which they are read; `amount` is the number on the picture."""

    files: Sequence[UUID]
    amount: int

    def read(self, actor: Actor, first: int, last: int) -> list[Application]:
        """Those from one place of the order to another, as this person may see them."""
        wanted = self.files[first:last]
        files = {file.pk: file for file in queries.visible_to(actor).filter(pk__in=wanted)}
        return [files[id] for id in wanted if id in files]


def may_list(actor: Actor, scope: ReportScope) -> bool:
    """Whether this person may see every file of these numbers by name: those of the own office alone."""
    return scope.codes == [actor.office] and Scope.OFFICE in scopes_for(actor, Reading.FILE)


def behind(actor: Actor, scope: ReportScope, part: FilePart) -> CountedFiles:
    """The files of a part: open ones the longest waiting first, what took time the longest first, else the newest.

    Raises Forbidden.
    """
    for office in scope.offices:
        require(actor, Reading.REPORT, office=office.code)
        require(actor, Reading.FILE, office=office.code)
    amounts: Counter[UUID] = Counter()
    for file, amount in _shares(scope, part):
        amounts[file] += amount
    order = sorted(amounts, reverse=part.month != NOW)  # ids are made in the order of handing in
    if part.measure is Measure.SECONDS:
        order.sort(key=lambda file: -amounts[file])
    return CountedFiles(order, amounts.total())


def _shares(scope: ReportScope, part: FilePart) -> Iterator[tuple[UUID, int]]:
    """What each file of these offices added to the part."""
    shares = FileShare.objects.filter(
        application__in=tallies.files_of(scope.codes, part.month, services={scope.service, part.service} - {""})
    )
    month = part.month.isoformat()
    for share in shares.iterator(tallies.BATCH):
        for (office, _service, of_month, measure, key), amount in tallies.share_in(share).items():
            if office in scope.codes and of_month == month and measure == part.measure and part.fits(key):
                yield share.pk, amount
