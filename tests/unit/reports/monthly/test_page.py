"""The month on one page: scores of few people are on no page, and in no file that goes with it."""

import json
from dataclasses import asdict, replace

from bot.wiring import read_translations
from domain.figures.month_page import AspectMonth, MonthPage
from domain.figures.monthly_figures import ServiceScore
from handlers.core.i18n import Translator
from reports.kinds import KINDS
from reports.monthly import issue
from tests.shipped import shipped_catalog
from tests.unit.reports.monthly.test_build import OCTOBER, SEPTEMBER

ENOUGH = replace(
    OCTOBER,
    ratings=6,
    scores=(0, 0, 1, 1, 4),
    satisfaction=4.5,
    services=(ServiceScore("tax_payment", 4.5, 4), ServiceScore("", 4.5, 2)),
)
PAGE = MonthPage((), (), (), (), (), aspects=(AspectMonth("ขั้นตอน", (0, 0, 0, 2, 3)),))


def stored(now):
    return json.dumps(
        {"month": asdict(now), "before": asdict(SEPTEMBER), "page": json.loads(PAGE.to_json())}
    )


def page(now):
    return issue.document(shipped_catalog(), Translator(read_translations()), stored(now))


def bars(now):
    (chart,) = page(now).sections[4].figures
    return {row.label: row.text for row in chart.rows}, chart.empty


def test_a_month_with_enough_answers_tells_its_score():
    highlight = page(ENOUGH).highlights[3]
    assert (highlight.value, highlight.note) == ("4.50", "± 0.88 จาก 6 คำตอบ")
    assert set(bars(ENOUGH)[0]) == {"ภาพรวม", "ขั้นตอน"}


def test_four_answers_are_counted_and_their_score_is_not_told():
    highlight = page(OCTOBER).highlights[3]
    assert (highlight.value, highlight.note) == ("-", "4 คำตอบ น้อยกว่า 5 จึงไม่แสดงคะแนน")
    shown, empty = bars(OCTOBER)
    assert (set(shown), empty) == ({"ขั้นตอน"}, highlight.note)


def test_the_figures_in_the_file_are_those_of_the_page_and_not_of_few_people():
    attached = json.loads(KINDS["M1"].attached(stored(ENOUGH)))["month"]
    assert (attached["satisfaction"], attached["ratings"]) == (4.5, 6)
    assert (attached["services"], attached["reasons"]) == ([], [])
    few = json.loads(KINDS["M1"].attached(stored(OCTOBER)))["month"]
    assert (few["satisfaction"], few["ratings"], few["scores"]) == (None, 4, [])
    # One complaint about staff, frozen before small numbers were left out.
    assert (OCTOBER.restricted, few["restricted"]) == (1, None)
