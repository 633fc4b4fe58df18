"""How residents rate: five scores, and the reasons asked for when a score is low."""

SCORES = (5, 4, 3, 2, 1)
"""Best first, as the buttons stand. Five levels with words: the usual scale of local satisfaction surveys."""

NEEDS_A_REASON = 3
"""A score at or below this is asked why."""

ALARMING = 2
"""A score at or below this is told to the head at once."""

CHANGE_DAYS = 7
"""Days in which a rating may still be changed by whoever gave it."""

REASONS = ("slow", "unclear", "rude", "unfair", "unsolved", "money")
