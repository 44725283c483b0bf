"""Put right what the counter took down, as another system tells it."""

from __future__ import annotations

from typing import Any

from ninja import Router

from siantar.casework import intake_corrections
from siantar.casework.intake_corrections import IntakeCorrection, NotCorrected
from siantar.directory import links, offices
from siantar.faces.api import schemas
from siantar.faces.api.files import file_or_problem
from siantar.faces.api.problems import ERRORS, ApiProblem
from siantar.faces.frame import texts
from siantar.rules.vocabulary import Code

router = Router()
_STATUS = {
    Code.WRONG_ROLE: (403, "forbidden"),
    Code.WRONG_OFFICE: (403, "forbidden"),
    Code.MALFORMED: (422, "invalid"),
    Code.NOTHING_CHANGED: (422, "invalid"),
}


@router.post("/{typed}/corrections", response={200: schemas.CorrectionOut, **ERRORS})
def correct_intake(request: Any, typed: str, body: schemas.CorrectionIn) -> dict[str, Any]:
    """Correct name, NIK, phone, address, way of return or service: an event with old value, new value and reason."""
    file = file_or_problem(request, typed)
    changes = {name: value for name, value in body.changes.model_dump().items() if value is not None}
    village = changes.get("village")
    if village and not offices.is_village(village):
        raise ApiProblem(422, "invalid", errors=[{"field": "changes.village", "message": "kode tidak dikenal"}])
    correction = IntakeCorrection(body.id, changes, body.reason)
    try:
        corrected = intake_corrections.correct(file, correction, by=request.auth, at=request.at)
    except NotCorrected as error:
        status, code = _STATUS.get(error.code, (409, "conflict"))
        raise ApiProblem(status, code, f"{error.code}: {texts.refusal(error.code)}") from error
    number = file.receipt_number
    return {
        "id": body.id,
        "receipt_number": number,
        "outcome": corrected.outcome.result.value,
        "stage": corrected.outcome.stage,
        "fields": list(corrected.fields),
        "warnings": list(corrected.warnings),
        "promised_at": corrected.promised_at,
        "receipt_url": links.public("api:receipt_pdf", number),
    }
