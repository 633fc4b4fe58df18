"""Answers of a survey: permission, storing one answer after the other, and the notifications that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.cases.complaint import Complaint
from domain.cases.complaint import Status as CaseStatus
from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.surveys.participation import (
    ASSISTED_DOORS,
    CASE_SET,
    CHANGE_WITHIN,
    COUNTER_SET,
    RATE_WITHIN,
    STANDING_SUBJECT,
    WORDS_LIMIT,
    DoorKind,
    Mode,
    ResponseState,
    case_subject,
    visit_subject,
)
from domain.surveys.question_set import OUTSIDE, Destination, Kind, Question, QuestionSet
from handlers.access import work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.access.own_answers import PERSON, SUBJECT, by_code, rating_of
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import survey_alerts
from handlers.usecases.corrections import message_links
from handlers.usecases.corrections.in_case import COMMENT
from handlers.usecases.surveys import accusing, rounds
from storage.cases import message_parts
from storage.db.column_types import whole_day
from storage.surveys.responses import Answers, Cut, Entrance, Response, key_of
from storage.surveys.rounds import Door, SurveyRound


@dataclass(frozen=True)
class Form:
    """A survey for one person about one subject.

    `person`: a LINE user id, `browser:` and the random value of a browser, or the result of `rater_of`.
    `response`: None before the first answer. `answers`: the current ones.
    """

    door: Door
    round: SurveyRound
    person: str
    subject: str
    response: Response | None
    answers: Answers

    @property
    def question_set(self) -> QuestionSet:
        return self.round.question_set

    @property
    def is_complete(self) -> bool:
        """Whether every closed question whose condition is met is answered."""
        return all(
            one.key in self.answers
            for one in self.question_set.asked(self.answers)
            if one.kind is not Kind.TEXT
        )


def visit(uow: UnitOfWork, service: str) -> str:
    """Return the subject of today's visit to a service; the day is that of Bangkok."""
    return visit_subject(service, bangkok(uow.now).date().isoformat())


def subject_of(uow: UnitOfWork, door: Door, found: SurveyRound) -> str:
    """Return the subject about which a person answers through this door today."""
    if found.question_set.key == COUNTER_SET or door.service:
        return visit(uow, door.service)
    return STANDING_SUBJECT


def open_form(
    uow: UnitOfWork, door_id: int, person: str, subject: str, *, lock: bool = True
) -> Form:
    """Return the form of a door's survey for this person. `lock`: False to only read it.

    Raises Refused survey_closed if door or round is closed or the round's key is not available, and not_found if
    the subject is a case that this person may not, or no longer, rate.
    """
    kind, _, case_id = subject.partition(":")
    if kind == "case":
        reporter = "" if person == by_code(row_key(case_id)) else person
        case = work_list.own(uow, reporter, row_key(case_id))
        if not may_leave_by(Outlet.RATING, case):
            raise Refused("not_rated")
    door = uow.tx.survey_rounds.door(door_id)
    found = rounds.get(uow, door.round_id)
    secret = uow.tx.survey_rounds.secret(found.id)
    if secret is None or door.closed_at is not None or not found.is_open(uow.now):
        raise Refused("survey_closed")
    response = uow.tx.survey_responses.find(
        found.id, key_of(secret, SUBJECT, subject), key_of(secret, PERSON, person), lock=lock
    )
    if response is not None and response.state is ResponseState.VOID:
        raise Refused("survey_void")
    answers = uow.tx.survey_responses.answers(response.id) if response else {}
    return Form(door, found, person, subject, response, answers)


def answer(
    uow: UnitOfWork, form: Form, question: str, codes: Sequence[int], *, draft_id: str = ""
) -> Form:
    """Store the answer to a question, see `answer_all`."""
    return answer_all(uow, form, {question: codes}, draft_id=draft_id)


def answer_all(
    uow: UnitOfWork, form: Form, given: Mapping[str, Sequence[int]], *, draft_id: str = ""
) -> Form:
    """Store answers by question in place of earlier ones; returns the form with them.

    Answers to questions whose condition is no longer met are removed. Heads are notified of an alarming answer.
    `draft_id`: of the conversation. Raises Refused no_such_answer; then nothing is stored.
    """
    if not all(_question(form, key).accepts(codes) for key, codes in given.items()):
        raise Refused("no_such_answer")
    return _store(uow, form, given, draft_id)


def skip(uow: UnitOfWork, form: Form, question: str, *, draft_id: str = "") -> Form:
    """Store that a closed question was skipped, in place of an earlier answer; returns the new form.

    It counts as OUTSIDE if the question has that option, else it is not counted. Raises Refused no_such_answer.
    """
    asked = _question(form, question)
    codes = () if asked.outside is None else (OUTSIDE,)
    return _store(uow, form, {question: codes}, draft_id)


def comment(
    uow: UnitOfWork, form: Form, question: str, text: str, *, draft_id: str = ""
) -> tuple[Form, int]:
    """Store a comment in place of an earlier one; an empty text removes it.

    Returns the new form and the id of the comment, 0 if there is none.
    """
    asked = _question(form, question)
    if asked.kind is not Kind.TEXT:
        raise Refused("no_such_answer")
    form = _store(uow, form, {question: ()}, draft_id)
    assert form.response is not None
    text = text.strip()[:WORDS_LIMIT]
    if not text:
        uow.tx.survey_words.drop(form.response.id, [question])
        return form, 0
    words_id = uow.tx.survey_words.put(
        form.response,
        question,
        text,
        whole_day(bangkok(uow.now)),
        is_protected=accuses(uow, form, question, text),
    )
    return form, words_id


def link_message(uow: UnitOfWork, words_id: int, text: str) -> None:
    """Link a comment to its message, so that it can be unsent or edited later."""
    targets = {"comment": [(COMMENT, words_id)]}
    message_links.move_to_record(
        uow, "", message_parts.words(words_id), targets, last_text=("comment", text)
    )


def accuses(uow: UnitOfWork, form: Form, question: str, text: str) -> bool:
    """Whether this comment to a question may accuse somebody of the staff, see `accusing.with_subject`."""
    words = uow.tx.survey_words.of_response(form.response.id) if form.response else {}
    others = (other for key, other in words.items() if key != question)
    return accusing.with_subject(uow, text, form.subject, others)


def _question(form: Form, key: str) -> Question:
    if not form.question_set.has(key):
        raise Refused("no_such_answer")
    return form.question_set.question(key)


def _store(uow: UnitOfWork, form: Form, given: Mapping[str, Sequence[int]], draft_id: str) -> Form:
    responses = uow.tx.survey_responses
    response = form.response
    if response is None or draft_id:
        response = responses.enter(_entrance(uow, form, draft_id), uow.now)
    is_changed = responses.give(response, given, uow.now)
    answers = responses.answers(response.id)
    called_for = {one.key for one in form.question_set.asked(answers)}
    moot = [key for key in answers if key not in called_for]
    if moot:
        responses.retract(response.id, moot, uow.now)
        uow.tx.survey_words.drop(response.id, moot)
    had_money = tells_of_money(form)
    form = replace(form, response=response, answers=responses.answers(response.id))
    alarmed = _alarm(uow, form, given, had_money=had_money)
    state = ResponseState.COMPLETE if form.is_complete else ResponseState.PARTIAL
    submitted_at = uow.now if is_changed else response.submitted_at
    settled = replace(response, state=state, submitted_at=submitted_at, alarmed=alarmed)
    if settled != response:
        responses.settle(response.id, state, submitted_at, alarmed=alarmed)
    return replace(form, response=settled)


def _alarm(
    uow: UnitOfWork, form: Form, given: Mapping[str, Sequence[int]], *, had_money: bool
) -> bool:
    """Send the alerts for the first low score of a response and for money; returns whether any was ever sent.

    The alert about money is sent even after one about a low score, whose question often comes first.
    """
    response = form.response
    assert response is not None
    alarmed = response.alarmed
    for key, codes in given.items():
        if key not in form.answers:
            continue
        question = form.question_set.question(key)
        is_money = not had_money and _leads_to_conduct(question, codes)
        if is_money or (not alarmed and any(map(question.is_alarming, codes))):
            survey_alerts.alarm(uow, response, form.door.kind, question, codes)
            alarmed = True
        had_money = had_money or is_money
    return alarmed


def tells_of_money(form: Form) -> bool:
    """Whether an answer says that money or gifts were asked for, which offers the protected track."""
    return any(
        _leads_to_conduct(form.question_set.question(key), codes)
        for key, codes in form.answers.items()
        if form.question_set.has(key)
    )


def _leads_to_conduct(question: Question, codes: Sequence[int]) -> bool:
    return any(question.destination(code) is Destination.CONDUCT for code in codes)


def _entrance(uow: UnitOfWork, form: Form, draft_id: str) -> Entrance:
    secret = uow.tx.survey_rounds.secret(form.round.id)
    if secret is None:
        raise Refused("survey_closed")
    return Entrance(
        form.round.id,
        form.door.id,
        key_of(secret, PERSON, form.person),
        key_of(secret, SUBJECT, form.subject),
        cut_of(uow, form.subject, form.door),
        draft_id or None,
        Mode.ASSISTED if form.door.kind in ASSISTED_DOORS else Mode.SELF,
    )


def cut_of(uow: UnitOfWork, subject: str, door: Door) -> Cut:
    """Return the breakdown keys of an answer about a subject.

    For a case: its category, department and village. For a visit: the service and its department. Otherwise: the
    department that runs the surveys.
    """
    catalog = uow.context.catalog
    kind, _, rest = subject.partition(":")
    if kind == "case":
        case = uow.tx.complaints.get(row_key(rest))
        return Cut("", case.category, case.department, case.place.village)
    service = rest.partition(":")[0] if kind == "visit" else door.service
    section = next(
        (one.department for one in catalog.services if one.key == service),
        catalog.organisation.eit_section,
    )
    return Cut(service, "", section, door.village)


def change_later(uow: UnitOfWork, person: str, draft_id: str) -> Form | None:
    """Return the form that the conversation of this draft id filled in, to change an answer.

    None if there is none, if it belongs to another person, or if its link to the person was deleted. Raises
    Refused survey_closed if the round is over, and already_rated if the time for changing the rating of a case is
    over.
    """
    response = uow.tx.survey_responses.of_draft(draft_id)
    if response is None:
        return None
    secret = uow.tx.survey_rounds.secret(response.round_id)
    if secret is None or response.person_key != key_of(secret, PERSON, person):
        return None
    found = rounds.get(uow, response.round_id)
    if not found.is_open(uow.now):
        raise Refused("survey_closed")
    if response.state is ResponseState.VOID:
        raise Refused("survey_void")
    door = uow.tx.survey_rounds.door(response.door_id)
    if found.question_set.key == CASE_SET and uow.now - response.submitted_at > CHANGE_WITHIN:
        raise Refused("already_rated")
    # The subject is not stored and not needed, because the response exists.
    return Form(door, found, person, "", response, uow.tx.survey_responses.answers(response.id))


def rate_case(uow: UnitOfWork, reporter: str, case_id: int) -> tuple[Door, str]:
    """Return door and subject for the rating of the reporter's own closed case. `reporter`: "" without LINE.

    Raises Refused not_found, not_closed_yet, rating_too_late, already_rated if it was rated more than
    CHANGE_WITHIN ago, and not_rated for a staff complaint, whose rating could identify its reporter.
    """
    case = work_list.own(uow, reporter, case_id)
    if not may_leave_by(Outlet.RATING, case):
        raise Refused("not_rated")
    if case.status is not CaseStatus.CLOSED or case.ended_at is None:
        raise Refused("not_closed_yet")
    found = rounds.standing_round(uow, CASE_SET)
    given = rating_of(uow, rater_of(case), case.id)
    if reporter and rating_of(uow, by_code(case.id), case.id) is not None:
        raise Refused("already_rated")
    is_in_time = given is None or uow.now - given.submitted_at <= CHANGE_WITHIN
    if given is not None and not (is_in_time and given.round_id == found.id):
        raise Refused("already_rated")
    if uow.now - case.ended_at > RATE_WITHIN:
        raise Refused("rating_too_late")
    return rounds.door_of(uow, found.id, DoorKind.CASE), case_subject(case.id)


def rater_of(case: Complaint) -> str:
    """Return the key of the person who rates a case: its reporter on LINE, else the owner of its private code."""
    return case.reporter or by_code(case.id)


def rate_visit(uow: UnitOfWork, service: str) -> tuple[Door, str]:
    """Return door and subject for the rating of today's visit to a service. Raises Refused no_such_service."""
    if service not in {one.key for one in uow.context.catalog.services}:
        raise Refused("no_such_service")
    found = rounds.standing_round(uow, COUNTER_SET)
    return rounds.door_of(uow, found.id, DoorKind.CHAT), visit(uow, service)
