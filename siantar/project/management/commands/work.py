"""`siantar work`: background work (messages, forecasts, rounds, plans of routes); `serve` runs it beside itself."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections, connection

from siantar import clock
from siantar.casework import tracking
from siantar.delivery.planning_queue import Planner
from siantar.project import work_signs
from siantar.project.jobs import JOBS, Job, happens_here
from siantar.project.work_signs import WorkState

REST = 0.2  # seconds between looks into an empty queue
AFTER_AN_ERROR = 10.0
LONGEST_TURN = 5.0
GRACE = 4.0  # seconds a job may still take after SIGTERM
DONE = threading.Event()
TAKEN = "Tanda hidup tidak dapat dijawab di {host}:{port} ({problem}). Pilih port lain dengan --port."

log = logging.getLogger("siantar.work")


class Command(BaseCommand):
    """Work until told to stop."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Kerjakan pekerjaan latar: pesan, rencana rute, pengaduan yang lewat tenggat, angka terbuka."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` empties the queues and ends; `--no-plans` leaves routes to other workers."""
        parser.add_argument("--once", action="store_true", help="berhenti bila antrean kosong")
        parser.add_argument("--no-plans", action="store_true", help="tanpa rencana rute")
        parser.add_argument("--host", default="127.0.0.1", help="tempat menjawab tanda hidup")
        parser.add_argument("--port", type=int, help="jawab /live dan /ready di port ini")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Plans in this thread, as they ask for a process of their own; all other jobs in a second one."""
        ended = threading.Event()
        threading.Thread(target=break_off, args=(ended,), daemon=True).start()

        def rest() -> bool:
            close_old_connections()
            return not options["once"] and not ended.wait(REST)

        try:
            with ended_by_signals(ended), ExitStack() as signs:
                state = work_signs.begun(clock.now)
                if not options["once"]:
                    signs.enter_context(_signs_of(state, options["host"], options["port"]))
                self._work(ended, rest, state, once=options["once"], plans=not options["no_plans"])
        finally:
            DONE.set()

    def _work(
        self, ended: threading.Event, rest: Callable[[], bool], state: WorkState, *, once: bool, plans: bool
    ) -> None:
        if once:
            for job in filter(happens_here, JOBS):
                while turn(job, ended):
                    pass
        second = threading.Thread(target=take_turns, args=(ended, state), name="jobs")
        if not once:
            second.start()
        try:
            if plans:
                make_plans(rest)
            elif not once:
                second.join()
        finally:
            ended.set()
            if second.is_alive():
                second.join()


@contextmanager
def _signs_of(state: WorkState, host: str, port: int | None) -> Iterator[None]:
    """Signs of life in the database, and over HTTP where a port is named. Raises CommandError where it is taken."""
    with ExitStack() as answers:
        if port is not None:
            try:
                answers.enter_context(work_signs.answering(state, host, port))
            except OSError as problem:
                raise CommandError(TAKEN.format(host=host, port=port, problem=problem)) from problem
        teller = threading.Thread(target=work_signs.keep_telling, args=(state,), name="signs", daemon=True)
        teller.start()
        try:
            yield
        finally:
            state.ended.set()


@contextmanager
def ended_by_signals(ended: threading.Event) -> Iterator[None]:
    """Set `ended` at SIGTERM and SIGINT, whichever thread the system hands them to and whatever the main one does.

    A handler in Python would wait for the main thread to wake, and would wait for ever for the lock of an event that
    the main thread is looking at; a byte in a pipe needs neither.
    """
    heard, signalled = os.pipe()
    os.set_blocking(signalled, False)
    before = signal.set_wakeup_fd(signalled)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    threading.Thread(target=_hear, args=(heard, ended), daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(signalled)


def _hear(pipe: int, ended: threading.Event) -> None:
    """Wait for a signal, or for the end of who would hear it."""
    os.read(pipe, 1)
    os.close(pipe)
    ended.set()


def break_off(ended: threading.Event) -> None:
    """End the process when it was told to end and a long job did not hear it: each may be killed at any moment."""
    ended.wait()
    if not DONE.wait(GRACE):
        log.warning("a job did not end within %s seconds and was broken off; it goes on at the next start", GRACE)
        os._exit(0)


def make_plans(rest: Callable[[], bool]) -> None:
    """Make plans as they are asked for, until `rest` (called when there is nothing to do) says no more."""
    with closing(Planner()) as planner:
        while planner.turn(clock.now()) or rest():
            pass


def take_turns(ended: threading.Event, state: WorkState) -> None:
    """Do every job when its time has come. One that fails is told to the log and does not keep the others."""
    due = {job.name: 0.0 for job in JOBS}
    while not ended.wait(REST):
        for job in filter(happens_here, JOBS):
            if time.monotonic() < due[job.name] or ended.is_set():
                continue
            wait = job.rests
            try:
                with state.doing(job.name):
                    turn(job, ended)
            except Exception:
                log.exception("job %s failed", job.name)
                wait = max(wait, AFTER_AN_ERROR)
            due[job.name] = time.monotonic() + wait
        close_old_connections()
    connection.close()


def turn(job: Job, ended: threading.Event) -> bool:
    """One turn of a job: once, or until nothing is left (False) or the others have waited long enough (True)."""
    until = time.monotonic() + LONGEST_TURN
    tracking.read_names_again()
    while job.do(clock.now()) and job.drains and not ended.is_set():
        if time.monotonic() > until:
            return True
    return False
