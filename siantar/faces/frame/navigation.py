"""The doors of the staff pages: which a person has, and how much waits behind each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from siantar.bundles import queries as bundles
from siantar.bundles.troubles import troubles_of
from siantar.casework import queries as files
from siantar.faces.frame.help.pages import HELP
from siantar.feedback import queries as complaints
from siantar.messaging import queries as letters
from siantar.rules.access import Actor
from siantar.rules.vocabulary import Role
from siantar.shelf import queries as shelves

MOST_SHOWN = 99


@dataclass(frozen=True, slots=True)
class Door:
    """A page of the navigation; `place` counts from 1, `waiting` is how many things behind it wait for this person.

    `helped`: it says itself what it is for.
    """

    url: str
    label: str
    icon: str
    place: int = 0
    current: bool = False
    waiting: int = 0
    helped: bool = False

    @property
    def waiting_short(self) -> str:
        """The number as the rail shows it: never more than two digits and a plus."""
        return str(self.waiting) if self.waiting <= MOST_SHOWN else f"{MOST_SHOWN}+"


def doors_for(roles: frozenset[Role], here: str) -> tuple[Door, ...]:
    """The pages a person with these roles works on, in the order of a file's way."""
    every = [
        ("counter", _("Loket"), "clipboard-pen", {Role.COUNTER}),
        ("waiting", _("Berkas"), "files", set(Role) - {Role.COURIER, Role.LEADER}),
        ("letters", _("Surat"), "file-text", {Role.CHECKER, Role.SIGNATORY}),
        ("shelf", _("Rak"), "archive", {Role.COUNTER, Role.CHECKER}),
        ("report", _("Laporan"), "chart-column", {Role.SIGNATORY, Role.LEADER, Role.ADMINISTRATOR}),
        ("bundles", _("Bundel"), "package", {Role.LIAISON, Role.AGENCY}),
        ("board", _("Antaran"), "bike", {Role.DISPATCHER}),
        ("app", _("Kurir"), "bike", {Role.COURIER}),
        ("messages", _("Pesan"), "message-circle",
         {Role.COUNTER, Role.DISPATCHER, Role.CHECKER, Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("voice", _("Suara warga"), "megaphone",
         {Role.CHECKER, Role.SIGNATORY, Role.LEADER, Role.ADMINISTRATOR}),
        ("complaints", _("Aduan"), "megaphone", {Role.COUNTER, Role.DISPATCHER, Role.LIAISON}),
    ]  # fmt: skip
    pages = [(reverse(name), label, icon, name in HELP) for name, label, icon, wanted in every if roles & wanted]
    best = _nearest([url for url, _label, _icon, _helped in pages], here)
    return tuple(
        Door(url, label, icon, place, url == best, helped=helped)
        for place, (url, label, icon, helped) in enumerate(pages, 1)
    )


def side_doors_for(roles: frozenset[Role], here: str) -> tuple[Door, ...]:
    """What is opened now and then: in the menu, not in the rail."""
    every = [
        ("whereabouts", _("Di mana berkasnya"), set(Role) - {Role.COURIER, Role.AGENCY}),
        ("counts", _("Hitung dokumen"), {Role.COUNTER, Role.CHECKER, Role.LIAISON, Role.DISPATCHER}),
        ("consignments", _("Jasa kirim"), {Role.DISPATCHER}),
        ("today", _("Yang datang hari ini"), {Role.COUNTER}),
        ("waiting-room", _("Nomor antrean"), {Role.COUNTER}),
        ("scanner", _("Pemindai"), {Role.COUNTER, Role.LIAISON}),
        ("deputies", _("Wakil saat saya tidak di tempat"), set(Role) - {Role.COURIER}),
        ("letters-by-hand", _("Tanda tangan basah"), {Role.COUNTER, Role.CHECKER, Role.SIGNATORY}),
        ("letter-register", _("Buku surat"), {Role.COUNTER, Role.CHECKER, Role.SIGNATORY}),
        ("setup", _("Pengaturan kantor"), {Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("letter-setup", _("Pengaturan surat"), {Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("alert-rule", _("Peringatan janji"), {Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("data-requests", _("Permintaan data"), {Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("data-request-counter", _("Permintaan data di loket"), {Role.COUNTER, Role.CHECKER}),
        ("breach", _("Kebocoran data"), {Role.SIGNATORY}),
        ("odd-readings", _("Pembacaan yang tidak biasa"), {Role.SIGNATORY}),
        ("retention", _("Lama penyimpanan data"), {Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("access-table", _("Siapa boleh apa"), {Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("colleagues", _("Akses pegawai"), {Role.ADMINISTRATOR}),
        ("audit-record", _("Catatan keamanan"), {Role.SIGNATORY, Role.ADMINISTRATOR}),
        ("system-state", _("Keadaan Siantar"), {Role.ADMINISTRATOR}),
        ("account", _("Akun saya"), set(Role)),
        ("guides", _("Panduan"), set(Role)),
        ("admin:index", _("Administrasi"), {Role.ADMINISTRATOR}),
    ]
    pages = [(reverse(name), label, name in HELP) for name, label, wanted in every if roles & wanted]
    best = _nearest([url for url, _label, _helped in pages], here)
    return tuple(Door(url, label, "", current=url == best, helped=helped) for url, label, helped in pages)


def _nearest(urls: list[str], here: str) -> str:
    return max((url for url in urls if here.startswith(url)), key=len, default="")


def landing_of(roles: frozenset[Role]) -> str:
    """Where a person begins: the counter, else the board of the dispatcher; the report, for who only leads.

    Else the first door; "" without one.
    """
    urls = [door.url for door in doors_for(roles, "")]
    leads = ["report"] if roles == {Role.LEADER} else []
    first = [reverse(name) for name in ("counter", "board", *leads)]
    return next((url for url in [*first, *urls] if url in urls), "")


def with_waiting(doors: tuple[Door, ...], actor: Actor, at: datetime) -> tuple[Door, ...]:
    """The same doors with how much waits behind each."""
    counts: dict[str, Callable[[], int]] = {
        reverse("waiting"): lambda: files.waiting_for(actor).count(),
        reverse("bundles"): lambda: bundles.arriving(actor).count() + len(troubles_of(actor, at)),
        reverse("shelf"): lambda: shelves.without_place(actor).count(),
        reverse("board"): lambda: files.to_be_carried(actor).count(),
        reverse("messages"): lambda: letters.waiting_in(actor.office, at),
        reverse("voice"): lambda: complaints.risen_in(actor.office) if Role.SIGNATORY in actor.roles else 0,
        reverse("complaints"): lambda: complaints.waiting(actor, at).count(),
    }
    return tuple(replace(door, waiting=counts[door.url]()) if door.url in counts else door for door in doors)
