"""Hostile files: decompression bombs, polyglots, truncated and empty ones, and real ones mutated by the given dice."""

import gzip
import io
import random
import struct
import zipfile
import zlib

from PIL import Image

PAGE = b"<!doctype html><script>alert(1)</script>"
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def picture(
    kind: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: object
) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **options)
    return out.getvalue()


def many_scans(count: int) -> bytes:
    """Return a progressive JPEG of a few kilobytes that repeats its last scan many times."""
    whole = picture("JPEG", size=(6000, 4000), progressive=True, quality=20)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + last * count + whole[-2:]


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, "x" * 1000)
    return out.getvalue()


def crowded_archive(entries: int) -> bytes:
    """Return a ZIP archive whose directory has this many entries and no content."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, *[0] * 7, 1, *[0] * 6) + b"x"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * entries, 30, 0)
    return b"PK\3\4" + bytes(26) + entry * entries + end


def png_of(width: int, height: int, *, body: bytes = b"") -> bytes:
    """Return a PNG whose header states this size, with other content."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", body or zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def animation(kind: str) -> bytes:
    frames = [Image.new("RGB", (32, 32), (shade, 0, 0)) for shade in range(0, 250, 10)]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def hostile_files() -> dict[str, tuple[bytes, str | None]]:
    """Files with the media type as which each may be served; None if it must not be stored."""
    jpeg, gif = picture("JPEG"), picture("GIF", "P")
    jar = archive("META-INF/MANIFEST.MF", "Evil.class")
    return {
        "a JPEG and a ZIP": (jpeg + archive("evil.exe"), "image/jpeg"),
        "a JPEG and a page": (jpeg + PAGE, "image/jpeg"),
        "a page in a JPEG's comment": (picture("JPEG", comment=PAGE), "image/jpeg"),
        "a GIF and a JAR": (gif + jar, "image/jpeg"),
        "a GIF that is a script": (b"GIF89a/*" + PAGE, None),
        "an animated GIF": (animation("GIF"), "image/jpeg"),
        "an animated WebP": (animation("WEBP"), "image/jpeg"),
        "an animated PNG": (animation("PNG"), "image/jpeg"),
        "a JPEG cut short": (jpeg[: len(jpeg) // 2], None),
        "a PNG of 60,000 a side": (png_of(60_000, 60_000), None),
        "a PNG of 100 megapixels": (png_of(10_000, 10_000), None),
        "a PNG that unpacks for ever": (
            png_of(10, 10, body=zlib.compress(bytes(30_000_000))),
            "image/jpeg",
        ),
        "a JPEG of 256 megapixels": (picture("JPEG", "L", (16_000, 16_000), quality=1), None),
        "a PDF with a script": (
            b"%PDF-1.7\n/OpenAction<</S/JavaScript/JS(app.alert)>>",
            "application/pdf",
        ),
        "a PDF and a page": (b"%PDF-1.4\n" + PAGE, "application/pdf"),
        "a picture drawn by a script": (SVG, None),
        "such a picture behind marks": (b"\xef\xbb\xbf \r\n\t" + SVG, None),
        "a page": (PAGE, None),
        "a page behind many spaces": (b" " * 10_000 + PAGE, None),
        "a page in UTF-16": (PAGE.decode().encode("utf-16"), None),
        "a page after some words": ("หลักฐาน ".encode() + PAGE, "text/plain"),
        "a shell script": (b"#!/bin/sh\nrm -rf /", None),
        "a program": (b"MZ\x90\x00" + bytes(100), None),
        "an archive": (jar, None),
        "an archive of archives": (archive("[Content_Types].xml", "a.zip"), None),
        "a document with a macro": (
            archive("[Content_Types].xml", "word/x", "word/vbaProject.bin"),
            None,
        ),
        "a crowded archive": (crowded_archive(200_000), None),
        "something zipped": (gzip.compress(bytes(1_000_000)), None),
        "too many words": (b"a" * 6_000_000, None),
        "an MP3's name and no more": (b"ID3" + PAGE, "audio/mpeg"),
        "an MP4's name and no more": (b"\0\0\0\x20ftypisom" + PAGE, "video/mp4"),
        "an Ogg's name and no more": (b"OggS" + PAGE, "audio/ogg"),
        "a WebP's name and no more": (b"RIFF\xff\xff\xff\xffWEBPVP8X" + bytes(20), None),
        "nothing": (b"", None),
        "a zero": (b"\0", None),
    }


def mutated(dice: random.Random, content: bytes) -> bytes:
    """Return the content with some bytes changed, removed, duplicated or set to extremes."""
    whole = bytearray(content)
    for _ in range(dice.randrange(1, 8)):
        if not whole:
            break
        start = dice.randrange(len(whole))
        end = min(len(whole), start + dice.choice((1, 2, 4, 64)))
        match dice.randrange(5):
            case 0:
                del whole[start:end]
            case 1:
                whole[start:start] = whole[start:end] * dice.choice((1, 8, 500))
            case 2:
                whole[start:end] = dice.choice((b"\xff", b"\0", b"\x7f")) * (end - start)
            case 3:
                whole[start] ^= 1 << dice.randrange(8)
            case _:
                whole[start:end] = dice.randbytes(end - start)
    return bytes(whole)
