"""Documents, audio and video lose author and location, and stay readable."""

import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from bot.line.tasks import document
from bot.line.tasks.file_type import sniff

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AUTHOR = b"Somsri Reporter"


def a_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Author": AUTHOR.decode(), "/Producer": "Somsri's telephone"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_photo() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = AUTHOR.decode()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def a_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("docProps/core.xml", b"<dc:creator>" + AUTHOR + b"</dc:creator>")
        file.writestr("docProps/app.xml", b"<Company>" + AUTHOR + b"</Company>")
        file.writestr(
            "word/document.xml",
            b'<w:t>hello</w:t><w:ins w:id="1" w:author="' + AUTHOR + b'"><w:t>words</w:t></w:ins>',
        )
        file.writestr("word/people.xml", b'<w15:person w15:author="' + AUTHOR + b'"/>')
        file.writestr("word/media/image1.jpeg", a_photo())
    return out.getvalue()


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def a_movie(brand: bytes = b"isom") -> bytes:
    place = box(b"udta", box(b"\xa9xyz", b"+13.4900+101.2500/") + box(b"\xa9ART", AUTHOR))
    track = box(b"trak", box(b"tkhd", b"track") + box(b"meta", AUTHOR))
    return (
        box(b"ftyp", brand + bytes(8))
        + box(b"moov", box(b"mvhd", b"head") + track + place)
        + box(b"mdat", b"the picture and the sound")
        + box(b"uuid", AUTHOR)
    )


def test_a_pdf_loses_its_author_and_keeps_its_pages():
    cleaned = document.clean(a_pdf(), "application/pdf")
    assert AUTHOR not in cleaned
    assert b"Somsri" not in cleaned
    assert len(PdfReader(io.BytesIO(cleaned)).pages) == 1


def test_a_document_loses_author_reviewers_and_the_place_of_its_photos():
    cleaned = document.clean(a_document(), WORD)
    assert sniff(cleaned) == WORD
    with zipfile.ZipFile(io.BytesIO(cleaned)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert not [name for name, content in parts.items() if AUTHOR in content]
    assert b"hello" in parts["word/document.xml"]
    assert b"words" in parts["word/document.xml"]
    assert Image.open(io.BytesIO(parts["word/media/image1.jpeg"])).size == (8, 8)


@pytest.mark.parametrize(
    ("brand", "media_type"),
    [(b"isom", "video/mp4"), (b"M4A ", "audio/mp4"), (b"qt  ", "video/quicktime")],
)
def test_a_recording_loses_place_and_device_and_nothing_moves(brand, media_type):
    movie = a_movie(brand)
    assert sniff(movie) == media_type
    cleaned = document.clean(movie, media_type)
    assert AUTHOR not in cleaned
    assert b"+13.4900" not in cleaned
    assert len(cleaned) == len(movie)
    at = movie.index(b"the picture")
    assert cleaned[at:].startswith(b"the picture and the sound")


def test_plain_text_is_kept_as_it_is():
    assert document.clean(b"words", "text/plain") == b"words"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 broken", "application/pdf"),
        (b"PK\x03\x04 broken", WORD),
        (a_movie()[:-5], "video/mp4"),
        (b"\x1aE\xdf\xa3", "video/webm"),
    ],
)
def test_of_what_cannot_be_read_it_says_so(content, media_type):
    assert document.clean(content, media_type) is None
