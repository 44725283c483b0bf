"""Who works here: coming, other roles, leaving; one by one or as a list out of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from siantar.casework import leaving
from siantar.directory import absences, deputies, hiring, offices, workplaces
from siantar.directory import staff as colleagues
from siantar.directory.models import User
from siantar.faces.frame.deputy_form import DeputyForm, nothing_to_lend
from siantar.faces.frame.given_table import CELL_FAULTS, table_of
from siantar.faces.frame.staff_access import StaffRequest, own_office, staff
from siantar.faces.frame.stand_ins import role_words
from siantar.faces.setup.forms import ColleagueForm, FromElsewhereForm, RolesForm
from siantar.rules import staff_list
from siantar.rules.access import Act
from siantar.rules.pasted_table import CellFault
from siantar.rules.plain_number import plain_number
from siantar.rules.staff_list import ListFault, StaffColumn, StaffFault, StaffList

LARGEST_LIST, SHOWN = 1_000_000, 20
COLUMNS: Mapping[StaffColumn, Promise] = {
    StaffColumn.NAME: gettext_lazy("Nama lengkap"),
    StaffColumn.USERNAME: gettext_lazy("Nama pengguna"),
    StaffColumn.TITLE: gettext_lazy("Jabatan"),
    StaffColumn.ROLES: gettext_lazy("Peran"),
}
FAULTS: Mapping[StaffFault, Promise] = {
    StaffFault.MISSING: gettext_lazy("belum diisi."),
    StaffFault.TOO_LONG: gettext_lazy("terlalu panjang. Ringkaskan."),
    StaffFault.BAD_USERNAME: gettext_lazy("pakai 3 sampai 30 huruf kecil, angka, titik, atau tanda hubung."),
    StaffFault.TWICE: gettext_lazy("sudah ada di baris sebelumnya. Pilih nama lain."),
    StaffFault.TAKEN: gettext_lazy("sudah dipakai orang lain. Pilih nama lain."),
    StaffFault.UNKNOWN_ROLE: gettext_lazy("bukan peran yang dikenal. Lihat daftar peran di bawah."),
    StaffFault.TOO_MANY_ROWS: gettext_lazy("daftarnya terlalu panjang. Bagi menjadi beberapa daftar."),
    **{StaffFault(fault): CELL_FAULTS[fault] for fault in CellFault},
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody as the page lists them."""

    user: User
    roles: str
    mine: bool
    elsewhere: str


@staff(Act.SET_UP_STAFF)
def everybody(request: StaffRequest) -> HttpResponse:
    """Everybody of the office, and a form for who comes."""
    choices = hiring.roles_in(own_office(request))
    form = ColleagueForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            (user,) = hiring.hire(request.actor.office, [form.colleague()], by=request.actor, at=request.at)
        except hiring.UsernameTaken:
            form.add_error("username", _("Nama pengguna ini sudah dipakai. Pilih nama lain."))
        else:
            words = _("%(name)s ditambahkan. Buat kode kertasnya, lalu serahkan langsung.")
            messages.success(request, words % {"name": user.get_full_name()})
            return HttpResponseRedirect(reverse("setup-person", args=[user.pk]))
    everyone = list(colleagues.staff_of(request.actor.office))
    elsewhere = workplaces.offices_elsewhere(user.pk for user in everyone)
    lines = [_line(user, request, elsewhere) for user in everyone]
    return render(request, "setup/people.html", {"form": form, "lines": lines}, status=422 if form.errors else 200)


@staff(Act.SET_UP_STAFF)
def from_elsewhere(request: StaffRequest) -> HttpResponse:
    """Somebody of another office works here too."""
    choices = hiring.roles_in(own_office(request))
    form = FromElsewhereForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_valid():
        try:
            user = workplaces.take_on(request.actor.office, form.colleague(), by=request.actor, at=request.at)
        except workplaces.NobodyElsewhere:
            words = _("Tidak ada pegawai kantor lain yang masuk dengan nama ini. Tanyakan lagi kepada orangnya.")
            form.add_error("username", words)
        except workplaces.WorksHere:
            form.add_error("username", _("Orang ini sudah ada di daftar pegawai kantor ini."))
        else:
            words = _("%(name)s ditambahkan. Buat kode kertasnya, lalu serahkan langsung.")
            messages.success(request, words % {"name": form.cleaned_data["username"]})
            return HttpResponseRedirect(reverse("setup-person", args=[user.pk]))
    return render(request, "setup/from_elsewhere.html", {"form": form}, status=422 if form.errors else 200)


def _line(user: User, request: StaffRequest, elsewhere: Mapping[int, Sequence[str]]) -> PersonLine:
    mine = str(user.pk) == request.actor.person
    return PersonLine(user, role_words(user.role_set()), mine, ", ".join(elsewhere.get(user.pk, ())))


@staff(Act.SET_UP_STAFF)
def colleague(request: StaffRequest, person: int) -> HttpResponse:
    """One colleague: title, roles, way in, leaving."""
    user = _colleague(request, person)
    initial = {"title": user.title, "roles": user.roles}
    typed = request.POST if request.method == "POST" else None
    form = RolesForm(typed, initial=initial, choices=hiring.roles_in(own_office(request)))
    if form.is_valid():
        hiring.change(person, form.cleaned_data["title"], form.role_set(), by=request.actor, at=request.at)
        messages.success(request, _("Peran %(name)s tersimpan.") % {"name": user.get_full_name() or user.username})
        return HttpResponseRedirect(reverse("setup-people"))
    return _person_page(request, user, form, _deputy_form(person))


def _deputy_form(person: int, typed: Mapping[str, str] | None = None) -> DeputyForm:
    return DeputyForm(typed, colleagues=colleagues.colleagues_of(person))


def _person_page(request: StaffRequest, user: User, form: RolesForm, deputy_form: DeputyForm) -> HttpResponse:
    current = absences.delegations_of(user.pk, request.at)
    others = offices.others(request.actor.office) if user.works_from_id is None else ()
    context = {"form": form, "person": user, "deputy_form": deputy_form, "current": current, "others": others}
    return render(request, "setup/person.html", context, status=422 if form.errors or deputy_form.errors else 200)


@staff(Act.SET_UP_STAFF)
@require_POST
def absent(request: StaffRequest, person: int) -> HttpResponse:
    """Name who does a colleague's work while they are away, or end it."""
    user = _colleague(request, person)
    if (ended := plain_number(request.POST.get("end", ""))) is not None:
        deputies.end_delegation_of(person, ended, by=request.actor, at=request.at)
        return HttpResponseRedirect(reverse("setup-person", args=[person]))
    form = _deputy_form(person, request.POST)
    if form.is_valid():
        try:
            deputies.name_deputy_of(person, *form.values(), by=request.actor, at=request.at)
        except deputies.NothingToLend as refusal:
            form.add_error(None, nothing_to_lend(refusal.roles))
        else:
            messages.success(request, _("Wakil tersimpan."))
            return HttpResponseRedirect(reverse("setup-person", args=[person]))
    initial = {"title": user.title, "roles": user.roles}
    roles = RolesForm(None, initial=initial, choices=hiring.roles_in(own_office(request)))
    return _person_page(request, user, roles, form)


def _colleague(request: StaffRequest, person: int) -> User:
    try:
        return hiring.colleague(person, by=request.actor)
    except hiring.NotAColleague as error:
        raise Http404 from error


@staff(Act.SET_UP_STAFF)
@require_POST
def leave(request: StaffRequest, person: int) -> HttpResponse:
    """Somebody left the office."""
    user = _colleague(request, person)
    name = user.get_full_name() or user.username
    try:
        leaving.leave(person, by=request.actor, at=request.at)
    except leaving.StillHolds as holds:
        words = _("%(name)s masih memegang %(count)s berkas. Alihkan dulu lewat papan antaran, lalu tutup akunnya.")
        messages.error(request, words % {"name": name, "count": holds.count})
        return HttpResponseRedirect(reverse("setup-person", args=[person]))
    messages.success(request, _("Akun %(name)s ditutup. Catatannya tetap ada.") % {"name": name})
    return HttpResponseRedirect(reverse("setup-people"))


@staff(Act.SET_UP_STAFF)
@require_POST
def move(request: StaffRequest, person: int) -> HttpResponse:
    """Somebody goes to another office."""
    user = _colleague(request, person)
    if user.works_from_id is not None:
        raise Http404
    name = user.get_full_name() or user.username
    try:
        there = leaving.move(person, request.POST.get("office", "")[:40], by=request.actor, at=request.at)
    except leaving.StillHolds as holds:
        words = _(
            "%(name)s masih memegang %(count)s berkas. Alihkan yang dibawa lewat papan antaran, minta rekan "
            "menyelesaikan yang diperiksa, lalu pindahkan."
        )
        messages.error(request, words % {"name": name, "count": holds.count})
    except hiring.NoSuchOffice:
        messages.error(request, _("Pilih dulu kantor tujuannya."))
    else:
        words = _(
            "%(name)s pindah ke %(office)s. Administrator di sana memberi peran dan kode kertasnya. "
            "Catatannya di sini tetap ada."
        )
        messages.success(request, words % {"name": name, "office": there.office})
        return HttpResponseRedirect(reverse("setup-people"))
    return HttpResponseRedirect(reverse("setup-person", args=[person]))


@staff(Act.SET_UP_STAFF)
def whole_list(request: StaffRequest) -> HttpResponse:
    """A list out of a spreadsheet: looked at first, then taken whole or not at all."""
    table = table_of(request, "list", LARGEST_LIST)
    rows = _read(request, table.text)
    if (
        request.method == "POST"
        and request.POST.get("step") == "take"
        and rows.people
        and not (rows.faults or table.trouble)
    ):
        try:
            count = len(hiring.hire(request.actor.office, rows.people, by=request.actor, at=request.at))
        except hiring.UsernameTaken:
            rows = _read(
                request, table.text
            )  # somebody took one of the names in this moment: now it is among the faults
        else:
            words = _("%(count)s pegawai ditambahkan. Buat kode kertas untuk masing-masing di Akses pegawai.")
            messages.success(request, words % {"count": count})
            return HttpResponseRedirect(reverse("setup-people"))
    context = {
        "table": table,
        "faults": [_words(fault) for fault in rows.faults[:SHOWN]],
        "more_faults": max(0, len(rows.faults) - SHOWN),
        "people": [(person, role_words(person.roles)) for person in rows.people[:SHOWN]],
        "count": len(rows.people),
        "roles": ", ".join(staff_list.ROLE_WORDS),
        "looked": request.method == "POST",
    }
    wrong = rows.faults or table.trouble or (request.method == "POST" and not rows.people)
    return render(request, "setup/people_list.html", context, status=422 if wrong else 200)


def _read(request: StaffRequest, text: str) -> StaffList:
    allowed = frozenset(hiring.roles_in(own_office(request)))
    return staff_list.read(text, hiring.taken(staff_list.usernames_in(text)), allowed)


def _words(fault: ListFault) -> str:
    words = _("Baris %(row)s, kolom %(column)s: %(cell)s %(fault)s")
    cell = f"“{fault.cell}”" if fault.cell else ""
    values = {"row": fault.row, "column": COLUMNS[fault.column], "cell": cell, "fault": FAULTS[fault.fault]}
    return " ".join((words % values).split())
