"""The step engine: the open step is the first without an answer; no input is lost."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from handlers.core.i18n import Translations
from handlers.core.messages import (
    ButtonAction,
    Choice,
    EventKind,
    InboundEvent,
    Postback,
    Text,
    User,
)
from handlers.engine import conversation, saved_conversation
from handlers.engine.draft import Draft
from handlers.engine.flow import Exit, Flow, NotUnderstood, Step, TakenMedia
from handlers.engine.turn import Turn

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
ME = "U1"
WORDS = Translations.parse(
    {
        "ask": {key: {"th": f"ถาม {key}", "en": key} for key in ("name", "colour", "again")},
        "attachment": {"received": {"th": "ได้รับแล้ว", "en": "Received"}},
        "button": {"red": {"th": "แดง", "en": "Red"}, "blue": {"th": "ฟ้า", "en": "Blue"}},
    }
)


def nothing_special(_text):
    """Return how a text that is no command is understood."""
    return SimpleNamespace(command=None)


class Conversations:
    """Stores conversations in memory."""

    def __init__(self) -> None:
        self.places = {}

    def find(self, line_user_id, *, lock=False):
        return self.places.get(line_user_id)

    def put(self, line_user_id, place, now):
        self.places[line_user_id] = place

    def drop(self, line_user_id):
        self.places.pop(line_user_id, None)


@dataclass
class Person:
    """A person in a conversation, with the last question."""

    conversations: Conversations = field(default_factory=Conversations)
    asked: list = field(default_factory=list)

    @property
    def outside(self) -> Turn:
        tx = SimpleNamespace(conversations=self.conversations)
        office = SimpleNamespace(translations=WORDS)
        uow = SimpleNamespace(
            tx=tx, context=office, now=NOW, understood=nothing_special, conversations={}
        )
        return Turn(uow, User(ME))

    @property
    def turn(self):
        return self.outside.at(saved_conversation.load(self.outside.uow, ME))

    def begins(self, one: Flow, **known) -> "Person":
        self.asked = conversation.begin(self.outside, one, one.draft(**known))
        return self

    def says(self, text: str, one: Flow | None = None) -> "Person":
        return self.does(one or PAINT, kind=EventKind.TEXT, text=text)

    def presses(self, label: str) -> "Person":
        buttons = [choice for reply in self.asked for choice in reply.choices]
        (target,) = [choice.target for choice in buttons if choice.label == label]
        return self.does(PAINT, kind=EventKind.POSTBACK, postback=Postback.parse(target))

    def sends_photo(self, number: int, of: int) -> "Person":
        return self.does(
            PAINT, kind=EventKind.PHOTO, message_id=str(number), set_id="s", set_size=of
        )

    def does(self, one: Flow, **facts) -> "Person":
        event = InboundEvent(sender=ME, chat=ME, at=NOW, **facts)
        self.asked = conversation.advance(
            self.turn, one, conversation.as_press(self.turn, one, event)
        )
        return self

    def goes_back(self) -> "Person":
        self.asked = conversation.back(self.turn, PAINT)
        return self

    @property
    def texts(self) -> list[str]:
        return [reply.text for reply in self.asked]


@dataclass(frozen=True)
class PaintDraft(Draft, flow="paint"):
    name: str = ""
    colour: str = ""
    came: int = 0


@dataclass(frozen=True)
class OtherDraft(Draft, flow="other"):
    word: str = ""


def parse_name(turn, event: InboundEvent):
    if event.kind is not EventKind.TEXT:
        raise NotUnderstood("ask.again")
    if event.text == "ไปล่ะ":
        raise Exit("อย่างอื่น")
    return replace(turn.draft, name=event.text)


def ask_colour(turn):
    buttons = (
        turn.button("button.red", "colour", "red"),
        turn.button("button.blue", "colour", "blue"),
    )
    return [Text(turn.say("ask.colour"), (*buttons, Choice("กล้อง", ButtonAction.CAMERA)))]


def parse_colour(turn, event: InboundEvent):
    if event.postback is None:
        raise NotUnderstood("ask.again")
    return replace(turn.draft, colour=event.postback.value)


def on_media(turn, event: InboundEvent):
    if event.kind is not EventKind.PHOTO:
        return None
    came = turn.draft.came + 1
    draft = replace(turn.draft, came=came)
    return TakenMedia(draft, "ไม่มีที่แล้ว" if came > 3 else "", more_to_come=came < event.set_size)


NAME = Step(
    "name",
    lambda draft: not draft.name,
    lambda turn: [Text(turn.say("ask.name"))],
    parse_name,
    lambda draft: replace(draft, name=""),
)
COLOUR = Step(
    "colour",
    lambda draft: not draft.colour,
    ask_colour,
    parse_colour,
    lambda draft: replace(draft, colour=""),
)
PAINT = Flow(
    PaintDraft,
    lambda _: (NAME, COLOUR),
    lambda turn: [Text(f"{turn.draft.name} {turn.draft.colour}")],
    on_media,
)
WORD = Step(
    "word",
    lambda draft: not draft.word,
    lambda _: [Text("คำ")],
    lambda turn, event: replace(turn.draft, word=event.text),
)
OTHER = Flow(OtherDraft, lambda _: (WORD,), lambda _: [Text("จบอีกเรื่อง")])


@pytest.fixture
def person() -> Person:
    return Person()


def test_questions_come_one_by_one_and_then_the_end(person):
    assert person.begins(PAINT).texts == ["ถาม name"]
    assert person.says("รั้ว").texts == ["ถาม colour"]
    assert person.presses("แดง").texts == ["รั้ว red"]
    assert person.conversations.places == {}


def test_what_is_known_already_is_not_asked(person):
    assert person.begins(PAINT, name="รั้ว").texts == ["ถาม colour"]
    assert Person().begins(PAINT, name="รั้ว", colour="red").texts == ["รั้ว red"]


def test_what_is_not_understood_is_said_so_and_asked_again(person):
    assert person.begins(PAINT, name="รั้ว").says("ม่วง").texts == ["ถาม again", "ถาม colour"]


@pytest.mark.parametrize("typed", ["แดง", " แดง "])
def test_typing_what_a_button_says_is_pressing_it(person, typed):
    assert person.begins(PAINT, name="รั้ว").says(typed).texts == ["รั้ว red"]


def test_a_question_is_not_rendered_to_compare_a_sentence_with_its_buttons(person):
    asked = []

    def ask(turn):
        asked.append(turn)
        return [Text("ถาม")]

    def parse(turn, event):
        return replace(turn.draft, word=event.text)

    step = Step("word", lambda draft: not draft.word, ask, parse)
    flow = Flow(OtherDraft, lambda _turn: [step], lambda turn: [Text(turn.draft.word)])
    story = "ไฟถนนหน้าวัดดับมาสามวันแล้ว ตอนกลางคืนมืดมาก เด็กเดินกลับบ้านลำบาก"
    assert person.begins(flow).says(story, flow).texts == [story]
    assert len(asked) == 1


def test_a_button_of_an_earlier_question_changes_its_answer(person):
    person.begins(PAINT, name="รั้ว")
    earlier = person.asked[0].choices[0]
    person.goes_back()
    assert person.does(
        PAINT, kind=EventKind.POSTBACK, postback=Postback.parse(earlier.target)
    ).texts == ["รั้ว red"]


def test_a_button_of_a_later_question_is_not_heard_while_an_answer_is_missing(person):
    red = person.begins(PAINT, name="แดง").asked[0].choices[0]
    person.begins(PAINT)
    draft_id = person.conversations.find(ME).draft_id
    old = replace(Postback.parse(red.target), draft_id=draft_id)
    assert person.does(PAINT, kind=EventKind.POSTBACK, postback=old).texts == ["ถาม name"]
    assert person.says("ฟ้า").texts == ["ถาม colour"]


def test_back_forgets_the_last_answer_and_asks_for_it_again(person):
    assert person.begins(PAINT).says("รั้ว").goes_back().texts == ["ถาม name"]
    assert person.goes_back().texts == ["ถาม name"]
    assert person.says("ประตู").presses("ฟ้า").texts == ["ประตู blue"]


def test_photos_sent_together_are_answered_and_acknowledged_at_the_last(person):
    person.begins(PAINT)
    assert [person.sends_photo(number, of=3).texts for number in (1, 2, 3)] == [
        [],
        [],
        ["ได้รับแล้ว\nถาม name"],
    ]


def test_an_interrupted_conversation_is_under_way_again_afterwards(person):
    person.begins(PAINT).says("รั้ว")
    before = person.conversations.find(ME)
    assert person.begins(OTHER).texts == ["คำ"]
    assert person.says("คำหนึ่ง", OTHER).texts == ["จบอีกเรื่อง"]
    assert person.conversations.find(ME) == before


def test_beginning_the_same_anew_is_a_new_draft_with_new_buttons(person):
    first = person.begins(PAINT).turn.draft_id
    assert person.begins(PAINT).turn.draft_id != first


def test_two_interruptions_keep_the_one_that_was_first(person):
    person.begins(PAINT).says("รั้ว")
    before = person.conversations.find(ME)
    person.begins(OTHER).begins(OTHER).says("คำหนึ่ง", OTHER)
    assert person.conversations.find(ME) == before


def test_a_step_a_release_took_away_is_simply_not_asked(person):
    person.begins(PAINT, name="รั้ว")
    place = person.conversations.places[ME]
    person.conversations.places[ME] = replace(place, draft={**place.draft, "shape": "กลม"})
    assert person.presses("แดง").texts == ["รั้ว red"]


def test_a_side_question_is_asked_at_once_and_left_by_going_back(person):
    person.begins(PAINT, name="รั้ว")
    here = person.turn
    person.asked = conversation.ask_again(replace(here, draft=here.draft.asking("name")), PAINT)
    assert person.texts == ["ถาม name"]
    person.asked = conversation.back(replace(here, draft=here.draft.asking("name")), PAINT)
    assert person.texts == ["ถาม colour"]


def test_what_there_was_no_room_for_is_said_in_place_of_thanks(person):
    person.begins(PAINT, came=3)
    assert person.sends_photo(1, of=1).texts == ["ไม่มีที่แล้ว", "ถาม name"]


def test_who_means_something_else_is_heard_afresh(person):
    with pytest.raises(Exit) as leaving:
        person.begins(PAINT).says("ไปล่ะ")
    assert leaving.value.text == "อย่างอื่น"


def test_a_button_is_its_flow_step_value_and_draft():
    press = Postback("paint", "colour", "red", "0123456789ab")
    assert Postback.parse(str(press)) == press
    assert Postback.parse("action=buy&itemid=1") is None
    assert Postback.parse("a/b/c/d/e") is None
