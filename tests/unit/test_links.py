"""Signed addresses: whole with https only, and good for the one thing they were made for."""

from handlers.links import Links, Page

LINKS = Links("https://office.example/", b"key")


def test_an_address_carries_a_signature_for_its_thing_alone():
    path = LINKS.path(Page.CASE, 7)
    signature = path.removeprefix("/case/7-")
    assert LINKS.case(7) == f"https://office.example{path}"
    assert len(signature) == 32
    assert LINKS.is_signed(Page.CASE, 7, signature)
    assert not LINKS.is_signed(Page.CASE, 8, signature)
    assert not LINKS.is_signed(Page.FILE, 7, signature)
    assert not LINKS.is_signed(Page.CASE, 7, "ไม่ใช่")


def test_another_key_signs_otherwise():
    other = Links("https://office.example", b"another key")
    assert other.case(7) != LINKS.case(7)


def test_without_https_there_are_no_addresses():
    for base in ("", "http://127.0.0.1:8000"):
        links = Links(base, b"key")
        assert [links.photo(1), links.file(1), links.case(1), links.privacy()] == [None] * 4
