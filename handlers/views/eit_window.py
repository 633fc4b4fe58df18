"""The card of the official EIT for officers: last day, number of answers, groups that were not reached."""

from datetime import date, datetime, time

from domain.organisation.calendar import BANGKOK, bangkok
from domain.surveys.eit import EitWindow, Pace, pace, shown_on
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Card, Choice
from handlers.core.unit_of_work import UnitOfWork

NAMED = 8
"""Maximum villages or services listed by name; further ones are counted."""


def card(uow: UnitOfWork, translator: Translator, window: EitWindow, *, may_enter: bool) -> Card:
    """Return the card. `may_enter`: its reader may enter the number that ITAS shows."""
    title = translator.say("survey.itas_title", year=window.fiscal_year)
    if not window.may_be_shown:
        text = translator.say("survey_office.window_unverified", year=window.fiscal_year)
        return Card(title=title, alt=text, body=text)
    day = bangkok(uow.now).date()
    lines = [_until(translator, window, day), *_counted(uow, translator, window, day)]
    lines += _missed(uow, translator, datetime.combine(window.opens, time(), BANGKOK))
    picture = uow.context.signed_urls.itas_qr()
    is_shown = shown_on([window], day) is not None
    return Card(
        title=title,
        alt=f"{title}\n{lines[0]}",
        body="\n".join(lines),
        photos=(picture,) if picture and is_shown else (),
        buttons=(
            *(_enter(translator) if may_enter else ()),
            Choice(translator.label("survey.itas_open"), ButtonAction.LINK, window.address),
        ),
        footnote=translator.say("survey_office.window_note"),
    )


def _enter(translator: Translator) -> tuple[Choice, ...]:
    return (buttons.choice(translator, "survey_office.itas_enter", Button.ITAS_COUNT),)


def _until(translator: Translator, window: EitWindow, day: date) -> str:
    closes = dates.on(window.closes)
    if day > window.closes:
        return translator.say("survey_office.window_over", day=closes)
    left = (window.closes - day).days + 1
    return translator.say("survey_office.window_until", day=closes, left=left)


def _counted(uow: UnitOfWork, translator: Translator, window: EitWindow, day: date) -> list[str]:
    """Return the entered number of answers, and how many are needed in each remaining week."""
    found = pace(window, uow.tx.itas_counts.of_year(window.fiscal_year), day)
    if found is None:
        lines = []
        if window.target is not None:
            lines.append(translator.say("survey_office.window_target", target=window.target))
        return [*lines, translator.say("survey_office.itas_none")]
    counted = dates.on(found.newest.day)
    lines = [translator.say("survey_office.itas_count", count=found.newest.answers, day=counted)]
    if found.more is not None:
        lines[0] += " " + translator.say("survey_office.itas_more", more=f"{found.more:+}")
    return [*lines, *_missing(translator, window, found, is_over=day > window.closes)]


def _missing(translator: Translator, window: EitWindow, found: Pace, *, is_over: bool) -> list[str]:
    if found.missing is None:
        return []
    if found.missing == 0:
        return [translator.say("survey_office.itas_reached", target=window.target)]
    if is_over:
        key = "survey_office.itas_short"
        return [translator.say(key, target=window.target, missing=found.missing)]
    return [
        translator.say(
            "survey_office.itas_missing",
            target=window.target,
            missing=found.missing,
            each=found.each_week,
        )
    ]


def _missed(uow: UnitOfWork, translator: Translator, since: datetime) -> list[str]:
    """Return the number of answers to our own surveys since then, and the villages and services without one."""
    reached = uow.tx.survey_counts.reached(since)
    catalog = uow.context.catalog
    villages = [
        one.label for one in catalog.organisation.villages if one.number not in reached.villages
    ]
    services = [one.th for one in catalog.services if one.key not in reached.services]
    lines = [translator.say("survey_office.window_answers", count=reached.responses)]
    for key, names in (
        ("survey_office.window_villages", villages),
        ("survey_office.window_services", services),
    ):
        if names:
            more = len(names) - NAMED
            shown = ", ".join(names[:NAMED]) + (f" +{more}" if more > 0 else "")
            lines.append(translator.say(key, names=shown))
    return lines
