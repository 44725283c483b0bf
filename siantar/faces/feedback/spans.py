"""The spans of time one may choose, in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from siantar.rules import period
from siantar.rules.period import NotAPeriod, Period

ROMAN = ("I", "II", "III", "IV")


def named(span: Period) -> str:
    """Name the span as people call it."""
    _year, _dash, part = span.code.partition("-")
    if not part:
        return _("Tahun %(year)s") % {"year": span.first_on.year}
    if part[0] in "TS":
        numeral = ROMAN[int(part[1]) - 1]
        pattern = _("Triwulan %(n)s %(year)s") if part[0] == "T" else _("Semester %(n)s %(year)s")
        return pattern % {"n": numeral, "year": span.first_on.year}
    return date_format(span.first_on, "F Y")


def offered(today: date) -> list[tuple[str, str]]:
    """Code and name of the spans offered: halves, quarters and years lately, and twelve months."""
    year, last = today.year, today.year - 1
    codes = [f"{year}-S2", f"{year}-S1", f"{last}-S2", *(f"{year}-T{n}" for n in (4, 3, 2, 1)), str(year), str(last)]
    spans = [span for code in codes if (span := period.parse(code)).first_on <= today]
    return [(span.code, named(span)) for span in (*spans, *period.months_back(today, 12))]


def chosen(code: str, today: date) -> Period:
    """The span asked for; the present half year where none was."""
    try:
        return period.parse(code)
    except NotAPeriod:
        return period.half_of(today)
