"""The decision as a pure function: every refusal, late facts, clocks that differ, shown receipts, hand to hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import hand_to_hand, history
from siantar.rules.access import ITSELF, Actor
from siantar.rules.decide import CLOCKS_DIFFER, Decision, History, Verdict, decide, needs_events
from siantar.rules.event import RESIDENT, Event, Holder
from siantar.rules.evidence import Evidence, Possession
from siantar.rules.vocabulary import Code, Kind, Role, Stage

OFFICE, AGENCY = "36.74.02", "36.74-disdukcapil"
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HANDED = {"relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}
CAST = {
    "loket": Actor("1", OFFICE, frozenset({Role.COUNTER})),
    "pemeriksa": Actor("2", OFFICE, frozenset({Role.CHECKER})),
    "camat": Actor("3", OFFICE, frozenset({Role.SIGNATORY})),
    "penghubung": Actor("4", OFFICE, frozenset({Role.LIAISON})),
    "dukcapil": Actor("5", AGENCY, frozenset({Role.AGENCY})),
    "pengatur": Actor("6", OFFICE, frozenset({Role.DISPATCHER})),
    "kurir1": Actor("7", OFFICE, frozenset({Role.COURIER})),
    "kurir2": Actor("8", OFFICE, frozenset({Role.COURIER})),
    "warga": Actor("resident", OFFICE, frozenset({Role.RESIDENT})),
    "asing": Actor("9", "31.71.01", frozenset(Role)),
}
EVIDENCE = Evidence(office=OFFICE, couriers=frozenset({"7", "8"}), promise_hours=40)
ROAD = [
    ("pemeriksa", Kind.CHECK_STARTED, {}), ("pemeriksa", Kind.CHECK_PASSED, {}),
    ("penghubung", Kind.SENT, {"to": AGENCY, "bundle": "B1"}), ("dukcapil", Kind.ARRIVED, {}),
    ("dukcapil", Kind.COMPLETED, {}), ("penghubung", Kind.CAME_BACK, {}), ("loket", Kind.MADE_READY, {}),
    ("kurir1", Kind.LOADED, {}),
]  # fmt: skip


class Town:
    """One file whose events are decided one after another; the minute moves with each."""

    def __init__(self, method: str = "courier", *, digital: bool = False, old_ktp: bool = True) -> None:
        self.ids = iter(range(1, 1000))
        path = {"steps": [AGENCY], "digital": digital, "old_ktp": old_ktp}
        data = {"path": path, "method": method, "papers": [], "promised_at": None}
        first = Event(self.id(), Kind.HANDED_IN, "", MORNING, data=data, office=OFFICE, person="1", seq=1, recorded_at=MORNING)
        self.seen = History(MORNING, history.begin(first), 1, (first,))
        self.now = MORNING

    def id(self) -> UUID:
        return UUID(int=next(self.ids))

    def foresee(self, who: str, kind: Kind, *, at: datetime | None = None, evidence: Evidence = EVIDENCE, **more) -> Decision:
        """What would become of it; the file stays as it is."""
        event = Event(self.id(), kind, "", at or self.now, **more)
        return decide(self.seen, event, actor=CAST[who], evidence=evidence, at=self.now)

    def tell(self, who: str, kind: Kind, **more) -> Decision:
        self.now += timedelta(minutes=20)
        decision = self.foresee(who, kind, **more)
        self.seen = decision.history
        return decision

    def along(self, steps: int) -> Town:
        for who, kind, more in ROAD[:steps]:
            assert self.tell(who, kind, **more).verdict is Verdict.ACCEPTED, kind
        return self

    @property
    def stage(self) -> Stage:
        return self.seen.progress.state.stage


def delivered(**more) -> dict:
    return {"data": HANDED, "private": {"receiver_name": "Siti"}, **more}


REFUSALS = {
    Code.WRONG_STAGE: (0, "loket", Kind.MADE_READY, {}),
    Code.WRONG_ROLE: (0, "loket", Kind.CHECK_STARTED, {}),
    Code.WRONG_OFFICE: (0, "asing", Kind.CHECK_STARTED, {}),
    Code.NOT_IN_YOUR_HANDS: (8, "kurir2", Kind.DELIVERED, delivered()),
    Code.WRONG_AGENCY: (2, "penghubung", Kind.SENT, {"to": "imigrasi", "bundle": "B1"}),
    Code.NO_RESULT_YET: (4, "penghubung", Kind.CAME_BACK, {}),
    Code.REASON_MISSING: (1, "pemeriksa", Kind.FOUND_INCOMPLETE, {"reason": " "}),
    Code.REASON_TOO_LONG: (8, "kurir1", Kind.DELIVERY_FAILED, {"reason": "x" * 2001}),
    Code.RECEIVER_MISSING: (8, "kurir1", Kind.DELIVERED, delivered(private={})),
    Code.RELATION_NOT_ALLOWED: (8, "kurir1", Kind.DELIVERED, delivered(data=HANDED | {"relation": "neighbour"})),
    Code.IDENTITY_NOT_CHECKED: (8, "kurir1", Kind.DELIVERED, delivered(data={"relation": "applicant"})),
    Code.OLD_KTP_MISSING: (8, "kurir1", Kind.DELIVERED, delivered(data=HANDED | {"old_ktp": "not_needed"})),
    Code.UNKNOWN_COURIER: (7, "pengatur", Kind.LOADED, {"data": {"courier": "999999"}}),
    Code.UNKNOWN_BATCH: (2, "penghubung", Kind.SENT, {"to": AGENCY}),
    Code.PHYSICAL_RESULT: (6, "pemeriksa", Kind.ISSUED_DIGITALLY, {}),
    Code.FROM_THE_FUTURE: (0, "pemeriksa", Kind.CHECK_STARTED, {"at": MORNING + CLOCKS_DIFFER + timedelta(seconds=1)}),
    Code.BEFORE_HAND_IN: (0, "pemeriksa", Kind.CHECK_STARTED, {"at": MORNING - CLOCKS_DIFFER - timedelta(seconds=1)}),
    Code.MALFORMED: (7, "warga", Kind.VISIT_AGREED, {"data": {"from": "besok"}}),
    Code.NOTHING_CHANGED: (0, "loket", Kind.INTAKE_CORRECTED, {"reason": "x", "data": {"fields": []}}),
    Code.OTHER_LETTER: (1, "pemeriksa", Kind.INITIALLED, {"data": {"letter": "x"}}),
    Code.NO_REDIRECT: (0, "loket", Kind.REDIRECT_STOPPED, {}),
    Code.REDIRECT_WAITS: (0, "warga", Kind.CONTACT_CORRECTED, {"private": {"phone": "+6281311112222"}}),
    Code.UNKNOWN_EVENT: (8, "camat", Kind.CORRECTED, {"reason": "x", "data": {"event": str(UUID(int=999))}}),
    Code.BREAKS_LATER_FACT: (8, "camat", Kind.CORRECTED, {"reason": "x", "data": {"event": str(UUID(int=2))}}),
}


@pytest.mark.parametrize("code", REFUSALS, ids=str)
def test_every_refusal_has_its_case(code):
    steps, who, kind, more = REFUSALS[code]
    town = Town().along(steps)
    decision = town.foresee(who, kind, **more)
    assert (decision.verdict, decision.code, decision.events) == (Verdict.REFUSED, code, ())
    assert decision.history is town.seen


def test_the_other_refusals():
    assert Town(digital=True, old_ktp=False).along(6).foresee("loket", Kind.MADE_READY).code is Code.DIGITAL_RESULT
    visit = {"data": {"from": "2026-12-01T08:00:00+07:00", "to": "2026-12-01T10:00:00+07:00"}}
    assert Town("counter").along(6).foresee("warga", Kind.VISIT_AGREED, **visit).code is Code.COLLECTS_AT_COUNTER
    town = Town().along(1)
    started = str(town.seen.events[-1].id)
    town.tell("camat", Kind.CORRECTED, reason="salah berkas", data={"event": started})
    again = town.foresee("camat", Kind.CORRECTED, reason="salah berkas", data={"event": started})
    assert again.code is Code.ALREADY_CORRECTED


def test_every_code_of_a_decision_is_tried_here():
    elsewhere = {
        Code.UNKNOWN_RECEIPT, Code.MISTYPED_RECEIPT, Code.UNKNOWN_TYPE, Code.ID_TAKEN, Code.BATCH_NOT_READY,  # at the door
        Code.TRAINING_RECEIPT, Code.TRUE_RECEIPT, Code.NOT_HERE,  # at the door too
        Code.PROOF_MISSING, Code.CONTRADICTED, Code.WRONG_PROOF, Code.PIN_LOCKED, Code.NOT_HANDED_OVER,  # kept as conflicts, below
        Code.UNKNOWN_REASON,  # the journey's own guard: a decision keeps other words under "other"
        Code.DIGITAL_RESULT, Code.COLLECTS_AT_COUNTER, Code.ALREADY_CORRECTED,  # above
        Code.UNKNOWN_CARRIER, Code.WRONG_SHIPMENT_NUMBER, Code.OLD_KTP_BY_HAND,  # tests/rules/test_carried
        Code.SAME_PERSON,  # tests/rules/test_two_people
        Code.INITIALS_MISSING, Code.OWN_DRAFT, Code.NOT_OPENED, Code.NOT_SIGNED,  # tests/letters
    } | {code for code in Code if code.startswith("esign_")}  # fmt: skip; tests/letters/esign
    assert set(REFUSALS) | elsewhere == set(Code)


@pytest.mark.parametrize("early", [timedelta(seconds=1), timedelta(microseconds=1), timedelta(minutes=9), CLOCKS_DIFFER])
def test_a_clock_a_little_slow_at_hand_in_loses_nothing(early):
    decision = Town().foresee("pemeriksa", Kind.CHECK_STARTED, at=MORNING - early)
    assert (decision.verdict, decision.history.progress.state.stage) == (Verdict.ACCEPTED, Stage.CHECKING)
    assert decision.events[0].occurred_at == MORNING
    assert decision.events[0].data["told_clock"] == (MORNING - early).isoformat()


@given(slow=st.timedeltas(timedelta(0), CLOCKS_DIFFER))
def test_a_clock_a_little_slow_between_two_acts_loses_nothing(slow):
    town = Town().along(1)
    town.now += timedelta(seconds=1)
    decision = town.foresee("pemeriksa", Kind.CHECK_PASSED, at=town.seen.progress.last_at - slow)
    assert decision.verdict is Verdict.ACCEPTED
    assert decision.history.progress.state.waits_for_bundle


def test_a_clock_that_cuts_to_whole_seconds_loses_nothing():
    town = Town()
    town.now += timedelta(minutes=1, milliseconds=700)
    town.seen = town.foresee("pemeriksa", Kind.CHECK_STARTED).history
    whole = town.now.replace(microsecond=0)
    assert town.foresee("pemeriksa", Kind.CHECK_PASSED, at=whole).verdict is Verdict.ACCEPTED


def test_a_late_fact_is_put_in_its_place():
    town = Town().along(8)
    town.now += timedelta(hours=3)
    failed_at = town.now - timedelta(hours=2)
    town.tell("kurir1", Kind.DELIVERED, **delivered())
    decision = town.foresee("kurir1", Kind.DELIVERY_FAILED, reason="house_empty", at=failed_at)
    assert (decision.verdict, decision.refolded) == (Verdict.ACCEPTED, True)
    assert decision.history.progress.state.attempts == 1
    assert [entry.stage for entry in decision.history.progress.timeline][-2:] == [Stage.DELIVERY_FAILED, Stage.DELIVERED]


def test_a_late_fact_that_contradicts_is_kept_by_who_had_the_item_and_refused_to_strangers():
    town = Town().along(8)
    then = town.now + timedelta(minutes=1)
    town.now += timedelta(hours=1)
    town.tell("kurir1", Kind.DELIVERED, **delivered())
    town.tell("camat", Kind.CORRECTED, reason="x", data={"event": str(town.seen.events[-1].id)})
    town.tell("kurir1", Kind.UNLOADED)
    late = {"at": town.now - timedelta(minutes=15), **delivered()}
    decision = town.foresee("kurir1", Kind.DELIVERED, **late)
    assert decision.verdict in {Verdict.ACCEPTED, Verdict.CONTRADICTED}
    stranger = town.foresee("kurir2", Kind.DELIVERED, at=then, **delivered())
    assert (stranger.verdict, stranger.code) == (Verdict.REFUSED, Code.NOT_IN_YOUR_HANDS)


@pytest.mark.parametrize(
    ("possession", "code"), [(Possession.NOT_SHOWN, Code.WRONG_PROOF), (Possession.LOCKED, Code.PIN_LOCKED)]
)
def test_a_receipt_that_was_not_shown_keeps_the_fact_and_moves_nothing(possession, code):
    town = Town().along(8)
    decision = town.foresee("kurir1", Kind.DELIVERED, evidence=replace(EVIDENCE, possession=possession), **delivered())
    assert (decision.verdict, decision.code, decision.events[0].conflict) == (Verdict.CONTRADICTED, code, code)
    assert decision.history.progress.state == town.seen.progress.state
    assert decision.history.progress.conflicts == 1


ALL_PROOF = frozenset({"photo", "signature"})
PROOFS = [  # what is asked, what the courier says of it, with which note: kept as, still due
    (ALL_PROOF, {"photo": "taken", "signature": "taken"}, "", "", ["photo", "signature"]),
    (ALL_PROOF, {"photo": "missing", "signature": "taken"}, "", Code.PROOF_MISSING, ["signature"]),
    (ALL_PROOF, {"photo": "taken", "signature": "missing"}, "  ", Code.PROOF_MISSING, ["photo"]),
    (ALL_PROOF, {"photo": "missing", "signature": "missing"}, "hujan, kamera mati", "", None),
    (ALL_PROOF, {}, "", "", ["photo", "signature"]),
    (ALL_PROOF, {"photo": "ya"}, "", "", ["photo", "signature"]),
    (frozenset({"signature"}), {"photo": "missing", "signature": "taken"}, "", "", ["signature"]),
    (frozenset({"signature"}), {"photo": "taken", "signature": "missing"}, "", Code.PROOF_MISSING, None),
    (frozenset(), {"photo": "missing", "signature": "missing"}, "", "", None),
]


@pytest.mark.parametrize(("wanted", "says", "note", "code", "due"), PROOFS)
def test_a_delivery_without_what_the_office_asks_to_see_needs_the_reason(wanted, says, note, code, due):
    town = Town().along(8)
    private = {"receiver_name": "Siti", "note": note}
    handover = delivered(data=HANDED | says, private=private)
    decision = town.foresee("kurir1", Kind.DELIVERED, evidence=replace(EVIDENCE, proof_asked=wanted), **handover)
    assert (decision.verdict is Verdict.CONTRADICTED, decision.code or "") == (bool(code), code)
    assert decision.events[0].data.get("proof_due") == due


def test_a_delivery_without_proof_counts_once_a_person_says_so():
    town = Town().along(8)
    handover = delivered(data=HANDED | {"photo": "missing"})
    decision = town.tell("kurir1", Kind.DELIVERED, evidence=replace(EVIDENCE, proof_asked=ALL_PROOF), **handover)
    upheld = town.tell("camat", Kind.CORRECTED, reason="dilihat tetangga", data={"uphold": str(decision.events[0].id)})
    assert (upheld.verdict, town.stage) == (Verdict.ACCEPTED, Stage.DELIVERED)


def test_hand_to_hand_becomes_a_fact_when_both_have_scanned():
    town = Town().along(8)
    claim = town.tell("kurir2", Kind.LOADED, data={"handed_over": True})
    assert (claim.verdict, claim.code) == (Verdict.CONTRADICTED, Code.NOT_HANDED_OVER)
    assert town.foresee("kurir2", Kind.LOADED, data={"handed_over": True}).verdict is Verdict.REFUSED
    given_at = town.now - timedelta(minutes=10)
    town.now += timedelta(hours=1)
    settled = town.foresee("kurir1", Kind.UNLOADED, at=given_at)
    assert settled.verdict is Verdict.ACCEPTED
    assert [event.kind for event in settled.events] == [Kind.UNLOADED, Kind.CORRECTED]
    assert settled.history.progress.state.holder == Holder.courier("8")
    assert settled.history.progress.conflicts == 0
    unloaded, agreed = settled.events
    [claimed] = claim.events
    assert agreed.id == uuid5(unloaded.id, str(claimed.id))  # the same scan makes the same correction
    assert (agreed.reason, agreed.data) == (hand_to_hand.AGREED, {"uphold": str(claimed.id)})
    assert (agreed.person, agreed.office, agreed.seq) == (ITSELF, OFFICE, unloaded.seq + 1)
    assert agreed.occurred_at == agreed.recorded_at == unloaded.recorded_at == town.now


def test_the_agency_that_does_not_use_siantar_is_spoken_for():
    town = Town().along(3)
    assert town.foresee("penghubung", Kind.ARRIVED).code is Code.WRONG_ROLE
    silent = replace(EVIDENCE, silent_agencies=frozenset({AGENCY}))
    assert town.foresee("penghubung", Kind.ARRIVED, evidence=silent).verdict is Verdict.ACCEPTED


def test_the_same_question_has_the_same_answer():
    town = Town().along(8)
    event = Event(UUID(int=500), Kind.DELIVERED, "", town.now, **delivered())
    answers = [decide(town.seen, event, actor=CAST["kurir1"], evidence=EVIDENCE, at=town.now) for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0].history.progress.state.holder == RESIDENT


@given(steps=st.integers(0, 8), who=st.sampled_from(sorted(CAST)), kind=st.sampled_from([k for k in Kind if k is not Kind.HANDED_IN]))
def test_where_the_story_is_not_needed_it_changes_no_decision(steps, who, kind):
    """What the ledger does not read, no decision asks for."""
    town = Town().along(steps)
    event = Event(UUID(int=500), kind, "", town.now, reason="other", to=AGENCY, bundle="B1", **delivered())
    if needs_events(town.seen, event):
        return
    whole = decide(town.seen, event, actor=CAST[who], evidence=EVIDENCE, at=town.now)
    bare = decide(replace(town.seen, events=()), event, actor=CAST[who], evidence=EVIDENCE, at=town.now)
    assert (whole.verdict, whole.code, whole.events) == (bare.verdict, bare.code, bare.events)
    assert whole.history.progress == bare.history.progress


@pytest.mark.parametrize(
    ("who", "minutes", "verdict", "code"),
    [
        ("loket", 0, Verdict.ACCEPTED, None),
        ("loket", 10, Verdict.ACCEPTED, None),
        ("loket", 11, Verdict.REFUSED, Code.WRONG_ROLE),
        ("pengatur", 1, Verdict.REFUSED, Code.WRONG_ROLE),  # another's word
        ("pemeriksa", 1, Verdict.REFUSED, Code.WRONG_ROLE),
        ("camat", 600, Verdict.ACCEPTED, None),
    ],
)
def test_a_grave_act_is_taken_back_by_who_told_it_within_ten_minutes(who, minutes, verdict, code):
    town = Town().along(1)
    before = town.stage
    cancelled = town.tell("loket", Kind.CANCELLED, reason="pindah")
    town.now += timedelta(minutes=minutes)
    decision = town.foresee(who, Kind.CORRECTED, reason="salah tekan", data={"event": str(cancelled.events[0].id)})
    assert (decision.verdict, decision.code) == (verdict, code)
    if verdict is Verdict.ACCEPTED:
        assert decision.history.progress.state.stage is before


def test_what_is_no_grave_act_is_not_taken_back_by_who_told_it():
    town = Town()
    started = town.tell("pemeriksa", Kind.CHECK_STARTED)
    undone = town.foresee("pemeriksa", Kind.CORRECTED, reason="salah tekan", data={"event": str(started.events[0].id)})
    assert (undone.verdict, undone.code) == (Verdict.REFUSED, Code.WRONG_ROLE)
