"""What a rich menu may look like: the first, loose check."""

from typing import Any

from bot.simulator.errors import body_errors


def check(menu: dict[str, Any]) -> None:
    missing = [
        (name, "must be specified")
        for name in ("size", "selected", "name", "chatBarText", "areas")
        if name not in menu
    ]
    if missing:
        raise body_errors(*missing)
