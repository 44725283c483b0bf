"""The API as interface.md promises it; the same acts as the pages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Status, UploadedFile
from ninja.security import HttpBearer

from siantar.bundles import batches
from siantar.bundles import queries as bundle_queries
from siantar.bundles.models import Batch
from siantar.casework import ledger
from siantar.casework import queries as files
from siantar.catalogue.models import Service
from siantar.catalogue.queries import services_of
from siantar.delivery import proofs
from siantar.delivery.courier_day import today
from siantar.directory import deputies, offices
from siantar.directory.staff import actor_of
from siantar.directory.tokens import holder_of_token, reaches
from siantar.faces.api import (
    applications,
    corrections,
    directory,
    epcis,
    letters,
    oauth,
    problems,
    reports,
    roots,
    schemas,
    shipments,
    webhooks,
)
from siantar.faces.api.description import DescribedAPI
from siantar.faces.api.files import file_or_problem
from siantar.faces.api.problems import ERRORS, ApiProblem
from siantar.faces.frame import event_intake as telling
from siantar.faces.frame import papers
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.public import fast_path
from siantar.faces.public import views as public
from siantar.privacy import pictures
from siantar.privacy.looks import Reader
from siantar.rules import reading, reasons
from siantar.rules.access import Act, Actor, Forbidden, Reading, require, scopes_for
from siantar.rules.vocabulary import Kind


class BearerToken(HttpBearer):
    """`Authorization: Bearer TOKEN`, made by `siantar token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The person behind the token with the roles in force now."""
        held = holder_of_token(token, request.at)  # type: ignore[attr-defined]
        if held is None:
            return None
        if not reaches(held.scope, request.method or "", _door(request)):
            raise Forbidden("api")
        user = held.user
        request.staff_name = user.get_full_name() or user.username  # type: ignore[attr-defined]
        actor = actor_of(user, request.at)  # type: ignore[attr-defined]
        if not actor.roles:  # whose roles were taken away keeps no reading: the token alone opens nothing
            raise Forbidden("api")
        return actor


def _door(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


api = DescribedAPI(
    title="Siantar",
    version="1",
    description="From the counter to the door: hand in, record, look up. Errors are problem details (RFC 9457).",
    urls_namespace="api",
    auth=BearerToken(),
    docs_url="/docs",
)
problems.install(api)
api.add_router("/applications", applications.router)
api.add_router("/applications", corrections.router)
api.add_router("", roots.router)
api.add_router("", reports.router)
api.add_router("", epcis.router)
api.add_router("/webhooks", webhooks.router)
api.add_router("", letters.router)
api.add_router("/shipments", shipments.router)
api.add_router("/oauth", oauth.router)
api.add_router("", directory.router)


@api.get("/health", auth=None, response=schemas.HealthOut)
def health(request: HttpRequest) -> dict[str, str]:
    """Answer that the service is alive, having asked the database."""
    offices.by_code("")
    return {"status": "ok"}


@api.get("/services", auth=None, response=schemas.ServicesOut)
def list_services(request: TimedRequest) -> dict[str, Any]:
    """List the services of every office with a counter, with their requirements."""
    services = [service for office in offices.serving_residents() for service in services_of(office.code, request.at)]
    return {"items": [_service(service) for service in services], "next": None}


def _service(service: Service) -> dict[str, Any]:
    needs = sorted(service.requirements.all(), key=lambda requirement: requirement.position)
    return {
        "code": service.code,
        "name": service.name,
        "office": service.office_id,
        "digital": service.digital,
        "old_ktp": service.old_ktp,
        "promise_hours": float(service.promise_hours),
        "requirements": [{"code": n.code, "name": n.name, "note": n.note, "needed": n.needed} for n in needs],
    }


@api.get("/applications/{typed}/events", response={200: schemas.EventsOut, **ERRORS})
def list_events(request: Any, typed: str) -> dict[str, Any]:
    """List the events of a file in the order of happening, without their personal parts."""
    events = files.events_of(file_or_problem(request, typed))
    items = [
        {
            "id": event.pk,
            "type": event.kind,
            "occurred_at": event.occurred_at,
            "recorded_at": event.recorded_at,
            "office": event.office,
            "reason": event.reason,
            "other": reasons.words_of(Kind(event.kind), event.reason, event.data),
            "batch_number": event.bundle,
            "conflict": event.conflict,
            "data": event.data,
        }
        for event in events
    ]
    return {"items": items, "next": None}


@api.get("/applications/{typed}/receipt.pdf", response={200: bytes, **ERRORS})
def receipt_pdf(request: Any, typed: str, paper: Literal["58mm", "80mm", "a5", "a4"] = "80mm") -> HttpResponse:
    """The receipt; only for the counter, because PIN and proof are on it."""
    require(request.auth, Reading.RECEIPT, office=request.auth.office)
    application = file_or_problem(request, typed)
    reader = Reader(request.auth, request.at, "print_receipt")
    pdf = papers.receipt_pdf(application, reader, officer=request.staff_name, paper=paper)
    return HttpResponse(pdf, content_type="application/pdf")


@api.post("/events", response={200: schemas.OutcomesOut, **ERRORS})
def record_events(request: Any, body: schemas.EventsIn) -> dict[str, Any]:
    """Record 1 to 500 events; each has its own outcome, one bad event never spoils its neighbours."""
    if len(body.events) > ledger.MOST:
        raise ApiProblem(422, "too_many")
    return {"results": telling.record(body.events, by=request.auth, at=request.at)}


@api.post("/batches", response={201: schemas.BatchOut, 200: schemas.BatchOut, **ERRORS})
def make_batch(request: Any, body: schemas.BatchIn) -> Status[dict[str, Any]]:
    """Make and close a bundle of these files; nothing is made when one does not belong. Repeatable by its id: 200."""
    deputies.note_act(request.auth, Act.START_BUNDLE, request.at)
    target = offices.by_code(body.to)
    if target is None or target.code == request.auth.office:
        raise ApiProblem(422, "invalid", errors=[{"field": "to", "message": "kantor tujuan tidak dikenal"}])
    try:
        numbers = [reading.read_receipt(typed).number.text for typed in body.receipt_numbers]
    except ValueError as error:
        raise ApiProblem(422, "mistyped_receipt", str(error)) from error
    try:
        earlier = batches.made_under(body.id, request.auth)
        batch = earlier or batches.make(numbers, by=request.auth, to=target, at=request.at, request=body.id)
    except batches.DoesNotBelong as error:
        raise ApiProblem(409, "conflict", f"{error.number}: {error.code}") from error
    return Status(200 if earlier else 201, _batch(batch))


def _batch(batch: Batch) -> dict[str, Any]:
    items = batch.items.select_related("application").order_by("position")
    sums = batches.reconciliation(batch)
    return {
        "number": batch.number,
        "origin": batch.origin_id,
        "to": batch.target_id,
        "status": batch.status,
        "made_at": batch.made_at,
        "items": [
            {"position": item.position, "receipt_number": item.application.receipt_number, "found": item.found}
            for item in items
        ],
        "expected": sums.expected,
        "arrived": sums.arrived,
        "missing": list(sums.missing),
    }


def _access_batch(request: Any, typed: str) -> Batch:
    batch = bundle_queries.access_batch(request.auth, typed)
    if batch is None:
        raise ApiProblem(404, "not_found")
    return batch


@api.get("/batches/{typed}", response={200: schemas.BatchOut, **ERRORS})
def show_batch(request: Any, typed: str) -> dict[str, Any]:
    """A bundle with its items and reconciliation."""
    return _batch(_access_batch(request, typed))


@api.get("/batches/{typed}/manifest.pdf", response={200: bytes, **ERRORS})
def manifest_pdf(request: Any, typed: str) -> HttpResponse:
    """The manifest of a bundle."""
    return HttpResponse(
        papers.manifest_pdf(_access_batch(request, typed), Reader(request.auth, request.at, "print_manifest")),
        content_type="application/pdf",
    )


@api.get("/track/{typed}", auth=None, response={200: schemas.TrackOut, **ERRORS})
def track(request: TimedRequest, typed: str) -> HttpResponse:
    """Where a file stands: public, nothing personal; usually answered before this view is reached."""
    return public.respond(fast_path.as_json(typed, request.headers.get("If-None-Match", ""), at=request.at))


@api.get("/runs/today", response={200: schemas.RunOut, **ERRORS})
def run_today(request: Any) -> dict[str, Any]:
    """Show the courier's own run: what is in their bag, in the order it was loaded."""
    actor: Actor = request.auth
    if not scopes_for(actor, Reading.OWN_RUN):
        raise Forbidden(Reading.OWN_RUN)
    office = offices.by_code(actor.office)
    assert office is not None
    day = today(actor, office, request.at, "run_today")
    return {
        "courier": actor.person,
        "day": day.day.isoformat(),
        "number": day.run.number if day.run else None,
        "stops": [
            {
                "position": place,
                "receipt_number": door.file.receipt_number,
                "service": door.file.service.name,
                "applicant_name": door.file.applicant_name,
                "stage": door.file.standing.stage,
                "attempt": door.attempts,
                "phone": door.phone,
                "address": asdict(door.address),
                "old_ktp": door.file.service.old_ktp,
                "loaded": door.mine,
                "begins_at": door.begins_at,
            }
            for place, door in enumerate(day.doors, 1)
        ],
    }


@api.post("/proofs", response={200: schemas.ProofOut, 201: schemas.ProofOut, **ERRORS})
def keep_proof(
    request: Any,
    event: Annotated[UUID, Form()],
    photo: Annotated[UploadedFile | None, File()] = None,
    signature: Annotated[UploadedFile | None, File()] = None,
) -> Status[dict[str, Any]]:
    """Keep photo of the sealed envelope and signature of one handover; the same event again changes nothing."""
    deputies.note_act(request.auth, Act.KEEP_PROOF, request.at)
    if any(part is not None and (part.size or 0) > pictures.LARGEST for part in (photo, signature)):
        raise ApiProblem(413, "too_large")
    upload = proofs.Upload(event, photo.read() if photo else b"", signature.read() if signature else b"")
    try:
        new = proofs.keep(upload, by=request.auth, at=request.at)
    except pictures.NotAPhoto as error:
        raise ApiProblem(422, "not_a_photo") from error
    except proofs.NotYourDelivery as error:
        raise ApiProblem(404, "not_found") from error
    return Status(201 if new else 200, {"event": event, "stored": new})
