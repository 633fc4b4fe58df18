"""The sections of the settings and their fields."""

from storage.organisation_data.reading import LABEL_LIMIT, TEMPLATE_ACTIONS
from web.console.section_kinds import (
    Files,
    HolidaySection,
    OfficeSection,
    Section,
    TableSection,
    VillageSection,
)
from web.console.setting_fields import Field, Kind

LONG_DAYS = 90
"""Working days above which the office is asked whether it means them."""
BUTTON_LIMIT = 40
"""Maximum characters of a service's name, which is the label of a button on a card."""


def _departments(files: Files) -> list[tuple[str, str]]:
    return [(key, one["th"]) for key, one in files["departments"]["department"].items()]


def _categories(files: Files) -> list[tuple[str, str]]:
    return [(key, one["th"]) for key, one in files["categories"]["category"].items()]


def _actions(files: Files) -> list[tuple[str, str]]:
    words = files["words"]["button"]
    return [(action, words[action]["th"]) for action in TEMPLATE_ACTIONS]


_TEXTS = (
    *("name_th", "short_th", "name_en", "address_th", "address_en", "phone", "website"),
    *("latitude", "longitude", "villages"),
)
SECTIONS: tuple[Section, ...] = (
    OfficeSection(
        (
            Field("name_th", most=120),
            Field("short_th", most=40),
            Field("name_en", most=120),
            Field("address_th", Kind.LONG, most=300),
            Field("address_en", Kind.LONG, most=300),
            Field("phone", most=40),
            Field("website", most=200, is_needed=False, keeps_blank=True),
            Field("line_id", most=30, is_needed=False, keeps_blank=True),
            Field("latitude", Kind.DECIMAL),
            Field("longitude", Kind.DECIMAL),
            Field("opens", Kind.CLOCK),
            Field("closes", Kind.CLOCK),
            Field("answer_days", Kind.NUMBER, asks_above=LONG_DAYS),
            Field("acknowledge_working_days", Kind.NUMBER, asks_above=LONG_DAYS),
            Field("message_plan", Kind.NUMBER),
            Field("alert_percent", Kind.NUMBER),
            Field("unverified", Kind.CONFIRMED, names=_TEXTS),
        )
    ),
    TableSection(
        "categories",
        "categories",
        "category",
        (
            Field("th", most=LABEL_LIMIT),
            Field("en", most=LABEL_LIMIT),
            Field("icon", most=4),
            Field("department", Kind.CHOICE, choices=_departments),
            Field("working_days", Kind.NUMBER, asks_above=LONG_DAYS),
            Field("keep_years", Kind.NUMBER, is_needed=False),
            Field("rings_at_night", Kind.FLAG),
            Field("first_reply", Kind.LONG, most=300, is_needed=False),
            Field("first_reply_en", Kind.LONG, most=300, is_needed=False),
            Field("verified", Kind.FLAG),
        ),
        hint="working_days",
    ),
    TableSection(
        "departments",
        "departments",
        "department",
        (
            Field("th", most=60),
            Field("short_th", most=LABEL_LIMIT, is_needed=False),
            Field("en", most=60),
            Field("short_en", most=LABEL_LIMIT, is_needed=False),
            Field("phone", most=40),
            Field("aliases", Kind.LINES, is_needed=False),
            Field("verified", Kind.FLAG),
        ),
        hint="phone",
        may_grow=True,
        marks_field="phone",
    ),
    VillageSection(
        (Field("number", Kind.NUMBER), Field("name", most=60, is_needed=False, keeps_blank=True))
    ),
    HolidaySection(
        (
            Field("date", Kind.DAY),
            Field("th", most=80),
            Field("en", most=80),
            Field("for", Kind.DAY, is_needed=False),
            Field("verified", Kind.FLAG),
        )
    ),
    TableSection(
        "services",
        "services",
        "service",
        (
            Field("th", most=BUTTON_LIMIT),
            Field("en", most=BUTTON_LIMIT),
            Field("aliases", Kind.LINES),
            Field("department", Kind.CHOICE, choices=_departments),
            Field("channel", Kind.LONG, most=300),
            Field("time", most=120),
            Field("fee", most=200),
            Field("documents", Kind.LINES),
            Field("steps", Kind.STEPS),
            Field("verified", Kind.FLAG),
        ),
        hint="time",
        may_grow=True,
    ),
    TableSection(
        "agencies",
        "organisation",
        "agency",
        (
            Field("th", most=LABEL_LIMIT * 2),
            Field("en", most=LABEL_LIMIT * 2),
            Field("phone", most=40),
        ),
        hint="phone",
        may_grow=True,
    ),
    TableSection(
        "templates",
        "templates",
        "template",
        (
            Field("name", most=40),
            Field("action", Kind.CHOICE, choices=_actions),
            Field("th", Kind.LONG, most=1000),
            Field("category", Kind.CHOICE, is_needed=False, choices=_categories),
        ),
        name="name",
        hint="th",
        may_grow=True,
    ),
    TableSection(
        "privacy",
        "privacy",
        "gap",
        (
            Field("th", Kind.LONG, most=1000),
            Field("en", Kind.LONG, most=1000),
            Field("verified", Kind.FLAG),
        ),
        name="key",
        hint="th",
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}
