"""The gate's table as a page of the documentation: `python -m tests.support.access_table`.

The same tables that the heads of an office see at `/berkas/kewenangan/`, in English and with the codes of the API.
"""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
HEAD = """# Who may do and see what

Generated from `siantar.rules.access` by `make pictures`; do not edit. The administrator and the signatory of an office see the same
tables at `/berkas/kewenangan/`, in their language.

One gate decides: the act and the query ask it themselves, and pages, API, phone, admin and commands only call them. What is not
written here is not permitted. A cell says how far the role reaches; `–` is no. Deputies act with the roles they stand in for, while
they stand in.

A file is read within the same scopes in which it is worked on: who carries it sees it while it is carried. Every reading of personal
data leaves a trace, which the resident reads on their own page.
"""
NOTES = {
    0: "Told of a file by `POST /api/v1/events` and by every page. The stage must fit too: [interface.md](interface.md).",
    1: "What a person does beside telling events.",
    2: "What a person looks at; who has no line here is answered 403, and 404 for a single thing.",
    3: "An act with a bundle asks besides on which side of its way the person is, and in which state the bundle is.",
    4: "Shown is only what the role sees *and* the purpose needs (UU 27/2022 Art. 16).",
    5: "The purpose is written into the trace with every look.",
}


def written() -> dict[Path, str]:
    """The page with its text."""
    from siantar.faces.backoffice.access_table import tables

    with translation.override("en"):
        parts = [_part(place, table) for place, table in enumerate(tables())]
    return {PAGE: "\n".join([HEAD, *parts])}


def _part(place: int, table) -> str:
    head = ["", "", *map(str, table.columns)]
    rule = ["---"] * len(head)
    lines = [[f"`{line.code}`", str(line.name), *(cell or "–" for cell in line.cells)] for line in table.lines]
    rows = "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *lines])
    return f"## {table.title}\n\n{NOTES[place]}\n\n{rows}\n"


if __name__ == "__main__":
    from tests.support.pages import write

    write(written)
