"""Residents write to us: a receipt number gets the stage, "berhenti" ends the messages, other words a kind answer.

What is no question (a reaction, a place, a note of the system, our own words) is left in silence by the door.

Nothing of what was written is kept; a sender is known by the keyed index of their address only, and answered so many
times an hour. A repeated call of a provider changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from siantar.casework import tracking
from siantar.catalogue import words
from siantar.catalogue.words import Words
from siantar.directory.models import Office
from siantar.messaging import preferences, rendering
from siantar.messaging.channels import KNOWN
from siantar.messaging.models import Choice, Inbound, Message
from siantar.messaging.sending import ANSWER_PLACE
from siantar.privacy import vault
from siantar.rules import reading, receipt_number, stop_request
from siantar.rules.identifiers import uuid7
from siantar.rules.occasions import ANSWER, PHONES, ChannelKind
from siantar.rules.receipt_number import NumberKind
from siantar.rules.vocabulary import Stage

MOST_ANSWERED = 5  # files of a family in one message
ANSWERS_AN_HOUR = 10
HOUR, ANSWER_GOOD_FOR = timedelta(hours=1), timedelta(hours=2)

STANDS = Words(
    "{layanan}, resi {resi}: {tahap}. {langkah} {janji}", "{layanan}, receipt {resi}: {tahap}. {langkah} {janji}"
)
LATE = Words(
    "Mohon maaf, berkas ini terlambat dari janji kami; perkiraannya ada di halaman ini:",
    "We are sorry, this file is later than we promised; what we expect is on this page:",
)
MISTYPED = Words(
    "Nomor resi {resi} sepertinya salah ketik. Mohon periksa huruf dan angkanya di resi, lalu kirim lagi.",
    "The receipt number {resi} looks mistyped. Please compare it with your receipt and send it again.",
)
UNKNOWN = Words(
    "Nomor resi {resi} tidak kami temukan. Mohon periksa lagi, atau tanyakan di loket.",
    "We do not know the receipt number {resi}. Please check it, or ask at the counter.",
)
HELP = Words(
    "Terima kasih. Kirim nomor resi Anda (12 huruf dan angka di bawah barcode), maka kami jawab sampai di mana "
    'berkasnya. Kirim "berhenti" bila tidak ingin menerima kabar lagi.',
    "Thank you. Send your receipt number (12 letters and digits under the barcode) and we will tell you where your "
    'file stands. Send "stop" if you want no more messages.',
)
STOPPED = Words(
    "Baik, kami tidak mengirim kabar lagi ke alamat ini. Berkas Anda tetap kami proses seperti biasa.",
    "We will send no more messages to this address. Your file goes on as before.",
)
ENOUGH = Words(
    "Pertanyaan Anda sudah banyak dalam satu jam ini. Silakan coba lagi nanti, atau buka halaman resi Anda.",
    "You have asked many times this hour. Please try again later, or open the page of your receipt.",
)
YOUR_NUMBER = Words(
    "Nomor Telegram Anda {nomor}. Sebutkan di loket bila ingin menerima kabar berkas di sini.",
    "Your Telegram number is {nomor}. Tell it at the counter to receive news of your file here.",
)


@dataclass(frozen=True, slots=True)
class InboundText:
    """What a provider says somebody wrote, or pressed: `besides` is what the button or list carries unseen.

    `quoted` is the provider's id of the letter that was answered to.
    """

    channel: ChannelKind
    provider_id: str
    sender: str
    text: str
    besides: tuple[str, ...] = ()
    quoted: str = ""


def hear(office: Office, message: InboundText, at: datetime) -> str:
    """Take up what somebody wrote and put the answer into the outbox; what became of it."""
    address = KNOWN[message.channel].address_of(_as_address(message))
    if address is None:
        return "odd_sender"
    sender = preferences.indexes_of(message.channel, address)
    with transaction.atomic():
        _, new = Inbound.objects.get_or_create(
            channel=message.channel,
            provider_id=_id_of(message, at),
            defaults={"sender_index": sender[0], "at": at, "outcome": "heard"},
        )
        if not new:
            return "repeated"
        questions = Inbound.objects.filter(sender_index__in=sender, at__gt=at - HOUR).count()
        if questions > ANSWERS_AN_HOUR + 1:
            return "limited"
        language = _language_of(sender)
        outcome, body = _limited(language) if questions > ANSWERS_AN_HOUR else _answer(message, sender, language, at)
        _put_out(message.channel, rendering.Envelope(uuid7(at), address, office, language, at), body)
    return outcome


def numbers_in(text: str) -> tuple[list[str], str]:
    """Find what may be receipt numbers in a text, and the first that is nearly one (empty where there is none).

    Words beside a number can make another one: of "resi saya 003K ..." one in 32 reads as RE515AYA003K too.
    """
    numbers = [number.text for number in reading.numbers_in(text) if number.kind is NumberKind.RECEIPT]
    if numbers:
        return numbers, ""
    try:
        reading.read(text)
    except receipt_number.Mistyped as slip:
        return [], str(slip)
    except receipt_number.NotANumber:
        pass
    return [], ""


def _answer(message: InboundText, sender: Sequence[bytes], language: str, at: datetime) -> tuple[str, str]:
    phrases = (message.text, *message.besides)
    if any(stop_request.is_stop(phrase) for phrase in phrases):
        preferences.withdraw_address(sender, at)
        return "stopped", STOPPED.in_language(language)
    if message.text.strip().casefold() == "/start":
        return "greeted", rendering.fill(YOUR_NUMBER.in_language(language), {"nomor": message.sender})
    numbers, mistyped = numbers_in("\n".join(phrases))
    quoted = [] if numbers else _numbers_quoted(message, sender)
    stages = [stage for number in (numbers or quoted) if (stage := _stage_of(number, language, at))]
    if stages:
        return "answered", "\n".join(stages[:MOST_ANSWERED])
    written = next((number for number in numbers if _has_digit(number)), "")
    if written:
        return "unknown", rendering.fill(UNKNOWN.in_language(language), {"resi": receipt_number.grouped(written)})
    if _has_digit(mistyped) and not mistyped.isdigit():  # a long word is not a slip of the hand, nor is a telephone
        return "mistyped", rendering.fill(MISTYPED.in_language(language), {"resi": mistyped.upper()})
    return "helped", HELP.in_language(language)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _numbers_quoted(message: InboundText, sender: Sequence[bytes]) -> list[str]:
    """The files of the letter this person answered to."""
    if not message.quoted:
        return []
    letter = Message.objects.filter(channel=message.channel, provider_id=message.quoted, receiver_index__in=sender)
    return list(letter.exclude(application=None).values_list("application__receipt_number", flat=True))


def _stage_of(number: str, language: str, at: datetime) -> str:
    """Where a file stands, with the address of its page; empty for a number we do not know."""
    row = tracking.look_up(number)
    if row is None:
        return ""
    track = json.loads(tracking.as_of(*row, at)[0])
    stage, way = Stage(track["stage"]), tracking.way_in(track)
    body = rendering.fill(
        STANDS.in_language(language),
        {
            "layanan": track["service"],
            "resi": receipt_number.grouped(number),
            "tahap": words.label(stage, language, way=way),
            "langkah": words.next_step(stage, language, way=way),
            "janji": LATE.in_language(language) if track.get("overdue") else "",
        },
    )
    return f"{body}\n{rendering.link_to(number)}"


def _limited(language: str) -> tuple[str, str]:
    return "limited", ENOUGH.in_language(language)


def _put_out(channel: ChannelKind, envelope: rendering.Envelope, body: str) -> None:
    Message.objects.create(
        id=envelope.id,
        office=envelope.office,
        occasion=ANSWER,
        channel=channel,
        language=envelope.language,
        receiver_index=preferences.index_of(channel, envelope.address),
        address_sealed=vault.seal(ANSWER_PLACE, envelope.id, envelope.address),
        facts={"text": body},
        made_at=envelope.at,
        not_before=envelope.at,
        expires_at=envelope.at + ANSWER_GOOD_FOR,
    )


def _language_of(sender: Sequence[bytes]) -> str:
    """The language this person chose for a file, else Indonesian."""
    chosen = Choice.objects.filter(address_index__in=sender).order_by("-consent_at").first()
    return chosen.language if chosen else "id"


def _as_address(message: InboundText) -> str:
    bare = message.sender.strip()
    return f"+{bare}" if message.channel in PHONES and bare.isascii() and bare.startswith("62") else bare


def _id_of(message: InboundText, at: datetime) -> str:
    """Name a message by the provider's id, or else by its words, sender and minute: the same are the same message."""
    provider_id = message.provider_id.encode("utf-8", "ignore").decode().replace("\x00", "")[:120]
    if provider_id:
        return provider_id
    content = f"{message.sender} {message.text} {at:%Y%m%d%H%M}".encode("utf-8", "ignore")
    return vault.index("inbound", hashlib.sha256(content).hexdigest()).hex()
