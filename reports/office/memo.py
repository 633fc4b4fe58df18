"""The memorandum to the executive: results, problems, proposals, and the permission to publish."""

from collections import Counter

from domain.organisation.catalog import Catalog
from domain.organisation.periods import parse_period
from domain.reporting.memo import MemoFigures, memo_from_json
from domain.reporting.open_data import enough
from domain.statistics.histogram import mean, merged, size
from domain.statistics.rounding import half_up
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys.period_scores import scores_of
from reports.document import (
    NO_TABLE,
    Document,
    Field,
    Numerals,
    Section,
    Table,
    TableRow,
    TextCell,
)
from reports.places_to_sign import place
from reports.statistics.period_names import period_name

TOPICS_NAMED = 3


def figures(uow: UnitOfWork, period: str) -> str:
    """Return the figures of the memorandum as JSON. Raises ValueError for an invalid period."""
    asked = parse_period(period)
    start, end = asked.bounds
    catalog = uow.context.catalog
    categories = [one.key for one in catalog.categories if not catalog.is_about_staff(one.key)]
    counts = uow.tx.statistics.of_cases(asked, categories, ())
    page = uow.tx.month_pages.read([(period, start, end)])
    scores = merged(scores_of(uow, asked).values())
    average = mean(scores)
    topics = Counter({key: one.received for key, one in counts.categories if one.received})
    return MemoFigures(
        period=period,
        received=counts.total.received,
        done=counts.total.done,
        overdue=sum(one.overdue for one in page.departments),
        topics=tuple(topics.most_common(TOPICS_NAMED)),
        waiting_for=page.waiting_for,
        answers=enough(size(scores)),
        mean=float(average) if average is not None and enough(size(scores)) else None,
        improved=tuple(one.result for one in uow.tx.improvements.ended_in(start, end)),
        address=uow.context.signed_urls.open_page() or "",
    ).to_json()


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the memorandum from the JSON of `figures`."""
    found, say = memo_from_json(stored), translator.say
    organisation = catalog.organisation
    period = period_name(translator, found.period)
    section = catalog.department(organisation.eit_section).th
    return Document(
        title=say("memo.title"),
        period=found.period,
        office=organisation.name_th,
        head=(
            Field(
                say("memo.from"),
                say("memo.from_section", section=section, office=organisation.short_th),
            ),
            Field(say("memo.number"), ""),
            Field(say("memo.date"), "", is_beside=True),
            Field(say("memo.subject"), say("memo.subject_line", period=period)),
            Field(say("memo.to"), say("month_page.mayor", office=organisation.name_th)),
        ),
        sections=(
            _background(translator, organisation.short_th, period),
            _results(catalog, translator, found),
            _analysis(translator, found),
            _request(translator, found),
        ),
        appendix=(_form(translator, organisation.name_th, found, period),),
        signatures=(
            place(translator, say("month_page.reporter")),
            place(
                translator,
                say("month_page.clerk", office=organisation.name_th),
                say("month_page.opinion"),
            ),
            place(
                translator,
                say("month_page.mayor", office=organisation.name_th),
                say("memo.decision"),
                say("month_page.order"),
            ),
        ),
        footer=organisation.name_th,
        numerals=Numerals.THAI,
    )


def _background(translator: Translator, office: str, period: str) -> Section:
    words = translator.say("memo.background", office=office, period=period)
    return Section(translator.say("memo.background_heading"), "", (), NO_TABLE, (words,))


def _results(catalog: Catalog, translator: Translator, found: MemoFigures) -> Section:
    say = translator.say
    if not found.received:
        words = [say("statistics.no_cases")]
    else:
        words = [
            say(
                "memo.counts",
                received=found.received,
                done=found.done,
                share=half_up(100 * found.done / found.received),
                open=found.received - found.done,
            )
        ]
    if found.topics:
        topics = " ".join(
            say("memo.topic", name=catalog.category(key).th, count=count)
            for key, count in found.topics
        )
        words.append(say("memo.topics", topics=topics))
    if found.mean is None:
        words.append(say("memo.no_satisfaction"))
    else:
        words.append(say("memo.satisfaction", mean=half_up(found.mean), count=found.answers))
    words += [say("memo.improved", what=one) for one in found.improved]
    return Section(say("memo.results_heading"), "", (), NO_TABLE, tuple(words))


def _analysis(translator: Translator, found: MemoFigures) -> Section:
    """Return the section about problems; the officer adds proposals on the blank lines."""
    say = translator.say
    words = []
    if found.overdue:
        words.append(say("memo.overdue", count=found.overdue))
    words += [
        say("memo.waits", reason=say(f"waiting.{reason}"), count=count)
        for reason, count in found.waiting_for
        if reason
    ]
    if not words:
        words.append(say("memo.no_problem"))
    words.append(say("memo.remedy"))
    return Section(say("memo.analysis_heading"), "", (), NO_TABLE, tuple(words))


def _request(translator: Translator, found: MemoFigures) -> Section:
    say = translator.say
    where = found.address or say("memo.website")
    words = say("memo.request", address=where)
    return Section(say("memo.request_heading"), "", (), NO_TABLE, (words,))


def _form(translator: Translator, office: str, found: MemoFigures, period: str) -> Section:
    """Return the form with which an office publishes something on its website."""
    say = translator.say
    rows = (
        TableRow(say("memo.form_office"), (TextCell(office),)),
        TableRow(say("memo.form_date"), (TextCell(""),)),
        TableRow(say("memo.form_subject"), (TextCell(say("memo.subject_line", period=period)),)),
        TableRow(say("memo.form_details"), (TextCell(say("memo.form_details_text")),)),
        TableRow(say("memo.form_link"), (TextCell(found.address),)),
        TableRow(say("memo.form_responsible"), (TextCell(""),)),
        TableRow(say("memo.form_approved"), (TextCell(""),)),
    )
    columns = (say("memo.form_item"), say("memo.form_content"))
    return Section(say("memo.form_heading"), "", (Table(rows, columns, widths=(2, 4)),), NO_TABLE)
