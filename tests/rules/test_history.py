"""What a story says beyond the stage: who moved it when, papers, promises, windows, failures, words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from siantar.rules import history
from siantar.rules.event import RESIDENT, Event, Holder, HolderKind, Paper, PaperKind
from siantar.rules.history import Entry, Moved
from siantar.rules.vocabulary import Kind, Stage
from tests.rules.test_decide import AGENCY, EVIDENCE, MORNING, OFFICE, Town

KTP, LETTER = Paper("kk", PaperKind.MISSING, "tertinggal", "Kartu Keluarga"), Paper("surat", PaperKind.COPY)
PROMISED = "2026-11-30T10:00:00+07:00"
WINDOW = {"from": "2026-12-01T08:00:00+07:00", "to": "2026-12-01T10:00:00+07:00"}


def handed_in(**more) -> Event:
    path = {"steps": [AGENCY], "digital": False, "old_ktp": True}
    data = {"path": path, "method": "courier", "papers": [], "promised_at": PROMISED, **more}
    return Event(UUID(int=1), Kind.HANDED_IN, "", MORNING, data=data, office=OFFICE, person="1", seq=1, recorded_at=MORNING)


def test_a_story_begins_at_the_counter():
    progress = history.begin(handed_in())
    assert progress.timeline == (Entry(Stage.RECEIVED, MORNING, OFFICE),)
    assert progress.promised_at == datetime.fromisoformat(PROMISED)
    assert progress.last_at == MORNING
    assert progress.moved == (Moved(UUID(int=1), RESIDENT, Holder(HolderKind.COUNTER, OFFICE), MORNING),)


def test_a_missing_paper_makes_it_incomplete_and_a_copy_does_not():
    assert history.begin(handed_in(papers=[LETTER.as_data()])).state.stage is Stage.RECEIVED
    incomplete = history.begin(handed_in(papers=[LETTER.as_data(), KTP.as_data()]))
    assert incomplete.state.stage is Stage.INCOMPLETE
    assert incomplete.missing_papers == (KTP,)


def test_each_step_says_where_when_and_from_whom_to_whom():
    town = Town()
    at = town.now + timedelta(minutes=20)
    progress = town.tell("pemeriksa", Kind.CHECK_STARTED).history.progress
    assert progress.timeline[-1] == Entry(Stage.CHECKING, at, OFFICE)
    assert [entry.stage for entry in progress.timeline] == [Stage.RECEIVED, Stage.CHECKING]
    assert progress.moved[-1] == Moved(town.seen.events[-1].id, progress.moved[0].given_to, progress.state.holder, at)
    assert len(progress.moved) == 2
    assert progress.last_at == at


def test_what_was_found_incomplete_stops_the_promise_and_what_came_is_on_the_list():
    town = Town().along(1)
    stopped = town.tell("pemeriksa", Kind.FOUND_INCOMPLETE, reason="KK buram", data={"papers": [KTP.as_data()]})
    progress = stopped.history.progress
    assert (progress.promised_at, progress.words, progress.missing_papers) == (None, "KK buram", (KTP,))
    town.now += timedelta(days=1)
    came = town.tell("loket", Kind.DOCUMENTS_COMPLETED, data={"papers": [{"requirement": "kk", "kind": "original"}]})
    assert came.history.progress.papers == (Paper("kk", PaperKind.ORIGINAL, "", "Kartu Keluarga"),)


def test_what_nobody_named_came_as_a_copy_and_the_promise_runs_again_with_the_event():
    town = Town().along(1)
    town.tell("pemeriksa", Kind.FOUND_INCOMPLETE, reason="x", data={"papers": [KTP.as_data(), LETTER.as_data()]})
    town.now += timedelta(days=1)
    decision = town.tell("loket", Kind.DOCUMENTS_COMPLETED)
    assert [line["kind"] for line in decision.events[0].data["papers"]] == ["copy"]
    again = decision.events[0].data["promised_at"]
    assert datetime.fromisoformat(again) == decision.history.progress.promised_at > town.now


def test_who_may_receive_besides_is_frozen_into_the_handover():
    town = Town().along(8)
    evidence = replace(EVIDENCE, also_allowed=frozenset({"neighbour"}))
    data = {"relation": "neighbour", "identity_check": "ktp_seen", "old_ktp": "collected"}
    decision = town.foresee("kurir1", Kind.DELIVERED, evidence=evidence, data=data, private={"receiver_name": "Budi"})
    assert decision.events[0].data["also_allowed"] == ["neighbour"]


def test_a_window_is_expected_until_the_attempt_fails():
    town = Town().along(7)
    announced = town.tell("pengatur", Kind.WINDOW_TOLD, data=WINDOW).history.progress
    assert announced.expected == tuple(datetime.fromisoformat(WINDOW[end]) for end in ("from", "to"))
    town.tell("kurir1", Kind.LOADED)
    assert town.seen.progress.expected == announced.expected
    failed = town.tell("kurir1", Kind.DELIVERY_FAILED, reason="house_empty").history.progress
    assert (failed.expected, failed.failure, failed.state.attempts) == (None, "house_empty", 1)


def test_a_visit_agreed_before_it_is_ready_is_no_window_yet():
    assert Town().along(2).tell("warga", Kind.VISIT_AGREED, data=WINDOW).history.progress.expected is None
    assert Town().along(7).tell("warga", Kind.VISIT_AGREED, data=WINDOW).history.progress.expected is not None


def test_for_another_service_path_papers_and_promise_are_those_of_that_service():
    town = Town()
    path = {"steps": [""], "digital": False, "old_ktp": False}
    data = {
        "fields": ["service"], "service": "sktm", "service_before": "ktp-el-hilang", "path": path,
        "papers": [LETTER.as_data()], "promised_at": PROMISED,
    }  # fmt: skip
    progress = town.tell("loket", Kind.INTAKE_CORRECTED, reason="salah pilih", data=data).history.progress
    assert (progress.path, progress.papers) == (history.path_in(path), (LETTER,))
    assert progress.promised_at == datetime.fromisoformat(PROMISED)


def test_a_story_that_begins_with_something_else_is_broken():
    started = Event(UUID(int=2), Kind.CHECK_STARTED, "", MORNING, office=OFFICE, person="2", seq=1)
    with pytest.raises(history.BrokenStory, match="before handing in"):
        history.fold([started])
    with pytest.raises(history.BrokenStory, match="nothing was handed in"):
        history.fold([])
