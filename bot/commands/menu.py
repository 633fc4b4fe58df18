"""The commands `menu publish` and `menu draw`: the rich menus, with their labels from the word files."""

from pathlib import Path

from bot.commands.sentences import in_both
from bot.line.client import connect
from bot.line.menu import Menu, menus, publish
from bot.line.menu_picture import Tile, draw
from bot.line.sdk import sdk
from bot.settings import Settings
from bot.wiring import build_context, read_translations
from handlers.conversations.main_menu import MENU
from handlers.core.i18n import Translations
from storage.migrate import ensure_fit

OFFICER_TILES = ("work", "desk", "rate", "report")


def publish_menus(settings: Settings) -> str:
    """Publish both menus on LINE and link every linked officer to the officers' menu; returns what to print.

    Raises the errors of `bot.line.menu.publish`.
    """
    line = sdk(connect(settings))
    context = build_context(settings)
    try:
        ensure_fit(context.store.engine)
        context.store.ensure_right_key()
        with context.store.read() as tx:
            officers = [linked.line_user_id for linked in tx.officers.linked()]
    finally:
        context.store.close()
    publish(line.api, line.blob, _menus(context.translations), {"officers": officers})
    return "\n".join(in_both(context.translations.both("keeping.menus_published")))


def draw_menus(folder: Path) -> list[Path]:
    """Write the picture of each menu into `folder` as a PNG file; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for menu in _menus(read_translations()):
        path = folder / f"menu-{menu.key}.png"
        path.write_bytes(draw(menu.tiles, menu.columns, menu.size))
        paths.append(path)
    return paths


def _menus(words: Translations) -> tuple[Menu, Menu]:
    return menus(
        [Tile(words.label(f"tile.{key}", "th"), key) for key in MENU],
        [Tile(words.label(f"tile.{key}", "th"), key) for key in OFFICER_TILES],
        words.label("menu.bar", "th"),
    )
