"""The seal of the audit that travels with the month, so that it is kept outside the database too."""

from domain.organisation.calendar import bangkok, month_bounds
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from storage.maintenance.audit_seals import newest_seal


def seal_sentence(uow: UnitOfWork, month: str) -> tuple[str, ...]:
    """Return a sentence with the code of the newest seal up to the end of a month; nothing without a seal.

    The first seal of the next month is the last one that has only rows up to this month's end.
    """
    _, ended = month_bounds(month)
    seal = newest_seal(uow.tx.connection, bangkok(ended).date().isoformat())
    if seal is None:
        return ()
    return (Translator(uow.context.translations).say("month.audit_seal", code=seal.code),)
