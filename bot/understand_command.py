"""`python -m bot understand`: what the bot makes of messages, one JSON object a line."""

import json
from collections.abc import Iterable, Iterator

from bot.wiring import read_language
from domain.language.understood import understand


def understand_lines(lines: Iterable[str]) -> Iterator[str]:
    """For each line, a JSON string, what is understood of it. ValueError names a line that is none."""
    language = read_language()
    for number, line in enumerate(lines, start=1):
        text = _text(line)
        if text is None:
            raise ValueError(
                f"Line {number} is no JSON string: each line is one message in quotes."
            )
        yield json.dumps(understand(text, language).as_json(), ensure_ascii=False)


def _text(line: str) -> str | None:
    try:
        text = json.loads(line)
    except ValueError:
        return None
    return text if isinstance(text, str) else None
