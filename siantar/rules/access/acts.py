"""Who may do what beside telling events, and who may read what: role and scope, default is no."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from siantar.rules.access.actor import Actor, Forbidden, Grant, Scope, granted, to
from siantar.rules.vocabulary import Role


class Act(StrEnum):
    """What a person does that is not an event of a file."""

    START_BUNDLE = "start_bundle"
    FILL_BUNDLE = "fill_bundle"
    CLOSE_BUNDLE = "close_bundle"
    HAND_OVER_BUNDLE = "hand_over_bundle"
    RECEIVE_BUNDLE = "receive_bundle"
    RECONCILE_BUNDLE = "reconcile_bundle"
    MARK_IN_BUNDLE = "mark_in_bundle"
    PLAN_RUNS = "plan_runs"
    PLACE_ADDRESS = "place_address"
    AGREE_VISIT = "agree_visit"
    WRITE_NOTE = "write_note"
    ANNOUNCE_RUN = "announce_run"
    CLOSE_RUN = "close_run"
    CONSIGN = "consign"
    REPORT_SHIPMENTS = "report_shipments"
    SETTLE_REFUSAL = "settle_refusal"
    LOG_OUT_COURIER = "log_out_courier"
    KEEP_PROOF = "keep_proof"
    SET_UP_MESSAGES = "set_up_messages"
    SETTLE_MESSAGE = "settle_message"
    RESUME_CHANNEL = "resume_channel"
    CHOOSE_MESSAGES = "choose_messages"
    FILE_COMPLAINT = "file_complaint"
    ANSWER_COMPLAINT = "answer_complaint"
    STEER_COMPLAINT = "steer_complaint"
    ASK_ABOUT_DATA = "ask_about_data"
    ANSWER_DATA_REQUEST = "answer_data_request"
    END_RESTRICTION = "end_restriction"
    PUT_UP_TABLET = "put_up_tablet"
    CALL_NUMBER = "call_number"
    NAME_DEPUTY = "name_deputy"
    KEEP_OWN_ACCOUNT = "keep_own_account"
    SET_UP_PLACES = "set_up_places"
    PUT_ON_SHELF = "put_on_shelf"
    COUNT_ITEMS = "count_items"
    SET_UP_ALERTS = "set_up_alerts"
    TAKE_UP_ALERT = "take_up_alert"
    RESET_ACCESS = "reset_access"
    SET_RETENTION = "set_retention"
    HOLD_FILE = "hold_file"
    SETTLE_ODD_READING = "settle_odd_reading"
    ISSUE_REPORT = "issue_report"
    ISSUE_CITY_REPORT = "issue_city_report"
    SET_UP_REPORTS = "set_up_reports"
    SET_UP_CITY_REPORTS = "set_up_city_reports"
    PUBLISH_THANKS = "publish_thanks"
    SET_UP_LETTERS = "set_up_letters"
    CONFIRM_HAND_SIGNED = "confirm_hand_signed"
    SET_UP_OFFICE = "set_up_office"
    SET_UP_STAFF = "set_up_staff"
    SET_UP_SERVICES = "set_up_services"
    SET_UP_CARRIERS = "set_up_carriers"
    SUBSCRIBE = "subscribe"
    EMPTY_TRAINING = "empty_training"
    IMPORT_REGISTER = "import_register"
    CONTINUE_ENTRY = "continue_entry"


class Reading(StrEnum):
    """What a person looks at. Every reading of personal data leaves a trace."""

    FILE = "file"
    WORK_LIST = "work_list"
    SEARCH_BY_NIK = "search_by_nik"
    CONTRADICTIONS = "contradictions"
    WHEREABOUTS = "whereabouts"
    COUNTER = "counter"
    SCANNER = "scanner"
    RECEIPT = "receipt"
    BUNDLE = "bundle"
    BOARD = "board"
    PROOF_OF_DELIVERY = "proof_of_delivery"
    OWN_RUN = "own_run"
    CITY_MAP = "city_map"
    MESSAGES = "messages"
    SURVEY = "survey"
    SURVEY_COMMENTS = "survey_comments"
    COMPLAINTS = "complaints"
    COMPLAINTS_EXPORT = "complaints_export"
    DATA_REQUESTS = "data_requests"
    ACCESS_TABLE = "access_table"
    SHELF = "shelf"
    OWN_ACCOUNT = "own_account"
    AUDIT_RECORD = "audit_record"
    SYSTEM_STATE = "system_state"
    RETENTION = "retention"
    ODD_READINGS = "odd_readings"
    BREACH = "breach"
    DATA_COPY = "data_copy"
    REPORT = "report"
    LETTER = "letter"
    LETTER_BOOKS = "letter_books"
    CARD_BOOK = "card_book"
    OLD_REGISTER = "old_register"
    POPULATION_FORM = "population_form"


_STAFF = tuple(role for role in Role if role is not Role.RESIDENT)
_DESK = (Role.COUNTER, Role.CHECKER, Role.SIGNATORY, Role.ADMINISTRATOR)
_HEADS = (Role.SIGNATORY, Role.ADMINISTRATOR)
_TELLERS = (*_DESK, Role.DISPATCHER)
_STEERING = (
    Grant(Role.SIGNATORY),
    *to(Role.CHECKER, Role.ADMINISTRATOR, scope=Scope.ORDINARY),
    *to(Role.CHECKER, Role.ADMINISTRATOR, scope=Scope.ASSIGNED),
)
_COMPLAINTS = (*_STEERING, *to(Role.COUNTER, Role.LIAISON, Role.DISPATCHER, scope=Scope.ASSIGNED))
_RESIDENT = Grant(Role.RESIDENT, Scope.RECEIPT)
_FROM = to(Role.LIAISON, Role.AGENCY, scope=Scope.ORIGIN)
_TO = (*to(Role.LIAISON, Role.AGENCY, scope=Scope.TARGET), Grant(Role.LIAISON, Scope.FOR_AGENCY))

ACTS: Mapping[Act, tuple[Grant, ...]] = {
    Act.START_BUNDLE: to(Role.LIAISON, Role.AGENCY),
    Act.FILL_BUNDLE: _FROM,
    Act.CLOSE_BUNDLE: _FROM,
    Act.HAND_OVER_BUNDLE: _FROM,
    Act.RECEIVE_BUNDLE: _TO,
    Act.RECONCILE_BUNDLE: _TO,
    Act.MARK_IN_BUNDLE: (Grant(Role.AGENCY, Scope.TARGET), Grant(Role.LIAISON, Scope.FOR_AGENCY)),
    Act.PLAN_RUNS: to(Role.DISPATCHER),
    Act.PLACE_ADDRESS: to(Role.DISPATCHER),
    Act.AGREE_VISIT: to(Role.DISPATCHER),
    Act.WRITE_NOTE: to(Role.DISPATCHER),
    Act.ANNOUNCE_RUN: to(Role.DISPATCHER),
    Act.CLOSE_RUN: to(Role.DISPATCHER),
    Act.CONSIGN: to(Role.DISPATCHER),
    Act.REPORT_SHIPMENTS: to(Role.DISPATCHER),
    Act.SETTLE_REFUSAL: to(Role.DISPATCHER),
    Act.LOG_OUT_COURIER: to(Role.DISPATCHER),
    Act.KEEP_PROOF: (  # of a handover they recorded, or that an outside carrier told
        Grant(Role.COURIER, Scope.BAG),
        Grant(Role.DISPATCHER, Scope.CARRIER),
        Grant(Role.COUNTER),
    ),
    Act.SET_UP_MESSAGES: to(*_HEADS),
    Act.SETTLE_MESSAGE: to(*_TELLERS),
    Act.RESUME_CHANNEL: to(*_TELLERS),
    Act.CHOOSE_MESSAGES: (*to(*_TELLERS), _RESIDENT),
    Act.FILE_COMPLAINT: to(*_DESK),
    Act.ANSWER_COMPLAINT: _COMPLAINTS,
    Act.STEER_COMPLAINT: _STEERING,
    Act.ASK_ABOUT_DATA: (*to(*_DESK), _RESIDENT),
    Act.ANSWER_DATA_REQUEST: to(*_HEADS),
    Act.END_RESTRICTION: to(*_HEADS),
    Act.PUT_UP_TABLET: to(*_DESK),
    Act.CALL_NUMBER: to(Role.COUNTER),
    Act.NAME_DEPUTY: to(*(role for role in _STAFF if role is not Role.COURIER), scope=Scope.SELF),
    Act.KEEP_OWN_ACCOUNT: to(*_STAFF, scope=Scope.SELF),
    Act.SET_UP_PLACES: to(Role.COUNTER, *_HEADS),
    Act.PUT_ON_SHELF: to(Role.COUNTER, Role.CHECKER),
    Act.COUNT_ITEMS: to(Role.COUNTER, Role.CHECKER, Role.LIAISON, Role.DISPATCHER),
    Act.SET_UP_ALERTS: to(*_HEADS),
    Act.TAKE_UP_ALERT: to(*_DESK, Role.LIAISON, Role.DISPATCHER, Role.AGENCY),
    Act.RESET_ACCESS: to(Role.ADMINISTRATOR),
    Act.SET_RETENTION: to(*_HEADS),
    Act.HOLD_FILE: to(*_HEADS),
    Act.SETTLE_ODD_READING: to(Role.SIGNATORY),
    Act.ISSUE_REPORT: to(*_HEADS),
    Act.ISSUE_CITY_REPORT: to(Role.LEADER, scope=Scope.CITY),
    Act.SET_UP_REPORTS: to(*_HEADS),
    Act.SET_UP_CITY_REPORTS: to(Role.LEADER, scope=Scope.CITY),
    Act.PUBLISH_THANKS: to(Role.CHECKER, Role.SIGNATORY),
    Act.SET_UP_LETTERS: to(*_HEADS),
    Act.CONFIRM_HAND_SIGNED: to(Role.COUNTER, Role.CHECKER, Role.SIGNATORY),
    Act.SET_UP_OFFICE: to(*_HEADS),
    Act.SET_UP_STAFF: to(Role.ADMINISTRATOR),
    Act.SET_UP_SERVICES: to(*_HEADS),
    Act.SET_UP_CARRIERS: to(*_HEADS),
    Act.EMPTY_TRAINING: to(Role.ADMINISTRATOR),
    Act.IMPORT_REGISTER: to(*_HEADS),
    Act.CONTINUE_ENTRY: to(Role.COUNTER, Role.CHECKER),
    Act.SUBSCRIBE: (*to(*_HEADS), Grant(Role.LEADER, Scope.CITY)),
}

READINGS: Mapping[Reading, tuple[Grant, ...]] = {
    Reading.FILE: (
        *to(*_DESK),
        Grant(Role.LIAISON, Scope.CARRIED),
        Grant(Role.DISPATCHER, Scope.DELIVERY),
        Grant(Role.COURIER, Scope.BAG),
        Grant(Role.AGENCY, Scope.AGENCY),
    ),
    Reading.WORK_LIST: to(*_DESK, Role.LIAISON, Role.DISPATCHER, Role.COURIER, Role.AGENCY),
    Reading.SEARCH_BY_NIK: (*to(Role.COUNTER, Role.CHECKER, Role.SIGNATORY), Grant(Role.AGENCY, Scope.AGENCY)),
    Reading.CONTRADICTIONS: to(*_HEADS, Role.COUNTER, Role.DISPATCHER),
    Reading.WHEREABOUTS: to(*_DESK, Role.LIAISON, Role.DISPATCHER, Role.LEADER),
    Reading.COUNTER: to(Role.COUNTER),
    Reading.SCANNER: to(*_STAFF),
    Reading.RECEIPT: to(Role.COUNTER),
    Reading.BUNDLE: (*_FROM, *to(Role.LIAISON, Role.AGENCY, scope=Scope.TARGET)),
    Reading.BOARD: to(Role.DISPATCHER),
    Reading.PROOF_OF_DELIVERY: to(Role.DISPATCHER),
    Reading.OWN_RUN: to(Role.COURIER, scope=Scope.STOPS),
    Reading.CITY_MAP: to(*_STAFF),
    Reading.MESSAGES: to(*_TELLERS),
    Reading.SURVEY: (
        *to(Role.CHECKER, Role.SIGNATORY, Role.LEADER, Role.ADMINISTRATOR),
        Grant(Role.LEADER, Scope.CITY),
    ),
    Reading.SURVEY_COMMENTS: to(Role.CHECKER, Role.SIGNATORY),
    Reading.COMPLAINTS: _COMPLAINTS,
    Reading.COMPLAINTS_EXPORT: to(Role.ADMINISTRATOR, Role.CHECKER, Role.SIGNATORY),
    Reading.DATA_REQUESTS: to(*_HEADS),
    Reading.ACCESS_TABLE: to(*_HEADS),
    Reading.SHELF: to(*_DESK),
    Reading.OWN_ACCOUNT: to(*_STAFF),
    Reading.AUDIT_RECORD: to(*_HEADS),
    Reading.SYSTEM_STATE: to(Role.ADMINISTRATOR),
    Reading.RETENTION: to(*_HEADS),
    Reading.ODD_READINGS: to(Role.SIGNATORY),
    Reading.BREACH: to(Role.SIGNATORY),
    Reading.DATA_COPY: to(Role.COUNTER, Role.CHECKER, Role.SIGNATORY),
    Reading.REPORT: (*to(*_HEADS, Role.LEADER), Grant(Role.LEADER, Scope.CITY)),
    Reading.LETTER: to(Role.COUNTER, Role.CHECKER, Role.SIGNATORY),
    Reading.LETTER_BOOKS: to(Role.COUNTER, Role.CHECKER, Role.SIGNATORY),
    Reading.CARD_BOOK: to(Role.COUNTER, Role.CHECKER, Role.SIGNATORY),
    Reading.OLD_REGISTER: to(Role.COUNTER, Role.CHECKER, Role.SIGNATORY),
    Reading.POPULATION_FORM: to(Role.COUNTER, Role.CHECKER),
}


_HERE = frozenset({Scope.OFFICE, Scope.RECEIPT})  # whoever has the receipt showed it at the door


def grants_of(what: Act | Reading) -> tuple[Grant, ...]:
    """The lines of the table about this act or reading."""
    return ACTS[what] if isinstance(what, Act) else READINGS[what]


def roles_for(what: Act | Reading) -> frozenset[Role]:
    """The roles that may, each in its scope."""
    return frozenset(grant.role for grant in grants_of(what))


def scopes_for(actor: Actor, what: Act | Reading) -> frozenset[Scope]:
    """How far this person may; empty is no."""
    return granted(grants_of(what), actor)


def may(actor: Actor, what: Act | Reading, *, office: str) -> bool:
    """Whether `actor` may do or see this in `office`: as one of its staff, with its receipt, or for the whole city."""
    scopes = scopes_for(actor, what)
    return Scope.CITY in scopes or (actor.office == office != "" and not scopes.isdisjoint(_HERE))


def require(actor: Actor | None, what: Act | Reading, *, office: str) -> None:
    """Let `actor` do or see this in `office`; None is nobody. Raises Forbidden."""
    if actor is None or not may(actor, what, office=office):
        raise Forbidden(what)


def require_own(actor: Actor | None, what: Act) -> int:
    """Let `actor` do this with their own account, wherever they work; the number of the account. Raises Forbidden."""
    if actor is None or Scope.SELF not in scopes_for(actor, what):
        raise Forbidden(what)
    return int(actor.person)
