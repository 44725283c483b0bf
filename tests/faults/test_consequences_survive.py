"""Processes die with SIGKILL between any two statements of a relay: what follows from an event follows exactly once."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections

from siantar.casework import consequences, custody, digestion, ledger, nudging
from siantar.casework.consumer import Consumer
from siantar.casework.models import EventRow, Standing, Undigested
from siantar.delivery import bag_change, closing, hands, places, runs
from siantar.delivery.bag_change import BagChange
from siantar.delivery.models import Lesson, Place, Run, Stop
from siantar.delivery.runs import Placed, Shift
from siantar.directory.models import User
from siantar.messaging.models import Message
from siantar.privacy.models import Look
from siantar.reports.models import Ended
from siantar.routing.travel import Point
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Kind
from tests.casework.test_many_at_once import HANDS, together
from tests.clock import CLOCK
from tests.faults.test_messages_survive import in_time
from tests.people import COLLECTED, given_file, given_finished, given_told_file, given_town

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("stored_for_real")]
HERE = Point(-6.25, 106.66)
AT_THE_DOOR = {"lat": -6.2601, "lon": 106.6606, "accuracy_m": 9}
TABLES = (EventRow, Stop, Run, Place, Lesson, Message, Ended, Undigested, Standing, Look)


def given_day_on_the_road():
    """One courier, four items: delivered with a position, not at home, loaded without a stop, next in the plan."""
    town = given_town()
    files = [given_told_file(town, channel=ChannelKind.SMS, address=f"0812{n:08d}") for n in range(4)]
    for file in files:
        given_finished(town, file=file)
        town.tell("loket", Kind.MADE_READY, file.receipt_number)
    consequences.relay_all(town.clock)
    run = given_run(town, [file for place, file in enumerate(files) if place != 2])
    numbers = [file.receipt_number for file in files]
    for number in numbers:
        assert town.tell("kurir1", Kind.LOADED, number).result == "recorded"
    data = {"data": COLLECTED, "private": {"receiver_name": "Siti", "position": AT_THE_DOOR}}
    assert town.tell("kurir1", Kind.DELIVERED, numbers[0], **data).result == "recorded"
    assert town.tell("kurir1", Kind.DELIVERY_FAILED, numbers[1], reason="house_empty").result == "recorded"
    return town, files, run


def given_run(town, files, who: str = "kurir1") -> Run:
    """A run of today with these stops, half an hour apart."""
    at, courier = town.clock, User.objects.get(username=who)
    shift = Shift(courier, at, at + timedelta(hours=8), HERE, HERE)
    day = at.astimezone(ZoneInfo(town.office.zone)).date()
    run = runs.begin(shift, by=town.people["pengatur"], at=at, day=day)
    placed = [Placed(file, at + timedelta(minutes=30 * place)) for place, file in enumerate(files, 1)]
    runs.arrange({run: placed}, by=town.people["pengatur"])
    return Run.objects.get(pk=run.pk)


def everything() -> dict[str, list]:
    """Every row that a relay may touch."""
    return {table.__name__: sorted(map(repr, table.objects.values_list())) for table in TABLES}


def meaning(files) -> dict[str, object]:
    """What the consequences come to, without ids and seals."""
    place_of = {file.pk: place for place, file in enumerate(files)}
    windows = EventRow.objects.filter(kind=Kind.WINDOW_TOLD).order_by("application", "seq")
    ended = Ended.objects.values_list("application", flat=True)
    return {
        "runs": list(Run.objects.values_list("courier__username", "status")),
        "stops": [place_of[id] for id in Stop.objects.order_by("position").values_list("application", flat=True)],
        "places": [(places.opened(place), place.times, place.source) for place in Place.objects.all()],
        "windows": sorted((place_of[window.application_id], window.data["planned"][11:16]) for window in windows),
        "messages": sorted(
            (place_of[id], occasion)
            for id, occasion in Message.objects.filter(state="waiting").values_list("application", "occasion")
            if occasion != "received"
        ),
        "ended": [place_of[id] for id in ended],
        "left": EventRow.objects.filter(relayed_at=None).count() + Undigested.objects.count(),
    }


FOLLOWED = {
    "runs": [("kurir1", "out")],
    "stops": [0, 1, 3, 2],
    "places": [(Point(AT_THE_DOOR["lat"], AT_THE_DOOR["lon"]), 1, "courier")],
    "windows": [(3, "03:02")],
    "messages": [(0, "delivered"), (1, "failed"), (2, "departed"), (3, "departed"), (3, "window")],
    "ended": [0],
    "left": 0,
}


def in_a_process_of_its_own(act: Callable[[], object]) -> bool:
    """Whether a child that does `act` was killed; one that fails fails here."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0 or os.WIFSIGNALED(status), "see what the child wrote"
    return os.WIFSIGNALED(status)


def dying_before_statement(place: int, what: Callable[[], object]) -> Callable[[], object]:
    """Do `what`; die before the statement or the commit at this place."""
    done = 0

    def step():
        nonlocal done
        if done == place:
            die()
        done += 1

    def count(execute, sql, params, many, context):
        step()
        return execute(sql, params, many, context)

    def act():
        commit = connection._commit
        connection._commit = lambda: (step(), commit())
        with connection.execute_wrapper(count):
            what()

    return act


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def nobody_else_is_connected() -> bool:
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0] == 1


def test_killed_between_any_two_statements_of_a_relay_nothing_is_half_done():
    town, files, _run = given_day_on_the_road()
    assert killed_in_every_relay(town.clock) > 40
    consequences.relay_all(town.clock)
    assert meaning(files) == FOLLOWED


def test_undisturbed_it_comes_to_the_same():
    town, files, _run = given_day_on_the_road()
    consequences.relay_all(town.clock)
    assert meaning(files) == FOLLOWED


def test_digested_again_nothing_changes():
    town, files, _run = given_day_on_the_road()
    consequences.relay_all(town.clock)
    for _ in range(2):
        EventRow.objects.update(relayed_at=None)
        consequences.relay_all(town.clock)
        assert meaning(files) == FOLLOWED


def killed_at_every_statement(act: Callable[[], object], stands: Callable[[], object] = everything) -> int:
    """How many points `act` has at which a kill leaves all that `stands` as it was, or as it is when all was done.

    The last try lets it live.
    """
    before, seen = stands(), []
    while in_a_process_of_its_own(dying_before_statement(len(seen), act)):
        while not nobody_else_is_connected():  # the server takes a moment to roll a dead client back
            pass
        seen.append(stands())
    after = stands()
    half = [place for place, state in enumerate(seen) if state not in (before, after)]
    assert not half, f"half done after {half} statements"
    return len(seen)


def killed_in_every_relay(at, stands: Callable[[], object] = everything) -> int:
    """Relay until nothing is left; at how many points a kill left all as it was. One after the commit leaves nothing of it."""
    points = 0
    while waiting := unrelayed():
        before, place = stands(), 0
        while in_a_process_of_its_own(dying_before_statement(place, lambda: consequences.relay(at))):
            while not nobody_else_is_connected():
                pass
            if stands() != before:
                break
            place += 1
        assert not waiting & unrelayed(), f"half done after {place} statements"
        points += place
    return points


def unrelayed() -> set:
    """The events nobody followed yet."""
    return set(EventRow.objects.filter(relayed_at=None).values_list("pk", flat=True))


def test_killed_while_a_bag_changes_hands_all_of_it_changed_or_nothing():
    town, files, _run = given_day_on_the_road()
    given_run(town, [], who="kurir2")
    consequences.relay_all(town.clock)
    ill, taker = (User.objects.get(username=name).pk for name in ("kurir1", "kurir2"))
    at, id = town.tick(), uuid7(town.clock)

    def pass_on():
        return bag_change.pass_on(BagChange(id, ill, taker, "sakit"), by=town.people["pengatur"], at=at)

    assert killed_at_every_statement(pass_on) > 8
    assert ([len(hands.carried_by(courier)) for courier in (ill, taker)], pass_on()) == ([0, 3], [])
    assert killed_in_every_relay(at) > 3
    assert sorted(Stop.objects.filter(run__courier=taker, open=True).values_list("application", flat=True)) == sorted(
        file.pk for file in files[1:]
    )
    assert EventRow.objects.filter(kind=Kind.HANDED_ON).count() == 3
    assert custody.differences(town.office.code) == []


def test_killed_after_recording_a_load_its_stop_is_there_all_the_same():
    """The phone repeats its event, a duplicate; the item is in the run, and the day does not close over it."""
    town = given_town()
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    run, at = given_run(town, []), town.tick()
    event, courier = Event(uuid7(at), Kind.LOADED, file.receipt_number, at), town.people["kurir1"]

    def record_and_die():
        nudging.begin(lambda: 0)
        nudging._nudged.nudge = die
        ledger.record([event], by=courier, at=at)

    assert in_a_process_of_its_own(record_and_die)
    assert ledger.record([event], by=courier, at=at)[0].result == "duplicate"
    with pytest.raises(closing.Unexplained):
        closing.close(run, by=town.people["pengatur"], at=at)
    consequences.relay_all(at)
    assert Stop.objects.get(application=file).run_id == run.pk


def test_several_relays_at_once_digest_every_event_once_and_in_order(also_follows):
    town = given_town()
    for _ in range(12):
        file = given_file(town)
        town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
        town.tell("pemeriksa", Kind.CHECK_PASSED, file.receipt_number)
    digested = []
    spy = Consumer("spy", lambda events, _at: digested.extend((event.application_id, event.seq) for event in events))
    also_follows(spy)

    def relay_in_small_bites(_place: int) -> int:
        return sum(iter(lambda: consequences.relay(CLOCK.at, at_most=5), 0))

    answers = together(relay_in_small_bites)
    assert sum(answers) == 36, answers
    story = defaultdict(list)
    for file, seq in digested:
        story[file].append(seq)
    assert list(story.values()) == [[1, 2, 3]] * 12
    assert not EventRow.objects.filter(relayed_at=None).exists()
    assert HANDS > 2


def test_a_later_event_does_not_overtake_one_another_relay_is_at(also_follows):
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: nobody can record while somebody relays")
    town, digested = given_town(), []
    file = given_file(town)
    inside, go_on = threading.Event(), threading.Event()

    def linger(events, _at):
        digested.extend(event.seq for event in events)
        inside.set()
        assert go_on.wait(20)

    also_follows(Consumer("slow", linger))

    def relay_first():
        consequences.relay(CLOCK.at)
        connection.close()

    first = threading.Thread(target=relay_first)
    first.start()
    assert inside.wait(20)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    assert consequences.relay(CLOCK.at) == 0
    assert digested == [1]
    go_on.set()
    first.join(20)
    assert consequences.relay(CLOCK.at) == 1
    assert digested == [1, 2]


def test_a_server_relays_at_once_and_a_failing_relay_does_not_end_its_thread(monkeypatch):
    monkeypatch.setattr(nudging, "IDLE", 0.0)  # asleep between any two nudges
    town, tries = given_town(), []

    def relay() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("Siti Aminah")
        return consequences.relay(CLOCK.at)

    nudging.begin(relay)
    given_file(town)
    in_time(lambda: tries)
    for _ in range(3):
        in_time(lambda: nudging._nudged._asleep)
        given_file(town)
        in_time(lambda: not EventRow.objects.filter(relayed_at=None).exists())
    nudging.end()


def test_what_cannot_be_digested_waits_and_keeps_nobody_else(also_follows, caplog):
    town = given_town()
    bad, good = given_file(town), given_file(town)
    for file in (bad, good):
        town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    broken, digested = [True], []

    def choke(events, _at):
        for event in events:
            if broken[0] and event.application_id == bad.pk and event.seq == 1:
                raise ValueError("Siti Aminah, 3674026304850003")
        digested.extend((event.application_id, event.seq) for event in events)

    also_follows(Consumer("spy", choke))
    consequences.relay_all(town.clock)
    assert sorted(digested) == sorted([(good.pk, 1), (good.pk, 2)])
    assert not EventRow.objects.filter(relayed_at=None).exists()
    waiting = Undigested.objects.order_by("seq").values_list("application", "seq", "tries", "error")
    assert list(waiting) == [(bad.pk, 1, 1, "ValueError"), (bad.pk, 2, 0, "")]
    town.tell("pemeriksa", Kind.CHECK_PASSED, bad.receipt_number)
    consequences.relay_all(town.clock)
    assert Undigested.objects.count() == 3
    assert "Siti" not in caplog.text
    assert "ValueError" in caplog.text
    assert digestion.retry(town.clock) == 0  # not due yet
    town.tick(30)
    assert digestion.retry(town.clock) == 0
    assert Undigested.objects.get(seq=1).tries == 3
    broken[0] = False
    town.tick(30)
    assert digestion.retry(town.clock) == 3
    assert [seq for file, seq in digested if file == bad.pk] == [1, 2, 3]
    assert not Undigested.objects.exists()
