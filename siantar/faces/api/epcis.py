"""GS1 EPCIS 2.0: events of files as JSON-LD, asked for and captured; the same law as everywhere."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from siantar.casework import ledger
from siantar.casework import queries as files
from siantar.casework.models import EventRow
from siantar.directory import links, offices
from siantar.faces.api import cursors, epcis_words
from siantar.faces.api.epcis_capture import outcomes_of
from siantar.faces.api.problems import ERRORS, ApiProblem
from siantar.faces.api.schemas import OutcomesOut
from siantar.faces.frame.event_schema import Instant
from siantar.rules import reading
from siantar.rules.vocabulary import Kind

router = Router()
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
Term = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class OfficeOut(Schema):
    code: str
    name: str
    nature: str


class SimpleQuery(Schema):
    """The parameters of EPCIS's simple event query that are understood here; times bound `eventTime`."""

    eventType: Term = ""
    GE_eventTime: Instant | None = None
    LT_eventTime: Instant | None = None
    MATCH_epc: Term = ""
    EQ_bizStep: Term = ""
    EQ_readPoint: Term = ""
    EQ_bizLocation: Term = ""
    perPage: Annotated[int, Field(ge=1, le=500)] = 50
    nextPageToken: Term = ""
    cursor: Term = ""


class QueryDocumentOut(Schema):
    """An `EPCISQueryDocument`; the next page is in the header `Link` and in `next`."""

    context: Annotated[list[Any], Field(alias="@context")]
    type: str
    schemaVersion: str
    creationDate: str
    epcisBody: dict[str, Any]
    next: str | None


class EpcisBodyIn(Schema):
    eventList: Annotated[list[Any], Field(min_length=1, max_length=10_000)]


class EpcisDocumentIn(Schema):
    """An `EPCISDocument` with `ObjectEvent`s: `eventID`, `eventTime`, one receipt in `epcList` or a bundle."""

    epcisBody: EpcisBodyIn


@router.get("/offices/{code}", auth=None, response={200: OfficeOut, **ERRORS})
def show_office(request: Any, code: str) -> dict[str, str]:
    """Say which office this is: the address of this page is its name in EPCIS."""
    del request
    office = offices.by_code(code.replace("\x00", ""))
    if office is None:
        raise ApiProblem(404, "not_found")
    return {"code": office.code, "name": office.name, "nature": office.nature}


@router.get("/epcis/events", response={200: QueryDocumentOut, **ERRORS}, by_alias=True)
def query_events(request: Any, response: HttpResponse, asking: Query[SimpleQuery]) -> dict[str, Any]:
    """List the events of the files you may see, without what is contradicted and without personal data."""
    page = list(_matching(request, asking).order_by("pk")[: asking.perPage + 1])
    events, after = page[: asking.perPage], None
    if len(page) > asking.perPage:
        after = cursors.cursor_at(events[-1].pk)
        response["Link"] = f'<{links.public("api:query_events")}?{_asked_again(request, after)}>; rel="next"'
    response["GS1-EPCIS-Version"] = "2.0.0"
    results = {"queryName": "SimpleEventQuery", "resultsBody": {"eventList": [object_event(event) for event in events]}}
    return {
        "@context": [CONTEXT, {"siantar": f"{settings.SIANTAR_BASE_URL}{reverse('api:openapi-view')}#"}],
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": request.at.isoformat(),
        "epcisBody": {"queryResults": results},
        "next": after,
    }


def _asked_again(request: Any, after: str) -> str:
    """The same filters for the page after this one, as a query string."""
    parameters = request.GET.copy()
    parameters.pop("cursor", None)
    parameters["nextPageToken"] = after
    return str(parameters.urlencode())


def _matching(request: Any, asking: SimpleQuery) -> QuerySet[EventRow]:
    if asking.eventType not in {"", "ObjectEvent", "all"}:
        return files.events_among(files.visible_to(request.auth)).none()
    seen = files.visible_to(request.auth)
    if asking.MATCH_epc:
        seen = seen.filter(receipt_number=_number(asking.MATCH_epc))
    events = files.events_among(seen)
    if asking.GE_eventTime:
        events = events.filter(occurred_at__gte=asking.GE_eventTime)
    if asking.LT_eventTime:
        events = events.filter(occurred_at__lt=asking.LT_eventTime)
    if asking.EQ_bizStep:
        events = events.filter(kind__in=epcis_words.kinds_at(epcis_words.bare(asking.EQ_bizStep)))
    if asking.EQ_readPoint:
        events = events.filter(office=asking.EQ_readPoint.rpartition("/")[2])
    if asking.EQ_bizLocation:
        events = events.filter(application__office=asking.EQ_bizLocation.rpartition("/")[2])
    if token := asking.nextPageToken or asking.cursor:
        events = events.filter(pk__gt=cursors.place_of(token, "nextPageToken"))
    return events


def _number(text: str) -> str:
    try:
        return reading.read_receipt(text).number.text
    except ValueError as error:
        raise ApiProblem(422, "mistyped_receipt") from error


def object_event(event: EventRow) -> dict[str, Any]:
    """An event as an EPCIS `ObjectEvent`: nothing personal, and the same each time."""
    file, named = event.application, epcis_words.STEPS[Kind(event.kind)]
    zone = ZoneInfo(file.office.zone)
    occurred = event.occurred_at.astimezone(zone).isoformat()
    words: dict[str, Any] = {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:{event.pk}",
        "eventTime": occurred,
        "eventTimeZoneOffset": occurred[-6:],
        "recordTime": event.recorded_at.astimezone(zone).isoformat(),
        "epcList": [links.public("track", file.receipt_number)],
        "action": named.action,
        "bizStep": named.step,
        "disposition": named.disposition,
        "readPoint": {"id": links.public("api:show_office", event.office or file.office_id)},
        "bizLocation": {"id": links.public("api:show_office", file.office_id)},
        "siantar:type": event.kind,
    }
    if event.bundle:
        bundle = links.public("api:show_batch", event.bundle)
        words["bizTransactionList"] = [{"type": "desadv", "bizTransaction": bundle}]
    return words


@router.post("/epcis/capture", response={200: OutcomesOut, **ERRORS})
def capture(request: Any, body: EpcisDocumentIn) -> dict[str, Any]:
    """Record `ObjectEvent`s as events of ours, by the same act as `POST /events`: one outcome for each."""
    if len(body.epcisBody.eventList) > ledger.MOST:
        raise ApiProblem(422, "too_many")
    return {"results": outcomes_of(body.epcisBody.eventList, by=request.auth, at=request.at)}
