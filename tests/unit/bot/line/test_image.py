"""Pictures are stored as upright JPEGs without metadata, or not at all."""

import base64
import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from bot.line.tasks import image as pictures
from bot.line.tasks.image import NotAPictureError, TooLargePictureError, clean
from bot.line.tasks.image_process import LONG_SIDE, RESULT_PIXELS, SHORT_SIDE, reencode
from tests.fuzz.files import many_scans


def picture(kind: str = "JPEG", size=(40, 30), mode: str = "RGB", **options) -> bytes:
    """Return a picture with a red left and a blue right half."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def photograph(**options) -> bytes:
    """Return a JPEG with detail in every block, as of a camera."""
    out = io.BytesIO()
    Image.radial_gradient("L").rotate(30).convert("RGB").save(out, "JPEG", **options)
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
        ("BMP", "RGB"),
        ("BMP", "P"),
        ("TIFF", "RGB"),
        ("TIFF", "CMYK"),
        ("TIFF", "1"),
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
    assert decode(clean(picture(size=(4096, 3072)))).size == (LONG_SIDE, 1536)


@pytest.mark.parametrize(
    ("kind", "size", "kept_size"),
    [
        ("PNG", (1080, 9000), (1080, 9000)),
        ("PNG", (1440, 9600), (SHORT_SIDE, 7200)),
        ("JPEG", (12_000, 2400), (5400, SHORT_SIDE)),
        ("PNG", (3, 2500), (3, 2500)),
    ],
    ids=["screenshot", "wide screenshot", "panorama", "line"],
)
def test_a_long_picture_stays_legible(kind, size, kept_size):
    assert decode(clean(picture(kind, size=size))).size == kept_size


def test_a_screenshot_without_end_is_kept_within_bounds():
    kept = decode(clean(picture("PNG", size=(1080, 40_000))))
    assert kept.width * kept.height <= RESULT_PIXELS * 1.01
    assert kept.width > 700


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("missing", [1, 2])
def test_a_jpeg_that_lacks_only_its_end_marker_is_kept(missing, progressive):
    whole = photograph(progressive=progressive)
    assert clean(whole[:-missing]) == clean(whole)


@pytest.mark.parametrize("missing", [8, 50, 2000])
def test_a_jpeg_that_lacks_a_part_of_the_picture_is_refused(missing):
    with pytest.raises(NotAPictureError):
        clean(photograph()[:-missing])


@pytest.mark.parametrize("kept", [0.9, 0.7, 0.3])
@pytest.mark.parametrize("kind", ["JPEG", "progressive JPEG", "PNG"])
def test_of_a_cut_picture_the_part_that_is_there_is_kept(kind, kept):
    out = io.BytesIO()
    shades = Image.radial_gradient("L").resize((900, 900)).convert("RGB")
    shades.save(out, kind.split()[-1], progressive=kind.startswith("progressive"))
    whole = out.getvalue()
    part = decode(clean(whole[: int(len(whole) * kept)], keep_cut=True)).convert("L")
    same = decode(clean(whole)).convert("L")
    assert part.size == same.size
    assert all(abs(part.getpixel((x, 20)) - same.getpixel((x, 20))) < 60 for x in range(0, 900, 30))


@pytest.mark.parametrize("whole", [photograph(), picture("PNG", size=(400, 300))])
def test_a_picture_of_which_nothing_is_there_is_refused(whole):
    for size in (4, 20, 45):
        with pytest.raises(NotAPictureError):
            clean(whole[:size], keep_cut=True)


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
        picture("PPM"),
    ],
    ids=["empty", "program", "pdf", "svg", "header", "cut_jpeg", "cut_png", "ppm"],
)
def test_what_is_no_whole_picture_of_a_known_kind_is_refused(content):
    with pytest.raises(NotAPictureError):
        clean(content)


def png(width: int, height: int, body: bytes, *extra: tuple[bytes, bytes]) -> bytes:
    """Return a PNG of 8-bit RGB with this header and compressed body; `extra` chunks come before the body."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), *extra, (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def chunk(kind: bytes, body: bytes, *, broken: bool = False) -> bytes:
    check = zlib.crc32(kind + body) ^ broken
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


@pytest.mark.parametrize(
    "size", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (13_000, 13_000)], ids=str
)
def test_a_bomb_is_refused_before_it_is_unpacked(size):
    """Return a PNG of a few bytes whose header states this size."""
    with pytest.raises(TooLargePictureError):
        clean(png(*size, zlib.compress(b"\0" * 1000)))


@pytest.mark.parametrize(
    ("kind", "size", "options"),
    [
        ("JPEG", (12_000, 9000), {"progressive": True}),
        ("JPEG", (16_320, 12_240), {}),
        ("PNG", (9248, 6944), {"compress_level": 1}),
    ],
    ids=["108 megapixels", "200 megapixels", "64 megapixels"],
)
def test_the_largest_photos_of_telephones_are_kept(kind, size, options):
    out = io.BytesIO()
    Image.new("L", size).save(out, kind, **options)
    assert decode(clean(out.getvalue())).width == LONG_SIDE


def test_more_pixels_than_any_telephone_has_are_too_large():
    out = io.BytesIO()
    Image.new("L", (16_000, 16_000)).save(out, "JPEG")
    with pytest.raises(TooLargePictureError):
        clean(out.getvalue())


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoAABAAAAAAAAAEIAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABo"
    "dmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADcaXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEA"
    "GEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqrprm4CGgwIAAAAyAAAAD"
    "AIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAAKAAAAAEA"
    "AAAeAAAAAf///+gAAAAC////3gAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAASm1k"
    "YXQAAAA+KAGvGSGiIEjvXaW//4jK/5iBf67xteLmEVzuA7HkaGnwZKkqSD0SoHKqgLVIndWvoj7AQLo6FlTwtZqI7YA="
)
"""The picture of `picture()`, written by libheif 1.20: the installed libraries cannot write this format."""


@pytest.mark.parametrize("content", [HEIC, picture("AVIF")], ids=["heic", "avif"])
def test_the_formats_of_new_telephones_are_kept(content):
    kept = decode(clean(content))
    assert (kept.format, kept.size) == ("JPEG", (40, 30))
    assert (colour(kept, 5, 15), colour(kept, 35, 15)) == ("red", "blue")


def exif_jpeg(exif: bytes) -> bytes:
    """Return a JPEG with these bytes as its EXIF segment."""
    segment = b"Exif\0\0" + exif
    plain = picture()
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + plain[2:]


ODD_EXIF = {
    "cut short": b"II*\0\x08\0\0\0\x05\0",
    "no TIFF header": b"nothing of the kind",
    "entries past the end": b"II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x03\0\xff\xff\xff\x7f" * 3,
    "directory past the end": b"MM\0*\x7f\xff\xff\xff",
    "a loop": b"II*\0\x08\0\0\0\0\0\x08\0\0\0",
    "an orientation of 99": b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x63\0\0\0\0\0\0\0",
    "an orientation in words": b"II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x04\0\0\0top\0\0\0\0\0",
    "a resolution of 1/0": b"II*\0\x08\0\0\0\x01\0\x1a\x01\x05\0\x01\0\0\0\x1a\0\0\0\0\0\0\0"
    + struct.pack("<II", 1, 0),
    "empty": b"",
}


def test_what_pillow_warns_of_is_no_reason_to_refuse_a_photo():
    assert decode(clean(exif_jpeg(ODD_EXIF["cut short"]))).size == (40, 30)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("exif", ODD_EXIF.values(), ids=ODD_EXIF)
def test_odd_metadata_is_no_reason_to_refuse_a_photo(exif):
    assert decode(reencode(exif_jpeg(exif))).size == (40, 30)


def test_a_photo_whose_index_of_several_pictures_is_broken_is_kept():
    first = Image.new("RGB", (40, 30), "red")
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[first])
    whole = out.getvalue()
    at = whole.index(b"MPF\0")
    for content in (
        whole[: at + 4] + b"\xff" * 40 + whole[at + 44 :],
        whole[: whole.rindex(b"\xff\xd8")],
    ):
        assert decode(clean(content)).size == (40, 30)


PIXELS = zlib.compress((b"\0" + b"\xff\0\0" * 40) * 30)
ODD_CHUNKS = {
    "a wrong checksum": chunk(b"tEXt", b"Comment\0hello", broken=True),
    "a profile that is none": chunk(b"iCCP", b"name\0\0not compressed"),
    "a profile cut short": chunk(b"iCCP", b""),
    "text that unpacks for ever": chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(90_000_000))),
    "a wrong gamma": chunk(b"gAMA", b"\0"),
    "a wrong resolution": chunk(b"pHYs", b"\0\0"),
    "a broken animation": chunk(b"acTL", b"\0\0\0\0\0\0\0\0") + chunk(b"fcTL", b"\xff" * 26),
    "broken EXIF": chunk(b"eXIf", b"II*\0", broken=True),
    "EXIF that is none": chunk(b"eXIf", b"nothing of the kind"),
    "an unknown kind": chunk(b"vpAg", b"\0" * 9),
    "international text": chunk(b"iTXt", b"\xff\0\1\0\0\0\xff"),
    "wrong chromaticities": chunk(b"cHRM", b"\0" * 7),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("odd", ODD_CHUNKS.values(), ids=ODD_CHUNKS)
def test_a_fault_in_an_optional_chunk_is_no_reason_to_refuse_a_png(odd):
    whole = png(40, 30, PIXELS)
    for content in (whole[:33] + odd + whole[33:], whole[:-12] + odd + whole[-12:]):
        kept = decode(reencode(content))
        assert (kept.size, colour(kept, 5, 5)) == ((40, 30), "red")


def test_a_png_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert decode(clean(picture("PNG", exif=exif))).size == (30, 40)


def test_a_picture_with_a_broken_colour_profile_is_kept():
    for kind in ("JPEG", "WEBP"):
        assert decode(clean(picture(kind, icc_profile=b"no profile"))).size == (40, 30)


def transparent(mode: str, kind: str) -> bytes:
    """Return a picture that is transparent left of the middle and black right of it."""
    image = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (20, 0, 40, 30))
    out = io.BytesIO()
    if mode == "P":
        image.quantize(4).save(out, kind)
    elif mode == "P with one transparent colour":
        flat = Image.new("P", (40, 30), 0)
        flat.putpalette([0, 0, 0, 0, 0, 0])
        flat.paste(1, (20, 0, 40, 30))
        flat.save(out, kind, transparency=0)
    elif mode == "RGB with a transparent colour":
        flat = Image.new("RGB", (40, 30), (9, 9, 9))
        flat.paste((0, 0, 0), (20, 0, 40, 30))
        flat.save(out, kind, transparency=(9, 9, 9))
    else:
        image.convert(mode).save(out, kind, **({"lossless": True} if kind == "WEBP" else {}))
    return out.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGBA", "PNG"),
        ("LA", "PNG"),
        ("P", "PNG"),
        ("P with one transparent colour", "PNG"),
        ("P with one transparent colour", "GIF"),
        ("RGB with a transparent colour", "PNG"),
        ("RGBA", "WEBP"),
        ("RGBA", "AVIF"),
    ],
)
def test_what_is_transparent_becomes_white(mode, kind):
    kept = decode(reencode(transparent(mode, kind))).convert("L")
    assert kept.getpixel((5, 15)) > 245
    assert kept.getpixel((35, 15)) < 15


def test_sixteen_bits_of_grey_keep_their_shades():
    ramp = Image.new("I;16", (256, 8))
    for x in range(256):
        ramp.paste(x * 257, (x, 0, x + 1, 8))
    out = io.BytesIO()
    ramp.save(out, "PNG")
    kept = decode(clean(out.getvalue())).convert("L")
    assert all(abs(kept.getpixel((x, 4)) - x) <= 6 for x in range(256))


def test_ink_of_a_printers_photo_keeps_its_colours():
    image = Image.new("CMYK", (40, 30), (0, 255, 255, 0))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    red, green, blue = decode(clean(out.getvalue())).getpixel((20, 15))
    assert red > 200
    assert max(green, blue) < 60


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
