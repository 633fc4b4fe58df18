"""Draw the picture of a rich menu with Typst: a grid of tiles, each an icon above its label.

The layout is in `menu_picture.typ`, the icons in `icons/`. `menu` defines the tap areas and publishes the
picture. https://typst.app/docs/
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
    """One tile: its label, with a line break if it takes two lines, and the name of an icon in icons/."""

    label: str
    icon: str

    @property
    def word(self) -> str:
        """The text that a tap on the tile sends to the chat."""
        return self.label.replace("\n", "")


def draw(tiles: Sequence[Tile], columns: int, size: tuple[int, int]) -> bytes:
    """A PNG picture of `size` (width, height) in pixels; tiles fill rows of `columns` from the top left.

    The first tile is highlighted. Raises typst.TypstError when an icon does not exist or a label does not fit
    in letters of at least 100 pixels.
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
