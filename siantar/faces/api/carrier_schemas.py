"""What the API says of outside carriers."""

from __future__ import annotations

from ninja import Schema


class TrackedCarrierOut(Schema):
    """The outside carrier that brings it; `link` is the carrier's own page of this number, or ""."""

    name: str
    number: str
    link: str
