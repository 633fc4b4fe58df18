"""What the ratings of a month say: all the EIT section needs of them."""

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
"""Sentences without facts, looked up together."""


def survey(month: Month) -> Section:
    """What the EIT section needs: each question with its answers and how many gave them."""
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
    """How many of those who rated gave this score."""
    count, ratings = month.now.scores[score - 1], month.now.ratings
    share = round(100 * count / ratings)
    return ShareCell(month.translator.say("month.of_all", count=count, share=share), count, ratings)


def _services(month: Month, texts: Mapping[str, str]) -> Table:
    """Each service with the mean of its ratings and their number."""
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
