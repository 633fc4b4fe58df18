"""The rules of rich menus.

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
    json_object,
    text,
)

MAX_AREAS = 20
MIN_WIDTH, MAX_SIDE, MIN_HEIGHT = 800, 2500, 250
MIN_ASPECT_RATIO = 1.45

_side = integer(0, 2_147_483_647)
_bounds = json_object({"x": _side, "y": _side, "width": _side, "height": _side})
_area = json_object({"bounds": _bounds, "action": actions(20, labelled=False, kinds=IN_MENUS)})
_properties = json_object(
    {
        "size": json_object(
            {"width": integer(MIN_WIDTH, MAX_SIDE), "height": integer(MIN_HEIGHT, MAX_SIDE)}
        ),
        "selected": boolean,
        "name": text(300, letters=True),
        "chatBarText": text(14, letters=True),
        "areas": items(_area, 0, MAX_AREAS),
    },
    missing=SPECIFY,
)


def _proportions(report: Report, path: Path, menu: object) -> None:
    """The rule that the picture is wide enough for its height and contains all areas."""
    if report or not isinstance(menu, dict):
        return
    width, height = menu["size"]["width"], menu["size"]["height"]
    if width / height < MIN_ASPECT_RATIO:
        report.append(((*path, "size"), f"the aspect ratio must be at least {MIN_ASPECT_RATIO}"))
    for place, area in enumerate(menu["areas"]):
        box = area["bounds"]
        if box["x"] + box["width"] > width or box["y"] + box["height"] > height:
            report.append(((*path, "areas", place, "bounds"), "out of the rich menu"))
        elif not box["width"] or not box["height"]:
            report.append(((*path, "areas", place, "bounds"), "must not be empty"))


def check(menu: object) -> None:
    """Raise LineError 400 unless this is a valid rich menu."""
    report: Report = []
    every(_properties, _proportions)(report, (), menu)
    if report:
        raise body_errors(*((_written(path), problem) for path, problem in report))


def _written(path: Path) -> str:
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).lstrip(".")
