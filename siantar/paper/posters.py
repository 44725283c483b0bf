"""What hangs on the wall of an office, A3 or A4: the standard of a service, the list of all of them, the maklumat.

`since` says of one that is printed before its day from when on it holds.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class PosterSigner:
    """Who signs: the office in capitals, name, rank and NIP; empty where nobody holds it."""

    title: str
    name: str
    rank: str
    nip: str


@dataclass(frozen=True, slots=True)
class StandardPoster:
    """The standard of a service: each component with its text, "" where there is none; `size` is `a3` or `a4`."""

    size: str
    head: Letterhead
    service: str
    decree: str
    rows: tuple[tuple[str, str], ...]
    since: str = ""


@dataclass(frozen=True, slots=True)
class StandardList:
    """All services in the columns number, kind, basis, requirements, mechanism, cost, time; landscape."""

    size: str
    head: Letterhead
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    since: str = ""


@dataclass(frozen=True, slots=True)
class PledgePoster:
    """The maklumat in the office's own words, with the place to sign."""

    size: str
    head: Letterhead
    words: str
    place: str
    signer: PosterSigner
    since: str = ""


def standard_pdf(poster: StandardPoster) -> bytes:
    """The standard of a service as PDF."""
    return press.pdf("poster_standard", asdict(poster))


def list_pdf(poster: StandardList) -> bytes:
    """The list of all services as PDF."""
    return press.pdf("poster_list", asdict(poster))


def pledge_pdf(poster: PledgePoster) -> bytes:
    """The maklumat as PDF."""
    return press.pdf("poster_pledge", asdict(poster))
