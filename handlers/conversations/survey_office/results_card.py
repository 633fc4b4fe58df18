"""The results of a round for officers: each question and indicator with its change, and who answered."""

from domain.anonymity import LEAST_SHOWN
from domain.statistics.rounding import half_up
from domain.surveys.change import Verdict
from domain.surveys.coverage import Flag, Part
from domain.surveys.figures import SurveyFigures
from domain.surveys.heading_figures import HeadingFigures
from domain.surveys.question_figures import QuestionFigures
from domain.surveys.question_set import Kind
from domain.surveys.visible_answers import FEWEST_IN_VIEW
from handlers.access import survey_readers
from handlers.conversations.survey_office.overview import answered, officer_of, own_survey
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import Card, Choice, Reply, Row, Text
from handlers.engine.turn import Turn
from handlers.usecases.surveys import results
from storage.surveys.rounds import SurveyRound

QUESTIONS_SHOWN = 12
PARTS_SHOWN = 5
VERDICTS = {
    Verdict.BETTER: "survey_office.better",
    Verdict.WORSE: "survey_office.worse",
    Verdict.UNCLEAR: "survey_office.unclear",
}
FLAGS = {
    Flag.ASSISTED: "survey_office.flag_assisted",
    Flag.ONE_DOOR: "survey_office.flag_one_door",
    Flag.BURST: "survey_office.flag_burst",
    Flag.STRAIGHT: "survey_office.flag_straight",
    Flag.BELOW_TARGET: "survey_office.flag_below_target",
    Flag.VOID: "survey_office.flag_void",
}
"""The word key of each warning for readers of the figures."""


def show_results(turn: Turn, round_id: int) -> list[Reply]:
    """Return the results of a round. Raises Refused as `results.results` does."""
    found = results.results(turn.uow, officer_of(turn), round_id)
    title = found.round.question_set.th
    if found.figures is None:
        return [Text(f"{title}\n{why_no_figures(turn.translator, found)}")]
    return [_results(turn, found, found.figures)]


def why_no_figures(translator: Translator, found: results.Results) -> str:
    """Return how many people have answered a round, and when its scores will be shown."""
    count = translator.say("survey_office.count", count=found.answered)
    if found.is_in_steps:
        first = FEWEST_IN_VIEW
        return translator.say("survey_office.results_after", count=count, first=first)
    day = dates.day(found.round.last_moment)
    return translator.say("survey_office.results_later", count=count, day=day)


def note_on_figures(translator: Translator, found: results.Results) -> str:
    """Return the sentence that there are no scores, or not yet those of everybody who answered; "" otherwise."""
    if not found.is_in_steps:
        has_scores = found.figures is None or any(one.n for one in found.figures.questions)
        return (
            "" if has_scores or not found.answered else translator.say("survey_office.only_count")
        )
    if found.in_figures == found.answered:
        return translator.say("survey_office.all_in_figures", step=LEAST_SHOWN)
    return translator.say(
        "survey_office.in_figures",
        seen=found.in_figures,
        count=found.answered,
        step=LEAST_SHOWN,
    )


def _results(turn: Turn, results_found: results.Results, figures: SurveyFigures) -> Card:
    """Return the card of the figures: the score of each question and indicator (0 to 100), with its change."""
    found, coverage = results_found.round, figures.coverage
    of_section = survey_readers.sections_of(turn.uow, officer_of(turn)) is not None
    rows = [
        answered(turn, coverage.n, coverage.target, of_section=of_section),
        *_headings(turn, figures),
        *_questions(turn, figures),
    ]
    parts = [
        part
        for name, of in (
            ("survey_office.services", coverage.services),
            ("survey_office.villages", coverage.villages),
        )
        if (part := _parts(turn, name, of))
    ]
    return Card(
        title=found.question_set.th,
        heading=turn.say("survey_office.results_heading"),
        alt=turn.say("survey_office.results_alt", title=found.question_set.th, count=coverage.n),
        body="\n".join(parts),
        rows=tuple(rows),
        buttons=_propose(turn, found, figures),
        footnote="\n".join(
            [
                *filter(None, [note_on_figures(turn.translator, results_found)]),
                *(turn.say(FLAGS[flag]) for flag in coverage.flags),
                turn.say("survey_office.scale"),
                own_survey(turn, found),
            ]
        ),
    )


def _propose(turn: Turn, found: SurveyRound, figures: SurveyFigures) -> tuple[Choice, ...]:
    """Return the button that proposes an improvement for the question with the lowest score."""
    scored = [one for one in figures.questions if one.is_graded and one.score is not None]
    if not scored:
        return ()
    weakest = min(scored, key=lambda one: one.score or 0)
    return (
        buttons.choice(
            turn.translator,
            "survey_office.propose",
            Button.IMPROVEMENT_PROPOSE,
            f"{found.id}.{weakest.key}",
        ),
    )


def _headings(turn: Turn, figures: SurveyFigures) -> list[Row]:
    found = figures.indicators or figures.aspects
    rows = [Row(one.th, _of_heading(turn, one)) for one in found if one.n]
    if figures.total is not None and figures.total.score is not None:
        total = figures.total
        rows.append(Row(turn.say("survey_office.whole"), _of_heading(turn, total)))
    return rows


def _of_heading(turn: Turn, one: HeadingFigures) -> str:
    """Return the score with its margin, both in points from 0 to 100, and the customary level of its mean."""
    text = _score(turn, one.score, one.n)
    if one.score_margin is not None:
        margin = turn.say("survey_office.margin_of_score", margin=half_up(one.score_margin, 1))
        text = f"{text} {margin}"
    if one.percent is None or one.band is None:
        return text
    level = turn.say(f"satisfaction.level_{one.band}")
    return turn.say(
        "survey_office.with_level", score=text, percent=half_up(one.percent), level=level
    )


def _questions(turn: Turn, figures: SurveyFigures) -> list[Row]:
    changes = {one.question: one for one in figures.changes}
    rows = []
    for one in figures.questions[:QUESTIONS_SHOWN]:
        text = _of_question(turn, one)
        if not text:
            continue
        change = changes.get(one.key)
        if change is not None:
            text = f"{text} {turn.say(VERDICTS[change.verdict])}"
        rows.append(Row(_name(turn, one), text))
    return rows


def _name(turn: Turn, one: QuestionFigures) -> str:
    """Return the question, marked if its score is the reverse of its answers."""
    is_marked = one.reverse and one.is_graded
    return turn.say("satisfaction.reversed", question=one.th) if is_marked else one.th


def _of_question(turn: Turn, one: QuestionFigures) -> str:
    """Return the score of a scale, the mean of a number, or the count of each choice; empty for texts.

    Only the section that runs the surveys sees the count of a choice that fewer than LEAST_SHOWN people made.
    """
    if one.is_graded and one.score is not None:
        return _score(turn, one.score, one.n)
    if (one.is_two_level or one.kind in {Kind.ONE, Kind.MANY}) and one.n:
        has_few = any(0 < option.count < LEAST_SHOWN for option in one.options)
        if has_few and not survey_readers.is_eit(turn.uow, officer_of(turn)):
            return turn.say("survey_office.too_few")
        taken = ", ".join(
            turn.say("survey_office.part", name=option.th, count=option.count)
            for option in one.options
            if option.count
        )
        return turn.say("survey_office.choices", choices=taken, n=one.n)
    if one.kind is Kind.NUMBER and one.mean is not None:
        return turn.say("survey_office.mean", mean=half_up(one.mean, 1), n=one.n)
    return ""


def _score(turn: Turn, score: float | None, n: int) -> str:
    if score is None:
        return turn.say("survey_office.too_few")
    return turn.say("survey_office.score", score=half_up(score, 1), n=n)


def _parts(turn: Turn, name: str, parts: tuple[Part, ...]) -> str:
    """Return the numbers of answers by service or village, the largest first."""
    services = {one.key: one.th for one in turn.uow.context.catalog.services}
    villages = {
        str(one.number): one.label for one in turn.uow.context.catalog.organisation.villages
    }
    names = services if name == "survey_office.services" else villages
    largest = sorted((one for one in parts if one.key), key=lambda one: -one.n)[:PARTS_SHOWN]
    if not largest:
        return ""
    counted = ", ".join(
        turn.say("survey_office.part", name=names.get(one.key, one.key), count=one.n)
        for one in largest
    )
    return turn.say(name, parts=counted)
