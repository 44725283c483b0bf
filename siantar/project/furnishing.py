"""What `siantar init` puts into a fresh database: regions, office, services, calendar, administrator, mail."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from siantar.catalogue.seeding import seed_services
from siantar.demo.office import PASSWORD
from siantar.directory import all_regions, staff
from siantar.directory.known_regions import REGIONS
from siantar.directory.models import Office, Region, User
from siantar.directory.training import number_here
from siantar.letters.seeding import seed_letters
from siantar.messaging import office_settings
from siantar.project.answers import NO_DISTRICT, Answers, BadAnswer, villages_of, zone_of
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Role

AGENCY_NUMBER = 100  # kecamatan of a city have numbers up to 99
COMPLAINTS = "Loket pengaduan atau SP4N-LAPOR (lapor.go.id)"
COMPLAINTS_EN = "Complaints counter or SP4N-LAPOR (lapor.go.id)"
HOURS = "Senin-Jumat 07.30-16.00 (Jumat sampai 16.30)"
DEMO_PASSWORD = "Kata sandi ini dikenal semua orang dari kantor demo. Pilih yang lain."


def good_password(text: str) -> str:
    """The password, as the login page would take it. Raises BadAnswer."""
    if text == PASSWORD:
        raise BadAnswer(DEMO_PASSWORD)
    try:
        validate_password(text)
    except ValidationError as problem:
        raise BadAnswer(" ".join(problem.messages)) from problem
    return text


def furnish(answers: Answers, at: datetime) -> None:
    """Make the database and everything in it; the draft of holidays and Ramadan comes with `migrate`."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        office = _office(answers, at)
        admin = _administrator(answers, office)
        if answers["mail"]:
            _mail(answers, office, admin, at)


def _office(answers: Answers, at: datetime) -> Office:
    code = answers["office"]
    place = all_regions.district(code)
    if place is None:
        raise BadAnswer(NO_DISTRICT.format(text=code))
    regions = {code[:2]: place.province, code[:5]: place.city, code: place.name}
    regions |= {f"{code}.{last}": name for last, name in villages_of(answers["villages"]).items()}
    for region, name in regions.items():
        lat, lon = REGIONS.get(region, ("", None))[1] or (None, None)
        Region.objects.get_or_create(code=region, defaults={"name": name, "lat": lat, "lon": lon})
    agency, _new = Office.objects.get_or_create(
        code=f"{code[:5]}-disdukcapil",
        defaults={
            "number": number_here(AGENCY_NUMBER if int(answers["number"]) != AGENCY_NUMBER else 0),
            "nature": Office.Nature.AGENCY,
            "name": f"Disdukcapil {place.city}",
            "uses_siantar": False,
            "zone": zone_of(code),
        },
    )
    office = Office.objects.create(
        code=code,
        number=number_here(int(answers["number"])),
        name=answers["name"],
        address=answers["street"],
        hours=HOURS,
        complaint_channel=COMPLAINTS,
        complaint_channel_en=COMPLAINTS_EN,
        zone=zone_of(code),
        region_id=code,
    )
    seed_services(office, agency.code)
    seed_letters(office, at)
    return office


def _administrator(answers: Answers, office: Office) -> User:
    first, _, last = answers["person"].partition(" ")
    admin = User(username=answers["admin"], first_name=first, last_name=last, office=office)
    admin.roles = [str(Role.ADMINISTRATOR)]
    admin.is_staff = admin.is_superuser = True
    admin.set_password(answers["password"])
    admin.save()
    return admin


def _mail(answers: Answers, office: Office, admin: User, at: datetime) -> None:
    host, _, port = answers["mail"].partition(":")
    config = {
        "host": host,
        "port": port or "587",
        "security": "tls" if port == "465" else "starttls",
        "username": answers["mail_user"],
        "password": answers["mail_password"],
        "sender": answers["sender"],
    }
    by = staff.actor_of(admin, at)
    office_settings.keep_channel(office.code, ChannelKind.EMAIL, config, on=True, by=by)
