"""Coordinates are parsed in the forms in which people copy them, and nothing else is."""

import pytest

from domain.organisation.coordinates import read_coordinates


@pytest.mark.parametrize(
    "text",
    [
        "13.5021, 101.2210",
        "13.5021 101.2210",
        "https://www.google.com/maps?q=13.5021,101.2210",
        "https://maps.google.com/?q=13.5021%2C101.2210&z=17",
        "https://www.google.com/maps/place/x/@13.4000,101.1000,17z/data=!3d13.5021!4d101.2210",
        "พิกัด 13.5021,101.2210 ครับ",
    ],
)
def test_a_pair_or_a_link_of_a_map_is_read(text):
    assert read_coordinates(text) == (13.5021, 101.221)


@pytest.mark.parametrize(
    "text", ["", "หน้าวัด", "0811111111", "13, 101", "99.1234, 101.2210", "1.5 km"]
)
def test_anything_else_holds_none(text):
    assert read_coordinates(text) is None
