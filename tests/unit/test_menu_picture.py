"""The rich menu's picture is accepted by LINE and legible for old people."""

import io
import re
from pathlib import Path

import pytest
import typst
from PIL import Image, ImageFont

from bot.line.menu_picture import FONTS, HERE, Tile, draw

RESIDENTS = (
    Tile("แจ้งเรื่อง", "report"),
    Tile("ติดตามเรื่อง", "track"),
    Tile("ประเมิน\nความพึงพอใจ", "rate"),
    Tile("ร้องเรียน\nเจ้าหน้าที่", "conduct"),
    Tile("บริการ\nและขั้นตอน", "services"),
    Tile("ติดต่อเรา", "contact"),
)
OFFICERS = (
    Tile("งานของฉัน", "work"),
    Tile("ติดตามเรื่อง", "track"),
    Tile("แจ้งเรื่อง", "report"),
)


@pytest.mark.parametrize(
    ("tiles", "columns", "size"), [(RESIDENTS, 3, (2500, 1686)), (OFFICERS, 3, (2500, 843))]
)
def test_the_picture_has_the_size_asked_for_and_is_light_enough_for_line(tiles, columns, size):
    picture = draw(tiles, columns, size)
    assert Image.open(io.BytesIO(picture)).size == size
    assert len(picture) <= 1_000_000


def test_its_letters_are_at_hand():
    # With a missing font, typst would silently draw boxes.
    assert ImageFont.truetype(FONTS / "Sarabun-Bold.ttf").getname() == ("Sarabun", "Bold")


def test_the_same_menu_is_drawn_the_same_to_the_byte():
    assert draw(OFFICERS, 3, (2500, 843)) == draw(OFFICERS, 3, (2500, 843))


def test_other_words_make_another_picture():
    other = (Tile("งานของเรา", "work"), *OFFICERS[1:])
    assert draw(other, 3, (2500, 843)) != draw(OFFICERS, 3, (2500, 843))


def test_every_tile_is_drawn_and_only_the_first_stands_out():
    picture = Image.open(io.BytesIO(draw(RESIDENTS, 3, (2500, 1686)))).convert("RGB")
    corners = [
        picture.getpixel((2500 * column // 3 + 90, 843 * row + 90))
        for row in range(2)
        for column in range(3)
    ]
    assert corners == [(10, 106, 91)] + [(255, 255, 255)] * 5


def test_words_that_would_come_out_small_are_refused():
    with pytest.raises(typst.TypstError, match="break the longest label"):
        draw([Tile("ร้องเรียนเจ้าหน้าที่", "conduct")] * 4, 4, (2500, 843))


def test_an_icon_that_does_not_exist_is_refused():
    with pytest.raises(typst.TypstError, match="no-such-icon"):
        draw([Tile("แจ้งเรื่อง", "no-such-icon")], 1, (2500, 843))


def test_a_tile_says_its_words_in_one_piece():
    assert Tile("บริการ\nและขั้นตอน", "services").word == "บริการและขั้นตอน"


@pytest.mark.parametrize("icon", sorted((HERE / "icons").iterdir()), ids=lambda path: path.stem)
def test_icons_hold_no_letters_and_take_their_colour_from_the_tile(icon: Path):
    drawing = icon.read_text()
    assert "<text" not in drawing
    assert set(re.findall(r'(?:stroke|fill)="([a-zA-Z#]+\w*)"', drawing)) <= {
        "none",
        "currentColor",
    }
