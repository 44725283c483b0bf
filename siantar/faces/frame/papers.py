"""From stored files to paper: the receipt, the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from siantar.bundles.models import Batch
from siantar.bundles.signatures import signature_of
from siantar.casework import disclosure, forecasts, possession, queries
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.catalogue import words
from siantar.delivery.models import ConsignedItem, Consignment
from siantar.delivery.proof_paper import ProofContent
from siantar.directory import links
from siantar.directory.staff import names_of
from siantar.faces.frame import texts
from siantar.faces.frame.files import is_overdue
from siantar.letters.frames import letterhead_of
from siantar.paper import consignment as consignment_paper
from siantar.paper import label, manifest, proof, receipt
from siantar.paper.consignment import ConsignmentLine, ConsignmentSheet
from siantar.paper.label import Label
from siantar.paper.letterhead import Letterhead
from siantar.paper.manifest import Manifest, ManifestLine
from siantar.paper.proof import ProofPaper
from siantar.paper.receipt import Document, Missing, ReceiptSheet
from siantar.privacy.looks import Reader, note, note_many
from siantar.roots import queries as roots
from siantar.roots.paths import RootPath
from siantar.rules.calendar_words import long_date
from siantar.rules.vocabulary import Bringer, Method, Relation
from siantar.rules.way import Return, return_of

ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
PRIVACY = "Data Anda hanya dipakai untuk layanan ini (UU 27/2022). Anda berhak tahu siapa yang melihatnya."
BRINGERS = {
    Bringer.PARENT: "orang tua",
    Bringer.SAME_KK: "anggota KK yang sama",
    Bringer.AUTHORISED: "pembawa surat kuasa",
    Bringer.INSTITUTION: "lembaga",
    Bringer.COMPANION: "pendamping",
}
KINDS = {"original": "asli", "copy": "salinan"}


def day(at: datetime, zone: str) -> str:
    """`22 Maret 2018` in the office's zone."""
    return long_date(at.astimezone(ZoneInfo(zone)))


def moment(at: datetime, zone: str) -> str:
    """`22 Maret 2018 09.15 WIB` in the office's zone."""
    local = at.astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    return f"{day(at, zone)} {local:%H.%M} {ZONES.get(hours, '')}".strip()


def receipt_of(
    application: Application, reader: Reader, *, officer: str, again: bool, head: Letterhead | None = None
) -> ReceiptSheet:
    """The receipt of a file; printing it again is marked so, and opens personal data with a trace.

    `head` where the letterhead of its office is at hand already.
    """
    personal = disclosure.open_file(application, reader)
    office = application.office
    standing = application.standing
    number = application.receipt_number
    address = links.public("track", number)
    progress = progress_of(standing)
    return ReceiptSheet(
        office_name=office.name,
        office_address=office.address,
        office_hours=office.hours,
        complaint_channel=office.complaint_channel,
        receipt_number=number,
        pin=possession.pin_of(application),
        qr_url=f"{address}#{possession.proof_of(application)}",
        tracking_url=address.partition("://")[2],
        handed_in_at=moment(application.handed_in_at, office.zone),
        service=application.service.name,
        applicant_name=personal.name,
        documents=tuple(Document(paper.name, KINDS[paper.kind]) for paper in progress.papers if paper.kind in KINDS),
        missing=tuple(Missing(paper.name, paper.reason) for paper in progress.missing_papers),
        officer=officer,
        promised_on=_promised_on(application, reader.at),
        return_line=_return_line(application, personal),
        bring=_bring(application),
        privacy_notice=PRIVACY,
        copy_mark=_mark(application, again=again),
        handed_in_by=_handed_in_by(application, reader),
        survey_url=links.public("survey-judge", number).partition("://")[2],
        head=head or letterhead_of(office),
    )


def _mark(application: Application, *, again: bool) -> str | None:
    """What the head of the paper says: that it is printed again, and when what stands on it was put right."""
    corrected_at = queries.corrected_at(application)
    corrected = f"DIPERBAIKI {day(corrected_at, application.office.zone)}" if corrected_at else ""
    return " · ".join(mark for mark in ("CETAK ULANG" if again else "", corrected) if mark) or None


def _handed_in_by(application: Application, reader: Reader) -> str:
    bearer = disclosure.bearer_of(application, reader)
    if bearer is None or bearer.relation == Bringer.APPLICANT:
        return ""
    letter = f", {bearer.letter}" if bearer.letter else ""
    return f"{bearer.name} ({BRINGERS[Bringer(bearer.relation)]}{letter})".strip()


def _promised_on(application: Application, at: datetime) -> str:
    """The day that was promised, and that it has passed, with the days expected instead."""
    promised_at, zone = application.standing.promised_at, application.office.zone
    if promised_at is None:
        return "setelah dokumen lengkap"
    promised = day(promised_at, zone)
    if not is_overdue(application, at):
        return promised
    span = forecasts.foretold([application.receipt_number]).get(application.receipt_number)
    expected = f"; perkiraan {day(span[0], zone)} s.d. {day(span[1], zone)}" if span else ""
    return f"{promised} (terlambat, mohon maaf{expected})"


def _return_line(application: Application, personal: disclosure.Personal) -> str:
    match return_of(progress_of(application.standing)):
        case Return.PAPERS:
            return "Berkas diambil kembali di loket"
        case Return.DIGITAL:
            return "Terbit digital, dicetak sendiri"
        case Return.COUNTER:
            return "Diambil di loket"
    village = application.village.name if application.village else ""
    short = ", ".join(part for part in (personal.address.line[:40], village) if part)
    phone = f" (telp. …{personal.phone[-4:]})" if personal.phone else ""
    return f"Diantar kurir ke {short}{phone}"


def _bring(application: Application) -> tuple[str, ...]:
    old = ("KTP-el lama (wajib diserahkan)",) if application.service.old_ktp else ()
    return ("Resi ini", *old, "Surat kuasa bila diwakilkan")


def receipt_pdf(application: Application, reader: Reader, *, officer: str, paper: str, again: bool = True) -> bytes:
    """Both copies of the receipt on the paper asked for."""
    return receipt.receipt_pdf(receipt_of(application, reader, officer=officer, again=again), receipt.PaperSize(paper))


def family_pdf(files: Sequence[Application], reader: Reader, *, officer: str, paper: str, again: bool = True) -> bytes:
    """One slip for all files of a visit, and the sheet of each file, on the paper asked for."""
    head = letterhead_of(files[0].office)  # a visit is to one office
    sheets = [receipt_of(file, reader, officer=officer, again=again, head=head) for file in files]
    return receipt.family_pdf(sheets, receipt.PaperSize(paper))


def label_pdf(application: Application, reader: Reader) -> bytes:
    """The barcode label for the file or its envelope."""
    note(reader, subject=application.person_id, file=application.pk, fields=reader.fields)
    method = progress_of(application.standing).state.method
    village = f" · {application.village.name}" if application.village else ""
    back = f"Diantar kurir{village}" if method is Method.COURIER else "Diambil di loket"
    if application.service.digital:
        back = "Terbit digital"
    name, service = application.applicant_name, application.service.name
    return label.label_pdf(Label(application.receipt_number, name, service, back))


def manifest_pdf(batch: Batch, reader: Reader) -> bytes:
    """The numbered manifest of a bundle (surat pengantar berkas)."""
    items = list(batch.items.select_related("application__service").order_by("position"))
    note_many(reader, [(i.application.person_id, i.application_id) for i in items], fields=reader.fields)
    lines = tuple(
        ManifestLine(
            i.position, i.application.receipt_number, i.application.service.name, i.application.applicant_name, ""
        )
        for i in items
    )
    zone = batch.origin.zone
    maker = names_of({str(batch.made_by_id)}).get(str(batch.made_by_id), "")
    return manifest.manifest_pdf(
        Manifest(
            title="Surat Pengantar Berkas",
            number=batch.number,
            office_from=batch.origin.name,
            office_to=batch.target.name,
            made_at=moment(batch.made_at, zone),
            made_by=maker,
            lines=lines,
            totals=f"{len(lines)} berkas",
            taken_by=batch.taken_by,
            taken_at=moment(batch.sent_at, zone) if batch.sent_at else "",
            signature=signature_of(batch),
            head=letterhead_of(batch.origin),
        )
    )


def proof_pdf(content: ProofContent) -> bytes:
    """The proof of a handover as a page."""
    file = content.file
    relation = words.RELATIONS.get(Relation(content.relation)) if content.relation in set(Relation) else None
    path = roots.path_to(file, content.event)
    facts = [
        ("Diserahkan", moment(content.at, file.office.zone)),
        ("Penerima", content.receiver),
        ("Hubungan", relation.id if relation else ""),
        ("Identitas diperiksa", str(texts.CHECKS.get(content.check, ""))),
        ("KTP-el lama", "sudah diserahkan" if content.old_ktp else "tidak diperlukan"),
        ("Percobaan antar", str(content.attempt)),
        ("Jasa kirim", content.carrier),
        ("Petugas", names_of({content.courier}).get(content.courier, "")),
        ("Tanpa foto atau tanda tangan", content.without),
        ("Posisi", content.position),
        ("Nomor kejadian", content.event),
        *(_root_facts(path) if path else [("Akar harian", "terbit sesudah tengah malam di /kinerja/bukti/")]),
    ]
    return proof.proof_pdf(
        ProofPaper(
            office_name=file.office.name,
            receipt_number=file.receipt_number,
            service=file.service.name,
            applicant_name=file.applicant_name,
            facts=tuple((name, value) for name, value in facts if value),
            signature=content.signature,
            photo=content.photo,
            head=letterhead_of(file.office),
        )
    )


def _root_facts(path: RootPath) -> list[tuple[str, str]]:
    """Which root covers the handover, and the head it covers; the path itself is behind the receipt's PIN."""
    statement = path.signed.statement
    return [
        ("Kepala rantai", f"{path.entry.count} kejadian: {_grouped(path.entry.head)}"),
        ("Akar harian", f"{statement.day:%d-%m-%Y}: {_grouped(statement.root)}"),
        ("Jalur ke akar", links.public("resident-path", path.receipt_number).partition("://")[2]),
    ]


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 8] for start in range(0, len(text), 8))


def consignment_pdf(consignment: Consignment, parcels: Sequence[ConsignedItem]) -> bytes:
    """The manifest of documents handed to an outside carrier (daftar serah)."""
    lines = tuple(
        ConsignmentLine(
            place, parcel.application.receipt_number, parcel.shipment,
            parcel.application.village.name if parcel.application.village else "",
        )
        for place, parcel in enumerate(parcels, 1)
    )  # fmt: skip
    office = consignment.office
    made_at = moment(consignment.handed_at or consignment.made_at, office.zone)
    return consignment_paper.consignment_pdf(
        ConsignmentSheet(
            number=consignment.number,
            office=office.name,
            carrier=consignment.carrier.name,
            made_at=made_at,
            lines=lines,
            totals=f"{len(lines)} dokumen",
            head=letterhead_of(office),
        )
    )
