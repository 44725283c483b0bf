"""The five questions of `siantar init`: their words, and what is a good answer. Pure but for the folder of backups."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from siantar.directory import all_regions
from siantar.rules.receipt_number import TRAINING

ZONES = {"Asia/Makassar": "51 52 53 63 64 65 71 72 73 74 75 76", "Asia/Jayapura": "81 82 91 92 93 94 95 96 97"}
MOST_CHOICES = 8  # kecamatan offered where a name is not enough
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
NO_DISTRICT = "Kecamatan {text} tidak ada di daftar Kemendagri. Ketik kodenya seperti 36.74.02, atau namanya."
WHICH_DISTRICT = "Ada beberapa kecamatan bernama begitu. Ketik kodenya: {choices}."
EMPTY = "Ini harus diisi. Ketik jawabannya, lalu tekan Enter."
BAD_NUMBER = "Nomor {text} bukan nomor kantor. Ketik angka 1 sampai {most}; tanpa direktori, cukup tekan Enter."
BAD_VILLAGES = (
    "Bagian {text} tidak terbaca. Ketik empat angka terakhir kodenya lalu namanya, dipisah koma: "
    "1001 Pakulonan, 1002 Pakualam."
)
BAD_URL = "Alamat {text} tidak terbaca. Ketik seperti https://siantar.kota.go.id, tanpa apa pun di belakangnya."
NO_TLS = "Alamat {text} harus dengan https://; http:// hanya untuk http://localhost:8000 di komputer ini sendiri."
BAD_USERNAME = "Nama masuk hanya huruf kecil, angka, titik, dan garis, 3 sampai 40 tanda: misalnya rina.kartika."
BAD_HOST = "Server surel {text} tidak terbaca. Ketik seperti smtp.kota.go.id:587, atau kosongkan."
BAD_SENDER = "Alamat {text} bukan alamat surel. Ketik seperti layanan@kota.go.id."
NO_FOLDER = "Folder {text} tidak ada atau tidak dapat ditulisi. Pasang stik atau disknya, atau kosongkan dulu."
INSIDE = "Cadangan tidak boleh di dalam folder data ({data}): bila disknya rusak, keduanya hilang. Pilih disk lain."
TOO_LONG = "Terlalu panjang: paling banyak {most} tanda."

Answers = dict[str, str]


class BadAnswer(ValueError):
    """An answer that cannot be taken; says why, and what would be."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One line that is asked. `default` and `wanted` may depend on the answers before.

    What is `quiet` is not asked: it comes with the call or by its default.
    """

    name: str
    words: str
    check: Callable[[str], str]
    default: Callable[[Mapping[str, str]], str] = lambda _answers: ""
    wanted: Callable[[Mapping[str, str]], bool] = lambda _answers: True
    secret: bool = False
    twice: bool = False
    quiet: bool = False


def zone_of(code: str) -> str:
    """The time zone of the province."""
    return next((zone for zone, provinces in ZONES.items() if code[:2] in provinces.split()), "Asia/Jakarta")


def villages_of(text: str) -> dict[str, str]:
    """Kelurahan by the last four digits of their code. Raises BadAnswer."""
    villages = {}
    for piece in filter(None, (part.strip() for part in re.split(r"[;\n]|,(?!\s*[IVX]+\b)", text))):
        match = re.fullmatch(r"([12]\d{3})\s+(\S.{0,79})", piece)
        if match is None:
            raise BadAnswer(BAD_VILLAGES.format(text=piece))
        villages[match[1]] = match[2]
    return villages


def _code(text: str) -> str:
    places = all_regions.districts_like(text, MOST_CHOICES)
    if not places:
        raise BadAnswer(NO_DISTRICT.format(text=text or "kosong"))
    if len(places) > 1:
        raise BadAnswer(WHICH_DISTRICT.format(choices="; ".join(f"{place.code} {place.whole}" for place in places)))
    return places[0].code


def _line(most: int, *, needed: bool) -> Callable[[str], str]:
    def check(text: str) -> str:
        if needed and not text:
            raise BadAnswer(EMPTY)
        if len(text) > most:
            raise BadAnswer(TOO_LONG.format(most=most))
        return text

    return check


def _office_number(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < TRAINING:
        raise BadAnswer(BAD_NUMBER.format(text=text or "kosong", most=TRAINING - 1))
    return str(int(text))


def _villages(text: str) -> str:
    villages_of(text)
    return text


def _url(text: str) -> str:
    text = text.rstrip("/")
    try:
        parts = urlsplit(text)
        whole = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}"
    except ValueError as error:
        raise BadAnswer(BAD_URL.format(text=text)) from error
    if parts.scheme not in {"http", "https"} or whole != text.lower() or not re.fullmatch(r"[\w.:-]+", parts.netloc):
        raise BadAnswer(BAD_URL.format(text=text or "kosong"))
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadAnswer(NO_TLS.format(text=text))
    return whole


def _username(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9._-]{3,40}", text):
        raise BadAnswer(BAD_USERNAME)
    return text


def _mail_host(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", text):
        raise BadAnswer(BAD_HOST.format(text=text))
    return text


def _sender(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise BadAnswer(BAD_SENDER.format(text=text or "kosong"))
    return text


def _folder(data: Path) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not text:
            return ""
        folder = Path(text).expanduser().resolve()
        if folder.is_relative_to(data.resolve()):
            raise BadAnswer(INSIDE.format(data=data))
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise BadAnswer(NO_FOLDER.format(text=text))
        return str(folder)

    return check


def _built_in_villages(answers: Mapping[str, str]) -> str:
    office = answers["office"]
    return ", ".join(f"{code[-4:]} {name}" for code, name in all_regions.villages_in([office])[office].items())


def _built_in_name(answers: Mapping[str, str]) -> str:
    place = all_regions.district(answers["office"])
    return f"Kecamatan {place.name}" if place else ""


def questions(data: Path, password: Callable[[str], str]) -> tuple[tuple[str, tuple[Prompt, ...]], ...]:
    """The five, each with its lines; `password` checks one as the login does."""

    def mailed(answers: Mapping[str, str]) -> bool:
        return bool(answers["mail"])

    return (
        ("Kantor", (
            Prompt("office", "Nama kecamatan, atau kodenya menurut Kemendagri, misalnya 36.74.02", _code),
            Prompt("name", "Nama kantor, misalnya Kecamatan Serpong Utara", _line(120, needed=True), _built_in_name),
            Prompt("street", "Alamat kantor, seperti di kop surat", _line(200, needed=True)),
            Prompt("number", "Nomor kantor di resi, dari pengelola direktori kantor", _office_number,
                     lambda answers: str(int(answers["office"][-2:])), quiet=True),
            Prompt("villages", "Kelurahan atau desanya: 1001 Pakulonan, 1002 Pakualam", _villages, _built_in_villages),
        )),
        ("Alamat di internet", (
            Prompt("url", "Alamat Siantar untuk warga, misalnya https://siantar.kota.go.id", _url,
                     lambda _answers: "http://localhost:8000"),
        )),
        ("Administrator", (
            Prompt("admin", "Nama masuk administrator, misalnya rina.kartika", _username),
            Prompt("person", "Nama lengkapnya", _line(100, needed=True)),
            Prompt("password", "Kata sandinya (tidak terlihat saat diketik)", password, secret=True, twice=True),
        )),
        ("Surel", (
            Prompt("mail", "Server surel, misalnya smtp.kota.go.id:587; kosong bila tidak ada", _mail_host),
            Prompt("sender", "Alamat pengirimnya", _sender, wanted=mailed),
            Prompt("mail_user", "Nama masuk di sana; kosong bila tidak perlu", _line(200, needed=False),
                     wanted=mailed),
            Prompt("mail_password", "Kata sandinya (tidak terlihat)", _line(200, needed=False), wanted=mailed,
                     secret=True),
        )),
        ("Tempat cadangan", (
            Prompt("backups", "Folder cadangan di stik atau disk lain; kosong bila belum ada", _folder(data)),
        )),
    )  # fmt: skip
