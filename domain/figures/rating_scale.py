"""The rating scale of residents: five scores, and the reasons for a low score."""

SCORES = (5, 4, 3, 2, 1)
"""Best first, in the order of the buttons. Five labelled levels are usual in local satisfaction surveys."""

NEEDS_A_REASON = 3
"""At or below this score the resident is asked for a reason."""

REASONS = ("slow", "unclear", "rude", "unfair", "unsolved", "money")
