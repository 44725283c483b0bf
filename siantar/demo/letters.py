"""The demo office writes letters: its letterhead, its three officers, the kinds of letters of the seed."""

from __future__ import annotations

from datetime import date, datetime

from siantar.directory.models import Office, User
from siantar.letters.models import LetterFrame, LetterOfficer
from siantar.letters.seeding import seed_letters
from siantar.rules.letter.signature import Position

OFFICERS = (
    ("camat", Position.HEAD, "Camat Serpong Utara", "Drs. Bambang Hermawan, M.Si.", "Pembina Tingkat I, IV/b",
     "19700101 199503 1 001"),
    ("sekcam", Position.SECRETARY, "Sekretaris Kecamatan", "Hendra Gunawan, S.Sos.", "Pembina, IV/a",
     "19750202 199903 1 002"),
    ("kasi", Position.SECTION, "Kepala Seksi Pelayanan Umum", "Wulan Anggraini, S.STP.", "Penata Tingkat I, III/d",
     "19820303 200501 2 003"),
)  # fmt: skip
SINCE = date(2024, 1, 2)


def furnish_letters(office: Office, at: datetime) -> None:
    """Create what is not there yet."""
    seed_letters(office, at)
    LetterFrame.objects.get_or_create(
        office=office,
        defaults={
            "government": "PEMERINTAH KOTA TANGERANG SELATAN",
            "unit": "KECAMATAN SERPONG UTARA",
            "contact": "Jalan Raya Serpong No. 1, Serpong Utara 15310. Telepon (021) 555-0100",
            "place": "Serpong Utara",
            "town": "Tangerang Selatan",
            "number_unit": "Kec.SU",
        },
    )
    for username, position, title, name, rank, nip in OFFICERS:
        person = User.objects.get(username=username)
        if not LetterOfficer.objects.filter(person=person).exists():
            LetterOfficer.objects.create(
                office=office, person=person, position=position, title=title, name=name, rank=rank, nip=nip,
                first_on=SINCE,
            )  # fmt: skip
