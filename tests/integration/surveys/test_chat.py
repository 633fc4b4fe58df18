"""A survey in the chat with free answers: typed, unordered, and without the last button."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.core.messages import ButtonAction, Card, Cards, EventKind, InboundEvent, Postback
from handlers.engine import saved_conversation
from handlers.routing import router
from storage.tables import response
from tests.moments import NOON

SERVICE = "ขอรับบริการเก็บขยะ"
NUMBERS = itertools.count(1)


class Person:
    """A person who writes to the bot. `seen`: the replies to their last message."""

    def __init__(self, office) -> None:
        self.office, self.id, self.now = office, f"U{next(NUMBERS):032x}", NOON
        self.seen = []

    def says(self, text):
        return self._sends(text=text)

    def presses(self, label):
        (target,) = {one.target for one in self.choices if one.label == label}
        return self._sends(kind=EventKind.POSTBACK, postback=Postback.parse(target))

    def sends(self, kind):
        return self._sends(kind=kind)

    def _sends(self, *, kind=EventKind.TEXT, **facts):
        event = InboundEvent(kind, self.id, self.id, self.now, message_id=f"{self.id}", **facts)
        with self.office.uow(self.now) as uow:
            self.seen = router.respond(uow, event)
        return self

    def at(self, *labels):
        """Answer a counter up to the question after these labels."""
        self.says("แบบสำรวจ").presses(SERVICE)
        for label in labels:
            self.presses(label)
        return self

    @property
    def cards(self):
        for reply in self.seen:
            yield from reply.cards if isinstance(reply, Cards) else (reply,)

    @property
    def choices(self):
        for card in self.cards:
            yield from (
                card.choices if not isinstance(card, Card) else (*card.buttons, *card.choices)
            )

    @property
    def screen(self):
        parts = [
            getattr(card, name, "")
            for card in self.cards
            for name in ("heading", "title", "body", "text")
        ]
        return "\n".join(str(part) for part in parts if part)

    @property
    def draft_id(self):
        with self.office.uow(self.now) as uow:
            return saved_conversation.load(uow, self.id).draft_id

    @property
    def answers(self):
        with self.office.store.read() as tx:
            found = tx.connection.execute(response.select()).all()
            return [tx.survey_responses.answers(one.id) for one in found]


@pytest.fixture
def person(office):
    return Person(office)


FOUR = ("มาก (4)",) * 4
LOW = ("น้อย (2)", *FOUR)


def test_a_counter_is_rated_in_five_presses_and_then_thanked(person):
    person.says("แบบสำรวจ").presses(SERVICE)
    for place in range(1, 6):
        assert f"ข้อ {place}/5" in person.screen
        # Once: the first answer is stored, and the rest is optional.
        assert ("กด “หยุด” ได้ทุกเมื่อ" in person.screen) == (place == 2)
        person.presses("มาก (4)")
    assert "บันทึกคำตอบครบแล้ว" in person.screen
    assert "ไม่พิมพ์ก็ได้" in person.screen
    assert len(person.answers[0]) == 5


@pytest.mark.parametrize(
    ("typed", "code"),
    [("5 ดาว", 5), ("๕", 5), ("ดีมาก", 5), ("มากค่ะ", 4), ("เฉยๆ", 3), ("แย่", 1), ("ข้าม", 0)],
)
def test_a_level_is_typed_in_ones_own_words(person, typed, code):
    person.at().says(typed)
    assert person.answers[0]["overall"] == (code,)
    assert f"ข้อ 2/{6 if 0 < code <= 3 else 5}" in person.screen


@pytest.mark.parametrize(
    ("before", "typed", "seen"),
    [
        ((), "ขยะ", "ข้อ 1/5"),
        (None, "ไว้ทีหลัง", "ยังไม่ได้บันทึก"),
        (("มาก (4)",), "ย้อนกลับ", "คำตอบเดิม: มาก"),
        (("มาก (4)",), "ขอแก้ข้อที่แล้ว", "คำตอบเดิม: มาก"),
        (("มาก (4)",), "หยุดก่อน", "พักไว้แล้ว"),
        (("มาก (4)",), "พอแล้ว", "คำตอบที่ให้ไว้บันทึกแล้ว"),
        (("มาก (4)",), "ไม่ตอบ", "ข้อ 3/5"),
        (("มาก (4)",), "อะไรนะ", "กดเลือกคำตอบ"),
        (("มาก (4)",), "11", "กดเลือกคำตอบ"),
        (("มาก (4)",), "ถนนเป็นหลุมหน้าตลาด", "ตรงกับประเภทใด"),
        (LOW, "รอนานมาก", "เลือกแล้ว: รอนาน"),
        (LOW, "ข้าม", "บันทึกคำตอบครบแล้ว"),
        (LOW, "5", "กดเลือกคำตอบ"),
        ((*LOW, "รอนาน"), "พอแล้ว", "บันทึกคำตอบครบแล้ว"),
        ((*FOUR, "มาก (4)"), "ที่จอดรถน้อย", "บันทึกข้อความแล้ว"),
        ((*FOUR, "มาก (4)"), "ไม่มีค่ะ", "ขอบคุณค่ะ"),
        ((*FOUR, "มาก (4)"), "สวัสดีค่ะ", "มีอะไรให้ช่วย"),
        ((*FOUR, "มาก (4)"), "ย้อนกลับ", "คำตอบเดิม: มาก"),
    ],
)
def test_words_that_people_type_are_heard_at_every_step(person, before, typed, seen):
    if before is None or (not before and typed == "ขยะ"):
        person.says("แบบสำรวจ")
    else:
        person.at(*before)
    assert seen in person.says(typed).screen


def test_half_an_hour_after_the_thanks_a_text_is_a_new_message(office, person):
    person.at(*FOUR, "มาก (4)")
    person.now += timedelta(minutes=31)
    assert "ตรงกับประเภทใด" in person.says("ไฟถนนหน้าวัดดับ").screen
    with office.store.read() as tx:
        assert tx.survey_words.of_round(1) == []


def test_what_the_survey_interrupted_is_gone_on_with_and_takes_its_own_texts(office, person):
    person.says("ไฟถนนหน้าวัดดับมา 3 วันแล้ว").presses("ไฟถนน ไฟส่องสว่าง")
    person.at(*FOUR, "มาก (4)")
    assert "ข้าม" in {one.label for one in person.choices}
    assert "ตรวจดูก่อนส่ง" in person.presses("ข้าม").screen
    with office.store.read() as tx:
        assert tx.survey_words.of_round(1) == []


def test_a_sticker_after_the_thanks_asks_nothing_again(person):
    person.at(*FOUR, "มาก (4)").sends(EventKind.OTHER)
    assert "ไม่พิมพ์ก็ได้" not in person.screen


def test_the_comment_after_the_thanks_may_be_given_anew(office, person):
    for words in ("ที่จอดรถน้อย", "ที่จอดรถน้อยมาก"):
        person.at(*FOUR, "มาก (4)").says(words)
    with office.store.read() as tx:
        assert [one.text for one in tx.survey_words.of_round(1)] == ["ที่จอดรถน้อยมาก"]
    assert ButtonAction.PRESS in {one.does for one in person.says("แบบสำรวจ").choices}


def test_a_set_that_is_no_longer_there_gets_a_sentence_and_what_was_begun_goes_on(office, person):
    begun = Person(office).at("มาก (4)")
    person.office = begun.office = replace(office, question_sets={})
    person.says("แบบสำรวจ").presses(SERVICE)
    assert "ไม่มีแบบสำรวจนี้แล้ว" not in begun.presses("มาก (4)").screen
    assert "ข้อ 3/5" in begun.screen


def test_without_the_set_of_the_counter_a_service_is_answered_with_a_sentence(office, person):
    person.office = replace(office, question_sets={})
    assert "ไม่มีแบบสำรวจนี้แล้ว" in person.says("แบบสำรวจ").presses(SERVICE).screen


@pytest.mark.parametrize(
    "data",
    [
        *("survey/steps/9/", "survey/steps//", "survey/nope/4/", "survey/subject/service-xxx/"),
        *("survey/subject/round-99/", "survey/subject/case-1/", "survey/begin/zzz/"),
        *("survey/begin/AAAAAAAAAAAAAAAA/", "survey/resume//", "survey/follow/<script>/"),
        *("void/ask/1/", "void/agree/123/", "void/list/1/", "results/show/9999999/"),
        *("results/doors/1/", "rating/service/nope/", "rating/case/1/", "comment/hide/5/"),
    ],
)
@pytest.mark.parametrize("is_answering", [True, False])
def test_a_forged_button_gets_a_sentence_and_changes_nothing(person, data, is_answering):
    if is_answering:
        data += person.at("มาก (4)").draft_id
    person._sends(kind=EventKind.POSTBACK, postback=Postback.parse(data))
    assert person.screen
    assert [one["overall"] for one in person.answers] == [(4,)] * is_answering


def test_the_buttons_of_a_card_are_all_in_english_where_both_languages_have_no_room(person):
    with person.office.uow(person.now) as uow:
        uow.tx.people.ensure(person.id, person.now)
        uow.tx.people.describe(person.id, "John", "en")
    person.says("แบบสำรวจ").presses("Rubbish collection")
    labels = [one.label for one in person.choices]
    assert labels[:2] == ["Very satisfied (5)", "Satisfied (4)"]
    assert labels[5:] == ["Not used / not sure", "Back", "Later", "Stop"]
    assert all(len(one) <= 20 for one in labels[5:])


def test_every_service_can_be_chosen_however_many_there_are(office, person):
    labels = [one.label for one in person.says("แบบสำรวจ").choices]
    assert {one.th for one in office.catalog.services} <= set(labels)
    assert all(len(getattr(card, "buttons", ())) <= 15 for card in person.cards)


@pytest.mark.parametrize("last", ["หยุด", "พอแล้ว"])
def test_whoever_stops_after_the_score_is_asked_for_a_comment_too(office, last):
    person = Person(office).at("มาก (4)").says(last)
    assert "พิมพ์ตอบได้เลย" in person.screen
    person.says("ห้องน้ำไม่มีทางลาดให้คนแก่ค่ะ")
    assert "บันทึกข้อความแล้ว" in person.screen
    assert person.says("แบบสำรวจ").choices, "The survey has ended, and the menu works."


def test_whoever_stops_without_an_answer_is_asked_for_no_comment(office):
    assert "พิมพ์ตอบได้เลย" not in Person(office).at().says("หยุด").screen


def test_who_stops_a_survey_within_a_report_is_told_that_the_answers_are_kept(office):
    person = Person(office).says("ถนนเป็นหลุมหน้าตลาด").at("มาก (4)").says("หยุด")
    assert "คำตอบที่ให้ไว้บันทึกแล้ว" in person.screen
    assert "พิมพ์ตอบได้เลย" not in person.screen, "The next text belongs to the report."
    assert "ตรงกับประเภทใด" in person.screen
