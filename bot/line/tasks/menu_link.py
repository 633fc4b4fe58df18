"""Link a rich menu to a person. `bot.line.menu` publishes the menus.

https://developers.line.biz/en/docs/messaging-api/use-per-user-rich-menus/
"""

from urllib.parse import quote

from bot.line.client import LineClient

PREFIX = "rongtuk-"
"""Prefix of the name and alias of every menu that the bot published and may replace or delete."""


def link(line: LineClient, key: str, line_user_id: str) -> None:
    """Show a person the published menu with this key instead of the default.

    Raises LineRefusedError, with status 404 when the menu was never published, and urllib3's errors.
    """
    alias = line.call("GET", f"/v2/bot/richmenu/alias/{PREFIX}{key}").data
    menu = quote(str(alias["richMenuId"]), safe="")
    line.call("POST", f"/v2/bot/user/{quote(line_user_id, safe='')}/richmenu/{menu}")


def unlink(line: LineClient, line_user_id: str) -> None:
    """Show a person the default menu. Raises LineRefusedError and urllib3's errors."""
    line.call("DELETE", f"/v2/bot/user/{quote(line_user_id, safe='')}/richmenu")
