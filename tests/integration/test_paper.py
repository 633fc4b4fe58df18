"""Paper sheets: keyed by digits, marked assisted, every tenth keyed again by somebody else, errors counted."""

import pytest

from domain.surveys.question_set import Kind
from handlers.usecases.surveys import rounds
from storage.tables import paper_check, response, survey_words
from tests.web_client import rows, signed_in


@pytest.fixture
def found(office, clock):
    with office.uow(clock()) as uow:
        return rounds.standing_round(uow, "counter")


@pytest.fixture
def clerk(client, office, clock):
    return signed_in(client, office, clock)[0]


@pytest.fixture
def colleague(client, office, clock):
    return signed_in(client, office, clock, name="สมหญิง ใจงาม")[0]


def closed(found):
    """The closed question that comes first, and a code of it besides its first one."""
    one = next(one for one in found.question_set.answerable if one.kind is Kind.SCALE)
    return f"q-{one.key}", str(one.options[0].code), str(one.options[1].code)


def keyed(browser, found, number, **answers):
    return browser.opens(f"/desk/paper/{found.id}").sends(number=number, **answers)


def test_a_sheet_is_keyed_as_an_assisted_answer_with_its_comment_protected(clerk, office, found):
    name, code, _ = closed(found)
    text = next(one.key for one in found.question_set.answerable if one.kind is Kind.TEXT)
    keyed(clerk, found, "1", **{name: code, f"q-{text}": "เจ้าหน้าที่กองคลังเรียกเงินผม 200 บาท"})
    assert clerk.status == 303
    (one,) = rows(office, response)
    assert (one.mode, one.sheet_no) == ("assisted", "1")
    assert one.keyed_by
    (words,) = rows(office, survey_words)
    assert words.protected


@pytest.mark.parametrize("wrong", ["9", "x", "1 2", "=1+1", "<b>"])
def test_a_wrong_digit_is_told_and_the_sheet_stays_as_it_was_keyed(clerk, office, found, wrong):
    name, _, _ = closed(found)
    keyed(clerk, found, "1", **{name: wrong})
    assert clerk.status == 422
    assert (clerk.fields[name], clerk.fields["number"]) == (wrong, "1")
    assert not rows(office, response)


def test_a_sheet_is_keyed_once(clerk, office, found):
    name, code, other = closed(found)
    keyed(clerk, found, "1", **{name: code})
    keyed(clerk, found, "1", **{name: other}).reads("แผ่นที่ 1 กรอกไว้แล้ว")
    assert len(rows(office, response)) == 1


def test_another_officer_keys_it_again_settles_what_differs_and_the_error_rate_is_shown(
    clerk, colleague, office, found
):
    name, code, other = closed(found)
    keyed(clerk, found, "1", **{name: code})
    (one,) = rows(office, response)
    path = f"/desk/paper/{found.id}/again/{one.id}"
    assert clerk.opens(path).status == 403
    colleague.opens(path)
    assert colleague.fields[name] == ""
    colleague.sends(**{name: other}).reads("กรอกไม่ตรงกัน")
    assert not rows(office, paper_check)
    colleague.sends(**{name: other, name.replace("q-", "settle-"): "second"})
    (check,) = rows(office, paper_check)
    assert (check.compared, check.differing) == (1, 1)
    with office.store.read() as tx:
        assert tx.survey_responses.answers(one.id)[name.removeprefix("q-")] == (int(other),)
    colleague.opens("/desk/paper").reads("100.0 %", "(1/1)")
    assert colleague.opens(path).status == 404


def test_equal_entries_are_stored_at_once(clerk, colleague, office, found):
    name, code, _ = closed(found)
    keyed(clerk, found, "ก-7", **{name: code})
    (one,) = rows(office, response)
    colleague.opens(f"/desk/paper/{found.id}/again/{one.id}").sends(**{name: code})
    assert colleague.status == 303
    colleague.opens("/desk/paper").reads("0.0 %")


@pytest.mark.parametrize("path", ["/desk/paper/999", "/desk/paper/x", "/desk/paper/1/again/999"])
def test_what_does_not_exist_is_not_shown(clerk, path):
    assert clerk.opens(path).status == 404
