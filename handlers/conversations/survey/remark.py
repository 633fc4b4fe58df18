"""A remark that is typed at a question of a survey instead of an answer: it is kept as the comment."""

from domain.language.acts import Act
from domain.surveys.participation import WORDS_LIMIT
from domain.surveys.question_set import Kind, Question
from handlers.conversations.survey.draft import SurveyTurn
from handlers.core.messages import EventKind, InboundEvent
from handlers.engine.flow import NotUnderstood
from handlers.usecases.surveys import answering
from handlers.usecases.surveys.answering import Form

_REMARKS = frozenset({Act.COMPLAINT, Act.PRAISE, Act.SUGGESTION, Act.INSULT})
"""Acts of texts that explain a rating. An accusation is offered the protected track instead."""
_SHORTEST = 8
"""Minimum characters of a remark; a shorter text is a mistyped answer."""


def explain(turn: SurveyTurn, form: Form, question: Question, event: InboundEvent) -> None:
    """Store a typed answer that also says why ("not satisfied, very slow") as the comment too."""
    asked, text = _comment_question(form), event.text.strip()
    is_explained = question.kind is Kind.SCALE and _tells_why(turn, text)
    if asked is None or asked is question or not is_explained:
        return
    before = _kept_before(turn, form, asked)
    words = f"{before}\n{text}".strip()[:WORDS_LIMIT]
    _, words_id = answering.comment(turn.uow, form, asked.key, words, draft_id=turn.draft_id)
    if words_id and not before:
        answering.link_message(turn.uow, words_id, text)


def _tells_why(turn: SurveyTurn, text: str) -> bool:
    return bool(text) and turn.uow.context.survey_answers.explained_level(text) is not None


def keep(turn: SurveyTurn, form: Form, event: InboundEvent) -> None:
    """Store a remark about what is rated, such as "we waited for two hours", and ask the question again.

    Returns if the event is none: a problem outside the office is a matter of its own, which the caller leaves the
    survey for. Raises NotUnderstood, which repeats the open question, after a remark was stored.
    """
    asked = _comment_question(form)
    text = event.text.strip() if event.kind is EventKind.TEXT and event.postback is None else ""
    if asked is None or len(text) < _SHORTEST or not _is_remark(turn, text):
        return
    before = _kept_before(turn, form, asked)
    words = f"{before}\n{text}".strip()
    if len(words) > WORDS_LIMIT:
        raise NotUnderstood("survey.too_long", length=len(words), most=WORDS_LIMIT)
    _, words_id = answering.comment(turn.uow, form, asked.key, words, draft_id=turn.draft_id)
    if words_id and not before:
        # A message that is only a part of the comment cannot be taken out of it again.
        answering.link_message(turn.uow, words_id, text)
    raise NotUnderstood("survey.remark_kept")


def _is_remark(turn: SurveyTurn, text: str) -> bool:
    understood = turn.uow.understood(text)
    rates = turn.uow.context.survey_answers.begins_with_level(text) and understood.place is None
    names_another = understood.guess.margin and understood.names_a_problem and not rates
    return understood.act in _REMARKS and not (names_another or understood.danger)


def _comment_question(form: Form) -> Question | None:
    """Return the question for a comment at the end of a survey; None if it has none."""
    last = form.question_set.asked(form.answers)[-1]
    return last if last.kind is Kind.TEXT else None


def _kept_before(turn: SurveyTurn, form: Form, asked: Question) -> str:
    if form.response is None:
        return ""
    return turn.uow.tx.survey_words.of_response(form.response.id).get(asked.key, "")
