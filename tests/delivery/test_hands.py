"""What a courier carries is part of the run, whatever a plan says; closing a day reconciles hands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from siantar.casework import custody
from siantar.casework.consequences import relay_all
from siantar.casework.models import Standing
from siantar.delivery import closing, hands, runs
from siantar.delivery.models import Run, Stop
from siantar.delivery.runs import Placed, StillCarrying
from siantar.directory.models import User
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK, MORNING
from tests.delivery.days import given_ready, given_run, listed
from tests.people import COLLECTED, OFFICE, enter, given_town

pytestmark = pytest.mark.django_db


def loaded(town, count: int, who: str = "kurir1"):
    files = [given_ready(town) for _ in range(count)]
    for file in files:
        assert town.tell(who, Kind.LOADED, file.receipt_number).result == "recorded"
    return files


def numbers_of(files) -> list[str]:
    return [file.receipt_number for file in files]


def test_a_shortened_shift_and_an_empty_plan_leave_the_carried_items_in_the_run(town):
    files = [given_ready(town) for _ in range(10)]
    run = given_run(town, files)
    for file in files:
        town.tell("kurir1", Kind.LOADED, file.receipt_number)
    relay_all(town.clock)
    again = given_run(town, [], hours=1)
    assert listed(again) == numbers_of(files)
    assert again.pk == run.pk
    with pytest.raises(closing.Unexplained) as left:
        closing.close(again, by=town.people["pengatur"], at=town.clock, explanations={files[0].receipt_number: "pos"})
    assert list(left.value.numbers) == numbers_of(files[1:])


def test_a_plan_keeps_the_order_it_gives_to_carried_items(town):
    files = [given_ready(town) for _ in range(3)]
    given_run(town, files)
    town.tell("kurir1", Kind.LOADED, files[2].receipt_number)
    relay_all(town.clock)
    assert listed(given_run(town, [files[2], files[0]])) == numbers_of([files[2], files[0]])


def test_a_plan_that_gives_a_carried_item_to_another_courier_is_put_right(town):
    (file,) = loaded(town, 1)
    mine, other = given_run(town), given_run(town, who="kurir2")
    runs.arrange({mine: [], other: [Placed(file)]}, by=town.people["pengatur"])
    assert (listed(mine), listed(other)) == ([file.receipt_number], [])


def test_a_plan_of_one_run_alone_leaves_another_couriers_bag_alone(town):
    (file,) = loaded(town, 1)
    given_run(town)
    other = given_run(town, who="kurir2")
    runs.arrange({other: [Placed(file)]}, by=town.people["pengatur"])
    assert listed(other) == []
    assert Stop.objects.get(application=file).run.courier.username == "kurir1"


def test_a_run_begun_for_a_courier_with_a_full_bag_has_it_as_stops(town):
    files = loaded(town, 3)
    relay_all(town.clock)
    assert listed(given_run(town)) == numbers_of(files)


def test_a_run_is_not_dropped_under_a_courier_who_carries_something(town):
    run = given_run(town)
    (file,) = loaded(town, 1)
    with pytest.raises(StillCarrying) as left:
        runs.drop(run, by=town.people["pengatur"])
    assert left.value.numbers == [file.receipt_number]
    town.tell("kurir1", Kind.UNLOADED, file.receipt_number)
    runs.drop(run, by=town.people["pengatur"])
    assert not Run.objects.exists()


def test_a_day_closes_over_empty_hands(town):
    files = [given_ready(town) for _ in range(3)]
    run = given_run(town, files)
    for file in files[:2]:
        town.tell("kurir1", Kind.LOADED, file.receipt_number)
    town.tell("kurir1", Kind.DELIVERED, files[0].receipt_number, data=COLLECTED, private={"receiver_name": "Siti"})
    town.tell("kurir1", Kind.UNLOADED, files[1].receipt_number)
    relay_all(town.clock)
    sums = closing.close(Run.objects.get(pk=run.pk), by=town.people["pengatur"], at=town.tick())
    assert (sums.balanced, sums.loaded, sums.delivered) == (True, 1, (files[0].receipt_number,))
    assert set(sums.not_loaded) == set(numbers_of(files[1:]))


def test_an_item_without_a_stop_keeps_the_day_open_and_is_explained_by_its_number(town):
    run = given_run(town)
    (file,) = loaded(town, 1)  # and nobody relays
    sums = closing.tally(run)
    assert [(item.number, item.listed) for item in sums.in_hand] == [(file.receipt_number, False)]
    with pytest.raises(closing.Unexplained):
        closing.close(run, by=town.people["pengatur"], at=town.clock, explanations={"lain": "ada"})
    reason = {file.receipt_number: "dititipkan di pos"}
    sums = closing.close(run, by=town.people["pengatur"], at=town.clock, explanations=reason)
    assert not sums.balanced
    run.refresh_from_db()
    assert (run.status, run.explained) == (Run.Status.CLOSED, reason)
    after = closing.tally(run)
    assert (after.loaded, after.explained, after.in_hand) == (1, (file.receipt_number,), ())
    relay_all(town.tick())
    assert Stop.objects.filter(open=True).count() == 0  # the closed run is left alone


def test_what_is_carried_over_night_is_in_the_next_run(town):
    run = given_run(town)
    (file,) = loaded(town, 1)
    relay_all(town.clock)
    closing.close(run, by=town.people["pengatur"], at=town.clock, explanations={file.receipt_number: "besok"})
    town.clock += timedelta(days=1)
    assert listed(given_run(town)) == [file.receipt_number]


def test_the_page_lists_what_is_in_hand_and_says_all_is_well_only_when_it_is(town, client):
    run = given_run(town)
    (file,) = loaded(town, 1)
    enter(client, "pengatur")
    page = client.get("/pengantaran/").content.decode()
    assert f'name="explain-{file.receipt_number}"' in page
    assert "tidak ada di daftar perjalanan ini" in page
    there = f"/pengantaran/{run.number}/tutup/"
    page = client.post(there, {"explanation": "semua di pos"}, follow=True).content.decode()
    assert "Masih dibawa kurir: " in page
    explained = {f"explain-{file.receipt_number}": "dititipkan di pos"}
    page = client.post(there, explained, follow=True).content.decode()
    assert "Masih dibawa kurir, dengan penjelasan: " in page
    assert "Semua cocok" not in page
    assert "dititipkan di pos" in page


def test_a_shift_with_a_full_bag_is_not_taken_back_by_the_page(town, client):
    town.office.lat, town.office.lon = -6.2441, 106.6582
    town.office.save()
    run = given_run(town)
    loaded(town, 1)
    enter(client, "pengatur")
    page = client.post("/pengantaran/kurir/", {"courier": []}, follow=True).content.decode()
    assert "masih membawa" in page
    assert Run.objects.filter(pk=run.pk).exists()


FILES, COURIERS = 4, ("kurir1", "kurir2")
ACTS = st.one_of(
    st.tuples(st.just("load"), st.sampled_from(COURIERS), st.integers(0, FILES - 1)),
    st.tuples(st.just("unload"), st.sampled_from(COURIERS), st.integers(0, FILES - 1)),
    st.tuples(st.just("hand_on"), st.sampled_from(COURIERS), st.integers(0, FILES - 1)),
    st.tuples(st.just("plan"), st.lists(st.integers(0, FILES - 1), unique=True), st.integers(0, FILES)),
    st.tuples(st.just("close"), st.sampled_from(COURIERS), st.booleans()),
    st.tuples(st.just("relay")),
)


@settings(max_examples=40)
@given(acts=st.lists(ACTS, min_size=3, max_size=14))
def test_whatever_is_loaded_planned_and_closed_hands_and_runs_agree(acts):
    with transaction.atomic():
        day = _Day()
        for name, *rest in acts:
            getattr(day, name)(*rest)
        day.relay()
        transaction.set_rollback(True)


class _Day:
    """Two couriers, a few items, and what must hold after every act."""

    def __init__(self) -> None:
        CLOCK.at = MORNING
        self.town = given_town()
        self.files = [given_ready(self.town) for _ in range(FILES)]
        for who in COURIERS:
            given_run(self.town, who=who)
        relay_all(self.town.clock)

    def load(self, who: str, place: int) -> None:
        self.town.tell(who, Kind.LOADED, self.files[place].receipt_number)

    def unload(self, who: str, place: int) -> None:
        self.town.tell(who, Kind.UNLOADED, self.files[place].receipt_number)

    def hand_on(self, who: str, place: int) -> None:
        giver = COURIERS[1 - COURIERS.index(who)]
        self.town.tell(who, Kind.LOADED, self.files[place].receipt_number, data={"handed_over": True})
        self.town.tell(giver, Kind.UNLOADED, self.files[place].receipt_number)

    def plan(self, order, cut: int) -> None:
        """A plan that knows nothing of bags: these files, some to the one and some to the other courier."""
        going = list(Run.objects.exclude(status=Run.Status.CLOSED).order_by("pk"))
        ready = {
            row.application_id
            for row in Standing.objects.filter(stage__in=["ready_for_delivery", "out_for_delivery"])
        }
        files = [self.files[place] for place in order if self.files[place].pk in ready]
        parts = [files[:cut], files[cut:]][: len(going)]
        tours = {run: [Placed(file) for file in part] for run, part in zip(going, parts, strict=True)}
        runs.arrange(tours, by=self.town.people["pengatur"])
        for run in going:
            self.all_in_hand_is_listed(run)

    def close(self, who: str, explained: bool) -> None:
        run = Run.objects.get(courier__username=who)
        in_hand = {file.receipt_number for file in hands.carried_by(run.courier_id)}
        reasons = dict.fromkeys(in_hand, "di pos") if explained else {}
        if run.status == Run.Status.CLOSED:
            return
        if in_hand and not explained:
            with pytest.raises(closing.Unexplained) as left:
                closing.close(run, by=self.town.people["pengatur"], at=self.town.tick())
            assert set(left.value.numbers) == in_hand
            return
        sums = closing.close(run, by=self.town.people["pengatur"], at=self.town.tick(), explanations=reasons)
        assert set(sums.still_out) == in_hand
        assert sums.balanced is not bool(in_hand)
        assert in_hand <= set(listed(run))

    def relay(self) -> None:
        relay_all(self.town.clock)
        for run in Run.objects.exclude(status=Run.Status.CLOSED):
            self.all_in_hand_is_listed(run)
        books = {balance.holder: balance.booked for balance in custody.balances(OFFICE)}
        for courier in User.objects.filter(username__in=COURIERS):
            assert books.get(f"courier:{courier.pk}", 0) == len(hands.carried_by(courier.pk))

    def all_in_hand_is_listed(self, run: Run) -> None:
        carried = {file.receipt_number for file in hands.carried_by(run.courier_id)}
        assert carried <= set(listed(run))
