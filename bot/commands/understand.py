"""`python -m bot understand`: the analysis of messages, one JSON object a line.

Keys: `act` (listed in domain/language/acts.py), `topics` (category keys, best first; empty if the text neither
names a topic nor complains), `services` (service keys, best first), `contact` (asks for the office's hours,
telephone or address), `danger` (keys of emergency contacts, most urgent first), `staff` (the protected track is
offered), `anonymous` (the author wants the name hidden), `place` (`{"village": 3, "words": "หน้าวัด"}`, one of
them may be null; null if no place is named), `number` (of a case, or null), `command` (a key of commands.toml, or
null), `problems` (`[[start, end], ...]` in characters of the text, empty unless there are several).
"""

import json
from collections.abc import Iterable, Iterator

from bot.wiring import read_language
from domain.language.understood import understand


def understand_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield the analysis of each line, which must be a JSON string. Raises ValueError for any other line."""
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
