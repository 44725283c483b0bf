"""The counter."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from siantar.faces.frame.help.page_help import PageHelp

PAGES: Mapping[str, PageHelp] = {
    "counter": PageHelp(
        _("Layar loket: menerima permohonan dan mencetak resinya."),
        _(
            "Pilih layanan, ketik nama dan NIK, centang persyaratan yang dibawa, tekan Ctrl+Enter. Memindai "
            "resi di kotak mana pun membuka berkasnya."
        ),
        _(
            "Resi tercetak dua: untuk warga dan untuk berkas. Berkas muncul pada pemeriksa; yang belum lengkap "
            "menunggu warga."
        ),
    ),
    "today": PageHelp(
        _("Siapa yang datang hari ini dan berkas apa yang Anda terima."),
        _("Cetak ulang resinya, atau buka berkasnya untuk memperbaiki data yang salah ketik."),
        _("Perbaikan tercatat dengan alasannya; resi dicetak baru dan pemohon dikabari."),
    ),
    "waiting-room": PageHelp(
        _("Memanggil nomor antrean ke layar lobi."),
        _("Isi nama loket ini sekali, lalu tekan Panggil. Di layar loket cukup F9."),
        _("Layar lobi menampilkan nomor dan loketnya. Besok pagi mulai lagi dari 1."),
    ),
    "scanner": PageHelp(
        _("Tempat mencoba pemindai sebelum loket dibuka."),
        _("Pindai resi atau label apa saja. Halaman ini mengatakan apa yang terbaca dan apa yang perlu diatur."),
        _("Tidak ada yang tercatat. Kalau terbaca, pemindai siap dipakai di semua halaman."),
    ),
    "correct-intake": PageHelp(
        _("Memperbaiki nama, NIK, telepon, alamat, atau cara kembali yang salah saat diterima."),
        _("Ubah yang keliru dan tulis alasannya."),
        _(
            "Isi lama dan baru tetap tercatat, resi dicetak baru, dan pemohon dikabari. Data kependudukan "
            "sendiri hanya diubah Disdukcapil."
        ),
    ),
    "hand-over": PageHelp(
        _("Menyerahkan dokumen yang selesai kepada yang datang mengambil."),
        _("Pindai resinya, periksa siapa yang datang, ambil KTP lama bila diminta, lalu catat penyerahan."),
        _("Berkas berakhir dan halaman pemohon berkata sudah diambil."),
    ),
}
