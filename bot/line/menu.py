"""Build the rich menus and publish them on LINE.

The caller gives the labels; `menu_picture` draws the pictures.
https://developers.line.biz/en/docs/messaging-api/using-rich-menus/
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from linebot.v3.messaging import (
    CreateRichMenuAliasRequest,
    MessageAction,
    MessagingApi,
    MessagingApiBlob,
    RichMenuArea,
    RichMenuBounds,
    RichMenuRequest,
    RichMenuSize,
    UpdateRichMenuAliasRequest,
)

from bot.line.menu_picture import Tile, draw
from bot.line.tasks.menu_link import PREFIX

TIMEOUT = (3, 20)  # seconds to connect and to read: the SDK sets no timeout itself


@dataclass(frozen=True)
class Menu:
    """One rich menu.

    `chat_bar`: the label that opens it, at most 14 characters. `size`: width and height in pixels, within
    LINE's limits (width 800-2500, ratio at least 1.45:1).
    """

    key: str
    chat_bar: str
    tiles: tuple[Tile, ...]
    columns: int
    size: tuple[int, int]

    @property
    def alias(self) -> str:
        """The id of the menu's alias on LINE."""
        return PREFIX + self.key


def menus(residents: Sequence[Tile], officers: Sequence[Tile], chat_bar: str) -> tuple[Menu, Menu]:
    """The residents' menu, which is the default for everyone, and the officers' menu of half its height.

    `chat_bar`: the label that opens a menu, at most 14 characters.
    """
    return (
        Menu("residents", chat_bar, tuple(residents), columns=3, size=(2500, 1686)),
        Menu("officers", chat_bar, tuple(officers), columns=len(officers), size=(2500, 843)),
    )


def publish(
    api: MessagingApi,
    blob: MessagingApiBlob,
    menus: Sequence[Menu],
    linked: Mapping[str, Collection[str]],
) -> dict[str, str]:
    """Make `menus` the only menus with our prefix on LINE; the first is the default. Idempotent.

    `linked`: key of a menu to the LINE user ids of the people who see it instead of the default. Returns menu
    key to rich menu id. Raises the SDK's ApiException and urllib3's errors; calling it again then completes
    the work.
    """
    ids = {menu.key: _find_or_create(api, blob, menu) for menu in menus}
    api.set_default_rich_menu(ids[menus[0].key], _request_timeout=TIMEOUT)
    for key, people in linked.items():
        for line_user_id in people:
            api.link_rich_menu_id_to_user(line_user_id, ids[key], _request_timeout=TIMEOUT)
    # Last, because phones that still show an old menu lose it as soon as it is deleted.
    for old in api.get_rich_menu_list(_request_timeout=TIMEOUT).richmenus:
        if old.name.startswith(PREFIX) and old.rich_menu_id not in ids.values():
            api.delete_rich_menu(old.rich_menu_id, _request_timeout=TIMEOUT)
    return ids


def _find_or_create(api: MessagingApi, blob: MessagingApiBlob, menu: Menu) -> str:
    """The id of a menu on LINE with the same content and picture, created when there is none."""
    picture = draw(menu.tiles, menu.columns, menu.size)
    request = _request(menu, picture)
    aliases = api.get_rich_menu_alias_list(_request_timeout=TIMEOUT).aliases
    current = {alias.rich_menu_alias_id: alias.rich_menu_id for alias in aliases}.get(menu.alias)
    existing = api.get_rich_menu_list(_request_timeout=TIMEOUT).richmenus
    # The alias is set after the picture, so a menu with its alias is complete. A menu left by an
    # interrupted run has the name but no alias, and is created again.
    for old in existing:
        if (old.rich_menu_id, old.name) == (current, request.name):
            return str(old.rich_menu_id)
    menu_id: str = api.create_rich_menu(request, _request_timeout=TIMEOUT).rich_menu_id
    blob.set_rich_menu_image(
        menu_id, picture, _headers={"Content-Type": "image/png"}, _request_timeout=TIMEOUT
    )
    if current:
        change = UpdateRichMenuAliasRequest(richMenuId=menu_id)
        api.update_rich_menu_alias(menu.alias, change, _request_timeout=TIMEOUT)
    else:
        new = CreateRichMenuAliasRequest(richMenuAliasId=menu.alias, richMenuId=menu_id)
        api.create_rich_menu_alias(new, _request_timeout=TIMEOUT)
    return menu_id


def _request(menu: Menu, picture: bytes) -> RichMenuRequest:
    """The request that creates the menu; its name ends with a digest of the request and the picture."""
    width, height = menu.size
    request = RichMenuRequest(
        size=RichMenuSize(width=width, height=height),
        selected=True,
        chatBarText=menu.chat_bar,
        areas=[
            RichMenuArea(bounds=bounds, action=MessageAction(label=tile.word, text=tile.word))
            for tile, bounds in zip(menu.tiles, _grid(menu), strict=True)
        ],
    )
    content = json.dumps(request.to_dict(), sort_keys=True).encode() + picture
    request.name = f"{menu.alias} {hashlib.sha256(content).hexdigest()[:16]}"
    return request


def _grid(menu: Menu) -> list[RichMenuBounds]:
    """The bounds of each tile in pixels; there are no gaps, so that every tap hits a tile."""
    width, height = menu.size
    rows = -(-len(menu.tiles) // menu.columns)
    lefts = [width * column // menu.columns for column in range(menu.columns + 1)]
    tops = [height * row // rows for row in range(rows + 1)]
    positions = [divmod(number, menu.columns) for number in range(len(menu.tiles))]
    return [
        RichMenuBounds(
            x=lefts[column],
            y=tops[row],
            width=lefts[column + 1] - lefts[column],
            height=tops[row + 1] - tops[row],
        )
        for row, column in positions
    ]
