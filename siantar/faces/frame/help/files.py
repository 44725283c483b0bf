"""Files, readings, rights: the pages under `/berkas/`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from siantar.faces.frame.help.page_help import PageHelp

PAGES: Mapping[str, PageHelp] = {
    "waiting": PageHelp(
        _("Daftar berkas yang menunggu Anda, yang janjinya paling dekat di atas."),
        _(
            "Buka satu berkas, atau centang beberapa dan tekan tindakannya. Kotak cari menerima nomor resi, "
            "nama, atau NIK lengkap."
        ),
        _(
            "Berkas yang sudah dikerjakan hilang dari daftar ini dan muncul pada orang berikutnya. Pemohon "
            "dikabari bila perlu."
        ),
    ),
    "file": PageHelp(
        _("Satu berkas: di mana ia sekarang, apa yang sudah terjadi, dan apa yang boleh Anda lakukan."),
        _(
            "Tekan tindakan di kanan atas kalau itu langkah berikutnya; yang lain ada di Tindakan lain. Data "
            "pribadi tampil sesudah Lihat."
        ),
        _(
            "Setiap tindakan tercatat dan tidak dapat dihapus; yang keliru dibetulkan dengan catatan baru. "
            "Halaman pemohon ikut berubah."
        ),
    ),
    "whereabouts": PageHelp(
        _("Menjawab di mana dokumen-dokumen berada: di loket, di rak, di tas kurir, atau di instansi."),
        _("Cari pemegangnya, lalu buka berkas yang lama tidak bergerak."),
        _("Yang tidak ditemukan dilaporkan hilang di halaman berkasnya, lalu ditelusuri."),
    ),
    "breach": PageHelp(
        _("Lembar kerja bila data pribadi bocor: siapa yang terkena dan apa yang terbuka."),
        _(
            "Isi akun atau ponselnya, dari kapan sampai kapan, dan apa yang terjadi; lalu unduh daftar dan "
            "surat pemberitahuan."
        ),
        _("Pemilik data dan lembaga harus diberi tahu dalam 3 x 24 jam (UU 27/2022 Pasal 46)."),
    ),
    "access-table": PageHelp(
        _("Tabel siapa boleh melakukan dan melihat apa, seperti yang sungguh berlaku."),
        _("Baca barisnya untuk satu peran. Tabel ini tidak diubah di sini."),
        _("Hak seseorang berubah dengan perannya, di Pengaturan kantor, Pegawai."),
    ),
    "odd-readings": PageHelp(
        _(
            "Pembacaan data pribadi kemarin yang tidak biasa: terlalu banyak, malam hari, atau tanpa pekerjaan "
            "pada berkasnya."
        ),
        _("Tanyakan kepada orangnya, lalu tulis tanggapan pada setiap baris."),
        _("Tanggapan Anda tersimpan. Baris ini bukan tuduhan; ia hanya meminta penjelasan."),
    ),
    "retention": PageHelp(
        _("Berapa lama data pribadi disimpan, dan berkas mana yang ditahan dari penghapusan."),
        _(
            "Sesuaikan harinya dengan jadwal retensi arsip daerah. Tahan berkas yang sedang diperkarakan atau "
            "diperiksa."
        ),
        _("Yang habis masanya dihapus setiap malam dan tidak dapat dikembalikan; riwayat dan angka tetap ada."),
    ),
    "alert-rule": PageHelp(
        _("Kapan Siantar memperingatkan bahwa janji layanan hampir lewat."),
        _("Isi berapa jam kerja sebelum janji lewat, untuk semua layanan atau satu layanan."),
        _("Yang memegang berkas diperingatkan dulu, lalu kepala seksi, lalu Camat."),
    ),
    "data-requests": PageHelp(
        _("Permintaan warga tentang datanya: salinan, perbaikan, pembatasan, penghentian."),
        _("Buka yang paling lama menunggu, kerjakan, lalu tulis jawabannya."),
        _(
            "Jawaban tampil di halaman pemohon. Batasnya 3 x 24 jam sejak diminta. Pembatasan yang masih berlaku ada "
            "di bawah; mengakhirinya perlu sebab, yang dibaca pemohon."
        ),
    ),
    "data-request-counter": PageHelp(
        _("Mencatat permintaan tentang data dari pemohon yang datang ke loket."),
        _("Lihat KTP-nya, pindai resinya, pilih permintaannya."),
        _("Camat atau administrator menjawabnya dalam 3 x 24 jam; pemohon membaca jawabannya di halaman lacak."),
    ),
    "old-entry": PageHelp(
        _("Satu baris dari buku lama kantor. Ini bukan berkas: tidak ada resi, janji, atau jejak serah terima."),
        _(
            "Baca apa yang tertulis. Kalau urusannya masih berjalan, terima sebagai berkas baru di loket dan "
            "catat nomor resinya di sini."
        ),
        _("Membukanya tercatat. Catatan hilang sendiri bila masa simpannya habis."),
    ),
    "deputies": PageHelp(
        _("Menunjuk rekan yang mengerjakan bagian Anda saat Anda tidak di tempat."),
        _("Pilih orangnya dan harinya."),
        _(
            "Pada hari itu pekerjaan Anda muncul juga pada wakil, tercatat atas namanya sebagai wakil Anda; "
            "sesudahnya haknya berakhir sendiri. Dapat diakhiri lebih cepat."
        ),
    ),
}
