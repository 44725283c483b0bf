"""From the shelf to the door: made ready, loaded, windows, failed attempts, back at the office."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.journey.state import Path, Refused, State, require_reason, wrong_stage
from siantar.rules.vocabulary import ATTEMPTS, Code, FailureReason, Method, Stage


def made_ready(state: State, path: Path, _event: Event) -> State:
    """The finished document waits for the courier or for the resident, as they chose."""
    if path.digital:
        raise Refused(Code.DIGITAL_RESULT)
    by_courier = state.method is Method.COURIER
    return replace(state, stage=Stage.READY_FOR_DELIVERY if by_courier else Stage.READY_FOR_PICKUP)


def courier_of(event: Event) -> str:
    """Into whose bag a `loaded` or `handed_on` goes: the named courier's, else that of who tells it."""
    return str(event.data.get("courier") or event.person)


def loaded(state: State, _path: Path, event: Event) -> State:
    """A courier took it; out of another's bag only by a claim that a person upheld, told as handed over."""
    upheld_claim = bool(event.conflict and event.data.get("handed_over")) and state.holder.kind is HolderKind.COURIER
    if state.stage is not Stage.READY_FOR_DELIVERY and not upheld_claim:
        raise wrong_stage(state, event)
    return replace(state, stage=Stage.OUT_FOR_DELIVERY, holder=Holder.courier(courier_of(event)))


def handed_on(state: State, _path: Path, event: Event) -> State:
    """By the dispatcher's word it goes from one courier's bag into another's: ill, an accident, a broken motorbike."""
    require_reason(event)
    taker = Holder.courier(courier_of(event))
    if state.holder.kind is not HolderKind.COURIER or state.holder == taker:
        raise Refused(Code.NOT_IN_YOUR_HANDS, holder=str(state.holder))
    return replace(state, holder=taker)


def consigned(state: State, path: Path, event: Event) -> State:
    """An outside carrier took it under a number of its own; never what is only given against the old KTP-el."""
    if path.old_ktp:
        raise Refused(Code.OLD_KTP_BY_HAND)
    carrier, name, shipment = (event.data.get(key) for key in ("carrier", "carrier_name", "shipment"))
    if not (isinstance(carrier, str) and carrier and name and shipment):
        raise Refused(Code.MALFORMED)
    link = str(event.data.get("carrier_link", ""))
    out = replace(state, stage=Stage.OUT_FOR_DELIVERY, holder=Holder.carrier(carrier))
    return replace(out, carrier=str(name), shipment=str(shipment), carrier_link=link)


def window_told(state: State, _path: Path, event: Event) -> State:
    """The resident was told when the courier comes: nothing moves, but what was promised is a fact."""
    window_of(event)
    return state


def window_of(event: Event) -> tuple[datetime, datetime]:
    """From and to of a `window_told` or `visit_agreed`. Raises Refused when they are not two instants in order."""
    with suppress(KeyError, ValueError, TypeError):
        begins, ends = (datetime.fromisoformat(str(event.data[key])) for key in ("from", "to"))
        if begins < ends and begins.tzinfo is not None:
            return begins, ends
    raise Refused(Code.MALFORMED)


def delivery_failed(state: State, _path: Path, event: Event) -> State:
    """An attempt that did not succeed, for a listed reason; how often an outside carrier tries is its own affair."""
    require_reason(event, FailureReason)
    if state.attempts >= ATTEMPTS and state.holder.kind is not HolderKind.CARRIER:
        raise wrong_stage(state, event)
    return replace(state, stage=Stage.DELIVERY_FAILED, attempts=min(ATTEMPTS, state.attempts + 1))


def unloaded(state: State, _path: Path, event: Event) -> State:
    """Back at the office: ready to go out again, or to be collected after the last attempt."""
    last = state.attempts >= ATTEMPTS
    stage = Stage.BACK_AT_OFFICE if last else Stage.READY_FOR_DELIVERY
    home = replace(state, stage=stage, holder=Holder(HolderKind.SHELF, event.office))
    return replace(home, carrier="", shipment="", carrier_link="")
