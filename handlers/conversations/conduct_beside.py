"""The offer to report as well an ordinary problem that was told beside an accusation, with its own words alone.

The staff complaint goes to its custodian, who mends no lamps. The other problem would stay unknown to its section.
"""

from domain.language.problems_beside import ordinary_beside
from handlers.conversations import staff_check
from handlers.core.messages import Reply, Text
from handlers.engine.turn import Turn
from handlers.views import inquiry_card


def offer_ordinary(turn: Turn, story: str, *, hide_name: bool) -> list[Reply]:
    """Return a text with a button that reports the ordinary problem of a filed story; empty if it has none.

    Only a press sends it. Its words hold nothing that may accuse, and nothing ties it to the staff complaint.
    `hide_name`: the name of its writer is hidden there, so that the button asks for the same here: with a name, an
    ordinary case filed minutes later would tell who complained. The review shows it, and can show the name.
    """
    words = ordinary_beside(story, turn.uow.context.language)
    if not words or staff_check.may_accuse(turn, words):
        return []
    sent = f"{words} ({turn.say('own.name_hidden_note')})" if hide_name else words
    report = inquiry_card.say_button(
        turn.translator, "button.report_this", sends="menu.report", words=sent
    )
    return [Text(turn.say("conduct.beside", words=words), (report,))]
