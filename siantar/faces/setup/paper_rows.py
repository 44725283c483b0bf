"""The papers of a service as rows that are typed: an empty name takes a row out, three rows wait for new ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from siantar.catalogue.models import Requirement, Service
from siantar.catalogue.setting_up import WantedPaper

MOST_ROWS, SPARE = 40, 3
LONGEST_NAME, LONGEST_NOTE = 160, 200
_PARTS = ("code", "name", "note", "name_en", "note_en")
_EMPTY = WantedPaper("", "", "", True)


@dataclass(frozen=True, slots=True)
class PaperRows:
    """All rows of the page; `error` says what is wrong with them."""

    rows: tuple[WantedPaper, ...]
    error: str = ""

    @classmethod
    def of(cls, service: Service) -> PaperRows:
        """What the service asks for."""
        papers = sorted(service.requirements.all(), key=lambda paper: paper.position)
        return cls(tuple(_stored(paper) for paper in papers))

    @classmethod
    def typed(cls, form: Mapping[str, str]) -> PaperRows:
        """What was typed, fields `code-0`, `name-0`, `note-0`, `needed-0` and so on."""
        rows = tuple(_row(form, place) for place in range(MOST_ROWS) if form.get(f"name-{place}", "").strip())
        names = [row.name.casefold() for row in rows]
        error = ""
        if any(_is_too_long(row) for row in rows):
            error = _("Ada nama atau keterangan yang terlalu panjang. Ringkaskan.")
        elif len(set(names)) < len(names):
            error = _("Ada persyaratan yang sama dua kali. Kosongkan salah satunya.")
        return cls(rows, error)

    def with_spare(self) -> list[WantedPaper]:
        """The rows with some spare ones."""
        return [*self.rows, *([_EMPTY] * SPARE)][:MOST_ROWS]


def _stored(paper: Requirement) -> WantedPaper:
    return WantedPaper(paper.code, paper.name, paper.note, paper.needed, paper.name_en, paper.note_en)


def _is_too_long(row: WantedPaper) -> bool:
    return max(len(row.name), len(row.name_en)) > LONGEST_NAME or max(len(row.note), len(row.note_en)) > LONGEST_NOTE


def _row(form: Mapping[str, str], place: int) -> WantedPaper:
    words = {part: " ".join(form.get(f"{part}-{place}", "").split()) for part in _PARTS}
    needed = f"needed-{place}" in form
    return WantedPaper(words["code"], words["name"], words["note"], needed, words["name_en"], words["note_en"])
