"""Improvements for officers: a card each with the next action, and the questions who, by when and at what cost."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Officer
from domain.organisation.thai_dates import arabic_digits, short_date, typed_day
from domain.reporting.improvement import MOST_COST, Improvement, Source, State
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Card, Cards, Choice, EventKind, InboundEvent, Reply, Row, Text
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft, typed_text
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases import improvement_effects, improvements
from storage.reporting.improvements import NewImprovement, Pattern, Plan

NAME = "improvement"
SHOWN = 9
PATTERNS_SHOWN = 3
AGREE, FINISH, DROP, PROPOSE = "agree", "finish", "drop", "propose"
DAYS = (30, 60, 90)
"""Calendar days from today that are offered as due day of an improvement."""
UNKNOWN, FREE = "unknown", "0"
MOST_OFFICERS = 11


@dataclass(frozen=True)
class ImprovementDraft(Draft, flow=NAME):
    """An officer's action on an improvement.

    `does`: AGREE, FINISH, DROP or PROPOSE. `improvement`: its id. `about`: of a proposal, `round.question` or
    `category.village`. `officer`: an id as text. `due`: an ISO date. `cost`: baht, or UNKNOWN. `note`: the
    proposal, the result, or the reason for dropping it.
    """

    improvement: int = 0
    does: str = AGREE
    about: str = ""
    officer: str = ""
    due: str = ""
    cost: str = ""
    note: str = typed_text()


ImprovementTurn = ConversationTurn[ImprovementDraft]


def show(turn: Turn) -> list[Reply]:
    """Return the improvements that the officer sees, the open ones first, and patterns of cases to improve."""
    officer = _officer(turn)
    found = improvements.visible(turn.uow, officer)[:SHOWN]
    patterns = improvements.patterns(turn.uow, officer)[:PATTERNS_SHOWN]
    cards = (
        *(_card(turn, officer, one) for one in found),
        *(_pattern(turn, one) for one in patterns),
    )
    if not cards:
        return [Text(turn.say("improvement.none"))]
    return [Cards(turn.say("improvement.title"), cards)]


def start(turn: Turn, key: int, does: str) -> list[Reply]:
    """Begin an action on an improvement. Raises Refused no_such_improvement, not_an_officer."""
    improvements.find_visible(turn.uow, _officer(turn), key)
    return begin(turn, FLOW, ImprovementDraft(key, does))


def start_proposal(turn: Turn, about: str) -> list[Reply]:
    """Begin a proposal about a question of a round or a pattern of cases. Raises Refused not_an_officer."""
    _officer(turn)
    return begin(turn, FLOW, ImprovementDraft(does=PROPOSE, about=about))


def _officer(turn: Turn) -> Officer:
    if turn.officer is None:
        raise Refused("not_an_officer")
    return turn.officer


def _card(turn: Turn, officer: Officer, one: Improvement) -> Card:
    catalog = turn.uow.context.catalog
    rows = [Row(turn.say("improvement.section"), catalog.department(one.section).short_th)]
    if one.officer:
        rows.append(Row(turn.say("improvement.who"), one.officer))
    if one.due_on is not None:
        due = short_date(one.due_on)
        if one.is_late(bangkok(turn.uow.now).date()):
            due = turn.say("improvement.late", day=due)
        rows.append(Row(turn.say("improvement.due"), due))
    if one.cost is not None:
        rows.append(
            Row(turn.say("improvement.cost"), turn.say("improvement.baht", cost=f"{one.cost:,}"))
        )
    if one.result:
        rows.append(Row(turn.say("improvement.result"), one.result))
    if one.state is State.DONE:
        measured = improvement_effects.effect_line(turn.uow, turn.translator, one)
        rows.append(Row(turn.say("improvement.effect"), measured))
    return Card(
        title=one.what,
        heading=turn.say(f"improvement.state_{one.state.value}"),
        alt=one.what,
        rows=tuple(rows),
        buttons=_acts(turn, officer, one),
        footnote=turn.say(f"improvement.source_{one.source.value}"),
        equal_buttons=True,
    )


def _acts(turn: Turn, officer: Officer, one: Improvement) -> tuple[Choice, ...]:
    """Return the buttons of the officer's possible actions now."""
    decides = improvements.may_decide(turn.uow, officer, one)
    translator, acts = turn.translator, []
    if one.state is State.AGREED and (decides or one.officer_id == officer.id):
        acts.append(
            buttons.choice(translator, "improvement.finish", Button.IMPROVEMENT_DONE, one.id)
        )
    if one.is_open and decides:
        label = "improvement.agree" if one.state is State.PROPOSED else "improvement.replan"
        acts.append(buttons.choice(translator, label, Button.IMPROVEMENT_AGREE, one.id))
        acts.append(buttons.choice(translator, "improvement.drop", Button.IMPROVEMENT_DROP, one.id))
    return tuple(acts)


def _pattern(turn: Turn, one: Pattern) -> Card:
    catalog = turn.uow.context.catalog
    villages = {found.number: found.label for found in catalog.organisation.villages}
    title = turn.say(
        "improvement.pattern",
        name=catalog.category(one.category).th,
        place=villages.get(one.village, str(one.village)),
        count=one.cases,
    )
    return Card(
        title=title,
        heading=turn.say("improvement.pattern_heading"),
        alt=title,
        buttons=(
            buttons.choice(
                turn.translator,
                "survey_office.propose",
                Button.IMPROVEMENT_PROPOSE,
                f"{one.category}.{one.village}",
            ),
        ),
    )


def _steps(turn: ImprovementTurn) -> tuple[Step[ImprovementDraft], ...]:
    return (WHO, DUE, COST) if turn.draft.does == AGREE else (NOTE,)


def _ask_who(turn: ImprovementTurn) -> list[Reply]:
    one = improvements.find(turn.uow, turn.draft.improvement)
    cancel = turn.button("button.cancel", "who", "cancel")
    possible = {
        str(other.id): other.name for other in improvements.team(turn.uow, one)[:MOST_OFFICERS]
    }
    if not possible:
        return [Text(turn.say("improvement.nobody"), (cancel,))]
    choices = turn.named_buttons("who", possible)
    return [Text(turn.say("improvement.ask_who", what=one.what), (*choices, cancel))]


def _parse_who(turn: ImprovementTurn, event: InboundEvent) -> ImprovementDraft:
    one = improvements.find(turn.uow, turn.draft.improvement)
    chosen = event.postback.value if event.postback else ""
    if chosen not in {str(other.id) for other in improvements.team(turn.uow, one)}:
        raise NotUnderstood("officer.press_needed")
    return replace(turn.draft, officer=chosen)


def _ask_due(turn: ImprovementTurn) -> list[Reply]:
    today = bangkok(turn.uow.now).date()
    days = {str(count): short_date(today + timedelta(days=count)) for count in DAYS}
    choices = turn.named_buttons("due", days)
    cancel = turn.button("button.cancel", "due", "cancel")
    return [Text(turn.say("improvement.ask_due"), (*choices, cancel))]


def _parse_due(turn: ImprovementTurn, event: InboundEvent) -> ImprovementDraft:
    today = bangkok(turn.uow.now).date()
    if event.postback is not None and event.postback.value in set(map(str, DAYS)):
        day = today + timedelta(days=int(event.postback.value))
    else:
        try:
            day = typed_day(event.text)
        except ValueError:
            raise NotUnderstood("improvement.due_needed") from None
    if day < today:
        raise NotUnderstood("improvement.due_needed")
    return replace(turn.draft, due=day.isoformat())


def _ask_cost(turn: ImprovementTurn) -> list[Reply]:
    choices = turn.buttons("cost", {FREE: "improvement.free", UNKNOWN: "improvement.unknown"})
    cancel = turn.button("button.cancel", "cost", "cancel")
    return [Text(turn.say("improvement.ask_cost"), (*choices, cancel))]


def _parse_cost(turn: ImprovementTurn, event: InboundEvent) -> ImprovementDraft:
    if event.postback is not None and event.postback.value in {FREE, UNKNOWN}:
        return replace(turn.draft, cost=event.postback.value)
    typed = re.fullmatch(r"([\d,]+)\s*\D{0,12}", arabic_digits(event.text.strip()))
    digits = typed[1].replace(",", "") if typed else ""
    if not digits or len(digits) > len(str(MOST_COST)):
        raise NotUnderstood("improvement.cost_needed")
    return replace(turn.draft, cost=digits)


def _ask_note(turn: ImprovementTurn) -> list[Reply]:
    cancel = turn.button("button.cancel", "note", "cancel")
    return [Text(turn.say(f"improvement.ask_{turn.draft.does}"), (cancel,))]


def _parse_note(turn: ImprovementTurn, event: InboundEvent) -> ImprovementDraft:
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    if not text:
        raise NotUnderstood("survey_office.type_reason")
    return replace(turn.draft, note=text)


def _finish(turn: ImprovementTurn) -> list[Reply]:
    officer, draft, uow = _officer(turn), turn.draft, turn.uow
    match draft.does:
        case "agree":
            cost = None if draft.cost == UNKNOWN else int(draft.cost)
            plan = Plan(int(draft.officer), date.fromisoformat(draft.due), cost)
            improvements.agree(uow, officer, draft.improvement, plan)
            return [Text(turn.say("improvement.agreed"))]
        case "finish":
            done = improvements.finish(uow, officer, draft.improvement, draft.note)
            return [
                Text(
                    turn.say(
                        "improvement.finished", count=done.told, day=improvements.told_by(uow.now)
                    )
                )
            ]
        case "drop":
            improvements.drop(uow, officer, draft.improvement, draft.note)
            return [Text(turn.say("improvement.dropped"))]
    _propose(turn, officer, draft)
    return [Text(turn.say("improvement.proposed")), *show(turn)]


def _propose(turn: ImprovementTurn, officer: Officer, draft: ImprovementDraft) -> None:
    first, _, second = draft.about.partition(".")
    if first.isdecimal():
        improvements.propose_from_question(turn.uow, officer, int(first), second, draft.note)
        return
    catalog = turn.uow.context.catalog
    category = catalog.categories_by_key.get(first)
    if category is None or catalog.is_about_staff(first):
        raise Refused("no_such_question")
    new = NewImprovement(draft.note, Source.CASES, category.department, category=first)
    improvements.propose(turn.uow, officer, new)


WHO = Step[ImprovementDraft](
    "who", lambda draft: not draft.officer, _ask_who, _parse_who, lambda d: replace(d, officer="")
)
DUE = Step[ImprovementDraft](
    "due", lambda draft: not draft.due, _ask_due, _parse_due, lambda d: replace(d, due="")
)
COST = Step[ImprovementDraft](
    "cost", lambda draft: not draft.cost, _ask_cost, _parse_cost, lambda d: replace(d, cost="")
)
NOTE = Step[ImprovementDraft](
    "note", lambda draft: not draft.note, _ask_note, _parse_note, lambda d: replace(d, note="")
)
FLOW = Flow(ImprovementDraft, _steps, _finish)
