"""The card of responses that may be declared invalid: their door and day, but not their answers."""

from collections.abc import Sequence

from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import Card, Choice, Row
from handlers.core.unit_of_work import UnitOfWork
from storage.surveys.voiding import Doubted


def card(
    uow: UnitOfWork, translator: Translator, found: Sequence[Doubted], *, for_second: bool
) -> Card:
    """Return the card of one response, or of a burst. `for_second`: its reader may agree to the request."""
    one = found[0]
    door = uow.tx.survey_rounds.door(one.door_id)
    names = {service.key: service.th for service in uow.context.catalog.services}
    asked = uow.tx.survey_rounds.find(door.round_id)
    channel = translator.say(f"survey.door_{door.kind.value}")
    where = f"{channel} {names.get(door.service, '')}".strip()
    rows = [
        Row(translator.say("survey_void.door"), where),
        Row(translator.say("survey_void.day"), translator.name(dates.day(one.submitted_at))),
    ]
    if one.burst:
        rows.append(Row(translator.say("survey_void.why"), translator.say("survey_void.burst")))
    if one.asked_by is not None:
        rows.append(Row(translator.say("survey_void.asked"), one.reason))
    title = translator.say("survey_void.count", count=len(found))
    return Card(
        title=title,
        heading=asked.question_set.th if asked else "",
        alt=title,
        rows=tuple(rows),
        buttons=_choices(translator, one, for_second=for_second),
        footnote=translator.say("survey_void.note"),
        equal_buttons=True,
    )


def _choices(translator: Translator, one: Doubted, *, for_second: bool) -> tuple[Choice, ...]:
    key = one.response_id
    if one.asked_by is None:
        return (buttons.choice(translator, "survey_void.ask", Button.VOID_ASK, key),)
    if not for_second:
        return (buttons.choice(translator, "survey_void.take_back", Button.VOID_DECLINE, key),)
    return (
        buttons.choice(translator, "survey_void.agree", Button.VOID_AGREE, key),
        buttons.choice(translator, "survey_void.decline", Button.VOID_DECLINE, key),
    )
