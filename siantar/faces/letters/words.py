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
RETURN_REASONS: Mapping[str, Promise] = {
    "name": _("Nama"),
    "date": _("Tanggal"),
    "number": _("Nomor surat pengantar"),
    "sentence": _("Kalimat surat"),
    "papers": _("Surat pendukung kurang"),
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
    ContentFault.NO_COLUMNS: _("Tabel %(where)s belum punya kolom. Tambahkan kolomnya, atau hapus tabelnya."),
    ContentFault.TOO_MANY_INITIALS: _("Paling banyak tiga pejabat memaraf. Kurangi."),
    ContentFault.BAD_PAPER: _("Pilih ukuran kertasnya."),
    ContentFault.TABLE_IN_SENTENCE: _(
        "{%(where)s} adalah tabel dan tidak muat di dalam kalimat. Hapus dari kalimatnya."
    ),
    ContentFault.TABLE_IN_TABLE: _("Kolom %(where)s tidak dapat berisi tabel. Hapus kolomnya."),
    ContentFault.TOO_LONG: _("Terlalu panjang: %(where)s Ringkaskan."),
    ContentFault.TOO_MANY: _("Terlalu banyak: %(where)s. Kurangi."),
    ContentFault.WIDE_TABLE: _(
        "Dengan isian terpanjang, tabel “%(where)s” lebih lebar daripada kertasnya. Kurangi kolomnya, atau singkat "
        "judul kolomnya."
    ),
    ContentFault.WIDE_LABEL: _("Nama isian “%(where)s” berisi kata yang terlalu panjang untuk kolomnya. Singkatlah."),
    ContentFault.WIDE_LINE: _("Ada kata yang lebih lebar daripada kertasnya: “%(where)s” Pisahkan dengan spasi."),
    ContentFault.TALL_ENDING: _(
        "Dengan isian terpanjang, penutup dan tanda tangan tidak muat di satu halaman. Ringkaskan penutupnya, atau "
        "pindahkan isinya ke kalimat."
    ),
    ContentFault.TOO_MANY_PAGES: _(
        "Dengan isian terpanjang, surat ini menjadi %(where)s halaman; paling banyak %(most)s. Ringkaskan kalimatnya, "
        "atau kurangi isiannya."
    ),
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
    "columns": _("Kolom tabel"),
}
