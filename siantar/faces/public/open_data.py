"""The open figures for programs: a catalogue by DCAT 3 (W3C) and a table a office, month by month.

The numbers are those of `/kinerja/`, with the same small numbers hidden; nothing is said here that is not said there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from siantar.directory import links, offices
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.faces.frame.arrival import TimedRequest
from siantar.faces.frame.staff_access import everyone
from siantar.faces.public.figures import FRESH
from siantar.reports import figures as open_figures
from siantar.reports.figures import Figure, Month
from siantar.rules.satisfaction import rounded

HIDDEN = "<5"  # a number too small to be told
COLUMNS = (
    "month", "handed_in", "done", "promise_kept_percent", "promise_kept_is_exact", "hours_office", "hours_agency",
    "hours_resident", "hours_courier", "complaints", "satisfaction_mean",
)  # fmt: skip
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
MONTHLY = {"@id": "http://purl.org/cld/freq/monthly"}
TITLE = ("Kinerja layanan {name} tiap bulan", "Service performance of {name}, month by month")
MEANING = (
    "Berkas masuk dan selesai, janji yang ditepati (persen), rata-rata jam kerja di tangan kantor, instansi, pemohon, "
    'dan kurir, pengaduan, serta rata-rata nilai survei (1-4). "<5": terlalu kecil untuk disebut; kosong: tidak ada.',
    "Files handed in and done, promises kept (per cent), mean working hours in the hands of office, agency, resident "
    'and courier, complaints, and the mean of the survey (1-4). "<5": too small to be told; empty: none.',
)
RIGHTS = (
    "Informasi publik menurut UU 14/2008 tentang Keterbukaan Informasi Publik.",
    "Public information under Indonesian Law 14/2008 on public information.",
)


@everyone
@require_safe
def catalogue(_request: TimedRequest) -> HttpResponse:
    """What there is: one dataset an office."""
    content = {
        "@context": CONTEXT,
        "@id": links.public("open-data"),
        "@type": "dcat:Catalog",
        "dct:title": _in_both(("Data terbuka Siantar", "Open data of Siantar")),
        "dcat:dataset": [_dataset(office) for office in offices.serving_residents()],
    }
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(content, json_dumps_params=options, content_type="application/ld+json")
    return _fresh(response)


def _dataset(office: Office) -> dict[str, object]:
    title = (TITLE[0].format(name=office.name), TITLE[1].format(name=office.name))
    address = links.public("open-data-table", office.code)
    return {
        "@id": f"{address}#data",
        "@type": "dcat:Dataset",
        "dct:identifier": office.code,
        "dct:title": _in_both(title),
        "dct:description": _in_both(MEANING),
        "dct:rights": _in_both(RIGHTS),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": office.name},
        "dct:accrualPeriodicity": MONTHLY,
        "dcat:landingPage": {"@id": f"{links.public('figures')}?kantor={office.code}"},
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dcat:downloadURL": {"@id": address}, "dcat:mediaType": "text/csv"}
        ],
    }


def _in_both(words: tuple[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for text, language in zip(words, ("id", "en"), strict=True)]


@everyone
@require_safe
def table(request: TimedRequest, code: str) -> HttpResponse:
    """The months of an office that are over, newest first, as CSV (RFC 4180)."""
    office = offices.serving_residents().filter(code=code.replace("\0", "")).first()
    if office is None:
        raise Http404
    today = day_in(office, request.at)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows(_rows(office, today))
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="kinerja-{office.code}.csv"'
    return _fresh(response)


def _rows(office: Office, today: date) -> list[Sequence[object]]:
    over = (period for period in open_figures.months_told(today) if period.last_on < today)
    return [_row(open_figures.month(office, period, today)) for period in over]


def _row(month: Month) -> Sequence[object]:
    hours = {hand.whose: round(hand.hours, 2) for hand in month.hands}
    promises = month.kept_promises
    score = month.survey.score if month.survey else None
    return (
        month.period.code, _in_words(month.handed_in), _in_words(month.done), promises.percent if promises else "",
        str(promises.exact).lower() if promises else "", *(hours.get(whose, "") for whose in open_figures.HANDS),
        _in_words(month.complaints), rounded(sum(score.means, Fraction()) / len(score.means)) if score else "",
    )  # fmt: skip


def _in_words(figure: Figure) -> object:
    return HIDDEN if figure.count is None else figure.count


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={FRESH}"
    return response
