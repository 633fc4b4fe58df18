"""What the office tells anyone at any time: greeting, privacy notice, services and steps, how to reach it."""

from datetime import time

from domain.language.unanswered_question import as_gap
from domain.organisation.organisation import Service
from handlers.core.i18n import Both
from handlers.core.messages import Card, Cards, Choice, Does, Press, Reply, Row, Text
from handlers.engine.conversation import Talk
from handlers.engine.preamble import with_more
from handlers.views import case_card

NAME = "office"
SERVICES_FOUND = 3
MENU = ("report", "track", "rate", "conduct", "services", "contact")
"""The tiles of the rich menu, by the key of their words; typing the words does the same."""


def menu_choices(talk: Talk) -> tuple[Choice, ...]:
    tiles = MENU if talk.officer is None else ("work", *MENU)
    return tuple(
        Choice(talk.label(f"menu.{key}"), Does.SAY, talk.label(f"menu.{key}")) for key in tiles
    )


def welcome(talk: Talk) -> list[Reply]:
    organisation = talk.desk.office.catalog.organisation
    return [
        Text(talk.say("office.welcome", office=Both(organisation.short_th, organisation.name_en))),
        Text(with_more(talk, talk.say("office.notice")), menu_choices(talk)),
    ]


def home(talk: Talk, key: str) -> list[Reply]:
    """A short answer with the menu under it."""
    return [Text(talk.say(key), menu_choices(talk))]


def contact(talk: Talk) -> list[Reply]:
    office = talk.desk.office.catalog.organisation
    name = talk.voice.full(Both(office.short_th, office.name_en))
    numbers = (*office.emergency, *office.outside)
    rows = (
        Row(talk.say("office.phone"), office.phone),
        Row(
            talk.say("office.hours"),
            talk.say(
                "office.hours_value", opens=_clock(office.opens), closes=_clock(office.closes)
            ),
        ),
        Row(
            talk.say("office.address"),
            talk.voice.full(Both(office.address_th, office.address_en)),
        ),
        *(Row(talk.voice.full(Both(number.th, number.en)), number.phone) for number in numbers),
    )
    return [
        Card(
            title=name,
            alt=talk.say("office.contact_alt", phone=office.phone),
            rows=rows,
            buttons=(
                case_card.call_button(talk.voice, office.phone),
                case_card.map_button(talk.voice, office.latitude, office.longitude),
                *_website(talk, office.website),
            ),
            choices=(
                Choice(talk.label("button.my_data"), Does.SAY, talk.label("button.my_data")),
                *menu_choices(talk),
            ),
            footnote=_unverified(talk, verified=not office.unverified & {"phone", "address_th"}),
        )
    ]


def services(talk: Talk) -> list[Reply]:
    """The list of counter services; each opens its steps."""
    return [
        Card(
            title=talk.say("office.services_title"),
            alt=talk.say("office.services"),
            body=talk.say("office.services"),
            buttons=tuple(
                Choice(
                    talk.name(Both(service.th, service.en)),
                    Does.PRESS,
                    str(Press(NAME, "service", service.key)),
                )
                for service in talk.desk.office.catalog.services
            ),
        )
    ]


def service(talk: Talk, key: str) -> list[Reply]:
    """Its steps; a service the office no longer offers has an old button."""
    found = next((one for one in talk.desk.office.catalog.services if one.key == key), None)
    return [_service_card(talk, found)] if found else home(talk, "office.old_button")


def search(talk: Talk, question: str) -> list[Reply] | None:
    """The services a question seems to be about; None when there is none."""
    found = talk.desk.office.services.find(question, most=SERVICES_FOUND)
    if not found:
        return None
    shown = tuple(_service_card(talk, service) for service in found)
    if len(shown) == 1:
        return [shown[0]]
    return [Cards(talk.say("office.found_alt"), shown)]


def unknown(talk: Talk, question: str) -> list[Reply]:
    """Nothing fits: say so, and count the question for whoever keeps the office's data."""
    gap = as_gap(question)
    if gap is not None and talk.officer is None:
        talk.desk.tx.gaps.note(gap, talk.desk.now)
    return home(talk, "office.unclear")


def _service_card(talk: Talk, service: Service) -> Card:
    catalog = talk.desk.office.catalog
    department = catalog.department(service.department)
    organisation = catalog.organisation
    phone = department.phone or organisation.phone
    steps = "\n".join(
        f"{number}. {step.what} ({step.time}, {step.responsible})"
        for number, step in enumerate(service.steps, start=1)
    )
    return Card(
        title=talk.voice.full(Both(service.th, service.en)),
        alt=talk.say("office.service_alt", service=Both(service.th, service.en)),
        body=steps,
        rows=(
            Row(talk.say("office.time"), service.time),
            Row(talk.say("office.fee"), service.fee),
            Row(talk.say("office.documents"), "\n".join(f"• {item}" for item in service.documents)),
            Row(talk.say("office.where"), service.channel),
            Row(talk.say("office.section"), talk.voice.full(Both(department.th, department.en))),
            Row(talk.say("office.phone"), phone),
        ),
        buttons=(
            case_card.call_button(talk.voice, phone),
            case_card.map_button(talk.voice, organisation.latitude, organisation.longitude),
            Choice(
                talk.label("button.rate_service"),
                Does.PRESS,
                str(Press("rating", "service", service.key)),
            ),
        ),
        footnote="\n".join(
            filter(
                None,
                (
                    _unverified(talk, verified=service.verified),
                    talk.say("office.details_in_thai") if talk.speaker.language == "en" else "",
                    talk.say("office.served_well"),
                ),
            )
        ),
    )


def _website(talk: Talk, address: str) -> tuple[Choice, ...]:
    return (Choice(talk.label("button.website"), Does.LINK, address),) if address else ()


def _unverified(talk: Talk, *, verified: bool) -> str:
    return "" if verified else talk.say("office.unverified")


def _clock(value: time) -> str:
    return f"{value:%H.%M}"
