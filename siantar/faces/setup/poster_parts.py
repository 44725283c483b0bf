"""What every poster of an office has: its paper, its letterhead, who signs."""

from __future__ import annotations

from datetime import datetime

from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.faces.frame.staff_access import StaffRequest
from siantar.letters import frames
from siantar.paper.posters import PosterSigner
from siantar.rules.letter.signature import Position


def size_of(request: StaffRequest) -> str:
    """A3, or A4 where it was asked for."""
    return "a4" if request.GET.get("kertas") == "a4" else "a3"


def place_of(office: Office) -> str:
    """Where the office is, as its letters say."""
    return frames.frame_of(office).place


def signer_of(office: Office, at: datetime) -> PosterSigner:
    """Who holds the highest office today; without a name where nobody does."""
    today = day_in(office, at)
    title = f"{frames.titles_on(office, today)[Position.HEAD]},"
    head = next((each for each in frames.officers_on(office.code, today) if each.position == Position.HEAD), None)
    if head is None:
        return PosterSigner(title, "", "", "")
    capacity = {"plt": "Plt. ", "plh": "Plh. "}.get(head.capacity, "")
    return PosterSigner(f"{capacity}{title}", head.name, head.rank, head.nip)
