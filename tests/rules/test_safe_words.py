"""No message of ours can be mistaken for a cheat's, nor carry what it must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import message_safety
from siantar.rules.message_safety import WordingFlaw

HOST = "siantar.tangerangselatankota.go.id"


def flaws(text: str, placeholders: frozenset[str] = frozenset({"resi"})) -> set[WordingFlaw]:
    return {flaw.flaw for flaw in message_safety.flaws(text, placeholders=placeholders, host=HOST)}


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", WordingFlaw.EMPTY), ("a" * 501, WordingFlaw.TOO_LONG), ("Halo {nama}", WordingFlaw.PLACEHOLDER), ("Halo {resi", WordingFlaw.BRACES),
        ("Klik https://siantar-gratis.com/x", WordingFlaw.LINK), ("Klik bit.ly/abc", WordingFlaw.LINK), ("wa.me/62812", WordingFlaw.LINK),
        (f"https://{HOST}.penipu.com/", WordingFlaw.LINK), (f"https://{HOST}@penipu.com/", WordingFlaw.LINK), ("javascript://x", WordingFlaw.LINK),
        ("tulis ke a@b.com", WordingFlaw.LINK), ("NIK 3674026304850003", WordingFlaw.NUMBER), ("telepon 0812-3456-7890", WordingFlaw.NUMBER),
        ("3674 0263 0485 0003", WordingFlaw.NUMBER), ("３６７４０２６３０４８５０００３", WordingFlaw.NUMBER), ("kirim OTP Anda", WordingFlaw.ASKS),
        ("sebutkan kata sandi", WordingFlaw.ASKS), ("transfer dulu", WordingFlaw.ASKS), ("foto KTP", WordingFlaw.ASKS),
    ],
)  # fmt: skip
def test_what_cheats_write_is_refused(text, flaw):
    assert flaw in flaws(text)


@pytest.mark.parametrize(
    "text",
    [
        "Berkas Anda ({resi}) sudah kami terima.", "Datang pukul 07.30-16.00, loket 3.", f"Lihat https://{HOST}/t/ABC",
        "Jl. Raya Serpong No. 8", "Janji 26 November 2026.", "Bawa KTP-el lama dan KK.",
    ],
)  # fmt: skip
def test_what_an_office_says_is_not(text):
    assert flaws(text) == set()


@given(st.text(alphabet="0123456789", min_size=9, max_size=20), st.sampled_from(["", " ", "-", "."]))
def test_a_bare_long_number_never_gets_through(number, between):
    assert WordingFlaw.NUMBER in flaws(between.join(number))


@given(st.text(max_size=600))
def test_any_text_is_judged_without_falling_over(text):
    message_safety.flaws(text, placeholders=frozenset({"resi"}), host=HOST)
    if message_safety.is_safe(text, host=HOST):
        assert "http://" not in text.lower().replace(f"http://{HOST}", "")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a" * 500, []), ("a" * 501, [(WordingFlaw.TOO_LONG, "")]), (" ", [(WordingFlaw.EMPTY, "")]),
        ("{resi} dan {" + "n" * 50 + "}", [(WordingFlaw.PLACEHOLDER, "n" * 40)]), ("{resi} }", [(WordingFlaw.BRACES, "")]),
        ("x" + "y" * 80 + ".com", [(WordingFlaw.LINK, "x" + "y" * 59)]),
        ("081234567890 atau 081234567891", [(WordingFlaw.NUMBER, "081234567890")]),
        ("kirim OTP, sebutkan PIN", [(WordingFlaw.ASKS, "OTP")]),
        (f"ftp://{HOST}/t/", [(WordingFlaw.LINK, f"ftp://{HOST}/t/")]),
        (f"HTTPS://{HOST.upper()}/t/ dan http://{HOST}?a#b", []),
    ],
)  # fmt: skip
def test_each_flaw_says_where_it_is_and_is_said_once(text, where):
    flaws = message_safety.flaws(text, placeholders=frozenset({"resi"}), host=HOST)
    assert [(flaw.flaw, flaw.words) for flaw in flaws] == where
