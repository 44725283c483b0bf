"""What a file says in the fields of the counter's form."""

from __future__ import annotations

from siantar.casework import intake_corrections
from siantar.casework.disclosure import Personal
from siantar.casework.models import Application
from siantar.casework.progress import progress_of


def fields_of(file: Application, personal: Personal) -> dict[str, str]:
    """Applicant, address and way of return by the names of `HandInForm`, as far as they were opened."""
    return {
        "name": personal.name,
        "nik": personal.nik,
        "phone": " ".join(part for part in (personal.phone, personal.phone_note) if part),
        "method": str(progress_of(file.standing).state.method),
        **{name: getattr(personal.address, name) for name in intake_corrections.ADDRESS},
    }
