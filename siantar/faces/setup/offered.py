"""What the office offers: services, their promise, the stations they pass."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from siantar.casework import queries as files
from siantar.catalogue import setting_up
from siantar.catalogue.models import Service
from siantar.directory import offices
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.setup.forms import ServiceSetupForm
from siantar.faces.setup.paper_rows import PaperRows
from siantar.rules import path_check
from siantar.rules.access import Act


@staff(Act.SET_UP_SERVICES)
@require_safe
def services(request: StaffRequest) -> HttpResponse:
    """Every service with the way its files go."""
    names = _station_names()
    rows = [(service, _way(service, names)) for service in setting_up.all_of(request.actor.office)]
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


@staff(Act.SET_UP_SERVICES)
def service(request: StaffRequest, code: str) -> HttpResponse:
    """One service; what is changed holds for files handed in from now on."""
    current = setting_up.all_of(request.actor.office).filter(code=code).first()
    if current is None:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = ServiceSetupForm(typed, initial=ServiceSetupForm.initial_of(current), agencies=offices.agencies())
    if form.is_valid() and _stores(form, code, request):
        messages.success(request, _("Layanan tersimpan; berlaku untuk berkas yang masuk mulai sekarang."))
        return HttpResponseRedirect(reverse("setup-services"))
    return _service_page(request, current, form, PaperRows.of(current))


@staff(Act.SET_UP_SERVICES)
@require_POST
def papers(request: StaffRequest, code: str) -> HttpResponse:
    """The papers a service asks for."""
    current = setting_up.all_of(request.actor.office).filter(code=code).first()
    if current is None:
        raise Http404
    rows = PaperRows.typed(request.POST)
    if rows.error:
        form = ServiceSetupForm(initial=ServiceSetupForm.initial_of(current), agencies=offices.agencies())
        return _service_page(request, current, form, rows)
    setting_up.keep_papers(request.actor.office, code, rows.rows, by=request.actor, at=request.at)
    messages.success(request, _("Persyaratan tersimpan; berlaku untuk berkas yang masuk mulai sekarang."))
    return HttpResponseRedirect(reverse("setup-service", args=[code]))


def _service_page(request: StaffRequest, current: Service, form: ServiceSetupForm, rows: PaperRows) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "service": current,
        "way": _way(current, _station_names()),
        "running": files.open_of_service(request.actor.office, current.code).count(),
    }
    return render(request, "setup/service.html", context, status=422 if form.errors or rows.error else 200)


def _stores(form: ServiceSetupForm, code: str, request: StaffRequest) -> bool:
    try:
        setting_up.keep_service(request.actor.office, code, form.values(), by=request.actor, at=request.at)
    except path_check.BrokenPath:
        form.add_error("station_1", _("Jalan berkasnya buntu. Hasil digital memerlukan paling sedikit satu stasiun."))
    except setting_up.UnknownStation:
        form.add_error("station_1", _("Instansinya tidak ada lagi. Pilih dari daftarnya."))
    return not form.errors


def _station_names() -> dict[str, str]:
    return dict(offices.agencies().values_list("code", "name")) | {"": _("Tanda tangan Camat")}


def _way(service: Service, names: dict[str, str]) -> list[str]:
    """The stations in words, from the counter to the resident."""
    end = _("Terbit digital") if service.digital else _("Warga")
    return [_("Loket"), _("Pemeriksa"), *(names.get(step, step) for step in service.steps), end]
