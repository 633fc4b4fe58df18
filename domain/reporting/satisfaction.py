"""The figures of the reports on satisfaction: the survey rounds of a period, and the scores of each service."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from domain.reporting.improvement import ImprovementSummary  # noqa: TC001 - `build` reads the types of fields
from domain.reporting.plain_values import build
from domain.surveys.figures import SurveyFigures  # noqa: TC001 - `build` reads the types of fields


class Wait(StrEnum):
    """Why a score is not shown yet; if nothing has to end, a missing one is of too few people."""

    NOTHING = ""
    CLOSE = "close"
    """The end of the round."""
    HALF_YEAR = "half_year"
    """The end of the half-year in which the round ended."""


@dataclass(frozen=True)
class FormLine:
    """A question of the form. `options`: its answers in the order of the form, empty for a text or a number."""

    th: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class RoundFigures:
    """One round. `opens`, `closes`: its first and last day as ISO dates.

    `comments`: number of comments by the key of a service or category, "" for all others. `form`: the questions
    of the form. `unverified`: keys of indicators whose name was not yet compared with its source; reports do not
    print it. `waits_for`: what must end before every score is shown; `waits_until`: its last day as an ISO date.
    """

    opens: str
    closes: str
    figures: SurveyFigures
    comments: tuple[tuple[str, int], ...]
    form: tuple[FormLine, ...]
    unverified: tuple[str, ...]
    waits_for: Wait = Wait.NOTHING
    waits_until: str = ""


@dataclass(frozen=True)
class Window:
    """The period in which the official EIT may be answered, as ISO dates. `is_shown`: residents see the link."""

    fiscal_year: int
    opens: str
    closes: str
    address: str
    is_shown: bool


@dataclass(frozen=True)
class SatisfactionFigures:
    """The rounds that were open in a period, as of `as_of` (ISO date), the round with the most answers first.

    `concepts`: what the office wrote about concepts and references. `is_public`: of the public version, in which
    nothing asks the office to write.
    """

    period: str
    as_of: str
    rounds: tuple[RoundFigures, ...]
    windows: tuple[Window, ...] = ()
    improvements: tuple[ImprovementSummary, ...] = ()
    concepts: str = ""
    is_public: bool = False

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class ServiceScore:
    """The scores of one service. `service`: a key, "" for complaints.

    `n`: answers, None if suppressed because few answered. `mean` (1 to 5), `percent` (x̄ / 5 · 100) and `band` (5
    to 1) are of these answers, None without any.
    """

    service: str
    n: int | None
    mean: float | None = None
    percent: float | None = None
    band: int | None = None


@dataclass(frozen=True)
class ServiceFigures:
    """The services in the order of the catalog. `served`: complaints that ended in the period.

    `waits_until`: the last day of a period that is not over, as an ISO date; until then no service is told.
    """

    period: str
    served: int
    services: tuple[ServiceScore, ...]
    total: ServiceScore
    margin: float | None
    waits_until: str = ""

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def satisfaction_from_json(text: str) -> SatisfactionFigures:
    """The figures that `to_json` wrote. Raises TypeError for missing fields."""
    return build(SatisfactionFigures, json.loads(text))


def services_from_json(text: str) -> ServiceFigures:
    """The figures that `to_json` wrote. Raises TypeError for missing fields."""
    return build(ServiceFigures, json.loads(text))
