"""All postbacks that somebody could forge: of the button registry, and of the questions of conversations."""

from collections.abc import Iterator, Sequence

from domain.cases.lifecycle import Action
from handlers.conversations.officer.draft import OfficerActionDraft
from handlers.conversations.question_reply import ReplyDraft
from handlers.conversations.reporter.draft import OwnCaseDraft
from handlers.core.buttons import Button
from handlers.core.messages import Postback, User
from handlers.engine.draft import Conversation
from handlers.engine.flow import Flow, Step
from handlers.engine.turn import Turn
from tests.draft_buttons import COMPUTED, understood

FOREIGN_IDS = ("0", "-1", "9" * 12, "9" * 200, "²", "", "1 OR 1=1")
"""Values that none of our buttons has in the place of an id."""
NEEDED = {
    OfficerActionDraft.flow: [OfficerActionDraft(1, action) for action in Action],
    OwnCaseDraft.flow: [OwnCaseDraft(Action.ADD, "U1")],
    ReplyDraft.flow: [ReplyDraft(1)],
}
"""Drafts of the conversations that require a value to begin."""


def open_buttons() -> Iterator[tuple[str, str]]:
    """Return flow and step of every button that belongs to no draft."""
    for button in Button:
        yield button.flow, button.step


def steps_of(flow: Flow) -> Sequence[Step]:
    """Return every step that a conversation may have, with any draft."""
    outside = Turn(None, User("U1"))
    drafts = NEEDED.get(flow.name) or [flow.draft()]
    turns = (outside.at(Conversation("", draft)) for draft in drafts)
    return list({step.name: step for turn in turns for step in flow.steps(turn)}.values())


def presses_of(flow: Flow, draft_id: str, values: set[str]) -> Iterator[Postback]:
    """Yield postbacks of one draft for every step of a flow, with these values and those that the step understands."""
    for step in steps_of(flow):
        for value in sorted(values | understood(step) - {COMPUTED}):
            yield Postback(flow.name, step.name, value, draft_id)
