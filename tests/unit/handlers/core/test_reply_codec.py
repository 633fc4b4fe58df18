"""A reply survives encoding for the outbox."""

import json

import pytest

from handlers.core.messages import ButtonAction, Card, Cards, Choice, Row, Text, Tone
from handlers.core.reply_codec import UnreadableReplyError, decode_replies, encode_replies

CHOICES = tuple(Choice(f"ปุ่ม {does.value}", does, "ที่หมาย") for does in ButtonAction)
CARDS = tuple(
    Card(
        title="ชื่อ",
        alt="แจ้งเตือน",
        heading="หัวข้อ",
        tone=tone,
        body="เนื้อความ\nสองบรรทัด",
        rows=(Row("ก", "ข"), Row("ค", "")),
        photos=("https://rongtuk.example/photos/1-a.jpg",),
        buttons=CHOICES,
        footnote="หมายเหตุ",
        choices=CHOICES,
    )
    for tone in Tone
)


@pytest.mark.parametrize(
    "reply",
    [
        Text("สวัสดี"),
        Text("เลือก", CHOICES),
        *CARDS,
        Card("ชื่อ", "แจ้ง"),
        Cards("หลายใบ", CARDS, CHOICES),
    ],
)
def test_each_kind_comes_back_the_same(reply):
    assert decode_replies(encode_replies([reply])) == [reply]


def test_several_come_back_in_order():
    replies = [Text("หนึ่ง"), CARDS[0], Text("สอง")]
    assert decode_replies(encode_replies(replies)) == replies
    assert decode_replies(encode_replies([])) == []


def test_thai_is_kept_readable_in_the_table():
    assert "สวัสดี" in encode_replies([Text("สวัสดี")])


@pytest.mark.parametrize("strange", [[{"is": "Hologram"}], [{"is": "Text"}], [{}], [1], 1])
def test_what_another_release_wrote_is_a_fault_and_not_silence(strange):
    with pytest.raises(UnreadableReplyError):
        decode_replies(json.dumps(strange))


def test_the_fault_names_what_is_not_known():
    with pytest.raises(UnreadableReplyError, match="Hologram"):
        decode_replies(json.dumps([{"is": "Hologram"}]))
