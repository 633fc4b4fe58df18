"""The ways into a survey: the menu, a case, a service, a typed code, an offer, buttons of old messages."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import Refused
from domain.surveys.question_set import Kind, Question
from handlers.access.own_answers import own_responses
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.survey import ending, question, subject
from handlers.conversations.survey.draft import STOPPED, SurveyDraft, SurveyTurn
from handlers.conversations.survey.flow import FLOW, finish, form_of
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Translations
from handlers.core.messages import Card, EventKind, InboundEvent, Postback, Reply, Text
from handlers.engine import conversation, saved_conversation
from handlers.engine.draft import Conversation
from handlers.engine.flow import Step
from handlers.engine.turn import Turn
from handlers.usecases.surveys import answering, rounds

COMMENT_WITHIN = timedelta(minutes=30)
"""How long after the thanks a text counts as the comment that they asked for."""
_CODE = re.compile(r"[A-Za-z0-9_-]{16}")
TOPIC = re.compile(r"(?:service|topic|set)\.[A-Za-z0-9_-]{1,50}")


def start(turn: Turn) -> list[Reply]:
    """Begin a survey from the menu: the last interrupted one, else the question what to answer about."""
    kept = turn.uow.tx.survey_people.offer_to(turn.user.line_user_id, turn.uow.now)
    replies = conversation.begin(turn, FLOW, SurveyDraft())
    if kept is None:
        return replies
    go_on = buttons.choice(turn.translator, "survey.go_on", Button.RESUME_SURVEY)
    title, text = turn.say("survey.offer_title"), turn.say("survey.offer")
    return [Card(title=title, alt=text, body=text, buttons=(go_on,)), *replies]


def start_with_case(turn: Turn, case_id: int) -> list[Reply]:
    """Begin the rating of a closed case. Raises Refused as `answering.rate_case` does."""
    answering.rate_case(turn.uow, turn.user.line_user_id, case_id)
    return _begin(turn, subject.of_case(turn, SurveyDraft(), case_id))


def start_with_service(turn: Turn, key: str) -> list[Reply]:
    """Begin the rating of a visit to a service by its key. Raises Refused no_such_service."""
    answering.rate_visit(turn.uow, key)
    return _begin(turn, subject.of_service(turn, SurveyDraft(), key))


def code_in(turn: Turn, event: InboundEvent) -> str:
    """Return the code of a door in a text such as `แบบสำรวจ x1y2…`, which a QR code types; empty if none."""
    is_text = event.kind is EventKind.TEXT
    return code_typed(turn.uow.context.translations, event.text) if is_text else ""


def code_typed(translations: Translations, text: str) -> str:
    """Like `code_in`, for a text."""
    typed = translations.text_after_label("menu.rate", text.strip())
    return typed if _CODE.fullmatch(typed) else ""


def start_by_code(turn: Turn, event: InboundEvent) -> list[Reply]:
    """Begin the survey whose code a text contains; returns nothing for any other event."""
    code = code_in(turn, event)
    return start_with_code(turn, code) if code else []


def start_with_code(turn: Turn, code: str) -> list[Reply]:
    """Begin the survey behind a door. Raises Refused no_such_door, survey_closed."""
    door = turn.uow.tx.survey_rounds.door_by_code(code)
    if door is None:
        raise Refused("no_such_door")
    found = turn.uow.tx.survey_rounds.find(door.round_id)
    if found is None or door.closed_at is not None or not found.is_open(turn.uow.now):
        raise Refused("survey_closed")
    about = answering.subject_of(turn.uow, door, found)
    return _begin(turn, subject.again(turn, SurveyDraft(door=door.id, subject=about)))


def go_on(turn: Turn) -> list[Reply]:
    """Continue the interrupted survey for whoever types the label of its button; without one, begin anew."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is not None and isinstance(running.draft, SurveyDraft) and running.draft.door:
        return conversation.ask_again(turn.at(running), FLOW)
    if turn.uow.tx.survey_people.offer_to(turn.user.line_user_id, turn.uow.now) is None:
        return start(turn)
    return resume(turn)


def resume(turn: Turn) -> list[Reply]:
    """Continue the survey that was interrupted last. Raises Refused survey_closed."""
    kept = turn.uow.tx.survey_people.offer_to(turn.user.line_user_id, turn.uow.now)
    if kept is None:
        raise Refused("survey_closed")
    turn.uow.tx.survey_people.drop_offer(turn.user.line_user_id)
    draft = SurveyDraft(door=kept.door, subject=kept.subject)
    return conversation.begin(turn, FLOW, draft, kept.draft_id)


def _begin(turn: Turn, draft: SurveyDraft) -> list[Reply]:
    """Begin a survey; one that was begun before gets the same draft id, so that its old buttons still work."""
    old_id = ""
    if draft.door and not draft.ended:
        form = answering.open_form(turn.uow, draft.door, turn.user.line_user_id, draft.subject)
        old_id = form.response.draft_id if form.response and form.response.draft_id else ""
    return conversation.begin(turn, FLOW, draft, old_id)


def change_later(turn: Turn, press: Postback) -> list[Reply] | None:
    """Change an answer by a button of a finished or interrupted survey; None for any other button.

    Raises Refused as `answering.change_later` does.
    """
    form = answering.change_later(turn.uow, turn.user.line_user_id, press.draft_id)
    if press.flow != FLOW.name or form is None or not form.question_set.has(press.step):
        return None
    asked = form.question_set.question(press.step)
    codes = question.codes_of(press.value)
    if not codes or not asked.accepts(codes):
        return None
    before = form.answers.get(asked.key)
    form = answering.answer(turn.uow, form, asked.key, codes)
    if before == codes:
        return [Text(turn.say("survey.same_answer"))]
    return [Text(question.said_changed(turn, form, asked))]


def as_press(turn: SurveyTurn, event: InboundEvent) -> InboundEvent:
    """Convert a typed answer, or a word such as "skip", into the press of its button; keep other events."""
    step = FLOW.open_step(turn)
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or step is None or not text:
        return event
    asked = _asked(turn, step)
    value = (
        question.typed_value(turn, asked, text) if asked else subject.typed_value(turn, step, text)
    )
    if not value:
        return event
    press = Postback(FLOW.name, step.name, value, turn.draft_id)
    return replace(event, kind=EventKind.POSTBACK, postback=press)


def takes_text(turn: SurveyTurn) -> bool:
    """Whether the open question of a survey accepts any text as its answer."""
    step = FLOW.open_step(turn)
    asked = _asked(turn, step) if step else None
    return asked is not None and asked.kind is Kind.TEXT


def _asked(turn: SurveyTurn, step: Step[SurveyDraft]) -> Question | None:
    """Return the question of a step; None for a step before the questions."""
    form = form_of(turn) if turn.draft.door else None
    if form is None or not form.question_set.has(step.name):
        return None
    return form.question_set.question(step.name)


def is_over(running: Conversation, event: InboundEvent, now: datetime) -> bool:
    """Whether an event cannot be the comment after the thanks, because it is too late or not a text."""
    draft = running.draft
    if not isinstance(draft, SurveyDraft) or not draft.thanked or event.postback is not None:
        return False
    is_late = running.updated_at is not None and now - running.updated_at > COMMENT_WITHIN
    return is_late or event.kind is not EventKind.TEXT


def stop(turn: SurveyTurn) -> list[Reply]:
    """End a survey on `ยกเลิก`; answers given so far are kept. Returns the replies."""
    return finish(replace(turn, draft=replace(turn.draft, ended=STOPPED)))


def fix(turn: Turn) -> list[Reply]:
    """Begin a complaint after a survey. The comment is not copied into it, because it is anonymous."""
    return complaint.start(turn)


def follow_last(turn: Turn) -> list[Reply]:
    """Subscribe whoever types the label of that button to the topic of their running or last survey."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    is_survey = running is not None and isinstance(running.draft, SurveyDraft)
    asking = turn.at(running) if running is not None and is_survey else None
    form = form_of(asking) if asking is not None else None
    topic = ending.topic_of(form) if form is not None and form.response else _last_topic(turn)
    if not topic:
        return [Text(turn.say("survey.nothing_to_follow")), *start(turn)]
    replies = follow(turn, topic)
    if asking is None or asking.draft.thanked:
        return replies
    return [*replies, *conversation.ask_again(asking, FLOW)]


def follow_named(turn: Turn, name: str) -> list[Reply]:
    """Subscribe to the service or survey of this name, as the web form proposes; returns nothing for none."""
    services = turn.uow.context.catalog.services
    named = [f"service.{one.key}" for one in services if name in {one.th, one.en, *one.aliases}]
    sets = {one.question_set.key for one in rounds.running(turn.uow) if one.question_set.th == name}
    topics = [*named, *(f"set.{key}" for key in sorted(sets))]
    return follow(turn, topics[0]) if topics else []


def _last_topic(turn: Turn) -> str:
    """Return the topic of the survey that the person answered last; empty if none is linked to them any more."""
    answered = own_responses(turn.uow, turn.user.line_user_id)
    if not answered:
        return ""
    newest = max(answered, key=lambda one: one.submitted_at)
    return ending.topic_of_cut(newest.cut, rounds.get(turn.uow, newest.round_id).question_set)


def open_eit(turn: Turn) -> list[Reply]:
    """Show the official EIT again to whoever types the label of its button; outside its window, the surveys."""
    return ending.itas(turn) or start(turn)


def follow(turn: Turn, topic: str) -> list[Reply]:
    """Subscribe the person to improvements of a topic (see `ending.topic_of`)."""
    if not TOPIC.fullmatch(topic):
        return [Text(turn.say("office.old_button"))]
    turn.uow.tx.survey_people.follow(turn.user.line_user_id, topic, turn.uow.now)
    return [Text(turn.say("survey.followed"))]
