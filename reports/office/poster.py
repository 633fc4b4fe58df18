"""The poster "you said, we did" of a half-year, with a QR code that leads to the public figures."""

from domain.organisation.catalog import Catalog
from domain.organisation.periods import parse_period
from domain.reporting.memo import PosterFigures, poster_from_json
from domain.reporting.small_rows import safe_rows
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from reports.document import Document, Section, Table, TableRow, TextCell
from reports.statistics.period_names import period_name

TOPICS_SHOWN = 5
IMPROVEMENTS_SHOWN = 4


def figures(uow: UnitOfWork, period: str) -> str:
    """Return the figures of the poster as JSON. Raises ValueError for an invalid period."""
    asked = parse_period(period)
    catalog = uow.context.catalog
    categories = [one.key for one in catalog.categories if not catalog.is_about_staff(one.key)]
    counts = uow.tx.statistics.of_cases(asked, categories, ())
    shown = [
        (key, one.received, one.done)
        for key, one in safe_rows(counts.categories, counts.shown_early)
        if key and one.received
    ]
    shown.sort(key=lambda one: (-one[1], one[0]))
    return PosterFigures(
        period=period,
        topics=tuple(shown[:TOPICS_SHOWN]),
        improvements=tuple(
            (one.what, one.result) for one in uow.tx.improvements.ended_in(*asked.bounds)
        )[:IMPROVEMENTS_SHOWN],
        address=uow.context.signed_urls.open_page() or "",
    ).to_json()


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the poster from the JSON of `figures`."""
    found, say = poster_from_json(stored), translator.say
    rows = [
        TableRow(say("poster.asked", what=asked), (TextCell(done),))
        for asked, done in found.improvements
    ]
    rows += [
        TableRow(
            say("poster.reported", name=catalog.category(key).th, count=received),
            (TextCell(say("poster.fixed", count=done)),),
        )
        for key, received, done in found.topics
    ]
    columns = (say("poster.you_said"), say("poster.we_did"))
    table = Table(tuple(rows), columns, empty=say("poster.nothing"))
    return Document(
        title=say("poster.title"),
        period=found.period,
        office=catalog.organisation.name_th,
        headline=period_name(translator, found.period),
        sections=(Section("", "", (), table),),
        notes=(say("poster.more"),) if found.address else (),
        link=found.address,
    )
