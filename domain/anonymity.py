"""How many people a published figure has to be about."""

LEAST_SHOWN = 5
"""The fewest people, cases or answers of which a figure is shown: a smaller one could reveal one of them."""
