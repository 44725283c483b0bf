"""Population forms (F-1.02 and the like), filled in as far as facts are there; what is not there is left for a pen.

A form is data, `forms/<slug>.toml`: blocks in their order. A block may name the fact that stands in it; an option the
`key` it is ticked by, or the papers that tick it; `only` the kinds it is printed for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from siantar.paper import press

FORMS = Path(__file__).parent / "forms"
LISTS = ("options", "parts", "places")


@dataclass(frozen=True, slots=True)
class PopulationForm:
    """A form: `slug` its name in addresses ("f-1-02"), `code` and `title` as on the paper, `name` as people call it."""

    slug: str
    code: str
    name: str
    title: str
    paper: str
    landscape: bool
    tight: bool
    blocks: tuple[Mapping[str, Any], ...]

    def kinds(self) -> dict[str, str]:
        """Key -> words of what can be ticked before it is printed: which application this is."""
        return dict(_kinds_in(self.blocks))


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What there is to fill in: words by name, the kind (key, "" for none), codes of the papers that were handed in.

    `place` stands before the day of the signature, which is left open; `note` in the foot of each page.
    """

    words: Mapping[str, str]
    kind: str
    papers: frozenset[str]
    place: str
    note: str


@cache
def population_forms() -> Mapping[str, PopulationForm]:
    """Slug -> form, in the order of their codes."""
    return {path.stem: _read(path) for path in sorted(FORMS.glob("*.toml"))}


def _read(path: Path) -> PopulationForm:
    data = tomllib.loads(path.read_text())
    words = {each: data[each] for each in ("code", "name", "title", "paper")}
    marks = {each: data.get(each, False) for each in ("landscape", "tight")}
    return PopulationForm(slug=path.stem, blocks=tuple(data["blocks"]), **words, **marks)


def _kinds_in(blocks: tuple[Mapping[str, Any], ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        for option in block.get("options", ()):
            if "key" in option:
                yield option["key"], f"{option['number']}. {option['text']}"
        columns = block["columns"] if block["kind"] == "columns" else ()
        for column in columns:
            yield from _kinds_of_column(column)


def _kinds_of_column(column: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    heading = ""
    for entry in column["entries"]:
        if "heading" in entry:
            heading = entry["heading"]
        elif "key" in entry:
            under = heading if entry["number"].isdigit() else ""
            yield entry["key"], " · ".join(word for word in (column["title"], under, entry["text"]) if word)


def form_pdf(form: PopulationForm, facts: FormFacts) -> bytes:
    """The form as PDF."""
    return press.pdf("form", form_data(form, facts))


def form_data(form: PopulationForm, facts: FormFacts) -> dict[str, Any]:
    """What the template is given: every block with what stands in it."""
    blocks = [block for block in form.blocks if facts.kind in block.get("only", (facts.kind,)) or not facts.kind]
    return {
        "code": form.code, "title": form.title, "paper": form.paper, "landscape": form.landscape, "tight": form.tight,
        "place": facts.place, "note": facts.note, "blocks": [_filled(block, facts) for block in blocks],
    }  # fmt: skip


_BLANK = {"number": "", "label": "", "text": "", "rows": 1, "day": False, "dated": False, "duty": False, "date": False}


def _filled(block: Mapping[str, Any], facts: FormFacts) -> dict[str, Any]:
    """A block, or a part of one, with its words, its boxes and its ticks."""
    words = facts.words.get(block.get("fact", ""), "")
    inner: dict[str, Any] = {name: [_filled(part, facts) for part in block[name]] for name in LISTS if name in block}
    if block.get("kind") == "columns":
        inner["columns"] = [_column(column, facts) for column in block["columns"]]
    if "heads" in block:
        inner["heads"] = [[{"columns": 1, "rows": 1, **cell} for cell in row] for row in block["heads"]]
    chosen = next((each.get("number", "") for each in block.get("options", ()) if _is_ticked(each, facts)), "")
    return {
        **_BLANK, **block, **inner, "value": words, "signs": _signs(words, block.get("count", 0)),
        "ticked": _is_ticked(block, facts), "chosen": chosen if block.get("kind") == "choice" else "",
    }  # fmt: skip


def _column(column: Mapping[str, Any], facts: FormFacts) -> dict[str, Any]:
    entries = [{"heading": "", "note": "", **_filled(entry, facts)} for entry in column["entries"]]
    return {"title": column["title"], "entries": entries}


def _is_ticked(option: Mapping[str, Any], facts: FormFacts) -> bool:
    by_kind = bool(facts.kind) and option.get("key") == facts.kind
    return by_kind or not facts.papers.isdisjoint(option.get("papers", ()))


def _signs(words: str, count: int) -> list[str]:
    """A figure for each box; all empty where there are not exactly as many."""
    figures = [sign for sign in words if sign.isdigit()]
    return figures if len(figures) == count else [""] * count
