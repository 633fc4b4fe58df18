"""The exception for a broken rule of the office. Errors of the program use other exceptions."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A rule does not allow what a person asked for; the chat answers with a polite sentence.

    `key`: key of the sentence in `handlers/words/refusals.toml`. `facts`: values of its placeholders.
    """

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts
