"""A text is found by its key, filled, and given in the reader's languages."""

import pytest

from handlers.core.i18n import Bilingual, Translations, Translator, join_label

WORDS = Translations.parse(
    {
        "case": {
            "due": {"th": "ภายใน {day}", "en": "by {day}"},
            "plain": {"th": "รับแจ้งแล้ว", "en": "Received"},
        },
        "button": {
            "confirm": {"th": "ยืนยัน", "en": "Confirm"},
            "copy": {"th": "คัดลอกเลขที่เรื่อง", "en": "Copy number"},
        },
    }
)
DAY = Bilingual("2 ธ.ค. 2569", "2 Dec 2026")


def test_thai_alone_or_english_under_it():
    assert WORDS.say("case.plain", "th") == "รับแจ้งแล้ว"
    assert WORDS.say("case.plain", "en") == "รับแจ้งแล้ว\nReceived"
    assert WORDS.say("case.plain", "ja") == "รับแจ้งแล้ว"


def test_a_fact_with_two_names_is_said_in_each_language():
    assert WORDS.say("case.due", "en", day=DAY) == "ภายใน 2 ธ.ค. 2569\nby 2 Dec 2026"
    assert WORDS.say("case.due", "en", day=5) == "ภายใน 5\nby 5"


def test_what_people_wrote_is_not_filled_again():
    assert WORDS.say("case.due", "th", day="{day} {0}") == "ภายใน {day} {0}"


def test_a_missing_fact_or_key_is_a_fault():
    with pytest.raises(KeyError):
        WORDS.say("case.due", "th")
    with pytest.raises(KeyError):
        WORDS.say("case.unheard_of", "th")


def test_a_label_has_both_languages_where_they_fit():
    assert WORDS.label("button.confirm", "th") == "ยืนยัน"
    assert WORDS.label("button.confirm", "en") == "ยืนยัน · Confirm"
    assert WORDS.label("button.copy", "en") == "Copy number"
    assert join_label(Bilingual("ก", "a"), "en") == "ก · a"


def test_a_label_may_be_typed_in_every_form_it_is_shown_in():
    assert WORDS.typed_forms("button.confirm") == {"ยืนยัน", "confirm", "ยืนยัน · confirm"}
    for typed in WORDS.typed_forms("button.confirm"):
        assert WORDS.labels_matching(typed) == {"button.confirm"}
    assert WORDS.labels_matching("ยืนยันไหม") == set()


def test_two_labels_that_read_the_same_are_both_found():
    words = Translations({"menu.a": DAY, "button.b": DAY})
    assert words.labels_matching(DAY.th) == {"menu.a", "button.b"}


def test_many_sentences_are_said_at_once():
    said = Translator(WORDS, "en").texts(("case.plain", "button.copy"))
    assert said == {
        "case.plain": "รับแจ้งแล้ว\nReceived",
        "button.copy": "คัดลอกเลขที่เรื่อง\nCopy number",
    }


def test_a_voice_speaks_in_its_readers_language():
    translator = Translator(WORDS, "en")
    assert translator.say("case.plain") == "รับแจ้งแล้ว\nReceived"
    assert translator.label("button.confirm") == "ยืนยัน · Confirm"
    assert Translator(WORDS).name(DAY) == "2 ธ.ค. 2569"
