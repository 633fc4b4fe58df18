"""A list of the console asks the database as often for many rows as for one."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from domain.cases.inquiry import InquiryKind
from domain.organisation.officers import Role
from handlers.usecases import inquiries
from tests.builders import a_case
from tests.web_client import signed_in


@contextmanager
def counted(office):
    """Count the statements that run inside the block."""
    statements = []

    def note(*args):
        statements.append(args[2])

    event.listen(office.store.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(office.store.engine, "before_cursor_execute", note)


def a_question(uow, number):
    sender = f"U{number}"
    uow.tx.people.ensure(sender, uow.now)
    uow.tx.people.describe(sender, f"ป้า {number}", "th")
    inquiries.send(uow, sender, InquiryKind.QUESTION, f"กองช่าง ถนนสาย {number} ทำเมื่อไรคะ")


def a_filed_case(uow, number):
    new = a_case(id=0, number=f"นว-2570-00000{number}-1", reporter=f"U{number}")
    uow.tx.complaints.add(new, draft_id=str(number))


@pytest.mark.parametrize(
    ("path", "add"),
    [
        ("/desk/questions", a_question),
        ("/desk/cases?tab=all", a_filed_case),
        ("/desk/cases.csv?tab=all", a_filed_case),
        ("/desk/office", a_filed_case),
    ],
    ids=["questions", "cases", "csv", "office"],
)
def test_a_list_asks_as_often_for_many_rows_as_for_one(client, office, clock, path, add):
    palad, _ = signed_in(client, office, clock, Role.PALAD, None, "วิชัย")
    spent = []
    for numbers in (range(1, 2), range(2, 8)):
        with office.uow(clock()) as uow:
            for number in numbers:
                add(uow, number)
        palad.opens(path)
        with counted(office) as statements:
            assert palad.opens(path).status == 200
        spent.append(len(statements))
    assert spent[0] == spent[1]
