"""The demo office: Kecamatan Serpong Utara with its seven kelurahan, its services and invented staff."""

from __future__ import annotations

from datetime import date, datetime

import holidays
from django.contrib.auth.hashers import make_password

from siantar.catalogue.seeding import seed_services
from siantar.demo.letters import furnish_letters
from siantar.directory.known_regions import REGIONS
from siantar.directory.models import Holiday, Office, Ramadan, Region, User
from siantar.directory.training import number_here
from siantar.rules.vocabulary import Role

PASSWORD = "siantar-demo"
OFFICE, AGENCY = "36.74.02", "36.74-disdukcapil"
STAFF: dict[str, tuple[str, str, list[Role]]] = {
    "loket": ("Rina Kartika", OFFICE, [Role.COUNTER]),
    "pemeriksa": ("Dedi Supriadi", OFFICE, [Role.CHECKER]),
    "kasi": ("Wulan Anggraini", OFFICE, [Role.CHECKER]),
    "sekcam": ("Hendra Gunawan", OFFICE, [Role.CHECKER]),
    "camat": ("Bambang Hermawan", OFFICE, [Role.SIGNATORY]),
    "penghubung": ("Yusuf Maulana", OFFICE, [Role.LIAISON]),
    "dukcapil": ("Sri Wahyuni", AGENCY, [Role.AGENCY]),
    "pengatur": ("Maya Lestari", OFFICE, [Role.DISPATCHER]),
    "kurir1": ("Agus Setiawan", OFFICE, [Role.COURIER]),
    "kurir2": ("Joko Purnomo", OFFICE, [Role.COURIER]),
    "kurir3": ("Eko Wibowo", OFFICE, [Role.COURIER]),
    "walikota": ("Hj. Ratna Dewi", OFFICE, [Role.LEADER]),
    "admin": ("Administrator", OFFICE, [Role.ADMINISTRATOR]),
}
RAMADAN = [
    (date(2025, 3, 1), date(2025, 3, 30)),
    (date(2026, 2, 18), date(2026, 3, 19)),
    (date(2027, 2, 8), date(2027, 3, 9)),
]


def furnish(at: datetime) -> None:
    """Create offices, services, holidays and staff; what is there already stays."""
    for code, (name, centre) in REGIONS.items():
        lat, lon = centre or (None, None)
        region, _ = Region.objects.get_or_create(code=code, defaults={"name": name})
        if region.lat is None:
            Region.objects.filter(pk=code).update(lat=lat, lon=lon)
    Office.objects.get_or_create(
        code=AGENCY,
        defaults={
            "number": number_here(1),
            "nature": Office.Nature.AGENCY,
            "name": "Disdukcapil Kota Tangerang Selatan",
        },
    )
    office, _ = Office.objects.get_or_create(
        code=OFFICE,
        defaults={
            "number": number_here(2),
            "name": "Kecamatan Serpong Utara",
            "address": "Kecamatan Serpong Utara, Kota Tangerang Selatan",
            "hours": "Senin-Jumat 07.30-16.00 (Jumat sampai 16.30)",
            "hours_en": "Monday to Friday 07.30-16.00 (Friday until 16.30)",
            "complaint_channel": "Loket pengaduan atau SP4N-LAPOR (lapor.go.id)",
            "complaint_channel_en": "Complaints counter or SP4N-LAPOR (lapor.go.id)",
            "region_id": OFFICE,
        },
    )
    if office.lat is None:
        Office.objects.filter(pk=OFFICE).update(lat=-6.2441, lon=106.6582)
    seed_services(office, AGENCY)
    fill_calendar(at)
    present = set(User.objects.filter(username__in=STAFF).values_list("username", flat=True))
    if missing := [username for username in STAFF if username not in present]:
        password = make_password(PASSWORD)  # everybody knows it: hashed once for all, which takes most of the time
        for username in missing:
            _person(username, password)
    furnish_letters(office, at)


def fill_calendar(at: datetime) -> None:
    """The holidays of three years around `at`, and when Ramadan is."""
    for year in (at.year - 1, at.year, at.year + 1):
        days = holidays.country_holidays("ID", years=year, categories=("public", "government"), language="id")
        for day, name in days.items():
            Holiday.objects.get_or_create(day=day, office=None, defaults={"name": name[:120]})
    for first, last in RAMADAN:
        Ramadan.objects.get_or_create(first_on=first, defaults={"last_on": last})


def _person(username: str, password: str) -> None:
    """Somebody of the demo; `password` is hashed."""
    name, place, roles = STAFF[username]
    first, _, last = name.partition(" ")
    admin = Role.ADMINISTRATOR in roles
    user = User(
        username=username, first_name=first, last_name=last, office_id=place, roles=list(roles), password=password
    )
    user.is_staff = user.is_superuser = admin
    user.save()


def people_with_the_demo_password() -> list[str]:
    """User names of the demo that still open with its password: nobody may, outside a demo."""
    people = User.objects.filter(username__in=STAFF, is_active=True)
    return [user.username for user in people if user.check_password(PASSWORD)]


def addresses(base: str) -> str:
    """What `make run` prints: where to go and as whom."""
    names = "\n".join(f"  {user:<11} {name} ({', '.join(roles)})" for user, (name, _o, roles) in STAFF.items())
    return f"\nSiantar: {base}\nMasuk di {base}/masuk/ dengan kata sandi {PASSWORD}:\n{names}\n"
