"""A printed QR code at a place. A report that begins with it has the place and the topic filled in."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.cases.complaint import Place

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
MARK = "QR-"
"""Prefix of the code in the text that the QR code puts into the chat."""
NAME_LIMIT = 120
_TYPED = re.compile(rf"{MARK}([{LETTERS}]{{{CODE_LENGTH}}})", re.IGNORECASE)


class Opens(StrEnum):
    """What the QR code opens."""

    LINE = "line"
    WEB = "web"


@dataclass(frozen=True)
class QrPoint:
    """`category`, `service`: keys, "" for none. `code`: not secret, it is printed on the sheet."""

    id: int
    code: str
    name: str
    opens: Opens
    category: str
    service: str
    place: Place
    made_at: datetime
    closed_at: datetime | None = None


def new_code() -> str:
    """Return a random code of a point."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def typed_code(text: str) -> str:
    """Return the code in a text such as `QR-ABCD2345`; "" if the text is anything else."""
    found = _TYPED.fullmatch(text.strip())
    return found[1].upper() if found else ""
