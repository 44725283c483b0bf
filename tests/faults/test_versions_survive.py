"""A process dies with SIGKILL between any two statements of a service's next version: it is the one or the other, whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from siantar.catalogue import setting_up, succession, versions
from siantar.catalogue.models import Service
from siantar.catalogue.setting_up import ServiceChange, WantedPaper
from siantar.directory.offices import day_in
from tests.faults.test_consequences_survive import (
    dying_before_statement,
    in_a_process_of_its_own,
    nobody_else_is_connected,
)
from tests.people import AGENCY, OFFICE, given_town

MOST_POINTS = 200
CODE = "ktp-el-hilang"
pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("stored_for_real")]


def current() -> Service:
    return Service.objects.select_related("office").get(office=OFFICE, code=CODE)


def test_a_version_that_begins_is_in_the_rows_as_a_whole_wherever_the_job_is_killed():
    town = given_town()
    before = versions.content_of(current())
    tomorrow = day_in(current().office, town.clock) + timedelta(days=1)
    papers = [WantedPaper("", "Surat baru", "", True), WantedPaper("", "Surat kedua", "", False)]
    change = ServiceChange({"steps": ["", AGENCY], "promise_hours": "7"}, papers, tomorrow)
    setting_up.change_service(OFFICE, CODE, change, by=town.people["camat"], at=town.clock)
    town.clock += timedelta(days=1)
    due, after = town.clock, versions.content_at(current(), town.clock)
    seen = []
    for place in range(MOST_POINTS):
        killed = in_a_process_of_its_own(dying_before_statement(place, lambda: succession.begin_due(due)))
        while not nobody_else_is_connected():  # the server takes a moment to roll a dead client back
            pass
        content = versions.content_of(current())
        seen.append(content)
        assert content in (before, after) and versions.content_at(current(), due) == after
        if not killed:
            break
    assert seen[0] == before and seen[-1] == after and len(seen) > 5
    assert seen == sorted(seen, key=lambda content: content == after)
    assert [version.number for version in versions.in_order(current())] == [2, 1]
    assert versions.in_order(current()).get(number=1).content == before
