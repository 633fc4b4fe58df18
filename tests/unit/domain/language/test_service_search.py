"""Services are found by residents' names for them, also when misspelt."""

import pytest

from domain.language.service_search import ServiceSearch
from tests.shipped import shipped_catalog

SERVICES = shipped_catalog().services
SEARCH = ServiceSearch(SERVICES)


def first(query):
    return next((service.key for service in SEARCH.find(query)), None)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("เบี้ยผู้สูงอายุ", "elderly_allowance"),
        ("ลงทะเบียน ผู้ สูง อายุ", "elderly_allowance"),
        ("แม่อายุ 60 แล้ว ขอเงินคนแก่ได้ไหม", "elderly_allowance"),
        ("คนพิการ", "disability_allowance"),
        ("เงินเด็กแรกเกิด", "child_grant"),
        ("เสียภาษีที่ไหน", "tax_payment"),
        ("จะเปิดร้านขายของต้องทำไง", "commercial_registration"),
        ("ปลูกบ้านใหม่", "building_permit"),
        ("ติดมิเตอร์น้ำ", "water_connection"),
        ("ขอถังขยะ", "waste_collection"),
        ("ศพด", "child_centre"),
        ("น้ำไม่พอใช้ ขอน้ำหน่อย", "water_delivery"),
        ("บ้านโดนพายุหลังคาพัง", "disaster_relief"),
        ("ขอยืมโต๊ะจัดงาน", "borrow_equipment"),
        ("Building permit", "building_permit"),
        ("water meter", "water_connection"),
        ("วัคซีนหมา", "rabies_vaccine"),
        ("ขอรถพาพ่อไปหาหมอตามนัด", "patient_transport"),
        ("ค่าทำศพยาย", "funeral_grant"),
        ("จะถมที่ต้องแจ้งไหม", "digging"),
        ("my dog needs to be vaccinated", "rabies_vaccine"),
        ("when is garbage collected", "waste_collection"),
    ],
)
def test_a_service_is_found_by_the_words_residents_use(query, key):
    assert first(query) == key


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("เบียผู้สุงอายุ", "elderly_allowance"),
        ("ขอเบี้ยคนพิกาล", "disability_allowance"),
        ("เงินอุดหนุดเด็ก", "child_grant"),
        ("ภาสีป้าย", "tax_payment"),
        ("ทะเบียนพานิช", "commercial_registration"),
        ("ขออนุญาติก่อสร้าง", "building_permit"),
        ("ขอมิเตอน้ำประปา", "water_connection"),
        ("ศูนเด็กเล็ก", "child_centre"),
        ("ยืมเต้น", "borrow_equipment"),
    ],
)
def test_a_misspelt_service_is_found_all_the_same(query, key):
    assert first(query) == key


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "ก",
        "สวัสดีครับ",
        "นายกชื่ออะไร",
        "ทำบัตรประชาชน",
        "จดทะเบียนสมรส",
        "ใบขับขี่",
        "wifi",
        "open tomorrow?",
    ],
)
def test_what_the_office_does_not_offer_finds_nothing(query):
    assert SEARCH.find(query) == ()


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
def test_every_name_and_alias_leads_to_its_own_service_first(service):
    labels = (service.th, service.en, *service.aliases)
    assert [label for label in labels if first(label) != service.key] == []


def test_a_word_of_several_services_finds_them_all_but_no_more_than_asked_for():
    allowances = {"elderly_allowance", "disability_allowance"}
    assert {service.key for service in SEARCH.find("เบี้ย")} == allowances
    assert len(SEARCH.find("เบี้ย", most=1)) == 1


def test_capitals_and_decomposed_letters_make_no_difference():
    assert first("BUILDING PERMIT") == first("building permit") == "building_permit"
    assert first("ติดมิเตอร์นํ้า") == "water_connection"
