"""One's own account, and the access of others."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from siantar.faces.frame.help.page_help import PageHelp

PAGES: Mapping[str, PageHelp] = {
    "account": PageHelp(
        _("Akun Anda: di mana Anda masuk, token, dan catatan keamanan."),
        _("Akhiri sesi yang tidak Anda kenal, ganti kata sandi. Pilih apakah peringatan janji juga lewat e-mail."),
        _("Sesi yang diakhiri keluar seketika di perangkat itu."),
    ),
    "own-password": PageHelp(
        _("Mengganti kata sandi Anda sendiri."),
        _("Ketik yang sekarang, lalu yang baru dua kali. Kalimat pendek lebih aman daripada kata yang rumit."),
        _("Semua perangkat lain yang masuk dengan akun ini keluar."),
    ),
    "mfa_index": PageHelp(
        _("Kode masuk dari ponsel, di samping kata sandi."),
        _("Pasang aplikasinya dan simpan kode cadangannya di tempat aman."),
        _("Mulai berikutnya, masuk meminta kata sandi dan kode itu."),
    ),
    "mfa_list_webauthn": PageHelp(
        _("Kunci sandi: masuk dengan sidik jari atau wajah di perangkat Anda."),
        _("Tambahkan satu untuk setiap perangkat yang Anda pakai, lepas yang hilang."),
        _("Perangkat yang dilepas tidak dapat dipakai masuk lagi."),
    ),
    "audit-record": PageHelp(
        _("Catatan keamanan kantor: siapa masuk, hak yang berubah, data yang diunduh."),
        _("Baca yang tidak Anda kenal dan tanyakan kepada orangnya."),
        _("Tidak ada yang dapat dihapus dari sini, juga oleh administrator."),
    ),
    "colleagues": PageHelp(
        _("Akses pegawai: siapa sudah masuk, siapa terkunci."),
        _("Buat kode kertas untuk yang baru atau lupa kata sandi, keluarkan perangkat yang hilang."),
        _("Kode kertas berlaku tiga hari dan sekali pakai; serahkan langsung, jangan lewat pesan."),
    ),
    "system-state": PageHelp(
        _("Keadaan pemasangan ini dengan kata-kata biasa."),
        _("Kerjakan baris yang merah dulu; setiap baris menyebut apa yang harus dilakukan."),
        _("Halaman ini memeriksa ulang setiap kali dibuka."),
    ),
}
