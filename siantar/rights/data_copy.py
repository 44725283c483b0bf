"""A resident's own data of one file, whole: to read on paper, and for a machine (UU 27/2022 Art. 7, 13, 32).

Who shows an identity card at the counter reads all of it. On the web, where a PIN is all that was shown, digits of
the NIK and other people's names are masked: a found receipt must not hand out an identity (Art. 33).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from siantar.casework import disclosure, queries
from siantar.casework.models import Application
from siantar.catalogue import words as stage_words
from siantar.directory.models import Office
from siantar.feedback import data_requests
from siantar.legacy import details
from siantar.legacy import queries as old_books
from siantar.letters.frames import letterhead_of
from siantar.messaging import preferences
from siantar.messaging import queries as messages
from siantar.messaging.models import Message
from siantar.paper.data_copy import CopySection, DataCopy
from siantar.privacy import restrictions, schedule
from siantar.privacy.looks import Reader
from siantar.privacy.models import Erasure, Restriction
from siantar.rights.words import END_REASONS, TERMS
from siantar.rules.identity import masked_name
from siantar.rules.retention import Retained
from siantar.rules.vocabulary import Kind, Stage

FORM = "siantar-data-copy/1"
BASIS = "UU 27/2022 Pasal 7, 13 dan 32"
MASKED = "Disamarkan di web; salinan lengkap diberikan di loket dengan KTP (Pasal 33)."
KEPT = (
    "Riwayat berkas, tanpa bagian pribadinya, dan angka layanan tetap disimpan sebagai arsip pelayanan "
    "(UU 43/2009; UU 27/2022 Pasal 44 ayat (1) huruf a)."
)


@dataclass(frozen=True, slots=True)
class Glance:
    """Looks of one function for one reason on one day, in words."""

    who: str
    why: str
    fields: str
    first_at: datetime
    last_at: datetime
    times: int


def copy_of(file: Application, reader: Reader, glances: list[Glance], *, whole: bool) -> dict[str, Any]:
    """Everything that is stored about the applicant with this file; `whole` where an identity was shown."""
    personal = disclosure.open_file(file, reader)
    bearer = disclosure.bearer_of(file, reader)
    erased = Erasure.objects.filter(file=file.pk).order_by("at").values_list("kind", "at")
    return {
        "form": FORM, "basis": BASIS, "made_at": reader.at.isoformat(),
        "controller": {"name": file.office.name, "address": file.office.address, "phone": file.office.phone},
        "file": {
            "receipt_number": file.receipt_number, "service": file.service.name, "stage": file.standing.stage,
            "handed_in_at": file.handed_in_at.isoformat(),
        },
        "person": {
            "name": personal.name, "nik": personal.nik if whole else _masked_digits(personal.nik),
            "phone": personal.phone if whole else _masked_digits(personal.phone),
            "address": personal.address.line, "rt": personal.address.rt, "rw": personal.address.rw,
            "village": file.village.name if file.village else "", "landmark": personal.address.landmark,
            "may_receive": _other(personal.address.may_receive, whole=whole),
        },
        "brought_by": None if bearer is None else {
            "relation": bearer.relation, "name": _other(bearer.name, whole=whole), "letter": bearer.letter,
        },
        "story": [_event(event, reader, whole=whole) for event in queries.events_of(file)],
        "consents": [
            {"channel": choice.channel, "words": choice.consent_text, "at": choice.consent_at.isoformat()}
            for choice in preferences.choices_of(file)
        ],
        "messages": [
            {"channel": message.channel, "occasion": message.occasion, "state": message.state,
             "at": message.made_at.isoformat()}
            for message in messages.messages_of(file)
        ],
        "requests": [
            {"kind": opened.request.kind, "asked_at": opened.request.asked_at.isoformat(), "words": opened.words,
             "answer": opened.answer}
            for opened in data_requests.of_file(file)
        ],
        "old_register": _old_register(file, reader, whole=whole),
        "looks": [
            {"who": glance.who, "why": glance.why, "fields": glance.fields, "from": glance.first_at.isoformat(),
             "to": glance.last_at.isoformat(), "times": glance.times}
            for glance in glances
        ],
        "restricted_since": _iso(restrictions.since(file.pk)),
        "restriction_ended": _ended_restriction(file),
        "erased": [{"what": TERMS[Retained(kind)].name.id, "at": at.isoformat()} for kind, at in erased],
        "kept": [
            {"what": TERMS[kind].name.id, "days": days, "since": TERMS[kind].begins.id, "article": TERMS[kind].article}
            for kind, days in schedule.days_of(file.office_id).items()
        ],
        "masked": not whole,
    }  # fmt: skip


def _ended_restriction(file: Application) -> dict[str, str] | None:
    """When the office ended the last restriction, and why."""
    ended = restrictions.ended_by_office(file.pk)
    if ended is None or ended.ended_at is None:
        return None
    return {"at": ended.ended_at.isoformat(), "why": END_REASONS[Restriction.EndReason(ended.reason)].id}


def _old_register(file: Application, reader: Reader, *, whole: bool) -> list[dict[str, Any]]:
    """What the office's old books say of the person with this NIK; only who showed an identity card reads it."""
    entries = old_books.of_person(file.person) if whole else []
    return [
        {
            "book": entry.source.label, "number": entry.number, "handed_in_on": entry.handed_in_on.isoformat(),
            "finished_on": entry.ended_on.isoformat() if entry.is_finished else None,
            "name": details.name_for(entry, reader), "service": entry.service, "state": entry.state,
            "nik": old.nik, "phone": old.phone, "address": old.address, "village": old.village, "remarks": old.remarks,
        }
        for entry, old in zip(entries, details.open_entries(entries, reader), strict=True)
    ]  # fmt: skip


def _event(event: Any, reader: Reader, *, whole: bool) -> dict[str, Any]:
    private = disclosure.private_of(event, reader)
    receiver = _other(private.receiver, whole=whole)
    where = private.position
    return {
        "kind": event.kind, "at": event.occurred_at.isoformat(), "office": event.office,
        **({"receiver": receiver} if receiver else {}),
        **({"position": [where.lat, where.lon]} if where and whole else {}),
    }  # fmt: skip


def _other(name: str, *, whole: bool) -> str:
    """Another person's name: theirs to give away, not ours."""
    return name if whole else masked_name(name)


def _masked_digits(digits: str) -> str:
    return "" if not digits else "•" * (len(digits) - 4) + digits[-4:]


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def paper_of(copy: Mapping[str, Any], office: Office, events: Mapping[Kind, str]) -> DataCopy:
    """The same for the printer, in Indonesian; `events` are the words for each kind."""
    zone = ZoneInfo(office.zone)

    def at(text: str) -> str:
        return f"{datetime.fromisoformat(text).astimezone(zone):%d-%m-%Y %H.%M}"

    person, file = copy["person"], copy["file"]
    stage = stage_words.label(Stage(file["stage"]), "id")
    sections = (
        CopySection("Anda dan berkas ini", tuple(_filled({
            "Nama": person["name"], "NIK": person["nik"], "Telepon": person["phone"], "Alamat": person["address"],
            "RT/RW": f"{person['rt']}/{person['rw']}" if person["rt"] or person["rw"] else "",
            "Kelurahan": person["village"], "Patokan": person["landmark"],
            "Boleh menerima": person["may_receive"], "Layanan": file["service"], "Keadaan": stage,
            "Diterima": at(file["handed_in_at"]),
            "Dibawa oleh": (copy["brought_by"] or {}).get("name", ""),
            "Dibatasi sejak": at(copy["restricted_since"]) if copy["restricted_since"] else "",
            "Pembatasan diakhiri kantor": _end_in_words(copy["restriction_ended"], at),
        }))),
        _table("Riwayat", ("Kapan", "Kejadian", "Penerima"),
               [(at(event["at"]), events[Kind(event["kind"])], event.get("receiver", "")) for event in copy["story"]]),
        _table("Persetujuan untuk kabar", ("Kapan", "Saluran", "Kata-kata"),
               [(at(row["at"]), row["channel"], row["words"]) for row in copy["consents"]]),
        _table("Pesan", ("Kapan", "Saluran", "Keadaan"),
               [(at(row["at"]), row["channel"], str(Message.State(row["state"]).label)) for row in copy["messages"]]),
        _table("Permintaan tentang data", ("Kapan", "Permintaan", "Jawaban"),
               [(at(row["asked_at"]), row["words"], row["answer"]) for row in copy["requests"]]),
        _table("Catatan dari register lama", ("Masuk", "Layanan", "Keadaan"),
               [(row["handed_in_on"], row["service"], row["state"]) for row in copy["old_register"]]),
        _table("Siapa melihat data Anda", ("Kapan", "Siapa", "Untuk apa", "Yang dilihat"),
               [(at(row["to"]), row["who"], row["why"], row["fields"]) for row in copy["looks"]]),
        _table("Sudah dihapus", ("Kapan", "Data"), [(at(row["at"]), row["what"]) for row in copy["erased"]]),
        _table("Berapa lama disimpan", ("Hari", "Sejak", "Data dan pasalnya"),
               [(str(row["days"]), row["since"], f"{row['what']} ({row['article']})") for row in copy["kept"]]),
    )  # fmt: skip
    notes = (BASIS + ".", KEPT, *([MASKED] if copy["masked"] else []))
    made_at, head = at(copy["made_at"]), letterhead_of(office)
    return DataCopy(copy["controller"]["name"], file["receipt_number"], made_at, notes, sections, head)


def _filled(facts: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in facts.items() if value]


def _end_in_words(ended: dict[str, str] | None, at: Callable[[str], str]) -> str:
    return f"{at(ended['at'])}: {ended['why']}" if ended else ""


def _table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> CopySection:
    return CopySection(title, (head, *rows) if rows else (), head=bool(rows))
