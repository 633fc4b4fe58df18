"""The commands for officers, monthly reports, unanswered questions and key rotation.

They call the same use cases as the chat. Each function returns what the command prints. A refusal or an
invalid value ends the command with one line on the terminal and exit code 1.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer

from bot import clock
from bot.commands.faults import explain, sentence
from bot.commands.sentences import done, in_both, invalid
from bot.settings import Settings
from bot.wiring import attachment_files, build_context, read_translations, vault
from domain.errors import Refused
from domain.organisation.calendar import bangkok, month_before, month_bounds, month_key
from domain.organisation.officers import Officer, Role
from domain.organisation.thai_dates import arabic_digits
from handlers.core.dates import month as month_name
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import offboarding, officers
from reports.monthly.plain_text import month_lines
from reports.monthly.send import report
from storage.maintenance.audit_chain import append_new
from storage.maintenance.key_rotation import (
    count_under_older_keys,
    rewrap_all,
    rewrap_files,
)
from storage.migrate import ensure_fit
from storage.organisation_data.reading import CatalogError
from storage.store import open_store


def add_officer(settings: Settings, name: str, role: Role, department: str | None) -> str:
    """Appoint an officer; `department` is a key of departments.toml.

    Returns what to print; it begins with the officer's one-time code.
    """
    with unit_of_work(settings) as uow:
        officer, code = officers.add(uow, name, role, department)
    return done("officer_code", code=code, name=officer.name, id=officer.id)


def _link_status(uow: UnitOfWork, officer: Officer, linked: set[int]) -> str:
    is_linked = "done.officer_linked" if officer.id in linked else "done.officer_not_linked"
    both = uow.context.translations.both(is_linked if officer.active else "done.officer_gone")
    return f"{both.th} / {both.en}"


def renew_code(settings: Settings, officer_id: int) -> str:
    """Issue a new one-time code for an active officer. Raises InvalidError for any other id."""
    with unit_of_work(settings) as uow:
        known = {officer.id: officer for officer in uow.tx.officers.all()}
        if officer_id not in known or not known[officer_id].active:
            raise invalid("no_officer", id=officer_id)
        return officers.renew_code(uow, known[officer_id])


def name_officer(settings: Settings, officer_id: int, names: Sequence[str]) -> list[str]:
    """Add other names by which complaints may call an officer; returns all of them, also without `names`."""
    with unit_of_work(settings) as uow:
        stored = officers.other_names_of(uow, officer_id)
        return list(officers.also_called(uow, officer_id, (*stored, *names)) if names else stored)


def rename_officer(settings: Settings, officer_id: int, name: str) -> str:
    """Change an officer's name; the former one still counts in complaints. Returns the name as stored."""
    with unit_of_work(settings) as uow:
        return officers.change(uow, officer_id, name=officers.checked_name(name)).name


def list_officers(settings: Settings) -> list[str]:
    """Return one line for each officer: id, name, role, department, link status."""
    with unit_of_work(settings) as uow:
        linked = {other.officer.id for other in uow.tx.officers.linked()}
        return [
            f"{officer.id}  {officer.name}  {officer.role.value}  {officer.department or '-'}  "
            f"{_link_status(uow, officer, linked)}"
            for officer in uow.tx.officers.all()
        ]


def remove_officer(settings: Settings, officer_id: int, successor_id: int | None) -> str:
    """Remove an officer and hand the open cases over to the officer `successor_id`."""
    with unit_of_work(settings) as uow:
        handed = offboarding.remove(uow, officer_id, successor_id)
    return done("officer_removed", id=officer_id, handed=len(handed))


def print_month(settings: Settings, month: str) -> list[str]:
    """Return the lines of a monthly report. `month`: a Buddhist year and month such as 2569-10.

    The lines of the current month begin with a note that it is not over. A future month is refused.
    """
    month = _checked_month(month)
    with unit_of_work(settings) as uow:
        lines, current_month = month_lines(uow, month), month_key(bangkok(uow.now).date())
        if month < current_month:
            return lines
        not_over = Refused("month_not_over", month=month_name(month))
        if month > current_month:
            raise not_over
        words = uow.context.translations.say(f"refusals.{not_over.key}", "en", **not_over.facts)
        return [*words.splitlines(), *lines]


def send_month(settings: Settings, month: str) -> str:
    """Freeze a month's figures and send them to the executives, unless that was done before."""
    month = _checked_month(month)
    with unit_of_work(settings) as uow:
        return done("month_sent" if report(uow, month) else "month_sent_before")


def _checked_month(typed: str) -> str:
    """Return the key of a month, such as 2569-10, also for one with Thai digits. Raises InvalidError."""
    month = arabic_digits(typed.strip())
    try:
        month_bounds(month)
        # The month before it is compared with it.
        month_bounds(month_before(month))
    except ValueError:
        raise invalid("no_report_month", typed=typed) from None
    return month


def list_gaps(settings: Settings, limit: int) -> list[str]:
    """Return at most `limit` unanswered questions, the most frequent first: count, last day, question."""
    with unit_of_work(settings) as uow:
        return [
            f"{gap.asked:>5}  {bangkok(gap.last_asked_at):%Y-%m-%d}  {gap.question}"
            for gap in uow.tx.unanswered_questions.most_asked(limit)
        ]


def rotate(settings: Settings) -> str:
    """Re-encrypt every value and file with the current SECRET_KEY; returns the sentence to print."""
    store, stored_files = (
        open_store(settings.database_url, vault(settings)),
        attachment_files(settings),
    )
    try:
        ensure_fit(store.engine)
        store.ensure_right_key()
        # Before the first write: it names what does not open.
        is_needed = count_under_older_keys(store, stored_files) > 0
        # Marks of rows that are not in the chain yet are verified with the key with which they were made.
        while append_new(store):
            pass
        rows = rewrap_all(store, clock.now())
        store.truncate_log()
        files = rewrap_files(store, stored_files)
    finally:
        store.close()
    both = read_translations().both
    said = both("keeping.keys_rotated", rows=rows, files=files) if is_needed else None
    return "\n".join(in_both(said or both("keeping.keys_as_they_were")))


@contextmanager
def unit_of_work(settings: Settings) -> Iterator[UnitOfWork]:
    """Open the unit of work of a command. On Refused and ValueError the command exits with one line and code 1.

    Raises UnfitSchemaError if the database was not migrated.
    """
    context = build_context(settings)
    try:
        ensure_fit(context.store.engine)
        context.store.ensure_right_key()
        with context.uow(clock.now()) as uow:
            yield uow
    except Refused as refusal:
        typer.echo(explain(refusal), err=True)
        raise typer.Exit(1) from refusal
    except CatalogError:
        raise
    except ValueError as fault:
        typer.echo(f"{sentence('value_invalid')} {fault}", err=True)
        raise typer.Exit(1) from fault
    finally:
        context.store.close()
