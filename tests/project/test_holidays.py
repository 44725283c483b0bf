"""Nobody is promised a holiday: each year's table is drafted in time, and is the administrator's from then on."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from siantar.directory import holiday_draft
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Holiday, Ramadan
from siantar.project import durability, jobs
from siantar.rules import working_time
from tests.clock import CLOCK
from tests.people import given_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_town()


def years() -> set[int]:
    return {day.year for day in Holiday.objects.values_list("day", flat=True)}


def doctor() -> str:
    """What it says, but of how the database of the tests writes to disk."""
    lines = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(durability, "unsafe_settings", list)
        call_command("doctor", stdout=lines)
    return lines.getvalue()


def test_a_fresh_installation_gets_this_year_and_the_next():
    call_command("migrate", verbosity=0)
    assert years() == {CLOCK.at.year, CLOCK.at.year + 1}
    assert Holiday.objects.filter(day=date(2026, 12, 25), name="Hari Raya Natal").count() == 1
    assert Holiday.objects.filter(day=date(2026, 12, 24), name__startswith="Cuti Bersama").count() == 1
    call_command("migrate", verbosity=0)
    assert Holiday.objects.filter(day=date(2026, 12, 25)).count() == 1


@pytest.mark.parametrize("month", range(1, 13))
def test_the_next_year_is_drafted_from_october_on(month):
    Holiday.objects.create(day=date(2026, 1, 1), name="Tahun Baru")
    at = datetime(2026, month, 15, 3, 0, tzinfo=UTC)
    drafted = holiday_draft.draft_missing(at)
    assert years() == ({2026, 2027} if month >= 10 else {2026})
    assert (drafted > 20) is (month >= 10)
    assert Holiday.objects.filter(day__year=2026).count() == 1  # what somebody edited stays as it is
    assert holiday_draft.draft_missing(at) == 0


def test_the_year_turns_at_the_offices_midnight():
    Holiday.objects.create(day=date(2026, 1, 1), name="Tahun Baru")
    assert holiday_draft.years_without(datetime(2026, 9, 30, 16, 59, tzinfo=UTC)) == []
    assert holiday_draft.years_without(datetime(2026, 9, 30, 17, 0, tzinfo=UTC)) == [2027]
    assert holiday_draft.years_without(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == [2027, 2028][:1]


def test_what_an_administrator_took_out_does_not_come_back():
    holiday_draft.draft_missing(CLOCK.at)
    Holiday.objects.filter(day=date(2027, 12, 24)).delete()
    Holiday.objects.filter(day=date(2027, 12, 25)).update(name="Natal")
    assert holiday_draft.draft_missing(CLOCK.at) == 0
    assert not Holiday.objects.filter(day=date(2027, 12, 24)).exists()
    assert Holiday.objects.get(day=date(2027, 12, 25)).name == "Natal"


def test_the_worker_drafts():
    assert any(job.do is holiday_draft.draft_missing for job in jobs.JOBS)


@pytest.mark.parametrize(
    ("year", "months"),
    [
        (2026, [((2, 19), (3, 20))]),  # as announced: 19 February, Idul Fitri on 21 March
        (2027, [((2, 8), (3, 9))]),
        (2029, [((1, 16), (2, 13)), ((1, 16), (2, 14))]),  # an estimate may be a day off
        (2033, []),
    ],
)
def test_ramadan_is_drafted_to_the_eve_of_idul_fitri(year, months):
    holiday_draft.draft_missing(datetime(year, 11, 26, 3, 0, tzinfo=UTC))
    drafted = Ramadan.objects.filter(first_on__year=year).values_list("first_on", "last_on")
    spans = [((first.month, first.day), (last.month, last.day)) for first, last in drafted]
    assert len(drafted) >= 1
    assert all(28 <= (last - first).days <= 29 for first, last in drafted)
    assert not months or spans[0] in months


def test_two_ramadan_may_begin_in_one_year():
    holiday_draft.draft_missing(datetime(2030, 2, 1, 3, 0, tzinfo=UTC))
    begins = list(Ramadan.objects.order_by("first_on").values_list("first_on", flat=True))
    assert [(day.year, day.month) for day in begins] == [(2030, 1), (2030, 12), (2031, 12)]


def test_a_told_ramadan_stays_and_shortens_the_hours(town):
    Ramadan.objects.create(first_on=date(2026, 2, 18), last_on=date(2026, 3, 19))
    holiday_draft.draft_missing(datetime(2026, 1, 5, 3, 0, tzinfo=UTC))
    assert list(Ramadan.objects.filter(first_on__year=2026).values_list("first_on", flat=True)) == [date(2026, 2, 18)]
    calendar = calendar_of(town.office)
    assert working_time.windows_on(calendar, date(2026, 2, 23)) == working_time.RAMADAN
    assert holiday_draft.draft_missing(datetime(2026, 1, 5, 3, 0, tzinfo=UTC)) == 0


def test_an_installation_of_before_gets_its_ramadan_too():
    Holiday.objects.create(day=date(2026, 1, 1), name="Tahun Baru")
    assert holiday_draft.draft_missing(datetime(2026, 3, 1, 3, 0, tzinfo=UTC)) == 2
    assert set(Ramadan.objects.values_list("first_on__year", flat=True)) == {2026, 2027}


def test_doctor_warns_of_a_year_without_holidays():
    given_town()
    spoken = doctor()
    assert "PERHATIAN: tahun 2026 belum punya hari libur" in spoken
    assert "PERHATIAN: tahun 2027 belum punya hari libur" in spoken
    assert "PERHATIAN: Ramadan tahun 2027 belum diisi" in spoken
    assert "Tidak ada masalah. 4 hal perlu perhatian." in spoken
    Holiday.objects.create(day=date(2026, 1, 1), name="Tahun Baru")
    assert "PERHATIAN: tahun 2026" not in doctor()
    holiday_draft.draft_missing(CLOCK.at)
    assert "PERHATIAN" not in doctor()
