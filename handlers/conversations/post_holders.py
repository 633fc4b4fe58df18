"""Who holds a post that a question names: the mayor, the palad and the heads of departments are public persons."""

from collections.abc import Iterator

from domain.organisation import posts
from domain.organisation.officers import EXECUTIVES, Officer, Role
from domain.text.thai_text import fold
from handlers.core.i18n import Bilingual
from handlers.core.messages import Row
from handlers.engine.turn import Turn


def rows(turn: Turn, asked: str) -> Iterator[Row]:
    """Yield a row with the name of each officer whose post `asked` names; none for another question."""
    folded = fold(asked)
    catalog = turn.uow.context.catalog
    executives = {
        one.role: one for one in catalog.organisation.custodians if one.role in EXECUTIVES
    }
    named = [
        post for post in executives.values() if any(name in folded for name in posts.names_of(post))
    ]
    asks_head = posts.names_a_head(folded)
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
        yield from _rows(turn, label, (one for one in staff if one.role is post.role))
    for section in sections:
        key = "office.director_of" if posts.has_director(section) else "office.head_of"
        label = turn.say(key, section=Bilingual(section.th, section.en))
        yield from _rows(
            turn,
            label,
            (one for one in staff if one.role is Role.HEAD and one.department == section.key),
        )


def _rows(turn: Turn, label: str, officers: Iterator[Officer]) -> Iterator[Row]:
    """Yield a row for each officer, or one that says that the name is not known here."""
    names = [one.name for one in officers] or [turn.say("office.no_holder")]
    yield from (Row(label, name) for name in names)
