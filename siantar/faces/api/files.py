"""The file an address of the API names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from siantar.casework import queries
from siantar.casework.models import Application
from siantar.directory import elsewhere, training
from siantar.faces.api.problems import ApiProblem
from siantar.rules import reading


def not_here(number: str, at: datetime) -> ApiProblem:
    """That there is no such file here; with the address where its office is served, if that is known."""
    office = elsewhere.serving(number, at)
    return ApiProblem(
        404, training.why_unknown(number, at), address=elsewhere.tracking(office, number) if office else ""
    )


def file_or_problem(request: Any, typed: str) -> Application:
    """Find the file if this person may see it; 404 otherwise."""
    try:
        number = reading.read_receipt(typed).number.text
    except ValueError as error:
        raise ApiProblem(404, "mistyped_receipt") from error
    application = queries.access_file(request.auth, number)
    if application is None:
        raise not_here(number, request.at)
    return application
