"""What an office still lacks before it can open: each line with the page where it is mended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from siantar.catalogue import queries as services
from siantar.catalogue import standards
from siantar.directory import hiring, holiday_draft, offices
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.faces.frame.role_words import ROLES
from siantar.letters import frames
from siantar.messaging import office_settings
from siantar.rules.access import Act, Actor, Reading, may
from siantar.rules.standard import PLEDGE
from siantar.rules.vocabulary import Role
from siantar.webhooks import subscribing


@dataclass(frozen=True, slots=True)
class SetupLine:
    """One thing an office needs; `lack` says what is missing, "" where nothing is; `urgent`: it cannot open without."""

    title: str
    lack: str
    url: str
    urgent: bool = True

    @property
    def done(self) -> bool:
        """Nothing is missing."""
        return not self.lack


def checklist_of(office: Office, actor: Actor, at: datetime) -> list[SetupLine]:
    """The lines in the order in which an office opens, each leading only where this person may go."""
    shut = {
        reverse(name)
        for name, what in (("setup-people", Act.SET_UP_STAFF), ("system-state", Reading.SYSTEM_STATE))
        if not may(actor, what, office=office.code)
    }
    return [replace(line, url="" if line.url in shut else line.url) for line in _lines(office, at)]


def _lines(office: Office, at: datetime) -> list[SetupLine]:
    """All of them; an agency needs a name and people only."""
    if office.nature == Office.Nature.AGENCY:
        return [_office(office), SetupLine(_("Pegawai"), _nobody(office, [Role.AGENCY]), reverse("setup-people"))]
    return [
        _office(office), _villages(office), _services(office, at), _people(office, at), _couriers(office),
        _calendar(at), _standards(office, at), _letters(office, at), _channels(office), _carriers(),
        _connections(office), _backups(),
        SetupLine(_("Register lama"), "", reverse("setup-old-books"), urgent=False),
    ]  # fmt: skip


def _office(office: Office) -> SetupLine:
    wanted = {
        _("alamat"): office.address, _("jam layanan"): office.hours,
        _("saluran pengaduan"): office.complaint_channel, _("titik di peta"): office.lat,
    }  # fmt: skip
    missing = [name for name, value in wanted.items() if value in ("", None)]
    lack = _("Belum diisi: %(what)s.") % {"what": _listed(missing)} if missing else ""
    return SetupLine(_("Data kantor"), lack, reverse("setup-office"))


def _villages(office: Office) -> SetupLine:
    there = office.region_id is not None and offices.villages_of(office.code).exists()
    lack = "" if there else _("Belum ada kelurahan. Tanpa itu alamat antar tidak dapat dipilih.")
    return SetupLine(_("Kelurahan"), lack, reverse("setup-villages"))


def _services(office: Office, at: datetime) -> SetupLine:
    there = services.services_of(office.code, at)
    lack = "" if there else _("Belum ada layanan. Pasang layanan bawaan, lalu sesuaikan janjinya.")
    return SetupLine(_("Layanan"), lack, reverse("setup-services"))


def _standards(office: Office, at: datetime) -> SetupLine:
    lacking = sum(bool(standard.gaps) for standard in standards.standards_of(office, at))
    words = ngettext(
        "%(n)s layanan belum lengkap standarnya untuk dinding.",
        "%(n)s layanan belum lengkap standarnya untuk dinding.",
        lacking,
    )
    pledge = "" if standards.texts_of(office, at)[PLEDGE] else _("Maklumat belum diisi.")
    lack = " ".join(part for part in (words % {"n": lacking} if lacking else "", pledge) if part)
    return SetupLine(_("Standar pelayanan"), lack, reverse("setup-standards"), urgent=False)


def _people(office: Office, at: datetime) -> SetupLine:
    wanted = [Role.COUNTER, Role.CHECKER]
    steps = [step for service in services.services_of(office.code, at) for step in service.steps]
    wanted += [Role.SIGNATORY] if "" in steps else []
    wanted += [Role.LIAISON] if any(steps) else []
    return SetupLine(_("Pegawai"), _nobody(office, wanted), reverse("setup-people"))


def _couriers(office: Office) -> SetupLine:
    lack = _nobody(office, [Role.DISPATCHER, Role.COURIER])
    return SetupLine(_("Pengantaran"), lack, reverse("setup-people"), urgent=False)


def _nobody(office: Office, wanted: list[Role]) -> str:
    filled = hiring.roles_filled(office.code)
    missing = [str(ROLES[role]) for role in wanted if role not in filled]
    return _("Belum ada: %(what)s.") % {"what": _listed(missing)} if missing else ""


def _calendar(at: datetime) -> SetupLine:
    years = ", ".join(map(str, holiday_draft.years_without(at)))
    lack = _("Hari libur %(years)s belum ada.") % {"years": years} if years else ""
    return SetupLine(_("Hari libur"), lack, reverse("setup-days"))


def _letters(office: Office, at: datetime) -> SetupLine:
    missing = [] if frames.frame_of(office).pk else [_("kop surat")]
    missing += [] if frames.officers_on(office.code, day_in(office, at)) else [_("pejabat penanda tangan")]
    lack = _("Belum diisi: %(what)s.") % {"what": _listed(missing)} if missing else ""
    return SetupLine(_("Surat"), lack, reverse("letter-setup"), urgent=False)


def _channels(office: Office) -> SetupLine:
    there = any(channel.is_set_up for channel in office_settings.channels_of(office.code))
    lack = "" if there else _("Belum ada saluran. Warga tetap dapat melacak, tetapi tidak diberi tahu.")
    return SetupLine(_("Pesan ke warga"), lack, reverse("messages-settings"), urgent=False)


def _carriers() -> SetupLine:
    return SetupLine(_("Jasa kirim"), "", reverse("setup-carriers"), urgent=False)


def _connections(office: Office) -> SetupLine:
    stopped = len(subscribing.disabled([office.code]))
    lack = _("%(count)s sistem tidak lagi dikabari karena tidak menjawab.") % {"count": stopped} if stopped else ""
    return SetupLine(_("Sambungan sistem lain"), lack, reverse("setup-connections"), urgent=False)


def _backups() -> SetupLine:
    there = settings.SIANTAR_BACKUPS or settings.SIANTAR_PGBACKREST_STANZA
    lack = "" if there else _("Folder cadangan belum diatur. Disk rusak berarti semua hilang. Operator mengaturnya.")
    return SetupLine(_("Cadangan"), lack, reverse("system-state"), urgent=False)


def _listed(words: list[str]) -> str:
    return get_text_list(words, _("dan"))
