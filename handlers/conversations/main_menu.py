"""Information for everyone at any time: greeting, privacy notice, counter services, contact details."""

from collections.abc import Iterator
from datetime import time

from domain.organisation.organisation import Service
from domain.organisation.rights import Right, has_right
from domain.text.thai_text import fold
from handlers.conversations import post_holders
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual
from handlers.core.messages import ButtonAction, Card, Cards, Choice, Reply, Row, Text
from handlers.engine.preamble import with_more
from handlers.engine.turn import Turn
from handlers.views import case_card, inquiry_card
from handlers.views.directory_card import directory_card

FOUND = 3
"""Services or directory entries that one question is answered with."""
SERVICES_ON_CARD = 10
"""Buttons on one card of the list; further ones are on the next cards of the carousel."""
MENU = ("report", "track", "rate", "conduct", "services", "contact")
"""The tiles of the rich menu, by word key without `menu.`. Typing a tile's label has the same effect."""


def menu_choices(turn: Turn) -> tuple[Choice, ...]:
    """Return the menu as quick replies, for officers with the work list and the console."""
    if turn.officer is None:
        tiles = MENU
    else:
        sees_all = has_right(turn.officer.role, Right.OVERVIEW)
        tiles = ("work", *(("month",) if sees_all else ()), "desk", *MENU)
    return tuple(
        Choice(turn.label(f"menu.{key}"), ButtonAction.SAY, turn.label(f"menu.{key}"))
        for key in tiles
    )


def welcome(turn: Turn) -> list[Reply]:
    """Return the greeting of a new friend, with the privacy notice."""
    organisation = turn.uow.context.catalog.organisation
    return [
        Text(
            turn.say(
                "office.welcome", office=Bilingual(organisation.short_th, organisation.name_en)
            )
        ),
        Text(with_more(turn, turn.say("office.notice")), menu_choices(turn)),
    ]


def home(turn: Turn, key: str) -> list[Reply]:
    """Return the sentence of a word key with the menu below it."""
    return [Text(turn.say(key), menu_choices(turn))]


def hours_now(turn: Turn) -> str:
    """Return the office's hours, and whether it is open now or when it opens next."""
    return f"{_hours(turn)}\n{turn.say('office.now')}: {_open_now(turn)}"


def _hours(turn: Turn) -> str:
    organisation = turn.uow.context.catalog.organisation
    opens, closes = _clock(organisation.opens), _clock(organisation.closes)
    return turn.say("office.hours_value", opens=opens, closes=closes)


def _open_now(turn: Turn) -> str:
    opening = turn.uow.context.calendar.received(turn.uow.now)
    if opening > turn.uow.now:
        return turn.say("office.closed_now", hour=dates.hour(opening))
    closes = turn.uow.context.catalog.organisation.closes
    return turn.say("office.open_now", closes=_clock(closes))


def _departments_named(turn: Turn, asked: str) -> Iterator[Row]:
    """Yield a row with the phone of each department that a question names."""
    folded = fold(asked)
    for department in turn.uow.context.catalog.departments:
        if department.phone and any(fold(name) in folded for name in department.called):
            name = turn.translator.full(Bilingual(department.th, department.en))
            yield Row(name, department.phone)


def contact(turn: Turn, asked: str = "") -> list[Reply]:
    """Return the card with the office's phone, hours, address, map and other phone numbers.

    `asked`: the question; the posts and departments that it names come first.
    """
    organisation = turn.uow.context.catalog.organisation
    name = turn.translator.full(Bilingual(organisation.short_th, organisation.name_en))
    numbers = (*organisation.emergency, *organisation.outside)
    rows = (
        *(post_holders.rows(turn, asked) if asked else ()),
        *_departments_named(turn, asked),
        Row(turn.say("office.phone"), organisation.phone),
        Row(turn.say("office.hours"), _hours(turn)),
        Row(turn.say("office.now"), _open_now(turn)),
        Row(
            turn.say("office.address"),
            turn.translator.full(Bilingual(organisation.address_th, organisation.address_en)),
        ),
        *(
            Row(turn.translator.full(Bilingual(number.th, number.en)), number.phone)
            for number in numbers
        ),
    )
    return [
        Card(
            title=name,
            alt=turn.say("office.contact_alt", phone=organisation.phone),
            rows=rows,
            buttons=(
                case_card.call_button(turn.translator, organisation.phone),
                case_card.map_button(
                    turn.translator, organisation.latitude, organisation.longitude
                ),
                *_website(turn, organisation.website),
            ),
            choices=(
                *_ask_office(turn, asked),
                Choice(
                    turn.label("button.my_data"), ButtonAction.SAY, turn.label("button.my_data")
                ),
                *menu_choices(turn),
            ),
            footnote=_unverified(
                turn, verified=not organisation.unverified & {"phone", "address_th"}
            ),
        )
    ]


def _ask_office(turn: Turn, asked: str) -> tuple[Choice, ...]:
    """Return the button that sends this question to an officer; empty without a question."""
    if not asked:
        return ()
    return (inquiry_card.say_button(turn.translator, "button.ask_office", words=asked),)


def services(turn: Turn) -> list[Reply]:
    """Return the list of counter services, each with a button that shows it."""
    shown = tuple(
        buttons.named_choice(
            turn.name(Bilingual(service.th, service.en)), Button.SHOW_SERVICE, service.key
        )
        for service in turn.uow.context.catalog.services
    )
    cards = tuple(
        Card(
            title=turn.say("office.services_title"),
            alt=turn.say("office.services"),
            body=turn.say("office.services"),
            buttons=shown[first : first + SERVICES_ON_CARD],
        )
        for first in range(0, max(1, len(shown)), SERVICES_ON_CARD)
    )
    return [cards[0]] if len(cards) == 1 else [Cards(turn.say("office.services"), cards)]


def service(turn: Turn, key: str) -> list[Reply]:
    """Return the card of a service; for a key that no longer exists, a reply that the button is old."""
    found = next((one for one in turn.uow.context.catalog.services if one.key == key), None)
    return [_service_card(turn, found)] if found else home(turn, "office.old_button")


def search(turn: Turn, question: str) -> list[Reply] | None:
    """Return cards of what a question asks for, at most FOUND: services, or the offices that do it; or None."""
    catalog, understood = turn.uow.context.catalog, turn.uow.understood(question)
    entries = {one.key: one for one in catalog.directory}
    shown = (
        *(_service_card(turn, catalog.service(key)) for key in understood.services[:FOUND]),
        *(
            directory_card(turn.uow, turn.translator, entries[key])
            for key in understood.directory[:FOUND]
        ),
    )
    if len(shown) <= 1:
        return [*shown] or None
    return [Cards(turn.say("office.found_alt"), shown)]


def _service_card(turn: Turn, service: Service) -> Card:
    catalog = turn.uow.context.catalog
    department = catalog.department(service.department)
    organisation = catalog.organisation
    phone = department.phone or organisation.phone
    steps = "\n".join(
        f"{number}. {step.what} ({step.time}, {step.responsible})"
        for number, step in enumerate(service.steps, start=1)
    )
    return Card(
        title=turn.translator.full(Bilingual(service.th, service.en)),
        alt=turn.say("office.service_alt", service=Bilingual(service.th, service.en)),
        body=steps,
        rows=(
            Row(turn.say("office.time"), service.time),
            Row(turn.say("office.fee"), service.fee),
            Row(turn.say("office.documents"), "\n".join(f"• {item}" for item in service.documents)),
            Row(turn.say("office.where"), service.channel),
            Row(
                turn.say("office.section"),
                turn.translator.full(Bilingual(department.th, department.en)),
            ),
            Row(turn.say("office.phone"), phone),
        ),
        buttons=(
            case_card.call_button(turn.translator, phone),
            case_card.map_button(turn.translator, organisation.latitude, organisation.longitude),
            buttons.choice(
                turn.translator, "button.rate_service", Button.RATE_SERVICE, service.key
            ),
        ),
        footnote="\n".join(
            filter(
                None,
                (
                    _unverified(turn, verified=service.verified),
                    turn.say("office.details_in_thai") if turn.user.language == "en" else "",
                    turn.say("office.served_well"),
                ),
            )
        ),
    )


def _website(turn: Turn, address: str) -> tuple[Choice, ...]:
    return (Choice(turn.label("button.website"), ButtonAction.LINK, address),) if address else ()


def _unverified(turn: Turn, *, verified: bool) -> str:
    return "" if verified else turn.say("office.unverified")


def _clock(value: time) -> str:
    return f"{value:%H.%M}"
