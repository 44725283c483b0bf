"""The body of a request as JSON, or one exception for everything that is none."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.http.request import RawPostDataException


class NotJson(ValueError):
    """The body is a form, no JSON, or JSON nested deeper than anybody means it."""


def raw_body(request: HttpRequest) -> bytes:
    """The bytes that were sent. Raises NotJson where a form was sent instead."""
    try:
        return request.body
    except RawPostDataException as error:
        raise NotJson from error


def parse_json(text: bytes | str) -> Any:
    """Read JSON. Raises NotJson; nesting beyond Python's own limit is no JSON either."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotJson from error


def json_body(request: HttpRequest) -> Any:
    """The body as JSON. Raises NotJson."""
    return parse_json(raw_body(request))
