"""A picture somebody sent is kept as a plain upright JPEG that tells nothing else, or not at all."""

import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from bot.line.tasks import image as pictures
from bot.line.tasks.image import NotAPictureError, clean
from bot.line.tasks.image_process import LONGEST_SIDE
from tests.fuzz.files import many_scans


def picture(kind: str = "JPEG", size=(40, 30), mode: str = "RGB", **options) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def decode(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def colour(image: Image.Image, x: int, y: int) -> str:
    red, _, blue = image.convert("RGB").getpixel((x, y))
    return "red" if red > blue else "blue"


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("GIF", "P"),
        ("WEBP", "RGB"),
    ],
)
def test_what_telephones_send_becomes_a_jpeg(kind, mode):
    kept = decode(clean(picture(kind, mode=mode)))
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (40, 30))


def test_a_jpeg_of_several_pictures_is_kept_as_its_first():
    first, second = Image.new("RGB", (40, 30), "red"), Image.new("RGB", (40, 30), "blue")
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    kept = decode(clean(out.getvalue()))
    assert (kept.format, colour(kept, 5, 5)) == ("JPEG", "red")


def test_an_animation_is_kept_as_its_first_picture():
    first, second = Image.new("P", (40, 30), 0), Image.new("P", (40, 30), 1)
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=[second])
    assert decode(clean(out.getvalue())).size == (40, 30)


def test_place_telephone_and_comments_are_forgotten():
    exif = Image.Exif()
    exif[0x010F] = "a telephone"
    exif.get_ifd(0x8825).update({1: "N", 2: (13.0, 27.0, 9.0)})
    kept = clean(picture(exif=exif, comment=b"my house"))
    assert dict(decode(kept).getexif()) == {}
    assert [word for word in (b"telephone", b"my house", b"Exif", b"GPS") if word in kept] == []


def test_words_hidden_in_a_png_are_forgotten():
    plain = picture("PNG")
    hidden = b"tEXtComment\0my house"
    chunk = struct.pack(">I", len(hidden) - 4) + hidden + struct.pack(">I", zlib.crc32(hidden))
    assert b"my house" not in clean(plain[:33] + chunk + plain[33:])


def test_what_is_appended_to_a_picture_is_forgotten():
    assert b"<script>" not in clean(picture() + b"<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (40, 30), (5, 15)),
        (3, (40, 30), (35, 15)),
        (6, (30, 40), (15, 5)),
        (8, (30, 40), (15, 35)),
    ],
)
def test_a_picture_taken_sideways_is_turned_upright(orientation, size, red_at):
    exif = Image.Exif()
    exif[0x0112] = orientation
    kept = decode(clean(picture(exif=exif)))
    assert kept.size == size
    assert colour(kept, *red_at) == "red"


def test_a_large_picture_is_made_smaller_and_keeps_its_shape():
    assert decode(clean(picture(size=(4000, 1000)))).size == (LONGEST_SIDE, 512)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ this is a program",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0",
        picture()[:-200],
        picture("PNG")[:60],
        picture("BMP"),
        picture("TIFF"),
    ],
    ids=["empty", "program", "pdf", "svg", "header", "cut_jpeg", "cut_png", "bmp", "tiff"],
)
def test_what_is_no_whole_picture_of_a_known_kind_is_refused(content):
    with pytest.raises(NotAPictureError):
        clean(content)


def test_a_bomb_is_refused_before_it_is_unpacked():
    """A PNG of a few bytes that says it is 60000 × 60000 pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    body = b"IDAT" + zlib.compress(b"\0" * 1000)
    bomb += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    with pytest.raises(NotAPictureError):
        clean(bomb)


@pytest.mark.parametrize(("kind", "size"), [("PNG", (5100, 5000)), ("JPEG", (8000, 7000))])
def test_more_pixels_than_a_telephone_has_are_refused(kind, size):
    out = io.BytesIO()
    Image.new("L", size).save(out, kind)
    with pytest.raises(NotAPictureError, match="ValueError"):
        clean(out.getvalue())


def test_a_picture_that_would_take_for_ever_is_given_up(monkeypatch):
    monkeypatch.setattr(pictures, "CPU_SECONDS", 1)
    with pytest.raises(NotAPictureError, match="exit -"):
        clean(many_scans(200_000))


def test_a_picture_that_takes_all_memory_is_given_up(monkeypatch):
    monkeypatch.setattr(pictures, "MEMORY_BYTES", 300_000_000)
    out = io.BytesIO()
    Image.new("L", (5000, 5000)).save(out, "WEBP", method=0, quality=0)
    with pytest.raises(NotAPictureError):
        clean(out.getvalue())


def test_when_we_cannot_look_it_is_not_the_pictures_fault(monkeypatch):
    monkeypatch.setattr(pictures, "COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(subprocess.CalledProcessError):
        clean(picture())
