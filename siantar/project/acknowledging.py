"""Nothing is acknowledged that a change of leaders could take away; a database that is away is said to be."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from siantar.casework import following
from siantar.faces.api import problems

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
AWAY = (
    "Basis data sedang tidak terjangkau, biasanya setengah menit saja. Kirim lagi sebentar lagi: yang sama tidak akan "
    "tercatat dua kali."
)
AGAIN_AFTER = "5"  # seconds


class Acknowledged:
    """The outermost word on an answer (decision 0037).

    A repeated request is answered by reading what the first one stored. The first one may still wait for the second
    database, or have waited in vain. So each answer to a request that may record stands behind a barrier: a record of
    its own that has to reach the second database as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method in SAFE or response.status_code >= 500 or not following.is_named():
            return response
        try:
            following.reach_the_second()
        except DatabaseError:
            connection.close()
            return away(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """503 with when to try again; anything else is a fault."""
        lost = isinstance(error, (OperationalError, InterfaceError)) or _reads_only(error)
        if not lost or not following.is_named():
            return None
        connection.close()
        return away(request)


def away(request: HttpRequest) -> HttpResponse:
    """The database is not there: try again, nothing is stored twice."""
    if request.path.startswith("/api/"):
        response = problems.answer(503, "database_away", AWAY)
    else:
        response = HttpResponse(AWAY, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = AGAIN_AFTER
    response["Cache-Control"] = "no-store"
    return response


def _reads_only(error: Exception) -> bool:
    """Whether the database has become one that follows: the connection is from before."""
    return isinstance(error, InternalError) and getattr(error.__cause__, "sqlstate", "") == "25006"
