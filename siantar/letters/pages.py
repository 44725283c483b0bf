"""What stands on the page of a letter: the same for the preview and for the issued one, all of it data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.letters.frames import frame_of, officers_on, titles_on
from siantar.letters.models import LetterFrame, LetterOfficer
from siantar.paper import barcode
from siantar.paper.letter import BlockText, LetterPaper, LetterTable
from siantar.rules.calendar_words import long_date
from siantar.rules.letter.content import FieldKind, LetterContent, LetterField, filled
from siantar.rules.letter.signature import Capacity, Position, signature_block
from siantar.rules.letter.values import Values, printed
from siantar.rules.letter.words import months_later

NOTHING = "–"
FOOTER = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh "
    "Balai Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara"
)


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a page is made of; without an officer it is a preview, and without a link it bears no code.

    `electronic`: the sheet that is sent to be signed, and nothing else ever; `blank` where the service draws
    the code, at the `tag` where there is one.
    """

    content: LetterContent
    values: Values
    frame: LetterFrame
    day: date
    officer: LetterOfficer | None = None
    number: str = ""
    link: str = ""
    mark: str = ""
    electronic: bool = False
    blank: bool = False
    tag: str = ""


def unsigned(office: Office, content: LetterContent, values: Values, at: datetime, mark: str) -> LetterPaper:
    """The letter as it would be today, without number and code, with a mark across it."""
    day = day_in(office, at)
    officer = next((each for each in officers_on(office.code, day) if each.position == content.signs), None)
    return paper_of(LetterFacts(content, values, frame_of(office), day, officer, mark=mark))


def paper_of(facts: LetterFacts) -> LetterPaper:
    """The page in words."""
    content, titles = facts.content, titles_on(facts.frame.office, facts.day)
    words = _words(facts, titles)
    listed = [each for each in content.fields if each.listed and each.kind is not FieldKind.TABLE]
    fields = [each for each in listed if each.needed or words[each.name] != NOTHING]
    return LetterPaper(
        paper=content.paper,
        government=facts.frame.government,
        unit=facts.frame.unit,
        contact=facts.frame.contact,
        arms=bytes(facts.frame.arms or b""),
        title=content.title,
        about=content.about,
        number=facts.number,
        opening=filled(content.opening, words),
        rows=tuple((each.group, each.label, words[each.name]) for each in fields),
        tables=tuple(
            _table(each, facts.values) for each in content.fields if each.kind is FieldKind.TABLE and each.listed
        ),
        sentences=tuple(filled(text, words) for text in content.sentences),
        closing=filled(content.closing, words),
        place_and_day=f"{facts.frame.place}, {long_date(facts.day)}",
        block=_block(facts, titles),
        name=facts.officer.name if facts.officer else "",
        rank=facts.officer.rank if facts.officer else "",
        nip=facts.officer.nip if facts.officer else "",
        copies=content.copies,
        mark=facts.mark,
        qr=barcode.qr(facts.link) if facts.link and not facts.blank else "",
        checked_at=facts.link.partition("#")[0].partition("://")[2],
        electronic=facts.electronic,
        footer=FOOTER if facts.electronic else "",
        tag=facts.tag,
    )


CODE_AND_MARKS = frozenset({"qr", "checked_at", "mark", "arms", "tag"})


def digest_of(paper: LetterPaper) -> str:
    """The digest (hex) of all that stands on it but its own code."""
    words = {name: value for name, value in paper.as_data().items() if name not in CODE_AND_MARKS}
    text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sign_not_in(paper: LetterPaper, signs: str) -> str:
    """The first of these signs that stands nowhere on the page; none where all do."""
    text = json.dumps({**paper.as_data(), "arms": ""}, ensure_ascii=False)
    return next((each for each in signs if each not in text), "")


def _words(facts: LetterFacts, titles: Mapping[Position, str]) -> dict[str, str]:
    content = facts.content
    until = long_date(months_later(facts.day, content.months)) if content.months else ""
    words = {
        "jabatan": _in_capitals_of_names(titles[Position.HEAD]),
        "kantor": facts.frame.office.name,
        "kecamatan": facts.frame.place,
        "kota": facts.frame.town,
        "tanggal": long_date(facts.day),
        "berlaku_sampai": until,
    }
    for each in content.fields:
        value = facts.values.get(each.name, "")
        words[each.name] = (printed(each, value) if isinstance(value, str) else "") or NOTHING
    return words


def _in_capitals_of_names(title: str) -> str:
    return " ".join(word.capitalize() for word in title.split())


def _table(each: LetterField, values: Values) -> LetterTable:
    rows = values.get(each.name, ())
    return LetterTable(
        title=each.label,
        columns=("No", *(column.label for column in each.columns)),
        rows=tuple(
            (str(place), *(printed(column, row.get(column.name, "")) or NOTHING for column in each.columns))
            for place, row in enumerate(rows if not isinstance(rows, str) else (), 1)
        ),
    )


def _block(facts: LetterFacts, titles: Mapping[Position, str]) -> tuple[BlockText, ...]:
    officer = facts.officer
    position = Position(officer.position) if officer else facts.content.signs
    capacity = Capacity(officer.capacity) if officer else Capacity.OWN
    if officer:
        titles = {**titles, position: officer.title.upper()}
    return tuple(BlockText(line.level, line.text) for line in signature_block(position, titles, capacity))
