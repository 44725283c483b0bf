"""How the installation is, in plain words: for its administrator's page and for machines that watch (`/metrics`)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from siantar.alerts.models import Alert
from siantar.casework import lag
from siantar.casework.lag import Lag
from siantar.directory import holiday_draft, worker_signs
from siantar.directory.models import AuditEntry
from siantar.messaging import stops
from siantar.messaging.models import Message
from siantar.project import backup_schedule, backups, point_in_time, request_counts, root_health, second_place
from siantar.webhooks import subscribing

BEHIND = timedelta(minutes=15)
LITTLE_ROOM = 2_000_000_000
DAY = timedelta(days=1)
QUEUED = (Message.State.WAITING, Message.State.SENDING, Message.State.BY_HAND, Message.State.DEAD)


@dataclass(frozen=True, slots=True)
class StateLine:
    """One thing that is looked after: whether it is well, and what to do where it is not."""

    name: str
    well: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure for machines; `labels` as Prometheus writes them."""

    name: str
    help: str
    value: float
    labels: str = ""
    kind: str = "gauge"


def state_lines(at: datetime) -> Iterator[StateLine]:
    """Everything the administrator need know, the same things in the same order each day."""
    yield _background(at)
    yield _backup(at)
    yield _room()
    yield _channels()
    yield _webhooks()
    roots = [line.sentence for line in root_health.lines(at) if line.warns]
    yield StateLine(_("Akar harian"), not roots, " ".join(roots) or _("Catatan tiap hari tersegel."))
    years = holiday_draft.years_without(at)
    missing = _("Tahun %(years)s belum punya hari libur. Isi di Administrasi, Hari libur.")
    words = missing % {"years": ", ".join(map(str, years))} if years else _("Hari libur tahun ini terisi.")
    yield StateLine(_("Kalender"), not years, words)


def _background(at: datetime) -> StateLine:
    waited = _longest(lag.lags(), at)
    if waited is not None and waited > BEHIND:
        words = _(
            "Pesan dan rencana tertinggal %(span)s. Mulai ulang Siantar; bila tetap, jalankan "
            "siantar doctor dan baca hasilnya."
        ) % {"span": _span(waited)}
        return StateLine(_("Pekerjaan latar"), False, words)
    troubles = list(worker_troubles(at))
    return StateLine(_("Pekerjaan latar"), not troubles, " ".join(troubles) or _("Semua kejadian sudah diikuti."))


def worker_troubles(at: datetime) -> Iterator[str]:
    """A sentence for each machine whose worker is silent or stuck, and what to do; nothing where none ever worked."""
    for work in worker_signs.newest():
        if work.is_silent(at):
            words = _(
                "siantar work di %(machine)s tidak terdengar sejak %(span)s lalu. Mulai ulang di sana; bila komputer "
                "itu memang sudah tidak dipakai, baris ini hilang sendiri sehari sesudah yang lain bekerja."
            )
            yield words % {"machine": work.machine, "span": _span(at - work.heard_at)}
        elif work.is_stuck(at) and work.job_since:
            words = _(
                "siantar work di %(machine)s sudah %(span)s mengerjakan %(job)s. Bila tetap, mulai ulang di sana."
            )
            yield words % {"machine": work.machine, "span": _span(at - work.job_since), "job": work.job}


def _span(time: timedelta) -> str:
    """In the largest unit that says it: minutes, hours, days."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 2 * 60:
        return _("%(count)s menit") % {"count": minutes}
    if minutes < 2 * 24 * 60:
        return _("%(count)s jam") % {"count": minutes // 60}
    return _("%(count)s hari") % {"count": minutes // 60 // 24}


def _longest(lags: Iterable[Lag], at: datetime) -> timedelta | None:
    """How long the oldest event waits for somebody who follows."""
    return max((at - line.since for line in lags if line.since), default=None)


def _backup(at: datetime) -> StateLine:
    lines = list(backup_schedule.lines(at))
    if not lines:
        words = _("Tempat cadangan belum diatur. Pasang stik atau disk, lalu isi SIANTAR_BACKUPS di pengaturan.")
        return StateLine(_("Cadangan"), False, words)
    words = " ".join(sentence for sentence, _warns in lines)
    return StateLine(_("Cadangan"), not any(warns for _sentence, warns in lines), words)


def _room() -> StateLine:
    free = shutil.disk_usage(settings.SIANTAR_DATA).free
    size = f"{free / 1e9:.1f}".replace(".", ",")
    if free < LITTLE_ROOM:
        words = _("Tinggal %(size)s GB. Kosongkan disk sekarang: bila penuh, tidak ada yang dapat dicatat.")
        return StateLine(_("Ruang disk"), False, words % {"size": size})
    return StateLine(_("Ruang disk"), True, _("Masih %(size)s GB.") % {"size": size})


def _channels() -> StateLine:
    stopped = [str(stop.channel.kind) for stop in stops.stopped_channels()]
    if stopped:
        words = _("Saluran %(kinds)s berhenti. Perbaiki akunnya, lalu tekan Coba lagi di Pesan.")
        return StateLine(_("Pesan kepada warga"), False, words % {"kinds": ", ".join(stopped)})
    return StateLine(_("Pesan kepada warga"), True, _("Semua saluran jalan."))


def _webhooks() -> StateLine:
    silent = [each.url for each in subscribing.disabled()]
    if silent:
        words = _(
            "Tiga hari tidak ada jawaban dari %(addresses)s: kabar ke sana dihentikan. Hubungi pemiliknya, lalu "
            "lanjutkan lewat API (POST resume). Tidak ada kabar yang hilang."
        )
        return StateLine(_("Sistem lain"), False, words % {"addresses": ", ".join(silent)})
    return StateLine(_("Sistem lain"), True, _("Tidak ada sambungan yang dihentikan."))


def gauges(at: datetime) -> Iterator[Gauge]:
    """Figures out of the database, the same from whichever process answers."""
    lags = lag.lags()
    for line in lags:
        yield Gauge(
            "siantar_relay_waiting", "Events that wait for who follows them", line.waiting, _label(line.consumer)
        )
    waited = _longest(lags, at)
    yield Gauge("siantar_relay_lag_seconds", "Age of the oldest of them", waited.total_seconds() if waited else 0)
    yield Gauge("siantar_undigested", "Events that cannot be followed", sum(1 for _stuck in lag.stuck()))
    queue = Message.objects.filter(state__in=QUEUED).values_list("state").annotate(Count("pk")).order_by()
    counts = {str(state): 0 for state in QUEUED} | {str(state): many for state, many in queue}
    for state, many in counts.items():
        yield Gauge("siantar_messages", "Messages by state", many, _label(state))
    yield Gauge("siantar_channels_stopped", "Channels that wait for the office", len(list(stops.stopped_channels())))
    yield Gauge("siantar_alerts_open", "Alarms nobody took up", Alert.objects.filter(taken_up_at=None).count())
    silent = len(subscribing.disabled())
    yield Gauge("siantar_webhooks_disabled", "Subscriptions nobody answered for three days", silent)
    yield from _of_the_day(at)
    yield from _of_the_processes(at)
    folder = settings.SIANTAR_BACKUPS
    last = backups.last_good(folder, at) if folder and folder.is_dir() else point_in_time.last_backup()
    age = (at - last).total_seconds() if last else float("nan")
    yield Gauge("siantar_backup_age_seconds", "Age of the last good backup; NaN: none", age)
    newest = second_place.newest_there(settings.SIANTAR_DATA) if settings.SIANTAR_BACKUPS_ALSO else None
    age = (at - newest).total_seconds() if newest else float("nan")
    yield Gauge("siantar_second_backup_age_seconds", "Age of the last backup in the second place; NaN: none", age)
    yield Gauge("siantar_wal_age_seconds", "Since WAL was archived; NaN: no pgBackRest", point_in_time.wal_age(at))
    late = sum(line.warns for line in root_health.lines(at))
    yield Gauge("siantar_roots_late", "Offices and witnesses whose daily root is late", late)
    yield Gauge(
        "siantar_disk_free_bytes", "Free room of the data folder", shutil.disk_usage(settings.SIANTAR_DATA).free
    )


def _of_the_day(at: datetime) -> Iterator[Gauge]:
    """What the security record has of the last 24 hours, by kind: logins, refusals, changes of access."""
    counted = AuditEntry.objects.filter(Q(at__gt=at - DAY)).values_list("what").annotate(Count("pk")).order_by("what")
    for what, many in counted:
        yield Gauge("siantar_security_day", "Security record of the last 24 hours, by kind", many, _label(str(what)))


def _of_the_processes(at: datetime) -> Iterator[Gauge]:
    """Workers of all machines, by machine; requests of this server since it began, all its processes together."""
    workers = list(worker_signs.newest())
    for work in workers:
        label = _label(work.machine, "machine")
        yield Gauge("siantar_worker_age_seconds", "Since a worker was heard of", _age(at, work.heard_at), label)
    for work in workers:
        label = _label(work.machine, "machine")
        yield Gauge("siantar_worker_job_seconds", "How long it is at one job", _age(at, work.job_since), label)
    for page, status, many in request_counts.counts().totals():
        labels = f'{{page="{page}",status="{status}"}}'
        yield Gauge("siantar_requests_total", "Requests answered, by page and status", many, labels, "counter")


def _age(at: datetime, since: datetime | None) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0


def _label(kind: str, name: str = "kind") -> str:
    escaped = kind.replace("\\", "\\\\").replace('"', '\\"')
    return f'{{{name}="{escaped}"}}'
