"""The audit record in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from siantar.directory.models import AuditEntry
from siantar.directory.staff import names_of
from siantar.rules.audit import Audited

WORDS: Mapping[Audited, Promise] = {
    Audited.LOGGED_IN: _("Masuk"),
    Audited.LOGGED_OUT: _("Keluar"),
    Audited.LOGIN_FAILED: _("Kata sandi salah"),
    Audited.LOGIN_SLOWED: _("Terlalu banyak kata sandi salah; harus menunggu"),
    Audited.MANY_FAILURES: _("Sangat banyak percobaan masuk dari luar"),
    Audited.SESSION_LOCKED: _("Layar terkunci"),
    Audited.SESSION_UNLOCKED: _("Layar dibuka lagi"),
    Audited.SESSIONS_ENDED: _("Sesi diakhiri"),
    Audited.PASSWORD_SET: _("Kata sandi diganti"),
    Audited.ALERT_MAIL_SET: _("E-mail peringatan diatur"),
    Audited.ROLES_CHANGED: _("Peran atau kantor diubah"),
    Audited.PERSON_ADDED: _("Akun dibuat"),
    Audited.FACTOR_ADDED: _("Kode masuk dipasang"),
    Audited.FACTOR_REMOVED: _("Kode masuk dilepas"),
    Audited.PAPER_CODE_ISSUED: _("Kode kertas dibuat"),
    Audited.PAPER_CODE_USED: _("Kode kertas dipakai"),
    Audited.TOKEN_ISSUED: _("Token dibuat"),
    Audited.TOKEN_WITHDRAWN: _("Token dicabut"),
    Audited.PERSON_MOVED: _("Pindah ke kantor lain"),
    Audited.OFFICE_JOINED: _("Mulai bekerja juga di kantor ini"),
    Audited.OFFICE_CHOSEN: _("Berganti ke kantor ini"),
    Audited.DEPUTY_NAMED: _("Ditunjuk sebagai wakil"),
    Audited.DEPUTY_ENDED: _("Tugas wakil diakhiri"),
    Audited.STOOD_IN: _("Diwakili"),
    Audited.EXPORTED: _("Data diekspor"),
    Audited.IMPORTED: _("Data diimpor dari pemasangan lain"),
    Audited.CHANNEL_SET: _("Saluran pesan diatur"),
    Audited.RETENTION_SET: _("Lama penyimpanan data diatur"),
    Audited.FILE_HELD: _("Berkas ditahan dari penghapusan"),
    Audited.FILE_RELEASED: _("Penahanan berkas diakhiri"),
    Audited.RESTRICTION_ENDED: _("Pembatasan pemakaian data diakhiri kantor"),
    Audited.DATA_ERASED: _("Data yang habis masa simpannya dihapus"),
    Audited.KEYS_ROTATED: _("Kunci diganti"),
    Audited.OFFICE_SET: _("Data kantor diubah"),
    Audited.SERVICE_SET: _("Layanan diubah"),
    Audited.LETTERS_SET: _("Surat kantor diubah"),
    Audited.DIRECTORY_BOUND: _("Disambungkan ke akun kota"),
    Audited.DIRECTORY_UNBOUND: _("Sambungan ke akun kota dilepas"),
    Audited.CARRIER_SET: _("Jasa kirim diubah"),
    Audited.CONNECTION_SET: _("Sambungan sistem lain diubah"),
    Audited.TRAINING_EMPTIED: _("Tempat latihan dikosongkan"),
    Audited.REGISTER_IMPORTED: _("Register lama dimasukkan"),
    Audited.REGISTER_TAKEN_BACK: _("Register lama ditarik kembali"),
}


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A line of the record as a page shows it."""

    at: datetime
    what: Promise | str
    whose: str
    by: str
    more: str


def rows_of(entries: Iterable[AuditEntry]) -> list[AuditRow]:
    """The lines of these entries, with names."""
    listed = list(entries)
    names = names_of({str(person) for entry in listed for person in (entry.whose, entry.by) if person})
    return [
        AuditRow(
            entry.at, WORDS.get(Audited(entry.what), entry.what), names.get(str(entry.whose), ""),
            names.get(str(entry.by), ""), ", ".join(str(value) for value in entry.more.values() if value),
        )
        for entry in listed
    ]  # fmt: skip
