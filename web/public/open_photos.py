"""Photos before and after the work on the public page, at URLs that are valid while the photos are cleared."""

import hashlib
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request

from handlers.core.i18n import Translator
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.usecases import open_photos
from handlers.usecases.open_photos import Shown

ASK_FIRST = "public, no-cache"
"""Browsers may cache the response but must revalidate it, so that a withdrawn photo disappears at once."""


@dataclass(frozen=True)
class PhotoPair:
    """Photos before and after the work. `what`: the topic and the village; `before` and `after`: URL paths."""

    what: str
    before: str
    before_alt: str
    after: str
    after_alt: str


def photo_pairs(uow: UnitOfWork, translator: Translator) -> list[PhotoPair]:
    """Return the pairs of the public page, the newest first."""
    return [_pair(uow, translator, one) for one in open_photos.shown(uow)]


def add_photos(pages: Blueprint, context: AppContext) -> None:
    """Add the route of a photo below /open, for anyone."""

    @pages.get("/open/photos/<key>.jpg")
    def photo(key: str) -> Response:
        with context.store.read() as tx:
            found = tx.open_photos.find(key)
        if found is None:
            abort(404)
        try:
            content = context.files.read(found.file)
        except FileNotFoundError:
            abort(404)
        answer = Response(content, content_type="image/jpeg")
        answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
        answer.headers["Cache-Control"] = ASK_FIRST
        answer.headers["X-Robots-Tag"] = "noindex"
        answer.make_conditional(request)
        return answer


def _pair(uow: UnitOfWork, translator: Translator, one: Shown) -> PhotoPair:
    catalog = uow.context.catalog
    topic = catalog.category(one.category).th if one.category else ""
    villages = {village.number: village.label for village in catalog.organisation.villages}
    place = villages.get(one.village, "") if one.village else ""
    what = f"{topic or translator.say('open_photos.other_topic')} {place}".strip()
    before = translator.say("open_photos.before", what=what)
    after = translator.say("open_photos.after", what=what)
    address = "/open/photos/{}.jpg".format
    return PhotoPair(what, address(one.before), before, address(one.after), after)
