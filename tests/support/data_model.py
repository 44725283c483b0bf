"""The data model as pictures, one for each room: `python -m tests.support.data_model`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

PAGE = Path(__file__).parents[2] / "docs" / "developer" / "data-model.md"
ROOMS = ("directory", "privacy", "catalogue", "casework", "alerts", "bundles", "delivery", "feedback", "legacy", "shelf", "webhooks", "messaging", "roots", "letters", "reports")
HEAD = """# The data model

Generated from the Django models by `make pictures`; do not edit. A picture for each room, from the lowest up; keys and relations only,
the rest is in `siantar/<room>/models.py`. Foreign keys point down: a room knows those below it and nothing above.

Three kinds of tables: what is **recorded** (`EventRow`, append-only, kept so by triggers), what is **derived** from it and can be made
anew by `siantar rebuild` (`Standing`, `Movement`, `TrackRow`, `Ended`, `FileShare`, `MonthTally`), and what people keep besides.
"""
_MARKS = {(False, False): "||--o{", (False, True): "|o--o{", (True, False): "||--o|", (True, True): "|o--o|"}


def written() -> dict[Path, str]:
    """The page with its text."""
    return {PAGE: "\n".join([HEAD, *map(_room, ROOMS)])}


def models_of(room: str) -> list[type[models.Model]]:
    """The tables of a room in the order in which they are written down."""
    return [model for model in apps.get_app_config(room).get_models() if not model._meta.auto_created]


def _room(room: str) -> str:
    tables = models_of(room)
    about = "\n".join(f"- `{model.__name__}`: {_first_line(model)}" for model in tables)
    picture = "\n".join(["erDiagram", *(line for model in tables for line in _entity(model))])
    relations = [line for model in tables for line in _relations(model)]
    return f"## {room}\n\n{about}\n\n```mermaid\n{picture}\n{chr(10).join(relations)}\n```\n".replace("\n\n```\n", "\n```\n")


def _first_line(model: type[models.Model]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0]


def _entity(model: type[models.Model]) -> Iterator[str]:
    yield f"    {model.__name__} {{"
    for field in model._meta.concrete_fields:
        if keys := _keys(field):
            yield f"        {field.get_internal_type()} {field.name} {keys}"
    yield "    }"


def _keys(field: models.Field[Any, Any]) -> str:
    marks = [("PK", field.primary_key), ("FK", field.is_relation), ("UK", field.unique and not field.primary_key)]
    return ", ".join(mark for mark, holds in marks if holds)


def _relations(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is not None:
            mark = _MARKS[field.one_to_one or False, field.null]
            yield f"    {field.related_model.__name__} {mark} {model.__name__} : {field.name}"


if __name__ == "__main__":
    from tests.support.pages import write

    write(written)
