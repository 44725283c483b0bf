"""The letters of the office."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from siantar.faces.frame.help.page_help import PageHelp

PAGES: Mapping[str, PageHelp] = {
    "letters": PageHelp(
        _("Surat yang menunggu Anda: ditulis, diparaf, atau ditandatangani."),
        _("Buka dan baca suratnya. Beberapa surat yang sudah dibaca dapat diparaf atau ditandatangani sekaligus."),
        _("Nomor diberikan saat ditandatangani; sesudah itu surat terbit dan berkasnya selesai."),
    ),
    "letter": PageHelp(
        _("Satu surat: isinya, parafnya, nomornya."),
        _("Baca halamannya, lalu paraf, tanda tangani, atau kembalikan dengan alasan."),
        _("Surat yang ditandatangani tidak berubah lagi. Yang keliru ditarik dan diganti surat baru."),
    ),
    "letter-write": PageHelp(
        _("Menulis isi surat; yang sudah diketahui dari berkas sudah terisi."),
        _("Lengkapi isian yang kosong dan lihat pratinjaunya."),
        _("Sesudah dikirim, surat naik kepada pemaraf menurut urutannya."),
    ),
    "letters-by-hand": PageHelp(
        _("Surat di atas kertas yang menunggu tanda tangan basah dan cap."),
        _("Sesudah ditandatangani dan dicap, pindai kode di surat atau barcode resinya, setumpuk sekaligus."),
        _("Tercatat kapan dan oleh siapa; siapa pun yang memeriksa surat itu membacanya."),
    ),
    "letter-register": PageHelp(
        _("Buku-buku kantor yang menulis dirinya sendiri: surat keluar, agenda, ekspedisi, KTP dan KK, pengaduan."),
        _("Pilih buku dan masanya, lalu cetak atau unduh Excel."),
        _("Membuka daftar nama tercatat. Barisnya tidak dapat diubah; ia mengikuti kejadiannya."),
    ),
    "letter-setup": PageHelp(
        _("Kop surat, pola nomor, pejabat, dan macam surat kantor."),
        _("Isi kopnya dulu, lalu pejabat yang memaraf dan menandatangani."),
        _("Berlaku untuk surat yang ditandatangani sesudahnya; surat lama tetap."),
    ),
    "letter-esign": PageHelp(
        _("Sambungan ke layanan tanda tangan elektronik kota (BSrE)."),
        _("Isi alamat dan akunnya, dan NIK atau e-mail pejabat yang menandatangani."),
        _("Passphrase diminta setiap kali menandatangani dan tidak pernah disimpan."),
    ),
    "letter-text": PageHelp(
        _("Teks satu macam surat."),
        _("Ubah kalimat dan isiannya, lihat halamannya di samping, pilih mulai kapan berlaku."),
        _("Berkas yang datang sesudah hari itu memakai teks baru; teks lama tetap tersimpan."),
    ),
}
