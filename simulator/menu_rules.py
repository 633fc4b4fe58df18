"""What a rich menu may look like.

https://developers.line.biz/en/reference/messaging-api/#rich-menu-object
"""

from simulator.actions import IN_MENUS, actions
from simulator.errors import body_errors
from simulator.rules import (
    SPECIFY,
    Path,
    Report,
    boolean,
    every,
    integer,
    items,
    text,
    thing,
)

MOST_AREAS = 20
NARROWEST, WIDEST, LOWEST = 800, 2500, 250
FLATTEST = 1.45

_side = integer(0, 2_147_483_647)
_bounds = thing({"x": _side, "y": _side, "width": _side, "height": _side})
_area = thing({"bounds": _bounds, "action": actions(20, labelled=False, kinds=IN_MENUS)})
_itself = thing(
    {
        "size": thing({"width": integer(NARROWEST, WIDEST), "height": integer(LOWEST, WIDEST)}),
        "selected": boolean,
        "name": text(300, letters=True),
        "chatBarText": text(14, letters=True),
        "areas": items(_area, 0, MOST_AREAS),
    },
    missing=SPECIFY,
)


def _proportions(report: Report, path: Path, menu: object) -> None:
    """The picture is wide enough for its height, and no area reaches beyond it."""
    if report or not isinstance(menu, dict):
        return
    width, height = menu["size"]["width"], menu["size"]["height"]
    if width / height < FLATTEST:
        report.append(((*path, "size"), f"the aspect ratio must be at least {FLATTEST}"))
    for place, area in enumerate(menu["areas"]):
        box = area["bounds"]
        if box["x"] + box["width"] > width or box["y"] + box["height"] > height:
            report.append(((*path, "areas", place, "bounds"), "out of the rich menu"))
        elif not box["width"] or not box["height"]:
            report.append(((*path, "areas", place, "bounds"), "must not be empty"))


def check(menu: object) -> None:
    """LineError 400 unless this is a good rich menu."""
    report: Report = []
    every(_itself, _proportions)(report, (), menu)
    if report:
        raise body_errors(*((_written(path), problem) for path, problem in report))


def _written(path: Path) -> str:
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).lstrip(".")
