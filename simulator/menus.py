"""Stores rich menus, their images, their aliases and their links to people.

https://developers.line.biz/en/reference/messaging-api/#rich-menu
"""

import io
import re
import secrets
from typing import Any

from PIL import Image, UnidentifiedImageError

from simulator import menu_rules
from simulator.errors import LineError, body_errors
from simulator.friends import Friends
from simulator.store import Store
from simulator.wire import Feed

MAX_MENUS = 1000
MAX_IMAGE_BYTES = 1_000_000
ALIAS = re.compile(r"[a-z0-9_-]{1,32}")
DEFAULT = "default"

Menu = dict[str, Any]


class Menus:
    """All rich menus and who sees which. The caller must hold the store's lock."""

    def __init__(self, store: Store, friends: Friends, feed: Feed) -> None:
        self._store = store
        self._friends = friends
        self._feed = feed
        self._menus = store.table("menus")
        self._aliases = store.table("aliases")
        self._chosen = store.table("menu")

    def create(self, menu: Menu) -> str:
        """Store a menu and return its id. Raises LineError 400 for an invalid menu."""
        menu_rules.check(menu)
        if len(self._menus) >= MAX_MENUS:
            raise LineError(400, "The number of rich menus has reached the maximum.")
        number = f"richmenu-{secrets.token_hex(16)}"
        self._menus[number] = {"menu": menu, "mime": None}
        return number

    def get(self, number: str) -> Menu:
        """The menu as LINE returns it. Raises LineError 404 when there is none."""
        return {"richMenuId": number, **self._record(number)["menu"]}

    def all(self) -> list[Menu]:
        return [self.get(number) for number in self._menus]

    def delete(self, number: str) -> None:
        """Delete a menu; people who were linked to it see the default menu."""
        self._record(number)
        del self._menus[number]
        if self.default() == number:
            del self._chosen[DEFAULT]
        for key in self._friends.roster.people:
            if self._friends.standing(key)["menu"] == number:
                self._friends.set_standing(key, menu=None)
        self._feed.add("menu", None)

    def put_image(self, number: str, data: bytes, mime: str) -> None:
        """Set the image of a menu, once. Raises LineError 400, 413 or 415 when it does not fit the menu."""
        record = self._record(number)
        if record["mime"]:
            raise LineError(400, "An image has already been uploaded to the richmenu")
        if mime not in {"image/png", "image/jpeg"}:
            raise LineError(415, f"The content type, {mime}, is not supported")
        if len(data) > MAX_IMAGE_BYTES:
            raise LineError(413, "Request Entity Too Large")
        try:
            with Image.open(io.BytesIO(data)) as image:
                size, kind = image.size, f"image/{(image.format or '').lower()}"
        except UnidentifiedImageError:
            raise LineError(400, "The image format is not supported") from None
        wanted = (record["menu"]["size"]["width"], record["menu"]["size"]["height"])
        if size != wanted or kind != mime:
            raise LineError(400, "The image size is not allowed for richmenu")
        self._store.keep_file(number, data)
        self._menus.update(number, mime=mime)

    def image(self, number: str) -> tuple[bytes, str]:
        """Content and media type of a menu's image. Raises LineError 404 when it has none."""
        mime = self._record(number)["mime"]
        if mime is None:
            raise LineError(404, "Not found")
        return self._store.read_file(number), mime

    def default(self) -> str | None:
        chosen = self._chosen.get(DEFAULT)
        return chosen["menu"] if chosen else None

    def set_default(self, number: str) -> None:
        self._require_image(number)
        self._chosen[DEFAULT] = {"menu": number}
        self._feed.add("menu", None, menu=self.shown(number))

    def clear_default(self) -> None:
        if DEFAULT in self._chosen:
            del self._chosen[DEFAULT]
        self._feed.add("menu", None, menu=None)

    def link(self, key: str, number: str) -> None:
        """Show a menu to one person; without effect for a person who is not a friend."""
        self._require_image(number)
        if self._friends.standing(key)["friend"]:
            self._friends.set_standing(key, menu=number)
            self._feed.add("menu", key, menu=self.shown(number))

    def unlink(self, key: str) -> None:
        self._friends.set_standing(key, menu=None)
        self._feed.add("menu", key, menu=self.seen_by(key))

    def linked(self, key: str) -> str | None:
        """The id of the menu linked to a person, without the default; None for none."""
        menu: str | None = self._friends.standing(key)["menu"]
        return menu

    def seen_by(self, key: str) -> Menu | None:
        """The menu on a person's phone, in the format of the control API."""
        if not self._friends.standing(key)["friend"]:
            return None
        number = self.linked(key) or self.default()
        return self.shown(number) if number else None

    def shown(self, number: str) -> Menu:
        """{id, chatBarText, size, areas, selected, imageUrl} for the page."""
        menu = self._record(number)["menu"]
        return {
            "id": number,
            "chatBarText": menu["chatBarText"],
            "size": menu["size"],
            "areas": menu["areas"],
            "selected": menu["selected"],
            "imageUrl": f"/_/menus/{number}",
        }

    def create_alias(self, alias: Any, number: Any) -> None:  # noqa: ANN401 - JSON
        if not isinstance(alias, str) or not ALIAS.fullmatch(alias):
            raise body_errors(("richMenuAliasId", "invalid richMenuAliasId"))
        if alias in self._aliases:
            raise LineError(409, "conflict richmenu alias id", [])
        self._set_alias(alias, number)

    def update_alias(self, alias: str, number: Any) -> None:  # noqa: ANN401 - JSON
        self.alias(alias)
        self._set_alias(alias, number)

    def alias(self, alias: str) -> dict[str, str]:
        """{richMenuAliasId, richMenuId}. Raises LineError 404 when there is none."""
        record = self._aliases.get(alias)
        if record is None:
            raise LineError(404, "richmenu alias not found", [])
        return {"richMenuAliasId": alias, "richMenuId": record["menu"]}

    def aliases(self) -> list[dict[str, str]]:
        return [self.alias(alias) for alias in self._aliases]

    def delete_alias(self, alias: str) -> None:
        self.alias(alias)
        del self._aliases[alias]

    def switch(self, key: str, alias: str) -> str:
        """Switch a person's menu after a press; returns LINE's `status` of the change.

        https://developers.line.biz/en/reference/messaging-api/#postback-params-object-for-richmenu-switch-action
        """
        if alias not in self._aliases:
            return "RICHMENU_ALIAS_ID_NOTFOUND"
        if self._aliases[alias]["menu"] not in self._menus:
            return "RICHMENU_NOTFOUND"
        self.link(key, self._aliases[alias]["menu"])
        return "SUCCESS"

    def _set_alias(self, alias: str, number: Any) -> None:  # noqa: ANN401 - JSON
        if not isinstance(number, str) or not re.fullmatch(r"richmenu-[0-9a-f]{32}", number):
            raise body_errors(("richMenuId", "invalid richMenuId"))
        if number not in self._menus:
            raise LineError(400, "richmenu not found", [])
        self._require_image(number)
        self._aliases[alias] = {"menu": number}

    def _record(self, number: str) -> Menu:
        record = self._menus.get(number)
        if record is None:
            raise LineError(404, "Not found")
        return record

    def _require_image(self, number: str) -> None:
        if self._record(number)["mime"] is None:
            raise LineError(400, "must upload richmenu image before applying it to user", [])
