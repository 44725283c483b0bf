"""The administrator gives colleagues their access back: a code on paper, and out of every device."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.directory import city_login, paper_codes, second_factor
from siantar.directory import staff as people
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.rules.access import Act


@staff(Act.RESET_ACCESS)
def page(request: StaffRequest) -> HttpResponse:
    """Everybody of the office."""
    return _page(request)


def _page(request: StaffRequest, error: str = "", typed: tuple[int, str] = (0, "")) -> HttpResponse:
    subjects = city_login.subjects_of(request.actor)
    rows = [
        (user, second_factor.has_one(user), typed[1] if typed[0] == user.pk else subjects.get(user.pk, ""))
        for user in people.people_of_office(request.actor)
    ]
    context = {
        "rows": rows, "me": int(request.actor.person), "error": error,
        "directory": city_login.directory_name(),
    }  # fmt: skip
    return render(request, "frame/colleagues.html", context, status=422 if error else 200)


@staff(Act.RESET_ACCESS)
@require_POST
def bind(request: StaffRequest, person: int) -> HttpResponse:
    """Say who a colleague is in the city's directory; empty takes it back."""
    subject = request.POST.get("subject", "").strip()
    if len(subject) > city_login.LONGEST or not subject.isprintable():
        return _page(request, _("Salin tanda pengenal (sub) dari pengelola direktori kota apa adanya."))
    try:
        user = city_login.bind(person, subject, by=request.actor, at=request.at)
    except city_login.SubjectTaken:
        words = _("Tanda pengenal itu sudah dipakai akun lain. Periksa lagi dengan pengelola direktori kota.")
        return _page(request, words, (person, subject))
    if user is None:
        raise Http404
    messages.success(request, _("Sambungan ke akun kota tersimpan."))
    return HttpResponseRedirect(reverse("colleagues"))


@staff(Act.RESET_ACCESS)
@require_POST
def paper_code(request: StaffRequest, person: int) -> HttpResponse:
    """A code for one colleague, on a page to print; it is shown this once."""
    try:
        code = paper_codes.issue(person, by=request.actor, at=request.at)
    except paper_codes.NoSuchPerson as error:
        raise Http404 from error
    user = people.people_of_office(request.actor).get(pk=person)
    context = {"code": code, "person": user, "ends_at": request.at + paper_codes.GOOD_FOR}
    return render(request, "frame/paper_code.html", context)


@staff(Act.RESET_ACCESS)
@require_POST
def log_out(request: StaffRequest, person: int) -> HttpResponse:
    """A device is lost: every session and token of the colleague ends."""
    user = people.log_out_colleague(person, by=request.actor, at=request.at)
    if user is None:
        raise Http404
    words = _("%(name)s dikeluarkan dari semua perangkat, dan semua tokennya dicabut.")
    messages.success(request, words % {"name": user.get_full_name() or user.username})
    return HttpResponseRedirect(reverse("colleagues"))
