"""The commands `console admin` and `console link`, for the first sign-in to the console without LINE."""

from bot.commands.office import unit_of_work
from bot.commands.sentences import done, invalid
from bot.settings import Settings
from domain.organisation.officers import Role
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import officers
from handlers.usecases.desk import sign_in


def add_administrator(settings: Settings, name: str) -> str:
    """Appoint an administrator; returns the one-time address at which they sign in and set a password."""
    with unit_of_work(settings) as uow:
        officer, _ = officers.add(uow, name, Role.ADMIN, None)
        return _address(uow, officer.id)


def issue_link(settings: Settings, officer_id: int) -> str:
    """Return a new one-time address for an active officer. Raises InvalidError for any other id."""
    with unit_of_work(settings) as uow:
        return _address(uow, officer_id)


def _address(uow: UnitOfWork, officer_id: int) -> str:
    officers = {officer.id: officer for officer in uow.tx.officers.all() if officer.active}
    if officer_id not in officers:
        raise invalid("no_officer", id=officer_id)
    link = sign_in.issue_link(uow, officers[officer_id], sign_in.FIRST_LINK_LIFE)
    base = uow.context.signed_urls.public_url.rstrip("/") or "(PUBLIC_URL)"
    sentence = done("console_address", name=officers[officer_id].name, id=officer_id)
    return f"{base}/desk/in/{link.token}\n{sentence}"
