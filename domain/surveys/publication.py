"""The published figures of a survey, for everybody outside the section that runs the surveys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.anonymity import LEAST_SHOWN
from domain.surveys.coverage import Flag
from domain.surveys.suppression import hidden_groups, hidden_in_families

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from domain.surveys.coverage import Part
    from domain.surveys.figures import SurveyFigures
    from domain.surveys.heading_figures import HeadingFigures
    from domain.surveys.question_figures import QuestionFigures


def for_others(
    figures: SurveyFigures,
    section_of: Mapping[str, str] | None = None,
    also: Collection[str] = (),
) -> SurveyFigures:
    """The figures without small groups, and without anything from which small groups could be computed.

    `section_of`: service to the department whose head sees its own figures; services are suppressed so that nobody
    can compute a small one from these either. `also`: services to suppress because of what other reports tell.

    A group or question of 1 to 4 people is suppressed, a group together with the next smallest (`hidden_groups`).
    Each heading that contains a suppressed question is suppressed too, and with it the whole, because their
    difference would reveal it. If fewer than LEAST_SHOWN people answered in all, only their number is left.
    """
    if figures.coverage.n < LEAST_SHOWN:
        return without_scores(figures)
    sizes = {one.key: one.fewest or 0 for one in figures.groups}
    hidden = hidden_in_families(sizes, section_of or {}, also)
    few = frozenset(one.key for one in figures.questions if 0 < one.n < LEAST_SHOWN)
    in_aspects = _touch(figures.aspects, few)
    in_total = in_aspects or (figures.total is not None and bool(few & {*figures.total.questions}))
    return replace(
        figures,
        coverage=replace(
            figures.coverage,
            services=_shown(figures.coverage.services, hidden),
            villages=_large(figures.coverage.villages),
            channels=_large(figures.coverage.channels),
        ),
        questions=tuple(
            _blank_question(one) if one.key in few else one for one in figures.questions
        ),
        aspects=_headings(figures.aspects, few),
        total=_blank_heading(figures.total) if in_total and figures.total else figures.total,
        indicators=_headings(figures.indicators, few),
        tool_score=None if _touch(figures.indicators, few) else figures.tool_score,
        groups=tuple(one.blank() if one.key in hidden else one for one in figures.groups),
        changes=tuple(one for one in figures.changes if min(one.n, one.n_before) >= LEAST_SHOWN),
        is_suppressed=True,
    )


def for_section(figures: SurveyFigures, also: Collection[str] = ()) -> SurveyFigures:
    """The figures of one department for its head: without small groups, villages and channels.

    From the villages and channels of a department, suppressed ones of the whole office could be computed.
    `also`: as in `for_others`.
    """
    shown = for_others(figures, also=also)
    return replace(shown, coverage=replace(shown.coverage, villages=(), channels=()))


def without_scores(figures: SurveyFigures) -> SurveyFigures:
    """The figures of so few people that only their number may be shown."""
    return replace(
        figures,
        coverage=replace(
            figures.coverage,
            services=(),
            villages=(),
            channels=(),
            straight=0,
            straight_of=0,
            flags=tuple(one for one in figures.coverage.flags if one is not Flag.STRAIGHT),
        ),
        questions=tuple(_blank_question(one) for one in figures.questions),
        aspects=tuple(_blank_heading(one) for one in figures.aspects),
        total=_blank_heading(figures.total) if figures.total else None,
        indicators=tuple(_blank_heading(one) for one in figures.indicators),
        tool_score=None,
        groups=(),
        changes=(),
        is_suppressed=True,
    )


def _large(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts without small ones, and without those from which a small one could be computed."""
    return _shown(parts, hidden_groups({one.key: one.n for one in parts}))


def _shown(parts: tuple[Part, ...], hidden: frozenset[str]) -> tuple[Part, ...]:
    return tuple(one for one in parts if one.key not in hidden)


def _touch(headings: tuple[HeadingFigures, ...], few: frozenset[str]) -> bool:
    return any(few & {*one.questions} for one in headings)


def _headings(
    headings: tuple[HeadingFigures, ...], few: frozenset[str]
) -> tuple[HeadingFigures, ...]:
    return tuple(_blank_heading(one) if few & {*one.questions} else one for one in headings)


def _blank_heading(figures: HeadingFigures) -> HeadingFigures:
    return replace(
        figures,
        n=0,
        mean=None,
        deviation=None,
        percent=None,
        score=None,
        band=None,
        margin=None,
        alpha=None,
    )


def _blank_question(figures: QuestionFigures) -> QuestionFigures:
    return replace(
        figures,
        n=0,
        outside=0,
        options=(),
        mean=None,
        deviation=None,
        median=None,
        percent=None,
        score=None,
        band=None,
        margin=None,
    )
