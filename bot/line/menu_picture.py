"""Draws the picture of a rich menu: tiles in a grid, each an icon over its words.

What lies under a tile and how it gets to LINE is in `menu`. How it looks is in
`menu_picture.typ`, the icons in `icons/`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typst

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "reports" / "fonts"


@dataclass(frozen=True)
class Tile:
    """One tile: its words, a line break where they take two lines, and a file's name in icons/."""

    label: str
    icon: str

    @property
    def word(self) -> str:
        """What tapping the tile says in the chat, the same as a resident would type."""
        return self.label.replace("\n", "")


def draw(tiles: Sequence[Tile], columns: int, size: tuple[int, int]) -> bytes:
    """PNG of `size` (width, height) in pixels; tiles fill rows of `columns` from the top left.

    The first tile stands out. Raises typst.TypstError when an icon does not exist or a
    label does not fit in letters of at least 100 pixels.
    """
    menu = {
        "size": size,
        "columns": columns,
        "tiles": [{"icon": tile.icon, "lines": tile.label.split("\n")} for tile in tiles],
    }
    picture = typst.compile(
        HERE / "menu_picture.typ",
        format="png",
        ppi=72,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"menu": json.dumps(menu)},
    )
    if not isinstance(picture, bytes):
        raise TypeError("the menu did not come out as one page")
    return picture
