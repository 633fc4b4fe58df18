"""Who holds a post that a question names: the mayor, the palad and the heads of departments are public persons."""

import re
from collections.abc import Iterator

from domain.organisation.officers import EXECUTIVES, Officer, Role
from domain.organisation.organisation import Custodian
from domain.text.thai_text import fold
from handlers.core.i18n import Bilingual
from handlers.core.messages import Row
from handlers.engine.turn import Turn

DIVISION = "กอง"
"""A กอง has a director (ผู้อำนวยการ), a สำนัก a head (หัวหน้า)."""
_ENGLISH_WORD = re.compile("[a-z]{5,}")
HEADS = ("ผอ", "ผู้อำนวยการ", "หัวหน้า", "director", "head")
"""How people call the head of a department."""


def rows(turn: Turn, asked: str) -> Iterator[Row]:
    """Yield a row with the name of each officer whose post `asked` names; none for another question."""
    folded = fold(asked)
    catalog = turn.uow.context.catalog
    posts = {one.role: one for one in catalog.organisation.custodians if one.role in EXECUTIVES}
    named = [post for post in posts.values() if any(name in folded for name in _names(post))]
    asks_head = any(fold(word) in folded for word in HEADS)
    sections = [
        one
        for one in catalog.departments
        if asks_head and any(fold(name) in folded for name in one.called)
    ]
    if not named and not sections:
        return
    # "The head of the palad's office" is not the palad.
    if sections:
        named = []
    staff = [one for one in turn.uow.tx.officers.all() if one.active]
    for post in named:
        label = turn.translator.full(Bilingual(post.th, post.en))
        yield from _rows(label, (one for one in staff if one.role is post.role))
    for section in sections:
        is_division = section.th.startswith(DIVISION)
        key = "office.director_of" if is_division else "office.head_of"
        label = turn.say(key, section=Bilingual(section.th, section.en))
        yield from _rows(
            label,
            (one for one in staff if one.role is Role.HEAD and one.department == section.key),
        )


def _names(post: Custodian) -> Iterator[str]:
    yield from map(fold, post.words)
    yield from _ENGLISH_WORD.findall(post.en)


def _rows(label: str, officers: Iterator[Officer]) -> Iterator[Row]:
    yield from (Row(label, one.name) for one in officers)
