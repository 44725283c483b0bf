"""Hand in a file by the API, what its letter will say included, and list files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from ninja import Query, Router, Status

from siantar.casework import intake
from siantar.casework import queries as files
from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.catalogue.queries import service_of
from siantar.directory import links, offices
from siantar.faces.api import cursors, schemas
from siantar.faces.api.files import file_or_problem
from siantar.faces.api.problems import ERRORS, ApiProblem
from siantar.faces.frame.letter_form import TROUBLES
from siantar.letters import answers
from siantar.letters.writing import BadValues
from siantar.messaging import preferences
from siantar.messaging.preferences import MessageWish
from siantar.privacy.looks import Reader, note_many
from siantar.rules.event import Paper, PaperKind
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Bringer, Method, Stage

PAGE = 50

router = Router()


@router.post("", response={201: schemas.ReceiptOut, 200: schemas.ReceiptOut, **ERRORS})
def hand_in(request: Any, body: schemas.ApplicationIn) -> Status[dict[str, Any]]:
    """Hand in a file; the same id again answers the same and changes nothing."""
    service = service_of(request.auth.office, body.service, request.at)
    if service is None:
        wrong = {"field": "service", "message": "layanan tidak dikenal di kantor Anda"}
        raise ApiProblem(422, "invalid", errors=[wrong])
    try:
        receipt = answers.hand_in(_hand_in(body, service), _wishes(body), body.letter, by=request.auth, at=request.at)
    except BadValues as error:
        raise ApiProblem(422, "invalid", errors=_wrong_in_letter(error)) from error
    except answers.NotAsked as error:
        raise ApiProblem(422, "invalid", errors=_not_asked(error)) from error
    except intake.NotYourCounter as error:
        raise ApiProblem(403, "forbidden") from error
    return Status(201 if receipt.new else 200, _receipt(receipt))


def _not_asked(error: answers.NotAsked) -> list[dict[str, str]]:
    message = "surat layanan ini tidak menanyakannya"
    return [{"field": f"letter.{name}", "message": message} for name in error.names]


def _wrong_in_letter(error: BadValues) -> list[dict[str, str]]:
    troubles = error.troubles.items()
    return [{"field": f"letter.{name}", "message": str(TROUBLES[trouble])} for name, trouble in troubles]


def _hand_in(body: schemas.ApplicationIn, service: Service) -> intake.HandIn:
    back = body.return_
    if back.method == "courier" and back.address is None:
        raise ApiProblem(422, "invalid", errors=[{"field": "return.address", "message": "alamat belum diisi"}])
    address = intake.Address(**back.address.model_dump()) if back.address else None
    if address and address.village and not offices.is_village(address.village):
        raise ApiProblem(422, "invalid", errors=[{"field": "return.address.village", "message": "kode tidak dikenal"}])
    return intake.HandIn(
        id=body.id,
        service=service,
        name=body.applicant.name,
        nik=body.applicant.nik,
        phone=body.applicant.phone,
        papers=[Paper(document.requirement, PaperKind(document.kind), document.reason) for document in body.documents],
        method=Method(back.method),
        address=address,
        may_receive=back.may_receive,
        brought=_brought(body.handed_in_by) if body.handed_in_by else None,
    )


def _brought(body: schemas.BroughtIn) -> intake.BroughtBy:
    return intake.BroughtBy(**body.model_dump() | {"relation": Bringer(body.relation)})


def _wishes(body: schemas.ApplicationIn) -> list[MessageWish]:
    """Read by which channels the applicant wants messages, in the order to try them. Raises ApiProblem."""
    messages = body.messages if isinstance(body.messages, list) else [body.messages] if body.messages else []
    wishes = [MessageWish(ChannelKind(message.channel), message.address, message.language) for message in messages]
    for wish in wishes:
        try:
            preferences.require_address(wish.channel, wish.address)
        except preferences.NoSuchAddress as error:
            wrong = {"field": "messages.address", "message": "tidak cocok dengan salurannya"}
            raise ApiProblem(422, "invalid", errors=[wrong]) from error
    return wishes


def _receipt(receipt: intake.Receipt) -> dict[str, Any]:
    number = receipt.application.receipt_number
    return {
        "id": receipt.application.pk,
        "receipt_number": number,
        "pin": receipt.pin or None,
        "proof": receipt.proof or None,
        "stage": receipt.stage,
        "promised_at": receipt.promised_at,
        "tracking_url": links.public("track", number),
        "receipt_url": links.public("api:receipt_pdf", number),
        "warnings": list(receipt.warnings),
        "open_applications": list(receipt.open_applications),
    }


@router.get("", response={200: schemas.ApplicationsOut, **ERRORS})
def list_applications(
    request: Any,
    stage: Annotated[str, Query(max_length=40)] = "",
    q: Annotated[str, Query(max_length=80)] = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> dict[str, Any]:
    """List the files this person may see, newest first (ids of version 7 rise with time)."""
    text = q.replace("\x00", "").strip()
    applications = files.search(request.auth, text, at=request.at) if text else files.visible_to(request.auth)
    if stage:
        if stage not in set(Stage):
            raise ApiProblem(422, "invalid", errors=[{"field": "stage", "message": "tahap tidak dikenal"}])
        applications = applications.filter(standing__stage=stage)
    if cursor:
        applications = applications.filter(standing__pk__lt=cursors.place_of(cursor))
    page = list(applications.order_by("-standing__pk")[: PAGE + 1])
    after = cursors.cursor_at(page[PAGE - 1].pk) if len(page) > PAGE else None
    return {"items": _applications(request, page[:PAGE]), "next": after}


def _applications(request: Any, applications: Sequence[Application]) -> list[dict[str, Any]]:
    """List files as the API gives them; reading the names leaves a trace."""
    reader = Reader(request.auth, request.at, "list")
    note_many(reader, [(file.person_id, file.pk) for file in applications], fields=reader.fields)
    return [_application(file) for file in applications]


def _application(application: Application) -> dict[str, Any]:
    standing = application.standing
    return {
        "id": application.pk,
        "receipt_number": application.receipt_number,
        "service": application.service.code,
        "applicant_name": application.applicant_name,
        "stage": standing.stage,
        "since": standing.since,
        "holder": standing.holder,
        "promised_at": standing.promised_at,
        "handed_in_at": application.handed_in_at,
    }


@router.get("/{typed}", response={200: schemas.ApplicationOut, **ERRORS})
def show_application(request: Any, typed: str) -> dict[str, Any]:
    """One file."""
    return _applications(request, [file_or_problem(request, typed)])[0]
