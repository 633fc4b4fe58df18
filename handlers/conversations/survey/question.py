"""One question of a survey in the chat: the card that asks it, and the parsing of an answer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.language.acts import Act
from domain.language.survey_answers import Way
from domain.surveys.participation import STANDING_SETS, WORDS_LIMIT, case_of, service_of
from domain.surveys.question_set import OUTSIDE, Kind, Option, Purpose, Question
from handlers.access import work_list
from handlers.conversations.complaint import again
from handlers.conversations.manners import is_manners
from handlers.conversations.survey import later, remark
from handlers.conversations.survey.draft import PAUSED, STOPPED, SurveyDraft, SurveyTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import Card, Choice, EventKind, InboundEvent, Reply
from handlers.engine.flow import NotUnderstood, SwitchTo
from handlers.engine.turn import Turn
from handlers.usecases.surveys import answering, rounds
from handlers.usecases.surveys.answering import Form

ENOUGH, SKIP, STOP, PAUSE, KEEP = "enough", "skip", "stop", "pause", "keep"
BETWEEN = ","
"""Separator of the codes in a value of several choices that were typed at once."""
_SENTENCE = 12
"""Minimum characters of a text, instead of a single word, that the model may classify as a complaint."""
_STARS, _SCORE = 5, "score_"
"""Commands such as `score_4`, for words like "สี่ดาว", mean a level of a scale of five."""
_WITH_BUTTONS = frozenset({Kind.SCALE, Kind.ONE, Kind.MANY})


def ask(turn: SurveyTurn, form: Form, question: Question) -> list[Reply]:
    """Return the card that asks a question: its position, its text, a button for each answer."""
    texts = [turn.translator.full(Bilingual(one.th, one.en)) for one in _notes(form, question)]
    chosen = form.answers.get(question.key, ()) if turn.draft.more == question.key else ()
    if chosen:
        names = ", ".join(turn.name(_name(one)) for one in _options(question, chosen))
        texts.append(turn.say("survey.chosen", names=names))
    elif question.key in turn.draft.reopened and question.key in form.answers:
        texts.append(_before(turn, question, form.answers[question.key]))
    elif not form.answers:
        texts += _introduction(turn, form)
    elif len(form.answers) == 1 and not turn.draft.reopened:
        texts.append(turn.say("survey.first_kept"))
    if question.kind is Kind.NUMBER:
        texts.append(turn.say("survey.type_number", least=question.least, most=question.most))
    if question.kind is Kind.TEXT:
        texts.append(turn.say(_invites(turn)))
    text = turn.translator.full(Bilingual(question.th, question.en))
    progress = _progress(turn, form, question)
    return [
        Card(
            title=text,
            alt=f"{progress} {text}".strip(),
            heading=_heading(turn, form, progress),
            body="\n".join(texts),
            buttons=_answers(turn, question, chosen),
            choices=_ways(turn, question),
            equal_buttons=True,
        )
    ]


def _introduction(turn: SurveyTurn, form: Form) -> list[str]:
    """Return what the first question says of the survey: its title if it has no menu entry, and its service."""
    lines = []
    is_standing = form.question_set.key in STANDING_SETS
    if not is_standing:
        lines.append(turn.translator.full(Bilingual(form.question_set.th, form.question_set.en)))
    about = service_of(form.subject) or form.door.service
    service = service_name(turn, about or rounds.only_service(turn.uow, form.round.id))
    if service is not None:
        lines.append(turn.say("survey.about_service", service=service))
    if not is_standing:
        is_eit = form.question_set.purpose is Purpose.EIT_ALIGNED
        lines.append(turn.say("survey.not_the_eit" if is_eit else "survey.own"))
    return lines


def service_name(turn: Turn, key: str) -> Bilingual | None:
    """Return the name of a service; None if there is none of this key."""
    found = (one for one in turn.uow.context.catalog.services if one.key == key)
    return next((Bilingual(one.th, one.en) for one in found), None)


def _invites(turn: SurveyTurn) -> str:
    return "survey.comment_welcome" if turn.draft.thanked else "survey.type_text"


def _progress(turn: SurveyTurn, form: Form, question: Question) -> str:
    """Return the position of a question in the survey; empty for the comment after the thanks."""
    if turn.draft.thanked and question.kind is Kind.TEXT:
        return ""
    position, total = form.question_set.progress(question.key, form.answers)
    return turn.say("survey.progress", position=position, total=total)


def _before(turn: SurveyTurn, question: Question, codes: tuple[int, ...]) -> str:
    """Return the sentence with the earlier answer, which is kept until another one is given."""
    options = ", ".join(turn.name(_name(one)) for one in _options(question, codes))
    given = options or ", ".join(map(str, codes))
    return turn.say("survey.answered_before", answer=given or turn.say("survey.nothing"))


def _heading(turn: SurveyTurn, form: Form, progress: str) -> str:
    """Return the position in the survey, preceded by the answer that the last press changed."""
    key = turn.draft.changed
    if not key or not form.question_set.has(key):
        return progress
    return f"{said_changed(turn, form, form.question_set.question(key))}\n{progress}"


def said_changed(turn: Turn, form: Form, question: Question) -> str:
    """Return the sentence that an earlier answer was changed."""
    position, _ = form.question_set.progress(question.key, form.answers)
    options = _options(question, form.answers.get(question.key, ()))
    answer = ", ".join(turn.name(_name(one)) for one in options)
    return turn.say("survey.changed", position=position, answer=answer or "-")


def _answers(turn: SurveyTurn, question: Question, chosen: tuple[int, ...]) -> tuple[Choice, ...]:
    """Return a button for each answer; the label of a level is its word followed by its number."""
    if question.kind not in _WITH_BUTTONS:
        return ()
    left = [one for one in question.options if one.code not in chosen]
    is_scale = question.kind is Kind.SCALE
    more = [(_both(turn, "survey.enough"), ENOUGH)] if chosen else []
    labels = turn.translator.alike(
        [*map(_name, left), *(name for name, _ in more)],
        [f" ({one.code})" for one in left] if is_scale else (),
    )
    values = [*(str(one.code) for one in left), *(value for _, value in more)]
    return _choices(turn, question, labels, values)


def _ways(turn: SurveyTurn, question: Question) -> tuple[Choice, ...]:
    """Return the quick replies: did not use it or skip, back, pause, stop."""
    back = [(_both(turn, "button.back"), "back")] if turn.draft.progress.history else []
    if turn.draft.thanked and question.kind is Kind.TEXT:
        ways = back
    else:
        ways = [*back, (_both(turn, "survey.pause"), PAUSE), (_both(turn, "survey.stop"), STOP)]
        if turn.draft.more != question.key:
            outside = question.outside
            skip = (_both(turn, "button.skip"), SKIP)
            ways.insert(0, (_name(outside), str(OUTSIDE)) if outside else skip)
        if question.key in turn.draft.reopened:
            ways.insert(0, (_both(turn, "survey.keep"), KEEP))
    labels = turn.translator.alike([name for name, _ in ways])
    return _choices(turn, question, labels, [value for _, value in ways])


def _both(turn: Turn, key: str) -> Bilingual:
    return turn.uow.context.translations.both(key)


def _choices(
    turn: SurveyTurn, question: Question, labels: Sequence[str], values: Sequence[str]
) -> tuple[Choice, ...]:
    names = dict(zip(values, labels, strict=True))
    return turn.named_buttons(question.key, names)


def parse(turn: SurveyTurn, form: Form, question: Question, event: InboundEvent) -> SurveyDraft:
    """Store the answer in an event and return the new draft. Raises NotUnderstood, Exit, SwitchTo."""
    if event.postback is not None and event.postback.step != question.key:
        # The pressed question is not asked any more: its value means nothing to this one.
        raise NotUnderstood("survey.not_asked_now")
    value = event.postback.value if event.postback else ""
    match value:
        case "stop":
            return replace(turn.draft, ended=STOPPED)
        case "pause":
            later.keep(turn)
            return replace(turn.draft, ended=PAUSED)
    if value == KEEP and question.key in form.answers:
        return turn.draft.after(question.key, changed=False)
    if question.kind is Kind.TEXT:
        return _parse_text(turn, form, question, event)
    if value in {ENOUGH, SKIP} and turn.draft.more == question.key:
        return turn.draft.after(question.key, changed=False)
    if value == SKIP:
        answering.skip(turn.uow, form, question.key, draft_id=turn.draft_id)
        return turn.draft.after(question.key, changed=False)
    given = codes_of(value)
    if not given or not question.accepts(given):
        _leave_for_the_case(turn, form, event)
        remark.keep(turn, form, event)
        leave_for_a_problem(turn, event)
        raise NotUnderstood(_needed(question), least=question.least, most=question.most)
    remark.explain(turn, form, question, event)
    codes = _codes(turn.draft, form, question, given)
    before = form.answers.get(question.key)
    answering.answer(turn.uow, form, question.key, codes, draft_id=turn.draft_id)
    after = turn.draft.after(question.key, changed=_is_change(turn, question, before, codes))
    if question.kind is Kind.MANY and OUTSIDE not in codes and _has_more(question, codes):
        return replace(after, more=question.key)
    return after


def _codes(
    draft: SurveyDraft, form: Form, question: Question, given: tuple[int, ...]
) -> tuple[int, ...]:
    """Return the complete answer after a press: a new one of several choices is added to the earlier ones."""
    before = form.answers.get(question.key, ())
    is_more = question.kind is Kind.MANY and draft.more == question.key
    if not is_more or OUTSIDE in (*given, *before):
        return given
    return tuple(dict.fromkeys((*before, *given)))[-question.most_choices :]


def _is_change(
    turn: SurveyTurn, question: Question, before: tuple[int, ...] | None, codes: tuple[int, ...]
) -> bool:
    is_adding = question.kind is Kind.MANY and turn.draft.more == question.key
    return before is not None and before != codes and not is_adding


def _has_more(question: Question, codes: tuple[int, ...]) -> bool:
    return len(codes) < min(question.most_choices, len(question.options))


def _parse_text(
    turn: SurveyTurn, form: Form, question: Question, event: InboundEvent
) -> SurveyDraft:
    is_skipped = event.postback is not None and event.postback.value == SKIP
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    if not is_skipped and not text:
        raise NotUnderstood("survey.text_needed")
    if turn.draft.thanked and _is_level(form, text):
        raise NotUnderstood("survey.change_by_button")
    is_greeting = turn.draft.thanked and is_manners(turn, text)
    if text and (turn.uow.understood(text).danger or is_greeting):
        later.leave_for(turn, text)
    if turn.draft.thanked and turn.uow.understood(text).act is Act.COMPLAINT:
        _leave_for_the_case(turn, form, event)
    if len(text) > WORDS_LIMIT:
        raise NotUnderstood("survey.too_long", length=len(text), most=WORDS_LIMIT)
    _, words_id = answering.comment(turn.uow, form, question.key, text, draft_id=turn.draft_id)
    if words_id:
        answering.link_message(turn.uow, words_id, text)
    return turn.draft.after(question.key, changed=False)


def _is_level(form: Form, text: str) -> bool:
    """Whether a text is exactly the label of a level, which was meant as a score and not as a comment."""
    scales = (one for one in form.question_set.questions if one.kind is Kind.SCALE)
    return any(
        text.lower() == label.lower()
        for scale in scales
        for label in (
            f"{name} ({level.code})" for level in scale.options for name in (level.th, level.en)
        )
    )


def _leave_for_the_case(turn: SurveyTurn, form: Form, event: InboundEvent) -> None:
    """Leave the rating of a case if the text says that its problem is back. Raises SwitchTo to a new complaint."""
    case_id = case_of(form.subject)
    text = event.text.strip() if event.kind is EventKind.TEXT and event.postback is None else ""
    understood = turn.uow.understood(text)
    is_back = turn.uow.context.follow_ups.says_it_is_back(text)
    if case_id is None or not is_back or understood.staff or understood.danger:
        return
    case = work_list.own(turn.uow, turn.user.line_user_id, case_id)
    if not again.names_another(turn, case, text):
        later.keep(turn)
        raise SwitchTo(again.draft_of(turn, case, text))


def leave_for_a_problem(turn: SurveyTurn, event: InboundEvent) -> None:
    """Leave the survey if the text reports a problem or cries for help.

    The name of a topic alone, or a word that the model does not know, is not a report.
    """
    text = event.text.strip()
    if event.postback is not None or event.kind is not EventKind.TEXT or not text:
        return
    understood = turn.uow.understood(text)
    tells_trouble = turn.uow.context.language.lexicon.read(understood.folded).tells_trouble
    is_trouble = understood.act is Act.COMPLAINT and (tells_trouble or len(text) >= _SENTENCE)
    if understood.danger or is_trouble or understood.act is Act.CONDUCT:
        later.leave_for(turn, text)


def typed_value(turn: SurveyTurn, question: Question, text: str) -> str:
    """Return the value of the button that a typed text means, or ""."""
    answers = turn.uow.context.survey_answers
    if question.kind is Kind.TEXT:
        way = answers.way(text)
        if turn.draft.thanked and way is not Way.BACK:
            # After the thanks there is nothing to pause or stop, and a farewell is not a comment.
            return SKIP if way or is_manners(turn, text, frozenset({Act.THANKS})) else ""
        return _way_value(turn, question, way) if way else ""
    codes = answers.codes(question, text) or _stars(turn, question, text)
    if codes:
        return BETWEEN.join(map(str, codes))
    way = answers.way(text)
    return _way_value(turn, question, way) if way else ""


def _way_value(turn: SurveyTurn, question: Question, way: Way) -> str:
    if way is not Way.ENOUGH:
        return way.value
    if turn.draft.more == question.key:
        return ENOUGH
    return SKIP if question.kind in {Kind.TEXT, Kind.MANY} else STOP


def _stars(turn: Turn, question: Question, text: str) -> tuple[int, ...]:
    """Return the level of a scale of five that a command such as `score_4` means; else an empty tuple."""
    command = turn.uow.understood(text).command or ""
    is_score = question.levels == _STARS and not question.reverse and command.startswith(_SCORE)
    return (int(command.removeprefix(_SCORE)),) if is_score else ()


def codes_of(value: str) -> tuple[int, ...]:
    """Parse the codes in the value of a button or of several typed choices; empty for any other value."""
    parts = value.split(BETWEEN)
    if not all(re.fullmatch(r"-?\d{1,9}", part) for part in parts):
        return ()
    return tuple(int(part) for part in parts)


def _needed(question: Question) -> str:
    return "survey.number_needed" if question.kind is Kind.NUMBER else "survey.press_needed"


def _notes(form: Form, question: Question) -> tuple[Question, ...]:
    return form.question_set.notes_before(question.key)


def _options(question: Question, codes: tuple[int, ...]) -> list[Option]:
    found = (question.option(code) for code in codes)
    return [one for one in found if one is not None]


def _name(option: Option) -> Bilingual:
    return Bilingual(option.th, option.en)
