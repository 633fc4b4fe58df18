"""A browser without LINE and scripts, which fills in the forms of the public pages."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b")
NUMBER = re.compile(r"นว-\d{4}-\w+-\d")


class _Form(HTMLParser):
    """Return what a browser would send of the first form of a page, filled in as served."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._depth, self._area, self._select = 0, "", ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type")
        if tag == "form":
            self._depth += 1
        if self._depth != 1:
            return
        if (
            tag == "option"
            and self._select
            and ("selected" in given or self._select not in self.fields)
        ):
            self.fields[self._select] = given.get("value") or ""
        if name and tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif name and tag == "select":
            self._select = name
        elif name and tag == "input" and kind != "file" and _is_sent(kind, given):
            self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._depth += 1
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._area:
            before = self.fields[self._area]
            # A browser omits the first line break of a text area.
            self.fields[self._area] = before + (data if before else data.removeprefix("\n"))


def _is_sent(kind: str | None, given: dict[str, str | None]) -> bool:
    return kind not in {"radio", "checkbox"} or "checked" in given


@dataclass
class Browser:
    """`address`: its network address. `headers`: sent with every request. `answer`: the headers of the last answer. `fields`: what the first form of the page holds, changed by `fills`."""

    client: FlaskClient
    address: str = "203.0.113.7"
    headers: dict[str, str] = field(default_factory=dict)
    html: str = ""
    content: bytes = b""
    status: int = 0
    path: str = ""
    answer: Any = None
    fields: dict[str, Any] = field(default_factory=dict)

    def opens(self, path: str, **headers: str) -> "Browser":
        return self._shown(
            path, self.client.get(path, headers=self.headers | headers, **self._from)
        )

    def fills(self, **fields: Any) -> "Browser":
        self.fields |= fields
        return self

    def sends(self, path: str = "", **fields: Any) -> "Browser":
        """Send the form of the page with these fields changed."""
        headers = self.headers | fields.pop("headers", {})
        data = {name: value for name, value in (self.fields | fields).items() if value is not None}
        target = path or self.path
        answer = self.client.post(
            target, data=data, headers=headers, content_type="multipart/form-data", **self._from
        )
        return self._shown(target, answer)

    def reads(self, *texts: str) -> "Browser":
        for one in texts:
            assert one in self.text, f"not on the page: {one!r}\n{self.text}"
        return self

    def does_not_read(self, *texts: str) -> "Browser":
        for one in texts:
            assert one not in self.text, f"on the page: {one!r}\n{self.text}"
        return self

    @property
    def text(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    @property
    def code(self) -> str:
        found = CODE.search(self.text)
        assert found, self.text
        return found[0]

    @property
    def number(self) -> str:
        found = NUMBER.search(self.text)
        assert found, self.text
        return found[0]

    @property
    def _from(self) -> dict[str, Any]:
        return {"environ_overrides": {"REMOTE_ADDR": self.address}}

    def _shown(self, path: str, answer: Any) -> "Browser":
        self.status, self.content, self.path = answer.status_code, answer.get_data(), path
        self.answer = answer.headers
        self.html = self.content.decode(errors="replace")
        form = _Form()
        form.feed(self.html)
        self.fields = dict(form.fields)
        return self
