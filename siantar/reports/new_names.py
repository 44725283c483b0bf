"""An office or agency got another name: tracking pages written before bear it too.

Pages are compared with the name they were written under, not with the act that changed it: names change on pages, by
the directory and by the operator. An act that read the old name may end after the pages were renewed, so they are
looked through once more at the next turn.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from siantar.casework import bulk_sql, derived, tracking
from siantar.casework.models import TrackRow
from siantar.directory.models import Office
from siantar.reports.models import NameInUse

BATCH = 200


def follow(_at: datetime) -> int:
    """Renew the pages that bear a name of before; how many. Safe to be killed and to run twice."""
    in_use = {row.code: row for row in NameInUse.objects.all()}
    names = dict(Office.objects.values_list("code", "name"))
    first = [NameInUse(code=code, name=name) for code, name in names.items() if code not in in_use]
    NameInUse.objects.bulk_create(first, ignore_conflicts=True)  # another worker may write them down, too
    renewed = 0
    for code, row in in_use.items():
        name = names.get(code, row.name)
        if row.name != name:
            renewed += _renew(row.name)
            NameInUse.objects.filter(pk=code).update(name=name, former=row.name)
        elif row.former:
            renewed += _renew(row.former)
            NameInUse.objects.filter(pk=code).update(former="")
    return renewed


def _renew(former: str) -> int:
    bearing = TrackRow.objects.filter(body__contains=json.dumps(former, ensure_ascii=False)).order_by("pk")
    last, renewed = "", 0
    while numbers := list(bearing.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            files = [derived.read(row) for row in bulk_sql.lock(numbers)]
            bulk_sql.upsert(bulk_sql.TRACK_ROWS, [tracking.row(file.face, file.progress) for file in files])
        last, renewed = numbers[-1], renewed + len(files)
    return renewed
