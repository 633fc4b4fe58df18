"""Paper sheets of a survey: keyed by an officer, every tenth keyed again by another, differences settled."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.errors import Refused
from domain.organisation.officers import Officer
from domain.surveys.paper import Difference, compare, keyed_again
from domain.surveys.participation import ASSISTED_DOORS, STANDING_SUBJECT, DoorKind
from domain.surveys.question_set import Kind
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import answering, rounds
from handlers.usecases.surveys.form_entries import Entered
from storage.surveys.paper import Checked, KeyedSheet
from storage.surveys.rounds import Door, SurveyRound

SHEET = "sheet:"
"""Prefix of the number of a sheet, which replaces the person."""
_NUMBER = re.compile(r"[\w./-]{1,20}")


@dataclass(frozen=True)
class Box:
    """The origin of sheets: paper handed out, a box or a hearing, and the service and village if known."""

    kind: DoorKind = DoorKind.PAPER
    service: str = ""
    village: int | None = None


@dataclass(frozen=True)
class Sheet:
    """`number`: as printed on the paper."""

    number: str
    box: Box


@dataclass(frozen=True)
class Progress:
    """The progress of keying a round's sheets. `due`: the sheets that still must be keyed again."""

    sheets: Sequence[KeyedSheet]
    due: Sequence[KeyedSheet]
    checked: Checked


def open_rounds(uow: UnitOfWork) -> list[SurveyRound]:
    """Return the rounds whose sheets can be keyed now; ratings of single cases have no sheets."""
    return [
        one
        for one in uow.tx.survey_rounds.all()
        if one.is_open(uow.now) and one.question_set.key != "case"
    ]


def key_sheet(
    uow: UnitOfWork, officer: Officer, round_id: int, sheet: Sheet, entered: Entered
) -> None:
    """Store the answers of a sheet as assisted answers.

    Raises Refused sheet_number, sheet_keyed if this number was keyed before, sheet_empty, no_such_round,
    survey_closed, no_such_service, no_such_village.
    """
    number = sheet.number.strip()
    if not _NUMBER.fullmatch(number):
        raise Refused("sheet_number")
    if entered.is_empty:
        raise Refused("sheet_empty")
    door = _door(uow, round_id, sheet.box)
    person = f"{SHEET}{number}"
    form = answering.open_form(uow, door.id, person, STANDING_SUBJECT)
    if form.response is not None:
        raise Refused("sheet_keyed", number=number)
    if entered.codes:
        form = answering.answer_all(uow, form, entered.codes)
    for question, text in entered.words.items():
        if text:
            form, _ = answering.comment(uow, form, question, text)
    assert form.response is not None
    uow.tx.paper_sheets.mark_keyed(form.response.id, officer.id, number)


def progress(uow: UnitOfWork, round_id: int) -> Progress:
    """Return the progress of keying a round's sheets."""
    sheets = uow.tx.paper_sheets.keyed(round_id)
    again = [sheets[position - 1] for position in keyed_again(len(sheets))]
    due = [one for one in again if one.checked_by is None]
    return Progress(sheets, due, uow.tx.paper_sheets.checked(round_id))


def due_for(uow: UnitOfWork, officer: Officer, round_id: int, response_id: int) -> KeyedSheet:
    """Return a sheet that this officer may key again. Raises Refused no_such_sheet or keyed_by_yourself."""
    for sheet in progress(uow, round_id).due:
        if sheet.response_id == response_id:
            if sheet.keyed_by == officer.id:
                raise Refused("keyed_by_yourself")
            return sheet
    raise Refused("no_such_sheet")


def differences(
    uow: UnitOfWork, officer: Officer, round_id: int, response_id: int, entered: Entered
) -> tuple[int, list[Difference]]:
    """Return the number of answers compared with the first entry, and those that differ.

    Raises Refused as `due_for` does.
    """
    sheet = due_for(uow, officer, round_id, response_id)
    question_set = rounds.get(uow, round_id).question_set
    closed = {one.key for one in question_set.answerable if one.kind is not Kind.TEXT}
    stored = uow.tx.survey_responses.answers(sheet.response_id)
    first = {key: codes for key, codes in stored.items() if key in closed}
    return compare(question_set, first, entered.codes)


def settle(
    uow: UnitOfWork,
    officer: Officer,
    round_id: int,
    response_id: int,
    entered: Entered,
    *,
    second_is_right: Mapping[str, bool],
) -> None:
    """Record that a sheet was keyed again, and store the answers of the second entry that are right.

    `second_is_right`: for each question that differs. Raises Refused not_settled if one is missing, and as
    `due_for` does.
    """
    sheet = due_for(uow, officer, round_id, response_id)
    compared, differing = differences(uow, officer, round_id, response_id, entered)
    if {one.question for one in differing} - second_is_right.keys():
        raise Refused("not_settled")
    if not uow.tx.paper_sheets.check(
        sheet, round_id, officer.id, uow.now, (compared, len(differing))
    ):
        raise Refused("no_such_sheet")
    response = uow.tx.survey_responses.get(sheet.response_id)
    assert response is not None
    for one in differing:
        if second_is_right[one.question]:
            if one.second:
                uow.tx.survey_responses.give(response, {one.question: one.second}, uow.now)
            else:
                uow.tx.survey_responses.retract(response.id, [one.question], uow.now)


def _door(uow: UnitOfWork, round_id: int, box: Box) -> Door:
    if box.kind not in ASSISTED_DOORS:
        raise Refused("no_such_door")
    for door in uow.tx.survey_rounds.doors_of(round_id):
        if (door.kind, door.service, door.village) == (box.kind, box.service, box.village):
            return door
    return rounds.make_door(uow, round_id, box.kind, service=box.service, village=box.village)
