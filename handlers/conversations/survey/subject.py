"""The first step of a survey from the menu: what to answer about."""

from dataclasses import replace

from domain.cases import case_number
from domain.cases.complaint import Complaint, Status
from domain.errors import Refused
from domain.language.labels import bare, service_named
from domain.language.survey_answers import Way
from domain.surveys.participation import RATE_WITHIN, STANDING_SETS, STANDING_SUBJECT, DoorKind
from domain.text.graphemes import count_graphemes
from handlers.access.own_answers import own_response, rating_of
from handlers.conversations.main_menu import SERVICES_ON_CARD
from handlers.conversations.survey import question
from handlers.conversations.survey.draft import SurveyDraft, SurveyTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import Card, Cards, Choice, InboundEvent, Reply, row_key
from handlers.engine.flow import NotUnderstood, Step
from handlers.engine.turn import Turn
from handlers.usecases.surveys import answering, rounds
from storage.surveys.rounds import SurveyRound

CASES_OFFERED = 3
ROUNDS_OFFERED = 3
_SHORTEST_NAME = 3
"""Letters of the shortest part of a service's name that names it."""
LONGEST_TITLE = 40
"""Graphemes of a card's button: https://developers.line.biz/en/reference/messaging-api/#action-objects"""


def cases_offered(turn: Turn) -> list[Complaint]:
    """Return the person's newest closed cases that can still be rated, at most CASES_OFFERED."""
    tx, person = turn.uow.tx, turn.user.line_user_id
    return [
        case
        for case in tx.complaints.of_reporter(person, CASES_OFFERED * 3)
        if case.status is Status.CLOSED
        and case.ended_at is not None
        and turn.uow.now - case.ended_at <= RATE_WITHIN
        and rating_of(turn.uow, person, case.id) is None
    ][:CASES_OFFERED]


def rounds_offered(turn: Turn) -> list[SurveyRound]:
    """Return the running surveys of the whole office that the person has not answered."""
    return [
        one
        for one in rounds.running(turn.uow)
        if one.question_set.key not in STANDING_SETS
        and own_response(turn.uow, one, turn.user.line_user_id, STANDING_SUBJECT) is None
    ][:ROUNDS_OFFERED]


def _ask(turn: SurveyTurn) -> list[Reply]:
    """Return the question what to answer about: own cases and surveys first, then the counter services."""
    own = (
        *(
            turn.named_button(_case_label(turn, case), "subject", f"case-{case.id}")
            for case in cases_offered(turn)
        ),
        *(
            turn.named_button(_round_label(turn, one), "subject", f"round-{one.id}")
            for one in rounds_offered(turn)
        ),
    )
    offered = turn.uow.context.catalog.services
    if turn.draft.among:
        own, offered = (), tuple(one for one in offered if one.key in turn.draft.among)
    names = turn.translator.alike([Bilingual(one.th, one.en) for one in offered])
    values = [f"service-{one.key}" for one in offered]
    services = turn.named_buttons("subject", dict(zip(values, names, strict=True)))
    text, cancel = turn.say("survey.ask_subject"), turn.button("button.cancel", "subject", "cancel")

    def card(title: str, found: tuple[Choice, ...]) -> Card:
        title = turn.say(title)
        return Card(title=title, alt=text, body=text, buttons=found, equal_buttons=True)

    # A card has room for few buttons, so the person's own cases and surveys have a separate card.
    waiting = (card("survey.own_title", own),) if own else ()
    about = [_about(turn, one) for one in rounds_offered(turn)] if own else []
    if waiting and any(about):
        lines = (waiting[0].body, *filter(None, about))
        waiting = (replace(waiting[0], body="\n".join(lines)),)
    counters = tuple(
        card("survey.subject_title", services[first : first + SERVICES_ON_CARD])
        for first in range(0, len(services), SERVICES_ON_CARD)
    )
    shown: list[Reply] = [*waiting]
    if counters:
        shown.append(counters[0] if len(counters) == 1 else Cards(text, counters))
    return [*shown[:-1], replace(shown[-1], choices=(cancel,))] if shown else []


def _round_label(turn: Turn, one: SurveyRound) -> str:
    """Return the title of a survey; if it is too long for a button, its service, or a short title for none."""
    question_set = one.question_set
    names = [turn.name(Bilingual(question_set.th, question_set.en))]
    service = _service_of(turn, one)
    if service is not None:
        # Not the name alone, which is the button of the counter below.
        names.append(turn.say("survey.users_of", service=service))
    fitting = (name for name in names if count_graphemes(name) <= LONGEST_TITLE)
    return next(fitting, turn.label("survey.office"))


def _about(turn: Turn, one: SurveyRound) -> str:
    """Return the title and the service of a survey about one service; empty for a survey of the whole office."""
    service = _service_of(turn, one)
    if service is None:
        return ""
    title = turn.name(Bilingual(one.question_set.th, one.question_set.en))
    return turn.say("survey.round_about", title=title, service=service)


def _service_of(turn: Turn, one: SurveyRound) -> Bilingual | None:
    return question.service_name(turn, rounds.only_service(turn.uow, one.id))


def _case_label(turn: Turn, case: Complaint) -> str:
    category = turn.uow.context.catalog.category(case.category)
    return f"{case.number} {turn.name(Bilingual(category.th, category.en))}"


def _parse(turn: SurveyTurn, event: InboundEvent) -> SurveyDraft:
    kind, _, key = event.postback.value.partition("-") if event.postback else ("", "", "")
    if kind == "case" and row_key(key):
        return of_case(turn, turn.draft, row_key(key))
    if kind == "service":
        return of_service(turn, turn.draft, key)
    if kind == "round" and row_key(key):
        return of_round(turn, turn.draft, row_key(key))
    prefix = turn.uow.context.catalog.organisation.case_prefix
    # People type only the number from the label of a case.
    number = str(case_number.read(event.text, prefix))
    for case in cases_offered(turn):
        if case.number == number:
            return of_case(turn, turn.draft, case.id)
    named = _services_named(turn, event.text) if event.postback is None else ()
    if named:
        return replace(turn.draft, among=named)
    question.leave_for_a_problem(turn, event)
    raise NotUnderstood("survey.subject_needed")


def _services_named(turn: Turn, text: str) -> tuple[str, ...]:
    """Return the keys of the services that a short text without a problem names, as in "the waste one"."""
    understood = turn.uow.understood(text)
    tells_trouble = turn.uow.context.language.lexicon.read(understood.folded).tells_trouble
    if len(text) > LONGEST_TITLE or tells_trouble or understood.danger or understood.command:
        return ()
    if understood.services:
        return understood.services
    name = service_named(text)
    if len(name) < _SHORTEST_NAME:
        return ()
    return tuple(
        one.key
        for one in turn.uow.context.catalog.services
        if any(name in bare(label) for label in (one.th, one.en, *one.aliases))
    )


def typed_value(turn: Turn, step: Step[SurveyDraft], text: str) -> str:
    """Return the value of the button that a text typed before the questions means, or "".

    A word such as "later" or "stop" ends a survey that has not begun.
    """
    if turn.uow.context.survey_answers.way(text) not in {None, Way.BACK}:
        return "cancel"
    if step.name != STEP.name or len(text) > LONGEST_TITLE:
        return ""
    named = _services_named(turn, text)
    return f"service-{named[0]}" if len(named) == 1 else ""


def of_case(turn: Turn, draft: SurveyDraft, case_id: int) -> SurveyDraft:
    """Return the draft for the rating of a case; if it cannot be rated, `ended` is the reason."""
    try:
        door, subject = answering.rate_case(turn.uow, turn.user.line_user_id, case_id)
    except Refused as refusal:
        return replace(draft, ended=refusal.key)
    return again(turn, replace(draft, door=door.id, subject=subject))


def of_service(turn: Turn, draft: SurveyDraft, key: str) -> SurveyDraft:
    """Return the draft for the rating of today's visit to a service."""
    try:
        door, subject = answering.rate_visit(turn.uow, key)
    except Refused as refusal:
        return replace(draft, ended=refusal.key)
    return again(turn, replace(draft, door=door.id, subject=subject))


def of_round(turn: Turn, draft: SurveyDraft, round_id: int) -> SurveyDraft:
    """Return the draft for a survey of the whole office."""
    found = turn.uow.tx.survey_rounds.find(round_id)
    if found is None or not found.is_open(turn.uow.now):
        return replace(draft, ended="survey_closed")
    door = rounds.door_of(turn.uow, found.id, DoorKind.CHAT)
    subject = answering.subject_of(turn.uow, door, found)
    return again(turn, replace(draft, door=door.id, subject=subject))


def again(turn: Turn, draft: SurveyDraft) -> SurveyDraft:
    """Return the draft that asks a survey again from its first question if it was answered completely."""
    person = turn.user.line_user_id
    try:
        form = answering.open_form(turn.uow, draft.door, person, draft.subject)
    except Refused as refusal:
        return replace(draft, ended=refusal.key)
    if form.response is None or not form.is_complete:
        return draft
    return replace(draft, reopened=tuple(form.answers))


STEP = Step[SurveyDraft](
    "subject",
    lambda draft: not draft.door,
    _ask,
    _parse,
    lambda draft: replace(draft, door=0, subject="", reopened=(), more="", changed=""),
)
