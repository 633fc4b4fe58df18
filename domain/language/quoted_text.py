"""Words of one message inside a text that several messages made up, a line break between them."""

SURELY_CUT = 200
"""A rest of at least so many characters that begins as the message does is the message, cut at a limit."""


def replaced(whole: str, before: str, after: str) -> str | None:
    """`whole` with the words `before` changed to `after`, or without them when `after` is empty.

    Only what stands as whole lines counts: a short message is not looked for inside other words. Of
    several that are alike the last is taken. None when the words are not there.
    """
    found = _find(whole, before)
    if found is None:
        return None
    start, end = found
    if after:
        return f"{whole[:start]}{after}{whole[end:]}"
    return "\n".join(
        part for part in (whole[:start].rstrip("\n"), whole[end:].lstrip("\n")) if part
    )


def _find(whole: str, words: str) -> tuple[int, int] | None:
    if not words:
        return None
    padded = f"\n{whole}\n"
    at = padded.rfind(f"\n{words}\n")
    if at >= 0:
        return at, at + len(words)
    start = whole.rfind(f"\n{words[:SURELY_CUT]}") + 1
    rest = whole[start:]
    if len(rest) >= SURELY_CUT and words.startswith(rest):
        return start, len(whole)
    return None
