"""The survey section of a monthly report: the ratings, for the department that runs the EIT survey."""

from collections.abc import Mapping

from domain.figures.monthly_figures import ServiceScore
from domain.figures.rating_scale import NEEDS_A_REASON, SCORES
from reports.document import NumberCell, Point, Section, Series, ShareCell, Table, TableRow
from reports.monthly.month import Month, score_cell

TEXTS = (
    "month.survey_heading",
    "month.survey_footnote",
    "month.question_score",
    "month.question_why",
    "month.by_service",
    "month.complaints",
)
"""Word keys of the sentences without placeholders."""


def survey(month: Month) -> Section:
    """Return the section: each question with the number of its answers, and the mean score of each service."""
    now, say = month.now, month.translator.say
    texts = month.translator.texts(TEXTS)
    label = month.translator.label
    low = sum(now.scores[:NEEDS_A_REASON])
    reasons = ((label(f"button.reason_{reason}"), count) for reason, count in now.reasons)
    return Section(
        heading=texts["month.survey_heading"],
        summary=say("month.survey_alt", month=month.name, count=now.ratings),
        figures=(
            Table(
                (
                    TableRow(texts["month.question_score"], (score_cell(month, now),)),
                    *(
                        TableRow(label(f"button.score_{score}"), (_of_all(month, score),))
                        for score in SCORES
                    ),
                )
            ),
            Series(
                texts["month.question_why"],
                tuple(
                    Point(reason, count, say("month.reason_line", reason=reason, count=count))
                    for reason, count in reasons
                ),
                note=say("month.low_scores", count=low),
            ),
        ),
        listing=_services(month, texts),
        paragraphs=(texts["month.survey_footnote"],),
    )


def _of_all(month: Month, score: int) -> ShareCell:
    """Return the number of ratings with this score, of all ratings."""
    count, ratings = month.now.scores[score - 1], month.now.ratings
    share = round(100 * count / ratings)
    return ShareCell(month.translator.say("month.of_all", count=count, share=share), count, ratings)


def _services(month: Month, texts: Mapping[str, str]) -> Table:
    """Return the table of services with the mean and number of their ratings; complaints count as one service."""
    names = {service.key: service.th for service in month.catalog.services}
    names[""] = texts["month.complaints"]
    return Table(
        title=texts["month.by_service"],
        rows=tuple(
            TableRow(
                names.get(one.service, one.service),
                (_mean(month, one),),
            )
            for one in month.now.services
        ),
    )


def _mean(month: Month, one: ServiceScore) -> NumberCell:
    text = month.translator.say("month.mean", mean=f"{one.mean:.2f}", count=one.ratings)
    return NumberCell(text, one.mean, one.ratings)
