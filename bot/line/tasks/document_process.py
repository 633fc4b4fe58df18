"""A separate program that reads a document, sound or video from stdin and writes it without metadata to stdout.

`bot.line.tasks.document` starts it and reads the exit code.
"""

import io
import re
import sys
import zipfile
import zlib

UNCLEAN = 3
"""Exit code if the metadata cannot be removed."""
UNFIT = 4
"""Exit code for a document that nobody should open: too large when unpacked, or with broken parts."""
_OOXML = "application/vnd.openxmlformats-officedocument."
_MOVIES = ("video/mp4", "video/quicktime", "video/3gpp", "audio/mp4", "audio/3gpp")
_SOUNDS = ("audio/mpeg", "audio/aac", "audio/ogg", "audio/wav")
CLEANABLE = frozenset(
    {
        "application/pdf",
        f"{_OOXML}wordprocessingml.document",
        f"{_OOXML}spreadsheetml.sheet",
        f"{_OOXML}presentationml.presentation",
        *_MOVIES,
        *_SOUNDS,
    }
)
MOST_UNPACKED = 300_000_000
"""Maximum bytes of an unpacked Office document."""
_EMPTY_PARTS = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
_AUTHORS = re.compile(
    rb'((?:\w+:)?(?:author|initials|lastModifiedBy|userId|providerId|displayName|name)=)"[^"]*"'
)
"""Attributes of comments and tracked changes. `name` is replaced only in the parts of `_PEOPLE`."""
_CHANGES = re.compile(rb'((?:\w+:)?(?:author|initials|userId|providerId)=)"[^"]*"')
_AUTHOR_ELEMENT = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
_PEOPLE = re.compile(r"(?:people|persons?|commentAuthors|authors)\d*\.xml$", re.IGNORECASE)
_PLACES = frozenset({b"udta", b"meta", b"uuid", b"XMP_"})
"""Boxes of ISO/IEC 14496-12 with authors, places and devices; pictures and sound are in other boxes."""
_PARENTS = frozenset({b"moov", b"trak"})


class UnfitError(Exception):
    """A document that nobody should open."""


def clean(content: bytes, media_type: str) -> bytes:
    """The file without metadata.

    Raises UnfitError, and the libraries' errors or ValueError for a file whose metadata cannot be removed.
    """
    if media_type == "application/pdf":
        return _pdf(content)
    if media_type.startswith(_OOXML):
        return _office(content)
    if media_type in _MOVIES:
        return _movie(content)
    return _sound(content)


# The libraries are imported where they are used, because the bot imports this module for its constants and does
# not need the 10 MB of the libraries.


def _pdf(content: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise ValueError("encrypted")
    writer = PdfWriter()
    for page in reader.pages:
        for name in ("/Metadata", "/PieceInfo", "/LastModified"):
            page.pop(name, None)
        for note in page.get("/Annots") or ():
            for name in ("/T", "/NM", "/M", "/CreationDate"):
                note.get_object().pop(name, None)
        writer.add_page(page)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _office(content: bytes) -> bytes:
    out, left = io.BytesIO(), MOST_UNPACKED
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            part = _unpacked(old, entry, left)
            left -= len(part)
            # A new entry does not contain the time and the comment of the old one.
            new.writestr(
                zipfile.ZipInfo(entry.filename),
                _part(entry.filename, part),
                compress_type=zipfile.ZIP_DEFLATED,
            )
    return out.getvalue()


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """The content of an entry. Raises UnfitError for more than `most` bytes, whatever its head says."""
    try:
        with archive.open(entry) as file:
            # Bounded, because without a bound everything is unpacked before it is compared with the head.
            content = file.read(most + 1)
    except (EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise UnfitError(str(error)) from error
    if len(content) > most:
        raise UnfitError("too large when unpacked")
    return content


def _part(name: str, content: bytes) -> bytes:
    if name in _EMPTY_PARTS:
        return _EMPTY_PARTS[name]
    if name.startswith("docProps/") or "/embeddings/" in name:
        # A thumbnail, or an embedded document.
        return b""
    if _PEOPLE.search(name):
        return _AUTHORS.sub(rb'\1""', content)
    if name.endswith(".xml"):
        return _AUTHOR_ELEMENT.sub(rb"\1\2", _CHANGES.sub(rb'\1""', content))
    if name.lower().endswith((".jpg", ".jpeg")):
        return _picture(content)
    return content


def _picture(content: bytes) -> bytes:
    """A photo in a document, without the place where it was taken."""
    from PIL import Image  # noqa: PLC0415

    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        plain = Image.new("RGB", picture.size)
        plain.paste(picture.convert("RGB"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=88)
    return out.getvalue()


def _movie(content: bytes) -> bytes:
    """Replace the boxes with metadata by free space of the same size, so that no other box moves."""
    changed = bytearray(content)
    _empty(changed, 0, len(changed))
    return bytes(changed)


def _empty(movie: bytearray, start: int, end: int) -> None:
    at = start
    while at + 8 <= end:
        size, kind, head = (
            int.from_bytes(movie[at : at + 4], "big"),
            bytes(movie[at + 4 : at + 8]),
            8,
        )
        if size == 1:
            size, head = int.from_bytes(movie[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise ValueError("a broken box")
        if kind in _PLACES:
            movie[at + 4 : at + 8] = b"free"
            movie[at + head : at + size] = bytes(size - head)
        elif kind in _PARENTS:
            _empty(movie, at + head, at + size)
        at += size


def _sound(content: bytes) -> bytes:
    import mutagen  # noqa: PLC0415

    file = io.BytesIO(content)
    sound = mutagen.File(file)
    if sound is None:
        raise ValueError("unknown sound")
    file.seek(0)
    sound.delete(file)
    return file.getvalue()


def main(media_type: str, cpu_seconds: int, memory_bytes: int) -> int:
    """Clean stdin to stdout under these limits; returns the exit code, 0, UNCLEAN or UNFIT."""
    _limit(cpu_seconds, memory_bytes)
    try:
        cleaned = clean(sys.stdin.buffer.read(), media_type)
    except (UnfitError, MemoryError) as error:
        sys.stderr.write(type(error).__name__)
        return UNFIT if media_type.startswith(_OOXML) else UNCLEAN
    except Exception as error:  # noqa: BLE001 - the libraries raise many kinds of errors
        sys.stderr.write(type(error).__name__)
        return UNCLEAN
    sys.stdout.buffer.write(cleaned)
    return 0


def _limit(cpu_seconds: int, memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
