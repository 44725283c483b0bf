"""A service changes on a day: each file ends by the version of its moment, whoever changed what since."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from siantar.casework import queries
from siantar.casework.models import Application, EventRow
from siantar.casework.progress import progress_of, promised_hours
from siantar.catalogue import setting_up, succession, versions
from siantar.catalogue.models import Service
from siantar.catalogue.queries import services_of
from siantar.catalogue.setting_up import ServiceChange, WantedPaper
from siantar.directory.calendars import calendar_of
from siantar.directory.models import AuditEntry
from siantar.directory.offices import day_in
from siantar.rules import path_check
from siantar.rules.audit import Audited
from siantar.rules.plain_number import plain_decimal
from siantar.rules.promise import promise_from
from siantar.rules.vocabulary import Kind
from tests.people import AGENCY, OFFICE, given_file, given_town

pytestmark = pytest.mark.django_db
CODE = "ktp-el-hilang"
STEPS = ([AGENCY], ["", AGENCY], ["", AGENCY, ""])


@pytest.fixture
def town():
    return given_town()


def current() -> Service:
    return Service.objects.select_related("office").get(office=OFFICE, code=CODE)


def change(town, begins=None, papers=None, **values) -> Service | None:
    wanted = ServiceChange(values, papers, begins)
    return setting_up.change_service(OFFICE, CODE, wanted, by=town.people["camat"], at=town.clock)


def undo(town, number: int | None = None) -> Service | None:
    return setting_up.undo_service(OFFICE, CODE, number, by=town.people["camat"], at=town.clock)


def offered(town) -> Service | None:
    """The service as whoever reads the list of the moment finds it."""
    return next((service for service in services_of(OFFICE, town.clock) if service.code == CODE), None)


def in_days(town, days: int):
    return day_in(current().office, town.clock) + timedelta(days=days)


def begun_by(file) -> dict:
    return EventRow.objects.get(application=file, kind="handed_in").data


def test_a_change_waits_for_its_day_and_needs_no_job_for_files(town):
    before = current()
    day = day_in(before.office, town.clock) + timedelta(days=3)
    change(town, day, steps=["", AGENCY], promise_hours="99")
    assert current().steps == before.steps and [each.valid_from for each in versions.planned(current(), town.clock)] == [day]
    old = given_file(town, CODE)
    town.clock += timedelta(days=3)
    young = given_file(town, CODE)  # the job was not there yet
    assert (begun_by(old)["path"]["steps"], begun_by(young)["path"]["steps"]) == (before.steps, ["", AGENCY])
    assert (succession.begin_due(town.clock), succession.begin_due(town.clock)) == (1, 0)
    assert (current().steps, current().promise_hours) == (["", AGENCY], 99)
    assert [v.number for v in versions.in_order(current())] == [2, 1]


def test_a_service_put_right_in_a_file_of_before_takes_the_version_of_its_day(town):
    file = given_file(town, CODE)
    old = begun_by(file)
    town.clock += timedelta(days=1)
    change(town, steps=["", AGENCY], papers=[WantedPaper("", "Surat baru", "", True)])
    terms = versions.terms_at(current(), file.handed_in_at)
    assert list(terms.steps) == old["path"]["steps"]
    assert "Surat baru" not in [need.name for need in terms.papers]
    assert [need.name for need in versions.terms_at(current(), town.clock).papers] == ["Surat baru"]


@pytest.mark.parametrize("then", ["2", "99"])
def test_a_file_that_waited_for_a_paper_keeps_the_promise_of_its_day(town, then):
    change(town, promise_hours="40")
    file = given_file(town, CODE, complete=False)
    town.clock += timedelta(days=1)
    change(town, promise_hours=then)
    town.tell("loket", Kind.DOCUMENTS_COMPLETED, file.receipt_number)
    file.standing.refresh_from_db()
    at = EventRow.objects.get(application=file, kind=Kind.DOCUMENTS_COMPLETED).occurred_at
    assert file.standing.promised_at == promise_from(calendar_of(current().office), at, 40)
    assert promised_hours(file) == 40


def test_one_press_brings_back_what_was_and_another_what_was_taken_back(town):
    before = versions.content_of(current())
    change(town, promise_hours="7", papers=[WantedPaper("", "Hanya ini", "", True)], decree="1/2027")
    changed = versions.content_of(current())
    undo(town)
    assert versions.content_of(current()) == before
    assert versions.in_order(current()).first().undoes == 2
    undo(town)
    assert versions.content_of(current()) == changed
    notes = [entry.more for entry in AuditEntry.objects.filter(what=Audited.SERVICE_SET).order_by("pk")]
    assert [note["version"] for note in notes if note.get("service") == CODE] == ["2", "3", "4"]


def test_what_waits_is_withdrawn_and_nothing_else_happens(town):
    before = versions.content_of(current())
    change(town, day_in(current().office, town.clock) + timedelta(days=1), name="Nama lain")
    undo(town, 2)
    town.clock += timedelta(days=2)
    assert succession.begin_due(town.clock) == 0
    assert versions.content_of(current()) == before
    for number in (None, 1, 2, 3):
        with pytest.raises(succession.NothingToUndo):
            undo(town, number)


def test_what_is_read_is_the_version_of_the_moment_before_any_job_came(town):
    papers = [WantedPaper("", "Surat baru", "", True)]
    change(town, in_days(town, 1), name="Nama baru", promise_hours="7", papers=papers, steps=["", AGENCY])
    change(town, in_days(town, 2), active=False)
    before = offered(town)
    assert before.name == current().name and len(before.requirements.all()) > 1
    town.clock += timedelta(days=1)
    after = offered(town)
    assert (after.name, after.promise_hours, after.version) == ("Nama baru", 7, 2)
    assert [paper.name for paper in after.requirements.all()] == ["Surat baru"]
    assert current().version == 1  # the rows wait for the job
    succession.begin_due(town.clock)
    assert versions.content_of(current()) == versions.content_of(offered(town))
    town.clock += timedelta(days=1)
    assert offered(town) is None


def test_what_waits_counts_by_what_it_changes_whatever_else_is_changed_before_it(town):
    change(town, in_days(town, 9), promise_hours="7")
    change(town, in_days(town, 3), steps=["", AGENCY])
    change(town, decree="1/2027")
    town.clock += timedelta(days=9)  # and no job ran on any of these days
    now = offered(town)
    assert (now.promise_hours, now.steps, now.decree) == (7, ["", AGENCY], "1/2027")
    succession.begin_due(town.clock)
    assert versions.content_of(current()) == versions.content_of(now)
    between = town.clock - timedelta(days=5)
    assert versions.content_at(current(), between)["steps"] == ["", AGENCY]
    assert versions.content_at(current(), between)["promise_hours"] != "7"


def test_each_that_waits_is_taken_back_alone(town):
    for days, hours in ((1, "7"), (2, "8"), (3, "9")):
        change(town, in_days(town, days), promise_hours=hours)
    undo(town, 3)
    with pytest.raises(succession.NothingToUndo):  # pressed twice
        undo(town, 3)
    promised = []
    for _day in range(3):
        town.clock += timedelta(days=1)
        promised.append(offered(town).promise_hours)
    assert promised == [7, 7, 9]


def test_a_dead_end_that_only_two_changes_together_make_is_refused(town):
    change(town, in_days(town, 5), steps=[])
    before = [each.number for each in versions.in_order(current())]
    with pytest.raises(path_check.BrokenPath):
        change(town, in_days(town, 2), digital=True)
    assert [each.number for each in versions.in_order(current())] == before


def test_nothing_begins_in_the_past_and_nothing_is_published_that_changes_nothing(town):
    with pytest.raises(succession.InThePast):
        change(town, day_in(current().office, town.clock) - timedelta(days=1), name="Nama lain")
    change(town, name=current().name, promise_hours=current().promise_hours)
    assert not versions.in_order(current()).exists()


def test_what_the_operator_changed_at_admin_stays_known_when_the_next_version_takes_over(town):
    change(town, promise_hours="7")
    Service.objects.filter(office=OFFICE, code=CODE).update(decree="Dari admin")
    town.tick(1)
    change(town, promise_hours="8")
    second = versions.in_order(current()).get(number=2)
    assert (second.content["decree"], second.content["promise_hours"], current().decree) == ("Dari admin", "7", "Dari admin")


@dataclass
class Model:
    """What should hold: what stood first, and each change that was not withdrawn: its day, number and values."""

    first: dict
    changes: list = field(default_factory=list)
    numbers: int = 1

    def standing(self, day, but: tuple = ()) -> dict:
        laid = dict(self.first)
        for change in sorted(self.changes, key=lambda each: each[:2]):
            laid |= change[2] if change[0] <= day and change not in but else {}
        return laid

    def change(self, town, chance, today) -> None:
        begins = today + timedelta(days=chance.choice([0, 0, 1, 2, 5]))
        wanted = {"steps": chance.choice(STEPS), "promise_hours": str(chance.randint(1, 90))}
        wanted = {name: wanted[name] for name in chance.choice([["steps"], ["promise_hours"], list(wanted)])}
        seen = self.standing(today)
        self._add(begins, {name: value for name, value in wanted.items() if value != seen[name]})
        change(town, begins, **wanted)

    def _add(self, begins, values: dict) -> None:
        there = self.standing(begins)
        values = {name: value for name, value in values.items() if value != there[name]}
        if values:
            self.numbers += 1
            self.changes.append((begins, self.numbers, values))

    def undo(self, town, today) -> None:
        begun = sorted(each[:2] for each in self.changes if each[0] <= today)
        if begun:
            last = next(each for each in self.changes if each[:2] == begun[-1])
            before = self.standing(today, but=(last,))
            undo(town, last[1])
            self._add(today, {name: before[name] for name in last[2]})

    def withdraw(self, town, chance, today) -> None:
        waiting = [each for each in self.changes if each[0] > today]
        if waiting:
            chosen = chance.choice(waiting)
            undo(town, chosen[1])
            self.changes.remove(chosen)


@pytest.mark.parametrize("seed", range(6))
def test_each_file_begins_and_ends_by_the_version_of_its_moment(town, seed):
    """Random changes, days they begin on, takings back, hand-ins and days on which the job does not run."""
    chance = random.Random(seed)
    expected, before = {}, versions.content_of(current())
    model = Model({name: before[name] for name in ("steps", "promise_hours")})
    for _turn in range(40):
        office = current().office
        today = day_in(office, town.clock)
        move = chance.choice(["change", "change", "change", "undo", "withdraw", "hand_in", "hand_in", "day", "job"])
        if move == "change":
            model.change(town, chance, today)
        elif move == "undo":
            model.undo(town, today)
        elif move == "withdraw":
            model.withdraw(town, chance, today)
        elif move == "hand_in":
            expected[given_file(town, CODE).pk] = model.standing(today)
        elif move == "day":
            town.clock += timedelta(days=chance.choice([1, 1, 3]))
        elif move == "job":
            succession.begin_due(town.clock)
        town.tick(1)
        now = day_in(office, town.clock)
        read = offered(town)
        assert {"steps": read.steps, "promise_hours": plain_decimal(read.promise_hours)} == model.standing(now)
    for pk, content in expected.items():
        file = Application.objects.get(pk=pk)
        assert begun_by(file)["path"]["steps"] == content["steps"]
        progress = progress_of(queries.by_number(file.receipt_number).standing)
        assert [step.agency for step in progress.path.steps] == content["steps"]
        calendar = calendar_of(file.office)
        assert progress.promised_at == promise_from(calendar, file.handed_in_at, float(content["promise_hours"]))
    assert expected
