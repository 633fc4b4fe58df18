"""Improvements: proposed, agreed, done or dropped; subscribers are notified."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.anonymity import LEAST_SHOWN
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.calendar import bangkok
from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from domain.organisation.thai_dates import short_date
from domain.reporting.improvement import (
    MOST_COST,
    TEXT_LIMIT,
    Asked,
    Improvement,
    Source,
    State,
    check_agree,
    check_finish,
)
from domain.surveys.participation import CASE_SET, COUNTER_SET
from domain.surveys.question_set import Kind, QuestionSet
from handlers.access import survey_readers
from handlers.core import dates, push_plan
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from storage.reporting.improvements import WORDS, NewImprovement, Pattern, Plan
from storage.surveys.words import Comment

PATTERN_OF = timedelta(days=90)
OVERALL = "overall"
"""The question of a set about overall satisfaction."""


def visible(uow: UnitOfWork, officer: Officer) -> list[Improvement]:
    """Return the improvements that an officer may see; executives and the survey section see all."""
    return uow.tx.improvements.all(survey_readers.sections_of(uow, officer))


def find(uow: UnitOfWork, key: int) -> Improvement:
    """Return an improvement. Raises Refused no_such_improvement."""
    found = uow.tx.improvements.find(key)
    if found is None:
        raise Refused("no_such_improvement")
    return found


def find_visible(uow: UnitOfWork, officer: Officer, key: int) -> Improvement:
    """Return an improvement that the officer may see. Raises Refused no_such_improvement."""
    found, sections = find(uow, key), survey_readers.sections_of(uow, officer)
    if sections is not None and found.section not in sections:
        raise Refused("no_such_improvement")
    return found


def propose(uow: UnitOfWork, officer: Officer | None, new: NewImprovement) -> Improvement:
    """Store a proposal. `officer`: None for the administrator on the terminal.

    An improvement that follows from a pattern of cases is measured by the people whose cases were handled. Raises
    Refused note_missing, and not_allowed for a department that the officer may not see.
    """
    what = " ".join(new.what.split())[:TEXT_LIMIT]
    if not what:
        raise Refused("note_missing")
    if officer is not None:
        _ensure_sees(uow, officer, new.section)
    asked = new.asked
    if asked is None and new.source is Source.CASES:
        asked = measuring(uow.context.question_sets[CASE_SET], "")
    key = uow.tx.improvements.add(
        replace(new, what=what, asked=asked), officer.id if officer else None, uow.now
    )
    return find(uow, key)


def propose_from_comment(uow: UnitOfWork, officer: Officer, comment: Comment, what: str) -> None:
    """Propose an improvement that follows from a comment; a second proposal from it changes nothing."""
    if uow.tx.improvements.linked_to(WORDS, str(comment.id)) is not None:
        return
    found = uow.tx.survey_rounds.find(comment.round_id)
    asked = measuring(found.question_set, comment.cut.service) if found else None
    section = comment.cut.section or uow.context.catalog.organisation.eit_section
    new = NewImprovement(what[:TEXT_LIMIT], Source.WORDS, section, comment.cut.topic, asked)
    key = uow.tx.improvements.add(new, officer.id, uow.now)
    uow.tx.improvements.link(key, WORDS, str(comment.id))


def propose_from_question(
    uow: UnitOfWork, officer: Officer, round_id: int, question: str, what: str
) -> Improvement:
    """Propose an improvement for the subject of a question in a round.

    Raises Refused no_such_round, no_such_question, and as `propose` does.
    """
    found = uow.tx.survey_rounds.find(round_id)
    if found is None:
        raise Refused("no_such_round")
    asked = found.question_set
    if not asked.has(question) or asked.question(question).kind is not Kind.SCALE:
        raise Refused("no_such_question")
    sections = survey_readers.sections_of(uow, officer)
    section = sections[0] if sections else uow.context.catalog.organisation.eit_section
    measured = Asked(asked.key, asked.version, question)
    return propose(uow, officer, NewImprovement(what, Source.QUESTION, section, asked=measured))


def measuring(question_set: QuestionSet, service: str) -> Asked | None:
    """Return the question that measures an improvement of a service overall; None if the set has none."""
    scales = [one for one in question_set.questions if one.kind is Kind.SCALE]
    whole = next((one for one in scales if one.key == OVERALL), None)
    return Asked(question_set.key, question_set.version, whole.key, service) if whole else None


def agree(uow: UnitOfWork, officer: Officer | None, key: int, plan: Plan) -> Improvement:
    """Agree on who does it, by when and at what cost; a second agreement changes the plan.

    Raises Refused no_such_improvement, not_allowed, improvement_ended, improvement_due_past and
    improvement_cost_wrong.
    """
    found = find(uow, key)
    _ensure_decides(uow, officer, found)
    check_agree(found)
    if plan.due_on < bangkok(uow.now).date():
        raise Refused("improvement_due_past")
    if plan.cost is not None and not 0 <= plan.cost <= MOST_COST:
        raise Refused("improvement_cost_wrong")
    uow.tx.improvements.agree(key, plan, officer.id if officer else None, uow.now)
    agreed = find(uow, key)
    _tell_officer(uow, agreed, officer)
    return agreed


def finish(uow: UnitOfWork, officer: Officer | None, key: int, result: str) -> Improvement:
    """Report what was done, and notify the subscribers of its service or survey.

    Raises Refused no_such_improvement, not_allowed, note_missing, improvement_not_agreed or improvement_ended.
    """
    found = find(uow, key)
    if officer is None or found.officer_id != officer.id:
        _ensure_decides(uow, officer, found)
    check_finish(found)
    _end(uow, officer, found, State.DONE, result)
    done = find(uow, key)
    uow.tx.improvements.note_told(key, _tell_followers(uow, done))
    return find(uow, key)


def drop(uow: UnitOfWork, officer: Officer | None, key: int, reason: str) -> Improvement:
    """Drop an improvement, with the reason. Raises as `agree`, and Refused note_missing."""
    found = find(uow, key)
    _ensure_decides(uow, officer, found)
    check_agree(found)
    _end(uow, officer, found, State.DROPPED, reason)
    return find(uow, key)


def patterns(uow: UnitOfWork, officer: Officer) -> list[Pattern]:
    """Return categories with many recent cases in one village, the most first.

    Categories with an improvement that is open, or that ended since the first of these cases, are left out.
    """
    if not (
        officer.is_executive or officer.role is Role.HEAD or survey_readers.is_eit(uow, officer)
    ):
        return []
    sections = survey_readers.sections_of(uow, officer)
    since = uow.now - PATTERN_OF
    found = uow.tx.improvements.patterns(since, uow.now, LEAST_SHOWN)
    improving = {
        one.category
        for one in uow.tx.improvements.all()
        if one.ended_at is None or one.ended_at > since
    }
    return [
        one
        for one in found
        if one.category not in improving and (sections is None or one.section in sections)
    ]


def may_decide(uow: UnitOfWork, officer: Officer, one: Improvement) -> bool:
    """Whether an officer agrees, changes and drops an improvement."""
    if officer.is_executive or survey_readers.is_eit(uow, officer):
        return True
    return officer.role is Role.HEAD and officer.department == one.section


def team(uow: UnitOfWork, one: Improvement) -> list[Officer]:
    """Return the officers who can be put in charge: those of the department, its heads first."""
    found = [
        other
        for other in uow.tx.officers.all()
        if other.role in DEPARTMENTAL and other.department == one.section
    ]
    return sorted(found, key=lambda other: (other.role is not Role.HEAD, other.name))


def _end(
    uow: UnitOfWork, officer: Officer | None, found: Improvement, state: State, note: str
) -> None:
    text = " ".join(note.split())[:TEXT_LIMIT]
    if not text:
        raise Refused("note_missing")
    uow.tx.improvements.end(found.id, state, text, officer.id if officer else None, uow.now)


def _ensure_sees(uow: UnitOfWork, officer: Officer, section: str) -> None:
    sections = survey_readers.sections_of(uow, officer)
    if sections is not None and section not in sections:
        raise Refused("not_allowed")


def _ensure_decides(uow: UnitOfWork, officer: Officer | None, one: Improvement) -> None:
    """Raise Refused not_allowed unless the officer may decide; None, the administrator on the terminal, may."""
    if officer is not None and not may_decide(uow, officer, one):
        raise Refused("not_allowed")


def _tell_officer(uow: UnitOfWork, one: Improvement, by: Officer | None) -> None:
    """Notify the officer in charge, unless they agreed on it themselves."""
    translator = Translator(uow.context.translations)
    for linked in uow.tx.officers.linked():
        if linked.officer.id == one.officer_id and (by is None or by.id != one.officer_id):
            text = translator.say(
                "improvement.yours",
                what=one.what,
                day=short_date(one.due_on) if one.due_on else "-",
            )
            uow.notify(linked.line_user_id, [Text(text)], Weight.PROMPT)


def _tell_followers(uow: UnitOfWork, one: Improvement) -> int:
    """Notify all subscribers of improvements of its service, topic or survey; returns how many were reached.

    Those who have blocked the office are not counted: the figure is told as "told so many".
    """
    topics = _topics_improved(uow, one)
    people = dict.fromkeys(
        follower.line_user_id
        for topic in topics
        for follower in uow.tx.survey_people.followers(topic)
    )
    reached = [person for person in people if not uow.tx.people.has_blocked(person)]
    for person in reached:
        profile = uow.tx.people.find(person)
        translator = Translator(uow.context.translations, profile.language if profile else "th")
        text = translator.say("improvement.told", what=one.what, result=one.result)
        uow.notify(person, [Text(text)], Weight.NEWS, lasting=True)
    return len(reached)


def told_by(now: datetime) -> Bilingual:
    """Return the day by which everybody is told of an improvement that is finished now."""
    return dates.day(push_plan.next_month(now))


def _topics_improved(uow: UnitOfWork, one: Improvement) -> list[str]:
    """Return what the people subscribed to who are told of an improvement, see `survey.ending.topic_of`.

    An improvement of all services, or of how cases are handled, concerns the subscribers of each of them.
    """
    asked, catalog = one.asked, uow.context.catalog
    topics = [f"topic.{one.category}"] if one.category else []
    if asked is None:
        return topics
    topics.append(f"set.{asked.set_key}")
    if asked.service:
        topics.append(f"service.{asked.service}")
    elif asked.set_key == COUNTER_SET:
        topics += [f"service.{found.key}" for found in catalog.services]
    elif asked.set_key == CASE_SET and not one.category:
        topics += [f"topic.{found.key}" for found in catalog.categories]
    return topics
