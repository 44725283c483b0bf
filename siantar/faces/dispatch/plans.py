"""Plans: ask for one, watch it get better, take it; and one courier's rest of the day anew."""

from __future__ import annotations

import time
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from siantar.delivery import board as boards
from siantar.delivery import planning_queue, runs
from siantar.delivery.board import Board, NotOnTheBoard
from siantar.delivery.models import Planning, Run
from siantar.faces.dispatch import serializers
from siantar.faces.dispatch.shapes import PlanAwaited, PlanBegun, PlanSeen, Replanned
from siantar.faces.dispatch.views import board_of, dispatchers, sorry
from siantar.faces.frame.staff_access import StaffRequest
from siantar.routing import checking

AGAIN_SECONDS = 0.25
WAIT_FOR_IT = 4.0
LOOK = 0.05


@dispatchers
@require_POST
def begin(request: StaffRequest) -> HttpResponse:
    """Ask for a plan of the day."""
    board = board_of(request)
    if not board.scene.runs:
        return sorry(_("Pilih dulu kurir yang bertugas."))
    if not board.scene.problem.stops:
        if board.scene.apart:
            return sorry(_("Tandai dulu di peta tempat berkas yang ada di Belum dibagi, lalu buat rencananya."))
        return sorry(_("Belum ada yang siap diantar."))
    seconds = planning_queue.default_seconds(len(board.scene.problem.stops))
    wish = planning_queue.Wish(
        request.actor.office, board.scene.day, board.scene.problem, seconds, begin_with=board.order
    )
    return JsonResponse(PlanBegun(id=str(planning_queue.ask(wish, request.at)), seconds=seconds))


def _planning(request: StaffRequest, id: UUID) -> Planning:
    planning = planning_queue.look(id, request.actor.office)
    if planning is None:
        raise Http404
    return planning


@dispatchers
@require_safe
def progress(request: StaffRequest, id: UUID) -> HttpResponse:
    """How far it is, and the best order so far with its times."""
    planning = _planning(request, id)
    if planning.best is None:
        return JsonResponse(PlanAwaited(status=planning.status, better=planning.better))
    board = board_of(request)
    try:
        times = serializers.times(board, boards.timed(board, planning.best))
    except NotOnTheBoard:
        return sorry(_("Daftar berubah selagi merencanakan. Buat rencana sekali lagi."), 409)
    return JsonResponse(PlanSeen(status=planning.status, better=planning.better, **times))


@dispatchers
@require_POST
def stop(request: StaffRequest, id: UUID) -> HttpResponse:
    """Enough: keep the best so far."""
    planning_queue.stop(_planning(request, id).pk, request.actor.office)
    return JsonResponse({"ok": True})


@dispatchers
@require_POST
def take(request: StaffRequest, id: UUID) -> HttpResponse:
    """Put the plan into the runs."""
    planning = _planning(request, id)
    board = board_of(request)
    if planning.best is None:
        return sorry(_("Belum ada rencana. Tunggu sebentar."))
    if boards.is_emptier(board, planning.best):
        return sorry(_("Rencana ini kosong, jadi tidak dipakai. Susunan yang ada tetap berlaku."))
    try:
        boards.keep(board, planning.best, board.locked, by=request.actor)
    except (NotOnTheBoard, runs.ChangedMeanwhile, runs.NotYourRun):
        return sorry(_("Daftar berubah selagi merencanakan. Buat rencana sekali lagi."), 409)
    return JsonResponse({"ok": True})


@dispatchers
@require_POST
def again(request: StaffRequest, number: str) -> HttpResponse:
    """One courier's remaining stops anew, within their own bag and behind the next two; kept when it is worth it."""
    board = board_of(request)
    run = next((run for run in board.scene.runs if run.number == number), None)
    if run is None:
        raise Http404
    courier = str(run.courier_id)
    problem, fixed = boards.rest_of(board, courier)
    if len(problem.stops) < 2:
        return JsonResponse(Replanned(changed=False, words=_("Urutannya sudah yang terbaik.")))
    rest = {courier: board.order[courier][len(fixed) :]}
    wish = planning_queue.Wish(
        request.actor.office, board.scene.day, problem, AGAIN_SECONDS, fair=False, begin_with=rest
    )
    order = _wait_for(planning_queue.ask(wish, request.at), request)
    if order is None:
        return sorry(_("Rencana belum selesai. Coba lagi sebentar."), 503)
    return _judge(request, board, run, (*fixed, *order.get(courier, ())))


def _judge(request: StaffRequest, board: Board, run: Run, tour: tuple[str, ...]) -> HttpResponse:
    courier = str(run.courier_id)
    whole = board.scene.problem
    me = next(driver for driver in whole.couriers if driver.id == courier)
    mine = whole.only(me, tuple(stop for stop in whole.stops if stop.id in board.order[courier]))
    before, after = checking.timed(mine, {courier: board.order[courier]}), checking.timed(mine, {courier: tour})
    if len(after.left_out) > len(before.left_out) or not boards.is_worth_it(before, after):
        return JsonResponse(Replanned(changed=False, words=_("Urutannya sudah yang terbaik.")))
    boards.keep(board, {**board.order, courier: tour}, board.locked, by=request.actor)
    saved = round((before.tours[0].work - after.tours[0].work) / 60)
    words = _("Urutan baru, hemat %(minutes)s menit.") % {"minutes": saved}
    return JsonResponse(Replanned(changed=True, words=words))


def _wait_for(id: UUID, request: StaffRequest) -> dict[str, list[str]] | None:
    """The finished order; the solving itself is elsewhere."""
    until = time.monotonic() + WAIT_FOR_IT
    while time.monotonic() < until:
        planning = _planning(request, id)
        if planning.status == Planning.Status.DONE:
            return dict(planning.best or {})
        if planning.status == Planning.Status.FAILED:
            return None
        time.sleep(LOOK)
    return None
