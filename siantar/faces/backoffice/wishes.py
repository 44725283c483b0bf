"""Which files somebody wants to see, in which order; kept in an address, but for what was searched for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from siantar.casework import queries as files
from siantar.casework.by_name import FilesByName
from siantar.casework.models import Application
from siantar.directory import saved_views
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules.access import Reading
from siantar.rules.plain_number import plain_number
from siantar.rules.vocabulary import Stage

VIEWS = ("all", "late", "today")
DAYS = {"0": gettext_lazy("hari ini"), "7": gettext_lazy("7 hari"), "30": gettext_lazy("30 hari")}
SORTS = {
    "": gettext_lazy("Janji layanan"),
    "umur": gettext_lazy("Umur"),
    "nama": gettext_lazy("Pemohon"),
    "layanan": gettext_lazy("Layanan"),
}
COLUMNS = {"umur": "handed_in_at", "layanan": "service__name"}
BY_NAME = "nama"


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which files are wanted, in which order: words to search for, a view, stage, service, kelurahan, holder, days."""

    text: str = ""
    view: str = "all"
    stage: str = ""
    service: str = ""
    village: str = ""
    holder: str = ""
    since: str = ""
    sort: str = ""

    def parameters(self, **more: str) -> str:
        """The same as parameters of an address; what was searched for is never among them."""
        chosen = {
            "tampil": self.view, "tahap": self.stage, "layanan": self.service, "kelurahan": self.village,
            "pemegang": self.holder, "masuk": self.since, "urut": self.sort, **more,
        }  # fmt: skip
        return urlencode({name: value for name, value in chosen.items() if value and value != "all"})


def wish_of(request: StaffRequest) -> ListFilter:
    """The wish of this request."""
    return _wish(request.POST or request.GET)


def _wish(query: QueryDict) -> ListFilter:
    view, stage = query.get("tampil", "all"), query.get("tahap", "")
    return ListFilter(
        query.get("q", "").strip()[:80],
        view if view in VIEWS else "all",
        stage if stage in set(Stage) else "",
        query.get("layanan", "")[:60],
        query.get("kelurahan", "")[:13],
        query.get("pemegang", "")[:60],
        since if (since := query.get("masuk", "")) in DAYS else "",
        sort if (sort := query.get("urut", "")) in SORTS else "",
    )


def wanted(request: StaffRequest, wish: ListFilter) -> QuerySet[Application] | FilesByName:
    """The files of a wish, from what this person may see; the nearest promise first where nothing was searched for."""
    applications = _wanted(request, wish)
    return FilesByName(applications) if wish.sort == BY_NAME else applications


def _wanted(request: StaffRequest, wish: ListFilter) -> QuerySet[Application]:
    if wish.text:
        applications = files.search(request.actor, wish.text, at=request.at)
    elif wish.stage or wish.holder:
        applications = files.visible_to(request.actor).order_by("-handed_in_at")
    else:
        applications = files.waiting_for(request.actor)
    exact = {
        "standing__stage": wish.stage, "service__code": wish.service, "village": wish.village,
        "standing__holder": wish.holder,
    }  # fmt: skip
    applications = applications.filter(**{name: value for name, value in exact.items() if value})
    if wish.since:
        today = timezone.localtime(request.at).replace(hour=0, minute=0, second=0, microsecond=0)
        applications = applications.filter(handed_in_at__gte=today - timedelta(days=int(wish.since)))
    if wish.sort in COLUMNS:
        applications = applications.order_by(COLUMNS[wish.sort], "pk")
    if wish.view == "all":
        return applications
    return files.promised_until_today(applications, request.actor.office, request.at, late=wish.view == "late")


def views_of(request: StaffRequest, wish: ListFilter, count: int) -> list[dict[str, Any]]:
    """The ready views and those this person keeps, with how many files each holds; `count` is that of the wish."""
    titles = {"all": _("Menunggu saya"), "late": _("Lewat janji"), "today": _("Habis hari ini")}
    views = [(title, ListFilter(view=view)) for view, title in titles.items()]
    views += [(view.name, _wish(QueryDict(view.parameters))) for view in saved_views.of(int(request.actor.person))]
    return [
        {
            "address": _address(view),
            "title": title,
            "count": count if view == wish else _wanted(request, view).count(),
            "current": view == wish,
        }
        for title, view in views
    ]


def _address(wish: ListFilter) -> str:
    return f"{reverse('waiting')}?{wish.parameters()}".removesuffix("?")


def sorts_of(wish: ListFilter) -> list[dict[str, Any]]:
    """The orders a list can be put in, with the address of each."""
    return [
        {
            "title": title,
            "address": _address(replace(wish, sort=code)),
            "current": code == wish.sort,
        }
        for code, title in SORTS.items()
    ]


@staff(Reading.WORK_LIST)
@require_POST
def keep_view(request: StaffRequest) -> HttpResponse:
    """Keep the view on the screen under a name, or keep one no more."""
    wish, person = wish_of(request), int(request.actor.person)
    if (view := plain_number(request.POST.get("forget", ""))) is not None:
        saved_views.forget(person, view)
        return HttpResponseRedirect(reverse("waiting"))
    if saved_views.keep(person, request.POST.get("name", ""), wish.parameters()):
        messages.success(request, _("Tampilan disimpan."))
    else:
        messages.error(request, _("Beri nama tampilan ini; paling banyak dua belas tampilan disimpan."))
    return HttpResponseRedirect(_address(wish))
