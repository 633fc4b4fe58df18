"""The question whether a resident's text is about staff, asked before an officer reads it.

The accused may be the officer who would read it. Therefore nobody receives a text that may accuse somebody of the
office before its writer has chosen between the custodians of staff complaints and the ordinary officers.
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
"""Maximum characters of a text that a button sends:
https://developers.line.biz/en/reference/messaging-api/#message-action"""


def may_accuse(turn: Turn, text: str) -> bool:
    """Whether a text may be about the conduct of somebody of the office."""
    return turn.uow.understood(text).staff


def is_asked(turn: Turn) -> bool:
    """Whether the conversation is a staff complaint, or asks whether it is one. What is typed may belong to it."""
    draft = turn.draft if isinstance(turn, ConversationTurn) else None
    return isinstance(draft, ConductDraft) or getattr(draft, "suspected", False)


def becomes_accusing(turn: Turn, before: str, added: str, after: str) -> bool:
    """Whether an addition to a text that was harmless or declared ordinary makes the question necessary."""
    return may_accuse(turn, added) or (may_accuse(turn, after) and not may_accuse(turn, before))


def fingerprint(text: str) -> str:
    """Return the hash by which a draft recognises the text that its writer declared to be ordinary."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def question(turn: ConversationTurn[D], key: str = "suspicion.ask") -> list[Reply]:
    """Return the question, with the button of a staff complaint first."""
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
    """Return the draft of a staff complaint with this story, to which its writer has agreed.

    `hide_name`: the writer chose before to hide their name. A request in the story counts as well: the name is
    sealed, which the review shows and can change.
    """
    wishes = hide_name or turn.uow.understood(story).anonymous
    link = ReporterLink.SEALED if wishes else None
    return ConductDraft(story=story, evidence=evidence.carried(), link=link)


def offer_beside(turn: Turn, text: str) -> list[Reply]:
    """Return a text with the button of a staff complaint, to send below the answer to a text that may accuse."""
    label = turn.label("menu.conduct")
    sent = f"{label} {text}" if len(text) <= SAID_LIMIT else label
    return [Text(turn.say("suspicion.beside"), (Choice(label, ButtonAction.SAY, sent),))]
