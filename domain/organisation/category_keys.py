"""The keys of the fifteen categories, in the order in which they are shown."""

CATEGORY_KEYS = (
    "light",
    "road",
    "water",
    "waste",
    "drain",
    "nuisance",
    "animal",
    "obstruction",
    "safety",
    "traffic",
    "welfare",
    "service",
    "corruption",
    "suggestion",
    "other",
)
