"""People who may not know of a staff complaint get the same from every exit as if there were none.

The same office is run twice, with the complaint and without it. Every difference in what an account receives,
reads or downloads reveals the complaint, in whichever form: a number, a count, a gap, another error. So leaks are
found at exits that nobody suspected.

To prove that leaks are found, some are planted (PLANTED), one after the other, in exits of every kind; each must
be detected. Add one for every new exit.
"""

import pytest
from sqlalchemy import true

from bot.line.outbound import results
from domain.errors import Refused
from domain.figures import small_counts
from domain.figures.push_budget import Weight
from handlers.access import custodians, disclosure, work_list
from handlers.access.disclosure import Outlet
from handlers.core.messages import Text
from handlers.notify import case_events, department_groups
from handlers.usecases import case_numbers
from storage.cases import complaints, desk_queue, queue_filter
from storage.cases.custody import Custodies
from storage.reporting import case_statistics
from tests.databases import on_sqlite
from tests.integration.staff_exits import exits
from tests.integration.staff_exits.running import lived

A_FEW = ("Umate", "Uclerkhead", "Uchang", "Umovedpalad", "Ustranger")


def told(with_it, without):
    """Return the exits of the first office that differ in the second, which has at least the same exits."""
    assert with_it.said.keys() <= without.said.keys()
    return {
        name
        for name, words in with_it.said.items()
        if exits.normal(words) != exits.normal(without.said[name])
    }


@pytest.fixture(scope="module")
def nothing_happened(request, kind, tmp_path_factory):
    """The office without any staff complaint, as a few accounts see it."""
    folder = tmp_path_factory.mktemp("without") / "office"
    with lived(request, kind, folder, complained_of=False, readers=A_FEW) as without:
        yield without


# Not traced, here and below: the stories take the same branches.
@pytest.mark.long
@pytest.mark.no_cover
def test_no_exit_differs_for_anybody(request, kind, tmp_path):
    # The exits are the same on both databases; all accounts take a minute more.
    readers = None if kind == "sqlite" else A_FEW
    with (
        lived(request, kind, tmp_path / "without", complained_of=False, readers=readers) as without,
        lived(request, kind, tmp_path / "with", readers=readers) as with_it,
    ):
        assert len(with_it.world.accounts) >= 27
        assert with_it.said.keys() == without.said.keys()
        assert told(with_it, without) == set()


# ------------------------------------------------------------------ planted leaks, which must be detected
def its_number_in_the_group(patch):
    patch.setattr(disclosure, "OF_STAFF_CASES", frozenset({Outlet.GROUP}))


def a_word_in_the_group_without_a_number(patch):
    def new_case(uow, case, *, of_sender):
        for group in uow.tx.groups.of_department("finance"):
            uow.notify(group.group_id, [Text("มีเรื่องใหม่ โปรดระวัง")], Weight.GROUP, recipients=3)

    patch.setattr(department_groups, "new_case", new_case)


def the_lists_of_the_console(patch):
    patch.setattr(queue_filter, "AMONG_ORDINARY_CASES", true())
    # SQLite counts with an index that holds ordinary cases alone, and would refuse this query.
    patch.setattr(desk_queue, "by_index", lambda asked, _index: asked)


def its_page_for_everybody(patch):
    patch.setattr(Custodies, "kept_with_id", lambda _self, _officer, case: case)
    patch.setattr(custodians, "may_read", lambda *_: True)


def another_answer_to_its_number(patch):
    honest = work_list.seen_by_number

    def seen_by_number(uow, officer, number):
        if uow.tx.staff_cases.by_number(number):
            raise Refused("not_yours")
        return honest(uow, officer, number)

    patch.setattr(work_list, "seen_by_number", seen_by_number)


def the_month_counts_it(patch):
    def count_of_one(month, filed, *, accuses_reader):
        return small_counts.StaffComplaints(filed.get(month))

    patch.setattr(small_counts, "published", count_of_one)


def the_statistics_count_it(patch):
    patch.setattr(case_statistics, "is_ordinary", lambda _: true())


def its_messages_count_as_of_ordinary_cases(patch):
    patch.setattr(results, "tells_of_ordinary_cases", lambda *_: True)


def its_id_is_of_the_common_series(patch):
    patch.setattr(complaints, "_staff_id", lambda _: 5)


def its_number_is_of_the_common_series(patch):
    def of_the_common_series(uow, _prefix, _year):
        return case_numbers.next_number(uow, about_staff=False)

    patch.setattr(case_numbers, "_random_number", of_the_common_series)


def its_words_to_the_colleagues(patch):
    honest = case_events.reporter_message

    def reporter_message(uow, case, *args, **more):
        honest(uow, case, *args, **more)
        for one in uow.tx.officers.linked():
            uow.notify(one.line_user_id, [Text(f"มีผู้เพิ่มข้อมูล {case.number}")])

    patch.setattr(case_events, "reporter_message", reporter_message)


PLANTED = {
    its_number_in_the_group: ("Umate", "chat C"),
    a_word_in_the_group_without_a_number: ("Umate", "chat Cfinance"),
    the_lists_of_the_console: ("Uchang", "GET /desk/cases"),
    its_page_for_everybody: ("Umate", "GET /desk/"),
    another_answer_to_its_number: ("Umate", "chat U"),
    the_month_counts_it: ("Umate", "report M1"),
    the_statistics_count_it: (
        "Uclerkhead",
        "Uclerkhead GET /desk/reports/M2/2570-Q1/file.csv",
    ),
    its_messages_count_as_of_ordinary_cases: ("Uclerkhead", "month"),
    its_id_is_of_the_common_series: ("Uchang", "Uchang GET /desk/cases"),
    its_number_is_of_the_common_series: ("Umate", "chat Cengineering"),
    its_words_to_the_colleagues: ("Umate", "chat Umate"),
}
"""Who reads the console, and the exit that detects the planted leak, as the beginning or a part of its name."""


@pytest.mark.long
@pytest.mark.no_cover
@on_sqlite
@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_leak_is_noticed(request, kind, tmp_path, nothing_happened, plant):
    reader, exit_of_leak = PLANTED[plant]
    with lived(request, kind, tmp_path / "with", readers=(reader,), plant=plant) as leaking:
        noticed = told(leaking, nothing_happened)
    assert any(exit_of_leak in name for name in noticed), noticed
