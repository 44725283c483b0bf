"""The sentence of every code: what is wrong and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from siantar.rules import reading, receipt_number, working_time
from siantar.rules.receipt_number import NumberKind
from siantar.rules.vocabulary import Bringer, Code, Kind, ProofPart

REFUSALS: Mapping[Code, Promise] = {
    Code.WRONG_STAGE: _("Tidak dapat dilakukan pada tahap ini. Muat ulang halaman untuk melihat keadaan terakhir."),
    Code.WRONG_ROLE: _("Anda tidak berwenang untuk tindakan ini. Mintalah petugas yang berwenang."),
    Code.WRONG_OFFICE: _("Berkas ini milik kantor lain. Serahkan kepada kantor yang tertera di resinya."),
    Code.SAME_PERSON: _(
        "Anda sendiri yang menyerahkannya, dengan akun Anda di tempat lain. Penerimanya harus orang lain."
    ),
    Code.NOT_IN_YOUR_HANDS: _("Menurut catatan, berkas ini tidak di tangan Anda. Pindai dulu serah terimanya."),
    Code.WRONG_AGENCY: _("Berkas ini bukan untuk instansi tujuan bundel. Sisihkan untuk bundel yang benar."),
    Code.NO_RESULT_YET: _("Instansi belum mencatat hasilnya. Tandai selesai atau dikembalikan terlebih dahulu."),
    Code.REASON_MISSING: _("Alasannya belum diisi. Tuliskan alasan, lalu simpan lagi."),
    Code.UNKNOWN_REASON: _("Alasan tidak dikenal. Pilih salah satu alasan dari daftar."),
    Code.REASON_TOO_LONG: _("Alasannya terlalu panjang: paling banyak 2.000 huruf. Ringkaskan, lalu kirim lagi."),
    Code.RECEIVER_MISSING: _("Nama penerima belum diisi. Tuliskan nama orang yang menerima."),
    Code.RELATION_NOT_ALLOWED: _(
        "Orang ini tidak boleh menerima. Serahkan kepada pemohon, anggota KK, atau pembawa surat kuasa."
    ),
    Code.IDENTITY_NOT_CHECKED: _("Identitas penerima belum diperiksa. Pindai resi, minta PIN, atau lihat KTP."),
    Code.OLD_KTP_MISSING: _("KTP-el lama harus diserahkan dulu. Tanpa itu KTP-el baru tidak diberikan."),
    Code.WRONG_PROOF: _("PIN atau resi tidak cocok. Catatan disimpan dan akan diperiksa petugas."),
    Code.COLLECTS_AT_COUNTER: _("Pemohon memilih mengambil sendiri di loket."),
    Code.DIGITAL_RESULT: _('Hasil layanan ini digital. Gunakan "Terbit digital".'),
    Code.PHYSICAL_RESULT: _('Hasil layanan ini bukan dokumen digital. Gunakan "Siapkan".'),
    Code.UNKNOWN_RECEIPT: _("Nomor resi tidak ditemukan. Periksa lagi nomornya."),
    Code.TRAINING_RECEIPT: _("Ini tanda terima latihan, bukan berkas sungguhan. Minta resi yang asli."),
    Code.TRUE_RECEIPT: _("Ini tempat latihan, sedangkan resi ini sungguhan. Pindai di Siantar yang sebenarnya."),
    Code.NOT_HERE: _("Berkas ini dilayani di Siantar kantor lain. Cari nomornya di daftar berkas untuk alamatnya."),
    Code.MISTYPED_RECEIPT: _("Nomor resi salah ketik. Periksa lagi huruf dan angkanya."),
    Code.UNKNOWN_BATCH: _("Nomor bundel tidak ditemukan. Pindai barcode di surat pengantar."),
    Code.UNKNOWN_TYPE: _("Jenis kejadian tidak dikenal."),
    Code.UNKNOWN_EVENT: _("Kejadian yang dimaksud tidak ada pada berkas ini."),
    Code.BREAKS_LATER_FACT: _("Kejadian sesudahnya bergantung pada ini. Koreksi dulu kejadian yang paling akhir."),
    Code.ALREADY_CORRECTED: _("Kejadian ini sudah pernah dikoreksi."),
    Code.FROM_THE_FUTURE: _("Waktunya di masa depan. Periksa jam perangkat, lalu kirim lagi."),
    Code.BEFORE_HAND_IN: _("Waktunya sebelum berkas diterima. Periksa jam perangkat, lalu kirim lagi."),
    Code.ID_TAKEN: _("Nomor kejadian ini sudah dipakai untuk hal lain. Kirim lagi dengan nomor baru."),
    Code.MALFORMED: _("Isi kejadian tidak lengkap atau salah bentuk."),
    Code.NO_REDIRECT: _("Tidak ada pengalihan yang menunggu. Mungkin sudah dihentikan atau sudah berlaku."),
    Code.REDIRECT_WAITS: _(
        "Alamat, telepon, dan penerima baru berlaku 24 jam sesudah kontak lama dikabari. "
        "Di loket dapat langsung diubah."
    ),
    Code.OTHER_LETTER: _("Suratnya sudah berubah. Buka lagi halaman suratnya, baca, lalu ulangi di sana."),
    Code.INITIALS_MISSING: _("Surat ini belum diparaf semua. Tunggu parafnya, lalu tandatangani."),
    Code.NOT_OPENED: _("Surat ini belum Anda buka sejak terakhir ditulis. Buka dan baca dulu, lalu ulangi."),
    Code.NOT_SIGNED: _("Surat ini belum ditandatangani: ada gangguan, atau terlalu banyak sekaligus. Coba lagi."),
    Code.ESIGN_SECRET_MISSING: _(
        "Ketik passphrase (atau kode) tanda tangan elektronik Anda, lalu tekan lagi. "
        "Diminta setiap kali dan tidak pernah disimpan."
    ),
    Code.ESIGN_WRONG_SECRET: _(
        "Passphrase salah. Ketik lagi; surat dan nomornya tetap menunggu, tidak ada yang hilang."
    ),
    Code.ESIGN_NIK_MISSING: _(
        "NIK atau e-mail Anda untuk tanda tangan elektronik belum diisi. "
        "Administrator mengisinya di pengaturan tanda tangan elektronik."
    ),
    Code.ESIGN_NOT_REGISTERED: _(
        "NIK atau e-mail Anda belum terdaftar di layanan tanda tangan elektronik. "
        "Hubungi Diskominfo untuk mendaftar; surat tetap menunggu."
    ),
    Code.ESIGN_EXPIRED: _(
        "Sertifikat elektronik Anda sudah lewat masa berlakunya. "
        "Perbarui lewat Diskominfo, lalu ulangi; surat tetap menunggu."
    ),
    Code.ESIGN_NO_CERTIFICATE: _(
        "Sertifikat elektronik Anda belum terbit atau sedang diperbarui. "
        "Selesaikan lewat Diskominfo, lalu ulangi; surat tetap menunggu."
    ),
    Code.ESIGN_REVOKED: _(
        "Sertifikat elektronik Anda ditangguhkan atau dicabut. Hubungi Diskominfo; surat tetap menunggu."
    ),
    Code.ESIGN_REFUSED: _(
        "Layanan tanda tangan menolak permintaan ini; surat tetap menunggu. "
        "Bila memakai kode, minta kode baru, lalu ulangi. Bila tetap ditolak, hubungi Diskominfo."
    ),
    Code.ESIGN_SETTINGS: _(
        "Tanda tangan elektronik belum diatur dengan benar (alamat, nama pengguna, atau kata sandi layanan). "
        "Minta administrator memeriksa pengaturannya; surat tetap menunggu."
    ),
    Code.ESIGN_AWAY: _(
        "Layanan tanda tangan sedang tidak dapat dihubungi. Surat ini tidak terkirim; "
        "surat dan nomornya tetap menunggu. Coba lagi nanti."
    ),
    Code.ESIGN_TIMEOUT: _(
        "Surat sudah dikirim ke layanan tanda tangan, tetapi jawabannya tidak sampai. Surat belum terbit. "
        "Buka suratnya: dari sana lembar yang sama dapat ditanyakan atau dikirim lagi."
    ),
    Code.ESIGN_WRONG_ANSWER: _(
        "Layanan menjawab, tetapi bukan dengan surat ini yang sudah ditandatangani. Surat belum terbit. "
        "Beri tahu Diskominfo; dari halaman suratnya lembar yang sama dapat dikirim lagi."
    ),
    Code.ESIGN_UNANSWERED: _(
        "Surat ini pernah dikirim dan jawabannya tidak sampai. Buka suratnya: dari sana lembar yang sama dikirim lagi, "
        "dengan nomor yang sama."
    ),
    Code.ESIGN_UNDERWAY: _(
        "Surat ini sedang dikirim ke layanan tanda tangan. Tunggu sebentar, lalu buka lagi suratnya."
    ),
    Code.ESIGN_NOT_TRIED: _(
        "Tidak dicoba, karena surat sebelumnya di daftar ini terhenti. Surat ini tidak terkirim; "
        "centang lagi dan ulangi."
    ),
    Code.OWN_DRAFT: _("Yang menulis atau sudah memaraf surat ini tidak memaraf lagi. Mintalah pejabat yang lain."),
    Code.NOTHING_CHANGED: _("Tidak ada yang berubah. Ubah isian yang salah, lalu simpan lagi."),
    Code.CONTRADICTED: _("Bertentangan dengan catatan lain. Keduanya disimpan dan akan diperiksa petugas."),
    Code.NOT_HANDED_OVER: _(
        "Menurut catatan masih dibawa kurir lain. Minta ia memindainya sebagai serah terima; sesudah itu sah sendiri."
    ),
    Code.BATCH_NOT_READY: _("Bundel belum ditutup atau sudah berangkat."),
    Code.UNKNOWN_COURIER: _("Kurir ini tidak bekerja di kantor Anda. Pilih kurir dari daftar kantor Anda."),
    Code.UNKNOWN_CARRIER: _("Jasa kirim ini tidak dipakai kantor Anda. Pilih dari daftar kantor Anda."),
    Code.WRONG_SHIPMENT_NUMBER: _("Nomor kirimannya salah. Periksa lagi huruf dan angkanya, lalu kirim lagi."),
    Code.OLD_KTP_BY_HAND: _(
        "KTP-el lama harus diterima di depan pintu, jadi dokumen ini tidak dapat lewat jasa kirim. "
        "Antar dengan kurir kantor."
    ),
    Code.PIN_LOCKED: _(
        "PIN sudah lima kali salah di pintu ini. Catatan disimpan; minta pengatur atau loket memeriksanya."
    ),
    Code.PROOF_MISSING: _(
        "Foto amplop atau tanda tangan tidak ada, dan alasannya tidak ditulis. "
        "Catatan disimpan dan akan diperiksa petugas."
    ),
}

PROOF_PARTS: Mapping[str, Promise] = {
    ProofPart.PHOTO: _("foto amplop"),
    ProofPart.SIGNATURE: _("tanda tangan penerima"),
}

STOP_FATES: Mapping[str, Promise] = {
    "delivered": _("Diserahkan"),
    "back": _("Kembali"),
    "explained": _("Dijelaskan"),
    "still_out": _("Masih dibawa"),
    "not_loaded": _("Belum dimuat"),
}

VERBS: Mapping[Kind, Promise] = {
    Kind.HANDED_IN: _("Diserahkan di loket"),
    Kind.DOCUMENTS_COMPLETED: _("Lengkapi dokumen"),
    Kind.CHECK_STARTED: _("Mulai periksa"),
    Kind.FOUND_INCOMPLETE: _("Nyatakan belum lengkap"),
    Kind.CHECK_PASSED: _("Lolos pemeriksaan"),
    Kind.DRAFTED: _("Tulis surat"),
    Kind.INITIALLED: _("Paraf surat"),
    Kind.LETTER_RETURNED: _("Kembalikan surat"),
    Kind.SIGNED: _("Tanda tangani"),
    Kind.NUMBERED: _("Beri nomor surat"),
    Kind.LETTER_WITHDRAWN: _("Tarik surat"),
    Kind.SENT: _("Kirim dalam bundel"),
    Kind.ARRIVED: _("Terima di instansi"),
    Kind.HELD: _("Tahan"),
    Kind.RESUMED: _("Lanjutkan"),
    Kind.COMPLETED: _("Selesai di instansi"),
    Kind.RETURNED: _("Kembalikan"),
    Kind.SENT_BACK: _("Kirim kembali"),
    Kind.CAME_BACK: _("Terima kembali di kecamatan"),
    Kind.ISSUED_DIGITALLY: _("Terbit digital"),
    Kind.MADE_READY: _("Siapkan untuk diserahkan"),
    Kind.LOADED: _("Ambil untuk diantar"),
    Kind.HANDED_ON: _("Alihkan ke kurir lain"),
    Kind.CONSIGNED: _("Serahkan ke jasa kirim"),
    Kind.WINDOW_TOLD: _("Beri tahu perkiraan waktu"),
    Kind.DELAY_FORESEEN: _("Beri tahu akan terlambat"),
    Kind.DELIVERED: _("Serahkan kepada penerima"),
    Kind.DELIVERY_FAILED: _("Catat antar gagal"),
    Kind.UNLOADED: _("Turunkan di kantor"),
    Kind.COLLECTED: _("Serahkan di loket"),
    Kind.WENT_MISSING: _("Laporkan hilang"),
    Kind.FOUND: _("Ditemukan"),
    Kind.REJECTED: _("Tolak permohonan"),
    Kind.CANCELLED: _("Batalkan permohonan"),
    Kind.METHOD_CHANGED: _("Ubah cara kembali"),
    Kind.VISIT_AGREED: _("Pilih hari antar"),
    Kind.RECEIVER_NAMED: _("Tunjuk penerima"),
    Kind.CONTACT_CORRECTED: _("Betulkan telepon atau patokan"),
    Kind.REDIRECT_ASKED: _("Minta diantar ke tempat lain"),
    Kind.REDIRECT_STOPPED: _("Hentikan pengalihan"),
    Kind.REDIRECTED: _("Alihkan antaran"),
    Kind.INTAKE_CORRECTED: _("Perbaiki data permohonan"),
    Kind.CORRECTED: _("Koreksi"),
}

TOLD: Mapping[Kind, Promise] = {
    Kind.HANDED_IN: _("Diterima di loket"),
    Kind.DOCUMENTS_COMPLETED: _("Dokumen dilengkapi"),
    Kind.CHECK_STARTED: _("Mulai diperiksa"),
    Kind.FOUND_INCOMPLETE: _("Dinyatakan belum lengkap"),
    Kind.CHECK_PASSED: _("Lolos pemeriksaan"),
    Kind.DRAFTED: _("Surat ditulis"),
    Kind.INITIALLED: _("Surat diparaf"),
    Kind.LETTER_RETURNED: _("Surat dikembalikan untuk diperbaiki"),
    Kind.SIGNED: _("Ditandatangani"),
    Kind.NUMBERED: _("Surat diberi nomor"),
    Kind.LETTER_WITHDRAWN: _("Surat ditarik, tidak berlaku"),
    Kind.SENT: _("Dikirim dalam bundel"),
    Kind.ARRIVED: _("Tiba di instansi"),
    Kind.HELD: _("Ditahan"),
    Kind.RESUMED: _("Dilanjutkan"),
    Kind.COMPLETED: _("Selesai di instansi"),
    Kind.RETURNED: _("Dikembalikan"),
    Kind.SENT_BACK: _("Dikirim kembali"),
    Kind.CAME_BACK: _("Kembali di kecamatan"),
    Kind.ISSUED_DIGITALLY: _("Terbit digital"),
    Kind.MADE_READY: _("Disiapkan untuk diserahkan"),
    Kind.LOADED: _("Dibawa kurir"),
    Kind.HANDED_ON: _("Dialihkan ke kurir lain"),
    Kind.CONSIGNED: _("Diserahkan ke jasa kirim"),
    Kind.WINDOW_TOLD: _("Perkiraan waktu antar diberitahukan"),
    Kind.DELAY_FORESEEN: _("Diperkirakan melewati janji"),
    Kind.DELIVERED: _("Diserahkan kepada penerima"),
    Kind.DELIVERY_FAILED: _("Antar gagal"),
    Kind.UNLOADED: _("Diturunkan di kantor"),
    Kind.COLLECTED: _("Diambil di loket"),
    Kind.WENT_MISSING: _("Tidak ditemukan, ditelusuri"),
    Kind.FOUND: _("Ditemukan"),
    Kind.REJECTED: _("Ditolak"),
    Kind.CANCELLED: _("Dibatalkan pemohon"),
    Kind.METHOD_CHANGED: _("Warga mengubah cara kembali"),
    Kind.VISIT_AGREED: _("Warga memilih hari antar"),
    Kind.RECEIVER_NAMED: _("Warga menunjuk penerima"),
    Kind.CONTACT_CORRECTED: _("Warga membetulkan telepon atau patokan"),
    Kind.REDIRECT_ASKED: _("Pemegang resi minta alamat, telepon, atau penerima diubah"),
    Kind.REDIRECT_STOPPED: _("Pengalihan dihentikan"),
    Kind.REDIRECTED: _("Pengalihan berlaku sesudah kontak lama dikabari"),
    Kind.INTAKE_CORRECTED: _("Data permohonan diperbaiki di loket"),
    Kind.CORRECTED: _("Dikoreksi"),
}

CHECKS: Mapping[str, Promise] = {
    "receipt_scanned": _("Resi dipindai"),
    "pin": _("PIN disebutkan"),
    "ktp_seen": _("KTP dilihat"),
}

METHODS: Mapping[str, Promise] = {
    "courier": _("Diantar kurir"),
    "counter": _("Diambil di loket"),
}

BRINGERS: Mapping[Bringer, Promise] = {
    Bringer.APPLICANT: _("Pemohon sendiri"),
    Bringer.PARENT: _("Orang tua"),
    Bringer.SAME_KK: _("Anggota KK yang sama"),
    Bringer.AUTHORISED: _("Pembawa surat kuasa"),
    Bringer.INSTITUTION: _("Lembaga"),
    Bringer.COMPANION: _("Pendamping"),
}

WISHES: Mapping[str, Promise] = {
    "name": _("Nama"),
    "nik": _("NIK"),
    "kk": _("Nomor KK"),
    "rt": _("RT"),
    "rw": _("RW"),
    "village": _("Kelurahan"),
    "may_receive": _("Boleh menerima"),
    "phone": _("Telepon"),
    "landmark": _("Patokan"),
    "line": _("Alamat antar"),
}

BATCHES: Mapping[str, Promise] = {
    "open": _("Sedang diisi"),
    "closed": _("Ditutup, siap diserahkan"),
    "on_the_way": _("Dalam perjalanan"),
    "arrived": _("Sudah tiba"),
}

TROUBLES: Mapping[str, Promise] = {
    "late": _("Terlambat: lebih dari satu hari kerja di jalan"),
    "short": _("Kurang: ada berkas yang tidak tiba, sedang ditelusuri"),
    "foreign": _("Ada berkas asing di dalamnya"),
}

FOUND: Mapping[str, Promise] = {
    "expected": _("Belum dipindai"),
    "arrived": _("Tiba"),
    "missing": _("Tidak ada, ditelusuri"),
}

RESULTS: Mapping[str, Promise] = {
    "completed": _("Selesai di instansi"),
    "returned": _("Dikembalikan"),
}

MAP_OF_ELSEWHERE = _(
    "Peta jalan bukan peta wilayah kantor ini, jadi waktu dihitung dari jarak udara (kasar). Minta administrator "
    "menjalankan `siantar map build` dengan potongan peta wilayah ini."
)

WARNINGS: Mapping[str, Promise] = {
    "nik_length": _("NIK biasanya 16 angka. Periksa lagi bila perlu."),
    "nik_not_digits": _("NIK biasanya hanya angka. Periksa lagi bila perlu."),
    "nik_birth_date": _("Tanggal lahir di dalam NIK tidak wajar. Periksa lagi bila perlu."),
    "nik_other_name": _("NIK ini tercatat dengan nama lain. Cocokkan dengan KTP-el; data lama tidak diubah."),
    "open_application": _(
        "Masih ada berkas lain yang belum selesai untuk orang dan layanan ini. Periksa sebelum melanjutkan."
    ),
    "phone_unusual": _("Nomor telepon tampak tidak lazim. Periksa lagi bila perlu."),
    "position_impossible": _("Titik alamat tidak mungkin ada. Titik itu tidak dipakai; tandai di peta pengantaran."),
    "position_nowhere": _("Titik alamat 0,0: perangkat tidak tahu letaknya. Tandai di peta pengantaran."),
    "position_lost_sign": _(
        "Titik alamat kehilangan tanda minus. Titik itu tidak dipakai; tandai di peta pengantaran."
    ),
    "position_swapped": _(
        "Lintang dan bujur titik alamat tertukar. Titik itu tidak dipakai; tandai di peta pengantaran."
    ),
    "position_far_away": _(
        "Titik alamat jauh dari wilayah kantor. Titik itu tidak dipakai; tandai di peta pengantaran."
    ),
    "position_at_office": _(
        "Titik alamat adalah kantor ini sendiri. Titik itu tidak dipakai; tandai di peta pengantaran."
    ),
}


OTHER_KINDS: Mapping[NumberKind, Promise] = {
    NumberKind.RECEIPT: _("Ini nomor resi %(number)s, milik satu berkas. Buka berkasnya di Cari berkas."),
    NumberKind.BATCH: _("Ini nomor bundel %(number)s, bukan berkas. Pindai label pada berkasnya."),
    NumberKind.RUN: _("Ini nomor perjalanan antar %(number)s, bukan berkas. Pindai label pada berkasnya."),
    NumberKind.COMPLAINT: _("Ini nomor pengaduan %(number)s, bukan berkas. Buka di menu Suara warga."),
    NumberKind.CONSIGNMENT: _("Ini nomor kiriman jasa kirim %(number)s, bukan berkas. Pindai label pada berkasnya."),
    NumberKind.PLACE: _("Ini label tempat simpan %(number)s, bukan berkas. Pindai label pada berkasnya."),
}
NOT_OURS = _("Ini bukan nomor Siantar. Pindai barcode di resi atau label berkas.")
SEVERAL = _("Terbaca dua nomor sekaligus. Pindai satu per satu.")


def unreadable(error: ValueError) -> str:
    """What to do about a scan that could not be read (`rules.reading`)."""
    if isinstance(error, reading.OtherKind):
        number = receipt_number.grouped(error.number.text)
        return str(OTHER_KINDS[error.number.kind]) % {"number": number}
    if isinstance(error, reading.SeveralNumbers):
        return str(SEVERAL)
    return refusal(Code.MISTYPED_RECEIPT) if isinstance(error, receipt_number.Mistyped) else str(NOT_OURS)


def refusal(code: Code | str) -> str:
    """The sentence of a refusal or conflict."""
    return str(REFUSALS[Code(code)])


def working_days(hours: float) -> str:
    """So many working hours as people count them: `5 hari kerja`."""
    return gettext("%(days)s hari kerja") % {"days": working_time.as_days(hours)}


def events_in_indonesian() -> dict[Kind, str]:
    """What happened, for papers, which speak Indonesian."""
    with translation.override("id"):
        return {kind: str(words) for kind, words in TOLD.items()}
