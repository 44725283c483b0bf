"""`siantar doctor`: check installation, database, event chains, derived state, custody."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser, SystemCheckError
from django.db import DatabaseError

from siantar import clock
from siantar.casework import custody, lag
from siantar.catalogue.queries import broken_paths
from siantar.delivery import coverage, travel_times
from siantar.directory import audit, holiday_draft
from siantar.directory.offices import serving_residents
from siantar.messaging import stops
from siantar.project import backup_schedule, directory_following, durability, root_health, sealed_health
from siantar.project.schema import pending_migrations
from siantar.project.state import BEHIND, worker_troubles
from siantar.reports import rebuilding
from siantar.rights import odd_readings

OF_ELSEWHERE = (
    "peta jalan bukan peta wilayah {office} ({covered} dari {places} tempatnya ada di peta). "
    "Jalankan `siantar map build` dengan potongan peta wilayah itu."
)
NO_HOLIDAYS = (
    "tahun {year} belum punya hari libur, jadi janji layanan menghitung semua hari kerja. "
    "Jalankan `siantar work` agar drafnya dibuat, atau isi di /admin/directory/holiday/."
)
NO_RAMADAN = (
    "Ramadan tahun {year} belum diisi, jadi janji layanan menghitung jam kerja biasa. "
    "Jalankan `siantar work` agar drafnya dibuat, atau isi di /admin/directory/ramadan/."
)
NO_SIGN = (
    "{office}: saluran {kind} tanpa tanda berhasil, jadi kegagalan yang dijawab 200 dapat terlewat. "
    "Isi Tanda berhasil di /pesan/pengaturan/saluran/{kind}/."
)
NOT_WRITTEN_THROUGH = (
    "basis data disetel {settings}: mati listrik dapat menghilangkan yang sudah dicatat. "
    "Nyalakan di postgresql.conf, lalu muat ulang PostgreSQL."
)
SILENCE = (
    "{office}: {count} pembacaan data yang tidak biasa belum diberi keterangan, yang paling lama {oldest:%d-%m-%Y}. "
    "Camat mengisinya di /berkas/pembacaan/."
)
BROKEN_RECORD = "catatan keamanan diubah, dihapus, atau disisipi di luar Siantar. Bandingkan dengan cadangan"
SENTENCES = {
    "broken_chain": "rantai kejadian putus: ada kejadian yang diubah di luar Siantar. Pulihkan dari cadangan.",
    "impossible_story": "kejadiannya tidak mungkin begini: ada yang hilang atau diubah. Pulihkan dari cadangan.",
    "standing_differs": "keadaan berbeda dari kejadiannya. Jalankan `siantar rebuild`.",
    "movements_differ": "perpindahan berbeda dari kejadiannya. Jalankan `siantar rebuild`.",
    "applicant_differs": "pemohonnya berbeda dari kejadiannya. Jalankan `siantar rebuild`.",
    "undigested": "{consumer} tidak dapat mengikuti kejadian {event} ({error}, {tries} kali dicoba).",
    "not_followed": "{consumer} tidak ada di versi ini; kejadian {event} menunggunya.",
    "track_row_differs": "halaman lacak berbeda dari kejadiannya. Jalankan `siantar rebuild`.",
}


class Command(BaseCommand):
    """List findings; exit 1 when one is serious."""

    help = "Periksa pemasangan, basis data, rantai kejadian, dan keadaan turunan."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to open every sealed value instead of some of each kind."""
        parser.add_argument("--whole", action="store_true", help="buka semua isian tersegel, bukan sebagian saja")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check everything, print what was found."""
        at = clock.now()
        problems = [*self._installation(), *broken_paths(), *self._facts(), *self._custody(at), *self._following(at)]
        directory = directory_following.health(at)
        problems += [*self._channels(), *self._map(), *root_health.problems(), *self._audit(), *directory.problems]
        problems += sealed_health.unreadable(whole=options.get("whole", False))
        for problem in problems:
            self.stdout.write(f"SERIUS: {problem}")
        remarks = [*self._calendar(at), *self._unadvised(), *self._backups(at), *self._roots(at), *self._disk()]
        remarks += [*directory.remarks, *sealed_health.unfinished(), *self._silence(at), *self._workers(at)]
        for remark in remarks:
            self.stdout.write(f"PERHATIAN: {remark}")
        attention = f" {len(remarks)} hal perlu perhatian." if remarks else ""
        summary = f"{len(problems)} masalah ditemukan." if problems else "Tidak ada masalah."
        self.stdout.write(summary + attention)
        if problems:
            sys.exit(1)

    def _workers(self, at: datetime) -> list[str]:
        """Workers that are not heard of any more, or are at one job for too long."""
        try:
            return list(worker_troubles(at))
        except DatabaseError:  # not migrated: said above
            return []

    def _silence(self, at: datetime) -> list[str]:
        """Unusual reading nobody has said a word to."""
        try:
            lines = odd_readings.overdue(at)
        except DatabaseError:  # not migrated: said above
            return []
        return [SILENCE.format(office=line.office, count=line.count, oldest=line.oldest) for line in lines]

    def _disk(self) -> list[str]:
        unsafe = durability.unsafe_settings()
        return [NOT_WRITTEN_THROUGH.format(settings=", ".join(unsafe))] if unsafe else []

    def _installation(self) -> list[str]:
        try:
            call_command("check", verbosity=0)
        except SystemCheckError as error:
            return [str(error)]
        return ["migrasi belum dijalankan: `siantar migrate`"] if pending_migrations() else []

    def _map(self) -> list[str]:
        return [
            OF_ELSEWHERE.format(office=line.office, covered=line.covered, places=line.places)
            for line in coverage.not_covered(travel_times.source())
        ]

    def _facts(self) -> list[str]:
        return [f"{finding.receipt_number}: {SENTENCES[finding.code]}" for finding in rebuilding.findings()]

    def _following(self, at: datetime) -> list[str]:
        """Whether everybody who follows events has them: a worker that stands still, or what cannot be digested."""
        wrong = []
        for line in lag.lags():
            if line.since is None:
                continue
            minutes = int((at - line.since).total_seconds() // 60)
            self.stdout.write(f"{line.consumer:<12} {line.waiting:>8} kejadian menunggu, paling lama {minutes} menit")
            if at - line.since > BEHIND:
                wrong.append(f"{line.consumer}: {line.waiting} kejadian belum diikuti. Apakah `siantar work` jalan?")
        for stuck in lag.stuck():
            sentence = SENTENCES["undigested"] if stuck.follows else SENTENCES["not_followed"]
            words = sentence.format(consumer=stuck.consumer, event=stuck.event, tries=stuck.tries, error=stuck.error)
            if at - stuck.since > BEHIND:
                wrong.append(f"{stuck.receipt_number}: {words}")
            else:
                self.stdout.write(f"PERHATIAN: {stuck.receipt_number}: {words}")
        return wrong

    def _calendar(self, at: datetime) -> Iterator[str]:
        """Years whose holidays or Ramadan nobody has told."""
        try:
            bare_years, without_ramadan = holiday_draft.years_without(at), holiday_draft.years_without_ramadan(at)
        except DatabaseError:  # not migrated: said above
            return
        for year in bare_years:
            yield NO_HOLIDAYS.format(year=year)
        for year in without_ramadan:
            yield NO_RAMADAN.format(year=year)

    def _audit(self) -> list[str]:
        """Entries of the audit record that do not follow the one before them."""
        try:
            return [f"{BROKEN_RECORD} (entri {entry})" for entry in audit.broken_at()]
        except DatabaseError:  # not migrated: said above
            return []

    def _channels(self) -> list[str]:
        """Channels of messages that stand still because their provider refuses the office."""
        return [
            f"{stopped.office}: saluran {stopped.channel.kind} berhenti ({stopped.channel.stopped_by}), "
            f"{stopped.waiting} pesan menunggu. Perbaiki akunnya, lalu tekan Coba lagi di /pesan/."
            for stopped in stops.stopped_channels()
        ]

    def _unadvised(self) -> list[str]:
        try:
            channels = stops.unadvised_channels()
        except DatabaseError:  # not migrated: said above
            return []
        return [NO_SIGN.format(office=office, kind=channel.kind) for office, channel in channels]

    def _backups(self, at: datetime) -> list[str]:
        lines = list(backup_schedule.lines(at))
        for sentence, warns in lines:
            if not warns:
                self.stdout.write(sentence)
        return [sentence for sentence, warns in lines if warns]

    def _roots(self, at: datetime) -> list[str]:
        lines = root_health.lines(at)
        for line in lines:
            if not line.warns:
                self.stdout.write(line.sentence)
        return [line.sentence for line in lines if line.warns]

    def _custody(self, at: datetime) -> list[str]:
        wrong = []
        for office in serving_residents():
            for balance in custody.balances(office.code, whole=True):
                self.stdout.write(f"{office.code}  {balance.holder:<40} {balance.standing:>8}")
                if balance.booked != balance.standing:
                    wrong.append(f"{balance.holder}: buku {balance.booked}, keadaan {balance.standing}")
            odd = custody.differences(office.code, whole=True)
            looked_for = set(custody.investigate_differences(office.code, at, whole=True))
            wrong += [
                f"{number}: pemegang tidak cocok dengan buku{', sedang ditelusuri' if number in looked_for else ''}"
                for number in odd
            ]
        return wrong
