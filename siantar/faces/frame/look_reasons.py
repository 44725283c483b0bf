"""Why personal data were opened, and by whom, in words for the person they belong to (UU 27/2022 Art. 32)."""

from __future__ import annotations

from collections.abc import Mapping

from siantar.catalogue.words import Words
from siantar.rules.vocabulary import Role

RESIDENT = "resident:"
YOU = Words("Anda sendiri, dengan resi", "You yourself, with the receipt")
ITSELF = Words("Siantar, secara otomatis", "Siantar, by itself")

WHYS: Mapping[str, Words] = {
    "intake": Words("mengisi permohonan baru di loket", "filling in a new application at the counter"),
    "next_file": Words("membuat berkas berikutnya untuk Anda atau keluarga", "taking in the next file of your family"),
    "intake_correction": Words("memperbaiki data permohonan Anda", "putting your application right"),
    "hand_over": Words("menyerahkan dokumen di loket", "handing the document over at the counter"),
    "list": Words("melihat daftar berkas", "looking at a list of files"),
    "search_by_nik": Words("mencari berkas dengan NIK", "searching for files by NIK"),
    "print_label": Words("mencetak label berkas Anda", "printing the label of your file"),
    "print_form": Words("mencetak formulir kependudukan Anda", "printing your population form"),
    "print_manifest": Words("mencetak surat pengantar bundel", "printing the manifest of a bundle"),
    "print_loading_list": Words("mencetak daftar muat kurir", "printing the courier's loading list"),
    "file_story": Words("membaca perjalanan berkas Anda", "reading the story of your file"),
    "file_page": Words("memeriksa atau mengerjakan berkas Anda", "checking or working on your file"),
    "print_receipt": Words("mencetak resi Anda", "printing your receipt"),
    "dispatch": Words("menyusun perjalanan kurir", "planning the couriers' day"),
    "call_resident": Words("menelepon atau mengirim pesan kepada Anda", "calling you or sending you a message"),
    "place_address": Words("menandai letak alamat Anda di peta", "marking your address on the map"),
    "run_today": Words("mengantar dokumen Anda hari itu", "bringing your document that day"),
    "learn_place": Words("mengingat letak pintu untuk pengantaran berikutnya", "remembering where the door is"),
    "print_courier_day": Words("mencetak daftar hari kurir", "printing a courier's day"),
    "print_proof": Words("mencetak bukti serah terima", "printing the proof of delivery"),
    "complaint": Words("menangani pengaduan Anda", "handling your complaint"),
    "complaints_export": Words("melaporkan pengaduan ke SP4N-LAPOR", "reporting complaints to SP4N-LAPOR"),
    "survey_words": Words("membaca kata-kata di survei", "reading words left in the survey"),
    "tell_by_hand": Words("memberi tahu Anda lewat pesan", "telling you by a message"),
    "data_request": Words("menjawab permintaan Anda tentang data", "answering your request about your data"),
    "breach": Words("memberi tahu Anda tentang kebocoran data", "telling you of a data breach"),
    "data_copy": Words("memberi Anda salinan data", "giving you a copy of your data"),
    "letter": Words("menulis, memaraf, atau menandatangani surat Anda", "writing, initialling or signing your letter"),
    "letter_book": Words("membuka register surat kantor", "reading the office's register of letters"),
    "card_book": Words(
        "membuka register KTP dan KK kantor", "reading the office's register of identity and family cards"
    ),
    "complaint_book": Words("membuka register pengaduan kantor", "reading the office's register of complaints"),
    "expedition_book": Words("membuka buku ekspedisi surat", "reading the office's book of letters handed over"),
    "old_register": Words("membuka catatan dari register lama kantor", "opening an entry of the office's old register"),
    "resident:copy": Words("mengambil salinan data", "taking a copy of the data"),
    "resident:pin": Words("membuka halaman lacak dengan PIN", "opening the tracking page with the PIN"),
    "resident:receipt_scanned": Words("membuka halaman lacak dengan memindai resi", "scanning the receipt"),
    "resident:page": Words("membuka halaman ini", "opening this page"),
    "resident:change": Words("mengubah data di halaman ini", "changing data on this page"),
    "resident:letter": Words("mencetak surat kuasa", "printing the letter of authority"),
    "resident:proof_paper": Words("mengunduh bukti serah terima", "downloading the proof of delivery"),
}

FUNCTIONS: Mapping[Role, Words] = {
    Role.COUNTER: Words("Petugas loket", "Counter officer"),
    Role.CHECKER: Words("Pemeriksa berkas", "Checker of files"),
    Role.SIGNATORY: Words("Pejabat penanda tangan", "Signing official"),
    Role.LIAISON: Words("Petugas penghubung", "Liaison officer"),
    Role.AGENCY: Words("Petugas Disdukcapil", "Civil registry officer"),
    Role.DISPATCHER: Words("Pengatur pengantaran", "Dispatcher"),
    Role.COURIER: Words("Kurir", "Courier"),
    Role.LEADER: Words("Pimpinan", "Leader"),
    Role.ADMINISTRATOR: Words("Administrator", "Administrator of the office"),
    Role.RESIDENT: YOU,
}
MAINLY: Mapping[str, Role] = {
    "run_today": Role.COURIER,
    "dispatch": Role.DISPATCHER,
    "place_address": Role.DISPATCHER,
    "print_proof": Role.DISPATCHER,
    "intake": Role.COUNTER,
    "next_file": Role.COUNTER,
    "intake_correction": Role.COUNTER,
    "hand_over": Role.COUNTER,
    "print_receipt": Role.COUNTER,
    "print_form": Role.COUNTER,
}

FIELDS: Mapping[str, Words] = {
    "name": Words("nama", "name"),
    "nik": Words("NIK", "national identity number"),
    "kk": Words("nomor KK", "family card number"),
    "phone": Words("telepon", "phone"),
    "address": Words("alamat", "address"),
    "line": Words("alamat", "address"),
    "rt": Words("RT", "RT (neighbourhood)"),
    "rw": Words("RW", "RW (community)"),
    "village": Words("kelurahan", "village"),
    "landmark": Words("patokan", "landmark"),
    "may_receive": Words("siapa yang boleh menerima", "who may receive"),
    "private": Words("catatan serah terima", "notes of the handover"),
    "complaint": Words("pengaduan Anda", "your complaint"),
    "contact": Words("cara menghubungi Anda", "how to reach you"),
    "message_address": Words("ke mana pesan dikirim", "where messages go"),
    "data_request": Words("permintaan tentang data", "request about data"),
}


def function_of(roles: frozenset[Role], why: str) -> Words:
    """The function in which somebody with these roles looked for this reason."""
    mainly = MAINLY.get(why)
    if mainly in roles:
        return FUNCTIONS[mainly]
    return next((words for role, words in FUNCTIONS.items() if role in roles), Words("Petugas", "Officer"))
