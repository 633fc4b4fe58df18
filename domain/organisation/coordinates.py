"""Parse coordinates that people copied from the address of a map, a shared link or a telephone."""

import re

_DEGREES = r"[-+]?\d{1,3}\.\d{3,}"
_PAIR = re.compile(rf"({_DEGREES})\s*(?:,|\s|%2C)\s*({_DEGREES})", re.IGNORECASE)
_OF_LINK = re.compile(rf"!3d({_DEGREES})!4d({_DEGREES})")
"""The place in a Google Maps address; it is more exact than the centre of the map, which comes first."""


def read_coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees found in a text or in the link of a map, or None."""
    found = _OF_LINK.search(text) or _PAIR.search(text)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if is_on_earth else None
