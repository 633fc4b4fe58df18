"""Signed URLs: absolute with https only, and valid only for the purpose they were made for."""

from dataclasses import replace

from handlers.core.signed_urls import Page, SignedUrls
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState, Moment
from tests.builders import a_case
from tests.moments import DAY, NOON

LINKS = SignedUrls("https://office.example/", [b"key"])
CASE = a_case()
UNTIL = NOON + DAY
PHOTO = Attachment(
    7,
    "a message",
    "draft:1",
    AttachmentKind.IMAGE,
    Moment.BEFORE,
    1,
    AttachmentState.STORED,
    "a file",
    "image/jpeg",
)


def test_an_address_carries_a_signature_for_its_thing_alone():
    path = LINKS.path(Page.CASE, CASE.id, CASE.number)
    signature = path.removeprefix("/case/7-")
    assert LINKS.case(CASE) == f"https://office.example{path}"
    assert len(signature) == 32
    assert LINKS.is_signed(Page.CASE, 7, CASE.number, signature)
    assert not LINKS.is_signed(Page.CASE, 8, CASE.number, signature)
    assert not LINKS.is_signed(Page.CASE, 7, "", signature)
    assert not LINKS.is_signed(Page.FILE, 7, CASE.number, signature)
    assert not LINKS.is_signed(Page.CASE, 7, CASE.number, "ไม่ใช่")


def test_an_id_that_is_given_again_has_another_address():
    later = replace(PHOTO, message="another message")
    assert len({LINKS.photo(one, "3", UNTIL) for one in (PHOTO, later)}) == 2
    assert len({LINKS.file(one, "3", UNTIL) for one in (PHOTO, later)}) == 2
    assert len({LINKS.case(one) for one in (CASE, replace(CASE, number="another"))}) == 2


def test_the_address_of_a_file_is_of_one_reader_and_for_a_time():
    whole = LINKS.photo(PHOTO, "3", UNTIL)
    assert len({whole, LINKS.photo(PHOTO, "4", UNTIL), LINKS.photo(PHOTO, "3", NOON)}) == 3


def test_another_key_signs_otherwise():
    other = SignedUrls("https://office.example", [b"another key"])
    assert other.case(CASE) != LINKS.case(CASE)


def test_what_an_older_key_signed_is_good_while_that_key_is_there():
    path = LINKS.path(Page.CASE, CASE.id, CASE.number)
    signature = path.rpartition("-")[2]
    newer = SignedUrls("https://office.example", [b"another key", b"key"])
    assert newer.is_signed(Page.CASE, CASE.id, CASE.number, signature)
    assert not newer.is_signed(Page.CASE, 8, CASE.number, signature)
    assert newer.path(Page.CASE, CASE.id, CASE.number) != path
    new_key_only = replace(newer, keys=newer.keys[:1])
    assert not new_key_only.is_signed(Page.CASE, CASE.id, CASE.number, signature)


def test_without_https_there_are_no_addresses():
    for base in ("", "http://127.0.0.1:8000"):
        links = SignedUrls(base, [b"key"])
        files = [links.photo(PHOTO, "3", UNTIL), links.file(PHOTO, "3", UNTIL)]
        assert [*files, links.case(CASE), links.privacy()] == [None] * 4
