"""What every page of staff shows around its content."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from siantar.feedback import queries as complaints
from siantar.rules.vocabulary import Role


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link in the navigation; `late` things behind it have passed their deadline and rose to this person."""

    url: str
    label: str
    current: bool
    late: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """Office, person and doors of a page; `language_next` is where the language switch returns to."""

    office_name: str
    user_name: str
    navigation: tuple[NavigationLink, ...]
    demo: bool


def doors_for(roles: frozenset[Role], here: str) -> tuple[NavigationLink, ...]:
    """The pages a person with these roles works on."""
    every = [
        ("counter", _("Loket"), {Role.COUNTER}),
        ("board", _("Pengantaran"), {Role.DISPATCHER}),
        ("waiting", _("Berkas"), set(Role) - {Role.COURIER, Role.LEADER}),
        ("bundles", _("Bundel"), {Role.LIAISON, Role.AGENCY}),
        ("messages", _("Pesan"), {Role.COUNTER, Role.DISPATCHER, Role.CHECKER, Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("app", _("Kurir"), {Role.COURIER}),
        ("admin:index", _("Administrasi"), {Role.ADMINISTRATOR}),
        ("voice", _("Suara warga"), {Role.CHECKER, Role.SIGNATORY, Role.LEADER, Role.ADMINISTRATOR}),
        ("complaints", _("Pengaduan"), {Role.COUNTER, Role.DISPATCHER, Role.LIAISON}),
        ("data-requests", _("Permintaan data"), {Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("access-table", _("Siapa boleh apa"), {Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("whereabouts", _("Di mana berkasnya"), set(Role) - {Role.COURIER, Role.AGENCY}),
    ]
    pages = [(reverse(name), label) for name, label, wanted in every if roles & wanted]
    best = max((url for url, _label in pages if here.startswith(url)), key=len, default="")
    return tuple(NavigationLink(url, label, url == best) for url, label in pages)


def frame(request: HttpRequest) -> dict[str, object]:
    """The frame of the page; empty for visitors."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"frame": Frame("", "", (), settings.SIANTAR_DEMO)}
    office = user.office.name if user.office else ""
    name = user.get_full_name() or user.get_username()
    roles = user.role_set()
    doors = doors_for(roles, request.path)
    if Role.SIGNATORY in roles and user.office_id:
        late = complaints.risen_in(user.office_id)
        doors = tuple(replace(door, late=late) if door.url == reverse("voice") else door for door in doors)
    return {"frame": Frame(office, name, doors, settings.SIANTAR_DEMO)}
