"""What is missing or was changed, in sentences for the operator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SENTENCES = {
    "damaged_book": "{day}: buku akar rusak ({file}). Salin lagi dari cadangan.",
    "bad_signature": "{day}: tanda tangan akar tidak cocok dengan kunci {key}; akar ini bukan buatan kantor ini.",
    "entries_changed": "{day}: isi buku akar diubah; isinya tidak lagi menghasilkan akar hari itu.",
    "days_broken": "{day}: akar tidak mencakup hari-hari sebelumnya sebagaimana tercatat; ada hari yang hilang.",
    "book_missing": "{day}: buku akar hilang dari folder data, jadi isinya tidak dapat dicocokkan. Salin lagi.",
    "row_missing": "{day}: akar hari ini dihapus dari basis data.",
    "row_changed": "{day}: akar di basis data diganti; bukan yang ditandatangani hari itu.",
    "published_differs": "{day}: akar yang diterbitkan {theirs}, sedangkan di sini {ours}. Diterbitkan: {totals}.",
    "published_missing": "{day}: akar yang diterbitkan ({theirs}) tidak ada di sini. Diterbitkan: {totals}.",
    "published_unsigned": "{day}: akar dari {source} tidak ditandatangani kunci kantor ini; tidak dipakai.",
    "file_missing": "berkas {number} hilang seluruhnya: disegel {day} dengan {count} kejadian, kini tidak ada.",
    "story_missing": "berkas {number} tidak punya kejadian sama sekali.",
    "events_missing": "berkas {number}: kejadian ke-{first} sampai ke-{count} hilang (disegel {day}).",
    "events_changed": "berkas {number}: {events} diubah setelah disegel {day}.",
    "chain_broken": "berkas {number}: rantai putus pada kejadian ke-{seq} ({kind}).",
    "file_backdated": "berkas {number} disisipkan: kejadiannya bertanggal {at}, tetapi tidak ada di akar hari itu.",
    "event_backdated": (
        "berkas {number}: kejadian ke-{seq} ({kind}) disisipkan; bertanggal {at}, tetapi tidak ada di akar hari itu."
    ),
    "records_missing": "{journal} {hour}: {now} dari {count} tercatat ({which} hilang).",
    "records_changed": "{journal} {hour}: {which} diubah setelah disegel.",
    "records_erased": "{journal} {hour}: {count} dihapus menurut jadwal penyimpanan.",
    "records_backdated": "{journal} {hour}: ada yang disisipkan setelah hari itu disegel ({which}).",
}
JOURNALS = {"looks": "jejak baca", "audit": "catatan keamanan", "erasures": "penghapusan"}
REMARKS = {"records_erased"}  # so by right: told, and nothing wrong


@dataclass(frozen=True, slots=True)
class RootFinding:
    """Something that does not fit a root; `code` is stable, `about` fills its sentence."""

    code: str
    office: str
    about: dict[str, object]

    @property
    def is_wrong(self) -> bool:
        """Whether it should not be."""
        return self.code not in REMARKS

    def sentence(self) -> str:
        """In Indonesian, with the office in front."""
        return f"{self.office}: {SENTENCES[self.code].format(**self.about)}"


def totals_in_words(totals: object) -> str:
    """The totals of a statement: `12 berkas, 40 kejadian`."""
    words = {"files": "berkas", "events": "kejadian", **JOURNALS}
    counts = totals if isinstance(totals, Mapping) else {}
    order = sorted(counts, key=lambda name: ([*words].index(name) if name in words else len(words), name))
    return ", ".join(f"{counts[name]} {words.get(name, name)}" for name in order)
