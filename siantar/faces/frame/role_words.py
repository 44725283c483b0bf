"""What each role is called, wherever a page names it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from siantar.rules.vocabulary import Role

ROLES: Mapping[Role, Promise] = {
    Role.COUNTER: _("Petugas loket"),
    Role.CHECKER: _("Pemeriksa"),
    Role.SIGNATORY: _("Penanda tangan"),
    Role.LIAISON: _("Penghubung"),
    Role.AGENCY: _("Petugas instansi"),
    Role.DISPATCHER: _("Pengatur pengantaran"),
    Role.COURIER: _("Kurir"),
    Role.LEADER: _("Pimpinan"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.RESIDENT: _("Warga dengan resi"),
}
