"""Whether a letter is genuine: a link nobody can guess, and a signed line that needs no network.

Signed by the key that signs the daily roots (`roots.keys`): published, renewed, old ones still there.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from siantar.letters.models import OfficeLetter
from siantar.roots import keys
from siantar.roots.keys import RootKey
from siantar.rules import ed25519
from siantar.rules.letter.genuine import CONTEXT, LetterStatement

_TOKEN = re.compile(r"[\w-]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LetterAnswer:
    """What anybody may know of a letter, and never more; `replaced` when another one was issued in its place.

    `by_hand`: the office recorded that its paper was signed and stamped.
    """

    state: str
    number: str
    day: date
    kind: str
    office: str
    masked_name: str
    pdf_digest: str
    withdrawn_at: datetime | None
    replaced: bool
    holds: bool
    electronic: bool
    by_hand: bool


def signed(statement: LetterStatement, key: RootKey) -> str:
    """The signature over a statement, without filling (base64 for addresses)."""
    raw = base64.b64decode(ed25519.sign(CONTEXT + statement.text().encode(), key.seed))
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def is_genuine(text: str, signature: str, trusted: Mapping[str, str] | None = None) -> bool:
    """Whether a line is signed by the key it names, which is one of these (id -> hex), else this installation's."""
    try:
        statement = LetterStatement.parse(text)
        plain = base64.b64encode(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))).decode()
    except ValueError:
        return False
    public = (keys.public_keys() if trusted is None else trusted).get(statement.key, "")
    return bool(public) and ed25519.is_signed(CONTEXT + text.encode(), plain, public)


def link_with(address: str, statement: str, signature: str) -> str:
    """The address with the signed line behind it, where servers never see it."""
    line = base64.urlsafe_b64encode(statement.encode()).decode().rstrip("=")
    return f"{address}#{line}.{signature}"


def line_in(encoded: str) -> str:
    """The line as a link carries it, read. Raises ValueError."""
    return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()


def check(token: str) -> LetterAnswer | None:
    """What is known of the letter of this link; None for a link that nobody gave out."""
    letters = OfficeLetter.objects.select_related("version__type", "office", "handsigned").exclude(token="")
    letter = letters.filter(token=token).first() if _TOKEN.fullmatch(token) else None
    if letter is None or letter.dated is None:
        return None
    return LetterAnswer(
        state=letter.state,
        number=letter.number,
        day=letter.dated,
        kind=letter.version.type.name,
        office=letter.office.name,
        masked_name=letter.masked_name,
        pdf_digest=letter.pdf_digest,
        withdrawn_at=letter.ended_at,
        replaced=OfficeLetter.objects.filter(replaces=letter, state=OfficeLetter.State.ISSUED).exists(),
        electronic=letter.electronic,
        by_hand=hasattr(letter, "handsigned"),
        holds=not letter.statement or is_genuine(letter.statement, letter.signature),
    )
