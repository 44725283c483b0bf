"""Where a page of a list ends: an opaque word that says after which id the next one begins."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from siantar.faces.api.problems import ApiProblem


def cursor_at(id: UUID) -> str:
    """The cursor of a page that ends with this id."""
    return base64.urlsafe_b64encode(id.bytes).decode()


def place_of(cursor: str, field: str = "cursor") -> UUID:
    """The id a cursor stands for; `field` is where it was given. Raises ApiProblem."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, binascii.Error) as error:
        raise ApiProblem(422, "invalid", errors=[{"field": field, "message": "tidak dikenal"}]) from error
