"""Ordinary cases as service requests of Open311 GeoReport v2, as XML and JSON.

No personal data is published: no story, name, photo, place or officer's note. In a village of a few hundred, a
topic and a place can tell the neighbours who complained. The topic is published where the figures of the half-year
show it (reports.public_topics). Of other cases nothing is published from which the topic follows, such as the
department or the promised day. https://wiki.open311.org/GeoReport_v2/
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from domain.cases.complaint import Status
from domain.organisation.calendar import bangkok
from domain.organisation.catalog import Catalog
from domain.organisation.organisation import Category
from handlers.core.i18n import Translations
from storage.cases.rows_out import CaseRow

UNDISCLOSED = "undisclosed"
"""The service code of a case whose topic is not published. No category has this key."""
Value = str | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]
Record = Mapping[str, Value]
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
"""The XML element of each entry of a list, by the name of the list."""


def services(catalog: Catalog, translations: Translations) -> list[Record]:
    """Return the public topics: all but staff complaints, and last the one of cases without a published topic."""
    undisclosed = translations.both("publication.undisclosed")
    topics: list[Record] = [
        {
            "service_code": one.key,
            "service_name": one.th,
            "description": one.en,
            "metadata": True,
            "type": "realtime",
            "keywords": one.en.lower(),
            "group": _department(catalog, one.department),
        }
        for one in public_categories(catalog)
    ]
    withheld: Record = {
        "service_code": UNDISCLOSED,
        "service_name": undisclosed.th,
        "description": undisclosed.en,
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": catalog.organisation.name_th,
    }
    return [*topics, withheld]


def public_categories(catalog: Catalog) -> list[Category]:
    """Return the categories that are published."""
    return [one for one in catalog.categories if not catalog.is_about_staff(one.key)]


def service_definition(catalog: Catalog, translations: Translations, code: str) -> Record | None:
    """Return the attributes of a topic besides place and story: the village; None for an unknown topic."""
    if code not in {one.key for one in public_categories(catalog)}:
        return None
    villages = catalog.organisation.villages
    return {
        "service_code": code,
        "attributes": [
            {
                "variable": True,
                "code": "village",
                "datatype": "singlevaluelist",
                "required": False,
                "datatype_description": "",
                "order": 1,
                "description": translations.say("webform.village", "th"),
                "values": [{"key": str(one.number), "name": one.label} for one in villages],
            }
        ],
    }


def service_request(
    catalog: Catalog, translations: Translations, row: CaseRow, *, with_topic: bool
) -> Record:
    """Return a case as a service request. `with_topic`: with its topic, department and promised day."""
    category = catalog.categories_by_key.get(row.category)
    topic = category.th if category else row.category
    if not with_topic:
        topic = translations.say("publication.undisclosed", "th")
    return {
        "service_request_id": row.number,
        "status": "closed" if row.ended_at else "open",
        "status_notes": _status(translations, row, with_reason=with_topic),
        "service_name": topic,
        "service_code": row.category if with_topic else UNDISCLOSED,
        "description": topic,
        "agency_responsible": _department(catalog, row.department)
        if with_topic
        else catalog.organisation.name_th,
        "service_notice": "",
        "requested_datetime": _moment(row.filed_at),
        "updated_datetime": _moment(_updated(row)),
        "expected_datetime": _moment(row.due_at) if with_topic else "",
        "address": "",
        "address_id": "",
        "zipcode": "",
        "lat": None,
        "long": None,
        "media_url": "",
    }


def as_json(content: Value) -> bytes:
    """Return a record or a list of records as JSON, with empty values as null."""
    return json.dumps(_with_null(content), ensure_ascii=False).encode()


def as_xml(root: str, content: Value) -> bytes:
    """Return the content as XML below an element with this name."""
    document = Element(root)
    _fill(document, root, content)
    content_bytes: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return content_bytes


def _fill(element: Element, name: str, content: Value) -> None:
    if isinstance(content, Mapping):
        for key, value in content.items():
            _fill(SubElement(element, key), key, value)
    elif isinstance(content, str):
        element.text = content
    elif isinstance(content, Sequence):
        for one in content:
            _fill(SubElement(element, ITEMS[name]), ITEMS[name], one)
    elif isinstance(content, bool):
        element.text = str(content).lower()
    elif content is not None:
        element.text = str(content)


def _with_null(content: Value) -> Value:
    if isinstance(content, Mapping):
        return {key: _with_null(value) for key, value in content.items()}
    if isinstance(content, str):
        return content or None
    if isinstance(content, Sequence):
        return [_with_null(one) for one in content]
    return content


def _status(translations: Translations, row: CaseRow, *, with_reason: bool) -> str:
    if row.verdict:
        return translations.say(f"status.closed_{row.verdict}", "th")
    state = translations.say(f"status.{row.status}", "th")
    if with_reason and row.waiting_for and row.status == Status.WAITING:
        return f"{state}: {translations.say(f'waiting.{row.waiting_for}', 'th')}"
    return state


def _updated(row: CaseRow) -> datetime:
    times = (row.filed_at, row.accepted_at, row.answered_at, row.ended_at)
    return max(one for one in times if one is not None)


def _department(catalog: Catalog, key: str) -> str:
    found = catalog.departments_by_key.get(key)
    return found.th if found else key


def _moment(moment: datetime) -> str:
    """Return a time in the W3C format (ISO 8601), with the offset of Bangkok."""
    return bangkok(moment).replace(microsecond=0).isoformat()
