"""Messages the bot may send: the first, loose check."""

from typing import Any

from bot.simulator import ids
from bot.simulator.errors import body_errors

KINDS = ("text", "sticker", "image", "video", "audio", "location", "template", "imagemap", "flex")


def check(messages: object) -> None:
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        raise body_errors(("messages", "Size must be between 1 and 5"))


def receipt(message: dict[str, Any]) -> dict[str, str]:
    made = {"id": ids.message_id()}
    if message["type"] != "location":
        made["quoteToken"] = ids.quote_token()
    return made
