"""The way of a file as its page draws it, over every path and every story the rules allow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from siantar.rules.history import Entry, Progress
from siantar.rules.journey import Path, PathStep
from siantar.rules.journey.state import begin
from siantar.rules.stations import Reached, stations
from siantar.rules.vocabulary import ENDS, Method, Stage

BEGAN = datetime(2026, 11, 23, 1, tzinfo=UTC)
PATHS = st.builds(
    Path,
    steps=st.lists(st.sampled_from([PathStep(), PathStep("36.74-disdukcapil"), PathStep("36.74-dinas")]), max_size=3).map(tuple),
    digital=st.booleans(),
)


def progress(path: Path, method: Method, stages: list[Stage]) -> Progress:
    state = begin(method, "36.74.02", complete=True)
    state = type(state)(**{**{name: getattr(state, name) for name in state.__slots__}, "stage": stages[-1]})
    timeline = tuple(Entry(stage, BEGAN + timedelta(hours=hour), "36.74.02") for hour, stage in enumerate(stages))
    return Progress(state, path, timeline, (), None, timeline[-1].at)


@given(PATHS, st.sampled_from(Method), st.lists(st.sampled_from(Stage), max_size=12))
def test_there_is_one_place_where_the_file_is_with_the_past_before_and_the_way_after(path, method, more):
    way = stations(progress(path, method, [Stage.RECEIVED, *more]))
    reached = [station.reached for station in way]
    order = [Reached.DONE, Reached.NOW, Reached.STOPPED, Reached.AHEAD]
    assert all(order.index(earlier) <= order.index(later) for earlier, later in pairwise(reached))
    assert reached.count(Reached.NOW) + reached.count(Reached.STOPPED) <= 1
    if not ENDS & set(more):
        assert reached.count(Reached.NOW) == 1
    assert all(station.at is None for station in way if station.reached is Reached.AHEAD)


@given(PATHS, st.sampled_from(Method))
def test_a_file_that_reached_its_end_has_nothing_ahead(path, method):
    whole = [station.stage for station in stations(progress(path, method, [Stage.RECEIVED]))]
    way = stations(progress(path, method, whole))
    assert {station.reached for station in way} == {Reached.DONE}
    assert [station.stage for station in way] == whole


def test_a_rejected_file_shows_where_it_was_stopped_and_no_way_ahead():
    way = stations(progress(Path(), Method.COUNTER, [Stage.RECEIVED, Stage.CHECKING, Stage.REJECTED]))
    assert [(station.stage, station.reached) for station in way] == [
        (Stage.RECEIVED, Reached.DONE), (Stage.REJECTED, Reached.STOPPED),
    ]  # fmt: skip


def test_papers_sent_back_are_checked_again_and_what_came_after_lies_ahead_again():
    path = Path((PathStep("36.74-disdukcapil"),))
    stages = [Stage.RECEIVED, Stage.CHECKING, Stage.SENT_TO_AGENCY, Stage.AT_AGENCY, Stage.RETURNED_FOR_CORRECTION]
    way = {station.stage: station.reached for station in stations(progress(path, Method.COURIER, stages))}
    assert way[Stage.CHECKING] is Reached.NOW
    assert way[Stage.AT_AGENCY] is Reached.AHEAD
