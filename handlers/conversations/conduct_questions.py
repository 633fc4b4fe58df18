"""The questions of a staff complaint: about whom, when, what happened, evidence, and the link to the reporter."""

from dataclasses import replace
from datetime import timedelta

from domain.cases.conduct import ReporterLink
from domain.cases.matcher import UNKNOWN
from handlers.conversations import accused, staff_check
from handlers.conversations.conduct_draft import ConductDraft, ConductTurn
from handlers.core import dates
from handlers.core.i18n import Bilingual
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step
from handlers.views import attachment_view

STORY_LIMIT = 5000
ANSWER_LIMIT = 300
WORDS_OF_STORY = 50
"""Minimum characters of a story that is more than the wish to complain."""
DAYS = ("today", "yesterday")
NOT_KNOWN = frozenset({"unknown", "skip", "no"})
"""Keys of domain/data/commands.toml that mean that the person or the time is not known."""
NO_MORE_PROOF = frozenset({"skip", "no", "done"})


def _ask_who(turn: ConductTurn) -> list[Reply]:
    cancel = turn.button("button.cancel", "who", "cancel")
    return [Text(turn.say("conduct.ask_who"), (*accused.buttons(turn, "who"), cancel))]


def _parse_who(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    pressed = event.postback.value if event.postback else ""
    names = accused.names(turn)
    if pressed in names:
        return replace(turn.draft, who=names[pressed], choices=(pressed,))
    if not pressed and _command(turn, event) in NOT_KNOWN:
        return replace(turn.draft, who=names[UNKNOWN], choices=(UNKNOWN,))
    return replace(turn.draft, who=typed(turn, event, "who")[:ANSWER_LIMIT], choices=())


def _ask_when(turn: ConductTurn) -> list[Reply]:
    days = (turn.button(f"button.{day}", "when", day) for day in DAYS)
    return [
        Text(
            turn.say("conduct.ask_when"),
            (
                *days,
                turn.button("button.unknown", "when", "unknown"),
                turn.button("button.back", "when", "back"),
                turn.button("button.cancel", "when", "cancel"),
            ),
        )
    ]


def _parse_when(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    pressed = event.postback.value if event.postback else ""
    if pressed == "unknown" or (not pressed and _command(turn, event) in NOT_KNOWN):
        return replace(turn.draft, when=turn.label("button.unknown"))
    if pressed in DAYS:
        # The date is stored, because "today" would mean another day tomorrow.
        day = dates.day(turn.uow.now - timedelta(days=DAYS.index(pressed)))
        return replace(turn.draft, when=turn.name(day))
    return replace(turn.draft, when=typed(turn, event, "when")[:ANSWER_LIMIT])


def _ask_story(turn: ConductTurn) -> list[Reply]:
    return [Text(turn.say("conduct.ask_story"), _back_and_cancel(turn, "story"))]


def _parse_story(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    return with_story(turn, typed(turn, event, "story"))


def _ask_proof(turn: ConductTurn) -> list[Reply]:
    sent = turn.draft.evidence.ids
    key = "conduct.ask_more_proof" if sent else "conduct.ask_proof"
    enough = turn.button("button.enough" if sent else "button.no_proof", "proof", "enough")
    return [
        Text(turn.say(key, sent=counted(turn)), (enough, *_back_and_cancel(turn, "proof"))),
    ]


def _parse_proof(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    pressed = event.postback.value if event.postback else ""
    if pressed == "enough" or (not pressed and _command(turn, event) in NO_MORE_PROOF):
        return replace(turn.draft, proof="")
    said = typed(turn, event, "proof")
    if len(turn.draft.story) < WORDS_OF_STORY and staff_check.may_accuse(turn, said):
        # Only the wish to complain was told before: this is the story.
        return with_story(turn, f"{turn.draft.story}\n{said}")
    return replace(turn.draft, proof=said[:ANSWER_LIMIT])


def _ask_link(turn: ConductTurn) -> list[Reply]:
    links = (turn.button(f"button.link_{link.value}", "link", link.value) for link in ReporterLink)
    return [Text(turn.say("conduct.ask_link"), (*links, *_back_and_cancel(turn, "link")))]


def _parse_link(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    if event.postback is None or event.postback.value not in set(ReporterLink):
        raise NotUnderstood("complaint.press_needed")
    return replace(turn.draft, link=ReporterLink(event.postback.value))


def with_story(turn: ConductTurn, story: str) -> ConductDraft:
    """Return the draft with this story; a request in it to stay anonymous answers the question about the name."""
    draft = replace(turn.draft, story=story[:STORY_LIMIT])
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
        _parse_who,
        lambda draft: replace(draft, who=None, choices=()),
    ),
    Step[ConductDraft](
        "when",
        lambda draft: draft.when is None,
        _ask_when,
        _parse_when,
        lambda draft: replace(draft, when=None),
    ),
    Step[ConductDraft](
        "story",
        lambda draft: not draft.story,
        _ask_story,
        _parse_story,
        lambda draft: replace(draft, story=""),
    ),
    Step[ConductDraft](
        "proof",
        lambda draft: draft.proof is None,
        _ask_proof,
        _parse_proof,
        lambda draft: replace(draft, proof=None),
    ),
    Step[ConductDraft](
        "link",
        lambda draft: draft.link is None,
        _ask_link,
        _parse_link,
        lambda draft: replace(draft, link=None),
    ),
)
