"""The question whether a resident's text is about staff, asked before an officer reads it.

The accused may be the officer who would read it. Therefore nobody receives a text that may accuse somebody of the
office before its writer has chosen between the custodians of staff complaints and the ordinary officers.
"""

import hashlib

from domain.cases.conduct import ReporterLink
from domain.language import staff_gate
from domain.language.said_aside import heard
from domain.language.staff_gate import Way
from domain.language.told_time import told_moment
from handlers.conversations.conduct_draft import ConductDraft
from handlers.core.messages import ButtonAction, Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.draft import NO_EVIDENCE, Evidence
from handlers.engine.flow import NotUnderstood
from handlers.engine.turn import ConversationTurn, D, Turn

STEP = "staff"
STAFF, ORDINARY = Way.STAFF.value, Way.ORDINARY.value
REPLIES = {
    Way.WHO_SEES: "suspicion.who_sees",
    Way.ASKS: "suspicion.asked_too_soon",
    Way.WAITS: "suspicion.waits",
    Way.ASIDE: "suspicion.not_taken",
    Way.REFUSES: "suspicion.which_else",
    Way.DONE: "suspicion.choose",
}
"""What is typed at the question and decides nothing, and the word key of the reply."""
PROTECTED = frozenset({Way.STAFF, Way.HIDDEN})
ANSWERS = PROTECTED | {Way.ORDINARY, Way.CANCEL, Way.REFUSES}
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


def way_chosen(turn: Turn, event: InboundEvent) -> Way | None:
    """Return the answer to the question whether the matter is about staff, pressed or typed.

    None for a text that tells more of the matter. Raises NotUnderstood with the reply to one that decides nothing:
    a question, "wait", words for others.
    """
    if event.postback is not None:
        pressed = event.postback.value
        return Way(pressed) if pressed in {STAFF, ORDINARY} else None
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    way = _way(turn, text) if text else None
    if way in REPLIES:
        phone = turn.uow.context.catalog.organisation.phone
        raise NotUnderstood(REPLIES[way], phone=phone)
    return way


def is_answer(turn: ConversationTurn[D], text: str) -> bool:
    """Whether the question is open whether the matter is about staff, and a text answers it."""
    return _is_at_gate(turn) and _way(turn, text) in ANSWERS


def gives_up(turn: ConversationTurn[D], text: str) -> bool:
    """Whether a text gives up a staff complaint that is not sent, or what may be one."""
    if not is_asked(turn):
        return False
    understood, said = turn.uow.understood(text), heard(text, turn.uow.context.language)
    return staff_gate.gives_up(text, understood, said, at_gate=_is_at_gate(turn))


def _way(turn: Turn, text: str) -> Way | None:
    understood, said = turn.uow.understood(text), heard(text, turn.uow.context.language)
    return staff_gate.way_chosen(text, understood, said)


def _is_at_gate(turn: ConversationTurn[D]) -> bool:
    draft = turn.draft
    is_agreed = isinstance(draft, ConductDraft) and (draft.agreed or not draft.offered)
    return is_asked(turn) and not is_agreed


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
    when = moment_told(turn, story)
    return ConductDraft(story=story, evidence=evidence.carried(), link=link, when=when)


def moment_told(turn: Turn, story: str) -> str | None:
    """Return the words of a story that tell when it happened; None if none do.

    Of several lines only those that accuse count: the lamp was out before somebody asked for money.
    """
    lines = story.splitlines()
    telling = lines if len(lines) == 1 else [one for one in lines if may_accuse(turn, one)]
    return next(filter(None, map(told_moment, telling)), None)


def offer_beside(turn: Turn, text: str) -> list[Reply]:
    """Return a text with the button of a staff complaint, to send below the answer to a text that may accuse."""
    label = turn.label("menu.conduct")
    sent = f"{label} {text}" if len(text) <= SAID_LIMIT else label
    return [Text(turn.say("suspicion.beside"), (Choice(label, ButtonAction.SAY, sent),))]
