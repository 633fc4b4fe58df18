"""How people call the posts of an office."""

import re
from collections.abc import Iterator

from domain.organisation.organisation import Custodian, Department
from domain.text.thai_text import fold

_HEADS = tuple(map(fold, ("ผอ", "ผู้อำนวยการ", "หัวหน้า", "director", "head")))
_DIVISION = "กอง"
_ENGLISH_WORD = re.compile("[a-z]{5,}")


def names_of(post: Custodian) -> Iterator[str]:
    """Yield the words by which people call a post, folded."""
    yield from map(fold, post.words)
    yield from _ENGLISH_WORD.findall(post.en)


def names_a_head(folded: str) -> bool:
    """Whether a folded text speaks of the head of a department."""
    return any(word in folded for word in _HEADS)


def has_director(department: Department) -> bool:
    """Whether the head is called director (ผู้อำนวยการ), as in a กอง, and not หัวหน้า, as in a สำนัก."""
    return department.th.startswith(_DIVISION)
