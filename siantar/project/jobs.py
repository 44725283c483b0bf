"""Everything that is done in the background, in one place: what, and how many seconds it rests in between.

A job does a little and says how much it did; as long as it did something it is asked again at once. Each may run in
several workers at the same time and be killed at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from siantar.alerts.raising import raise_alerts
from siantar.casework.consequences import relay
from siantar.catalogue import succession
from siantar.delivery.announcements import announce_tomorrow
from siantar.directory import brakes, holiday_draft, sessions
from siantar.feedback import complaints
from siantar.messaging import redirects
from siantar.messaging import retention as messages
from siantar.messaging.alert_mails import mail_alerts
from siantar.messaging.delays import foresee
from siantar.messaging.reminders import remind
from siantar.messaging.sending import send_next
from siantar.project import directory_following
from siantar.project.backup_schedule import back_up_nightly, send_to_second_place
from siantar.project.set_back import bring_back
from siantar.reports import city_issuing, expected_days, new_names, report_mail, served_files, tallies
from siantar.rights.odd_readings import list_yesterday
from siantar.rights.retention import erase_nightly
from siantar.roots import making, witnessing
from siantar.webhooks import sending as webhooks


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of background work; `drains`: done until nothing is left, else once a turn."""

    name: str
    do: Callable[[datetime], object]
    rests: float
    drains: bool = False


def escalate(at: datetime) -> int:
    """Late complaints rise to the Camat."""
    return complaints.escalate(at=at)


def count_ended(_at: datetime) -> None:
    """Served files are counted for /kinerja/, and all files for /laporan/, where an event has not done it."""
    served_files.count_ended()
    tallies.count_missing()


def forget(at: datetime) -> int:
    """Calls and answers that are not needed any more, sessions that are over, counters that count for nothing."""
    return messages.forget(at) + brakes.forget(at) + sessions.forget_ended() + webhooks.forget(at)


# What would leave the house, or count as true: never in a training installation.
NOT_IN_TRAINING = frozenset(
    {
        "send",
        "mail_alerts",
        "send_webhooks",
        "make_roots",
        "send_roots",
        "issue_reports",
        "send_reports",
        "back_up",
        "follow_directory",
    }
)
JOBS = (
    Job("relay", relay, 1.0, drains=True),
    Job("send", send_next, 1.0, drains=True),
    Job("send_webhooks", webhooks.send_due, 1.0, drains=True),
    Job("bring_back", bring_back, 60.0),
    Job("announce_tomorrow", announce_tomorrow, 120.0),
    Job("redirect", redirects.settle, 300.0),
    Job("foresee", foresee, 600.0),
    Job("remind", remind, 600.0),
    Job("raise_alerts", raise_alerts, 300.0),
    Job("mail_alerts", mail_alerts, 300.0),
    Job("escalate", escalate, 300.0),
    Job("count_ended", count_ended, 300.0),
    Job("begin_versions", succession.begin_due, 60.0),
    Job("follow_names", new_names.follow, 60.0),
    Job("foretell", expected_days.refresh, 900.0),
    Job("forget", forget, 3600.0),
    Job("erase_nightly", erase_nightly, 600.0, drains=True),
    Job("list_odd_readings", list_yesterday, 3600.0),
    Job("draft_holidays", holiday_draft.draft_missing, 3600.0),
    Job("make_roots", making.make_due, 300.0, drains=True),
    Job("send_roots", witnessing.send_next, 60.0, drains=True),
    Job("issue_reports", city_issuing.issue_all_due, 900.0),
    Job("send_reports", report_mail.send_next, 60.0, drains=True),
    Job("back_up", back_up_nightly, 600.0),
    Job("send_backups", send_to_second_place, 600.0),
    Job("follow_directory", directory_following.follow, 3600.0),
)


def happens_here(job: Job) -> bool:
    """Whether this installation does it."""
    return not (settings.SIANTAR_TRAINING and job.name in NOT_IN_TRAINING)
