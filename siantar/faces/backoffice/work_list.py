"""What waits for me: grouped by the next act, the nearest promise first, with what may be done to many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.casework import queries as files
from siantar.casework.models import Application
from siantar.casework.outcome import Outcome, Result
from siantar.casework.progress import progress_of
from siantar.catalogue import words
from siantar.catalogue.queries import services_of
from siantar.directory import absences, elsewhere, offices, saved_views
from siantar.faces.backoffice import alerts, old_entries
from siantar.faces.backoffice.promise_bar import PromiseBar, PromiseBars, age
from siantar.faces.backoffice.wishes import DAYS, sorts_of, views_of, wanted, wish_of
from siantar.faces.frame import actions, downloads, stand_ins, texts
from siantar.faces.frame.actions import Offer
from siantar.faces.frame.files import Line, lines
from siantar.faces.frame.language import spoken
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.paper import workbook
from siantar.rules import reading, receipt_number
from siantar.rules.access import Reading
from siantar.rules.vocabulary import Kind, Stage

PAGE = 100
MOST_AT_ONCE = 300
FEW_SAID = 20
MOST_IN_EXCEL = 5000


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A file in the list: why it waits, how old it is, its promise, and what this person may do with it."""

    line: Line
    why: str
    age: str
    bar: PromiseBar | None
    offers: tuple[Offer, ...]

    @property
    def kinds(self) -> str:
        """The acts that can be done to many at once, for the selection bar."""
        return " ".join(offer.kind for offer in self.offers if offer.kind not in actions.ONE_BY_ONE)


@dataclass(slots=True)
class WorkGroup:
    """Files whose next act is the same."""

    title: str
    lines: list[WorkLine] = field(default_factory=list)


@staff(Reading.WORK_LIST)
def waiting(request: StaffRequest) -> HttpResponse:
    """List what waits for me, or what was searched for (posted: no NIK in addresses); a whole number opens its file."""
    wish = wish_of(request)
    if (number := _exact(request, wish.text)) is not None:
        return HttpResponseRedirect(reverse("file", args=[number]))
    page = Paginator(wanted(request, wish), PAGE).get_page((request.POST or request.GET).get("hal"))
    groups = grouped(request, page)
    context = {
        "groups": groups,
        "acts": _acts(groups),
        "page": page,
        "wish": wish,
        "views": views_of(request, wish, page.paginator.count),
        "sorts": sorts_of(wish),
        "days": DAYS.items(),
        "saved": saved_views.of(int(request.actor.person)),
        "mistyped": bool(wish.text) and _is_mistyped(wish.text),
        "elsewhere": _elsewhere(wish.text, request.at) if wish.text and not groups else None,
        "stages": [(code, words.label(code, spoken())) for code in Stage],
        "services": services_of(request.actor.office, request.at),
        "villages": offices.villages_of(request.actor.office) if request.actor.office else (),
        "old_entries": old_entries.lines_of(request, wish.text),
        "conflicts": lines(files.open_conflicts(request.actor)[:20], request),
        "alerts": alerts.lines_for(request),
        "deputies": stand_ins.deputies_in_words(absences.deputies_of(int(request.actor.person), request.at)),
    }
    return render(request, "backoffice/waiting.html", context)


def _exact(request: StaffRequest, text: str) -> str | None:
    """The number of the one file that was typed or scanned as a whole, if this person may see it."""
    try:
        number = reading.read_receipt(text).number.text
    except ValueError:
        return None
    return number if files.access_file(request.actor, number) else None


@dataclass(frozen=True, slots=True)
class OtherOffice:
    """An office that another installation serves, and where it tells of the receipt that was searched for."""

    name: str
    address: str


def _elsewhere(text: str, at: datetime) -> OtherOffice | None:
    try:
        number = reading.read_receipt(text).number.text
    except ValueError:
        return None
    office = elsewhere.serving(number, at)
    return OtherOffice(office.name, elsewhere.tracking(office, number)) if office else None


def _is_mistyped(text: str) -> bool:
    """Whether this looks like a number of ours with a slip in it: it is told apart from a number nobody knows."""
    try:
        reading.read_receipt(text)
    except receipt_number.Mistyped:
        return True
    except ValueError:
        return False
    return False


def grouped(request: StaffRequest, applications: Iterable[Application]) -> list[WorkGroup]:
    """The files in groups by what this person would do next with each; groups in the order of their first file."""
    listed = lines(applications, request)
    offered = actions.offers_of_many([line.file for line in listed], request.actor, spoken())
    bars = PromiseBars(request.at)
    groups: dict[str, WorkGroup] = {}
    for line, offers in zip(listed, offered, strict=True):
        title = _title(line, offers)
        since = age(line.file.handed_in_at, request.at)
        work = WorkLine(line, _why(line), since, bars.bar_of(line.file), tuple(offers))
        groups.setdefault(title, WorkGroup(title)).lines.append(work)
    return list(groups.values())


def _title(line: Line, offers: Sequence[Offer]) -> str:
    primary = next((offer for offer in offers if offer.primary), None)
    if line.file.standing.waits_for_bundle:
        return _("Kirim dalam bundel")
    return primary.verb if primary else line.label


def _why(line: Line) -> str:
    """What the file waits for: the reason it was held or sent back for, else its stage."""
    progress = progress_of(line.file.standing)
    if progress.state.hold:
        return f"{line.label}: {words.reason(progress.state.hold, spoken(), other=progress.words)}"
    missing = ", ".join(paper.name for paper in progress.missing_papers)
    return _("Belum ada: %(papers)s") % {"papers": missing} if missing else line.label


def _acts(groups: Sequence[WorkGroup]) -> list[tuple[Offer, str]]:
    """The acts of the selection bar, each with its key: the first letter of its verb that is free."""
    every = (offer for group in groups for work in group.lines for offer in work.offers)
    offers = {offer.kind: offer for offer in every if offer.kind not in actions.ONE_BY_ONE}
    keys: list[tuple[Offer, str]] = []
    taken = set("jkx")
    for offer in sorted(offers.values(), key=lambda offer: (offer.grave, list(Kind).index(offer.kind))):
        key = next((letter for letter in offer.verb.lower() if letter.isalpha() and letter not in taken), "")
        taken.add(key)
        keys.append((offer, key))
    return keys


@staff(Reading.WORK_LIST)
@require_POST
def excel(request: StaffRequest) -> HttpResponse:
    """What is shown as an Excel workbook: posted, as a search may stand in it; a list of names leaves its trace."""
    headings = [
        _("Resi"), _("Pemohon"), _("Layanan"), _("Langkah"), _("Mengapa menunggu"), _("Diterima"), _("Janji layanan"),
    ]  # fmt: skip
    groups = grouped(request, wanted(request, wish_of(request))[:MOST_IN_EXCEL])
    rows = [_cells(group.title, work) for group in groups for work in group.lines]
    name = f"berkas-{timezone.localtime(request.at):%Y-%m-%d-%H%M}.xlsx"
    content = workbook.workbook(_("Berkas"), headings, rows)
    return downloads.excel(request, content, what="work_list", name=name)


def _cells(title: str, work: WorkLine) -> list[str]:
    file = work.line.file
    promised_at = file.standing.promised_at
    promised = f"{timezone.localtime(promised_at):%Y-%m-%d}" if promised_at else ""
    received = f"{timezone.localtime(file.handed_in_at):%Y-%m-%d %H:%M}"
    return [work.line.number, file.applicant_name, file.service.name, title, work.why, received, promised]


@staff(Reading.WORK_LIST)
@require_POST
def act_on_many(request: StaffRequest) -> HttpResponse:
    """Do one act to all files that were picked: one result for each; those refused are named with the reason."""
    kind, numbers = request.POST.get("kind", ""), request.POST.getlist("number")[:MOST_AT_ONCE]
    back = HttpResponseRedirect(
        reverse("waiting") + (f"?{filters}" if (filters := wish_of(request).parameters()) else "")
    )
    if not numbers:
        messages.error(request, _("Belum ada berkas yang dipilih. Pilih dulu, lalu tekan lagi."))
        return back
    if problem := actions.problem_with(kind, request.POST, actions.ELSEWHERE | actions.ONE_BY_ONE):
        messages.error(request, problem)
        return back
    reason = actions.told_reason(Kind(kind), request.POST)
    outcomes = actions.act_on_all(request, Kind(kind), numbers, reason=reason)
    _say(request, Kind(kind), list(zip(numbers, outcomes, strict=True)))
    return back


def _say(request: StaffRequest, kind: Kind, outcomes: Sequence[tuple[str, Outcome]]) -> None:
    refused = [(number, outcome) for number, outcome in outcomes if outcome.result is Result.REFUSED]
    if done := len(outcomes) - len(refused):
        messages.success(request, _("%(verb)s: %(n)s berkas.") % {"verb": texts.VERBS[kind], "n": done})
    for number, outcome in refused[:FEW_SAID]:
        sentence = texts.refusal(outcome.code or "unknown_receipt")
        messages.error(request, f"{receipt_number.grouped(number[:12])}: {sentence}")
    if len(refused) > FEW_SAID:
        messages.error(request, _("%(n)s berkas lain juga tidak dapat.") % {"n": len(refused) - FEW_SAID})
