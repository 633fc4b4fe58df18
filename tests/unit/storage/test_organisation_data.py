"""Valid and faulty organisation data, and the error messages."""

import copy
from datetime import date, time

import pytest

from domain.organisation.category_keys import CATEGORY_KEYS
from storage.organisation_data.reading import CatalogError, parse_catalog


def small_files():
    """The smallest five files without a fault."""
    return {
        "organisation": {
            "unverified": ["phone"],
            "name_th": "อบต.ตัวอย่าง",
            "short_th": "อบต.ตัวอย่าง",
            "name_en": "Sample SAO",
            "case_prefix": "ตย",
            "address_th": "ต.ตัวอย่าง",
            "address_en": "Sample",
            "phone": "0 3800 0000",
            "website": "",
            "latitude": 13.5,
            "longitude": 101.25,
            "opens": time(8, 30),
            "closes": time(16, 30),
            "eit_section": "clerk",
            "integrity_section": "clerk",
            "answer_days": 15,
            "acknowledge_working_days": 1,
            "villages": [{"number": 1, "name": "บ้านตัวอย่าง"}, {"number": 2, "name": ""}],
            "outside": {"nacc": {"th": "ป.ป.ช.", "en": "NACC", "phone": "1205"}},
            "emergency": {"fire": {"th": "ไฟไหม้", "en": "Fire", "phone": "199"}},
            "agency": {"electricity": {"th": "การไฟฟ้า", "en": "Electricity", "phone": "1129"}},
            "keeper": {"palad": {"th": "ปลัด", "en": "Palad", "words": ["ปลัด"]}},
        },
        "departments": {
            "department": {
                "clerk": {"th": "สำนักปลัด", "en": "Clerk", "phone": "1", "unverified": []},
                "works": {"th": "กองช่าง", "en": "Works", "phone": "2", "unverified": ["phone"]},
            }
        },
        "categories": {
            "category": {
                key: {
                    "th": f"เรื่อง {key}",
                    "en": key,
                    "icon": "📌",
                    "department": "clerk",
                    "working_days": 7,
                    "restricted": key == "corruption",
                    "verified": True,
                }
                for key in CATEGORY_KEYS
            }
        },
        "services": {
            "source": {"rule": {"text": "ระเบียบ"}},
            "service": {
                "tent": {
                    "th": "ยืมเต็นท์",
                    "en": "Tents",
                    "aliases": ["ยืมของ"],
                    "department": "clerk",
                    "channel": "สำนักปลัด",
                    "time": "3 วัน",
                    "fee": "ไม่มีค่าธรรมเนียม",
                    "documents": ["ใบยืม"],
                    "steps": [{"what": "ยื่นใบยืม", "time": "1 วัน", "responsible": "พัสดุ"}],
                    "source": "rule",
                    "verified": False,
                }
            },
        },
        "holidays": {
            "source": {"rule": {"text": "มติ ครม."}},
            "year": {
                "2569": {
                    "days": [
                        holiday(date(2026, 12, 5)),
                        holiday(date(2026, 12, 7)) | {"for": date(2026, 12, 5)},
                    ]
                }
            },
        },
    }


def holiday(day):
    return {"date": day, "th": "วันหยุด", "en": "Day", "source": "rule", "verified": True}


def changed(path, value):
    """Return the small files with one value replaced, or removed if it is None."""
    files = copy.deepcopy(small_files())
    *ways, last = (int(way) if len(way) == 1 else way for way in path.split("/"))
    place = files
    for way in ways:
        place = place[way]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return files


def faults_of(files):
    with pytest.raises(CatalogError) as refusal:
        parse_catalog(files)
    return list(refusal.value.faults)


def test_files_without_a_fault_become_a_catalog():
    catalog = parse_catalog(small_files())
    assert catalog.organisation.villages[0].label == "หมู่ที่ 1 บ้านตัวอย่าง"
    assert catalog.organisation.villages[1].label == "หมู่ที่ 2"
    assert catalog.department("works").th == "กองช่าง"
    assert catalog.category("road").working_days == 7
    assert catalog.service("tent").steps[0].responsible == "พัสดุ"
    assert catalog.service("tent").source == "ระเบียบ"
    assert catalog.holidays[1].instead_of == date(2026, 12, 5)


def test_a_key_that_is_not_there_is_a_key_error():
    catalog = parse_catalog(small_files())
    for look_up in (catalog.category, catalog.department, catalog.service):
        with pytest.raises(KeyError):
            look_up("nothing")


def test_a_hint_is_optional():
    files = changed("categories/category/road/first_reply", "ตรงไหนคะ")
    files["categories"]["category"]["road"]["first_reply_en"] = "Where?"
    catalog = parse_catalog(files)
    assert [catalog.category(key).first_reply for key in ("road", "light")] == ["ตรงไหนคะ", ""]


def test_what_nobody_confirmed_is_listed_by_file_and_entry():
    files = changed("holidays/year/2569/days/0/verified", None)
    files["holidays"]["year"]["2569"]["days"][0]["verified"] = False
    files["categories"]["category"]["road"]["verified"] = False
    assert parse_catalog(files).unverified() == (
        "organisation.toml: phone",
        "departments.toml: works.phone",
        "categories.toml: road",
        "services.toml: tent",
        "holidays.toml: 2026-12-05",
    )


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("organisation", None, "organisation.toml: is missing"),
        ("organisation/phone", None, "organisation.toml.phone: is missing"),
        ("organisation/phone", "", "organisation.toml.phone: must not be blank"),
        ("organisation/website", 38, "organisation.toml.website: must be text in quotes"),
        *(
            (
                "organisation/website",
                address,
                "organisation.toml.website: must be empty or an https:// address in Latin letters",
            )
            for address in (
                "nawanghin.example",
                "http://nawanghin.example",
                "https://",
                "https:// nawanghin.example",
                "https://nawanghin.example/หน้าแรก",
            )
        ),
        ("organisation/phone", 38, "organisation.toml.phone: must be text in quotes"),
        ("organisation/fax", "2", "organisation.toml.fax: is not a known key"),
        (
            "organisation/latitude",
            1350.0,
            "organisation.toml.latitude: must be a decimal number between -90 and 90",
        ),
        (
            "organisation/opens",
            "08:30",
            "organisation.toml.opens: must be a time such as 08:30:00, without quotes",
        ),
        ("organisation/closes", time(8, 0), "organisation.toml.closes: must be later than opens"),
        (
            "organisation/answer_days",
            0,
            "organisation.toml.answer_days: must be a whole number of at least 1",
        ),
        (
            "organisation/villages",
            [],
            "organisation.toml.villages: must be a list with at least one entry",
        ),
        ("organisation/villages/1/number", 1, "organisation.toml.villages: หมู่ที่ 1 is there twice"),
        ("organisation/villages/1", "หมู่ 2", "organisation.toml.villages[2]: must be a table"),
        (
            "organisation/unverified",
            ["telephone"],
            "organisation.toml.unverified: names 'telephone', which is not a field",
        ),
        (
            "organisation/unverified",
            "phone",
            "organisation.toml.unverified: must be a list of texts, none of them blank",
        ),
        (
            "organisation/emergency",
            {},
            "organisation.toml.emergency: must have at least one entry, written [emergency.name]",
        ),
        (
            "organisation/eit_section",
            "eit",
            "organisation.toml.eit_section: department 'eit' is not in departments.toml",
        ),
        (
            "categories/category/road/department",
            "roads",
            "categories.toml.road: department 'roads' is not in departments.toml",
        ),
        (
            "services/service/tent/department",
            "tents",
            "services.toml.tent: department 'tents' is not in departments.toml",
        ),
        ("services/service/tent/fee", "", "services.toml.service.tent.fee: must not be blank"),
        ("services/service/tent/fee", None, "services.toml.service.tent.fee: is missing"),
        (
            "services/service/tent/documents",
            [],
            "services.toml.service.tent.documents: must not be empty",
        ),
        (
            "services/service/tent/source",
            "law",
            "services.toml.service.tent.source: 'law' has no [source.law] in this file",
        ),
        ("categories/category/road", None, "categories.toml.road: is missing"),
        (
            "categories/category/road/th",
            "ถนนหนทางทั้งหลายที่ชำรุดทรุดโทรม",
            "categories.toml.road.th: longer than 20 characters",
        ),
        (
            "categories/category/road/th",
            "เรื่อง light",
            "categories.toml: the label 'เรื่อง light' is there twice",
        ),
        (
            "categories/category/road/working_days",
            True,
            "categories.toml.category.road.working_days: must be a whole number of at least 1",
        ),
        (
            "categories/category/road/verified",
            "yes",
            "categories.toml.category.road.verified: must be true or false",
        ),
        (
            "categories/category/corruption/department",
            "works",
            "categories.toml.corruption: about staff, so it belongs to the integrity section",
        ),
        (
            "holidays/year/2569/days/0/date",
            "2026-12-05",
            "holidays.toml.year.2569.days[1].date: must be a date such as 2026-12-05, without quotes",
        ),
        (
            "holidays/year/2569/days/1/for",
            date(2026, 12, 6),
            "holidays.toml: 2026-12-07 stands in for 2026-12-06, which is no holiday",
        ),
        (
            "holidays/year/2569/days/1/date",
            date(2026, 12, 6),
            "holidays.toml: the substitution day 2026-12-06 falls on a weekend",
        ),
        (
            "holidays/year/2569/days/0/date",
            date(2027, 1, 1),
            "holidays.toml.year.2569.days[1].date: 2027-01-01 does not lie in พ.ศ. 2569",
        ),
    ],
)
def test_a_fault_is_one_line_naming_file_and_key(path, value, fault):
    assert fault in faults_of(changed(path, value))


def test_a_day_entered_twice_is_a_fault():
    files = small_files()
    files["holidays"]["year"]["2569"]["days"].append(holiday(date(2026, 12, 7)))
    assert faults_of(files) == ["holidays.toml: 2026-12-07 is there twice"]


def test_a_substitution_for_a_weekday_is_a_fault():
    files = small_files()
    days = files["holidays"]["year"]["2569"]["days"]
    days += [holiday(date(2026, 12, 10)), holiday(date(2026, 12, 11)) | {"for": date(2026, 12, 10)}]
    assert faults_of(files) == [
        "holidays.toml: 2026-12-11 stands in for 2026-12-10, which is a weekday"
    ]


def test_a_category_the_classifier_does_not_know_is_a_fault():
    files = small_files()
    categories = files["categories"]["category"]
    categories["noise"] = categories["road"] | {"th": "เสียง", "en": "noise"}
    assert faults_of(files) == ["categories.toml.noise: is not a category the classifier knows"]


def test_all_faults_are_told_at_once():
    files = changed("services/service/tent/fee", "")
    files["organisation"]["phone"] = ""
    files["categories"]["category"]["road"]["department"] = "roads"
    assert faults_of(files) == [
        "categories.toml.road: department 'roads' is not in departments.toml",
        "organisation.toml.phone: must not be blank",
        "services.toml.service.tent.fee: must not be blank",
    ]


def test_the_error_reads_as_its_faults_one_a_line():
    assert str(CatalogError(["b: two", "a: one"])) == "a: one\nb: two"
