"""Every message fits LINE: the SDK encodes it completely, and a strict LINE accepts it."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linebot.v3.messaging import Message

from bot.line.outbound import limits
from bot.line.outbound.render import render, render_plain
from domain.text.graphemes import count_graphemes
from handlers.core.messages import ButtonAction, Card, Cards, Choice, Postback, Row, Text, Tone
from simulator import messages

PRESS = str(Postback("complaint", "review", "yes", "0123456789ab"))
LONG = "ไฟดับ😢" * 3000
EVERY_DOES = (
    Choice("ยืนยัน", ButtonAction.PRESS, PRESS),
    Choice("แจ้งเรื่อง", ButtonAction.SAY, "แจ้งเรื่อง"),
    Choice("โทร", ButtonAction.LINK, "tel:038000001"),
    Choice("คัดลอก", ButtonAction.COPY, "นว-2570-000001-2"),
    Choice("ถ่ายรูป", ButtonAction.CAMERA),
    Choice("เลือกรูป", ButtonAction.ALBUM),
    Choice("ปักหมุด", ButtonAction.MAP),
    Choice("เลือกวัน", ButtonAction.DAY, PRESS),
)
IN_CARDS = tuple(
    one
    for one in EVERY_DOES
    if one.does not in {ButtonAction.CAMERA, ButtonAction.ALBUM, ButtonAction.MAP}
)
PHOTOS = tuple(f"https://rongtuk.example/photos/{number}-ab.jpg" for number in range(3))


def card(**different) -> Card:
    usual = {
        "title": "นว-2570-000001-2",
        "alt": "เรื่อง นว-2570-000001-2",
        "heading": "กำลังดำเนินการ",
        "body": "ไฟถนนหน้าวัดดับ",
        "rows": (Row("ประเภท", "ไฟถนน"), Row("กำหนดเสร็จ", "ภายใน 2 ธ.ค. 2569")),
        "buttons": IN_CARDS,
        "footnote": "เห็นเฉพาะเจ้าหน้าที่",
    }
    return Card(**{**usual, **different})


def taken_by_line(replies) -> list[dict]:
    """Return the encoded messages, if LINE's SDK encodes each completely and the strict LINE accepts them."""
    made = render(replies)
    sent = [Message.from_dict(message).to_dict() for message in made]
    for message, carried in zip(made, sent, strict=True):
        assert lost(message, carried) == []
    messages.check(sent)
    return made


def lost(said, carried, at: str = "") -> list[str]:
    """Return the differences between a message and its encoding by the SDK, which may add its defaults."""
    if isinstance(said, dict) and isinstance(carried, dict):
        return [spot for key in said for spot in lost(said[key], carried.get(key), f"{at}/{key}")]
    if isinstance(said, list) and isinstance(carried, list) and len(said) == len(carried):
        pairs = enumerate(zip(said, carried, strict=True))
        return [spot for number, pair in pairs for spot in lost(*pair, f"{at}/{number}")]
    return [] if said == carried else [at]


REPLIES = {
    "text": Text("สวัสดีค่ะ"),
    "text_with_every_button": Text("เลือกได้เลย", EVERY_DOES),
    "text_too_long": Text(LONG),
    "text_with_too_many_buttons": Text(
        "เลือก", tuple(Choice(str(n), ButtonAction.SAY, "ก") for n in range(20))
    ),
    "card": card(),
    "card_bare": Card(title="ชื่อ", alt="ชื่อ"),
    "card_with_empty_value": card(rows=(Row("ประเภท", ""), Row("", "-"))),
    "card_with_one_photo": card(photos=PHOTOS[:1]),
    "card_with_photos": card(photos=PHOTOS),
    "card_too_long_everywhere": card(
        title=LONG, alt=LONG, heading=LONG, body=LONG, footnote=LONG, rows=(Row(LONG, LONG),) * 12
    ),
    "card_with_many_buttons": card(buttons=(Choice("ข้อ" * 40, ButtonAction.PRESS, PRESS),) * 20),
    "card_with_quick_replies": card(choices=EVERY_DOES),
    "cards": Cards("เรื่องของท่าน", (card(),) * 3),
    "cards_too_many": Cards("เรื่องของท่าน", (card(photos=PHOTOS),) * 20),
    "cards_too_long": Cards(LONG, (card(body=LONG, rows=(Row(LONG, LONG),) * 12),) * 12),
    "one_card_of_cards": Cards("เรื่องของท่าน", (card(),), EVERY_DOES),
}


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_each_reply_is_taken_by_line(reply):
    assert len(taken_by_line([reply])) == 1


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_each_reply_has_a_plain_form_that_is_taken_by_line(reply):
    (plain,) = render_plain([reply])
    assert plain["type"] == "text"
    messages.check([plain])


def test_the_plain_form_says_what_the_card_says():
    (plain,) = render_plain([card()])
    for words in (
        "กำลังดำเนินการ",
        "นว-2570-000001-2",
        "ไฟถนนหน้าวัดดับ",
        "ประเภท: ไฟถนน",
        "เห็นเฉพาะเจ้าหน้าที่",
    ):
        assert words in plain["text"]


def test_a_call_has_five_messages_and_the_last_keeps_its_quick_replies():
    made = taken_by_line([Text(str(number), EVERY_DOES) for number in range(7)])
    assert ["quickReply" in message for message in made] == [False] * 4 + [True]


def test_a_text_is_cut_where_line_counts_and_not_inside_a_letter():
    (made,) = taken_by_line([Text("ที่😢" * 2000)])
    assert limits.utf16_units(made["text"]) <= limits.TEXT
    assert made["text"].removesuffix("…").endswith(("ที่", "😢"))


def test_a_bubble_is_within_30_kilobytes_as_it_is_sent():
    (made,) = taken_by_line([REPLIES["card_too_long_everywhere"]])
    assert len(json.dumps(made["contents"])) <= limits.BUBBLE_BYTES


def test_a_carousel_is_within_12_bubbles_and_50_kilobytes():
    for name in ("cards_too_many", "cards_too_long"):
        (made,) = taken_by_line([REPLIES[name]])
        assert len(made["contents"]["contents"]) <= limits.CAROUSEL_BUBBLES
        assert len(json.dumps(made["contents"])) <= limits.CAROUSEL_BYTES


def test_a_pressed_button_says_its_label_in_the_chat():
    (made,) = taken_by_line([Text("ตกลงไหมคะ", EVERY_DOES[:1])])
    action = made["quickReply"]["items"][0]["action"]
    assert action == {"type": "postback", "label": "ยืนยัน", "data": PRESS, "displayText": "ยืนยัน"}


def test_the_heading_of_each_tone_has_a_colour_of_its_own():
    colours = {
        taken_by_line([card(tone=tone)])[0]["contents"]["body"]["contents"][0]["color"]
        for tone in Tone
    }
    assert len(colours) == len(Tone)


WRITTEN = st.text(st.sampled_from("กาที่ำ 😢👍🏽e\n\u200bA1&<"), min_size=1, max_size=40).filter(
    str.strip
)


@settings(
    max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    title=WRITTEN, body=WRITTEN | st.just(""), label=WRITTEN, times=st.sampled_from((1, 20, 200))
)
def test_whatever_people_write_is_taken_by_line(title, body, label, times):
    choice = Choice(label, ButtonAction.PRESS, PRESS)
    big = card(
        title=title, body=body * times, rows=(Row(label, body * times),) * 6, buttons=(choice,)
    )
    made = taken_by_line(
        [Text(title * times, (choice,)), big, Cards(title * times, (big,) * 4, (choice,))]
    )
    quick = made[-1]["quickReply"]["items"][0]["action"]["label"]
    assert count_graphemes(quick) <= limits.QUICK_REPLY_LABEL


def test_a_number_and_its_unit_stay_on_one_line():
    rows = (Row("วันที่แจ้ง", "30 ต.ค. 2569 เวลา 18.12 น."), Row("ใช้เวลา", "4.6 วัน (เดือนก่อน -)"))
    [message] = taken_by_line([card(rows=rows)])
    [shown] = [part for part in message["contents"]["body"]["contents"] if part["type"] == "box"]
    values = [row["contents"][1]["text"] for row in shown["contents"]]
    assert values == ["30 ต.ค. 2569 เวลา 18.12\u00a0น.", "4.6\u00a0วัน (เดือนก่อน -)"]


def test_a_repetition_mark_never_begins_a_line():
    [message] = taken_by_line([card(rows=(Row("ประเภท", "เรื่องอื่น ๆ"),))])
    assert "เรื่องอื่น\u00a0ๆ" in json.dumps(message, ensure_ascii=False)
