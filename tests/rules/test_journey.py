"""The journey as data: every path whole, every state with a way out, nobody does what their role may not."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.catalogue.seeding import SEED
from siantar.rules import access, journey, path_check
from siantar.rules.access import Actor
from siantar.rules.event import RESIDENT, Event, Holder, HolderKind
from siantar.rules.evidence import Evidence
from siantar.rules.history import Progress
from siantar.rules.journey import Path, PathStep, Refused, Rule, State
from siantar.rules.vocabulary import ENDS, Code, FailureReason, HoldReason, Kind, Method, Role, Stage

OFFICE, REGISTRY = "36.74.02", "36.74-disdukcapil"
KTP, LETTER = Path((PathStep(REGISTRY),), old_ktp=True), Path((PathStep(),))
FAMILY_CARD, BOTH = Path((PathStep(REGISTRY),), digital=True), Path((PathStep(REGISTRY), PathStep("imigrasi"), PathStep()))
HANDED = {"relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}
paths = st.builds(
    lambda steps, digital, old: Path(tuple(PathStep(s) for s in steps), digital, old),
    st.lists(st.sampled_from(["", REGISTRY, "imigrasi"]), min_size=1, max_size=4), st.booleans(), st.booleans(),
)  # fmt: skip


def seed_paths() -> list[Path]:
    entries = tomllib.loads(SEED.read_text())["service"]
    return [
        Path(
            tuple(PathStep(REGISTRY if station == "registry" else "") for station in entry["stations"]),
            entry.get("digital", False),
            entry.get("old_ktp", False),
        )
        for entry in entries
    ]


NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def stands(path: Path, state: State) -> Progress:
    """A progress of which only the state matters."""
    return Progress(state, path, (), (), None, NOW)


def event(kind: Kind, path: Path, state: State, **more) -> Event:
    """A well-formed event of this kind, as the right person would tell it."""
    reasons = {Kind.HELD: HoldReason.OTHER, Kind.DELIVERY_FAILED: FailureReason.OTHER}
    usual = {"to": journey.next_agency(state, path), "bundle": "B1", "reason": reasons.get(kind, "sebab"), "data": HANDED}
    named = {"private": {"receiver_name": "Siti"}, "office": OFFICE, "person": "7"}
    return Event(UUID(int=1), kind, "", NOW, **{**usual, **named, **more})


checked_anew = path_check.check.__wrapped__  # under other rules, what was checked before tells nothing


def test_the_seed_is_whole_and_together_reaches_every_stage():
    path_check.check_all(seed_paths())


@given(paths)
def test_every_path_of_stations_is_whole(path):
    path_check.check(path)


def test_a_digital_result_nobody_signs_is_no_path():
    with pytest.raises(path_check.BrokenPath):
        path_check.check(Path((), digital=True))


@pytest.mark.parametrize(
    ("kind", "stages"),
    [
        (Kind.MADE_READY, {Stage.CHECKING, Stage.FINISHED}),
        (Kind.ISSUED_DIGITALLY, {Stage.RECEIVED, Stage.FINISHED}),
        (Kind.DELIVERED, {Stage.RECEIVED, Stage.OUT_FOR_DELIVERY}),
    ],
)
def test_a_way_round_the_signature_is_found(monkeypatch, kind, stages):
    rule = journey.RULES[kind]
    monkeypatch.setitem(journey.RULES, kind, Rule(frozenset(stages), rule.move))
    with pytest.raises(path_check.BrokenPath):
        checked_anew(replace(LETTER, digital=kind is Kind.ISSUED_DIGITALLY))


@pytest.mark.parametrize("kind", [Kind.CHECK_PASSED, Kind.SIGNED, Kind.CAME_BACK, Kind.FOUND, Kind.DOCUMENTS_COMPLETED])
def test_a_dead_end_is_found(monkeypatch, kind):
    monkeypatch.delitem(journey.RULES, kind)
    with pytest.raises(path_check.BrokenPath):
        for path in (KTP, LETTER):
            checked_anew(path)


@given(paths)
def test_what_a_page_may_offer_is_what_the_rules_allow(path):
    """`possible` never hides an act that would be accepted, but for those that need another's eyes."""
    for state in path_check.explore(path):
        offered = journey.possible(state, path)
        for kind in set(Kind) - offered:
            try:
                journey.advance(state, path, event(kind, path, state))
            except Refused:
                continue
            hidden = kind is Kind.COLLECTED and state.stage in ENDS
            replaced = kind is Kind.HELD and bool(state.hold)
            assert hidden or replaced, (kind, state)


IN_THE_HOUSE = {Stage.RECEIVED, Stage.INCOMPLETE, Stage.CHECKING, Stage.AWAITING_SIGNATURE}
IN_HANDS = {HolderKind.COUNTER, HolderKind.SHELF, HolderKind.OFFICER}


@pytest.mark.parametrize("path", [KTP, LETTER])
@pytest.mark.parametrize("missing", [True, False])
@pytest.mark.parametrize("method", [*Method, None])
def test_another_service_begins_the_file_anew_until_it_leaves_the_house(path, missing, method):
    papers = [{"kind": "original"}, {"kind": "missing" if missing else "copy"}]
    data = {"fields": ["service"], "service": "lain", "papers": papers} | ({"method": method} if method else {})
    began = set()
    for state in [replace(each, attempts=3) for each in path_check.explore(path)]:
        corrected = event(Kind.INTAKE_CORRECTED, path, state, data=data)
        if state.stage in IN_THE_HOUSE and not state.step and state.holder.kind in IN_HANDS:
            anew = journey.begin(method or state.method, OFFICE, complete=not missing)
            assert journey.advance(state, path, corrected) == replace(anew, attempts=3)
            began.add(state.stage)
        else:
            with pytest.raises(Refused) as refusal:
                journey.advance(state, path, corrected)
            assert refusal.value.code == Code.WRONG_STAGE
    assert began >= {Stage.RECEIVED, Stage.INCOMPLETE, Stage.CHECKING}


@given(paths)
def test_no_item_is_ever_nowhere(path):
    for state in path_check.explore(path):
        assert state.holder
        if state.stage in {Stage.DELIVERED, Stage.COLLECTED}:
            assert state.holder == RESIDENT
        if state.stage is Stage.UNDER_INVESTIGATION:
            assert (state.holder, bool(state.stage_before)) == (Holder(HolderKind.MISSING, "o"), True)


@pytest.mark.parametrize("path", [KTP, LETTER, FAMILY_CARD, BOTH])
@pytest.mark.parametrize("role", Role)
def test_a_role_does_only_what_is_its_own(path, role):
    stranger = Actor("9", OFFICE, frozenset({role}))
    for state in path_check.explore(path):
        for kind in journey.possible(state, path):
            raw = replace(event(kind, path, state), data={})
            try:
                access.permit(stranger, replace(raw, person="9"), stands(path, state), Evidence(office=OFFICE))
            except Refused as refusal:
                assert refusal.code in {Code.WRONG_ROLE, Code.WRONG_OFFICE, Code.NOT_IN_YOUR_HANDS}
            else:
                assert role in access.roles_of(kind), (role, kind)


@pytest.mark.parametrize("kind", sorted(access.EVENTS))
def test_nobody_of_another_office_does_anything(kind):
    everyone = Actor("9", "31.71.01", frozenset(Role))
    for state in path_check.explore(KTP):
        with pytest.raises(Refused):
            access.permit(everyone, event(kind, KTP, state), stands(KTP, state), Evidence(office=OFFICE))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"private": {"receiver_name": " "}}, Code.RECEIVER_MISSING),
        ({"private": {}}, Code.RECEIVER_MISSING),
        ({"data": HANDED | {"relation": "stranger"}}, Code.RELATION_NOT_ALLOWED),
        ({"data": HANDED | {"relation": "neighbour"}}, Code.RELATION_NOT_ALLOWED),
        ({"data": HANDED | {"identity_check": "looks_honest"}}, Code.IDENTITY_NOT_CHECKED),
        ({"data": HANDED | {"old_ktp": "not_needed"}}, Code.OLD_KTP_MISSING),
    ],
)
def test_a_handover_without_what_the_law_asks_is_refused(change, code):
    state = State(Stage.OUT_FOR_DELIVERY, Holder.courier("7"), Method.COURIER)
    with pytest.raises(Refused) as refused:
        journey.advance(state, KTP, event(Kind.DELIVERED, KTP, state, **change))
    assert refused.value.code is code


def test_after_two_failed_attempts_it_waits_at_the_office():
    state = State(Stage.OUT_FOR_DELIVERY, Holder.courier("7"), Method.COURIER)
    for attempt in (1, 2):
        state = journey.advance(state, KTP, event(Kind.DELIVERY_FAILED, KTP, state))
        assert state.attempts == attempt
    with pytest.raises(Refused):
        journey.advance(state, KTP, event(Kind.DELIVERY_FAILED, KTP, state))
    assert journey.advance(state, KTP, event(Kind.UNLOADED, KTP, state)).stage is Stage.BACK_AT_OFFICE


@pytest.mark.parametrize("path", [KTP, LETTER])
def test_the_resident_changes_the_way_home_until_the_item_is_out(path):
    for state in path_check.explore(path):
        for method in Method:
            raw = event(Kind.METHOD_CHANGED, path, state, data={"method": method})
            try:
                after = journey.advance(state, path, raw)
            except Refused as refusal:
                assert refusal.code is Code.WRONG_STAGE
                assert state.stage in ENDS | {
                    Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE, Stage.UNDER_INVESTIGATION,
                }  # fmt: skip
                continue
            assert (after.method, after.holder) == (method, state.holder)
            ready = {Method.COURIER: Stage.READY_FOR_DELIVERY, Method.COUNTER: Stage.READY_FOR_PICKUP}
            assert after.stage is (ready[method] if state.stage in set(ready.values()) else state.stage)


def test_a_digital_result_has_no_way_home_to_choose():
    state = journey.begin(Method.COUNTER, OFFICE, complete=True)
    with pytest.raises(Refused) as refused:
        journey.advance(state, FAMILY_CARD, event(Kind.METHOD_CHANGED, FAMILY_CARD, state, data={"method": "courier"}))
    assert refused.value.code is Code.DIGITAL_RESULT


def test_only_the_holder_of_the_receipt_agrees_on_a_visit_and_only_where_a_courier_comes():
    window = {"from": "2026-11-26T08:00:00+07:00", "to": "2026-11-26T10:00:00+07:00"}
    state = journey.begin(Method.COURIER, OFFICE, complete=True)
    visit = event(Kind.VISIT_AGREED, KTP, state, data=window)
    assert journey.advance(state, KTP, visit) == state
    with pytest.raises(Refused) as refused:
        journey.advance(replace(state, method=Method.COUNTER), KTP, visit)
    assert refused.value.code is Code.COLLECTS_AT_COUNTER
    staff = Actor("9", OFFICE, frozenset(Role) - {Role.RESIDENT})
    with pytest.raises(Refused) as stranger:
        access.permit(staff, visit, stands(KTP, state), Evidence(office=OFFICE))
    assert stranger.value.code is Code.WRONG_ROLE


def test_what_is_possible_is_not_refused_for_its_stage():
    """A page offers what the state allows: after the check the bundle comes next, after two attempts no third."""
    shelf = Holder(HolderKind.SHELF, "kantor")
    checked = State(Stage.CHECKING, shelf, Method.COURIER, waits_for_bundle=True)
    path = Path((PathStep("dukcapil"),))
    assert journey.possible(checked, path) & {Kind.CHECK_PASSED, Kind.CHECK_STARTED, Kind.FOUND_INCOMPLETE} == set()
    assert Kind.SENT in journey.possible(checked, path)
    tried = State(Stage.DELIVERY_FAILED, Holder.courier("1"), Method.COURIER, attempts=2)
    assert Kind.DELIVERY_FAILED not in journey.possible(tried, path)
    assert Kind.DELIVERY_FAILED in journey.possible(replace(tried, attempts=1), path)
