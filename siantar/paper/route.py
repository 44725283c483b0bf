"""A courier's day on paper: the loading list before it, the sheet of the day behind it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import barcode, press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One envelope; `outcome` is what became of it, empty on a loading list."""

    position: int
    hour: str
    receipt_number: str
    applicant_name: str
    address: str
    landmark: str
    service: str
    old_ktp: bool
    note: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """Whose, of which day; `outcomes` adds the column of what became of each."""

    title: str
    number: str
    office: str
    courier: str
    day: str
    printed_at: str
    totals: str
    lines: tuple[RouteLine, ...]
    outcomes: bool = False
    head: Letterhead | None = None


def route_pdf(route: Route) -> bytes:
    """On A4, with the barcode of the run above and one for each envelope."""
    lines = [{**asdict(line), "code128": barcode.code128(line.receipt_number)} for line in route.lines]
    return press.pdf("route", {**asdict(route), "lines": lines, "code128": barcode.code128(route.number)})
