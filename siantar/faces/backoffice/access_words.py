"""The words of the gate's table: roles, how far they reach, acts, readings, fields and purposes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from siantar.rules.access import Act, PersonalField, Reading, Scope
from siantar.rules.vocabulary import Role

ROLES: Mapping[Role, Promise] = {
    Role.COUNTER: _("Petugas loket"),
    Role.CHECKER: _("Pemeriksa"),
    Role.SIGNATORY: _("Penanda tangan"),
    Role.LIAISON: _("Penghubung"),
    Role.AGENCY: _("Petugas instansi"),
    Role.DISPATCHER: _("Pengatur pengantaran"),
    Role.COURIER: _("Kurir"),
    Role.LEADER: _("Pimpinan"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.RESIDENT: _("Warga dengan resi"),
}

SCOPES: Mapping[Scope, Promise] = {
    Scope.OFFICE: _("kantor sendiri"),
    Scope.AGENCY: _("instansi sendiri"),
    Scope.FOR_AGENCY: _("untuk instansi tanpa Siantar"),
    Scope.BAG: _("yang dibawanya"),
    Scope.INTO_BAG: _("ke tasnya sendiri"),
    Scope.CUSTODY: _("soal siapa pemegang berkas"),
    Scope.ITSELF: _("dari sistem sendiri"),
    Scope.AT_ONCE: _("yang baru saja ia catat sendiri, sepuluh menit"),
    Scope.STOPS: _("titik antarnya"),
    Scope.RECEIPT: _("resinya sendiri"),
    Scope.CARRIED: _("yang ia bawa antarkantor"),
    Scope.DELIVERY: _("yang akan atau sedang diantar"),
    Scope.ORIGIN: _("bundel dari kantornya"),
    Scope.TARGET: _("bundel ke kantornya"),
    Scope.ASSIGNED: _("yang ditugaskan kepadanya"),
    Scope.ORDINARY: _("kantor sendiri, kecuali tentang biaya dan petugas"),
    Scope.CITY: _("semua kantor"),
}

ACTS: Mapping[Act, Promise] = {
    Act.START_BUNDLE: _("Memulai bundel"),
    Act.FILL_BUNDLE: _("Mengisi bundel"),
    Act.CLOSE_BUNDLE: _("Menutup bundel"),
    Act.HAND_OVER_BUNDLE: _("Menyerahkan bundel"),
    Act.RECEIVE_BUNDLE: _("Menerima bundel"),
    Act.RECONCILE_BUNDLE: _("Mencocokkan isi bundel"),
    Act.MARK_IN_BUNDLE: _("Menandai hasil berkas dalam bundel"),
    Act.PLAN_RUNS: _("Menyusun perjalanan kurir"),
    Act.PLACE_ADDRESS: _("Menandai alamat di peta"),
    Act.AGREE_VISIT: _("Menyepakati hari antar"),
    Act.WRITE_NOTE: _("Menulis catatan untuk kurir"),
    Act.ANNOUNCE_RUN: _("Memberi tahu warga jam kedatangan kurir"),
    Act.CLOSE_RUN: _("Menutup hari antar"),
    Act.SETTLE_REFUSAL: _("Menyelesaikan catatan kurir yang ditolak"),
    Act.LOG_OUT_COURIER: _("Mengeluarkan ponsel kurir"),
    Act.KEEP_PROOF: _("Menyimpan bukti serah terima"),
    Act.SET_UP_MESSAGES: _("Mengatur pesan kantor"),
    Act.SETTLE_MESSAGE: _("Menyelesaikan pesan yang menunggu petugas"),
    Act.RESUME_CHANNEL: _("Menjalankan lagi saluran yang berhenti"),
    Act.CHOOSE_MESSAGES: _("Mencatat cara warga diberi tahu"),
    Act.FILE_COMPLAINT: _("Mencatat pengaduan di loket"),
    Act.ANSWER_COMPLAINT: _("Membalas dan menjawab pengaduan"),
    Act.STEER_COMPLAINT: _("Menugaskan, memilah, dan menutup pengaduan"),
    Act.ASK_ABOUT_DATA: _("Mencatat permintaan warga tentang datanya"),
    Act.ANSWER_DATA_REQUEST: _("Menjawab permintaan data"),
    Act.PUT_UP_TABLET: _("Memasang tablet survei"),
    Act.NAME_DEPUTY: _("Menunjuk wakil"),
    Act.SET_UP_PLACES: _("Mengatur tempat simpan dan masa simpan"),
    Act.PUT_ON_SHELF: _("Menaruh dokumen di tempat simpan"),
    Act.COUNT_ITEMS: _("Menghitung dokumen"),
    Act.SET_UP_ALERTS: _("Mengatur peringatan janji"),
    Act.TAKE_UP_ALERT: _("Menangani peringatan janji"),
    Act.RESET_ACCESS: _("Memberi pegawai kode kertas, mengeluarkannya dari perangkat"),
    Act.SET_RETENTION: _("Mengatur lama penyimpanan data"),
    Act.HOLD_FILE: _("Menahan berkas dari penghapusan"),
    Act.SETTLE_ODD_READING: _("Menanggapi pembacaan yang tidak biasa"),
}

READINGS: Mapping[Reading, Promise] = {
    Reading.FILE: _("Halaman sebuah berkas"),
    Reading.WORK_LIST: _("Daftar yang menunggu"),
    Reading.SEARCH_BY_NIK: _("Mencari dengan NIK"),
    Reading.CONTRADICTIONS: _("Catatan yang bertentangan"),
    Reading.WHEREABOUTS: _("Di mana berkasnya"),
    Reading.COUNTER: _("Layar loket"),
    Reading.SCANNER: _("Halaman mencoba pemindai"),
    Reading.RECEIPT: _("Resi dengan PIN"),
    Reading.BUNDLE: _("Isi bundel"),
    Reading.BOARD: _("Papan pengantaran"),
    Reading.PROOF_OF_DELIVERY: _("Bukti serah terima"),
    Reading.OWN_RUN: _("Perjalanan antar sendiri"),
    Reading.CITY_MAP: _("Peta kota"),
    Reading.MESSAGES: _("Pesan kepada warga"),
    Reading.SURVEY: _("Hasil survei"),
    Reading.SURVEY_COMMENTS: _("Kata-kata warga di survei"),
    Reading.COMPLAINTS: _("Pengaduan"),
    Reading.COMPLAINTS_EXPORT: _("Ekspor pengaduan untuk SP4N-LAPOR"),
    Reading.DATA_REQUESTS: _("Permintaan data"),
    Reading.ACCESS_TABLE: _("Siapa boleh apa"),
    Reading.SHELF: _("Rak dokumen"),
    Reading.OWN_ACCOUNT: _("Akun sendiri"),
    Reading.AUDIT_RECORD: _("Catatan keamanan kantor"),
    Reading.SYSTEM_STATE: _("Keadaan pemasangan"),
    Reading.RETENTION: _("Lama penyimpanan dan yang akan dihapus"),
    Reading.ODD_READINGS: _("Pembacaan data yang tidak biasa"),
    Reading.DATA_COPY: _("Salinan data pribadi untuk pemohon di loket"),
    Reading.BREACH: _("Lembar kerja kebocoran data"),
}

FIELDS: Mapping[PersonalField, Promise] = {
    PersonalField.NAME: _("Nama"),
    PersonalField.NIK: _("NIK"),
    PersonalField.PHONE: _("Telepon"),
    PersonalField.ADDRESS: _("Alamat"),
    PersonalField.PRIVATE: _("Penerima, posisi, dan catatan serah terima"),
}

PURPOSES: Mapping[str, Promise] = {
    "file_page": _("Menampilkan data pribadi di halaman berkas"),
    "file_story": _("Membuka halaman berkas"),
    "data_request": _("Menjawab permintaan data"),
    "breach": _("Memberi tahu pemilik data yang terbuka"),
    "data_copy": _("Memberi pemohon salinan datanya"),
    "intake": _("Mengisi permohonan di loket"),
    "next_file": _("Menerima berkas berikutnya dari orang atau keluarga yang sama"),
    "intake_correction": _("Memperbaiki data permohonan"),
    "hand_over": _("Menyerahkan dokumen di loket"),
    "search_by_nik": _("Mencari dengan NIK"),
    "list": _("Melihat daftar berkas"),
    "print_receipt": _("Mencetak resi"),
    "print_label": _("Mencetak label"),
    "print_manifest": _("Mencetak surat pengantar bundel"),
    "print_loading_list": _("Mencetak daftar muat"),
    "print_courier_day": _("Mencetak hari kurir"),
    "print_proof": _("Mencetak bukti serah terima"),
    "run_today": _("Perjalanan antar hari ini"),
    "dispatch": _("Menyusun perjalanan kurir"),
    "call_resident": _("Menelepon atau mengirim pesan kepada warga"),
    "place_address": _("Menandai alamat di peta"),
    "tell_by_hand": _("Memberi tahu warga satu per satu"),
    "learn_place": _("Mengingat letak pintu"),
    "resident": _("Halaman warga sendiri"),
}
