"""What a clock wrote that was ahead, and was then set back: leases of workers that died, rests, wrong tries.

Each of them has a longest wait by its rule. What lies farther ahead than that would keep work, or a person, waiting
for the day that the wrong clock showed; it is brought back to now. Clocks of several machines may differ by `APART`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from siantar.casework import digestion
from siantar.casework.models import Undigested
from siantar.delivery import planning_queue
from siantar.delivery.models import Planning
from siantar.directory.models import WrongTries
from siantar.messaging import alert_mails, outbox
from siantar.messaging.models import AlertMail, ChannelSetting, Message
from siantar.reports import report_mail
from siantar.reports.models import CityReportCopy, ReportCopy
from siantar.roots import witnessing
from siantar.roots.models import WitnessCopy
from siantar.webhooks import sending, settling
from siantar.webhooks.models import Delivery, Subscription

APART = timedelta(minutes=10)
A_DAY = timedelta(days=1)  # the longest rest a provider may ask for (`messaging.http`)
QUIET = timedelta(days=4)  # longer than any quiet time of an office
EVERY = Q()


@dataclass(frozen=True, slots=True)
class Moment:
    """A column that says how long something waits, the longest wait its rule knows, and of which rows it says so.

    `open` is as an index of the table has it: what was settled years ago is not gone through each minute.
    """

    model: type[models.Model]
    field: str
    longest: timedelta
    open: Q = EVERY


MOMENTS = (
    Moment(Undigested, "next_at", digestion.LATEST),
    Moment(Planning, "lease_until", planning_queue.LEASE, Q(status=Planning.Status.RUNNING)),
    Moment(WrongTries, "last_at", timedelta(0)),
    Moment(Message, "lease_until", outbox.LEASE, Q(state=Message.State.SENDING)),
    Moment(Message, "not_before", QUIET, Q(state=Message.State.WAITING)),
    Moment(ChannelSetting, "rests_until", A_DAY),
    Moment(AlertMail, "next_at", alert_mails.LONGEST_REST, Q(settled_at=None)),
    Moment(ReportCopy, "next_at", report_mail.LONGEST_REST, Q(sent_at=None)),
    Moment(CityReportCopy, "next_at", report_mail.LONGEST_REST, Q(sent_at=None)),
    Moment(WitnessCopy, "next_at", witnessing.LONGEST_REST, Q(sent_at=None)),
    Moment(Delivery, "next_at", max(settling.PAUSES), Q(state__in=sending.OPEN)),
    Moment(Delivery, "lease_until", sending.LEASE, Q(state__in=sending.OPEN)),
    Moment(Subscription, "rests_until", A_DAY),
)


def bring_back(at: datetime) -> int:
    """Let nothing wait longer than its rule says; how much was brought back."""
    return sum(_bring_back(moment, at) for moment in MOMENTS)


def _bring_back(moment: Moment, at: datetime) -> int:
    latest = at + moment.longest + APART
    too_far = moment.model._default_manager.filter(moment.open, **{f"{moment.field}__gt": latest})
    return too_far.update(**{moment.field: at}) if too_far.exists() else 0  # looking locks nobody out
