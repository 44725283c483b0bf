"""The words of the journey: stages, types of events, codes and reasons. Faces carry their sentences."""

from __future__ import annotations

from enum import StrEnum

ATTEMPTS = 2


class Stage(StrEnum):
    """Public stages, product.md section 2."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    CHECKING = "checking"
    AWAITING_SIGNATURE = "awaiting_signature"
    SENT_TO_AGENCY = "sent_to_agency"
    AT_AGENCY = "at_agency"
    RETURNED_FOR_CORRECTION = "returned_for_correction"
    FINISHED = "finished"
    ISSUED_DIGITALLY = "issued_digitally"
    READY_FOR_PICKUP = "ready_for_pickup"
    READY_FOR_DELIVERY = "ready_for_delivery"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERY_FAILED = "delivery_failed"
    DELIVERED = "delivered"
    COLLECTED = "collected"
    BACK_AT_OFFICE = "back_at_office"
    UNDER_INVESTIGATION = "under_investigation"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


ENDS = frozenset({Stage.ISSUED_DIGITALLY, Stage.DELIVERED, Stage.COLLECTED, Stage.REJECTED, Stage.CANCELLED})


class Kind(StrEnum):
    """Types of events, interface.md."""

    HANDED_IN = "handed_in"
    DOCUMENTS_COMPLETED = "documents_completed"
    CHECK_STARTED = "check_started"
    FOUND_INCOMPLETE = "found_incomplete"
    CHECK_PASSED = "check_passed"
    DRAFTED = "drafted"
    INITIALLED = "initialled"
    LETTER_RETURNED = "letter_returned"
    SIGNED = "signed"
    NUMBERED = "numbered"
    LETTER_WITHDRAWN = "letter_withdrawn"
    SENT = "sent"
    ARRIVED = "arrived"
    HELD = "held"
    RESUMED = "resumed"
    COMPLETED = "completed"
    RETURNED = "returned"
    SENT_BACK = "sent_back"
    CAME_BACK = "came_back"
    ISSUED_DIGITALLY = "issued_digitally"
    MADE_READY = "made_ready"
    LOADED = "loaded"
    HANDED_ON = "handed_on"
    CONSIGNED = "consigned"
    WINDOW_TOLD = "window_told"
    DELAY_FORESEEN = "delay_foreseen"
    DELIVERED = "delivered"
    DELIVERY_FAILED = "delivery_failed"
    UNLOADED = "unloaded"
    COLLECTED = "collected"
    WENT_MISSING = "went_missing"
    FOUND = "found"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    METHOD_CHANGED = "method_changed"
    VISIT_AGREED = "visit_agreed"
    RECEIVER_NAMED = "receiver_named"
    CONTACT_CORRECTED = "contact_corrected"
    REDIRECT_ASKED = "redirect_asked"
    REDIRECT_STOPPED = "redirect_stopped"
    REDIRECTED = "redirected"
    INTAKE_CORRECTED = "intake_corrected"
    CORRECTED = "corrected"


# What happens to the letter of a file: more is stored of it than the event (room `letters`).
LETTER_KINDS = frozenset({Kind.DRAFTED, Kind.INITIALLED, Kind.LETTER_RETURNED, Kind.NUMBERED, Kind.LETTER_WITHDRAWN})


class Code(StrEnum):
    """Why a fact was refused, or kept as a conflict; faces carry the sentence."""

    WRONG_STAGE = "wrong_stage"
    WRONG_ROLE = "wrong_role"
    WRONG_OFFICE = "wrong_office"
    SAME_PERSON = "same_person"
    NOT_IN_YOUR_HANDS = "not_in_your_hands"
    WRONG_AGENCY = "wrong_agency"
    NO_RESULT_YET = "no_result_yet"
    REASON_MISSING = "reason_missing"
    UNKNOWN_REASON = "unknown_reason"
    REASON_TOO_LONG = "reason_too_long"
    RECEIVER_MISSING = "receiver_missing"
    RELATION_NOT_ALLOWED = "relation_not_allowed"
    IDENTITY_NOT_CHECKED = "identity_not_checked"
    OLD_KTP_MISSING = "old_ktp_missing"
    WRONG_PROOF = "wrong_proof"
    COLLECTS_AT_COUNTER = "collects_at_counter"
    DIGITAL_RESULT = "digital_result"
    PHYSICAL_RESULT = "physical_result"
    UNKNOWN_RECEIPT = "unknown_receipt"
    TRAINING_RECEIPT = "training_receipt"
    TRUE_RECEIPT = "true_receipt"
    NOT_HERE = "not_here"
    MISTYPED_RECEIPT = "mistyped_receipt"
    UNKNOWN_BATCH = "unknown_batch"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_EVENT = "unknown_event"
    BREAKS_LATER_FACT = "breaks_later_fact"
    ALREADY_CORRECTED = "already_corrected"
    FROM_THE_FUTURE = "from_the_future"
    BEFORE_HAND_IN = "before_hand_in"
    ID_TAKEN = "id_taken"
    MALFORMED = "malformed"
    NOTHING_CHANGED = "nothing_changed"
    CONTRADICTED = "contradicted"
    NOT_HANDED_OVER = "not_handed_over"
    BATCH_NOT_READY = "batch_not_ready"
    UNKNOWN_COURIER = "unknown_courier"
    UNKNOWN_CARRIER = "unknown_carrier"
    WRONG_SHIPMENT_NUMBER = "wrong_shipment_number"
    OLD_KTP_BY_HAND = "old_ktp_by_hand"
    PIN_LOCKED = "pin_locked"
    PROOF_MISSING = "proof_missing"
    NO_REDIRECT = "no_redirect"
    REDIRECT_WAITS = "redirect_waits"
    OTHER_LETTER = "other_letter"
    INITIALS_MISSING = "initials_missing"
    OWN_DRAFT = "own_draft"
    NOT_OPENED = "not_opened"
    NOT_SIGNED = "not_signed"
    ESIGN_SECRET_MISSING = "esign_secret_missing"
    ESIGN_WRONG_SECRET = "esign_wrong_secret"
    ESIGN_NIK_MISSING = "esign_nik_missing"
    ESIGN_NOT_REGISTERED = "esign_not_registered"
    ESIGN_EXPIRED = "esign_expired"
    ESIGN_NO_CERTIFICATE = "esign_no_certificate"
    ESIGN_REVOKED = "esign_revoked"
    ESIGN_REFUSED = "esign_refused"
    ESIGN_SETTINGS = "esign_settings"
    ESIGN_AWAY = "esign_away"
    ESIGN_TIMEOUT = "esign_timeout"
    ESIGN_WRONG_ANSWER = "esign_wrong_answer"
    ESIGN_UNANSWERED = "esign_unanswered"
    ESIGN_UNDERWAY = "esign_underway"
    ESIGN_NOT_TRIED = "esign_not_tried"


class FailureReason(StrEnum):
    """Why an item could not be handed over, product.md section 3."""

    ADDRESS_INCOMPLETE = "address_incomplete"
    ADDRESS_WRONG = "address_wrong"
    HOUSE_EMPTY = "house_empty"
    RECEIVER_ABSENT = "receiver_absent"
    RECEIVER_NOT_ENTITLED = "receiver_not_entitled"
    MOVED = "moved"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    OLD_KTP_NOT_GIVEN = "old_ktp_not_given"
    WEATHER = "weather"
    OTHER = "other"


class HoldReason(StrEnum):
    """Why an agency waits, product.md section 2."""

    DATA_CENTRE = "data_centre"
    OUT_OF_BLANKS = "out_of_blanks"
    NETWORK_DOWN = "network_down"
    OTHER = "other"


class Relation(StrEnum):
    """Who received, in relation to the applicant."""

    APPLICANT = "applicant"
    SAME_KK = "same_kk"
    AUTHORISED = "authorised"
    RT = "rt"
    NEIGHBOUR = "neighbour"
    KELURAHAN = "kelurahan"


class Bringer(StrEnum):
    """Who handed the file in, in relation to the applicant."""

    APPLICANT = "applicant"
    PARENT = "parent"
    SAME_KK = "same_kk"
    AUTHORISED = "authorised"
    INSTITUTION = "institution"
    COMPANION = "companion"


class IdentityCheck(StrEnum):
    """How the receiver's right was checked."""

    RECEIPT_SCANNED = "receipt_scanned"
    PIN = "pin"
    KTP_SEEN = "ktp_seen"


class ProofPart(StrEnum):
    """What shows a handover at the door, beside the check of the receiver's right."""

    PHOTO = "photo"
    SIGNATURE = "signature"


ENTITLED = frozenset({Relation.APPLICANT, Relation.SAME_KK, Relation.AUTHORISED})


class Method(StrEnum):
    """How the finished document comes back, as the resident chose."""

    COURIER = "courier"
    COUNTER = "counter"


class Role(StrEnum):
    """What a person may do in an office; several may meet in one person."""

    COUNTER = "counter"
    CHECKER = "checker"
    SIGNATORY = "signatory"
    LIAISON = "liaison"
    AGENCY = "agency"
    DISPATCHER = "dispatcher"
    COURIER = "courier"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    RESIDENT = "resident"  # whoever showed the receipt; never a role of staff
