"""Issued reports go by mail to whom the office, or the city, names; what fails is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from siantar.directory import offices
from siantar.directory.models import Office
from siantar.messaging import channels, office_settings
from siantar.messaging.channels.base import Attachment, Letter, Never, TryLater, WrongSettings
from siantar.paper import workbook
from siantar.reports import monthly, words
from siantar.reports.models import CityReportCopy, IssuedCityReport, IssuedReport, ReportCopy
from siantar.rules.occasions import ChannelKind

FIRST_REST, LONGEST_REST, AT_WORK = timedelta(minutes=5), timedelta(hours=6), timedelta(minutes=2)
TEXT = """{sentence}

{subject}, terlampir sebagai PDF dan Excel. Tidak ada nama warga di dalamnya.
Gambar yang selalu baru: {address}
"""
AnyCopy = type[ReportCopy] | type[CityReportCopy]


@dataclass(frozen=True, slots=True)
class ReportParcel:
    """An issued report as it is mailed: by whose server, what it is called, where its page is.

    `mark` tells reports of one number apart.
    """

    report: IssuedReport | IssuedCityReport
    office: Office
    subject: str
    name: str
    page: str
    mark: str


def send_next(at: datetime) -> bool:
    """Send one copy of a report; False when nothing is due."""
    return _send_next(ReportCopy, at) or _send_next(CityReportCopy, at)


def _send_next(copies: AnyCopy, at: datetime) -> bool:
    with transaction.atomic():
        due = copies.objects.select_for_update(skip_locked=True, of=("self",))
        copy = due.filter(sent_at=None, next_at__lte=at).order_by("next_at", "pk").first()
        if copy is None:
            return False
        copies.objects.filter(pk=copy.pk).update(next_at=at + AT_WORK, tries=copy.tries + 1)
    try:
        _send(_of_city(copy) if isinstance(copy, CityReportCopy) else _of_office(copy), copy.address, at)
    except (TryLater, Never, WrongSettings) as problem:
        rest = min(FIRST_REST * 2 ** min(copy.tries, 10), LONGEST_REST)
        copies.objects.filter(pk=copy.pk).update(problem=problem.problem[:200], next_at=at + rest)
    else:
        copies.objects.filter(pk=copy.pk).update(sent_at=at, problem="")
    return True


def _of_office(copy: ReportCopy) -> ReportParcel:
    report = IssuedReport.objects.select_related("office").get(pk=copy.report_id)
    subject = f"Laporan bulanan {report.office.name}, {words.month(report.month, monthly.LANGUAGE)}"
    name = f"laporan-{report.office_id}-{report.month:%Y-%m}"
    return ReportParcel(report, report.office, subject, name, f"bulan={report.month:%Y-%m}", "report")


def _of_city(copy: CityReportCopy) -> ReportParcel:
    """By the mail server of the first office that has one: those who lead the city need not have an office."""
    report = IssuedCityReport.objects.get(pk=copy.report_id)
    city = list(offices.serving_residents())
    mailing = (each for each in city if office_settings.channel_of(each.pk, ChannelKind.EMAIL).is_set_up)
    office = next(mailing, city[0])
    subject = f"Kinerja semua kantor, {words.month(report.month, monthly.LANGUAGE)}"
    name = f"kinerja-kota-{report.month:%Y-%m}"
    return ReportParcel(report, office, subject, name, f"kantor=semua&bulan={report.month:%Y-%m}", "city report")


def _send(parcel: ReportParcel, receiver: str, at: datetime) -> None:
    channel = office_settings.channel_of(parcel.office.pk, ChannelKind.EMAIL)
    if not channel.is_set_up:
        raise WrongSettings("settings empty")
    report = parcel.report
    address = f"{settings.SIANTAR_BASE_URL}{reverse('report')}?{parcel.page}"
    letter = Letter(
        id=uuid5(NAMESPACE_URL, f"{settings.SIANTAR_BASE_URL} {parcel.mark} {report.pk} {receiver}"),
        address=receiver,
        office=parcel.office.name,
        subject=parcel.subject,
        text=TEXT.format(sentence=report.summary, subject=parcel.subject, address=address),
        line=parcel.subject,
        link="",
        language=monthly.LANGUAGE,
        occasion="report",
        at=at,
        attachments=(
            Attachment(f"{parcel.name}.pdf", bytes(report.paper), "application/pdf"),
            Attachment(f"{parcel.name}.xlsx", bytes(report.workbook), workbook.TYPE),
        ),
    )
    channels.KNOWN[ChannelKind.EMAIL].deliver(letter, channel.config)
