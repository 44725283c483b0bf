"""What moves documents: bundles, dispatch, the shelf."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from siantar.faces.frame.help.page_help import PageHelp

PAGES: Mapping[str, PageHelp] = {
    "bundles": PageHelp(
        _("Bundel berkas antara kantor dan Disdukcapil."),
        _("Mulai bundel baru dan pindai berkasnya, atau buka bundel yang datang dan cocokkan isinya."),
        _("Bundel yang ditutup punya surat pengantar bernomor. Yang tidak kembali disebut satu per satu."),
    ),
    "bundle": PageHelp(
        _("Isi satu bundel dan perjalanannya."),
        _(
            "Pindai berkas satu per satu; setiap pindaian dijawab dengan bunyi dan kata. Sesudah lengkap, tutup "
            "dan serahkan."
        ),
        _("Semua berkas di dalamnya ikut bergerak, dan pemohonnya membaca tahap yang baru."),
    ),
    "board": PageHelp(
        _("Papan pengantaran: siapa mengantar apa hari ini."),
        _("Pilih kurir yang masuk, susun rutenya, geser titik bila perlu, lalu cetak daftar muat."),
        _(
            "Kurir melihat titiknya di ponsel dan warga dikabari. Sore hari, tutup hari: yang dibawa dicocokkan "
            "dengan yang kembali."
        ),
    ),
    "consignments": PageHelp(
        _("Dokumen yang diantar jasa kirim luar, misalnya PT Pos atau ojek daring."),
        _("Pilih jasa kirimnya dan mulai kiriman, atau masukkan laporan status yang mereka kirim."),
        _("Warga membaca nama jasa kirim dan nomor kirimannya di halaman lacak."),
    ),
    "consignment": PageHelp(
        _("Isi satu kiriman untuk jasa kirim luar."),
        _("Pindai nomor resi lalu nomor kirimannya, cetak daftar serah, dan serahkan saat petugasnya datang."),
        _("Sejak diserahkan, dokumen tercatat di tangan jasa kirim sampai ada laporan atau kembali."),
    ),
    "shipment-report": PageHelp(
        _("Laporan jasa kirim: yang diterima, yang gagal, yang kembali."),
        _("Pilih berkasnya, periksa bacaannya, lalu catat."),
        _("Dicatat semua atau tidak sama sekali. Laporan yang sama dua kali tidak mengubah apa pun."),
    ),
    "loading": PageHelp(
        _("Memuat amplop ke tas satu kurir."),
        _("Pindai setiap amplop; yang bukan untuk kurir ini ditolak dengan bunyi lain."),
        _("Sejak dimuat, amplop menjadi tanggung jawab kurir sampai diserahkan atau kembali."),
    ),
    "shelf": PageHelp(
        _("Rak: dokumen yang selesai dan di mana letaknya."),
        _("Pindai tempatnya, lalu pindai dokumennya. Yang belum punya tempat ada di atas."),
        _("Petugas yang menyerahkan membaca letaknya di halaman berkas. Yang lama tidak diambil diingatkan."),
    ),
    "keeping-rule": PageHelp(
        _("Aturan menyimpan dokumen yang menunggu diambil."),
        _("Isi kapan pemiliknya diingatkan dan sampai kapan dokumennya disimpan."),
        _("Berlaku untuk yang menunggu sekarang juga. Yang lewat waktunya tampil di rak."),
    ),
    "counts": PageHelp(
        _("Menghitung dokumen di satu tempat atau pada satu orang, dicocokkan dengan catatan."),
        _("Mulai hitungan baru dan pindai semua yang sungguh ada."),
        _("Yang kurang dan yang lebih disebut satu per satu; hitungan yang ditandatangani tidak berubah lagi."),
    ),
    "count": PageHelp(
        _("Satu hitungan yang sedang berjalan atau sudah ditandatangani."),
        _("Pindai semua dokumen di tempat itu, lalu tanda tangani."),
        _("Sesudah ditandatangani hasilnya tetap, dan selisihnya ditelusuri."),
    ),
}
