"""The question before every text of a resident that an officer is about to read: whether it is about staff.

The accused may be the officer who reads it. So a text that may accuse somebody of the office goes to nobody before
its writer has said which way it is to go: to the custodians of staff complaints, or the ordinary way.
"""

import hashlib

from domain.cases.conduct import ReporterLink
from handlers.conversations.conduct_draft import ConductDraft
from handlers.core.messages import ButtonAction, Choice, Reply, Text
from handlers.engine.draft import NO_EVIDENCE, Evidence
from handlers.engine.turn import ConversationTurn, D, Turn

STEP = "staff"
STAFF, ORDINARY = "yes", "no"
SAID_LIMIT = 240
"""Characters of a text that a button can say again: https://developers.line.biz/en/reference/messaging-api/#message-action"""


def may_accuse(turn: Turn, text: str) -> bool:
    """Whether a text may be about how somebody of the office acted."""
    return turn.uow.understood(text).staff


def becomes_accusing(turn: Turn, before: str, added: str, after: str) -> bool:
    """Whether a harmless text, or one declared ordinary, must be asked about because of what was added."""
    return may_accuse(turn, added) or (may_accuse(turn, after) and not may_accuse(turn, before))


def fingerprint(text: str) -> str:
    """Return what a draft remembers of the text that its writer declared to be an ordinary matter."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def question(turn: ConversationTurn[D], key: str = "suspicion.ask") -> list[Reply]:
    """Return the question, with the protected way first."""
    return [
        Text(
            turn.say(key),
            (
                turn.button("menu.conduct", STEP, STAFF),
                turn.button("button.ordinary", STEP, ORDINARY),
                turn.button("button.cancel", STEP, "cancel"),
            ),
        )
    ]


def staff_complaint(
    turn: Turn, story: str, evidence: Evidence = NO_EVIDENCE, *, hide_name: bool = False
) -> ConductDraft:
    """Return the draft of a staff complaint with this story; its writer has agreed to it.

    `hide_name`: the writer hid their name before. A wish in the story counts as well: the name is sealed, which
    the review shows and can change.
    """
    wishes = hide_name or turn.uow.understood(story).anonymous
    link = ReporterLink.SEALED if wishes else None
    return ConductDraft(story=story, evidence=evidence.carried(), link=link)


def offer_beside(turn: Turn, text: str) -> list[Reply]:
    """Return a text with the button of the protected way, to stand below the answer to a text that may accuse."""
    label = turn.label("menu.conduct")
    said = f"{label} {text}" if len(text) <= SAID_LIMIT else label
    return [Text(turn.say("suspicion.beside"), (Choice(label, ButtonAction.SAY, said),))]
