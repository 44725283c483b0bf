"""Figures, what residents say, what they are told."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from siantar.faces.frame.help.page_help import PageHelp

PAGES: Mapping[str, PageHelp] = {
    "report": PageHelp(
        _("Apakah kantor menepati janji, dan di mana berkas tertahan."),
        _("Pilih bulan atau layanan. Setiap gambar punya tabel, Excel, dan CSV di bawahnya."),
        _(
            "Angka kecil disembunyikan supaya tidak menunjuk orang. Laporan bulan terbit sendiri pada hari "
            "kerja pertama bulan berikutnya."
        ),
    ),
    "issued-reports": PageHelp(
        _("Laporan bulanan yang sudah terbit."),
        _("Unduh PDF atau Excel, terbitkan bulan yang sudah lewat, atau atur siapa yang menerimanya."),
        _("Laporan yang terbit disimpan sebagaimana adanya dan dikirim kepada penerimanya."),
    ),
    "city-reports": PageHelp(
        _("Laporan kinerja semua kantor, bulan demi bulan, seperti saat terbit."),
        _("Unduh PDF atau Excel, atau terbitkan bulan yang sudah lewat."),
        _("Laporan yang terbit disimpan sebagaimana adanya. Angkanya sama dengan halaman Laporan untuk seluruh kota."),
    ),
    "report-names": PageHelp(
        _("Berkas yang janjinya akan lewat minggu ini kalau tidak dikerjakan."),
        _("Buka berkasnya dan tanyakan kepada pemegangnya."),
        _("Begitu bergerak, berkas hilang dari daftar ini."),
    ),
    "report-files": PageHelp(
        _("Berkas yang dihitung oleh satu angka di Laporan."),
        _("Buka berkasnya untuk melihat ceritanya, atau kembali ke laporan."),
        _("Daftar ini sama dengan angkanya. Membacanya dicatat."),
    ),
    "voice": PageHelp(
        _("Hasil survei kepuasan masyarakat dengan sembilan unsurnya."),
        _("Pilih masanya, lihat unsur yang paling rendah, cetak lembarnya."),
        _("Angka yang sama tampil di halaman kinerja untuk semua orang."),
    ),
    "voice-words": PageHelp(
        _("Kata-kata warga di survei."),
        _("Baca, dan tampilkan ucapan yang baik di layar lobi bila pantas."),
        _("Yang ditampilkan tidak menyebut nama. Dapat diturunkan kapan saja."),
    ),
    "complaints": PageHelp(
        _("Pengaduan warga dengan tenggatnya."),
        _("Buka yang tenggatnya paling dekat. Jawaban pertama paling lambat tiga hari kerja."),
        _("Pengadu membaca jawaban dengan nomor pengaduannya. Yang terlambat naik kepada atasan."),
    ),
    "complaint-page": PageHelp(
        _("Satu pengaduan dan langkah-langkahnya."),
        _("Balas, tugaskan, atau jawab dan tutup."),
        _("Setiap langkah tetap tercatat. Pengadu dapat membukanya kembali."),
    ),
    "complaint-new": PageHelp(
        _("Mencatat pengaduan dari orang yang datang atau menelepon."),
        _("Tulis dengan kata-katanya sendiri, pilih pokoknya, tanyakan cara menghubunginya."),
        _("Pengaduan mendapat nomor dan tenggat; serahkan tandanya."),
    ),
    "messages": PageHelp(
        _("Pesan kepada warga yang menunggu tangan Anda, dan saluran yang berhenti."),
        _("Buka percakapan yang sudah disiapkan, kirim, lalu tandai Sudah dikirim."),
        _("Pesan keluar dari daftar dan tercatat di berkasnya. Saluran yang dilanjutkan mengirim yang tertunda."),
    ),
    "messages-file": PageHelp(
        _("Bagaimana satu pemohon dikabari, dan apa yang sudah dikirim."),
        _("Pilih salurannya bersama pemohon; persetujuannya dicatat."),
        _("Kabar berikutnya memakai pilihan itu. Pemohon dapat berhenti kapan saja."),
    ),
    "messages-settings": PageHelp(
        _("Saluran pesan kantor dan kata-katanya."),
        _("Pasang satu saluran, kirim percobaan, dan sesuaikan kata-kata bila perlu."),
        _("Warga yang memilih saluran itu dikabari sendiri pada setiap tahap."),
    ),
    "messages-channel": PageHelp(
        _("Pengaturan satu saluran pesan."),
        _("Isi alamat dan kunci dari penyedianya, lalu kirim percobaan."),
        _("Kunci disimpan tersegel dan tidak ditampilkan lagi."),
    ),
    "messages-wording": PageHelp(
        _("Kata-kata pesan untuk satu kejadian."),
        _("Ubah kalimatnya; yang dalam kurung kurawal diganti isinya."),
        _("Kata-kata yang meminta data, uang, atau kode ditolak. Berlaku untuk pesan berikutnya."),
    ),
}
