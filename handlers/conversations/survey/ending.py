"""The end of a survey: thanks with what happens to the answers, further options, and the official EIT."""

from domain.organisation.calendar import bangkok
from domain.surveys.eit import shown_on
from domain.surveys.participation import STANDING_SETS
from domain.surveys.question_set import Purpose, Question, QuestionSet
from handlers.conversations.survey.draft import PAUSED, STOPPED, SurveyTurn
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual
from handlers.core.messages import ButtonAction, Card, Choice, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases.surveys import answering, invitations
from handlers.usecases.surveys.answering import Form
from storage.surveys.responses import Cut


def end(turn: SurveyTurn, form: Form | None, comment: Question | None = None) -> list[Reply]:
    """Return the replies at the end of a survey. `form`: None if it is no longer open.

    `comment`: the question for a comment that is part of the thanks; None if there is none or it is answered.
    """
    if turn.draft.thanked and form is not None:
        return [_after_comment(turn, form)]
    match turn.draft.ended:
        case "paused":
            return [Text(turn.say("survey.paused"))]
        case "stopped":
            thanks = turn.say("survey.stopped" if form and form.answers else "survey.stopped_empty")
        case "":
            thanks = _thanks(turn, form)
        case refusal:
            return [Text(turn.say(f"refusals.{refusal}"))]
    if form is None or not form.answers:
        return [Text(thanks), *itas(turn)]
    if form.question_set.key not in STANDING_SETS:
        invitations.note_answered(turn.uow, turn.user.line_user_id)
    # Only one request at a time: in its window the official EIT has priority over a survey of our own.
    return [_card(turn, form, thanks, comment), *(itas(turn) or _invitation(turn, form))]


def _after_comment(turn: SurveyTurn, form: Form) -> Reply:
    """Return the reply to the message after the thanks: a comment, or a word such as "no"."""
    words = turn.uow.tx.survey_words.of_response(form.response.id) if form.response else {}
    if not words:
        return Text(turn.say("survey.no_comment"))
    kept = turn.say("survey.comment_kept")
    if not _accuses(turn, form):
        return Text(kept)
    protected = Choice(turn.label("menu.conduct"), ButtonAction.SAY, turn.label("menu.conduct"))
    body = f"{kept}\n{turn.say('survey.protected')}"
    return Card(title=turn.say("survey.done_title"), alt=kept, body=body, buttons=(protected,))


assert (PAUSED, STOPPED) == ("paused", "stopped")


def _invitation(turn: SurveyTurn, form: Form) -> list[Reply]:
    """Return the invitation to the survey of the whole office if one is due after a completed rating."""
    is_standing = form.question_set.key in STANDING_SETS
    if not is_standing or not form.is_complete or turn.officer is not None:
        return []
    card = invitations.on_reply(turn.uow, turn.user.line_user_id, turn.translator)
    return [card] if card else []


def _thanks(turn: SurveyTurn, form: Form | None) -> str:
    thanks = turn.say("survey.thanks")
    if form is None:
        return thanks
    if turn.draft.changed and form.question_set.has(turn.draft.changed):
        return f"{turn.say('survey.changes_kept')}\n{thanks}"
    return thanks


def _card(turn: SurveyTurn, form: Form, thanks: str, comment: Question | None) -> Card:
    """Return the card that ends a survey, with the question for a comment if one may follow.

    It says what happens to the answers, and for how long they can be changed. Its buttons begin a case about
    the comment, or subscribe to improvements.
    """
    lines = [thanks]
    if comment is not None:
        question = turn.translator.full(Bilingual(comment.th, comment.en))
        lines += [question, turn.say("survey.comment_welcome")]
    if answering.tells_of_money(form) or _accuses(turn, form):
        lines.append(turn.say("survey.protected"))
        first = Choice(turn.label("menu.conduct"), ButtonAction.SAY, turn.label("menu.conduct"))
    else:
        first = buttons.choice(turn.translator, "survey.fix", Button.SURVEY_FIX)
    return Card(
        title=turn.say("survey.done_title"),
        alt=thanks,
        body="\n".join(lines),
        buttons=(
            first,
            buttons.choice(turn.translator, "survey.follow", Button.SURVEY_FOLLOW, topic_of(form)),
        ),
        footnote="\n".join(
            (turn.say("survey.what_happens"), _changeable(turn, form), own_survey(turn, form))
        ),
        equal_buttons=True,
    )


def own_survey(turn: Turn, form: Form) -> str:
    """Return the sentence that a survey is the office's own and not the official EIT."""
    is_eit = form.question_set.purpose is Purpose.EIT_ALIGNED
    return turn.say("survey.not_the_eit" if is_eit else "survey.own")


def topic_of(form: Form) -> str:
    """Return what a person may subscribe to: improvements of the service, the topic of the case, or the set."""
    return topic_of_cut(form.response.cut if form.response else Cut(), form.question_set)


def topic_of_cut(cut: Cut, question_set: QuestionSet) -> str:
    """Like `topic_of`, for a response that is stored."""
    if cut.service:
        return f"service.{cut.service}"
    if cut.topic:
        return f"topic.{cut.topic}"
    return f"set.{question_set.key}"


def itas(turn: Turn) -> list[Reply]:
    """Return the card of the official EIT in its window, regardless of the answers; else an empty list."""
    window = shown_on(turn.uow.context.eit_windows, bangkok(turn.uow.now).date())
    if window is None:
        return []
    picture = turn.uow.context.signed_urls.itas_qr()
    return [
        Card(
            title=turn.say("survey.itas_title", year=window.fiscal_year),
            alt=turn.say("survey.itas_title", year=window.fiscal_year),
            body=turn.say("survey.itas"),
            photos=(picture,) if picture else (),
            buttons=(Choice(turn.label("survey.itas_open"), ButtonAction.LINK, window.address),),
        )
    ]


def _accuses(turn: Turn, form: Form) -> bool:
    if form.response is None:
        return False
    words = turn.uow.tx.survey_words.of_response(form.response.id)
    return any(answering.accuses(turn.uow, form, key, text) for key, text in words.items())


def _changeable(turn: Turn, form: Form) -> str:
    if form.subject.startswith("case:"):
        return turn.say("survey.change_case")
    return turn.say("survey.change_until", day=dates.day(form.round.last_moment))
