"""What a person may do with a file now, and doing it: shared by the doors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from siantar.casework import ledger
from siantar.casework.models import Application
from siantar.casework.outcome import Outcome
from siantar.casework.progress import progress_of
from siantar.catalogue import words
from siantar.directory import offices
from siantar.faces.frame import texts
from siantar.rules import access, journey
from siantar.rules.access import Actor
from siantar.rules.event import Event, Paper
from siantar.rules.evidence import Evidence
from siantar.rules.identifiers import uuid7
from siantar.rules.journey import Refused
from siantar.rules.reasons import LISTED, OTHER
from siantar.rules.vocabulary import LETTER_KINDS, Kind

FREE_REASON = frozenset({Kind.FOUND_INCOMPLETE, Kind.RETURNED, Kind.REJECTED, Kind.WENT_MISSING, Kind.CANCELLED})
REASON_ASKED = FREE_REASON - {Kind.WENT_MISSING}  # that it is not there says enough
ELSEWHERE = LETTER_KINDS | frozenset(
    {
        Kind.SENT,
        Kind.SENT_BACK,
        Kind.DELIVERED,
        Kind.DELIVERY_FAILED,
        Kind.COLLECTED,
        Kind.LOADED,
        Kind.HANDED_ON,
        Kind.CONSIGNED,
        Kind.CORRECTED,
        Kind.WINDOW_TOLD,
        Kind.METHOD_CHANGED,
        Kind.INTAKE_CORRECTED,
        Kind.VISIT_AGREED,
        Kind.RECEIVER_NAMED,
        Kind.CONTACT_CORRECTED,
        Kind.REDIRECT_ASKED,
        Kind.REDIRECTED,
        Kind.DELAY_FORESEEN,
    }
)
CONFIRMED = frozenset({Kind.CANCELLED})  # ends the file at the applicant's wish: the form asks whether they said so
ONE_BY_ONE = CONFIRMED | {Kind.DOCUMENTS_COMPLETED}  # cannot be said of many in one breath
GRAVE = frozenset({Kind.REJECTED, Kind.CANCELLED, Kind.WENT_MISSING, Kind.RETURNED, Kind.FOUND_INCOMPLETE})


@dataclass(frozen=True, slots=True)
class Offer:
    """An act the page may offer: its verb, the reasons it asks for, the papers it waits for.

    Grave ones stand apart and are never the `primary`; what ends the file at the applicant's wish is `confirmed`.
    """

    kind: Kind
    verb: str
    free_reason: bool
    reasons: tuple[tuple[str, str], ...]
    papers: tuple[Paper, ...]
    grave: bool
    confirmed: bool
    primary: bool = False


def offers(application: Application, actor: Actor, language: str) -> list[Offer]:
    """Exactly the acts this person may take on this file now (scanning acts are on their own pages)."""
    return offers_of_many([application], actor, language)[0]


def offers_of_many(applications: Sequence[Application], actor: Actor, language: str) -> list[list[Offer]]:
    """The same for each file of a list, in its order."""
    silent = offices.silent_agencies()
    return [
        _offers(application, actor, language, Evidence(office=application.office_id, silent_agencies=silent))
        for application in applications
    ]


def _offers(application: Application, actor: Actor, language: str, evidence: Evidence) -> list[Offer]:
    progress = progress_of(application.standing)
    offered = []
    for kind in journey.possible(progress.state, progress.path) - ELSEWHERE:
        event = Event(application.pk, kind, application.receipt_number, progress.last_at, person=actor.person)
        try:
            access.permit(actor, event, progress, evidence)
        except Refused:
            continue
        papers = missing_papers(application) if kind is Kind.DOCUMENTS_COMPLETED else ()
        verb = str(texts.VERBS[kind])
        reasons, confirmed = _reasons(kind, language), kind in CONFIRMED
        offered.append(Offer(kind, verb, kind in FREE_REASON, reasons, papers, kind in GRAVE, confirmed))
    return _with_primary(sorted(offered, key=lambda offer: list(Kind).index(offer.kind)))


def _with_primary(offered: Sequence[Offer]) -> list[Offer]:
    """The next step of the file is the one that stands out; where only grave ones or holding it are left, none does."""
    first = next((offer for offer in offered if not (offer.grave or offer.reasons)), None)
    return [replace(offer, primary=offer is first) for offer in offered]


def told_reason(kind: Kind, form: Mapping[str, str]) -> str:
    """The reason as the form tells it: a code of the list, or in words beside "other"."""
    reason, words = form.get("reason", ""), form.get("other", "")
    return words if reason == OTHER and words.strip() and kind in LISTED else reason


def _reasons(kind: Kind, language: str) -> tuple[tuple[str, str], ...]:
    if kind is not Kind.HELD:
        return ()
    return words.choices(words.HOLDS, language)


def missing_papers(application: Application) -> tuple[Paper, ...]:
    """The papers the resident still has to bring."""
    return progress_of(application.standing).missing_papers


def papers_brought(application: Application, form: Mapping[str, str]) -> tuple[list[dict[str, str]], list[str]]:
    """What was brought now (fields `paper-<requirement>`), and the names of what is still missing."""
    brought, absent = [], []
    for paper in missing_papers(application):
        kind = form.get(f"paper-{paper.requirement}", "")
        if kind in {"original", "copy"}:
            brought.append({"requirement": paper.requirement, "kind": kind, "reason": ""})
        else:
            absent.append(paper.name)
    return brought, absent


def problem_with(kind: str, form: Mapping[str, str], elsewhere: frozenset[Kind]) -> str:
    """Why a press cannot be told as it was sent: no act of this page, its reason or its tick is missing; else ""."""
    if kind not in set(Kind) or Kind(kind) in elsewhere | {Kind.HANDED_IN}:
        return texts.refusal("unknown_type")
    if kind in REASON_ASKED and not told_reason(Kind(kind), form).strip():
        return texts.refusal("reason_missing")
    if kind in CONFIRMED and not form.get("confirmed"):
        return _('Belum dibatalkan. Centang "Ya, pemohon meminta berkas ini dibatalkan", lalu tekan lagi.')
    return ""


def still_missing(names: Sequence[str]) -> str:
    """The sentence about papers that were not ticked."""
    return _("Masih belum ada: %(papers)s. Pilih asli atau salinan, atau tunggu sampai pemohon membawanya.") % {
        "papers": ", ".join(names)
    }


def act(request: object, kind: Kind, number: str, **more: object) -> Outcome:
    """Record one event by the person of this request, now."""
    return act_on_all(request, kind, [number], **more)[0]


def act_on_all(request: object, kind: Kind, numbers: Sequence[str], **more: object) -> list[Outcome]:
    """Record the same event on many files (at most 500), now."""
    at, actor = request.at, request.actor  # type: ignore[attr-defined]
    events = [Event(uuid7(at), kind, number, at, **more) for number in numbers]  # type: ignore[arg-type]
    return ledger.record(events, by=actor, at=at)
