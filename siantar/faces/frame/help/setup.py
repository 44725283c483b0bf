"""An office's own settings."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from siantar.faces.frame.help.page_help import PageHelp

PAGES: Mapping[str, PageHelp] = {
    "setup": PageHelp(
        _("Apa yang masih kurang sebelum kantor dapat melayani."),
        _("Kerjakan dulu yang bertanda Wajib, dari atas."),
        _("Yang sudah lengkap mendapat tandanya sendiri; tidak perlu disimpan di sini."),
    ),
    "setup-office": PageHelp(
        _("Nama, alamat, jam, dan titik kantor di peta."),
        _("Isi dan simpan. Lintang dan bujur disalin dari aplikasi peta."),
        _("Tercetak di resi berikutnya dan dibaca warga; kurir berangkat dari titik itu."),
    ),
    "setup-villages": PageHelp(
        _("Kecamatan yang dilayani, kelurahannya, dan batasnya."),
        _("Cari kecamatannya. Batas dapat dibawa sebagai GeoJSON dan dilihat dulu di peta."),
        _("Loket dapat memilih kelurahan, dan papan antaran menggambar batasnya."),
    ),
    "setup-training": PageHelp(
        _("Mengosongkan tempat latihan."),
        _("Tekan dua kali untuk mengosongkan; pastikan tidak ada yang sedang berlatih."),
        _("Semua berkas latihan hilang dan tidak dapat dikembalikan; pegawai dan pengaturan tetap."),
    ),
    "setup-services": PageHelp(
        _("Layanan yang ditawarkan kantor."),
        _("Pasang layanan bawaan atau salin dari kantor lain, lalu ubah masing-masing."),
        _("Loket hanya dapat memilih layanan yang ada dan aktif di sini."),
    ),
    "setup-service": PageHelp(
        _("Satu layanan: nama, janji, dasar hukum, stasiun, persyaratan."),
        _("Isi janji dalam jam kerja dan stasiun yang dilewati berkasnya."),
        _("Berkas yang sudah masuk tetap memakai jalan dan janji lama; yang baru memakai yang ini."),
    ),
    "setup-days": PageHelp(
        _("Hari libur; janji layanan tidak berjalan pada hari itu."),
        _("Tambahkan hari libur kantor ini. Hari libur nasional sudah terisi."),
        _("Janji yang dihitung sesudah ini memperhitungkannya, dan kurir tidak berangkat pada hari itu."),
    ),
    "setup-people": PageHelp(
        _("Pegawai kantor dan perannya."),
        _("Tambah satu orang di bawah, atau banyak sekaligus dari daftar Excel."),
        _("Orang baru belum punya kata sandi: buat kode kertasnya dan serahkan langsung."),
    ),
    "setup-person": PageHelp(
        _("Jabatan dan peran satu pegawai."),
        _("Centang perannya dan simpan. Di bawah: wakil selama ia tidak di tempat, pindah kantor, tutup akun."),
        _("Haknya berubah seketika, dan tokennya berakhir. Catatan pekerjaannya tetap ada."),
    ),
    "setup-people-elsewhere": PageHelp(
        _("Memberi peran di sini kepada orang yang bekerja di kantor lain."),
        _("Isi nama penggunanya di kantornya dan centang perannya. Lalu buat kode kertasnya."),
        _("Ia mengetik kodenya di Akun saya dan sejak itu berganti kantor. Haknya di sini tidak berlaku di sana."),
    ),
    "setup-people-list": PageHelp(
        _("Menambah banyak pegawai sekaligus dari Excel atau CSV."),
        _("Pilih berkasnya atau tempel barisnya, tekan Periksa, betulkan yang disebut."),
        _("Kalau tidak ada lagi yang keliru, tombol Tambahkan muncul: semuanya masuk atau tidak sama sekali."),
    ),
    "setup-old-books": PageHelp(
        _("Memasukkan buku register dari masa sebelum Siantar, dan menariknya kembali."),
        _("Beri nama bukunya, pilih berkasnya, tekan Periksa bukunya."),
        _("Belum ada yang tersimpan; halaman berikutnya menunjukkan apa yang terbaca."),
    ),
    "setup-old-book": PageHelp(
        _("Bagaimana buku lama terbaca: kolomnya, yang keliru, yang sudah ada."),
        _("Pilih kolom yang belum tepat, betulkan selnya, lalu Periksa lagi."),
        _(
            "Masukkan menyimpan semuanya sekaligus. Catatannya ditemukan di kotak cari halaman Berkas, dan "
            "bukunya dapat ditarik kembali."
        ),
    ),
    "setup-connections": PageHelp(
        _("Sistem lain yang dikabari begitu berkas bergerak."),
        _("Isi alamat dari pengelolanya dan pilih kejadiannya."),
        _("Rahasianya tampil sekali. Nama, NIK, dan alamat tidak pernah dikirim."),
    ),
    "setup-carriers": PageHelp(
        _("Jasa kirim luar yang dipakai kantor untuk mengantar dokumen."),
        _("Isi namanya, bentuk nomor kirimannya, dan alamat pelacakannya bila ada."),
        _("Pengatur pengantaran memilihnya di halaman Jasa kirim. Yang tidak dipakai lagi tetap tercatat."),
    ),
    "setup-connection": PageHelp(
        _("Kiriman ke satu sistem dan jawabannya."),
        _("Lihat yang gagal, kirim ulang sejak suatu hari, atau lanjutkan yang berhenti."),
        _("Kiriman ulang memakai nomor yang sama, jadi tidak terhitung dua kali."),
    ),
    "setup-standards": PageHelp(
        _("Standar pelayanan dan maklumat untuk dinding."),
        _("Isi yang sama untuk semua layanan, pilih mulai kapan berlaku, lalu cetak lembarnya."),
        _("Yang belum diisi tertulis belum ditetapkan di kertasnya."),
    ),
}
