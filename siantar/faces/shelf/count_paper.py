"""A signed count on paper."""

from __future__ import annotations

from siantar.directory.staff import names_of
from siantar.faces.frame import holders
from siantar.faces.frame.counted import FINDINGS, subject_of
from siantar.faces.frame.papers import moment
from siantar.letters.frames import letterhead_of
from siantar.paper.count import CountSheet, CountSheetLine, count_pdf
from siantar.shelf import counting, queries, signatures
from siantar.shelf.models import Count, CountedItem


def count_paper_of(count: Count) -> bytes:
    """The record of a signed count with what was drawn under it."""
    assert count.signed_at is not None
    sums, who = counting.sums_of(count), str(count.counted_by_id)
    outcome = f"Menurut buku {sums.expected}, ada {sums.there}, tidak ada {sums.missing}"
    return count_pdf(
        CountSheet(
            office=count.office.name,
            subject=subject_of(count),
            signed_at=moment(count.signed_at, count.office.zone),
            outcome=f"{outcome}, bukan dari sini {sums.foreign}.",
            lines=_lines(count),
            counted_by=names_of({who}).get(who, ""),
            signature=signatures.signature_of(count),
            second_name=count.second_name,
            second_signature=signatures.second_signature_of(count),
            head=letterhead_of(count.office),
        )
    )


def _lines(count: Count) -> tuple[CountSheetLine, ...]:
    items = list(count.items.select_related("application__service").order_by("finding", "application__receipt_number"))
    books = {item.books for item in items}
    places = queries.names_of_places(books)
    names = {**holders.in_words(books - places.keys()), **places}
    return tuple(_line(item, names[item.books]) for item in items)


def _line(item: CountedItem, books: str) -> CountSheetLine:
    file = item.application
    return CountSheetLine(file.receipt_number, file.service.name, str(FINDINGS[item.finding]), books)
