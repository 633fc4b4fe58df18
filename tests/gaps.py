"""Finds what touches on a page: a heading, a button, a group of fields or a folded act too near to what stands above it."""

from playwright.sync_api import Page

LEAST = {"H2": 16, "H3": 12}
"""Pixels above a heading; OTHERS above a button, a group of fields and a folded act."""
OTHERS = 6

_TOUCHING = """([least, others]) => {
  const shown = one => one.checkVisibility() && !one.classList.contains("unseen")
    && !["absolute", "sticky"].includes(getComputedStyle(one).position);
  const isBox = one => {
    const style = getComputedStyle(one);
    return ["Top", "Bottom"].some(side =>
      parseFloat(style["padding" + side]) || parseFloat(style[`border${side}Width`]));
  };
  const before = one => {
    let found = one.previousElementSibling;
    while (found && !shown(found)) found = found.previousElementSibling;
    return found;
  };
  const found = [];
  for (const one of document.querySelectorAll("main :is(h2, h3, fieldset, .act, button, .button)")) {
    if (!shown(one)) continue;
    let place = one;
    while (!before(place) && place.parentElement.tagName !== "MAIN" && !isBox(place.parentElement))
      place = place.parentElement;
    let above = before(place);
    if (!above) continue;
    // The margin of a last child is inside a box without edges, and stands above `one` as well.
    while (!isBox(above) && above.lastElementChild && shown(above.lastElementChild))
      above = above.lastElementChild;
    const upper = above.getBoundingClientRect(), lower = one.getBoundingClientRect();
    const isBeside = lower.top < upper.bottom - 2 && lower.left >= upper.right - 2;
    const gap = Math.round(lower.top - upper.bottom);
    if (!isBeside && gap < (least[one.tagName] ?? others))
      found.push(`${one.tagName} ${one.innerText.slice(0, 30)}: ${gap} px`);
  }
  return found;
}"""


def touching(page: Page) -> list[str]:
    """Return each heading, button, group of fields and folded act that is too near to what stands above it."""
    found: list[str] = page.evaluate(_TOUCHING, [LEAST, OTHERS])
    return found
