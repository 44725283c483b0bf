"""The office writes letters: its officers, and a file whose letter is ready for the next step."""

from __future__ import annotations

from datetime import date
from typing import Any

from siantar.casework.models import Application
from siantar.directory.models import User
from siantar.directory.staff import actor_of
from siantar.letters import approving, issuing, writing
from siantar.letters.models import LetterFrame, LetterOfficer, OfficeLetter
from siantar.letters.seeding import seed_letters
from siantar.rules.access import Actor
from siantar.rules.letter.signature import Position
from siantar.rules.vocabulary import Kind, Method, Role
from tests.clock import CLOCK
from tests.people import OFFICE, Town, given_file, given_town

SKTM: dict[str, Any] = {
    "lurah": "Lengkong Karya", "nomor_lurah": "474/12/2026", "tanggal_lurah": "2026-11-20", "nama": "Siti Aminah",
    "nik": "3674026304850003", "kk": "3674021203080011", "ttl": "Tangerang, 23 April 1985",
    "jenis_kelamin": "Perempuan", "agama": "Islam", "status": "Kawin", "pekerjaan": "Mengurus rumah tangga",
    "alamat": "Jl. Raya Serpong No. 8, RT 001/RW 004, Lengkong Karya", "penghasilan": "1500000", "kartu": "",
    "keperluan": "keringanan biaya sekolah", "instansi_tujuan": "SMP Negeri 4 Tangerang Selatan",
    "keluarga": [{"nama": "Budi Santoso", "nik": "3674021203080001", "jk": "L", "tempat_lahir": "Tangerang",
                  "tanggal_lahir": "2008-03-12", "hubungan": "Anak"}],
}  # fmt: skip
OFFICERS = (("kasi", Position.SECTION, "Kepala Seksi Pelayanan Umum"), ("sekcam", Position.SECRETARY, "Sekretaris Kecamatan"),
            ("camat", Position.HEAD, "Camat Serpong Utara"))  # fmt: skip


def given_letter_town() -> Town:
    """The town with officers who initial and sign, and the letters of the seed."""
    town = given_town()
    for username, position, title in OFFICERS:
        if username not in town.people:
            person = User.objects.create(username=username, office=town.office, roles=[Role.CHECKER])
            town.people[username] = actor_of(person, CLOCK.at)
        LetterOfficer.objects.create(
            office=town.office, person_id=int(town.people[username].person), position=position, title=title,
            name=f"Dra. {username.title()}, M.Si.", rank="Pembina", nip="19700101 199503 1 001", first_on=date(2024, 1, 1),
        )  # fmt: skip
    LetterFrame.objects.create(
        office=town.office, government="PEMERINTAH KOTA TANGERANG SELATAN", unit="KECAMATAN SERPONG UTARA",
        contact="Jalan Raya Serpong", place="Serpong Utara", town="Tangerang Selatan", number_unit="Kec.SU",
    )  # fmt: skip
    seed_letters(town.office, CLOCK.at)
    return town


def given_checked(town: Town, service: str = "sktm") -> Application:
    """A file that passed its check and waits for the signature."""
    file = given_file(town, service, method=Method.COUNTER)
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        assert town.tell("pemeriksa", kind, file.receipt_number).result == "recorded"
    return file


def given_written(town: Town, **changes: Any) -> OfficeLetter:
    """A letter that was written and waits for initials."""
    return writing.write(given_checked(town), {**SKTM, **changes}, by=town.people["pemeriksa"], at=town.tick())


def given_initialled(town: Town, **changes: Any) -> OfficeLetter:
    """A letter that waits for the signature."""
    letter = given_written(town, **changes)
    for who in ("kasi", "sekcam"):
        approving.initial(letter, by=town.people[who], at=town.tick())
    return letter


def given_issued(town: Town, **changes: Any) -> OfficeLetter:
    """A letter that is signed and numbered."""
    return signed(given_initialled(town, **changes), town.people["camat"], town)


def signed(letter: OfficeLetter, by: Actor, town: Town) -> OfficeLetter:
    """Sign what was written last."""
    return issuing.sign(letter, writing.last_draft(letter).number, by=by, at=town.tick())


__all__ = ["OFFICE", "SKTM", "given_checked", "given_initialled", "given_issued", "given_letter_town", "given_written", "signed"]
