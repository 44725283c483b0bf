"""What the office offers: services, their promise, the stations they pass."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from siantar.catalogue import setting_up
from siantar.directory import offices
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.setup.service_words import station_names, way
from siantar.rules.access import Act


@staff(Act.SET_UP_SERVICES)
@require_safe
def services(request: StaffRequest) -> HttpResponse:
    """Every service with the way its files go."""
    names = station_names()
    rows = [
        (service, way(service.steps, names, digital=service.digital))
        for service in setting_up.all_of(request.actor.office, request.at)
    ]
    others = [office for office in offices.serving_residents() if office.code != request.actor.office]
    return render(request, "setup/services.html", {"rows": rows, "others": others})


@staff(Act.SET_UP_SERVICES)
@require_POST
def seed(request: StaffRequest) -> HttpResponse:
    """Put in the services that come along."""
    try:
        count = setting_up.take_seed(request.actor.office, by=request.actor, at=request.at)
    except setting_up.NoAgency:
        messages.error(request, _("Disdukcapil kota ini belum ada. Minta operator menambahkannya, lalu ulangi."))
    else:
        words = ngettext("%(count)s layanan dipasang.", "%(count)s layanan dipasang.", count)
        messages.success(request, words % {"count": count})
    return HttpResponseRedirect(reverse("setup-services"))


@staff(Act.SET_UP_SERVICES)
@require_POST
def copy(request: StaffRequest) -> HttpResponse:
    """Take over what another office offers."""
    source = offices.by_code(request.POST.get("office", "")[:40])
    if source is None:
        messages.error(request, _("Pilih dulu kantornya."))
    else:
        count = setting_up.copy_services(request.actor.office, source.code, by=request.actor, at=request.at)
        words = ngettext("%(count)s layanan dipasang.", "%(count)s layanan dipasang.", count)
        messages.success(request, words % {"count": count})
    return HttpResponseRedirect(reverse("setup-services"))
