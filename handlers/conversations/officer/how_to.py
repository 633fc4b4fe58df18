"""Explain where the button of an action is, to an officer who types the action's name instead."""

from domain.organisation.officers import Officer
from domain.organisation.rights import Right, has_right
from handlers.core.messages import Choice, Reply, Text
from handlers.engine.turn import Turn

ACTS = ("update", "ask", "close", "assign", "transfer", "not_ours")
SHORTEST = 4
"""Minimum characters of a typed beginning of a name, such as "ส่งต่อ" of "ส่งต่อกอง"."""


def answer(turn: Turn, officer: Officer, text: str, ways: tuple[Choice, ...]) -> list[Reply]:
    """Return the explanation; empty for another text. `ways`: the buttons below it.

    An order is recognised also if its words follow the name, because they would otherwise be read as a report.
    """
    translations = turn.uow.context.translations
    order = turn.label("button.urge")
    is_order = text.startswith(order) or text.lower() in translations.typed_forms("button.urge")
    if is_order and has_right(officer.role, Right.ORDER):
        return [Text(turn.say("search.how_order", order=order), ways)]
    typed = text.lower()
    for act in ACTS:
        key = f"button.{act}"
        name = turn.label(key)
        begins = len(typed) >= SHORTEST and name.startswith(typed)
        if begins or typed in translations.typed_forms(key):
            return [Text(turn.say("search.how_act", act=name), ways)]
    return []
