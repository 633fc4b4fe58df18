"""The rich menus: what lies under each tile, and putting them up on LINE.

Their words come in from the caller, their looks are in `menu_picture`.
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

OURS = "rongtuk-"  # begins the name and the alias of each menu that is ours to replace
TIMEOUT = (3, 20)  # seconds to connect, to read: the SDK itself would wait for ever


@dataclass(frozen=True)
class Menu:
    """One rich menu; `size` in pixels as LINE allows them (width 800-2500, at least 1.45:1)."""

    key: str
    chat_bar: str
    tiles: tuple[Tile, ...]
    columns: int
    size: tuple[int, int]

    @property
    def alias(self) -> str:
        return OURS + self.key


def menus(residents: Sequence[Tile], officers: Sequence[Tile], chat_bar: str) -> tuple[Menu, Menu]:
    """The residents' menu, which is everyone's default, and the lower one of the officers.

    `chat_bar` is the line people tap to open a menu, at most 14 characters.
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
    """Make LINE show exactly `menus`, the first of them to everyone; twice is the same as once.

    `linked`: key of a menu -> LINE ids of the people who see it in place of the default.
    Returns key -> rich menu id. Raises the SDK's ApiException and urllib3's errors; running
    it again then finishes the work.
    """
    ids = {menu.key: _put_up(api, blob, menu) for menu in menus}
    api.set_default_rich_menu(ids[menus[0].key], _request_timeout=TIMEOUT)
    for key, people in linked.items():
        for person in people:
            api.link_rich_menu_id_to_user(person, ids[key], _request_timeout=TIMEOUT)
    # Last, because a deleted menu vanishes at once from the phones that still show it.
    for old in api.get_rich_menu_list(_request_timeout=TIMEOUT).richmenus:
        if old.name.startswith(OURS) and old.rich_menu_id not in ids.values():
            api.delete_rich_menu(old.rich_menu_id, _request_timeout=TIMEOUT)
    return ids


def give(api: MessagingApi, key: str, person: str) -> None:
    """Show one person, by LINE id, a published menu other than the default.

    Raises the SDK's ApiException: 404 when the menu was never published.
    """
    alias = api.get_rich_menu_alias(OURS + key, _request_timeout=TIMEOUT)
    api.link_rich_menu_id_to_user(person, alias.rich_menu_id, _request_timeout=TIMEOUT)


def _put_up(api: MessagingApi, blob: MessagingApiBlob, menu: Menu) -> str:
    """Id of this very menu on LINE, made when it is not there yet."""
    picture = draw(menu.tiles, menu.columns, menu.size)
    request = _request(menu, picture)
    aliases = api.get_rich_menu_alias_list(_request_timeout=TIMEOUT).aliases
    shown = {alias.rich_menu_alias_id: alias.rich_menu_id for alias in aliases}.get(menu.alias)
    there = api.get_rich_menu_list(_request_timeout=TIMEOUT).richmenus
    # The alias is set after the picture, so a menu under its alias is a whole one:
    # what a broken run left behind has the name and no alias, and is made anew.
    for old in there:
        if (old.rich_menu_id, old.name) == (shown, request.name):
            return str(old.rich_menu_id)
    menu_id: str = api.create_rich_menu(request, _request_timeout=TIMEOUT).rich_menu_id
    blob.set_rich_menu_image(
        menu_id, picture, _headers={"Content-Type": "image/png"}, _request_timeout=TIMEOUT
    )
    if shown:
        change = UpdateRichMenuAliasRequest(richMenuId=menu_id)
        api.update_rich_menu_alias(menu.alias, change, _request_timeout=TIMEOUT)
    else:
        new = CreateRichMenuAliasRequest(richMenuAliasId=menu.alias, richMenuId=menu_id)
        api.create_rich_menu_alias(new, _request_timeout=TIMEOUT)
    return menu_id


def _request(menu: Menu, picture: bytes) -> RichMenuRequest:
    """What LINE is asked for; the name ends in a digest of everything a person would notice."""
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
    noticed = json.dumps(request.to_dict(), sort_keys=True).encode() + picture
    request.name = f"{menu.alias} {hashlib.sha256(noticed).hexdigest()[:16]}"
    return request


def _grid(menu: Menu) -> list[RichMenuBounds]:
    """Where each tile lies, in pixels; neighbours touch, so that no tap falls between them."""
    width, height = menu.size
    rows = -(-len(menu.tiles) // menu.columns)
    lefts = [width * column // menu.columns for column in range(menu.columns + 1)]
    tops = [height * row // rows for row in range(rows + 1)]
    places = [divmod(number, menu.columns) for number in range(len(menu.tiles))]
    return [
        RichMenuBounds(
            x=lefts[column],
            y=tops[row],
            width=lefts[column + 1] - lefts[column],
            height=tops[row + 1] - tops[row],
        )
        for row, column in places
    ]
