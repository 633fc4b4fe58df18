"""The one way a rule says no. Faults of the program are ordinary exceptions and live elsewhere."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A person met a rule.

    `key` names the sentence in `handlers/words/refusals.toml`; `facts` fill its placeholders.
    """

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts
