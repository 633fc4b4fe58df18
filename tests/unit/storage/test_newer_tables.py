"""What an office's older file lacks comes from the shipped one, and never a fact of another office."""

import copy

import pytest

from domain.organisation.category_keys import CATEGORY_KEYS
from storage.organisation_data.newer_tables import BY_NAME, completed
from storage.organisation_data.reading import CatalogError, parse_catalog, read_files

SHIPPED = read_files()
TABLES = [(name, table) for name in BY_NAME for table in SHIPPED[name]]


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_each_table_of_words_may_be_missing(name, table):
    own = {key: value for key, value in SHIPPED[name].items() if key != table}
    assert completed({name: own}, SHIPPED)[name] == SHIPPED[name]


@pytest.mark.parametrize("name", BY_NAME)
def test_each_name_that_the_program_looks_for_may_be_missing(name):
    for table in BY_NAME[name]:
        for key in SHIPPED[name][table]:
            own = copy.deepcopy(SHIPPED[name])
            del own[table][key]
            assert completed({name: own}, SHIPPED)[name] == SHIPPED[name]


def test_what_the_office_wrote_stays():
    own = {"titles": {"official": ["กำนัน"]}, "post": {"palad": {"roles": [], "words": ["ปลัด"]}}}
    accusation = completed({"accusation": own}, SHIPPED)["accusation"]
    assert accusation["titles"]["official"] == ["กำนัน"]
    assert accusation["titles"]["nouns"] == SHIPPED["accusation"]["titles"]["nouns"]
    assert accusation["post"] == own["post"]


@pytest.mark.parametrize("key", CATEGORY_KEYS)
def test_a_newer_category_is_unconfirmed_and_belongs_to_a_department_of_the_office(key):
    files = _office_with_one_department()
    del files["categories"]["category"][key]
    catalog = parse_catalog(completed(files, SHIPPED))
    assert (catalog.category(key).department, catalog.category(key).verified) == ("hall", False)


def test_a_fact_of_another_office_is_never_taken():
    for name in ("organisation", "departments"):
        for key in SHIPPED[name]:
            if key in {"line_id", "message_plan", "alert_percent", "emergency"}:
                continue
            own = {one: value for one, value in SHIPPED[name].items() if one != key}
            assert key not in completed({name: own}, SHIPPED)[name]
    own = {key: value for key, value in SHIPPED["organisation"].items() if key != "phone"}
    with pytest.raises(CatalogError, match=r"organisation\.toml\.phone: is missing"):
        parse_catalog(completed({"organisation": own}, SHIPPED))


def test_only_the_emergency_numbers_that_are_called_are_added():
    coast = {"th": "กู้ภัยทางทะเล", "en": "Sea rescue", "phone": "1196"}
    newer = copy.deepcopy(SHIPPED)
    newer["organisation"]["emergency"]["coast"] = coast
    own = {"organisation": {**SHIPPED["organisation"], "emergency": {}}}
    numbers = completed(own, newer)["organisation"]["emergency"]
    assert numbers == SHIPPED["organisation"]["emergency"]


def _office_with_one_department():
    """The files of an office whose only department is none of ours."""
    files = copy.deepcopy({name: SHIPPED[name] for name in ("organisation", "categories")})
    files["organisation"] |= {"eit_section": "hall", "integrity_section": "hall"}
    files["organisation"]["keeper"]["integrity"]["unit"] = "hall"
    department = {"th": "สำนักงาน", "en": "Hall", "phone": "1", "unverified": []}
    files["departments"] = {"department": {"hall": department}}
    for one in files["categories"]["category"].values():
        one["department"] = "hall"
    services = copy.deepcopy(SHIPPED["services"])
    for one in services["service"].values():
        one["department"] = "hall"
    return {**files, "services": services}
