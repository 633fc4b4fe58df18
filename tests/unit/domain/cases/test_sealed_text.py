"""Sealed text cannot be used without a reader: every attempt raises an error or returns none of its text."""

import copy
import json
import logging
import pickle
from dataclasses import replace

import pytest

from domain.cases.complaint import words_in
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.sealed_text import PLACEHOLDER, Reader, SealedError, SealedText, opened, seal
from tests.builders import a_case

WORDS, NUMBER = "คุณมาลีเรียกเงิน", "นว-2570-947114-1"
TEXT = SealedText(WORDS, NUMBER)
READER = Reader("officer:1", NUMBER, "permitted")
USES = {
    "str": str,
    "format": "{}".format,
    "f-string": lambda text: f"{text}",
    "percent": lambda text: "%s" % text,  # noqa: UP031 - as old libraries do
    "left of a sum": lambda text: text + "x",
    "right of a sum": lambda text: "x" + text,
    "a part": lambda text: text[:3],
    "length": len,
    "letters": list,
    "bytes": lambda text: text.encode(),
    "contains": lambda text: "มาลี" in text,
    "find": lambda text: text.find("มาลี"),
    "split": lambda text: text.split(),
    "compare": lambda text: text < "z",
    "pickle": pickle.dumps,
    "copy": copy.deepcopy,
}
LEAKS_NOTHING = {
    "repr": repr,
    "join": lambda text: "".join(iter((text,))),
    "json": lambda text: json.dumps({"text": text}, ensure_ascii=False),
    "replace in another": lambda text: "มาลี".replace("มาลี", text),
    "of a dictionary": lambda text: str({"text": text}),
}


@pytest.mark.parametrize("use", USES)
def test_it_cannot_be_used(use):
    with pytest.raises(SealedError):
        USES[use](TEXT)


@pytest.mark.parametrize("use", LEAKS_NOTHING)
def test_what_cannot_be_refused_holds_no_word(use):
    assert "มาลี" not in LEAKS_NOTHING[use](TEXT)


def test_it_is_not_logged(caplog):
    logging.getLogger("x").warning("case %r", TEXT)
    assert caplog.messages == ["case <sealed>"]


def test_its_reader_opens_it_and_no_other():
    assert TEXT.open(READER) == WORDS
    with pytest.raises(SealedError):
        TEXT.open(replace(READER, case="นว-2570-000001-1"))
    with pytest.raises(SealedError):
        opened(TEXT, None)


def test_equal_words_of_one_case_are_equal_and_nothing_else_is():
    assert SealedText(WORDS, NUMBER) == TEXT
    assert {SealedText(WORDS, NUMBER), TEXT} == {TEXT}
    assert TEXT not in {WORDS, PLACEHOLDER, SealedText(WORDS, "x"), SealedText("x", NUMBER)}


def test_empty_text_says_nothing_and_is_not_sealed():
    assert seal("", NUMBER) == ""
    assert seal(TEXT, NUMBER) is TEXT


def staff_case():
    about = Conduct(ReporterLink.SEALED, who="มาลี", when="เมื่อวาน", evidence="ใบเสร็จ")
    return a_case(number=NUMBER, restricted=True, detail=WORDS, question="ใคร", conduct=about)


def test_the_words_of_a_staff_complaint_are_sealed_however_it_is_made():
    case = replace(staff_case(), question="เมื่อไร")
    sealed = (
        case.detail,
        case.question,
        case.conduct.who,
        case.conduct.when,
        case.conduct.evidence,
    )
    assert all(isinstance(one, SealedText) for one in sealed)
    assert "มาลี" not in repr(case)


def test_an_opened_case_has_its_words_and_can_be_sealed_again():
    case = staff_case()
    told = case.opened_for(READER)
    assert (told.detail, told.question, told.conduct.who) == (WORDS, "ใคร", "มาลี")
    assert words_in(TEXT, told) == WORDS
    assert told.sealed() == case
    with pytest.raises(SealedError):
        words_in(TEXT, case)


def test_an_ordinary_case_is_as_it_was():
    assert a_case(detail="ไฟดับ").detail == "ไฟดับ"
