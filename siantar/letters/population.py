"""Population forms of a file, filled in from what the counter has of it: each print asks the gate and is traced."""

from __future__ import annotations

from collections.abc import Mapping

from siantar.casework import disclosure
from siantar.casework.disclosure import Bearer
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.directory.offices import day_in
from siantar.letters.answers import answers_of
from siantar.letters.frames import frame_of
from siantar.letters.queries import of_the_last_letter
from siantar.paper.population import FormFacts, PopulationForm, form_pdf, population_forms
from siantar.privacy.looks import Reader
from siantar.rules import identity, receipt_number
from siantar.rules.access import Reading, require
from siantar.rules.calendar_words import long_date
from siantar.rules.event import PaperKind
from siantar.rules.vocabulary import Bringer


class NoSuchForm(LookupError):
    """The service of the file prints no such form."""


def forms_of(file: Application) -> list[PopulationForm]:
    """The forms its service prints, in the order of their codes."""
    return [form for slug, form in population_forms().items() if slug in file.service.forms]


def print_form(file: Application, slug: str, reader: Reader) -> bytes:
    """The form as PDF: what is known filled in, the rest open. Raises Forbidden, NoSuchForm."""
    require(reader.by, Reading.POPULATION_FORM, office=file.office_id)
    form = next((each for each in forms_of(file) if each.slug == slug), None)
    if form is None:
        raise NoSuchForm
    return form_pdf(form, facts_of(file, form, reader))


def facts_of(file: Application, form: PopulationForm, reader: Reader) -> FormFacts:
    """What there is to fill in of this file; it leaves a trace."""
    own, bearer = _of_the_applicant(file, reader), disclosure.bearer_of(file, reader)
    frame = frame_of(file.office)
    of_the_office = {"district": frame.place, "city": frame.town, "service": file.service.name}
    number, day = receipt_number.grouped(file.receipt_number), long_date(day_in(file.office, reader.at))
    handed_in = [paper for paper in progress_of(file.standing).papers if paper.kind is not PaperKind.MISSING]
    return FormFacts(
        words=of_the_office | own | _of_the_bearer(own, bearer),
        kind=file.service.forms.get(form.slug, ""),
        papers=frozenset(paper.requirement for paper in handed_in),
        place=frame.place,
        note=f"berkas {number} · dicetak {day} dari Siantar; yang kosong diisi dengan pena",
    )


def _of_the_applicant(file: Application, reader: Reader) -> dict[str, str]:
    """Of the file, of what the counter asked for a letter, and of the last letter of the same person."""
    personal = disclosure.open_file(file, reader)
    of_letters = of_the_last_letter(file) | {
        name: value for name, value in answers_of(file).items() if isinstance(value, str) and value
    }
    village = file.village.name if file.village else ""
    parts = (personal.address.line, personal.neighbourhood, village)
    return {
        "name": personal.name,
        "nik": identity.digits_of(personal.nik),
        "kk": identity.digits_of(of_letters.get("kk", "")),
        "born": of_letters.get("ttl", ""),
        "occupation": of_letters.get("pekerjaan", ""),
        "citizenship": of_letters.get("kewarganegaraan", ""),
        "address": ", ".join(part for part in parts if part),
    }


_SIGNS = frozenset({Bringer.APPLICANT, Bringer.PARENT})  # a parent signs for the child; of others a pen decides


def _of_the_bearer(own: Mapping[str, str], bearer: Bearer | None) -> dict[str, str]:
    """Who stands at the counter reports; of others than the applicant there is a name at most."""
    if bearer is None:
        return {}
    herself = bearer.relation == Bringer.APPLICANT
    name = own["name"] if herself else bearer.name
    words = {"reporter": name}
    if bearer.relation in _SIGNS:
        words["signer"] = name
    if bearer.relation == Bringer.AUTHORISED:
        words["authorised"] = name
    return words | ({f"reporter_{each}": own[each] for each in ("nik", "kk", "citizenship")} if herself else {})
