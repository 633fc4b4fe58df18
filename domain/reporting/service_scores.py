"""The scores of services over a half-year, without services with too few answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.anonymity import LEAST_SHOWN
from domain.reporting.satisfaction import ServiceFigures, ServiceScore
from domain.statistics.histogram import deviation, mean, merged, size
from domain.statistics.intervals import mean_margin
from domain.surveys.bands import CUSTOMARY_LEVELS, band, percent_of_highest
from domain.surveys.suppression import hidden_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from domain.statistics.histogram import Histogram


def service_figures(
    period: str,
    served: int,
    order: Sequence[str],
    scores: Mapping[str, Histogram],
    *,
    bands: str = "451",
    is_over: bool = True,
    last_day: str = "",
    also: Collection[str] = (),
) -> ServiceFigures:
    """The scores of every service of `order`, even without answers, and of other services that have answers.

    `scores`: how often each score of 1 to 5 was given, by service. `is_over`: until the period is over every
    service is suppressed, because the difference of the figures of two days could reveal an answer. `also`:
    services to suppress because of what other reports tell. `last_day`: of the period, as an ISO date.
    """
    hidden = hidden_services(scores, also) if is_over else frozenset(scores)
    keys = [*order, *sorted(key for key in scores if key not in set(order))]
    whole = merged(scores.values())
    shows_total = size(whole) == 0 or size(whole) >= LEAST_SHOWN
    return ServiceFigures(
        period=period,
        served=served,
        services=tuple(
            ServiceScore(key, None) if key in hidden else _score(key, scores.get(key, {}), bands)
            for key in keys
        ),
        total=_score("", whole, bands) if shows_total else ServiceScore("", None),
        margin=mean_margin(deviation(whole), size(whole)) if shows_total else None,
        waits_until="" if is_over else last_day,
    )


def hidden_services(scores: Mapping[str, Histogram], also: Collection[str] = ()) -> frozenset[str]:
    """The services to suppress, so that no small group can be computed from a total; also those of `also`."""
    return hidden_groups({key: size(one) for key, one in scores.items()}, also)


def _score(service: str, histogram: Histogram, bands: str) -> ServiceScore:
    average = mean(histogram)
    if average is None:
        return ServiceScore(service, 0)
    return ServiceScore(
        service,
        size(histogram),
        float(average),
        float(percent_of_highest(average, CUSTOMARY_LEVELS)),
        band(average, CUSTOMARY_LEVELS, bands),
    )
