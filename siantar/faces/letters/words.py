"""The words of letters: states, desks, and what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from siantar.letters.models import OfficeLetter
from siantar.rules.letter.content import ContentFault, FieldKind
from siantar.rules.letter.numbering import TemplateTrouble
from siantar.rules.letter.signature import Capacity, Position

STATES: Mapping[str, Promise] = {
    OfficeLetter.State.WRITTEN: _("Ditulis"),
    OfficeLetter.State.RETURNED: _("Dikembalikan untuk diperbaiki"),
    OfficeLetter.State.ISSUED: _("Terbit"),
    OfficeLetter.State.WITHDRAWN: _("Ditarik, tidak berlaku"),
}
POSITIONS: Mapping[Position, Promise] = {
    Position.HEAD: _("Camat"),
    Position.SECRETARY: _("Sekretaris kecamatan"),
    Position.SECTION: _("Kepala seksi"),
}
CAPACITIES: Mapping[Capacity, Promise] = {
    Capacity.OWN: _("Pejabat tetap"),
    Capacity.PLT: _("Plt. (pelaksana tugas)"),
    Capacity.PLH: _("Plh. (pelaksana harian)"),
}
TEMPLATE_TROUBLES: Mapping[TemplateTrouble, Promise] = {
    TemplateTrouble.NO_SEQ: _("Tulis {seq} tepat satu kali: di situlah nomor urutnya."),
    TemplateTrouble.NO_YEAR: _("Tulis {year}: nomor urut mulai lagi setiap tahun."),
    TemplateTrouble.NO_CODE: _("Tulis {code}: tiap kode punya nomor urut sendiri."),
    TemplateTrouble.UNKNOWN_PART: _("Ada bagian yang tidak dikenal. Pakai bagian yang disebut di atas isian ini."),
    TemplateTrouble.TOO_LONG: _("Terlalu panjang. Ringkaskan."),
}
FIELD_KINDS: Mapping[FieldKind, Promise] = {
    FieldKind.TEXT: _("Satu baris"),
    FieldKind.LONG: _("Beberapa baris"),
    FieldKind.DATE: _("Tanggal"),
    FieldKind.NUMBER: _("Angka"),
    FieldKind.CHOICE: _("Pilihan"),
    FieldKind.TABLE: _("Tabel"),
}
CONTENT_FAULTS: Mapping[ContentFault, Promise] = {
    ContentFault.MISSING: _("Masih kosong: %(where)s. Isi dulu."),
    ContentFault.UNKNOWN_PLACEHOLDER: _(
        "Tidak ada isian bernama {%(where)s}. Pakai nama dari daftar isian, atau tambahkan isiannya."
    ),
    ContentFault.UNUSED_FIELD: _(
        "Isian %(where)s tidak dipakai kalimat mana pun. Tulis {%(where)s} di kalimatnya, atau centang “baris tabel”."
    ),
    ContentFault.TWICE: _("Isian %(where)s ada dua kali. Kosongkan nama salah satunya."),
    ContentFault.BAD_NAME: _("Nama isian %(where)s tidak dapat dipakai. Hapus dan tambahkan lagi dengan nama lain."),
    ContentFault.NO_CHOICES: _("Isian %(where)s belum punya pilihan. Tulis pilihannya, pisahkan dengan titik koma."),
    ContentFault.NO_COLUMNS: _("Tabel %(where)s tidak punya kolom. Hapus tabelnya."),
    ContentFault.TOO_MANY_INITIALS: _("Paling banyak tiga pejabat memaraf. Kurangi."),
    ContentFault.BAD_PAPER: _("Pilih ukuran kertasnya."),
    ContentFault.TABLE_IN_SENTENCE: _(
        "{%(where)s} adalah tabel dan tidak muat di dalam kalimat. Hapus dari kalimatnya."
    ),
    ContentFault.TOO_LONG: _("Terlalu panjang: %(where)s Ringkaskan."),
    ContentFault.TOO_MANY: _("Terlalu banyak: %(where)s. Kurangi."),
    ContentFault.BAD_MONTHS: _("Tulis masa berlaku dalam bulan, 1 sampai 60, atau kosongkan bila tanpa batas."),
}
PARTS: Mapping[str, Promise] = {
    "title": _("Judul surat"),
    "classification": _("Kode klasifikasi"),
    "opening": _("Pembuka"),
    "closing": _("Penutup"),
    "sentences": _("Kalimat"),
    "fields": _("Isian"),
    "copies": _("Tembusan"),
}
