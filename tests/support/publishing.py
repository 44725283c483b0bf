"""A change of a service through its page: looked at, then published as it was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def published(client: Any, address: str, form: Mapping[str, Any]) -> Any:
    """What publishing answers; what looking at it answered, where there was nothing to publish."""
    looked = client.post(address, form)
    proposal = looked.context["proposal"] if looked.status_code == 200 else None
    return client.post(address, {**form, "publish": proposal.mark}) if proposal else looked
