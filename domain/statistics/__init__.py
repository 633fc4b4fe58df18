"""Statistics with the standard library alone: distributions, intervals, tests, agreement of items."""
