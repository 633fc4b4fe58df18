"""The state of a case's due date as text and as the colour of a card."""

from collections.abc import Mapping

from domain.cases.due import Clocked, Due, Standing, due_of
from handlers.core.i18n import Bilingual, Translations
from handlers.core.messages import Tone
from handlers.core.unit_of_work import UnitOfWork

TONES: Mapping[Standing, Tone] = {Standing.LATE: Tone.ALERT, Standing.TODAY: Tone.WAITING}
"""The colours of the states that need one; the others keep the colour of the case's status."""


def standing(uow: UnitOfWork, case: Clocked) -> Due:
    """Return the state of a case's due date now."""
    return due_of(case, uow.now, uow.context.calendar)


def words(translations: Translations, due: Due) -> Bilingual:
    """Return the text, such as เกินกำหนด 3 วัน."""
    if due.standing is Standing.LATE and due.days == 0:
        return translations.both("due.late_today")
    return translations.both(f"due.{due.standing.value}", days=due.days)


def is_late(uow: UnitOfWork, case: Clocked) -> bool:
    """Whether a case is past its due date, or was when its pause began."""
    return standing(uow, case).standing is Standing.LATE
