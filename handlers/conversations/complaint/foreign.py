"""A complaint in a script that the office cannot read: emergency numbers, a photo and a place instead of text."""

from domain.language.script import FOREIGN
from domain.language.understood import Understood
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import ButtonAction, Card, Choice, Reply, Tone
from handlers.engine.turn import Turn
from handlers.usecases.case_filing import DETAIL_LIMIT
from handlers.views.foreign_text import HELPED, script_in

UNSORTED = "other"
"""Key of the category of a text that nobody has read yet."""


def is_foreign(understood: Understood) -> bool:
    """Whether a text is written in a script that the office cannot be expected to read."""
    return understood.script in FOREIGN


def draft_of(text: str) -> ComplaintDraft:
    """Return the draft of a complaint. Its topic is not asked, because the writer may not read buttons."""
    return ComplaintDraft(detail=text[:DETAIL_LIMIT], category=UNSORTED)


def instructions(turn: ComplaintTurn) -> list[Reply]:
    """Return the card with emergency numbers and what to send, in the writer's language if it is one of HELPED.

    Nothing for a complaint in Thai or English.
    """
    script = script_in(turn.draft.detail)
    if script is None:
        return []
    body = turn.say(f"foreign.{script}" if script in HELPED else "foreign.any")
    return [
        Card(
            title=turn.say("foreign.title"),
            alt=turn.say("foreign.title"),
            heading=turn.say("emergency.heading"),
            tone=Tone.ALERT,
            body=body,
            buttons=_calls(turn),
        )
    ]


def ways(turn: ComplaintTurn) -> tuple[Choice, ...]:
    """Return the buttons for a photo and a place, recognisable by their icons."""
    return (
        Choice(turn.label("button.foreign_camera"), ButtonAction.CAMERA),
        Choice(turn.label("button.foreign_map"), ButtonAction.MAP),
    )


def _calls(turn: Turn) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            turn.label("emergency.call").format(
                phone=one.phone, name=turn.name(Bilingual(one.th, one.en))
            ),
            ButtonAction.LINK,
            f"tel:{one.phone}",
        )
        for one in turn.uow.context.catalog.organisation.emergency
    )
