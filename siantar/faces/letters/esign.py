"""What the signer types for the signing service: read from the form for this one request, and nowhere else."""

from __future__ import annotations

from siantar.faces.frame.staff_access import StaffRequest
from siantar.letters import electronic
from siantar.letters.electronic import SigningDesk

SECRETS = ("passphrase", "totp")
LONGEST = 200


def desk_for(request: StaffRequest) -> SigningDesk | None:
    """The desk of the office of whoever asks; None where it signs on paper."""
    typed = next((text for name in SECRETS if (text := request.POST.get(name, ""))), "")
    desk = electronic.desk_of(request.actor.office, typed[:LONGEST])
    if desk is not None:
        desk.again = bool(request.POST.get("repeat"))
    return desk
