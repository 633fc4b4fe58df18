"""The conversation of a survey: its subject, chat or form, then one question after the other."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from domain.errors import Refused
from domain.surveys.question_set import Kind, Question
from handlers.conversations.survey import ending, question, subject
from handlers.conversations.survey.draft import STOPPED, SurveyDraft, SurveyTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import ButtonAction, Card, Choice, InboundEvent, Reply
from handlers.engine import conversation
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.usecases.surveys import answering, passes
from handlers.usecases.surveys.answering import Form

MOST_CHOICES_IN_CHAT = 10


def _steps(turn: SurveyTurn) -> Sequence[Step[SurveyDraft]]:
    if turn.draft.ended:
        return ()
    if not turn.draft.door:
        return (subject.STEP, WAY)
    form = form_of(turn)
    if form is None:
        return ()
    # If another conversation is suspended, a text after the thanks could belong to it.
    is_asked = turn.draft.thanked or turn.draft.progress.suspended is not None
    last = None if is_asked else comment_left(form, turn.draft)
    asked = form.question_set.asked(form.answers)
    # Whoever stopped is asked for nothing but a comment.
    is_over = turn.draft.thanked
    questions = [
        _step(form, one)
        for one in asked
        if _fits(one)
        and one is not last
        and (not is_over or one is asked[-1] or one.key in form.answers)
    ]
    if turn.draft.in_chat or form.question_set.is_for_chat or not passes.link(turn.uow, form):
        return (subject.STEP, *questions)
    return (subject.STEP, WAY, *questions)


def form_of(turn: SurveyTurn) -> Form | None:
    """Return the survey of a conversation; None before one is chosen, or if its door or round is closed."""
    draft, person = turn.draft, turn.user.line_user_id
    if not draft.door:
        return None
    try:
        return answering.open_form(turn.uow, draft.door, person, draft.subject)
    except Refused:
        return None


def comment_left(form: Form, draft: SurveyDraft) -> Question | None:
    """Return the last question if it asks for a comment and no other question is left or wanted; else None.

    It is not a separate step: the thanks ask for the comment, so that nobody has to press "skip".
    """
    *others, last = form.question_set.asked(form.answers)
    if last.kind is not Kind.TEXT or not _is_missing(form, last, draft):
        return None
    if draft.ended == STOPPED:
        return last if form.answers else None
    if not others or any(_is_missing(form, one, draft) for one in others):
        return None
    return last


def _fits(one: Question) -> bool:
    """Whether the chat asks a question; one with too many choices is asked only in the form."""
    return one.kind is not Kind.ONE or len(one.options) <= MOST_CHOICES_IN_CHAT


def _step(form: Form, asked: Question) -> Step[SurveyDraft]:
    return Step(
        asked.key,
        partial(_is_missing, form, asked),
        lambda turn: question.ask(turn, form, asked),
        lambda turn, event: question.parse(turn, form, asked, event),
        lambda draft: draft.asking_again(asked.key),
    )


def _is_missing(form: Form, asked: Question, draft: SurveyDraft) -> bool:
    return asked.key not in form.answers or asked.key in (*draft.reopened, draft.more)


def _ask_way(turn: SurveyTurn) -> list[Reply]:
    form = form_of(turn)
    address = passes.link(turn.uow, form) if form else None
    if form is None or address is None:
        return []
    count = form.question_set.length(form.answers)
    title = turn.translator.full(Bilingual(form.question_set.th, form.question_set.en))
    return [
        Card(
            title=title,
            alt=turn.say("survey.way_alt", title=title),
            body=turn.say("survey.way", count=count),
            buttons=(
                Choice(turn.label("survey.in_form"), ButtonAction.LINK, address),
                turn.button("survey.in_chat", "way", "chat"),
            ),
            footnote=ending.own_survey(turn, form),
            choices=(turn.button("survey.stop", "way", "cancel"),),
        )
    ]


def _parse_way(turn: SurveyTurn, event: InboundEvent) -> SurveyDraft:
    if event.postback is not None and event.postback.value == "chat":
        return replace(turn.draft, in_chat=True)
    question.leave_for_a_problem(turn, event)
    raise NotUnderstood("survey.way_needed")


def finish(turn: SurveyTurn) -> list[Reply]:
    """Return the thanks, after which a comment may follow, or the reply to it."""
    form = form_of(turn)
    if form is None and not turn.draft.ended:
        turn = replace(turn, draft=replace(turn.draft, ended="survey_closed"))
    if turn.draft.ended != "paused":
        turn.uow.tx.survey_people.drop_offer(turn.user.line_user_id)
    if form is None or turn.draft.ended not in {"", STOPPED} or turn.draft.thanked:
        return ending.end(turn, form)
    is_first = turn.draft.progress.suspended is None
    comment = comment_left(form, turn.draft) if is_first else None
    replies = ending.end(turn, form, comment)
    if comment is None:
        return replies
    asked = conversation.begin(turn, FLOW, turn.draft.ended_with_thanks(comment.key), turn.draft_id)
    return [*replies[:-1], replace(replies[-1], choices=asked[-1].choices)]


WAY = Step[SurveyDraft]("way", lambda draft: not draft.in_chat, _ask_way, _parse_way)
FLOW = Flow(SurveyDraft, _steps, finish)
