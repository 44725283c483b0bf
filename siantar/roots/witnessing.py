"""Roots on their way to whoever witnesses them: by the office's mail, and to another installation that countersigns.

Each root goes once to each way; what fails is tried again, ever more slowly, and nothing waits for it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from siantar.directory.models import Office
from siantar.messaging import channels, http, office_settings
from siantar.messaging.channels.base import Letter, Never, TryLater, WrongSettings
from siantar.roots import books, keys, letters, succession, trusting
from siantar.roots.models import DailyRoot, Witness, WitnessCopy
from siantar.rules import daily_root, ed25519, merkle
from siantar.rules.occasions import ChannelKind

log = logging.getLogger(__name__)
Way = WitnessCopy.Way
GOES_BACK = timedelta(days=31)  # a new witness gets the roots of a month
FIRST_REST, LONGEST_REST = timedelta(minutes=5), timedelta(hours=6)
AT_WORK = timedelta(minutes=2)  # longer than a try may take


@dataclass(frozen=True, slots=True)
class WitnessLag:
    """How many roots a way has not taken yet, since which day, and what hindered the last try."""

    way: str
    waiting: int
    oldest: date
    problem: str


def has_witness(office: Office) -> bool:
    """Whether anybody outside of the office gets its roots."""
    return Witness.objects.filter(office=office).exclude(email="", url="").exists()


def witness_name(office: Office) -> str:
    """The name of who witnesses for an office; empty where nobody does."""
    witness = Witness.objects.filter(office=office).exclude(email="", url="").first()
    return witness.name if witness else ""


def lags(office: Office) -> list[WitnessLag]:
    """The ways that have not taken all roots of the last month."""
    witness, behind = Witness.objects.filter(office=office).first(), []
    last = DailyRoot.objects.filter(office=office).order_by("-day").first()
    if witness is None or last is None:
        return []
    for way, address in _addresses(witness):
        if not address:
            continue
        copies = WitnessCopy.objects.filter(root__office=office, way=way)
        taken = copies.exclude(sent_at=None).values("root")
        roots = DailyRoot.objects.filter(office=office, day__gte=last.day - GOES_BACK).exclude(pk__in=taken)
        if oldest := roots.order_by("day").first():
            problem = copies.filter(sent_at=None).order_by("-tries").values_list("problem", flat=True).first()
            behind.append(WitnessLag(way.label, roots.count(), oldest.day, problem or ""))
    return behind


def _addresses(witness: Witness) -> list[tuple[Way, str]]:
    """Each way with its address; empty where it is not set up."""
    return [(Way.MAIL, witness.email), (Way.INSTALLATION, witness.url)]


def send_next(at: datetime) -> bool:
    """Send one root to one witness; False when nothing is due."""
    _enlist(at)
    with transaction.atomic():
        due = WitnessCopy.objects.select_for_update(skip_locked=True, of=("self",))
        copy = due.filter(sent_at=None, next_at__lte=at).select_related("root__office").order_by("root__day").first()
        if copy is None:
            return False
        WitnessCopy.objects.filter(pk=copy.pk).update(next_at=at + AT_WORK, tries=copy.tries + 1)
    copy.tries += 1
    witness = Witness.objects.filter(office=copy.root.office_id).first()
    try:
        answer = _send(copy, witness, at)
    except (TryLater, Never, WrongSettings) as problem:
        rest = min(FIRST_REST * 2 ** min(copy.tries - 1, 10), LONGEST_REST)
        WitnessCopy.objects.filter(pk=copy.pk).update(problem=problem.problem[:200], next_at=at + rest)
    else:
        WitnessCopy.objects.filter(pk=copy.pk).update(sent_at=at, problem="", answer=answer)
    return True


def _enlist(at: datetime) -> None:
    """A copy for each way that is set up, of each root of the last month; those of ways that are no more go."""
    for witness in Witness.objects.all():
        for way, address in _addresses(witness):
            copies = WitnessCopy.objects.filter(root__office=witness.office_id, way=way)
            if not address:
                copies.filter(sent_at=None).delete()
                continue
            roots = DailyRoot.objects.filter(office=witness.office_id, day__gte=(at - GOES_BACK).date())
            without = roots.exclude(pk__in=copies.values("root"))
            WitnessCopy.objects.bulk_create(
                [WitnessCopy(root=root, way=way, next_at=at) for root in without], ignore_conflicts=True
            )


def _send(copy: WitnessCopy, witness: Witness | None, at: datetime) -> str:
    if witness is None:
        raise Never("settings empty")
    if copy.way == Way.MAIL:
        return _mail(copy, witness, at)
    return _post(copy, witness)


def _mail(copy: WitnessCopy, witness: Witness, at: datetime) -> str:
    root, office = copy.root, copy.root.office
    channel = office_settings.channel_of(office.pk, ChannelKind.EMAIL)
    if not channel.is_set_up:
        raise WrongSettings("settings empty")
    words = letters.to_witness(root, office)
    letter = Letter(
        id=uuid5(NAMESPACE_URL, f"{settings.SIANTAR_BASE_URL}/root/{office.pk}/{root.day}"),
        address=witness.email,
        office=office.name,
        subject=words.subject,
        text=words.text,
        line=words.subject,
        link="",
        language="id",
        occasion="root",
        at=at,
    )
    return channels.KNOWN[ChannelKind.EMAIL].deliver(letter, channel.config)


def _post(copy: WitnessCopy, witness: Witness) -> str:
    body = json.dumps(_parcel(copy.root)).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    reply = http.request("POST", f"{witness.url.rstrip('/')}{reverse('api:witness')}", headers=headers, body=body)
    content: Any = reply.as_json()
    code = str(content.get("code", "")) if isinstance(content, dict) else ""
    http.require_taken(reply, code)
    countersigned = content if isinstance(content, dict) else {}
    received_at, signature = str(countersigned.get("received_at", "")), str(countersigned.get("signature", ""))
    public_key = _followed(witness, countersigned)
    if not ed25519.is_signed(trusting.countersigned(copy.root.statement, received_at), signature, public_key):
        raise TryLater("answered without its signature")
    return json.dumps({"received_at": received_at, "public_key": public_key, "signature": signature})


def _followed(witness: Witness, countersigned: dict[str, Any]) -> str:
    """The key of the witness: the one that was entered, its heir once the witness renewed it, or any where none was."""
    lineage = succession.read(countersigned.get("lineage"))
    if not witness.public_key:
        return str(countersigned.get("public_key", ""))
    if lineage and succession.descends(lineage, witness.public_key):
        Witness.objects.filter(pk=witness.pk, public_key=witness.public_key).update(public_key=lineage[0].public_key)
        log.info("the witness of %s renewed its key", witness.pk)
        return lineage[0].public_key
    return witness.public_key


def _parcel(root: DailyRoot) -> dict[str, object]:
    """What another installation needs: the root, its key (endorsed by the one before), and that the tree only grew."""
    public_key = keys.public_keys().get(json.loads(root.statement)["key"])
    if public_key is None:
        raise Never("settings key")
    lineage = succession.lineage_of(public_key)
    before, steps = _growth(root)
    return {
        "statement": root.statement,
        "signature": root.signature,
        "public_key": public_key,
        "endorsed_by": lineage[1].public_key if len(lineage) > 1 else "",  # read by a witness of version 0.1
        "endorsement": lineage[0].endorsement,
        "lineage": succession.written(lineage),
        "before": before,
        "growth": [step.hex() for step in steps],
    }


def _growth(root: DailyRoot) -> tuple[int, list[bytes]]:
    """From the last root the witness has taken."""
    taken = WitnessCopy.objects.filter(
        ~Q(sent_at=None), root__office=root.office_id, way=Way.INSTALLATION, root__day__lt=root.day
    )
    last = taken.order_by("-root__day").select_related("root").first()
    if last is None:
        return 0, []
    lines = list(_lines(root))
    before = int(json.loads(last.root.statement)["days"])
    if not 0 < before <= len(lines):
        return 0, []
    return before, merkle.growth(daily_root.leaves_of(lines), before)


def _lines(root: DailyRoot) -> Iterator[str]:
    rows = DailyRoot.objects.filter(office=root.office_id, day__lte=root.day)
    lines = dict(rows.values_list("day", "line"))
    every = books.days_of(Path(settings.SIANTAR_DATA), root.office_id)
    if set(lines) != {day for day in every if day <= root.day}:
        for book in books.of_office(Path(settings.SIANTAR_DATA), root.office_id):
            if book.day <= root.day:
                lines[book.day] = book.line
    return (lines[day] for day in sorted(lines))
