"""The courier's day as the app reads it."""

from __future__ import annotations

from siantar.casework.progress import progress_of
from siantar.catalogue import words
from siantar.delivery.courier_day import CourierDoor, Today
from siantar.delivery.models import Run
from siantar.faces.courier.shapes import DoorOut, RunOfDay, Story
from siantar.faces.frame.handover import handover
from siantar.rules.vocabulary import ATTEMPTS, Stage


def of(courier_day: Today, language: str) -> Story:
    """Run, doors and the words to choose from, in the courier's language."""
    run = courier_day.run
    return {
        "day": courier_day.day.isoformat(),
        "zone": courier_day.office.zone,
        "office": {"name": courier_day.office.name, "lat": courier_day.office.lat, "lon": courier_day.office.lon},
        "run": _run(run, courier_day.planned) if run else None,
        "doors": [_door(door, place, language) for place, door in enumerate(courier_day.doors, 1)],
        "failures": words.choices(words.FAILURES, language),
        "attempts": ATTEMPTS,
        "elsewhere": dict(courier_day.elsewhere),
    }


def _run(run: Run, planned: int) -> RunOfDay:
    return {"number": run.number, "version": run.version, "status": run.status, "stops": planned}


def _door(door: CourierDoor, place: int, language: str) -> DoorOut:
    file = door.file
    form = handover(file, language, check="receipt_scanned")
    progress = progress_of(file.standing)
    return {
        "number": file.receipt_number,
        "position": place,
        "name": file.applicant_name,
        "service": file.service.name,
        "stage": Stage(file.standing.stage),
        "attempts": door.attempts,
        "phone": door.phone,
        "phone_note": door.phone_note,
        "line": door.address.line,
        "rt": door.address.rt,
        "rw": door.address.rw,
        "village": file.village.name if file.village else "",
        "landmark": door.address.landmark,
        "note": door.note,
        "failure": words.reason(progress.failure, language) if progress.failure else "",
        "may_receive": door.address.may_receive,
        "lat": door.spot.point.lat if door.spot else None,
        "lon": door.spot.point.lon if door.spot else None,
        "found": door.spot.basis if door.spot else None,
        "old_ktp": file.service.old_ktp,
        "mine": door.mine,
        "begins_at": door.begins_at.isoformat() if door.begins_at else None,
        "expected": (
            (progress.expected[0].isoformat(), progress.expected[1].isoformat()) if progress.expected else None
        ),
        "agreed": [(begins.isoformat(), ends.isoformat()) for begins, ends in door.agreed],
        "relations": form.relations,
        "proof_hash": door.proof_hash,
        "proof_asked": sorted({*file.office.proof_asked, *file.service.proof_besides}),
    }
