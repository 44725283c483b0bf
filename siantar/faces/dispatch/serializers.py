"""The board as the page reads it: files with their addresses once, tours with their times at every change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from siantar.casework import disclosure, queries
from siantar.casework.progress import progress_of
from siantar.catalogue import words
from siantar.delivery import notes, proofs, refusals, runs
from siantar.delivery.board import Board
from siantar.delivery.models import Run
from siantar.delivery.planning_problem import Apart
from siantar.directory import offices, village_borders
from siantar.directory.models import VillageBorder
from siantar.directory.staff import names_of
from siantar.faces.dispatch.shapes import BoardCourier, BoardFile, BoardOut, DoneOut, StopTime, Times, TourOut, Village
from siantar.faces.frame import texts
from siantar.faces.frame.files import is_overdue
from siantar.faces.frame.language import spoken
from siantar.privacy.looks import Reader
from siantar.routing import fairness
from siantar.routing.plan import Flaw, Plan, Tour, Why
from siantar.routing.travel import Quality
from siantar.rules import receipt_number
from siantar.rules.access import Actor
from siantar.rules.event import HolderKind
from siantar.rules.position import PinDoubt
from siantar.rules.vocabulary import Kind

MOST = 50  # lines of what needs looking after on one page


def whole(board: Board, plan: Plan, reader: Reader) -> BoardOut:
    """Everything: couriers, files with names and addresses (a trace each), and the order as it stands."""
    scene = board.scene
    names = names_of({str(run.courier_id) for run in scene.runs})
    return {
        "day": scene.day.isoformat(),
        "now": reader.at.isoformat(),
        "zone": scene.zone.key,
        "rough": scene.quality is Quality.AIR,
        "office": {"lat": board.office.lat, "lon": board.office.lon},
        "couriers": [_courier(board, run, names) for run in scene.runs],
        "files": _files(board, reader),
        "villages": _villages(board.office.code),
        "nowhere": list(scene.apart),
        "apart": {number: _apart(why) for number, why in scene.apart.items()},
        "map_words": "" if scene.map_is_of_here else str(texts.MAP_OF_ELSEWHERE),
        **times(board, plan),
    }


def _villages(office: str) -> list[Village]:
    villages = list(offices.villages_of(office))
    borders = village_borders.borders_of(village.code for village in villages)
    return [
        {"name": village.name, "lat": village.lat, "lon": village.lon, "border": _rings(borders.get(village.code))}
        for village in villages
        if village.lat is not None and village.lon is not None
    ]


def _rings(border: VillageBorder | None) -> list[list[tuple[float, float]]]:
    polygons = border.outline["coordinates"] if border else ()
    return [[(lat, lon) for lon, lat in ring] for polygon in polygons for ring in polygon]


def times(board: Board, plan: Plan) -> Times:
    """The order with its times, what it breaks and what is left out: nothing personal."""
    work = [tour.work for tour in plan.tours if tour.stops]
    ratio = fairness.longest_to_mean(plan, board.scene.problem)
    return {
        "tours": {tour.courier: _tour(board, tour) for tour in plan.tours},
        "free": [{"number": left_out.stop, "why": _why(left_out.why)} for left_out in plan.left_out],
        "broken": [
            {"courier": broken.courier, "number": broken.stop, "words": _flaw(broken.flaw, broken.by)}
            for broken in plan.broken
        ],
        "work": sum(work),
        "longest_to_mean": None if ratio is None else round(ratio, 2),
        "locked": sorted(board.locked),
    }


def _courier(board: Board, run: Run, names: Mapping[str, str]) -> BoardCourier:
    return {
        "id": str(run.courier_id),
        "name": names.get(str(run.courier_id), ""),
        "run": run.number,
        "number": receipt_number.grouped(run.number),
        "version": run.version,
        "out": run.status == Run.Status.OUT,
        "told": run.told_at is not None,
        "heard_at": run.heard_at.isoformat() if run.heard_at else None,
        "ends_at": run.ends_at.isoformat(),
        "capacity": run.capacity,
        "at": (run.start_lat, run.start_lon),
        "done": _done(board.done[run.number]),
        "not_for": run.not_for,
    }


def _done(counts: Mapping[str, int]) -> DoneOut:
    return DoneOut(delivered=counts["delivered"], failed=counts["failed"], aboard=counts["aboard"], all=counts["all"])


def _files(board: Board, reader: Reader) -> dict[str, BoardFile]:
    scene = board.scene
    opened = disclosure.open_files(list(scene.files.values()), reader)
    agreed = {stop.id: stop.windows for stop in scene.problem.stops}
    written = notes.read(scene.files.values())
    files: dict[str, BoardFile] = {}
    for (number, file), personal in zip(scene.files.items(), opened, strict=True):
        spot = scene.spots.get(number)
        address = personal.address
        windows = [
            (scene.instant(window.earliest).isoformat(), scene.instant(window.latest).isoformat())
            for window in agreed.get(number, ())
            if window.latest < 10**9
        ]
        progress = progress_of(file.standing)
        files[number] = {
            "number": receipt_number.grouped(number),
            "name": personal.name,
            "service": file.service.name,
            "line": address.line,
            "rt": address.rt,
            "rw": address.rw,
            "village": file.village.name if file.village else "",
            "landmark": address.landmark,
            "promised_at": file.standing.promised_at.isoformat() if file.standing.promised_at else None,
            "overdue": is_overdue(file, reader.at),
            "attempts": progress.state.attempts,
            "failure": words.reason(progress.failure, spoken()) if progress.failure else "",
            "note": written.get(file.pk, ""),
            "old_ktp": file.service.old_ktp,
            "agreed": windows,
            "aboard": progress.state.holder.kind is HolderKind.COURIER,
            "lat": spot.point.lat if spot else None,
            "lon": spot.point.lon if spot else None,
            "found": spot.basis if spot else None,
        }
    return files


def to_look_at(actor: Actor, at: datetime) -> dict[str, Any]:
    """What a person must look after: refused facts, contradictions, proofs that did not arrive, silent couriers."""
    refused = [
        {
            "event": refusal.event,
            "number": receipt_number.grouped(refusal.receipt_number),
            "typed": refusal.receipt_number,
            "courier": refusal.courier.get_full_name() or refusal.courier.username,
            "what": texts.VERBS[Kind(refusal.kind)] if refusal.kind in set(Kind) else "",
            "why": texts.refusal(refusal.code),
            "at": refusal.told_at,
        }
        for refusal in refusals.open_at(actor.office)[:MOST]
    ]
    unproven = [
        {"file": line.file, "at": line.delivered_at, "parts": [texts.PROOF_PARTS[part] for part in line.parts]}
        for line in proofs.outstanding_at(actor.office, at)[:MOST]
    ]
    silent = [
        {"courier": run.courier, "minutes": round((at - heard_at).total_seconds() / 60), "run": run}
        for run, heard_at in runs.silent_at(actor.office, at)
    ]
    conflicts = list(queries.open_conflicts(actor)[:MOST])
    return {"refused": refused, "conflicts": conflicts, "unproven": unproven, "silent": silent}


def _tour(board: Board, tour: Tour) -> TourOut:
    stops: list[StopTime] = [
        {"number": visit.stop, "at": board.scene.instant(visit.begins).isoformat(), "waiting": visit.waiting}
        for visit in tour.visits
        if not visit.is_break
    ]
    return {
        "stops": stops,
        "work": tour.work if tour.stops else 0,
        "travel": tour.travel,
        "ends": board.scene.instant(tour.ends).isoformat() if tour.stops else None,
    }


def _apart(why: Apart | PinDoubt) -> str:
    return {
        Apart.NO_PLACE: _("Letaknya belum diketahui"),
        Apart.OFF_THE_ROAD: _("Titiknya jauh dari jalan menurut peta"),
        PinDoubt.IMPOSSIBLE: _("Titik dari pemohon tidak mungkin ada"),
        PinDoubt.NOWHERE: _("Titik dari pemohon 0,0"),
        PinDoubt.LOST_SIGN: _("Titik dari pemohon kehilangan tanda minus"),
        PinDoubt.SWAPPED: _("Lintang dan bujur titik dari pemohon tertukar"),
        PinDoubt.FAR_AWAY: _("Titik dari pemohon jauh dari wilayah kantor"),
        PinDoubt.AT_OFFICE: _("Titik dari pemohon adalah kantor ini sendiri"),
    }[why]


def _why(why: Why) -> str:
    return {
        Why.NOBODY_MAY: _("Belum ada kurir yang boleh mengantarnya"),
        Why.UNREACHABLE: _("Tidak ada jalan ke sana menurut peta"),
        Why.TOO_LARGE: _("Melebihi muatan satu kurir"),
        Why.WINDOW_CLOSED: _("Di luar jam kerja kurir atau janji temunya sudah lewat"),
        Why.NO_TIME: _("Waktu kerja tidak cukup"),
        Why.NO_ROOM: _("Muatan penuh"),
        Why.MAX_TASKS: _("Titik kurir sudah sebanyak yang boleh"),
        Why.MAX_TRAVEL_TIME: _("Waktu di jalan melebihi batas"),
        Why.MAX_DISTANCE: _("Jarak melebihi batas"),
        Why.FITS: _("Belum dibagi"),
    }[why]


def _flaw(flaw: Flaw, by: int) -> str:
    minutes = max(1, round(by / 60))
    return {
        Flaw.LATE: _("terlambat %(minutes)s menit dari janji temu"),
        Flaw.SHIFT: _("selesai %(minutes)s menit setelah jam kerja"),
        Flaw.CAPACITY: _("melebihi muatan"),
        Flaw.NOT_ALLOWED: _("tidak boleh oleh kurir ini"),
        Flaw.UNREACHABLE: _("tidak ada jalan menurut peta"),
        Flaw.TOO_MANY: _("terlalu banyak titik"),
        Flaw.TOO_LONG: _("terlalu lama di jalan"),
        Flaw.TOO_FAR: _("terlalu jauh"),
    }[flaw] % {"minutes": minutes}
