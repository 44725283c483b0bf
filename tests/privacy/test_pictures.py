"""Pictures that come in: bounded before they unfold, drawn anew, and nothing of the phone in them afterwards."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from siantar.delivery import portraits, proofs
from siantar.privacy.pictures import NotAPhoto

SECRET = b"Jalan Rahasia 7"
WAYS = pytest.mark.parametrize(
    "clean",
    [lambda content: proofs._clean(content, "JPEG"), lambda content: proofs._clean(content, "PNG"), portraits._small],
    ids=["photo", "signature", "portrait"],
)


def saved(picture: Image.Image, form: str, **more) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def announcing(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that says it is so large; what it unfolds to never comes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def full_of_words() -> list[bytes]:
    """The same picture with a place, a comment and a profile, as JPEG, PNG and WebP carry them."""
    picture, exif = Image.effect_noise((400, 300), 60).convert("RGB"), Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "S"
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode())
    return [
        saved(picture, "JPEG", exif=exif, comment=SECRET, icc_profile=SECRET, xmp=SECRET),
        saved(picture, "PNG", exif=exif, pnginfo=words, icc_profile=SECRET),
        saved(picture, "WEBP", exif=exif.tobytes(), icc_profile=SECRET, xmp=SECRET),
    ]


@WAYS
@pytest.mark.parametrize("number", range(3), ids=["jpeg", "png", "webp"])
def test_nothing_but_the_picture_is_kept(clean, number):
    content = full_of_words()[number]
    assert SECRET in content or number == 1  # PNG packs its profile
    cleaned = clean(content)
    assert SECRET not in cleaned
    with Image.open(io.BytesIO(cleaned)) as picture:
        assert not picture.getexif()
        assert not {"comment", "Comment", "icc_profile", "xmp", "exif"} & picture.info.keys()


@WAYS
def test_a_picture_is_measured_before_it_unfolds(clean, monkeypatch):
    def unfolds(*_arguments):
        raise AssertionError("it was unfolded")

    monkeypatch.setattr(Image.Image, "load", unfolds)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", unfolds)
    for width, height in ((11_000, 6_000), (100_000, 601), (13_000, 13_000), (60_000, 60_000)):
        with pytest.raises(NotAPhoto):
            clean(announcing(width, height))


@WAYS
@pytest.mark.parametrize("form", ["GIF", "TIFF", "BMP", "ICO", "PPM", "EPS"])
def test_only_what_phones_make_is_opened(clean, form):
    with pytest.raises(NotAPhoto):
        clean(saved(Image.new("RGB", (64, 64), "white"), form))


@WAYS
@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_film_is_no_photo(clean, form):
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("white", "black", "red")]
    with pytest.raises(NotAPhoto):
        clean(saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100))


@WAYS
def test_a_broken_picture_is_refused_in_words_and_never_falls_over(clean):
    whole = saved(Image.effect_noise((200, 150), 60).convert("RGB"), "JPEG")
    for cut in (0, 3, 20, 200, len(whole) // 2):
        with pytest.raises(NotAPhoto):
            clean(whole[:cut])


def test_a_photo_taken_upright_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by a quarter to see it as it was taken
    content = saved(Image.new("RGB", (400, 200), "white"), "JPEG", exif=exif)
    with Image.open(io.BytesIO(proofs._clean(content, "JPEG"))) as picture:
        assert picture.size == (200, 400)
