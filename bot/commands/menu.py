"""The rich menus with the words of the word files: drawn into files, or put up on LINE."""

from pathlib import Path

from bot.line.client import connect
from bot.line.menu import Menu, menus, publish
from bot.line.menu_picture import Tile, draw
from bot.settings import Settings
from bot.wiring import build_office, read_translations
from handlers.conversations.main_menu import MENU
from handlers.core.i18n import Translations

OFFICER_TILES = ("work", "track", "report")


def publish_menus(settings: Settings) -> None:
    line = connect(settings)
    context = build_office(settings)
    with context.store.read() as tx:
        officers = [linked.line_user_id for linked in tx.officers.linked()]
    context.store.close()
    publish(line.api, line.blob, _menus(context.translations), {"officers": officers})


def draw_menus(folder: Path) -> list[Path]:
    paths = []
    for made in _menus(read_translations()):
        path = folder / f"menu-{made.key}.png"
        path.write_bytes(draw(made.tiles, made.columns, made.size))
        paths.append(path)
    return paths


def _menus(words: Translations) -> tuple[Menu, Menu]:
    return menus(
        [Tile(words.label(f"tile.{key}", "th"), key) for key in MENU],
        [Tile(words.label(f"tile.{key}", "th"), key) for key in OFFICER_TILES],
        words.label("menu.bar", "th"),
    )
