"""Signed addresses: whole with https only, and good for the one thing they were made for."""

from dataclasses import replace

import pytest

from handlers.core.signed_urls import Page, Reader, SignedUrls
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState, Moment
from tests.builders import a_case
from tests.moments import NOON

LINKS = SignedUrls("https://office.example/", [b"key"])
CASE = a_case()
PHOTO = Attachment(
    7,
    "a message",
    "draft:1",
    AttachmentKind.IMAGE,
    Moment.BEFORE,
    1,
    AttachmentState.KEPT,
    "a file",
    "image/jpeg",
)


READER = Reader("officer:3", NOON)


def test_a_token_opens_its_thing_alone_and_tells_no_id():
    path = LINKS.case_path(CASE.id, CASE.number)
    token = path.removeprefix("/case/")
    opened = LINKS.opened(Page.CASE, token)
    assert LINKS.case(CASE).startswith("https://office.example/case/")
    assert (opened.key, opened.name, opened.reader, opened.until) == (7, CASE.number, "", 0)
    assert LINKS.opened(Page.FILE, token) is None
    assert LINKS.opened(Page.CASE, token[:-2] + "AA") is None
    assert LINKS.case_path(CASE.id, CASE.number) != path


@pytest.mark.parametrize("token", ["", "-", "7-" + "0" * 32, "ไม่ใช่", "f" * 5000, "\0"])
def test_anything_else_opens_nothing(token):
    assert LINKS.opened(Page.CASE, token) is None


def test_a_file_s_token_names_its_reader_and_its_end():
    token = LINKS.file_path(PHOTO, READER).removeprefix("/files/")
    opened = LINKS.opened(Page.FILE, token)
    assert (opened.reader, opened.until) == ("officer:3", NOON.timestamp())


def test_a_token_of_an_older_key_is_good_while_that_key_is_there():
    token = LINKS.case_path(CASE.id, CASE.number).removeprefix("/case/")
    newer = SignedUrls("https://office.example", [b"another key", b"key"])
    assert newer.opened(Page.CASE, token) is not None
    assert replace(newer, keys=newer.keys[:1]).opened(Page.CASE, token) is None


def test_without_https_there_are_no_addresses():
    for base in ("", "http://127.0.0.1:8000"):
        links = SignedUrls(base, [b"key"])
        assert [
            links.photo(PHOTO, READER),
            links.file(PHOTO, READER),
            links.case(CASE),
            links.privacy(),
        ] == [None] * 4
