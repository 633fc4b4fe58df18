"""Documents, audio and video lose author and location, and stay readable."""

import io
import struct
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from bot.line.tasks import document
from bot.line.tasks.document_process import MOST_UNPACKED
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


def packed(part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", part)
    return out.getvalue()


@pytest.fixture(scope="module")
def a_bomb():
    return packed(bytes(MOST_UNPACKED + 1))


def test_a_document_that_unpacks_to_gigabytes_is_not_kept_even_unclean(a_bomb):
    assert sniff(a_bomb) == WORD
    with pytest.raises(document.UnfitDocumentError):
        document.clean(a_bomb, WORD)


@pytest.mark.parametrize(
    ("said", "is_"),
    [(struct.pack("<I", MOST_UNPACKED + 1), struct.pack("<I", 1000)), (b"\0" * 64, b"\1" * 64)],
    ids=["a head that lies", "a broken part"],
)
def test_a_document_whose_parts_are_not_what_their_heads_say_is_not_kept(a_bomb, said, is_):
    with pytest.raises(document.UnfitDocumentError):
        document.clean(a_bomb.replace(said, is_), WORD)


def test_a_document_stays_packed():
    content = packed(b"<w:t>words</w:t>" * 100_000)
    assert len(document.clean(content, WORD)) < 2 * len(content)
