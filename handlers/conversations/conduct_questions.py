"""The questions of a staff complaint: about whom, when, what happened, evidence, and the link to the reporter."""

from dataclasses import replace
from datetime import timedelta

from domain.cases.conduct import ReporterLink
from domain.cases.matcher import UNKNOWN
from domain.language import staff_answers
from domain.language.acts import Accusation
from domain.language.said_aside import TOLD, Said
from domain.language.staff_gate import BEST, LIKELY
from domain.language.told_time import may_tell_time, told_time
from handlers.conversations import accused, staff_check
from handlers.conversations.conduct_answers import (
    MOST_OF_A_BARE_NAME,
    answer_aside,
    fresh,
    in_story,
    kept,
    led,
    read,
    typed_words,
    with_time,
)
from handlers.conversations.conduct_draft import (
    ANSWER_LIMIT,
    STORY_LIMIT,
    ConductDraft,
    ConductTurn,
)
from handlers.core import dates
from handlers.core.i18n import Bilingual
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step
from handlers.views import attachment_view

NAMED = "named"
"""Value of the button that says that whom the story names is meant."""
MOST_OF_A_NAME, MOST_OF_A_TIME = 60, 60
"""Characters of the longest text that is only an answer, and no part of the story too."""
BARE_DENIAL = 20
"""Characters of the longest text that says no more than that there is no evidence."""
DAYS = ("today", "yesterday")
NOT_KNOWN = frozenset({"unknown", "skip", "no"})
"""Keys of domain/data/commands.toml that mean that the person or the time is not known."""
NO_MORE_PROOF = frozenset({"skip", "no", "done"})


def _ask_who(turn: ConductTurn) -> list[Reply]:
    cancel = turn.button("button.cancel", "who", "cancel")
    choices = (*accused.buttons(turn, "who"), cancel)
    named = _named(turn)
    if named is None:
        return led(turn, [Text(turn.say("conduct.ask_who"), choices)])
    yes = turn.button("button.yes", "who", NAMED)
    return led(turn, [Text(turn.say("conduct.ask_if_named", who=named.words), (yes, *choices))])


def _parse_who(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    pressed = event.postback.value if event.postback else ""
    names = accused.names(turn)
    if pressed in names:
        return replace(turn.draft, who=names[pressed], choices=(pressed,))
    command = None if pressed else _command(turn, event)
    named = _named(turn)
    if named is not None and (pressed == NAMED or command == "confirm"):
        return replace(turn.draft, who=named.words, choices=named.choices)
    if named is not None and command == "no":
        return replace(turn.draft, denied=True)
    text = event.text.strip()
    if named is not None and command is None and staff_answers.knows_not(text):
        # Who says no more than that they do not know the name does not deny whom the story names.
        return replace(turn.draft, who=named.words, choices=named.choices)
    if command in NOT_KNOWN or (text and staff_answers.knows_not(text)):
        return replace(turn.draft, who=names[UNKNOWN], choices=(UNKNOWN,))
    text = typed(turn, event, "who")
    understood, said = read(turn, text)
    is_yes = said[Said.AGREE] >= LIKELY and not accused.is_named_in(turn, text)
    if named is not None and (is_yes or staff_answers.says_yes_to(text, named.words)):
        return replace(turn.draft, who=named.words, choices=named.choices)
    answer_aside(turn, text)
    if staff_answers.name_wish(text, understood, said, asked=False) is not None:
        return kept(turn, text, "who")
    meant = accused.corrected(turn, text) or text
    is_known = len(meant) <= MOST_OF_A_NAME and accused.is_named_in(turn, meant)
    if not (is_known or staff_answers.may_name(meant, understood, said)):
        return kept(turn, text, "who")
    tells_more = len(meant) > MOST_OF_A_BARE_NAME and understood.accusation is Accusation.LIKELY
    if tells_more and said[Said.WHO] < LIKELY:
        also = accused.named(turn, meant)
        who = also.words if also else meant[:ANSWER_LIMIT]
        return replace(in_story(turn, text), who=who, choices=(), missed="")
    return replace(with_time(turn.draft, text), who=meant[:ANSWER_LIMIT], choices=())


def _named(turn: ConductTurn) -> accused.Named | None:
    """Return whom the story names, unless its writer has said that it is not, or not only, about them."""
    return None if turn.draft.denied else accused.named(turn, turn.draft.story)


def _ask_when(turn: ConductTurn) -> list[Reply]:
    days = (turn.button(f"button.{day}", "when", day) for day in DAYS)
    choices = (
        *days,
        turn.button("button.unknown", "when", "unknown"),
        turn.button("button.back", "when", "back"),
        turn.button("button.cancel", "when", "cancel"),
    )
    return led(turn, [Text(turn.say("conduct.ask_when"), choices)])


def _parse_when(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    pressed = event.postback.value if event.postback else ""
    knows_not = event.kind is EventKind.TEXT and staff_answers.knows_not(event.text)
    if pressed == "unknown" or (not pressed and (knows_not or _command(turn, event) in NOT_KNOWN)):
        return replace(turn.draft, when=turn.label("button.unknown"))
    if pressed in DAYS:
        # The date is stored, because "today" would mean another day tomorrow.
        day = dates.day(turn.uow.now - timedelta(days=DAYS.index(pressed)))
        return replace(turn.draft, when=turn.name(day))
    text = typed(turn, event, "when")
    answer_aside(turn, text)
    _, said = read(turn, text)
    if len(text) > MOST_OF_A_TIME and told_time(text):
        # More than the time is told, and all of it belongs to the story.
        return replace(in_story(turn, text), when=told_time(text), missed="")
    is_time = said[Said.WHEN] >= LIKELY or (may_tell_time(text) and said[Said.HAS_PROOF] < LIKELY)
    if is_time and not accused.corrected(turn, text):
        return replace(turn.draft, when=text[:ANSWER_LIMIT])
    return kept(turn, text, "when")


def _ask_story(turn: ConductTurn) -> list[Reply]:
    return led(turn, [Text(turn.say("conduct.ask_story"), _back_and_cancel(turn, "story"))])


def _parse_story(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    text = typed(turn, event, "story")
    answer_aside(turn, text)
    before = turn.draft.story if turn.draft.begun else ""
    return with_story(turn, "\n".join(filter(None, (before, text))))


def _ask_proof(turn: ConductTurn) -> list[Reply]:
    sent = turn.draft.evidence.ids
    key = "conduct.ask_more_proof" if sent else "conduct.ask_proof"
    enough = turn.button("button.enough" if sent else "button.no_proof", "proof", "enough")
    choices = (enough, *_back_and_cancel(turn, "proof"))
    return led(turn, [Text(turn.say(key, sent=counted(turn)), choices)])


def _parse_proof(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    pressed = event.postback.value if event.postback else ""
    if pressed == "enough" or (not pressed and _command(turn, event) in NO_MORE_PROOF):
        return replace(turn.draft, proof="")
    text = typed(turn, event, "proof")
    understood, said = read(turn, text)
    has_none = said.any_of((Said.NO_PROOF, Said.NO_PHOTO))
    if max(has_none, said[Said.DONE]) >= LIKELY and said[Said.HAS_PROOF] < LIKELY:
        # "No witness, only the neighbours saw it" says more than that there is none.
        is_bare = len(text) <= BARE_DENIAL and not staff_answers.names_proof(text)
        return replace(turn.draft, proof="" if is_bare else text[:ANSWER_LIMIT])
    answer_aside(turn, text)
    wish = staff_answers.name_wish(text, understood, said, asked=False)
    is_proof = said[Said.HAS_PROOF] >= BEST
    if wish is None and (is_proof or not staff_check.may_accuse(turn, text)):
        return replace(turn.draft, proof=text[:ANSWER_LIMIT])
    return kept(turn, text, "proof")


def _ask_link(turn: ConductTurn) -> list[Reply]:
    links = (turn.button(f"button.link_{link.value}", "link", link.value) for link in ReporterLink)
    question = Text(turn.say("conduct.ask_link"), (*links, *_back_and_cancel(turn, "link")))
    return led(turn, [question])


def _parse_link(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    if event.postback is not None and event.postback.value in set(ReporterLink):
        return replace(turn.draft, link=ReporterLink(event.postback.value))
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    if not text:
        raise NotUnderstood("conduct.link_needed")
    understood, said = read(turn, text)
    wish = staff_answers.name_wish(text, understood, said, asked=True)
    if wish is not None:
        return replace(turn.draft, link=ReporterLink(wish), notice=f"conduct.noted_{wish.value}")
    if not typed_words(turn, event):
        raise NotUnderstood("conduct.link_needed")
    answer_aside(turn, text)
    if not staff_check.may_accuse(turn, text) and said.any_of(TOLD) < LIKELY:
        fears = staff_answers.fears(text)
        raise NotUnderstood("conduct.who_sees" if fears else "conduct.link_needed")
    return kept(turn, text, "link")


def with_story(turn: ConductTurn, story: str) -> ConductDraft:
    """Return the draft with this story; a request in it to stay anonymous answers the question about the name."""
    draft = replace(turn.draft, story=story[:STORY_LIMIT], begun=False)
    if draft.when is None:
        draft = replace(draft, when=staff_check.moment_told(turn, story))
    if draft.link is None and turn.uow.understood(story).anonymous:
        return replace(draft, link=ReporterLink.SEALED)
    return draft


def typed(turn: ConductTurn, event: InboundEvent, what: str) -> str:
    """Return a typed answer to the question `what`. Raises NotUnderstood for others, also a lone command."""
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text or turn.uow.understood(text).command:
        raise NotUnderstood(f"conduct.{what}_needed")
    return text


def _command(turn: ConductTurn, event: InboundEvent) -> str | None:
    """Return the command that a text consists of, such as "skip"; None for any other text."""
    return turn.uow.understood(event.text).command if event.kind is EventKind.TEXT else None


def counted(turn: ConductTurn) -> Bilingual:
    """Return how many attachments of each kind were sent."""
    sent = turn.uow.tx.attachments.get_many(turn.draft.evidence.ids)
    return attachment_view.counted(turn.translator.translations, sent)


def _back_and_cancel(turn: ConductTurn, step: str) -> tuple[Choice, ...]:
    return (
        turn.button("button.back", step, "back"),
        turn.button("button.cancel", step, "cancel"),
    )


QUESTIONS = (
    Step[ConductDraft](
        "who",
        lambda draft: draft.who is None,
        _ask_who,
        fresh(_parse_who),
        lambda draft: replace(draft, who=None, choices=(), denied=True),
    ),
    Step[ConductDraft](
        "when",
        lambda draft: draft.when is None,
        _ask_when,
        fresh(_parse_when),
        lambda draft: replace(draft, when=None),
    ),
    Step[ConductDraft](
        "story",
        lambda draft: not draft.story or draft.begun,
        _ask_story,
        fresh(_parse_story),
        lambda draft: replace(draft, story="", begun=False),
    ),
    Step[ConductDraft](
        "proof",
        lambda draft: draft.proof is None,
        _ask_proof,
        fresh(_parse_proof),
        lambda draft: replace(draft, proof=None),
    ),
    Step[ConductDraft](
        "link",
        lambda draft: draft.link is None,
        _ask_link,
        fresh(_parse_link),
        lambda draft: replace(draft, link=None),
    ),
)
