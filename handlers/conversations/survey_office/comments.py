"""Comments of surveys for officers: one card each with the possible actions; reasons and proposals are typed."""

from dataclasses import dataclass, replace

from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual
from handlers.core.messages import Card, Cards, EventKind, InboundEvent, Reply, Row, Text
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.notify.survey_alerts import subject_name
from handlers.usecases.surveys import comments
from storage.surveys.words import Comment

NAME = "comment"
SHOWN = 5
TOPICS_SHOWN = 12
"""Maximum topics offered, the likeliest first; with "cancel" they are the 13 quick replies that LINE shows."""
HIDE, PROPOSE, CASE = "hide", "propose", "case"


@dataclass(frozen=True)
class CommentDraft(Draft, flow=NAME):
    """An officer's action on a comment. `does`: HIDE, PROPOSE or CASE. `note`: reason, proposal or topic."""

    words: int = 0
    does: str = HIDE
    note: str = ""


CommentTurn = ConversationTurn[CommentDraft]


def show(turn: Turn) -> list[Reply]:
    """Return the comments that the officer must read, the oldest first."""
    officer = _officer(turn)
    found = comments.unread(turn.uow, officer, SHOWN)
    if not found:
        return [Text(turn.say("survey_office.no_words"))]
    left = comments.count_unread(turn.uow, officer)
    alt = turn.say("survey_office.unread", count=left)
    return [Cards(alt, tuple(_card(turn, one) for one in found))]


def _card(turn: Turn, one: Comment) -> Card:
    read = buttons.choice(
        turn.translator, "survey_office.done_reading", Button.COMMENT_READ, one.id
    )
    others = (
        buttons.choice(turn.translator, "survey_office.open_case", Button.COMMENT_CASE, one.id),
        buttons.choice(turn.translator, "survey_office.propose", Button.COMMENT_PROPOSE, one.id),
        buttons.choice(turn.translator, "survey_office.hide", Button.COMMENT_HIDE, one.id),
    )
    release_it = buttons.choice(
        turn.translator, "survey_office.not_about_staff", Button.COMMENT_RELEASE, one.id
    )
    heading = "survey_office.about_staff" if one.is_protected else "survey_office.comment"
    return Card(
        title=subject_name(turn.uow, turn.translator, one.cut),
        heading=turn.say(heading),
        alt=turn.say(heading),
        body=one.text or "-",
        rows=(
            *_asked_in(turn, one),
            Row(turn.say("survey_office.said_on"), turn.name(dates.day(one.said_on))),
        ),
        buttons=(read, *((release_it,) if one.is_protected else others)),
        footnote=turn.say("survey_office.nameless"),
        equal_buttons=True,
    )


def _asked_in(turn: Turn, one: Comment) -> tuple[Row, ...]:
    """Return the survey and the question that a comment answers."""
    found = turn.uow.tx.survey_rounds.find(one.round_id)
    if found is None or not found.question_set.has(one.question):
        return ()
    title, question = found.question_set.th, found.question_set.question(one.question).th
    return (
        Row(turn.say("survey_office.title"), title),
        Row(turn.say("survey_office.asked"), question),
    )


def read(turn: Turn, words_id: int) -> list[Reply]:
    """Mark a comment as read; returns the next ones."""
    comments.mark_read(turn.uow, _officer(turn), words_id)
    return [Text(turn.say("survey_office.is_read")), *show(turn)]


def release(turn: Turn, words_id: int) -> list[Reply]:
    """Release a comment that accuses nobody to the department's reader; returns the next comments."""
    comments.release(turn.uow, _officer(turn), words_id)
    return [Text(turn.say("survey_office.released")), *show(turn)]


def start(turn: Turn, words_id: int, does: str) -> list[Reply]:
    """Begin an action that needs a text or a category. Raises Refused no_such_comment, not_an_officer."""
    comments.readable(turn.uow, _officer(turn), words_id)
    return begin(turn, FLOW, CommentDraft(words_id, does))


def _officer(turn: Turn) -> Officer:
    if turn.officer is None:
        raise Refused("not_an_officer")
    return turn.officer


def _ask(turn: CommentTurn) -> list[Reply]:
    cancel = turn.button("button.cancel", "note", "cancel")
    if turn.draft.does != CASE:
        ask = "survey_office.ask_hide" if turn.draft.does == HIDE else "survey_office.ask_propose"
        return [Text(turn.say(ask), (cancel,))]
    catalog = turn.uow.context.catalog
    text = comments.readable(turn.uow, _officer(turn), turn.draft.words).text
    likeliest = turn.uow.understood(text).guess.ranking
    topics = sorted(
        (one for one in catalog.categories if not catalog.is_about_staff(one.key)),
        key=lambda one: likeliest.index(one.key) if one.key in likeliest else len(likeliest),
    )
    return [
        Text(
            turn.say("survey_office.ask_case"),
            (
                *(
                    turn.named_button(turn.name(Bilingual(one.th, one.en)), "note", one.key)
                    for one in topics[:TOPICS_SHOWN]
                ),
                cancel,
            ),
        )
    ]


def _parse(turn: CommentTurn, event: InboundEvent) -> CommentDraft:
    if turn.draft.does == CASE:
        categories = {one.key for one in turn.uow.context.catalog.categories}
        if event.postback is None or event.postback.value not in categories:
            raise NotUnderstood("survey_office.press_topic")
        return replace(turn.draft, note=event.postback.value)
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    if not text:
        raise NotUnderstood("survey_office.type_reason")
    return replace(turn.draft, note=text[: comments.NOTE_LIMIT])


def _finish(turn: CommentTurn) -> list[Reply]:
    officer, draft = _officer(turn), turn.draft
    match draft.does:
        case "case":
            number = comments.open_case(turn.uow, officer, draft.words, draft.note)
            return [Text(turn.say("survey_office.case_opened", number=number))]
        case "propose":
            comments.propose(turn.uow, officer, draft.words, draft.note)
            return [Text(turn.say("survey_office.proposed"))]
    comments.hide(turn.uow, officer, draft.words, draft.note)
    return [Text(turn.say("survey_office.hidden"))]


NOTE = Step[CommentDraft](
    "note", lambda draft: not draft.note, _ask, _parse, lambda draft: replace(draft, note="")
)
FLOW = Flow(CommentDraft, lambda _turn: (NOTE,), _finish)
