"""Test vectors for both languages, written by the Python side: `python -m tests.support.vectors`.

The TypeScript tests (`frontend/tests/`) read the same files, so that what the phone and the counter's page work out
agrees with what the server does.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from siantar.rules import identity, journey, reading, receipt_number
from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.journey import handover
from siantar.rules.receipt_number import NumberKind
from siantar.rules.vocabulary import ENTITLED, Code, FailureReason, Kind, Method, Stage

FOLDER = Path(__file__).parents[1] / "vectors"
OFFICE = 71
ENTROPIES = (0, 1, 0x5A5A5A5A5A, 2**40 - 1, 987654321)
PHONE = (Kind.LOADED, Kind.DELIVERED, Kind.DELIVERY_FAILED, Kind.UNLOADED)


def receipt_numbers() -> dict[str, Any]:
    """Numbers of every kind, as people type them, with slips of the hand and texts that are none."""
    numbers = [receipt_number.issue(OFFICE, kind=kind, entropy=entropy) for kind in NumberKind for entropy in ENTROPIES]
    typed = [form for number in numbers for form in _forms(number)]
    typed += ["", "8991234567890", "K7PQ 3M9X", "https://example.org/x", "ABCDEFGHIJKLMN", "B", "ÄÖÜ123456789"]
    return {
        "grouped": [{"number": number, "grouped": receipt_number.grouped(number)} for number in [*numbers, "ABC", ""]],
        "read": [{"typed": text, **_read(text)} for text in typed],
    }


def _forms(number: str) -> list[str]:
    grouped = receipt_number.grouped(number)
    last = receipt_number.ALPHABET[(receipt_number.ALPHABET.index(number[-1]) + 1) % len(receipt_number.ALPHABET)]
    swapped = number[:5] + number[6] + number[5] + number[7:]
    look_alikes = number.replace("0", "o").replace("1", "l").replace("5", "s").replace("V", "u")
    dashes = [grouped.replace(" ", mark) for mark in ("-", ".", "–", "_", "\t")]
    return [number, number.lower(), grouped, *dashes, look_alikes, f"  {number} ", number[:-1] + last, swapped]


def _read(text: str) -> dict[str, Any]:
    try:
        return {"number": receipt_number.parse(text).text, "mistyped": False}
    except receipt_number.Mistyped as slip:
        return {"number": str(slip), "mistyped": True}
    except receipt_number.NotANumber:
        return {"number": None, "mistyped": False}


PROOF = "0a1b2c3d4e5f60718293"
PINS = ("073921", " 073 921 ", "073-921", "PIN: 073921", "073921,", "０７３９２１", "07392", "0739211", "abc", "", "\x02073921\x03",
        "O73921", "o73 92l", "073-92I", "0739|1", "O7392", "halloO", "%20073921")  # fmt: skip


def scans() -> dict[str, Any]:
    """What scanners, cameras and people bring, and what is meant."""
    numbers = [receipt_number.issue(OFFICE, kind=kind, entropy=entropy) for kind in NumberKind for entropy in ENTROPIES]
    texts = [text for number in numbers for text in scan_forms(number)]
    texts += [first + between + second for first, second in ((numbers[0], numbers[1]), (numbers[2], numbers[7]))
              for between in ("", "\n", " ", "#", "/")]  # fmt: skip
    texts += [f"{kind}{numbers[1]}" for kind in NumberKind if kind]
    texts += ["", "8991234567890", "https://example.org/x", "halo", "3674026304850003", "ABCDEFGHIJKLMN", "ß23456789ABC"]
    texts += [f"resi saya {receipt_number.grouped(numbers[1])} kapan jadi?", "/petugas/ABCDEFGH-29412345-QWERTY"]
    return {"scans": [{"text": text, **_scan(text)} for text in texts], "pins": [_pin(typed) for typed in PINS]}


def scan_forms(number: str) -> list[str]:
    """One number as scanners and people bring it; the last two are slips of the hand."""
    address = f"https://siantar.tangselkota.go.id/t/{number}#{PROOF}"
    around = [f"]C1{number}", f"\x02{number}\x03", f"*{number}*", f"~{number}~", f"{number},", f"{number}\t", f"j{number}"]
    addresses = [address, address.swapcase(), address + address, f"]Q2\\000026{address}", address.replace("#", "£"),
                 address.replace("#", "/?fbclid=IwAR0x_9#"), f"/t/{number}/", address.replace("/", "-"), f"<{address}>,", quote(address, safe="")]  # fmt: skip
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in number)
    *forms, wrong, swapped = _forms(number)
    return [*forms, *around, *addresses, number * 2, f"{number}\n{number}", wide, f"\u200e{number}", wrong, swapped]


def _scan(text: str) -> dict[str, Any]:
    try:
        scan = reading.read(text)
    except reading.SeveralNumbers:
        trouble = "several"
    except receipt_number.Mistyped:
        trouble = "mistyped"
    except receipt_number.NotANumber:
        trouble = "none"
    else:
        return {"number": scan.number.text, "proof": scan.proof, "trouble": None}
    return {"number": "", "proof": "", "trouble": trouble}


def _pin(typed: str) -> dict[str, str]:
    return {"typed": typed, "pin": reading.pin_of(typed)}


def nik_hints() -> list[dict[str, Any]]:
    """What a NIK suggests on a day; null where nothing can be read from it."""
    days = [date(2026, 3, 1), date(2026, 12, 31), date(2024, 2, 29)]
    dates = [
        "630485",
        "300485",
        "010326",
        "020326",
        "310226",
        "290224",
        "690224",
        "311225",
        "710126",
        "000000",
        "320101",
    ]
    niks = [f"367402{day}0003" for day in dates]
    cases = [(nik, day) for nik in niks for day in days]
    cases += [
        ("3674.0263-0485 0003", days[0]),
        ("367402630485000", days[0]),
        ("36740263048500O3", days[0]),
        ("", days[0]),
    ]
    return [{"nik": nik, "today": day.isoformat(), "hint": _hint(nik, day)} for nik, day in cases]


def _hint(typed: str, today: date) -> dict[str, Any] | None:
    nik = identity.digits_of(typed)
    if not nik or identity.NikWarning.LENGTH in (doubts := identity.warnings_about(nik)):
        return None
    if identity.NikWarning.NOT_DIGITS in doubts:
        return None
    hint = identity.hint_of(nik, today=today)
    return {"female": hint.female, "born": hint.born_on.isoformat()} if hint.born_on else None


def badge_codes() -> list[dict[str, Any]]:
    """Codes of the courier's badge."""
    from siantar.delivery.badge import Badge, written

    secrets = [base64.b64encode(bytes(range(start, start + 32))).decode() for start in (0, 100, 223)]
    badges = [Badge(code, secret) for code, secret in zip(("ABCDEFGH", "ZZZZ2345", "MNOPQRST"), secrets, strict=True)]
    minutes = (0, 29_412_345, 99_999_999)
    return [
        {"code": badge.code, "secret": badge.secret, "minute": minute, "written": written(badge, minute)}
        for badge in badges
        for minute in minutes
    ]


def clock() -> list[dict[str, Any]]:
    """When acts really were, as the server puts a wrong clock right: milliseconds since 1970 by the phone's clock."""
    from siantar.faces.courier.views import CLOCK_IS_WRONG, _put_right

    server = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    cases = []
    for off in (0, 1, 119, 121, -121, 3_600, -86_400):
        for before in (0, 45, -300):
            phone = server - timedelta(seconds=off)  # what the phone's clock said at the contact
            act = phone + timedelta(seconds=before)
            real = datetime.fromisoformat(_put_right({"occurred_at": act.isoformat()}, server - phone)["occurred_at"])
            wrong = abs(real - act) > CLOCK_IS_WRONG
            cases.append(
                {
                    "server_time": server.isoformat(), "phone_at_contact": _ms(phone), "phone_at_act": _ms(act),
                    "really_at": _ms(real), "clock_is_wrong": wrong,
                }
            )  # fmt: skip
    return cases


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def possible_acts() -> list[dict[str, Any]]:
    """What the law allows of a phone's acts at each stage, and after each of them."""
    return [{"stage": stage, "acts": _acts(stage), "then": _then(stage)} for stage in Stage]


def _acts(stage: Stage) -> list[str]:
    possible = journey.possible(journey.State(stage, Holder.courier("1"), Method.COURIER), journey.Path())
    return [kind.value for kind in PHONE if kind in possible]


def _then(stage: Stage) -> dict[str, list[str]]:
    data = {"relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "not_needed"}
    after = {}
    for act in _acts(stage):
        holder = Holder(HolderKind.COUNTER, "3674") if act == Kind.LOADED else Holder.courier("1")
        state = journey.State(stage, holder, Method.COURIER)
        event = Event(
            UUID(int=1), Kind(act), "", datetime(2026, 11, 23, tzinfo=UTC), reason=next(iter(FailureReason)), data=data,
            private={"receiver_name": "Siti"}, office="3674", person="1",
        )  # fmt: skip
        after[act] = _acts(journey.advance(state, journey.Path(), event).stage)
    return after


def handovers() -> list[dict[str, Any]]:
    """What the law says of a handover at the door: why it is refused or doubted, by what was asked for and what was told."""
    cases = []
    for old_ktp, also, relation, check, old, receiver in product(
        (False, True), ([], ["neighbour"]), ("", "applicant", "neighbour"), ("", "ktp_seen"), ("not_needed", "collected"), ("", "Siti")
    ):  # fmt: skip
        facts = {"relation": relation, "identity_check": check, "old_ktp": old}
        cases.append(_handover(old_ktp, also, [], facts, receiver, ""))
    whole = {"relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "not_needed"}
    for demanded, photo, signature, note in product(
        ([], ["photo"], ["signature"], ["photo", "signature"]), ("taken", "missing"), ("taken", "missing"), ("", "kamera rusak")
    ):  # fmt: skip
        cases.append(_handover(False, [], demanded, {**whole, "photo": photo, "signature": signature}, "Siti", note))
    return cases


def _handover(
    old_ktp: bool, also: list[str], demanded: list[str], facts: dict[str, str], receiver: str, note: str
) -> dict[str, Any]:
    allowed = sorted({*ENTITLED, *also})
    event = Event(
        UUID(int=1), Kind.DELIVERED, "", datetime(2026, 11, 23, tzinfo=UTC), data={**facts, "also_allowed": also},
        private={"receiver_name": receiver, "note": note},
    )  # fmt: skip
    event = replace(event, data={**event.data, **handover.proof_facts(event, frozenset(demanded))})
    try:
        handover.require_handover(journey.Path(old_ktp=old_ktp), event)
        code = Code.PROOF_MISSING if handover.lacks_proof(event) else ""
    except journey.Refused as refused:
        code = refused.code
    door = {"old_ktp": old_ktp, "relations": [[relation, ""] for relation in allowed], "proof_asked": demanded}
    return {"door": door, "told": {**facts, "receiver_name": receiver}, "note": note, "code": str(code)}


def letter_codes() -> dict[str, Any]:
    """Codes of letters, genuine and forged in many ways, and whether the office signed what they say."""
    from siantar.letters.genuineness import link_with, signed
    from siantar.roots.keys import RootKey
    from siantar.rules.ed25519 import public_half

    seeds = ["0b" * 32, "7e" * 32, "c4" * 32]
    own, renewed, strange = (RootKey(public_half(seed), seed) for seed in seeds)
    address = "https://siantar.example.go.id/surat/AbC-_12345678901234567"
    codes = []
    for key in (own, renewed, strange):
        for statement in _statements(key.id):
            codes.append(_letter_code(link_with(address, statement.text(), signed(statement, key)), {own, renewed}))
    genuine = next(_statements(own.id))
    text, signature = genuine.text(), signed(genuine, own)
    other = signed(replace(genuine, number="1"), own)
    forged = [
        (text.replace("S***", "B***"), signature), (text, other), (text, signature[:-8] + "AAAAAAAA"), (text, signature[:40]),
        (text.replace(own.id, renewed.id), signature), (text.replace(own.id, "0" * 16), signature), (text + " ", signature),
        (text.replace('"1",', '"2",', 1), signature), ("[]", signature), ("x", signature), (text.replace("2026", "26"), signature),
        (text.replace("11-20", "02-30"), signature), (text[:-1] + ',"x"]', signature), (text, _high(signature)),
    ]  # fmt: skip
    codes += [_letter_code(link_with(address, line, mark), {own, renewed}) for line, mark in forged]
    return {"keys": {key.id: key.public for key in (own, renewed)}, "codes": codes}


def _statements(key: str) -> Iterator[Any]:
    from siantar.rules.letter.genuine import LetterStatement

    for number, kind, name in (
        ("400.9.14/1/Kec.SU/XI/2026", "Surat Keterangan Tidak Mampu (SKTM)", "S*** A*****"),
        ("B/470.02/1785/409.20.3/2026", 'Surat "Domisili" \\ Usaha', "É*** N'***"),
        ("1", "Rekomendasi – keramaian", ""),
    ):
        day, words = date(2026, 11, 20), "0123456789abcdef" * 2
        yield LetterStatement(number, day, kind, "Kecamatan Serpong Utara", name, words, key)


def _letter_code(link: str, keys: set[Any]) -> dict[str, Any]:
    from siantar.letters.genuineness import is_genuine, line_in
    from siantar.rules.letter.genuine import LetterStatement

    line, _, signature = link.partition("#")[2].partition(".")
    text = line_in(line)
    if not is_genuine(text, signature, {key.id: key.public for key in keys}):
        return {"link": link, "signed": False}
    says = LetterStatement.parse(text)
    facts = {"number": says.number, "day": says.day.isoformat(), "kind": says.kind, "office": says.office}
    return {"link": link, "signed": True, "says": {**facts, "name": says.masked_name, "key": says.key}}


def _high(signature: str) -> str:
    """The same signature with the order of the group added to its second half: another text for what RFC 8032 takes once."""
    order = 2**252 + 27742317777372353535851937790883648493
    raw = base64.urlsafe_b64decode(signature + "==")
    high = (int.from_bytes(raw[32:], "little") + order).to_bytes(32, "little")
    return base64.urlsafe_b64encode(raw[:32] + high).decode().rstrip("=")


FILES = {
    "letter_codes": letter_codes,
    "handovers": handovers,
    "receipt_numbers": receipt_numbers,
    "scans": scans,
    "nik_hints": nik_hints,
    "badge_codes": badge_codes,
    "clock": clock,
    "possible_acts": possible_acts,
}


def written() -> dict[Path, str]:
    """Every file with its text."""
    return {
        FOLDER / f"{name}.json": json.dumps(make(), ensure_ascii=False, indent=2) + "\n" for name, make in FILES.items()
    }


if __name__ == "__main__":
    from tests.support import generated

    generated.write(written)
