"""What a witness reads: the words around a root, in Indonesian first, with the line that programs read."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from siantar.directory.models import Office
from siantar.roots.findings import totals_in_words
from siantar.roots.models import DailyRoot
from siantar.rules.daily_root import RootStatement

TEXT = """Surat ini adalah saksi. Jangan dihapus.

Akar harian {office}, {day}
{root}
Mencakup {totals}.

Akar ini dihitung dari seluruh catatan kantor sampai hari itu dan ditandatangani. Tidak ada data pribadi di dalamnya.
Bila kelak ada catatan lama yang diubah atau dihapus, akar ini tidak lagi cocok, dan surat ini membuktikannya.

Baris untuk program (`siantar verify --roots`):
{line}

Akar yang sama terbit di {address}/kinerja/bukti/

---
This mail is a witness: please keep it. It holds the daily root of the office's records, signed, with nothing personal
in it. Records changed or deleted later will no longer fit it.
"""


@dataclass(frozen=True, slots=True)
class WitnessLetter:
    """Subject and text."""

    subject: str
    text: str


def to_witness(root: DailyRoot, office: Office) -> WitnessLetter:
    """The letter about a root."""
    statement = RootStatement.parse(root.statement)
    day = f"{root.day:%d-%m-%Y}"
    text = TEXT.format(
        office=office.name,
        day=day,
        root=statement.root,
        totals=totals_in_words(statement.totals),
        line=f"{root.statement} {root.signature}",
        address=settings.SIANTAR_BASE_URL,
    )
    return WitnessLetter(f"Akar harian {office.name}, {day}", text)
