"""Texts of subdistrict residents are classified to the department in charge."""

import copy
import time
import tomllib
from pathlib import Path

import pytest

from domain.language import classifier
from domain.language.classifier import Lexicon, guess, rank
from domain.organisation.category_keys import CATEGORY_KEYS

DATA = tomllib.loads(
    (Path(classifier.__file__).parents[1] / "data" / "keywords.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.parse(DATA)


@pytest.mark.parametrize(
    ("key", "texts"),
    {
        "light": [
            "ไฟกิ่งหน้าวัดดับมาอาทิตย์นึงแล้วจ้า",
            "ทางเข้าหมู่ 5 มืดมาก ไม่มีไฟ",
            "หลอดไฟหน้าศาลาขาด",
            "เสาไฟต้นที่ 3 ดับ",
            "ไฟโซล่าเซลล์ไม่ติด",
            "street light broken near temple",
        ],
        "road": [
            "ถนนลูกรังเป็นหลุมเป็นบ่อ",
            "คอสะพานทรุด",
            "ประปาขุดถนนแล้วไม่คืนสภาพ",
            "ฝุ่นถนนลูกรังเข้าบ้าน อยากให้ลาดยาง",
            "ทางเท้า",
            "ฟุตบาทแตก เดินสะดุดล้ม",
            "there is a pothole in front of the school",
        ],
        "water": [
            "น้ำไม่ไหลสามวันแล้ว",
            "นํ้าประปาขุ่นมาก",
            "ประปาหมู่บ้านไหลอ่อน",
            "ท่อเมนแตกหน้าบ้านผู้ใหญ่",
            "ขอรถน้ำมาส่งหน่อย ไม่มีน้ำใช้",
            "ภัยแล้ง นาขาดน้ำ",
        ],
        "waste": [
            "รถขยะไม่มา 2 อาทิตย์",
            "มีคนแอบเอาขยะมาทิ้งข้างทาง",
            "ขยะ",
            "ขยะล้นถังเหม็นมาก",
            "ขอถังขยะเพิ่มค่ะ",
        ],
        "drain": [
            "ท่อตัน น้ำขังหน้าบ้าน",
            "ฝาท่อแตก",
            "ฝาท่อหายกลัวเด็กตก",
            "ขอให้มาลอกคลอง ผักตบเต็ม",
            "น้ำท่วมซอยทุกครั้งที่ฝนตก",
            "คลองชลประทานตื้นเขิน",
        ],
        "nuisance": [
            "ฟาร์มหมูส่งกลิ่นเหม็น",
            "ข้างบ้านเปิดเพลงเสียงดังทั้งคืน",
            "เผาอ้อยควันเข้าบ้าน",
            "เผาขยะทุกเย็น",
            "โรงงานปล่อยน้ำเสียลงคลอง",
            "รถพ่วงวิ่งฝุ่นตลบทั้งวัน",
        ],
        "animal": [
            "หมาจรจัดไล่กัดเด็ก",
            "งูเข้าบ้านช่วยมาจับหน่อย",
            "รังต่ออยู่บนหลังคา",
            "วัวควายเดินบนถนน",
            "ตัวเงินตัวทองเข้ามากินไก่",
            "ยุงเยอะมาก ขอให้มาพ่นหมอกควัน",
        ],
        "obstruction": [
            "กิ่งไม้ขวางถนน",
            "ร้านค้าตั้งของบนทางเท้า",
            "เพื่อนบ้านรุกล้ำที่สาธารณะ",
            "กองทรายวางบนถนน",
            "หญ้าขึ้นรกสองข้างทาง",
        ],
        "safety": [
            "สายไฟห้อยลงมาต่ำ",
            "เสาไฟเอียงจะล้ม",
            "กิ่งไม้พาดสายไฟ",
            "วัยรุ่นมั่วสุมยาเสพติด",
            "ไฟไหม้หญ้าข้างบ้าน",
            "ขอกล้องวงจรปิดหน้าโรงเรียน",
        ],
        "traffic": [
            "มีคนจอดรถบนทางเท้า",
            "มอเตอร์ไซค์วิ่งบนทางเท้า",
            "ไฟแดงเสีย",
            "รถบรรทุกวิ่งเร็วมาก",
            "ขอทางม้าลายหน้าโรงเรียน",
            "จอดรถขวางหน้าบ้าน",
        ],
        "welfare": [
            "เบี้ยยายไม่เข้า 2 เดือนแล้ว",
            "มีผู้ป่วยติดเตียงไม่มีคนดูแล",
            "ขอความช่วยเหลือ บ้านพังจากพายุ",
            "เงินอุดหนุนเด็กแรกเกิดยังไม่ได้",
        ],
        "service": [
            "โทรไป อบต. ไม่มีคนรับสาย",
            "รอคิวนานมาก",
            "ขออนุญาตก่อสร้างยื่นไปนานแล้วยังไม่ได้",
        ],
        "corruption": [
            "เจ้าหน้าที่เรียกเงินค่าทำบัตร",
            "โครงการถนนนี้ทุจริตแน่นอน",
            "พนักงานพูดจาไม่ดี เลือกปฏิบัติ",
            "นายกใช้รถหลวงไปธุระส่วนตัว",
        ],
        "suggestion": [
            "ขอชื่นชมเจ้าหน้าที่ทุกคน",
            "เสนอให้มีลานกีฬาในหมู่บ้าน",
        ],
    }.items(),
)
def test_the_first_guess_is_what_a_neighbour_would_say(lexicon, key, texts):
    assert {text: rank(text, lexicon)[0] for text in texts} == dict.fromkeys(texts, key)


def test_all_fifteen_categories_are_always_ranked(lexicon):
    for text in ("", "😀", "ไฟดับ", "x" * 5000, "ถนนพัง ท่อตัน ขยะล้น หมากัด"):
        assert sorted(rank(text, lexicon)) == sorted(CATEGORY_KEYS)


def test_the_same_text_gets_the_same_answer_from_a_fresh_lexicon(lexicon):
    text = "ทางเท้ามีรถจอด มีขยะ และมีสุนัข"
    assert guess(text, Lexicon.parse(copy.deepcopy(DATA))) == guess(text, lexicon)


def test_a_text_that_says_nothing_has_no_margin(lexicon):
    assert guess("กขค", lexicon).margin == 0


def test_a_clear_text_leads_by_more_than_a_mixed_one(lexicon):
    clear = guess("ไฟถนนดับ", lexicon)
    mixed = guess("ไฟถนนดับ และถนนเป็นหลุม", lexicon)
    assert clear.margin > mixed.margin > 0


def test_misspelt_words_are_understood(lexicon):
    assert rank("นำ้ท่วมมมมม", lexicon) == rank("น้ำท่วม", lexicon)
    assert rank("ฝาท่อเเตก", lexicon) == rank("ฝาท่อแตก", lexicon)


def test_a_word_inside_another_is_not_found(lexicon):
    found = {hit.text for hit in lexicon.read("สามารถมาได้บ่อยครั้งตามพื้นที่ เหมาะสม").hits}
    assert found.isdisjoint({"รถ", "บ่อ", "พื้น", "หมา"})


def test_a_labelled_address_is_not_the_topic(lexicon):
    assert rank("ปัญหา: ไฟดับ ถนน: สะพานขาว ซอย: คลองเตย เขต: ตลาดนัด", lexicon)[0] == "light"


def test_what_it_is_mistaken_for_comes_next(lexicon):
    assert rank("ไฟถนนดับ", lexicon)[:3] == ["light", "safety", "traffic"]


def test_the_longest_message_of_the_chat_is_read_at_once(lexicon):
    text = ("ไฟทางดับ ถนนเป็นหลุม ขยะล้น หมาจรจัดไล่กัด รถจอดขวาง " * 100)[:5000]
    started = time.perf_counter()
    rank(text, lexicon)
    assert time.perf_counter() - started < 0.5


def test_what_a_message_says_first_weighs_most(lexicon):
    assert rank("ถนนทรุด" + " ก" * 100 + " น้ำท่วม", lexicon)[:2] == ["road", "drain"]
    assert rank("น้ำท่วม" + " ก" * 100 + " ถนนทรุด", lexicon)[:2] == ["drain", "road"]


def _without(table, key):
    data = copy.deepcopy(DATA)
    del data[table][key]
    return data


def test_a_lexicon_lacking_a_category_is_refused():
    with pytest.raises(ValueError, match="words"):
        Lexicon.parse(_without("words", "light"))


def test_a_word_listed_twice_for_one_category_is_refused():
    data = copy.deepcopy(DATA)
    data["words"]["light"]["1"].append("ไฟทางดับ")
    with pytest.raises(ValueError, match="ไฟทางดับ"):
        Lexicon.parse(data)


def test_an_unknown_category_is_refused():
    data = copy.deepcopy(DATA)
    data["kin"]["road"] = ["roads"]
    with pytest.raises(ValueError, match="roads"):
        Lexicon.parse(data)


def test_a_pair_of_an_unknown_group_is_refused():
    with pytest.raises(ValueError, match="lamp"):
        Lexicon.parse(_without("groups", "lamp"))


def test_a_prior_that_names_a_category_twice_is_refused():
    data = copy.deepcopy(DATA)
    data["prior"]["order"].append("road")
    with pytest.raises(ValueError, match="prior"):
        Lexicon.parse(data)
