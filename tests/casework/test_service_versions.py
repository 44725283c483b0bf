"""A service changes on a day: each file ends by the version of its moment, whoever changed what since."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from siantar.casework import queries
from siantar.casework.models import EventRow
from siantar.casework.progress import progress_of, promised_hours
from siantar.catalogue import setting_up, versions
from siantar.catalogue.models import Service
from siantar.catalogue.setting_up import ServiceChange, WantedPaper
from siantar.directory.calendars import calendar_of
from siantar.directory.models import AuditEntry
from siantar.rules.audit import Audited
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


def undo(town) -> Service | None:
    return setting_up.undo_service(OFFICE, CODE, by=town.people["camat"], at=town.clock)


def begun_by(file) -> dict:
    return EventRow.objects.get(application=file, kind="handed_in").data


def test_a_change_waits_for_its_day_and_needs_no_job_for_files(town):
    before = current()
    day = versions.today_of(before.office, town.clock) + timedelta(days=3)
    change(town, day, steps=["", AGENCY], promise_hours="99")
    assert current().steps == before.steps and versions.planned(current(), town.clock).valid_from == day
    old = given_file(town, CODE)
    town.clock += timedelta(days=3)
    young = given_file(town, CODE)  # the job was not there yet
    assert (begun_by(old)["path"]["steps"], begun_by(young)["path"]["steps"]) == (before.steps, ["", AGENCY])
    assert (versions.begin_due(town.clock), versions.begin_due(town.clock)) == (1, 0)
    assert (current().steps, current().promise_hours) == (["", AGENCY], 99)
    assert [v.number for v in versions.of_service(current())] == [2, 1]


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
    assert versions.of_service(current()).first().undoes == 2
    undo(town)
    assert versions.content_of(current()) == changed
    notes = [entry.more for entry in AuditEntry.objects.filter(what=Audited.SERVICE_SET).order_by("pk")]
    assert [note["version"] for note in notes if note.get("service") == CODE] == ["2", "3", "4"]


def test_what_waits_is_withdrawn_and_nothing_else_happens(town):
    before = versions.content_of(current())
    change(town, versions.today_of(current().office, town.clock) + timedelta(days=1), name="Nama lain")
    with pytest.raises(versions.ChangePlanned):
        change(town, decree="2/2027")
    undo(town)
    town.clock += timedelta(days=2)
    assert versions.begin_due(town.clock) == 0
    assert versions.content_of(current()) == before
    with pytest.raises(versions.NothingToUndo):
        undo(town)


def test_nothing_begins_in_the_past_and_nothing_is_published_that_changes_nothing(town):
    with pytest.raises(versions.InThePast):
        change(town, versions.today_of(current().office, town.clock) - timedelta(days=1), name="Nama lain")
    change(town, name=current().name, promise_hours=current().promise_hours)
    assert not versions.of_service(current()).exists()


def test_what_the_operator_changed_at_admin_stays_known_when_the_next_version_takes_over(town):
    change(town, promise_hours="7")
    Service.objects.filter(office=OFFICE, code=CODE).update(decree="Dari admin")
    town.tick(1)
    change(town, promise_hours="8")
    second = versions.of_service(current()).get(number=2)
    assert (second.content["decree"], second.content["promise_hours"], current().decree) == ("Dari admin", "7", "Dari admin")


@pytest.mark.parametrize("seed", range(6))
def test_each_file_begins_and_ends_by_the_version_of_its_moment(town, seed):
    """Random changes, days they begin on, takings back, hand-ins and days on which the job does not run."""
    chance = random.Random(seed)
    expected = {}
    history = [(None, versions.content_of(current()))]  # the model: contents by the day they begin on
    for _turn in range(40):
        office = current().office
        today = versions.today_of(office, town.clock)
        waiting = history[-1][0] is not None and history[-1][0] > today
        move = chance.choice(["change", "change", "undo", "hand_in", "hand_in", "day", "job"])
        if move == "change" and not waiting:
            begins = today + timedelta(days=chance.choice([0, 0, 1, 2]))
            steps, hours = chance.choice(STEPS), str(chance.randint(1, 90))
            content = history[-1][1] | {"steps": steps, "promise_hours": hours}
            if content != history[-1][1]:
                change(town, begins, steps=steps, promise_hours=hours)
                history.append((begins, content))
        elif move == "undo" and len(history) > 1:
            undo(town)
            if waiting:
                history.pop()
            else:
                history.append((today, history[-2][1]))
        elif move == "hand_in":
            file = given_file(town, CODE)
            standing = next(content for day, content in reversed(history) if day is None or day <= today)
            expected[file.pk] = (file, standing)
        elif move == "day":
            town.clock += timedelta(days=1)
        elif move == "job":
            versions.begin_due(town.clock)
        town.tick(1)
    for file, content in expected.values():
        assert begun_by(file)["path"]["steps"] == content["steps"]
        progress = progress_of(queries.by_number(file.receipt_number).standing)
        assert [step.agency for step in progress.path.steps] == content["steps"]
        calendar = calendar_of(file.office)
        assert progress.promised_at == promise_from(calendar, file.handed_in_at, float(content["promise_hours"]))
    assert expected
