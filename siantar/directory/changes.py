"""What of a row differs from what a form says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model


def change(row: Model, fields: Iterable[str], values: Mapping[str, Any]) -> list[str]:
    """Set those of these fields that `values` has another value for, not stored yet; their names."""
    changed = [name for name in fields if name in values and getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    return changed
