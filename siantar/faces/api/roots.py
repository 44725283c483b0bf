"""Daily roots for everybody, the path of a file to them, and what is witnessed for others."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router, Status

from siantar.faces.api import root_schemas as schemas
from siantar.faces.api.files import file_or_problem
from siantar.faces.api.problems import ERRORS, ApiProblem
from siantar.roots import keys, queries, succession, trusting
from siantar.roots.models import EntrustedRoot
from siantar.roots.queries import PublishedRoot
from siantar.roots.signing import SignedRoot
from siantar.roots.succession import Heir
from siantar.roots.trusting import Contradicts, NotEntrusted, RootParcel
from siantar.rules.daily_root import RootStatement

router = Router()
PAGE = 50
OfficeCode = Annotated[str, Query(max_length=40, pattern=r"^[^\x00]*$")]
Cursor = Annotated[int | None, Query(ge=1, lt=2**62)]


@router.get("/roots", auth=None, response={200: schemas.RootsOut, **ERRORS})
def list_roots(request: Any, office: OfficeCode = "", cursor: Cursor = None) -> dict[str, Any]:
    """List the daily roots, the newest first, with all public keys there ever were."""
    roots, after = queries.page(PAGE, office, cursor)
    return _roots(roots, str(after) if after else None)


@router.get("/roots/{day}", auth=None, response={200: schemas.RootsOut, **ERRORS})
def roots_of_day(request: Any, day: date) -> dict[str, Any]:
    """Show the roots of all offices of a day."""
    roots = queries.of_day(day)
    if not roots:
        raise ApiProblem(404, "not_found")
    return _roots(roots, None)


def _roots(roots: list[PublishedRoot], after: str | None) -> dict[str, Any]:
    return {"items": [_root(root) for root in roots], "next": after, "keys": _keys()}


def _root(root: PublishedRoot) -> dict[str, Any]:
    statement = root.signed.statement
    return {
        "office": statement.office,
        "day": statement.day,
        "days": statement.days,
        "root": statement.root,
        "totals": dict(statement.totals),
        "key": statement.key,
        "statement": statement.text(),
        "signature": root.signed.signature,
        "made_at": root.made_at,
        "holds": root.holds,
    }


def _keys() -> list[dict[str, str]]:
    return [
        {"id": key.id, "public_key": key.public, "since": key.since, "endorsement": key.endorsement}
        for key in keys.all_keys()
    ]


@router.get("/applications/{typed}/path", response={200: bytes, **ERRORS})
def path_of_file(request: Any, typed: str) -> HttpResponse:
    """The path of a file to the newest root, for `siantar verify`; 404 before its first night."""
    path = queries.path_of(file_or_problem(request, typed))
    if path is None:
        raise ApiProblem(404, "not_found")
    return HttpResponse(path.text(), content_type="application/json")


@router.get("/witness/roots", auth=None, response={200: schemas.WitnessedRootsOut, **ERRORS})
def list_witnessed(request: Any, office: OfficeCode = "", cursor: Cursor = None) -> dict[str, Any]:
    """List what is kept here of offices elsewhere, the newest first."""
    roots = trusting.roots_kept(office, PAGE + 1, cursor)
    after = str(roots[PAGE - 1].pk) if len(roots) > PAGE else None
    return {"items": [_witnessed(root) for root in roots[:PAGE]], "next": after}


def _witnessed(root: EntrustedRoot) -> dict[str, Any]:
    return {
        "office": root.office.code,
        "name": root.office.name,
        "day": root.day,
        "statement": root.statement,
        "signature": root.signature,
        "public_key": root.office.public_key,
        "received_at": root.received_at,
        "contradicts": root.contradicts,
    }


@router.post("/witness/roots", auth=None, response={201: schemas.CountersignedOut, **ERRORS})
def witness(request: Any, body: schemas.WitnessedIn) -> Status[dict[str, Any]]:
    """Keep the root of an office that was entrusted to this installation, known by its key, and countersign it."""
    try:
        signed = SignedRoot(RootStatement.parse(body.statement), body.signature)
    except ValueError as error:
        raise ApiProblem(422, "invalid", errors=[{"field": "statement", "message": "bukan akar harian"}]) from error
    growth = tuple(bytes.fromhex(step) for step in body.growth)
    parcel = RootParcel(signed, _lineage(body), body.before, growth)
    try:
        answer = trusting.take(parcel, request.at)
    except NotEntrusted as error:
        raise ApiProblem(403, "forbidden") from error
    except Contradicts as error:
        raise ApiProblem(409, "conflict") from error
    countersigned = {
        "received_at": answer.received_at,
        "public_key": answer.lineage[0].public_key,
        "signature": answer.signature,
        "lineage": succession.written(answer.lineage),
    }
    return Status(201, countersigned)


def _lineage(body: schemas.WitnessedIn) -> tuple[Heir, ...]:
    """The key that signed and those it replaced; an office of version 0.1 names one of them."""
    if body.lineage and body.lineage[0].public_key == body.public_key:
        return tuple(Heir(heir.public_key, heir.endorsement) for heir in body.lineage)
    return Heir(body.public_key, body.endorsement), Heir(body.endorsed_by)
