"""Drives the console as an officer does: signs in with the link from the chat, reads pages and presses buttons."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

import urllib3

from tests.chat import Phone
from tests.running import PUBLIC_URL, Bot

HTTP = urllib3.PoolManager(retries=False, timeout=20.0)
COOKIE = re.compile(r"__Host-desk=([^;]*)")
ONCE = re.compile(r"__Secure-desk-once=([^;]*)")
TOKEN = re.compile(r'name="form_token" value="(\w+)"')


@dataclass
class Desk:
    """A browser. It follows no redirect by itself, so that a story can check the target."""

    bot: Bot
    cookie: str = ""
    once: str = ""
    html: str = ""
    status: int = 0
    headers: urllib3.HTTPHeaderDict = field(default_factory=urllib3.HTTPHeaderDict)

    @classmethod
    def of(cls, phone: Phone) -> "Desk":
        """The browser of an officer who has signed in by the link from the chat."""
        desk = cls(phone.bot)
        desk.opens(link_of(phone)).sends()
        assert desk.status == 303, desk.html
        return desk

    def opens(self, path: str) -> "Desk":
        return self._ask("GET", path)

    def posts(self, path: str, fields: Any = (), **headers: str) -> "Desk":
        """Post fields as a form of the open page does, with its token."""
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)
        token = TOKEN.search(self.html)
        if token and "form_token" not in dict(pairs):
            pairs.append(("form_token", token[1]))
        body = urlencode(pairs).encode()
        given = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._ask("POST", path, body=body, headers=given)

    def uploads(self, path: str, fields: dict[str, Any]) -> "Desk":
        """Post a form with files; a file is a pair of its name and content."""
        token = TOKEN.search(self.html)
        body, kind = urllib3.encode_multipart_formdata(
            [*fields.items(), ("form_token", token[1] if token else "")]
        )
        return self._ask("POST", path, body=body, headers={"Content-Type": kind})

    def sends(self, **fields: str) -> "Desk":
        """Press a button that is a form of its own."""
        return self.posts(self.path, fields)

    def follows(self) -> "Desk":
        """Follow the redirect of the last response."""
        assert self.status in {302, 303}, f"{self.status}: {self.text}"
        return self.opens(self.headers["Location"])

    @property
    def text(self) -> str:
        """Return the visible text of the page."""
        body = re.sub(r"<(script|style)\b.*?</\1>", "", self.html, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def reads(self, *texts: str) -> "Desk":
        for text in texts:
            assert text in self.text, f"not on the page: {text!r}\n{self.text}"
        return self

    def does_not_read(self, *texts: str) -> "Desk":
        for text in texts:
            assert text not in self.text, f"on the page: {text!r}\n{self.text}"
        return self

    def acts(self, action: str, **fields: str) -> "Desk":
        """Fill in and send the form of an action on the page of a case."""
        seen = re.search(r'name="seen" value="(\d+)"', self.html)
        assert seen, self.text
        return self.posts(f"{self.path.split('?')[0]}/{action}", {"seen": seen[1], **fields})

    def _ask(self, method: str, path: str, **options: Any) -> "Desk":
        cookies = f"__Host-desk={self.cookie}; __Secure-desk-once={self.once}"
        headers = {"Cookie": cookies, **options.pop("headers", {})}
        self.path = path
        answer = HTTP.request(
            method, f"{self.bot.url}{path}", headers=headers, redirect=False, **options
        )
        self.status, self.headers = answer.status, answer.headers
        self.html = answer.data.decode(errors="replace")
        self.content = answer.data
        if found := COOKIE.search(self.headers.get("Set-Cookie", "")):
            self.cookie = found[1]
        if found := ONCE.search(self.headers.get("Set-Cookie", "")):
            self.once = found[1]
        self.bot.settle()
        return self


def link_of(phone: Phone) -> str:
    """Return the path of a new one-time link, as the officer receives it in the chat."""
    address = phone.says("เปิดโต๊ะทำงาน").keeps("เปิดโต๊ะทำงาน")["uri"]
    return address.removeprefix(PUBLIC_URL)
