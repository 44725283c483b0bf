"""Passwords made of the words of the place, which a guesser tries first (NIST SP 800-63B, ASVS 5.0 V6.2.11).

The list: the words below, the names of the person's office and city, and of the kelurahan around it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from siantar.directory.models import Region, User

OF_THE_TRADE = (
    "siantar", "pematangsiantar", "kecamatan", "kelurahan", "kabupaten", "kota", "desa", "kantor", "loket", "camat",
    "lurah", "sekcam", "petugas", "pegawai", "kurir", "pelayanan", "layanan", "berkas", "antar", "admin",
    "administrator", "dukcapil", "disdukcapil", "indonesia", "katasandi", "sandi", "password", "rahasia",
    "selatan", "utara", "timur", "barat",
)  # fmt: skip
SHORTEST = 3  # letters; shorter words of a name stand in too many others


class NotOfPlaceWords:
    """Refuse a password whose letters are nothing but such words, whatever figures and signs stand among them."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        letters = _letters_of(password)
        if letters and _is_made_of(letters, set(_words_for(user))):
            raise ValidationError(_("Kata sandi ini hanya dari nama tempat atau kantor. Tambahkan kata lain."))

    def get_help_text(self) -> str:
        """What is asked."""
        return _("Jangan hanya nama tempat, kantor, atau jabatan.")


def _words_for(user: User | None) -> Iterator[str]:
    yield from OF_THE_TRADE
    office = user.office if user else None
    if office is None:
        return
    yield from _of_names([office.name])
    if code := office.region_id:
        above = [code[:length] for length in (2, 5, 8)]  # province, city, kecamatan
        around = Region.objects.filter(Q(code__in=above) | Q(code__startswith=code))
        yield from _of_names(around.values_list("name", flat=True))


def _is_made_of(letters: str, words: Collection[str]) -> bool:
    """Whether words one after another give all of it; each place is looked at once, however they overlap."""
    ends = {0}
    for place in range(len(letters)):
        if place in ends:
            ends.update(place + len(word) for word in words if letters.startswith(word, place))
    return len(letters) in ends


def _of_names(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (word for part in name.split() if len(word := _letters_of(part)) >= SHORTEST)


def _letters_of(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if "a" <= sign <= "z")
