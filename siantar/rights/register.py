"""Every personal field there is: why, on which basis, who sees it, how long, where it travels (UU 27/2022 Art. 31).

One table, in Indonesian, as the office and its lawyer read it. A test keeps it: what is stored stands here, or is
said to be nobody's by name (`tests/house/test_privacy_papers.py`). Who sees is read from the gate, how long from
the schedule.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from siantar.rules.access import SEES, PersonalField, Reading, roles_for
from siantar.rules.retention import Retained
from siantar.rules.vocabulary import Role


class Basis(StrEnum):
    """The legal basis of processing (Art. 20 (2))."""

    SERVICE = "pelayanan publik dan kewenangan pengendali, Pasal 20 ayat (2) huruf e"
    DUTY = "kewajiban hukum, Pasal 20 ayat (2) huruf c"
    CONSENT = "persetujuan, Pasal 20 ayat (2) huruf a"
    INTEREST = "kepentingan yang sah, Pasal 20 ayat (2) huruf f"


class Whose(StrEnum):
    """Whose data it is."""

    APPLICANT = "pemohon"
    OTHER = "orang lain yang membawa, menerima, atau ditunjuk"
    WRITER = "pengadu atau pengisi survei"
    STAFF = "petugas"
    SENDER = "orang yang mengirim pesan atau membuka halaman"


class Travel(StrEnum):
    """Where it leaves the database, besides backups, which hold everything, sealed."""

    PAPER = "kertas"
    MESSAGE = "pesan"
    API = "API"
    PHONE = "ponsel kurir"
    PAGE = "halaman"


PAPER, MESSAGE, API, PHONE, PAGE = Travel


@dataclass(frozen=True, slots=True)
class PersonalEntry:
    """One kind of personal data: where it is stored (`room.Model.field`, `private.key` within an event) and the rest.

    `seen` is a field or a reading of the gate, or words where no gate stands before it; `period` a kind of the
    schedule, or words where it ends otherwise.
    """

    where: tuple[str, ...]
    what: str
    whose: Whose
    why: str
    basis: Basis
    seen: PersonalField | Reading | str
    period: Retained | str
    travels: tuple[Travel, ...] = ()
    sealed: bool = True

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that see it by the gate; none where words say it."""
        if isinstance(self.seen, PersonalField):
            return tuple(role for role in Role if self.seen in SEES[role])
        return tuple(role for role in Role if role in roles_for(self.seen)) if isinstance(self.seen, Reading) else ()


_NOBODY = "tidak ditampilkan kepada siapa pun; hanya dipakai sistem"
_RECEIPT = "pemegang resi, saat resi dicetak"
_WHILE_STAFF = "selama bertugas; nama tetap pada yang dikerjakannya"
NAME, NIK = PersonalField.NAME, PersonalField.NIK
PHONE_FIELD, ADDRESS, PRIVATE = PersonalField.PHONE, PersonalField.ADDRESS, PersonalField.PRIVATE

REGISTER: tuple[PersonalEntry, ...] = (
    PersonalEntry(
        ("casework.Person.name_sealed", "casework.Application.name_sealed", "casework.Application.name_signs"),
        "nama pemohon", Whose.APPLICANT, "mengenali berkas dan menerbitkan dokumen atas nama yang benar",
        Basis.SERVICE, NAME, Retained.PERSON, (PAPER, API, PHONE, PAGE),
    ),
    PersonalEntry(
        ("casework.Person.nik_sealed", "casework.Person.nik_index"),
        "NIK pemohon", Whose.APPLICANT,
        "mengenali orang yang sama pada pengajuan berikutnya, dan syarat layanan kependudukan",
        Basis.DUTY, NIK, Retained.PERSON, (API, PAGE),
    ),
    PersonalEntry(
        ("casework.Person.phone_sealed",),
        "telepon pemohon", Whose.APPLICANT, "menghubungi pemohon tentang berkasnya",
        Basis.SERVICE, PHONE_FIELD, Retained.ADDRESS, (PAPER, API, PHONE, PAGE),
    ),
    PersonalEntry(
        ("casework.Application.address_sealed",),
        "alamat antar, patokan, telepon di resi, penerima yang ditunjuk, titik di peta", Whose.APPLICANT,
        "mengantar dokumen ke rumah", Basis.SERVICE, ADDRESS, Retained.ADDRESS, (PAPER, API, PHONE, PAGE),
    ),
    PersonalEntry(
        ("casework.Application.pin_sealed", "casework.Application.proof_sealed"),
        "PIN dan kode resi", Whose.APPLICANT, "membuktikan siapa yang memegang resi", Basis.SERVICE, _RECEIPT,
        Retained.PERSON, (PAPER,),
    ),
    PersonalEntry(
        ("legacy.OldEntry.name_sealed", "legacy.OldEntry.name_signs", "legacy.OldEntry.details_sealed",
         "legacy.OldEntry.nik_index", "legacy.OldEntry.same_index"),
        "nama, NIK, telepon, alamat, dan keterangan dari register lama, seperti tertulis di buku", Whose.APPLICANT,
        "menemukan berkas dari masa sebelum Siantar", Basis.SERVICE, Reading.OLD_REGISTER, Retained.OLD_REGISTER,
        (PAGE, PAPER),
    ),
    PersonalEntry(
        ("legacy.OldEntry.number", "legacy.OldEntry.service", "legacy.OldEntry.state"),
        "nomor, layanan, dan keadaan dari register lama", Whose.APPLICANT,
        "menemukan berkas dari masa sebelum Siantar", Basis.SERVICE, Reading.OLD_REGISTER, Retained.OLD_REGISTER,
        (PAGE, PAPER), sealed=False,
    ),
    PersonalEntry(
        ("letters.LetterAnswers.fields_sealed", "letters.LetterDraft.fields_sealed",
         "letters.OfficeLetter.pdf_sealed", "letters.OfficeLetter.masked_name",
         "letters.OfficeLetter.statement", "letters.SigningAttempt.sheet_sealed",
         "letters.SigningAttempt.answer_sealed"),
        "isi surat, nomor KK dan hubungan keluarga yang ditanyakan loket, surat yang terbit, dan nama yang disamarkan "
        "pada halaman keasliannya", Whose.APPLICANT,
        "menerbitkan surat dan membuktikan keasliannya", Basis.SERVICE, Reading.LETTER, Retained.PERSON, (PAPER, PAGE),
    ),
    PersonalEntry(
        ("letters.OfficeLetter.reason", "letters.NumberSlot.reason"),
        "alasan surat dikembalikan atau ditarik; dimaksudkan tanpa data pribadi", Whose.APPLICANT,
        "menjelaskan mengapa surat diganti", Basis.SERVICE, Reading.LETTER, Retained.PERSON, (PAGE,), sealed=False,
    ),
    PersonalEntry(
        ("letters.LetterOfficer.name", "letters.LetterOfficer.title", "letters.LetterOfficer.rank",
         "letters.LetterOfficer.nip"),
        "nama, jabatan, pangkat, dan NIP pejabat yang memaraf atau menandatangani", Whose.STAFF,
        "menandatangani surat sebagaimana diharuskan", Basis.DUTY, "siapa pun yang membaca surat itu", _WHILE_STAFF,
        (PAPER, PAGE), sealed=False,
    ),
    PersonalEntry(
        ("letters.LetterOfficer.nik_sealed",),
        "NIK atau pos-el pejabat yang menandatangani secara elektronik; hanya dikirim ke layanan tanda tangan kota",
        Whose.STAFF, "layanan BSrE mengenal penanda tangan dari NIK atau pos-elnya", Basis.DUTY, _NOBODY, _WHILE_STAFF,
    ),
    PersonalEntry(
        ("casework.PrivatePart.sealed", "casework.PrivatePart.salt", "private.receiver_name", "private.note",
         "private.position"),
        "penerima, posisi ponsel, dan catatan saat serah terima", Whose.OTHER, "membuktikan serah terima",
        Basis.SERVICE,
        PRIVATE, Retained.DOOR, (PAPER, API, PHONE, PAGE),
    ),
    PersonalEntry(
        ("private.bringer_name", "private.bringer_phone", "private.bringer_letter"),
        "nama, telepon, dan surat kuasa pembawa berkas", Whose.OTHER,
        "mengetahui siapa yang menyerahkan berkas orang lain",
        Basis.SERVICE, PRIVATE, Retained.ADDRESS, (PAPER, API, PAGE),
    ),
    PersonalEntry(
        ("private.name", "private.nik", "private.phone", "private.line", "private.rt", "private.rw", "private.village",
         "private.landmark", "private.may_receive", "private.applicant", "private.kk"),
        "isi lama dan baru data yang diperbaiki atau dialihkan", Whose.APPLICANT,
        "membuktikan siapa mengubah apa, dan menghentikan pengalihan yang tidak sah", Basis.SERVICE, PRIVATE,
        Retained.ADDRESS, (API, PAGE),
    ),
    PersonalEntry(
        ("casework.EventRow.reason", "casework.EventRow.data", "casework.Standing.progress", "casework.TrackRow.body"),
        "alasan yang ditulis petugas; dimaksudkan tanpa data pribadi", Whose.APPLICANT,
        "menjelaskan kepada pemohon mengapa berkasnya menunggu atau ditolak", Basis.SERVICE, Reading.FILE,
        "selama riwayat berkas: terikat dalam rantai kejadian dan tidak dapat dihapus", (API, MESSAGE, PAGE),
        sealed=False,
    ),
    PersonalEntry(
        ("delivery.Proof.photo_sealed", "delivery.Proof.signature_sealed", "delivery.Piece.sealed"),
        "foto amplop tersegel dan tanda tangan penerima", Whose.OTHER, "membuktikan serah terima", Basis.SERVICE,
        Reading.PROOF_OF_DELIVERY, Retained.PROOFS, (PAPER, PHONE),
    ),
    PersonalEntry(
        ("delivery.Note.sealed",), "catatan untuk pintu ini", Whose.APPLICANT, "menemukan pintunya dengan aman",
        Basis.SERVICE, Reading.BOARD, Retained.ADDRESS, (PAPER, PHONE),
    ),
    PersonalEntry(
        ("delivery.Place.sealed", "delivery.Place.key"), "letak alamat yang dipelajari", Whose.APPLICANT,
        "menyusun urutan antar", Basis.INTEREST, Reading.BOARD, Retained.PLACES, (PHONE,),
    ),
    PersonalEntry(
        ("delivery.Planning.problem", "delivery.Planning.best"), "titik antar dalam rencana rute, tanpa nama",
        Whose.APPLICANT, "menyusun urutan antar", Basis.INTEREST, Reading.BOARD,
        "ditimpa rencana berikutnya", (), sealed=False,
    ),
    PersonalEntry(
        ("delivery.Run.start_lat", "delivery.Run.start_lon", "delivery.Run.end_lat", "delivery.Run.end_lon",
         "delivery.Run.explanation", "delivery.Run.explained", "delivery.Run.knows", "delivery.Run.not_for"),
        "awal, akhir, dan penjelasan perjalanan kurir", Whose.STAFF, "mengatur pengantaran", Basis.SERVICE,
        Reading.BOARD, _WHILE_STAFF, (PAPER, PHONE), sealed=False,
    ),
    PersonalEntry(
        ("delivery.Portrait.sealed",), "foto kurir", Whose.STAFF, "warga dapat memeriksa siapa yang datang",
        Basis.INTEREST, "warga yang memasukkan kode menit ini dari lencana kurir", "selama bertugas", (PAGE, PHONE),
    ),
    PersonalEntry(
        ("bundles.Batch.taken_by",), "nama yang membawa bundel", Whose.STAFF, "membuktikan serah terima bundel",
        Basis.SERVICE, Reading.BUNDLE, "selama riwayat bundel", (PAPER,), sealed=False,
    ),
    PersonalEntry(
        ("bundles.Batch.signature_sealed",), "tanda tangan yang membawa bundel", Whose.STAFF,
        "membuktikan serah terima bundel", Basis.SERVICE, Reading.BUNDLE, "selama riwayat bundel", (PAPER,),
    ),
    PersonalEntry(
        ("shelf.Count.second_name",), "nama orang kedua yang menandatangani hitungan", Whose.STAFF,
        "membuktikan hitungan dokumen", Basis.SERVICE, "yang menghitung dokumen", "selama riwayat hitungan",
        (PAGE, PAPER),
        sealed=False,
    ),
    PersonalEntry(
        ("shelf.Count.signature_sealed", "shelf.Count.second_signature_sealed"), "tanda tangan di bawah hitungan",
        Whose.STAFF, "membuktikan hitungan dokumen", Basis.SERVICE, "yang menghitung dokumen",
        "selama riwayat hitungan", (PAPER,),
    ),
    PersonalEntry(
        ("feedback.Answer.thanks_sealed", "feedback.Answer.grief_sealed"), "kata-kata dalam survei", Whose.WRITER,
        "memperbaiki layanan", Basis.DUTY, Reading.SURVEY_COMMENTS, Retained.SURVEY, (PAGE,),
    ),
    PersonalEntry(
        ("feedback.Answer.sex", "feedback.Answer.schooling", "feedback.Answer.work"),
        "jenis kelamin, pendidikan, pekerjaan pengisi survei (boleh kosong; tidak terkait berkas)", Whose.WRITER,
        "laporan survei kepuasan masyarakat", Basis.DUTY, Reading.SURVEY, "tetap, tanpa nama dan tanpa berkas",
        (PAPER,),
        sealed=False,
    ),
    PersonalEntry(
        ("feedback.Complaint.told_sealed", "feedback.Complaint.contact_sealed", "feedback.ComplaintStep.told_sealed"),
        "isi pengaduan dan kontak pengadu", Whose.WRITER, "menyelesaikan pengaduan", Basis.DUTY, Reading.COMPLAINTS,
        Retained.COMPLAINTS, (PAPER, PAGE),
    ),
    PersonalEntry(
        ("feedback.ComplaintStep.said", "feedback.ComplaintStep.detail"), "jawaban kantor atas pengaduan",
        Whose.WRITER,
        "membuktikan bahwa pengaduan dijawab", Basis.DUTY, Reading.COMPLAINTS,
        "selama riwayat pengaduan; langkahnya tidak dapat diubah", (PAPER, PAGE), sealed=False,
    ),
    PersonalEntry(
        ("feedback.DataRequest.words_sealed", "feedback.DataRequest.answer_sealed"),
        "permintaan tentang data, dan jawabannya",
        Whose.APPLICANT, "memenuhi hak subjek data", Basis.DUTY, Reading.DATA_REQUESTS, Retained.REQUESTS, (PAGE,),
    ),
    PersonalEntry(
        ("feedback.Knock.whose",), "sidik alamat jaringan pengirim formulir", Whose.SENDER,
        "membatasi banjir formulir",
        Basis.INTEREST, _NOBODY, "satu jam",
    ),
    PersonalEntry(
        ("messaging.Choice.address_sealed", "messaging.Choice.address_index", "messaging.Choice.consent_text"),
        "nomor atau alamat untuk kabar, dengan persetujuannya", Whose.APPLICANT,
        "mengabari pemohon lewat saluran pilihannya",
        Basis.CONSENT, Reading.MESSAGES, Retained.ADDRESS, (MESSAGE,),
    ),
    PersonalEntry(
        ("messaging.Message.receiver_index", "messaging.Message.address_sealed", "messaging.Message.facts",
         "messaging.Message.provider_id", "messaging.Message.problem"),
        "catatan pesan: kapan, lewat apa, sampai atau tidak", Whose.APPLICANT, "mengetahui apakah kabar sampai",
        Basis.CONSENT, Reading.MESSAGES, Retained.MESSAGES, (MESSAGE,),
    ),
    PersonalEntry(
        ("messaging.Inbound.sender_index", "messaging.Inbound.provider_id"), "sidik nomor orang yang mengirim pesan",
        Whose.SENDER, "menjawab sekali saja", Basis.INTEREST, _NOBODY, "30 hari",
    ),
    PersonalEntry(
        ("directory.User.username", "directory.User.first_name", "directory.User.last_name", "directory.User.email",
         "directory.User.title", "directory.User.password", "directory.User.roles"),
        "nama, jabatan, peran, dan sandi (teracak) petugas", Whose.STAFF, "mengetahui siapa berbuat apa", Basis.DUTY,
        "administrator dan rekan sekantor; warga membaca tugasnya, bukan namanya", _WHILE_STAFF, (PAPER, PAGE),
        sealed=False,
    ),
    PersonalEntry(
        ("directory.AuditEntry.what", "directory.AuditEntry.more"),
        "catatan masuk, sesi, dan perubahan hak petugas (juga alamat jaringan dan peramban tiap sesi)",
        Whose.STAFF, "menemukan penyalahgunaan akun", Basis.DUTY, Reading.AUDIT_RECORD,
        "tetap: terikat dalam rantai catatan", (PAGE,), sealed=False,
    ),
    PersonalEntry(
        ("directory.WrongTries.digest",), "sidik alamat jaringan atau akun yang salah mencoba masuk", Whose.SENDER,
        "menahan tebakan sandi dan PIN", Basis.INTEREST, _NOBODY, "sampai jedanya lewat", (),
    ),
    PersonalEntry(
        ("casework.EventRow.person", "casework.Standing.holder", "casework.Movement.taken_from",
         "casework.Movement.given_to", "shelf.Count.holder", "shelf.CountedItem.books"),
        "petugas yang berbuat atau memegang, menurut nomornya", Whose.STAFF, "rantai tanggung jawab", Basis.DUTY,
        Reading.FILE, "selama riwayat berkas", (API,), sealed=False,
    ),
    PersonalEntry(
        ("privacy.Look.fields", "privacy.Look.why"), "jejak siapa melihat data siapa, kapan, untuk apa", Whose.STAFF,
        "rekam jejak pemrosesan", Basis.DUTY, "pemohon menurut tugas; penanggung jawab", Retained.LOOKS, (PAGE, PAPER),
        sealed=False,
    ),
    PersonalEntry(
        ("privacy.OddReading.sign", "privacy.OddReading.word"), "pembacaan yang tidak biasa dan tanggapannya",
        Whose.STAFF,
        "pengawasan (Pasal 37)", Basis.DUTY, Reading.ODD_READINGS, "lima tahun, seperti jejaknya", (), sealed=False,
    ),
)  # fmt: skip
