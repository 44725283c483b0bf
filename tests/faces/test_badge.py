"""Is this really our courier? A code of the minute says yes for who is on duty, and no to everything else."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from siantar.delivery import badge, portraits
from siantar.delivery.models import Portrait, Run
from siantar.directory.models import User
from siantar.feedback import rate_limit
from siantar.routing.travel import Point
from tests.clock import CLOCK
from tests.people import enter

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
def run(town) -> Run:
    """kurir1 drives today."""
    return drives(town, CLOCK.at)


def drives(town, at: datetime) -> Run:
    from siantar.delivery import runs
    from siantar.directory.offices import day_in

    here = Point(-6.26, 106.66)
    user = User.objects.get(username="kurir1")
    User.objects.filter(pk=user.pk).update(first_name="Agus Bima", last_name="Setiawan")
    shift = runs.Shift(user, at - timedelta(hours=3), at + timedelta(hours=3), here, here)
    return runs.begin(shift, by=town.people["pengatur"], at=at, day=day_in(town.office, at))


def code_at(run: Run, at: datetime) -> str:
    return badge.written(badge.badge_of(str(run.courier_id), run.day), badge.minute_of(at))


def doubt_of(code: str, at: datetime) -> str:
    with pytest.raises(badge.NotProven) as doubt:
        badge.bearer(code, at)
    return doubt.value.doubt


def test_the_official_page_says_first_name_and_yes(client, run):
    page = client.get(f"/petugas/{code_at(run, CLOCK.at)}")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Benar, petugas kami, sedang bertugas" in text
    assert "Agus" in text
    assert "Setiawan" not in text
    assert "Bima" not in text


def test_a_code_is_good_for_two_minutes_around(town):
    run = drives(town, NOON)
    for minutes in (-2, 0, 2):
        assert badge.bearer(code_at(run, NOON + timedelta(minutes=minutes)), NOON).pk == run.courier_id
    for minutes in (-3, 3, 600):
        assert doubt_of(code_at(run, NOON + timedelta(minutes=minutes)), NOON) == "old"


def test_outside_the_shift_and_after_the_day_was_closed_nobody_is_on_duty(town):
    run = drives(town, NOON)
    evening = NOON + timedelta(hours=3) + badge.LATE + timedelta(minutes=1)
    assert doubt_of(code_at(run, evening), evening) == "unknown"
    tomorrow = NOON + timedelta(days=1)
    assert doubt_of(code_at(run, tomorrow), tomorrow) == "unknown"
    Run.objects.filter(pk=run.pk).update(status=Run.Status.CLOSED)
    assert doubt_of(code_at(run, NOON), NOON) == "unknown"


def test_who_is_no_courier_any_more_is_none_for_the_page_either(town):
    run = drives(town, NOON)
    User.objects.filter(pk=run.courier_id).update(roles=["counter"])
    assert doubt_of(code_at(run, NOON), NOON) == "unknown"
    User.objects.filter(pk=run.courier_id).update(roles=["courier"], is_active=False)
    assert doubt_of(code_at(run, NOON), NOON) == "unknown"


def test_the_secret_of_another_day_or_another_courier_opens_nothing(town):
    run = drives(town, NOON)
    mine = badge.badge_of(str(run.courier_id), run.day)
    minute = badge.minute_of(NOON)
    for person, day in ((str(run.courier_id), run.day - timedelta(days=1)), (town.people["kurir2"].person, run.day)):
        forged = badge.Badge(mine.code, badge.badge_of(person, day).secret)
        assert doubt_of(badge.written(forged, minute), NOON) == "unknown"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(place=st.integers(0, 35), letter=st.sampled_from("ABCXYZ234567"))
def test_one_changed_letter_is_enough_for_a_no(town, place, letter):
    run = Run.objects.first() or drives(town, NOON)
    code = code_at(run, NOON)
    changed = code[:place] + letter + code[place + 1 :]
    if changed != code:
        with pytest.raises(badge.NotProven):
            badge.bearer(changed, NOON)


@pytest.mark.parametrize(
    "typed", ["", "x", "AAAAAAAA-1-AAAAAAAAAAAAAAAA", "%00", "AAAAAAAA-99999999999999-AAAAAAAAAAAAAAAA", "é" * 60]
)
def test_nonsense_is_answered_with_what_to_do(client, town, typed):
    page = client.get("/petugas/", {"kode": typed}, follow=True)
    assert page.status_code in {200, 404}
    assert ("Jangan serahkan KTP" in page.content.decode()) is (page.status_code == 404)


def test_guessing_from_one_address_is_stopped_and_right_codes_count_for_nothing(client, run):
    for _ in range(rate_limit.MOST + 5):
        assert client.get(f"/petugas/{code_at(run, CLOCK.at)}").status_code == 200
    answers = [client.get("/petugas/AAAAAAAA-1-AAAAAAAAAAAAAAAA").status_code for _ in range(rate_limit.MOST + 1)]
    assert answers == [404] * rate_limit.MOST + [429]


def test_the_phone_is_given_what_it_needs_to_make_its_codes(client, run):
    enter(client, "kurir1")
    answer = client.get("/kurir/hari-ini/").json()["badge"]
    code = badge.written(badge.Badge(answer["code"], answer["secret"]), badge.minute_of(CLOCK.at))
    assert client.get(f"/petugas/{code}").status_code == 200
    assert answer["address"].endswith("/petugas/")


def test_the_photo_is_small_sealed_and_only_on_the_page_of_a_valid_code(client, run):
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 60).save(out, "PNG")
    portrait = Portrait.objects.create(user=run.courier, sealed=portraits.sealed(run.courier, out.getvalue()))
    assert b"JFIF" not in bytes(portrait.sealed)
    text = client.get(f"/petugas/{code_at(run, CLOCK.at)}").content.decode()
    assert 'src="data:image/jpeg;base64,' in text
    assert len(portraits.of(run.courier)) < 80_000
    assert "data:image" not in client.get("/petugas/AAAAAAAA-1-AAAAAAAAAAAAAAAA").content.decode()


def test_an_administrator_uploads_the_photo_and_a_text_file_is_refused(client, run):
    User.objects.filter(username="camat").update(is_staff=True, is_superuser=True)
    enter(client, "camat")
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "JPEG")
    for content, count in ((b"bukan gambar", 0), (out.getvalue(), 1)):
        upload = io.BytesIO(content)
        upload.name = "wajah.jpg"
        client.post("/admin/delivery/portrait/add/", {"user": run.courier_id, "photo": upload})
        assert Portrait.objects.count() == count


def test_an_administrator_sets_the_windows_of_an_office(client, town):
    from siantar.delivery import appointments

    User.objects.filter(username="camat").update(is_staff=True, is_superuser=True)
    enter(client, "camat")
    form = {"office": town.office.pk, "spans": "09:00-11:00\n13:00-14:30", "days_ahead": 3, "cut_off": "14:00"}
    assert "bukan jendela" in client.post("/admin/delivery/visithours/add/", {**form, "spans": "pagi"}).content.decode()
    assert client.post("/admin/delivery/visithours/add/", form).status_code == 302
    hours = appointments.hours_of(town.office)
    assert (len(hours.spans), hours.days, hours.cut_off.hour) == (2, 3, 14)
