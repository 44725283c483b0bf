"""Who signs a count on the screen: who counted, and a second person beside them, as who hands over or as witness."""

from __future__ import annotations

from dataclasses import dataclass

from siantar.privacy import drawings
from siantar.shelf.models import Count

COUNTER_PLACE, SECOND_PLACE = "count.signature", "count.second_signature"


@dataclass(frozen=True, slots=True)
class CountSigning:
    """What was drawn (pictures, or nothing) and the name of the second person; all of it optional."""

    signature: bytes = b""
    second_name: str = ""
    second_signature: bytes = b""


UNSIGNED = CountSigning()


def sealed(count: Count, signing: CountSigning) -> dict[str, bytes | str | None]:
    """The columns of a count as they are kept. Raises pictures.NotAPhoto."""
    return {
        "signature_sealed": drawings.sealed(COUNTER_PLACE, count.pk, signing.signature),
        "second_name": signing.second_name[:60],
        "second_signature_sealed": drawings.sealed(SECOND_PLACE, count.pk, signing.second_signature),
    }


def signature_of(count: Count) -> bytes:
    """What who counted drew (PNG); empty where nobody did."""
    return drawings.unsealed(COUNTER_PLACE, count.pk, count.signature_sealed)


def second_signature_of(count: Count) -> bytes:
    """What the second person drew (PNG); empty where nobody did."""
    return drawings.unsealed(SECOND_PLACE, count.pk, count.second_signature_sealed)
