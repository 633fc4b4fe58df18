"""Correct the category or the village of a case by buttons; the other fields are corrected at the desk.

Each button holds the whole correction so far: the id of the case, the field, the new value, and SURE.
"""

from domain.cases.complaint import Complaint
from domain.errors import Refused
from handlers.access.permission import may_correct
from handlers.access.work_list import seen_by
from handlers.conversations.officer.current_case import officer_of
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual
from handlers.core.messages import Choice, Reply, Text, row_key
from handlers.engine.conversation import MOST_CHOICES
from handlers.engine.turn import Turn
from handlers.usecases.corrections import by_officer
from handlers.usecases.corrections.by_officer import Wanted
from handlers.views.inquiry_card import say_button

TOPIC, VILLAGE, SURE = "topic", "village", "sure"


def start(turn: Turn, case_id: int) -> list[Reply]:
    """Ask what of a case is wrong. Raises Refused not_an_officer, not_found, already_closed or not_yours."""
    case = _case(turn, case_id)
    choices = (
        _press(turn.say("correct.to_topic"), case.id, TOPIC),
        _press(turn.say("correct.to_village"), case.id, VILLAGE),
        say_button(turn.translator, "menu.desk"),
    )
    return [Text(turn.say("correct.what", number=case.number), choices)]


def go_on(turn: Turn, value: str) -> list[Reply]:
    """Handle a press: offer the values of a field, show what changes, or correct it.

    Raises Refused as `by_officer.correct` does, and not_an_officer.
    """
    case_id, field, chosen, sure = (*value.split("-", 3), "", "", "")[:4]
    if field not in {TOPIC, VILLAGE}:
        return start(turn, row_key(case_id))
    if not chosen:
        return _values(turn, row_key(case_id), field)
    wanted = Wanted(category=chosen) if field == TOPIC else Wanted(village=row_key(chosen))
    if sure == SURE:
        return _done(turn, row_key(case_id), wanted)
    case = _case(turn, row_key(case_id))
    planned = by_officer.plan(turn.uow, officer_of(turn), case, wanted)
    if planned.after == case:
        raise Refused("nothing_changed")
    told = [turn.say("correct.check", number=case.number, changes=planned.note)]
    if case.reporter:
        told.append(turn.say("correct.tells"))
    if planned.department:
        section = turn.uow.context.catalog.department(planned.department)
        told.append(turn.say("correct.passes_on", section=Bilingual(section.th, section.en)))
    sure_button = _press(turn.label("button.confirm"), case.id, field, chosen, SURE)
    cancel = say_button(turn.translator, "button.cancel")
    return [Text("\n".join(told), (sure_button, cancel))]


def _case(turn: Turn, case_id: int) -> Complaint:
    officer = officer_of(turn)
    case = seen_by(turn.uow, officer, case_id)
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    if not may_correct(turn.uow, officer, case):
        raise Refused("not_yours")
    return case


def _values(turn: Turn, case_id: int, field: str) -> list[Reply]:
    case = _case(turn, case_id)
    catalog = turn.uow.context.catalog
    if field == VILLAGE:
        values = [
            (one.label, str(one.number))
            for one in catalog.organisation.villages
            if one.number != case.place.village
        ]
    else:
        topics = [one for one in catalog.categories if not catalog.is_about_staff(one.key)]
        # Those of the own section first, because LINE shows only so many buttons.
        topics.sort(key=lambda one: one.department != case.department)
        values = [
            (turn.name(Bilingual(one.th, one.en)), one.key)
            for one in topics
            if one.key != case.category
        ]
    choices = tuple(_press(name, case.id, field, key) for name, key in values[:MOST_CHOICES])
    return [Text(turn.say(f"correct.which_{field}", number=case.number), choices)]


def _done(turn: Turn, case_id: int, wanted: Wanted) -> list[Reply]:
    done = by_officer.correct(turn.uow, officer_of(turn), case_id, wanted)
    number = done.case.number
    if done.is_transferred:
        return [Text(turn.say("correct.done_passed_on", number=number))]
    key = "correct.done" if done.is_told else "correct.done_untold"
    show = buttons.choice(turn.translator, "button.details", Button.SHOW_CASE, done.case.id)
    return [Text(turn.say(key, number=number), (show,))]


def _press(label: str, case_id: int, *parts: str) -> Choice:
    return buttons.named_choice(label, Button.CORRECT_TO, "-".join((str(case_id), *parts)))
