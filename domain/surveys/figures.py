"""The figures of a survey round: everything a report, a card or a page prints, as one object.

`survey_figures` computes them from a `Tally`. Only the section that runs the surveys sees these exact figures;
`domain.surveys.publication` derives those for everybody else. They are rounded only in print, by
`domain.statistics.rounding`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from domain.surveys.breakdown import GroupFigures, breakdowns
from domain.surveys.change import ChangeFigures, compare
from domain.surveys.coverage import Coverage, Frame, coverage
from domain.surveys.heading_figures import (
    Average,
    Heading,
    HeadingFigures,
    average_of,
    combined,
    heading_figures,
)
from domain.surveys.question_figures import QuestionFigures, question_figures
from domain.surveys.question_set import Kind, Purpose
from domain.surveys.tally import scales_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.statistics.histogram import Histogram
    from domain.surveys.question_set import Question, QuestionSet
    from domain.surveys.tally import Tally


@dataclass(frozen=True)
class WordFigures:
    """Comments of a round. `unread`: not read by anybody yet; `overdue`: unread for more than 7 days."""

    total: int = 0
    unread: int = 0
    overdue: int = 0
    cases: int = 0
    improvements: int = 0
    hidden: int = 0


@dataclass(frozen=True)
class SurveyFigures:
    """The figures of one version of a set in one round, as of `as_of` (ISO 8601 with offset).

    `questions`: every question but texts and notes, in the order of the set. `aspects`, `indicators`: in the
    order of the set. `total`: the mean of the aspects; without aspects, of the scales without an indicator; None
    without these. `tool_score`: 0 to 100, the mean of the indicators, None without any; it belongs to the
    office's own survey and is not an ITA score. `groups`: by service. `changes`: against the
    earlier round `compared_with`, "" for none. `is_suppressed`: small groups are left out.
    """

    set_key: str
    version: int
    purpose: Purpose
    th: str
    en: str
    fiscal_year: int | None
    bands: str
    as_of: str
    coverage: Coverage
    questions: tuple[QuestionFigures, ...]
    aspects: tuple[HeadingFigures, ...]
    total: HeadingFigures | None
    indicators: tuple[HeadingFigures, ...]
    tool_score: float | None
    groups: tuple[GroupFigures, ...]
    words: WordFigures
    changes: tuple[ChangeFigures, ...] = ()
    compared_with: str = ""
    is_suppressed: bool = False

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        return json.dumps(
            asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )

    @property
    def sha256(self) -> str:
        """The SHA-256 digest of the canonical JSON text, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def question(self, key: str) -> QuestionFigures:
        """The figures of one question. Raises KeyError for a key without figures."""
        found = next((one for one in self.questions if one.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


@dataclass(frozen=True)
class Former:
    """An earlier round to compare with. `name`: the printed name, such as its period."""

    name: str
    question_set: QuestionSet
    tally: Tally


@dataclass(frozen=True)
class Context:
    """What the figures need besides the answers: the survey frame, the comments, an earlier round."""

    as_of: str
    frame: Frame = field(default_factory=Frame)
    words: WordFigures = field(default_factory=WordFigures)
    former: Former | None = None


def survey_figures(question_set: QuestionSet, tally: Tally, context: Context) -> SurveyFigures:
    """The figures of the responses in `tally`, all of them to this version of the set."""
    histograms = histograms_of(question_set, tally)
    population, respondents = context.frame.population, tally.respondents or {}
    headings = _Headings(question_set, tally, histograms, population)
    aspects = headings.under("aspect")
    indicators = headings.under("indicator")
    former = context.former
    return SurveyFigures(
        set_key=question_set.key,
        version=question_set.version,
        purpose=question_set.purpose,
        th=question_set.th,
        en=question_set.en,
        fiscal_year=question_set.fiscal_year,
        bands=question_set.bands,
        as_of=context.as_of,
        coverage=coverage(question_set, tally, context.frame),
        questions=tuple(
            question_figures(
                one,
                histograms[one.key],
                bands=question_set.bands,
                population=population,
                respondents=respondents.get(one.key) if one.kind is Kind.MANY else None,
            )
            for one in question_set.answerable
            if one.kind is not Kind.TEXT
        ),
        aspects=aspects,
        total=headings.total(),
        indicators=indicators,
        tool_score=headings.tool_score(),
        groups=breakdowns(question_set, tally),
        words=context.words,
        changes=compare(
            question_set,
            histograms,
            former.question_set,
            histograms_of(former.question_set, former.tally),
        )
        if former
        else (),
        compared_with=former.name if former else "",
    )


def histograms_of(question_set: QuestionSet, tally: Tally) -> dict[str, Histogram]:
    """How often each code was given, for every question of the set."""
    counts: dict[str, Counter[int]] = {one.key: Counter() for one in question_set.questions}
    for cell in tally.cells:
        if cell.question in counts:
            counts[cell.question][cell.code] += cell.count
    return dict(counts)


class _Headings:
    """The figures of the headings of one set."""

    def __init__(
        self,
        question_set: QuestionSet,
        tally: Tally,
        histograms: Mapping[str, Histogram],
        population: int | None,
    ) -> None:
        self._set = question_set
        self._patterns = tally.patterns or {}
        self._histograms = histograms
        self._population = population
        self._scales = scales_of(question_set)

    def under(self, kind: str) -> tuple[HeadingFigures, ...]:
        """The figures of the aspects, or of the indicators."""
        headings = self._set.aspects if kind == "aspect" else self._set.indicators
        return tuple(
            self._figures(
                one.key, one.th, one.en, questions, average_of(questions, self._histograms)
            )
            for one in headings
            if (questions := self._questions(kind, one.key))
        )

    def total(self) -> HeadingFigures | None:
        parts = [
            average_of(questions, self._histograms)
            for one in self._set.aspects
            if (questions := self._questions("aspect", one.key))
        ]
        if parts:
            questions = tuple(one for one in self._scales if one.aspect)
            aspects = tuple(one.aspect for one in questions)
            return self._figures("total", "", "", questions, combined(parts), parts=aspects)
        questions = tuple(one for one in self._scales if not one.indicator)
        if not questions:
            return None
        return self._figures("total", "", "", questions, average_of(questions, self._histograms))

    def tool_score(self) -> float | None:
        """The mean of the indicators' scores."""
        score = combined(
            [
                Average(None, average_of(questions, self._histograms).score, 0)
                for one in self._set.indicators
                if (questions := self._questions("indicator", one.key))
            ]
        ).score
        return None if score is None else float(score)

    def _questions(self, kind: str, key: str) -> tuple[Question, ...]:
        return tuple(
            one
            for one in self._scales
            if (one.aspect if kind == "aspect" else one.indicator) == key
        )

    def _figures(
        self,
        key: str,
        th: str,
        en: str,
        questions: tuple[Question, ...],
        average: Average,
        *,
        parts: tuple[str, ...] = (),
    ) -> HeadingFigures:
        places = tuple(self._scales.index(one) for one in questions)
        return heading_figures(
            Heading(key, th, en, questions, places, parts),
            average,
            self._patterns,
            bands=self._set.bands,
            population=self._population,
        )
