"""What is typed at a question of a staff complaint and does not answer it: it is kept where it belongs.

A time, a witness, a name or a wish about the reporter's name answers the question that asks for it, a question is
answered, and everything else becomes part of the story, which only the custodian reads. Nothing typed is an answer
because it was typed at that question.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from domain.cases.conduct import ReporterLink
from domain.language import staff_answers, staff_gate
from domain.language.acts import Accusation
from domain.language.said_aside import Heard, Said, heard
from domain.language.staff_gate import BEST, LIKELY, SURE, Way
from domain.language.told_time import time_instead, told_moment, told_time
from domain.language.understood import Understood
from handlers.conversations import accused, staff_check
from handlers.conversations.complaint.change_of_mind import instead
from handlers.conversations.conduct_draft import (
    ANSWER_LIMIT,
    STORY_LIMIT,
    ConductDraft,
    ConductTurn,
)
from handlers.conversations.manners import is_manners
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, SwitchTo

Parse = Callable[[ConductTurn, InboundEvent], ConductDraft]
MOST_OF_A_BARE_NAME = 25
"""Characters of the longest text that is only a name, although it names or accuses somebody."""
ANSWERED_AT_ONCE = {
    Way.WHO_SEES: "conduct.who_sees",
    Way.ASKS: "conduct.asked_too_soon",
    Way.WAITS: "conduct.waits",
    Way.ASIDE: "conduct.not_taken",
}
"""Texts that change nothing, and the word key of the reply."""


def led(turn: ConductTurn, replies: list[Reply]) -> list[Reply]:
    """Return a question with the sentence that says what became of the last text."""
    notice = turn.draft.notice
    if not notice:
        return replies
    phone = turn.uow.context.catalog.organisation.phone
    return [Text(turn.say(notice, phone=phone)), *replies]


def fresh(parse: Parse) -> Parse:
    """Return the parse function of a step, without the sentence about the text before."""

    @wraps(parse)
    def parse_freshly(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
        return parse(replace(turn, draft=turn.draft.as_asked_again()), event)

    return parse_freshly


def read(turn: ConductTurn, text: str) -> tuple[Understood, Heard]:
    """Return what the recognisers find in a text."""
    return turn.uow.understood(text), heard(text, turn.uow.context.language)


def typed_words(turn: ConductTurn, event: InboundEvent) -> str:
    """Return the typed text of an event that is not only a command; else an empty text."""
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    return "" if text and turn.uow.understood(text).command else text


def answer_aside(turn: ConductTurn, text: str) -> None:
    """Raise NotUnderstood with the reply to a text that tells nothing of the matter; SwitchTo for another one."""
    understood, said = read(turn, text)
    if (other := instead(turn, text)) is not None:
        raise SwitchTo(other)
    way = staff_gate.aside(text, understood, said)
    if way in ANSWERED_AT_ONCE and not _is_known(turn, text):
        why = said[Said.WHY_ASK] >= BEST or staff_gate.asks_if_needed(text)
        why = why and way is Way.ASKS
        phone = turn.uow.context.catalog.organisation.phone
        raise NotUnderstood("conduct.why_asked" if why else ANSWERED_AT_ONCE[way], phone=phone)
    if is_manners(turn, text):
        raise NotUnderstood("conduct.not_taken")
    if understood.danger and not understood.staff and said[Said.CRY] >= LIKELY:
        raise NotUnderstood("conduct.danger")


def _is_known(turn: ConductTurn, text: str) -> bool:
    """Whether a text names somebody of the office, so that it may be a part of the complaint."""
    is_question = staff_gate.aside(text, *read(turn, text)) in {Way.WHO_SEES, Way.ASKS}
    return not is_question and accused.is_named_in(turn, text)


def kept(turn: ConductTurn, text: str, step: str) -> ConductDraft:
    """Return the draft with a text that does not answer this step, kept where it belongs.

    The second text in a row that does not answer it leaves the step open no longer: the answer is then not known.
    """
    understood, said = read(turn, text)
    draft = turn.draft
    wish = staff_answers.name_wish(text, understood, said, asked=False)
    if wish is not None and step != "link" and not _tells(understood, said):
        if accused.is_named_in(turn, text):
            draft = in_story(turn, text)
        return replace(draft, link=ReporterLink(wish), notice=f"conduct.noted_{wish.value}")
    found = filled(turn, text, step)
    if found is not None:
        return found
    return in_story(turn, text, step)


def _tells(understood: Understood, said: Heard) -> bool:
    """Whether a text with a wish about the name also tells of the matter."""
    return (
        understood.accusation is Accusation.LIKELY
        and said.any_of((Said.HIDE_NAME, Said.NO_NAME)) < SURE
    )


def filled(turn: ConductTurn, text: str, step: str) -> ConductDraft | None:
    """Return the draft with the text as the answer of another question than `step`; None if it answers none."""
    draft = turn.draft
    _, said = read(turn, text)
    is_proof = said[Said.HAS_PROOF] >= (BEST if staff_answers.names_proof(text) else LIKELY)
    if step != "proof" and is_proof:
        proof = "\n".join(filter(None, (draft.proof, text)))[:ANSWER_LIMIT]
        return replace(with_time(draft, text, step), proof=proof, notice="conduct.noted_proof")
    if step != "proof" and said[Said.NO_PROOF] >= SURE:
        return replace(
            draft, proof=draft.proof or text[:ANSWER_LIMIT], notice="conduct.noted_proof"
        )
    if step != "who" and (corrected := accused.corrected(turn, text)):
        return replace(draft, who=corrected[:ANSWER_LIMIT], denied=True, notice="conduct.noted_who")
    if step != "who" and _names_one(turn, text, said):
        # Whoever was named before stays accused.
        is_known = draft.who not in {None, turn.label("button.unknown")}
        who = f"{draft.who}\n{text}" if is_known else text
        return replace(draft, who=who[:ANSWER_LIMIT], denied=True, notice="conduct.noted_who")
    if step != "when" and _is_only_time(text, said):
        when = (time_instead(text) if step == "review" else text)[:ANSWER_LIMIT]
        return replace(draft, when=when, notice="conduct.noted_when")
    return None


def _names_one(turn: ConductTurn, text: str, said: Heard) -> bool:
    """Whether a text at another question says only whom it is about."""
    is_place = staff_answers.begins_with_place(text)
    is_bare_name = len(text) <= MOST_OF_A_BARE_NAME and accused.is_named_in(turn, text)
    accuses = turn.uow.understood(text).accusation is Accusation.LIKELY
    return not is_place and (said[Said.WHO] >= LIKELY or (is_bare_name and not accuses))


def _is_only_time(text: str, said: Heard) -> bool:
    told = told_time(text)
    return bool(told) and (
        said[Said.WHEN] >= LIKELY
        or said[Said.FIX_TEXT] >= LIKELY
        or len(told) * 2 > len(text)
        or staff_answers.part_to_change(text) == "when"
    )


def with_time(draft: ConductDraft, text: str, step: str = "") -> ConductDraft:
    """Return the draft with the time that a text tells, if none is told yet."""
    told = told_moment(text)
    return replace(draft, when=told) if told and step != "when" and draft.when is None else draft


def in_story(turn: ConductTurn, text: str, step: str = "") -> ConductDraft:
    """Return the draft with a text added to its story, and with the time that it tells."""
    draft = turn.draft
    story = "\n".join(filter(None, (draft.story, text)))[:STORY_LIMIT]
    tells = staff_check.may_accuse(turn, text)
    notice = (
        "conduct.who_sees" if staff_answers.fears(text) and not tells else "conduct.noted_story"
    )
    begun = draft.begun if draft.story else not tells
    draft = replace(with_time(draft, text, step), story=story, begun=begun, notice=notice)
    if draft.link is None and turn.uow.understood(text).anonymous:
        draft = replace(draft, link=ReporterLink.SEALED)
    if turn.draft.missed != step:
        return replace(draft, missed=step)
    unknown = turn.label("button.unknown")
    match step:
        case "who":
            return replace(draft, who=unknown)
        case "when":
            return replace(draft, when=unknown)
        case "proof":
            return replace(draft, proof="")
    return draft
