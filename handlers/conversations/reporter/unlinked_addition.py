"""Answer what may belong to a staff complaint without a link, which nothing can be added to but with its code.

Nothing tells whose such a complaint is. The count of an account's filings of the day tells that it has filed more
today than it owns; that is enough to say how to add something, before a button that sends it to a section.
"""

from domain.cases.complaint import Complaint
from handlers.conversations.reporter import staff_addition
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases import case_filing
from handlers.views import inquiry_card


def by_words(turn: Turn, text: str, ordinary: Complaint | None) -> list[Reply] | None:
    """Return how to add a text to a staff complaint without a link; None if it belongs to none.

    `ordinary`: the writer's own case to which it could be added too.
    """
    if turn.officer is not None or not staff_addition.may_belong(turn, text):
        return None
    if not case_filing.has_filed_without_link(turn.uow, turn.user.line_user_id):
        return None
    say = inquiry_card.say_button
    choices = [
        say(turn.translator, "menu.conduct", words=text),
        say(turn.translator, "button.report_this", sends="menu.report", words=text),
        say(turn.translator, "button.ask_office", words=text),
    ]
    if ordinary is not None:
        choices.append(buttons.choice(turn.translator, "button.add", Button.ADD, ordinary.id))
    return [Text(turn.say("conduct.add_by_code"), tuple(choices))]
