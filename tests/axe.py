"""Finds accessibility faults of a page with axe (https://github.com/dequelabs/axe-core), and overflow by width."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[tuple[str, str, str]]:
    """Return the axe rules that the page breaks, each with its name, impact and first element."""
    # Playwright evaluates outside the page's content security policy, which would forbid axe to the page itself.
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (one["id"], one["impact"], one["nodes"][0]["html"][:120]) for one in result["violations"]
    ]


def ensure_fits(page: Page, *widths: int) -> None:
    """Fail if anything overflows at one of these widths, with text of normal and of double size."""
    for width in widths:
        for size in ("100%", "200%"):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            needed = page.evaluate("document.documentElement.scrollWidth")
            assert needed <= width, f"{page.url} at {size} needs {needed} of {width} pixels"
