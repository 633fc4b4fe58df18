"""Names the backups in a folder by their time and deletes superfluous ones."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from domain.organisation.calendar import bangkok

PREFIX = "rongtuk-"
NAME = re.compile(rf"{PREFIX}\d{{4}}-\d{{2}}-\d{{2}}-\d{{4}}\.age")
DAY, MONTH = len("2026-11-29"), len("2026-11")


def new_name(now: datetime) -> str:
    """Return the name of a backup made now; names sort by time."""
    return f"{PREFIX}{bangkok(now):%Y-%m-%d-%H%M}.age"


def rotate(folder: Path, daily: int, monthly: int) -> list[Path]:
    """Delete all backups but the newest of each of the last days and months with one; return the deleted ones.

    Other files are kept. `daily`, `monthly`: for how many days and months one backup is kept; the newest of all is
    always kept.
    """
    backups = sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), reverse=True)
    kept = {*_newest(backups, DAY, max(daily, 1)), *_newest(backups, MONTH, monthly)}
    deleted = [path for path in backups if path not in kept]
    for path in deleted:
        path.unlink()
    return deleted


def _newest(backups: Sequence[Path], length: int, count: int) -> list[Path]:
    """Return the newest backup of each of the last `count` periods. `length`: of the period in a date."""
    newest: dict[str, Path] = {}
    for path in backups:
        newest.setdefault(path.name.removeprefix(PREFIX)[:length], path)
    return list(newest.values())[:count]
