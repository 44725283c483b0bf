"""A short stop ends the messages in any dress; a stop within a sentence does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules.stop_request import STOPS, is_stop

DRESS = st.sampled_from(["", " ", "*", "!", "!!!", ".", "🙏", "_", "`", '"', "\u200e", "\n", "~", "😡😡"])


@pytest.mark.parametrize(
    "text",
    [
        "Berhenti", "berhenti.", "Berhenti ya", "stop 🙏", "*STOP*", "tolong berhenti pak", "Stop dong kak",
        "STOOOP", "\u200estop", "ＳＴＯＰ", "Unsubscribe", "UNREG", "berhenti kirim pesan", "mohon hentikan pesannya",
        "stop wa", "saya mau berhenti langganan", "please stop", "Berhenti, terima kasih",
        "jangan kirim lagi", "Jangan kirim pesan lagi ya", "jangan ganggu lagi", "jangan hubungi saya lagi", "jangan WA lagi pak", "mohon dihentikan",
        "stóp", "s\u20ddtop", "st\x07op", "berhenti\nya", "berhenti\tya", "mohon pak kirim kabar berhenti",
    ],
)  # fmt: skip
def test_a_short_stop_is_one_in_any_dress(text):
    assert is_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "jangan kirim dulu", "jangan kirim sekarang", "jangan dikirim ke kantor", "jangan lagi", "jangan kirim KTP saya lagi ke alamat lama", "jangan",
        "jangan berhenti mengirim", "jangan stop", "tidak mau berhenti", "don't stop", "non stop", "stop?",
        "kapan prosesnya berhenti", "saya sudah berhenti kerja", "ambil di halte bus stop", "", "ya", "🙏",
        "kirim pesan lagi ya", "berkas saya jangan sampai berhenti di tengah jalan ya pak mohon dibantu", "stopkontak",
        "stop " * 200, "mohon pak kirim kabar wa berhenti", "stop" + " " * 197, "kirim kabar lagi ya pak, stop",
    ],
)  # fmt: skip
def test_a_stop_within_other_words_is_none(text):
    assert not is_stop(text)


@given(st.sampled_from(["berhenti", "stop", "unsubscribe", "hentikan"]), st.lists(DRESS, max_size=4), st.lists(DRESS, max_size=4))
def test_marks_and_pictures_around_a_stop_change_nothing(word, before, after):
    assert is_stop("".join(before) + word.upper() + "".join(after))


@given(st.text(max_size=300))
def test_no_text_without_a_stop_word_stops(text):
    assert not is_stop("".join(letter for letter in text if letter.isascii() and letter not in "bsuhor"))
    assert is_stop(text) in {True, False}


def test_the_words_stand_in_the_form_they_are_compared_in():
    assert all(is_stop(word) for word in STOPS)
