"""Open the surveys of the demo: a round for the counters with QR codes, and one for the whole office."""

from datetime import date, timedelta

from bot import clock
from bot.commands.office import unit_of_work
from bot.demo.survey_answers import SURVEY
from bot.settings import Settings
from domain.organisation.calendar import bangkok
from domain.surveys.participation import COUNTER_SET, DoorKind
from handlers.usecases.surveys import rounds

SERVICES = ("waste_collection", "tax_payment")
"""Keys of the services whose counters have a QR code, if the office has them."""
LASTS = timedelta(days=60)
TARGET = 40
POPULATION, POPULATION_SOURCE = 1_200, "ตัวเลขตัวอย่าง"


def open_surveys(settings: Settings, opens: date) -> None:
    """Open both rounds and create the doors. `opens`: the first day of the survey of the whole office."""
    with unit_of_work(settings) as uow:
        counter = rounds.standing_round(uow, COUNTER_SET)
        services = {one.key for one in uow.context.catalog.services}
        for service in SERVICES:
            if service in services:
                rounds.make_door(uow, counter.id, DoorKind.COUNTER, service=service)
        closes = bangkok(clock.now() + LASTS).date()
        question_set = uow.context.question_sets[SURVEY]
        pulse = rounds.open_round(
            uow,
            question_set,
            closes=closes,
            opens=opens,
            population=POPULATION,
            population_source=POPULATION_SOURCE,
            target=TARGET,
        )
        rounds.make_door(uow, pulse.id, DoorKind.WEB)
