"""The audit seal that is sent with the monthly report, so that it is also stored outside the database."""

from domain.organisation.calendar import bangkok, month_bounds
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from storage.maintenance.audit_seals import newest_seal


def seal_sentence(uow: UnitOfWork, month: str) -> tuple[str, ...]:
    """Return a sentence with the code of the newest seal up to the end of a month; empty without a seal.

    The first seal of the next month covers exactly the rows up to the end of this month.
    """
    _, ended = month_bounds(month)
    seal = newest_seal(uow.tx.connection, bangkok(ended).date().isoformat())
    if seal is None:
        return ()
    return (Translator(uow.context.translations).say("month.audit_seal", code=seal.code),)
