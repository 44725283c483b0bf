"""Alerts by e-mail, for who of the staff wants them: one mail a person and turn, receipt numbers and links, no more.

Who hears, and when, is `alerts`: what is open for a person is asked again before a mail leaves, and nothing leaves
while the person's office is closed. A line of a mail is written once a person and alert before anything is sent; a
worker that dies with a mail in its hand leaves it to the next one, which sends it under the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from siantar.alerts import queries as alerts
from siantar.alerts.models import Alert
from siantar.directory import staff
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office, User
from siantar.messaging import channels, office_settings
from siantar.messaging.channels.base import Letter, Never, TryLater, WrongSettings
from siantar.messaging.models import AlertMail
from siantar.rules import escalation
from siantar.rules.identifiers import uuid7
from siantar.rules.occasions import ChannelKind
from siantar.rules.receipt_number import grouped

BETWEEN = timedelta(hours=1)  # a person is written to at most so often
AT_WORK = timedelta(minutes=2)
FIRST_REST, LONGEST_REST = timedelta(minutes=5), timedelta(hours=6)
LANGUAGE = "id"
TEXT = """Janji berkas berikut hampir atau sudah lewat, dan menunggu Anda:

{lines}

Buka berkasnya, kerjakan, atau tekan "Saya tangani" di {list}.
Surat ini Anda minta sendiri; matikan di {account}.
"""


def mail_alerts(at: datetime) -> int:
    """Write down what has to be mailed, then send what is due; how many mails left."""
    for person in staff.wanting_alert_mail():
        _write_down(person, at)
    sent = 0
    while (mail := _claim(at)) is not None:
        sent += _send(mail, at)
    return sent


def _write_down(person: User, at: datetime) -> None:
    if _is_quiet(person, at):
        return
    if AlertMail.objects.filter(person=person, written_at__gt=at - BETWEEN).exists():
        return
    before = AlertMail.objects.filter(person=person).values("alert")
    fresh = alerts.open_for(staff.actor_of(person, at)).exclude(pk__in=before)
    by_office = sorted(fresh, key=lambda alert: alert.application.office_id)
    for office, theirs in groupby(by_office, key=lambda alert: alert.application.office_id):
        if office_settings.channel_of(office, ChannelKind.EMAIL).is_set_up:
            _write_lines(person, list(theirs), at)


def _write_lines(person: User, theirs: Sequence[Alert], at: datetime) -> None:
    mail = uuid7(at)
    lines = [AlertMail(mail=mail, person=person, alert=alert, written_at=at, next_at=at) for alert in theirs]
    try:
        with transaction.atomic():
            AlertMail.objects.bulk_create(lines)
    except IntegrityError:  # another worker wrote them down a moment ago
        return


def _is_quiet(person: User, at: datetime) -> bool:
    return person.office is None or escalation.is_quiet(calendar_of(person.office), at)


def _claim(at: datetime) -> UUID | None:
    """A mail that is due, for nobody else for a while."""
    due = AlertMail.objects.filter(settled_at=None, next_at__lte=at).select_related("person__office")
    for line in due.order_by("next_at", "pk"):
        mine = AlertMail.objects.filter(mail=line.mail, tries=line.tries, next_at__lte=at, settled_at=None)
        if not _is_quiet(line.person, at) and mine.update(next_at=at + AT_WORK, tries=line.tries + 1):
            return line.mail
    return None


def _send(mail: UUID, at: datetime) -> int:
    """Send one mail, or let it go where nothing of it is open any more or nobody wants it; how many left."""
    lines = AlertMail.objects.filter(mail=mail)
    first = lines.select_related("person__office", "alert__application__office").first()
    if first is None:
        return 0
    person, office = first.person, first.alert.application.office
    still = alerts.open_for(staff.actor_of(person, at)).filter(pk__in=lines.values("alert"))
    numbers = list(still.values_list("application__receipt_number", flat=True).distinct())
    if not numbers or not (person.is_active and person.alerts_by_mail and person.email):
        lines.update(settled_at=at)
        return 0
    channel = office_settings.channel_of(office.pk, ChannelKind.EMAIL)
    try:
        if not channel.sends:
            raise TryLater("settings stopped")
        channels.KNOWN[ChannelKind.EMAIL].deliver(_letter(mail, person.email, office, numbers, at), channel.config)
    except (TryLater, Never, WrongSettings) as problem:
        rest = min(FIRST_REST * 2 ** min(first.tries, 10), LONGEST_REST)
        lines.update(problem=problem.problem[:200], next_at=at + rest)
        return 0
    lines.update(settled_at=at, sent_at=at, problem="")
    return 1


def _letter(mail: UUID, address: str, office: Office, numbers: Iterable[str], at: datetime) -> Letter:
    unique = list(dict.fromkeys(numbers))
    subject = f"Peringatan janji: {len(unique)} berkas menunggu Anda"
    text = TEXT.format(
        lines="\n".join(f"{grouped(number)}  {_page('file', number)}" for number in unique),
        list=_page("waiting"),
        account=_page("account"),
    )
    return Letter(
        id=mail, address=address, office=office.name, subject=subject, text=text, line=subject, link="",
        language=LANGUAGE, occasion="alert", at=at,
    )  # fmt: skip


def _page(name: str, *parts: str) -> str:
    return f"{settings.SIANTAR_BASE_URL}{reverse(name, args=parts)}"
