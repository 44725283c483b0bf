"""Whether somebody asks for no more messages: a short stop in any dress, never a word within a longer sentence."""

from __future__ import annotations

import re
import unicodedata

MOST_WORDS = 5
_REPEATED = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")


def _plain(words: str) -> frozenset[str]:
    return frozenset(_REPEATED.sub(r"\1", word) for word in words.split())


STOPS = _plain("berhenti stop stopall unsubscribe unsub unreg hentikan dihentikan brenti berenti optout")
# What stands beside a stop without changing it: courtesy, whom it is said to, what is to stop.
_BESIDE = _plain(
    "ya yah yaa iya dong deh donk kak kakak pak bapak bu ibu mas mbak min admin siantar kantor kecamatan "
    "mohon tolong please pls harap silakan minta saya aku mau ingin "
    "pesan pesannya kabar kabarnya info notifikasi notif sms wa whatsapp telegram surel email langganan berlangganan "
    "kirim mengirim kirimi dikirim mengirimi semua semuanya saja aja sekarang lagi untuk ke me my all now messages "
    "message sending i want to terima kasih makasih trims thanks thank you"
)
# `jangan kirim lagi`: a no to sending, and a word that says it is messages and not the document.
_NO = "jangan"
_SENDING = _plain("kirim mengirim kirimi dikirim mengirimi ganggu hubungi kabari chat wa sms")
_MESSAGES = _plain("lagi pesan pesannya kabar info notifikasi notif chat wa whatsapp sms")


def is_stop(text: str) -> bool:
    """Whether a text is a stop and nothing else; `jangan berhenti`, a question and a longer sentence are none."""
    spoken = unicodedata.normalize("NFKC", text[:200]).casefold()
    if "?" in spoken or len(text) > 200:
        return False
    words = [_REPEATED.sub(r"\1", word) for word in _WORD.findall(_without_marks(spoken))]
    return len(words) <= MOST_WORDS and (_is_stop(set(words)) or _is_no(set(words)))


def _is_stop(words: set[str]) -> bool:
    return bool(words & STOPS) and not words - STOPS - _BESIDE


def _is_no(words: set[str]) -> bool:
    meant = words & _SENDING and words & _MESSAGES
    return _NO in words and bool(meant) and not words - {_NO} - _SENDING - _MESSAGES - _BESIDE


def _without_marks(text: str) -> str:
    """Leave out what is not seen: marks of direction, joiners, variation selectors, accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(
        letter
        for letter in decomposed
        if unicodedata.category(letter) not in {"Cf", "Mn", "Me", "Cc"} or letter in "\n\t"
    )
