"""Runs an office with and without staff complaints, and collects the outputs of its exits."""

from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

import storage.cases.complaints as rows
from bot.event_writer import EventWriter
from bot.line.client import connect
from bot.runtime.flask_app import create_app
from bot.runtime.worker import Worker
from domain.cases.case_number import CaseNumber, Series
from domain.cases.conduct import ReporterLink
from handlers.usecases import case_numbers
from scheduler.timetable import TIMETABLE
from storage.cases.complaint_statements import FIRST_STAFF_ID
from storage.store import open_store
from tests.contexts import shipped_context
from tests.databases import VAULT, new_database
from tests.fake_line import fake_line, settings_for
from tests.integration.staff_exits import exits
from tests.integration.staff_exits.office import Office
from tests.integration.staff_office import StaffOffice
from tests.moments import Clock

OTHER_IDS = (1, 2, 99)
"""Two ordinary cases, and a case that does not exist."""
STAFF_ID, STAFF_NUMBER = FIRST_STAFF_ID + 4711, CaseNumber("นว", 2570, 47114, Series.RESTRICTED)
"""Identifiers of the complaint in both offices; everybody asks for it by these, whether it exists or not."""


@dataclass
class Lived:
    """`said`: the output of each exit, by its name."""

    world: Office
    settings: object
    said: dict


@contextmanager
def lived(
    request,
    kind,
    folder,
    *,
    complained_of=True,
    link=ReporterLink.SEALED,
    readers=None,
    plant=None,
):
    """Run an office on a new database of this kind and return all outputs of its exits.

    `request`: of the fixture or test, for the database. `readers`: the accounts that ask for everything and read the console; None for all who may not know.
    `plant`: a leak to add first.
    """
    folder.mkdir()
    with (
        fake_line() as line,
        pytest.MonkeyPatch.context() as fixed,
        new_database(kind, folder, request) as url,
    ):
        fixed.setattr(rows, "_staff_id", lambda _: STAFF_ID)
        fixed.setattr(case_numbers, "_random_number", lambda *_: STAFF_NUMBER)
        if plant is not None:
            plant(fixed)
        settings = settings_for(line.url, url, folder)
        store = open_store(settings.database_url, VAULT)
        clock = Clock()
        context = shipped_context(settings, store)
        event_writer = EventWriter(store, clock)
        worker = Worker(context, connect(settings), clock, callers=1)
        world = Office(StaffOffice(context, worker, line, clock), complained_of)
        world.live(link)
        app = create_app(settings, context, event_writer, clock)
        yield Lived(world, settings, collected(world, app, readers or world.accounts))
        event_writer.close()
        store.close()


def collected(world, app, readers):
    exits.try_everything(world, readers, SimpleNamespace(id=STAFF_ID, number=str(STAFF_NUMBER)))
    console = exits.Console(world, app, [STAFF_ID], OTHER_IDS)
    found = {}
    for account in readers:
        found |= console.of(account)
    world.days_pass([job.run for job in TIMETABLE])
    found |= exits.chats(world)
    for account in readers:
        found |= console.reports_later(account)
    found |= exits.public_pages(world, app, [STAFF_ID, *OTHER_IDS], [str(STAFF_NUMBER)])
    found |= exits.reports_of(world)
    return found
