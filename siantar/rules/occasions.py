"""What a resident is told when: occasions, which of them overtake which, how long each stays true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from siantar.rules.vocabulary import Kind, Method, Stage


class Occasion(StrEnum):
    """Reasons to write to a resident."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    SENT = "sent"
    HELD = "held"
    DELAYED = "delayed"
    RETURNED = "returned"
    FINISHED = "finished"
    ISSUED = "issued"
    TO_COLLECT = "to_collect"
    TO_DELIVER = "to_deliver"
    WINDOW = "window"
    DEPARTED = "departed"
    NARROWER = "narrower"
    CONSIGNED = "consigned"
    FAILED = "failed"
    DELIVERED = "delivered"
    COLLECTED = "collected"
    BACK = "back"
    MISSING = "missing"
    FOUND = "found"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    REDIRECT = "redirect"
    REMINDED = "reminded"
    LAST_REMINDED = "last_remind"


ANSWER = "answer"  # what is said to somebody who wrote to us: not about an event


class ChannelKind(StrEnum):
    """Ways a resident may choose to be told, and `paper` for those who chose none."""

    WHATSAPP = "whatsapp"
    SMS = "sms"
    EMAIL = "email"
    TELEGRAM = "telegram"
    WEBPUSH = "webpush"
    PAPER = "paper"


PHONES = frozenset({ChannelKind.WHATSAPP, ChannelKind.SMS})
_DIRECT: Mapping[Kind, Occasion] = {
    Kind.FOUND_INCOMPLETE: Occasion.INCOMPLETE,
    Kind.DOCUMENTS_COMPLETED: Occasion.RECEIVED,
    Kind.SENT: Occasion.SENT,
    Kind.HELD: Occasion.HELD,
    Kind.DELAY_FORESEEN: Occasion.DELAYED,
    Kind.ISSUED_DIGITALLY: Occasion.ISSUED,
    Kind.LOADED: Occasion.DEPARTED,
    Kind.CONSIGNED: Occasion.CONSIGNED,
    Kind.DELIVERY_FAILED: Occasion.FAILED,
    Kind.DELIVERED: Occasion.DELIVERED,
    Kind.WENT_MISSING: Occasion.MISSING,
    Kind.FOUND: Occasion.FOUND,
    Kind.REJECTED: Occasion.REJECTED,
    Kind.LETTER_WITHDRAWN: Occasion.WITHDRAWN,
    Kind.INTAKE_CORRECTED: Occasion.CORRECTED,
    Kind.REDIRECT_ASKED: Occasion.REDIRECT,
}
_BY_STAGE: Mapping[tuple[Kind, Stage], Occasion] = {
    (Kind.HANDED_IN, Stage.RECEIVED): Occasion.RECEIVED,
    (Kind.HANDED_IN, Stage.INCOMPLETE): Occasion.INCOMPLETE,
    (Kind.CHECK_PASSED, Stage.FINISHED): Occasion.FINISHED,
    (Kind.SIGNED, Stage.FINISHED): Occasion.FINISHED,
    (Kind.CAME_BACK, Stage.FINISHED): Occasion.FINISHED,
    (Kind.CAME_BACK, Stage.RETURNED_FOR_CORRECTION): Occasion.RETURNED,
    (Kind.UNLOADED, Stage.BACK_AT_OFFICE): Occasion.BACK,
    (Kind.COLLECTED, Stage.COLLECTED): Occasion.COLLECTED,
}


def occasion_of(kind: Kind, stage: Stage, method: Method, *, told_before: bool) -> Occasion | None:
    """What an event that led to `stage` gives reason to say; `told_before`: a window was told and still held."""
    if kind is Kind.WINDOW_TOLD:
        return Occasion.NARROWER if told_before else Occasion.WINDOW
    if kind is Kind.MADE_READY:
        return Occasion.TO_DELIVER if method is Method.COURIER else Occasion.TO_COLLECT
    return _DIRECT.get(kind) or _BY_STAGE.get((kind, stage))


_ROAD = frozenset({Occasion.TO_DELIVER, Occasion.WINDOW, Occasion.NARROWER, Occasion.DEPARTED, Occasion.CONSIGNED})
_WAITING = frozenset({Occasion.SENT, Occasion.HELD, Occasion.DELAYED})
_TO_BE_COLLECTED = frozenset({Occasion.TO_COLLECT, Occasion.BACK, Occasion.REMINDED, Occasion.LAST_REMINDED})
OVERTAKES: Mapping[Occasion, frozenset[Occasion]] = {
    Occasion.RECEIVED: frozenset({Occasion.INCOMPLETE}),
    Occasion.INCOMPLETE: frozenset({Occasion.RECEIVED}),
    Occasion.RETURNED: _WAITING,
    Occasion.FINISHED: _WAITING,
    Occasion.ISSUED: _WAITING | {Occasion.FINISHED},
    Occasion.TO_COLLECT: _WAITING | {Occasion.FINISHED},
    Occasion.TO_DELIVER: _WAITING | _TO_BE_COLLECTED | {Occasion.FINISHED},
    Occasion.WINDOW: frozenset({Occasion.WINDOW, Occasion.TO_DELIVER}),
    Occasion.NARROWER: frozenset({Occasion.WINDOW, Occasion.NARROWER}),
    Occasion.DEPARTED: frozenset({Occasion.TO_DELIVER}),
    Occasion.CONSIGNED: frozenset({Occasion.TO_DELIVER, Occasion.WINDOW, Occasion.NARROWER}),
    Occasion.FAILED: _ROAD,
    Occasion.BACK: _ROAD | {Occasion.FAILED},
    Occasion.DELIVERED: _ROAD | _TO_BE_COLLECTED | {Occasion.FAILED},
    Occasion.COLLECTED: _ROAD | _TO_BE_COLLECTED | {Occasion.FAILED, Occasion.FINISHED},
    Occasion.REMINDED: frozenset({Occasion.TO_COLLECT}),
    Occasion.LAST_REMINDED: frozenset({Occasion.TO_COLLECT, Occasion.REMINDED}),
    Occasion.FOUND: frozenset({Occasion.MISSING}),
    Occasion.REJECTED: frozenset({Occasion.RECEIVED, Occasion.INCOMPLETE}),
    Occasion.WITHDRAWN: _TO_BE_COLLECTED | {Occasion.FINISHED, Occasion.TO_DELIVER, Occasion.WINDOW},
}

# The resident has to do something, or must not be left waiting: told by a person where no channel was chosen.
MUST_KNOW = frozenset(
    {
        Occasion.INCOMPLETE,
        Occasion.RETURNED,
        Occasion.DELAYED,
        Occasion.TO_COLLECT,
        Occasion.BACK,
        Occasion.MISSING,
        Occasion.REJECTED,
        Occasion.WITHDRAWN,
        Occasion.REDIRECT,
        Occasion.REMINDED,
        Occasion.LAST_REMINDED,
    }
)
PRESSING = frozenset({Occasion.WINDOW, Occasion.DEPARTED, Occasion.NARROWER, Occasion.FAILED, Occasion.REDIRECT})
# Told to who was there before whoever holds the receipt now: by a person where there is no channel but a browser.
OLD_CONTACT = frozenset({Occasion.REDIRECT})
SURVEYED = frozenset({Occasion.DELIVERED, Occasion.COLLECTED})
OLD = timedelta(days=3)  # an event this old is history when it is first seen: nobody is written to about it
_GOOD_FOR: Mapping[Occasion, timedelta] = {
    Occasion.DEPARTED: timedelta(hours=6),
    Occasion.NARROWER: timedelta(hours=6),
    Occasion.WINDOW: timedelta(hours=30),
}


def good_for(occasion: Occasion) -> timedelta:
    """How long after it happened it is still worth saying."""
    return _GOOD_FOR.get(occasion, timedelta(days=7))
