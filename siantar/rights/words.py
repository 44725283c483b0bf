"""What is kept, how long, why and by which article, in both languages. The office may keep it longer or shorter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from siantar.catalogue.words import Words
from siantar.feedback.models import DataRequest
from siantar.privacy.models import Restriction
from siantar.rules.retention import Retained, Trouble


@dataclass(frozen=True, slots=True)
class Term:
    """One kind of data: its name, from when its period runs, why so long, and the article."""

    name: Words
    begins: Words
    reason: Words
    article: str


_END_OF_FILE = Words("berkas selesai", "the file ended")
TERMS: Mapping[Retained, Term] = {
    Retained.PROOFS: Term(
        Words("Foto amplop dan tanda tangan serah terima", "Photos of envelopes and signatures of handovers"),
        _END_OF_FILE,
        Words(
            "Dipakai bila serah terima dipersoalkan; sesudah setengah tahun tidak diperlukan lagi.",
            "For disputes about a handover; not needed any more after half a year.",
        ),
        "UU 27/2022 Pasal 43 ayat (1) huruf a",
    ),
    Retained.DOOR: Term(
        Words(
            "Nama penerima, posisi ponsel, dan catatan kurir saat serah terima",
            "Receivers' names, positions of phones and couriers' remarks at handovers",
        ),
        _END_OF_FILE,
        Words(
            "Membuktikan siapa menerima dan di mana; mengikuti lama bukti serah terima.",
            "Show who received and where; kept as long as the proofs.",
        ),
        "UU 27/2022 Pasal 43 ayat (1) huruf a",
    ),
    Retained.MESSAGES: Term(
        Words("Catatan pesan kepada warga", "Records of messages to residents"),
        _END_OF_FILE,
        Words(
            "Menjawab pertanyaan apakah warga sudah dikabari.",
            "To answer whether a resident was told.",
        ),
        "UU 27/2022 Pasal 43 ayat (1) huruf a",
    ),
    Retained.ADDRESS: Term(
        Words(
            "Alamat, telepon, pembawa berkas, pilihan pesan, catatan pintu, dan isi perubahan data",
            "Address, phone, bringer, chosen channels, notes for the door, and contents of changes",
        ),
        _END_OF_FILE,
        Words(
            "Dokumen sudah diterima; disimpan setahun untuk salah kirim dan pengaduan.",
            "The document was received; kept a year for mistakes of delivery and complaints.",
        ),
        "UU 27/2022 Pasal 42 ayat (1) huruf b dan Pasal 43 ayat (1) huruf a",
    ),
    Retained.PERSON: Term(
        Words("Nama dan NIK pemohon, PIN dan kode resi", "Name and NIK of the applicant, PIN and code of the receipt"),
        _END_OF_FILE,
        Words(
            "Arsip pelayanan; sesuaikan dengan jadwal retensi arsip (JRA) daerah menurut UU 43/2009.",
            "Archive of the service; set it to the region's schedule of archives (JRA) under UU 43/2009.",
        ),
        "UU 27/2022 Pasal 44 ayat (1) huruf a",
    ),
    Retained.SURVEY: Term(
        Words("Kata-kata dalam survei kepuasan", "Words in the satisfaction survey"),
        Words("survei diisi", "the survey was answered"),
        Words(
            "Dibaca untuk perbaikan layanan dan laporan tahunan; nilainya tetap tersimpan tanpa nama.",
            "Read to improve the service and for the yearly report; the points stay, without a name.",
        ),
        "UU 27/2022 Pasal 43 ayat (1) huruf a",
    ),
    Retained.COMPLAINTS: Term(
        Words("Isi pengaduan dan kontak pengadu", "Words of complaints and contacts of who complained"),
        Words("pengaduan dijawab", "the complaint was answered"),
        Words(
            "Untuk pembukaan kembali, Ombudsman, dan laporan; langkah dan waktunya tetap tersimpan.",
            "For reopening, the Ombudsman and reports; steps and times stay.",
        ),
        "UU 27/2022 Pasal 43 ayat (1) huruf a; UU 25/2009 Pasal 50",
    ),
    Retained.REQUESTS: Term(
        Words("Isi permintaan tentang data dan jawabannya", "Words of requests about data, and their answers"),
        Words("permintaan dijawab", "the request was answered"),
        Words(
            "Membuktikan bahwa hak warga dipenuhi tepat waktu.",
            "Show that residents' rights were met in time.",
        ),
        "UU 27/2022 Pasal 47",
    ),
    Retained.PLACES: Term(
        Words("Letak alamat yang dipelajari dari pengantaran", "Places of addresses learned from deliveries"),
        Words("terakhir dipelajari", "last learned"),
        Words(
            "Mempercepat pengantaran berikutnya ke alamat yang sama; posisi tersegel, alamatnya tidak terbaca.",
            "Speed up the next delivery to the same address; positions are sealed, the address is not readable.",
        ),
        "UU 27/2022 Pasal 43 ayat (1) huruf a",
    ),
    Retained.LOOKS: Term(
        Words("Jejak siapa melihat data", "The trail of who looked at data"),
        Words("data dilihat", "the data was looked at"),
        Words(
            "Warga berhak atas rekam jejak selama datanya disimpan; jumlah dan sidik harinya tetap tersimpan.",
            "Residents may see the trail as long as their data is kept; each day's count and digest stay.",
        ),
        "UU 27/2022 Pasal 31 dan Pasal 32 ayat (1)",
    ),
    Retained.OLD_REGISTER: Term(
        Words("Catatan dari register lama", "Entries of old registers"),
        Words("hari terakhir yang disebut buku lama", "the last day the old book speaks of"),
        Words(
            "Menemukan berkas dari masa sebelum Siantar; sesuaikan dengan jadwal retensi arsip (JRA) daerah.",
            "Find files of the time before Siantar; set it to the region's schedule of archives (JRA).",
        ),
        "UU 27/2022 Pasal 44 ayat (1) huruf a",
    ),
}
TROUBLES: Mapping[Trouble, Words] = {
    Trouble.OUT_OF_RANGE: Words(
        "Isi antara 30 hari dan 36.500 hari (seratus tahun).", "Between 30 and 36,500 days (a hundred years), please."
    ),
    Trouble.OUT_OF_ORDER: Words(
        "Tidak boleh lebih lama daripada data yang memuatnya: bukti dan pesan paling lama selama alamat, "
        "alamat paling lama selama nama.",
        "Not longer than what it hangs on: proofs and messages at most as long as the address, the address at most as "
        "long as the name.",
    ),
}


@dataclass(frozen=True, slots=True)
class RequestTerm:
    """One kind of request: its name, the article, and what the office does about it."""

    name: Words
    article: str
    task: Words


REQUESTS: Mapping[DataRequest.Kind, RequestTerm] = {
    DataRequest.Kind.CORRECTION: RequestTerm(
        Words("Perbaikan data", "Correction of data"),
        "UU 27/2022 Pasal 6 dan 30",
        Words(
            "Cocokkan dengan dokumen asli, betulkan di halaman berkas, lalu tulis apa yang diubah.",
            "Compare with the original documents, put it right on the file's page, then write what was changed.",
        ),
    ),
    DataRequest.Kind.STOP: RequestTerm(
        Words("Penghentian pemrosesan", "End of processing"),
        "UU 27/2022 Pasal 8, 42 dan 43",
        Words(
            "Layanan yang sedang berjalan dapat dibatalkan di halaman berkas. Riwayat dan arsip tetap disimpan menurut "
            "jadwal (Pasal 44 ayat (1) huruf a): tulis itu dan sampai kapan.",
            "A service under way can be cancelled on the file's page. Story and archive stay by the schedule (Art. 44 "
            "(1) a): write so, and until when.",
        ),
    ),
    DataRequest.Kind.ACCESS: RequestTerm(
        Words("Salinan data", "Copy of the data"),
        "UU 27/2022 Pasal 7, 13 dan 32",
        Words(
            "Lihat KTP pemohon, cetak salinannya, serahkan, lalu tulis bahwa sudah diserahkan.",
            "See the applicant's KTP, print the copy, hand it over, then write that it was.",
        ),
    ),
    DataRequest.Kind.RESTRICTION: RequestTerm(
        Words("Pembatasan pemakaian", "Restriction of use"),
        "UU 27/2022 Pasal 11 dan 41",
        Words(
            "Sudah berlaku sejak diminta: kabar berhenti. Tulis pemakaian mana yang tetap karena undang-undang "
            "(Pasal 41 ayat (2)).",
            "In force since it was asked: messages stopped. Write which use goes on by law (Art. 41 (2)).",
        ),
    ),
    DataRequest.Kind.OBJECTION: RequestTerm(
        Words("Keberatan", "Objection"),
        "UU 27/2022 Pasal 10 dan 11",
        Words(
            "Dibatasi sejak diminta. Siantar tidak mengambil keputusan otomatis tentang orang; jawab keberatannya "
            "dengan dasar hukumnya.",
            "Restricted since it was asked. Siantar decides nothing about people; answer with the legal basis.",
        ),
    ),
    DataRequest.Kind.WITHDRAWAL: RequestTerm(
        Words("Penarikan persetujuan", "Withdrawal of consent"),
        "UU 27/2022 Pasal 9 dan 40",
        Words(
            "Kabar sudah berhenti sejak diminta. Tulis bahwa berkasnya tetap diproses karena pelayanan publik.",
            "Messages stopped when it was asked. Write that the file goes on as a public service.",
        ),
    ),
}

END_REASONS: Mapping[Restriction.EndReason, Words] = {
    Restriction.EndReason.SETTLED: Words(
        "Sebab pembatasan sudah selesai: permintaan dijawab, data dibetulkan, atau keberatan diputus",
        "What it was restricted for is settled: the request answered, the data corrected, or the objection decided",
    ),
    Restriction.EndReason.LAW: Words(
        "Peraturan mengharuskan data ini dipakai untuk layanan yang diminta",
        "The law demands that this data be used for the service asked for",
    ),
    Restriction.EndReason.ASKED: Words(
        "Pemohon sendiri memintanya di kantor, dengan KTP", "The applicant asked for it at the office, with their ID"
    ),
}
