"""Reads the office's own map of roads and waters, `ORGANISATION_DIR/roads.geojson`.

GeoJSON: https://www.rfc-editor.org/rfc/rfc7946
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from domain.organisation.road_map import Line, RoadMap
from storage.organisation_data.reading import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "roads.geojson"
MOST_BYTES = 20_000_000
MOST_FAULTS = 20
OPENSTREETMAP = "© OpenStreetMap contributors"
"""Shown beside the map unless the file has a member `attribution`, as the licence of OpenStreetMap requires."""
DRAWN = frozenset({"LineString", "MultiLineString", "Polygon", "MultiPolygon"})
_BETWEEN = re.compile(r"[\s,:]*")


def read_road_map(organisation_dir: Path | None) -> RoadMap | None:
    """Return the map, None if the office has none.

    Lines and the edges of areas are drawn; points are left out. Raises CatalogError, with the line of the file,
    for a file that cannot be read or is no GeoJSON, and for coordinates that are no places on Earth.
    """
    path = organisation_dir / FILE if organisation_dir else None
    if path is None or not path.is_file():
        return None
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CatalogError([f"{error.filename} cannot be read: {error.strerror}"]) from error
    if len(content) > MOST_BYTES:
        raise CatalogError(
            [
                f"{FILE}: has {len(content):,} bytes, more than {MOST_BYTES:,}: keep the roads of the subdistrict"
            ]
        )
    try:
        return parse_road_map(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CatalogError([f"{FILE}: is not saved as UTF-8"]) from None


def parse_road_map(text: str) -> RoadMap:
    """Return the map of a GeoJSON text. Raises CatalogError as `read_road_map` does, and nothing else."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise CatalogError([f"{FILE}:{error.lineno}: is no JSON: {error.msg}"]) from error
    except (RecursionError, ValueError) as error:
        # Brackets within brackets by the thousand, or a number of thousands of digits.
        raise CatalogError([f"{FILE}:1: is no JSON of a map: {error}"]) from error
    if not isinstance(whole, dict) or not isinstance(whole.get("features"), list):
        raise CatalogError(
            [f'{FILE}:1: is no GeoJSON: "type": "FeatureCollection" with "features" is needed']
        )
    faults: list[str] = []
    lines: list[Line] = []
    for number, feature in _numbered(text, whole["features"]):
        try:
            lines += _lines(feature)
        except ValueError as fault:
            faults.append(f"{FILE}:{number}: {fault}")
    if not lines and not faults:
        faults.append(f"{FILE}:1: has no line: a map needs features of type LineString")
    if faults:
        raise CatalogError(faults[:MOST_FAULTS])
    attribution = whole.get("attribution", OPENSTREETMAP)
    return RoadMap(tuple(lines), attribution if isinstance(attribution, str) else OPENSTREETMAP)


def _numbered(text: str, features: list[Any]) -> Iterator[tuple[int, Any]]:
    """Return the features, each with the line of the file on which it begins."""
    decoder, line, counted = json.JSONDecoder(), 1, 0
    place = _start_of_features(text, decoder)
    for feature in features:
        place = _after_signs(text, place)
        line += text.count("\n", counted, place)
        counted = place
        yield line, feature
        _, place = decoder.raw_decode(text, place)


def _start_of_features(text: str, decoder: json.JSONDecoder) -> int:
    """Return where the list "features" of the outermost object begins; of several the last, as in `json.loads`."""
    found = 0
    place = _after_signs(text, text.index("{") + 1)
    while text[place] != "}":
        name, place = decoder.raw_decode(text, place)
        place = _after_signs(text, place)
        if name == "features":
            found = place + 1
        _, place = decoder.raw_decode(text, place)
        place = _after_signs(text, place)
    return found


def _after_signs(text: str, place: int) -> int:
    """Return the place of the next value: after spaces, commas and colons."""
    skipped = _BETWEEN.match(text, place)
    return skipped.end() if skipped else place


def _lines(feature: Any) -> list[Line]:  # noqa: ANN401 - what JSON can hold
    """Return the lines of a feature. Raises ValueError with the fault."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        raise ValueError("a feature without geometry")  # noqa: TRY004 - a fault of the file
    kind = str(geometry.get("type"))
    if kind not in DRAWN:
        return []
    found = geometry.get("coordinates")
    depth = {"LineString": 0, "MultiPolygon": 2}.get(kind, 1)
    parts = [found]
    for _ in range(depth):
        parts = [inner for outer in parts for inner in _listed(outer)]
    return [tuple(_point(one) for one in _listed(part)) for part in parts]


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - what JSON can hold
    if not isinstance(value, list):
        raise ValueError("coordinates are no list")  # noqa: TRY004 - a fault of the file
    return value


def _point(value: Any) -> tuple[float, float]:  # noqa: ANN401 - what JSON can hold
    """Return latitude and longitude of a position, which GeoJSON writes in the opposite order."""
    numbers = value[:2] if isinstance(value, list) else []
    if len(numbers) != 2 or not all(isinstance(one, int | float) for one in numbers):
        raise ValueError(f"{value} is no position: longitude and latitude are needed")
    longitude, latitude = numbers
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        raise ValueError(f"{value} is no place on Earth: longitude comes first, then latitude")
    return float(latitude), float(longitude)
