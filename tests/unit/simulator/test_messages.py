"""The simulator refuses what LINE refuses, with LINE's error messages, and accepts everything else."""

import copy

import pytest

from simulator import messages
from simulator.errors import LineError
from simulator.graphemes import graphemes, utf16_units

BUTTON = {"type": "button", "action": {"type": "postback", "label": "ยืนยัน", "data": "ok"}}
CARD = {
    "type": "bubble",
    "size": "kilo",
    "hero": {
        "type": "image",
        "url": "https://example.com/a.jpg",
        "size": "full",
        "aspectRatio": "20:13",
        "aspectMode": "cover",
        "action": {"type": "uri", "uri": "https://example.com/"},
    },
    "body": {
        "type": "box",
        "layout": "vertical",
        "spacing": "md",
        "paddingAll": "12px",
        "backgroundColor": "#FFFFFFCC",
        "contents": [
            {"type": "text", "text": "เรื่อง 68-0001", "weight": "bold", "size": "lg", "wrap": True},
            {
                "type": "box",
                "layout": "baseline",
                "contents": [
                    {"type": "icon", "url": "https://example.com/i.png", "size": "sm"},
                    {
                        "type": "text",
                        "contents": [{"type": "span", "text": "รับเรื่องแล้ว", "color": "#0066CC"}],
                        "flex": 2,
                        "margin": "sm",
                    },
                ],
            },
            {"type": "separator", "margin": "lg"},
        ],
    },
    "footer": {"type": "box", "layout": "horizontal", "contents": [BUTTON, {"type": "filler"}]},
    "styles": {"footer": {"separator": True, "backgroundColor": "#EEEEEE"}},
}


def flex(contents: object) -> dict:
    return {"type": "flex", "altText": "เรื่อง 68-0001", "contents": contents}


def refusal(*sent: object) -> dict:
    with pytest.raises(LineError) as refused:
        messages.check(list(sent))
    assert refused.value.status == 400
    return refused.value.body


def deep(message: str, place: str, *, number: int = 0) -> dict:
    return {
        "message": f"A message (messages[{number}]) in the request body is invalid",
        "details": [{"message": message, "property": place}],
    }


def shallow(message: str, place: str) -> dict:
    return {
        "message": "The request body has 1 error(s)",
        "details": [{"message": message, "property": place}],
    }


def changed(*path: str | int, to: object) -> dict:
    """Return the valid card with one value set."""
    card = copy.deepcopy(CARD)
    inner = card
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    return card


def text_with(action: dict) -> dict:
    return {
        "type": "text",
        "text": "เลือก",
        "quickReply": {"items": [{"type": "action", "action": action}]},
    }


def test_a_good_card_a_carousel_of_them_and_quick_replies_are_taken():
    messages.check(
        [
            flex(CARD),
            flex({"type": "carousel", "contents": [CARD, CARD]}),
            text_with({"type": "camera", "label": "ถ่ายรูป"}),
            text_with({"type": "location", "label": "ส่งตำแหน่ง"}),
            text_with({"type": "datetimepicker", "label": "วัน", "data": "d", "mode": "date"}),
        ]
    )


def test_lines_own_example_of_two_errors_is_answered_in_lines_words():
    body = refusal({"type": "text", "text": ""}, {"type": "unknown"})
    assert body["message"] == "The request body has 2 error(s)"
    assert body["details"][0] == {"message": "May not be empty", "property": "messages[0].text"}
    assert body["details"][1]["property"] == "messages[1].type"
    assert body["details"][1]["message"].startswith(
        "Must be one of the following values: [text, textV2, sticker, image"
    )


@pytest.mark.parametrize("count", [0, 6])
def test_one_to_five_messages_go_at_once(count):
    body = refusal(*[{"type": "text", "text": "ก"}] * count)
    assert body == shallow("Size must be between 1 and 5", "messages")


def test_a_text_has_5000_units_at_most_and_an_emoji_counts_two():
    messages.check([{"type": "text", "text": "ก" * 5000}])
    body = refusal({"type": "text", "text": "ก" * 4999 + "😀"})
    assert body == shallow("Length must be between 0 and 5000", "messages[0].text")


@pytest.mark.parametrize(
    ("card", "message", "place"),
    [
        (changed("body", "contents", 0, "text", to=""), "must be non-empty text", "/body/contents/0/text"),
        (changed("body", "contents", 0, "text", to=None), "must be specified", "/body/contents/0/text"),
        (changed("body", "contents", 0, "colour", to="#000000"), "invalid property", "/body/contents/0/colour"),
        (changed("body", "contents", 0, "color", to="red"), "invalid color", "/body/contents/0/color"),
        (changed("body", "contents", 0, "size", to="huge"), "invalid property", "/body/contents/0/size"),
        (changed("body", "contents", 0, "margin", to="10"), "invalid property", "/body/contents/0/margin"),
        (changed("body", "contents", 0, "wrap", to="true"), "invalid property", "/body/contents/0/wrap"),
        (changed("body", "paddingAll", to="1em"), "invalid property", "/body/paddingAll"),
        (changed("hero", "url", to="http://example.com/a.jpg"), "invalid uri scheme", "/hero/url"),
        (changed("hero", "aspectRatio", to="1:4"), "invalid property", "/hero/aspectRatio"),
        (changed("footer", "contents", 0, "action", "label", to=None), "must be specified", "/footer/contents/0/action/label"),
        (changed("footer", "contents", 0, "action", "label", to="ก" * 41), "must not be longer than 40 characters", "/footer/contents/0/action/label"),
        (changed("footer", "contents", 0, "action", "data", to="x" * 301), "must not be longer than 300 characters", "/footer/contents/0/action/data"),
        (changed("footer", "contents", 0, "action", to={"type": "uri", "label": "แผนที่", "uri": "https://example.com/ถนน"}), "invalid uri", "/footer/contents/0/action/uri"),
        (changed("hero", "action", to={"type": "uri", "uri": "javascript:alert(1)"}), "invalid uri scheme", "/hero/action/uri"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_card_is_told_with_its_path(card, message, place):
    assert refusal(flex(card)) == deep(message, place)


@pytest.mark.parametrize(
    ("card", "place"),
    [
        (changed("size", to="large"), "/size"),
        (changed("body", "layout", to="grid"), "/body/layout"),
        (changed("body", "contents", 1, "contents", 1, to=BUTTON), "/body/contents/1/contents/1/type"),
        (changed("body", "contents", 0, to={"type": "icon", "url": "https://e.com/i"}), "/body/contents/0/type"),
        (changed("footer", "contents", 0, "action", to={"type": "camera", "label": "ถ่าย"}), "/footer/contents/0/action/type"),
        (changed("footer", "contents", 0, "style", to="danger"), "/footer/contents/0/style"),
    ],
)  # fmt: skip
def test_what_stands_where_it_may_not_is_refused_with_the_choices(card, place):
    [detail] = refusal(flex(card))["details"]
    assert detail["property"] == place
    assert detail["message"].startswith("Must be one of the following values: [")


def test_a_bubble_needs_a_block():
    body = refusal(flex({"type": "bubble"}))
    assert body == deep("At least one block must be specified", "/")


def test_only_the_first_bad_message_is_told_in_depth():
    bad = flex(changed("body", "contents", 0, "text", to=""))
    assert refusal(flex(CARD), bad, bad) == deep(
        "must be non-empty text", "/body/contents/0/text", number=1
    )


def test_a_bubble_over_30_kb_and_a_carousel_over_50_kb_are_too_large():
    big = changed("body", "contents", 0, "text", to="ก" * 4900)
    assert refusal(flex({"type": "carousel", "contents": [big] * 4})) == deep(
        "Too large flex message. The maximum size of a carousel is 50 KB", "/"
    )
    line = {"type": "text", "text": "ก" * 4900}
    bubble = {
        "type": "bubble",
        "body": {"type": "box", "layout": "vertical", "contents": [line] * 3},
    }
    assert refusal(flex(bubble)) == deep(
        "Too large flex message. The maximum size of a bubble is 30 KB", "/"
    )


def test_a_carousel_has_twelve_bubbles_of_one_size():
    small = {**CARD, "size": "micro"}
    assert refusal(flex({"type": "carousel", "contents": [CARD, small]})) == deep(
        "all bubbles must have the same size", "/contents"
    )
    tiny = {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": []}}
    assert refusal(flex({"type": "carousel", "contents": [tiny] * 13})) == deep(
        "Size must be between 1 and 12", "/contents"
    )


def test_the_alternative_text_has_1_to_1500_units():
    assert refusal({**flex(CARD), "altText": "ก" * 1501}) == shallow(
        "Length must be between 0 and 1500", "messages[0].altText"
    )
    assert refusal({"type": "flex", "contents": CARD}) == shallow(
        "May not be empty", "messages[0].altText"
    )


def test_quick_replies_are_1_to_13_with_labels_of_20_letters_as_readers_count():
    item = {"type": "action", "action": {"type": "message", "label": "ที่อยู่", "text": "ก"}}
    message = {"type": "text", "text": "ก", "quickReply": {"items": [item] * 14}}
    assert refusal(message) == deep("Size must be between 1 and 13", "quickReply/items")
    messages.check([text_with({"type": "message", "label": "ที่" * 20, "text": "ก"})])
    assert refusal(text_with({"type": "message", "label": "ที่" * 21, "text": "ก"})) == deep(
        "must not be longer than 20 characters", "quickReply/items/0/action/label"
    )


def test_a_rich_menu_switch_has_no_place_in_quick_replies():
    action = {"type": "richmenuswitch", "label": "ก", "richMenuAliasId": "a", "data": "d"}
    assert refusal(text_with(action))["details"][0]["property"] == "quickReply/items/0/action/type"


@pytest.mark.parametrize(
    ("action", "message", "name"),
    [
        ({"type": "clipboard", "clipboardText": "x" * 1001}, "must not be longer than 1000 characters", "clipboardText"),
        ({"type": "postback", "data": "d", "displayText": "ก", "text": "ก"}, "displayText and text cannot be specified at the same time", "text"),
        ({"type": "postback", "data": "d", "fillInText": "ก"}, "inputOption must be openKeyboard", "fillInText"),
        ({"type": "postback", "data": "d", "displayText": "ก" * 301}, "must not be longer than 300 characters", "displayText"),
        ({"type": "datetimepicker", "data": "d", "mode": "date", "min": "22/11/2569"}, "invalid date format", "min"),
        ({"type": "datetimepicker", "data": "d", "mode": "date", "max": "2569-11-22"}, "invalid date format", "max"),
        ({"type": "datetimepicker", "data": "d", "mode": "time", "min": "09:00", "max": "08:00"}, "min must be less than max", "min"),
        ({"type": "message", "text": "ก", "data": "d"}, "invalid property", "data"),
    ],
)  # fmt: skip
def test_an_action_keeps_its_limits(action, message, name):
    assert refusal(text_with({**action, "label": "ปุ่ม"})) == deep(
        message, f"quickReply/items/0/action/{name}"
    )


def test_templates_keep_their_counts_and_lengths():
    yes = {"type": "message", "label": "ใช่", "text": "ใช่"}
    confirm = {"type": "confirm", "text": "แน่ใจหรือไม่", "actions": [yes]}
    buttons = {"type": "buttons", "title": "เรื่อง", "text": "ก" * 61, "actions": [yes]}
    column = {"text": "ก", "actions": [yes]}
    carousel = {"type": "carousel", "columns": [column, {"text": "ก", "actions": [yes, yes]}]}
    expected = {
        "template/actions": (confirm, "Size must be between 2 and 2"),
        "template/text": (buttons, "must not be longer than 60 characters"),
        "template/columns": (carousel, "the number of actions must be the same for all columns"),
    }
    for place, (template, message) in expected.items():
        sent = {"type": "template", "altText": "ก", "template": template}
        assert refusal(sent) == deep(message, place)


@pytest.mark.parametrize(
    ("message", "problem", "place"),
    [
        ({"type": "text", "text": "ก", "quickReplies": {}}, "invalid property", "quickReplies"),
        ({"type": "image", "originalContentUrl": "http://e.com/a", "previewImageUrl": "https://e.com/a"}, "invalid uri scheme", "originalContentUrl"),
        ({"type": "audio", "originalContentUrl": "https://e.com/a"}, "May not be empty", "duration"),
        ({"type": "location", "title": "ก" * 101, "address": "ก", "latitude": 13.4, "longitude": 101.2}, "Length must be between 0 and 100", "title"),
        ({"type": "location", "title": "ก", "address": "ก", "latitude": 91, "longitude": 101.2}, "Must be between -90 and 90", "latitude"),
        ({"type": "sticker", "packageId": "446", "stickerId": "x"}, "invalid property", "stickerId"),
        ({"type": "textV2", "text": "สวัสดี {user}"}, "no substitution for {user}", "text"),
    ],
)  # fmt: skip
def test_other_messages_keep_their_fields(message, problem, place):
    assert refusal(message) == shallow(problem, f"messages[0].{place}")


def test_thai_letters_are_counted_as_readers_count_and_as_computers_do():
    assert (graphemes("ที่อยู่"), utf16_units("ที่อยู่")) == (3, 7)
    assert [graphemes(text) for text in ("น้ำ", "👨‍👩‍👧", "🇹🇭🇹🇭", "👍🏽", "é", "")] == [
        1,
        1,
        2,
        1,
        1,
        0,
    ]
