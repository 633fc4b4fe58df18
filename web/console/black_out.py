"""Black out parts of a photo for everybody but officers. The original is kept, for officers only."""

import io
import json
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.access import permission
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState
from storage.cases.audit import Entry
from storage.queues.tasks import TaskKind
from web.console import case as case_pages
from web.console.desk import Desk
from web.console.gate import who

COVERED = "photo_covered"
"""Action of the audit log, which the reporter does not see."""
MOST = 20
SCALE = 1000
QUALITY = 88


@dataclass(frozen=True)
class Box:
    """A part of a photo, in thousandths of its width and height, from its left upper corner."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def read(cls, typed: str) -> "Box | None":
        """Parse "left,top,width,height"; None if this is not a part of a photo."""
        parts = typed.split(",")
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        left, top, width, height = (min(int(part[:5]), SCALE) for part in parts)
        box = cls(left, top, min(width, SCALE - left), min(height, SCALE - top))
        return box if box.width and box.height else None

    def __str__(self) -> str:
        return f"{self.left},{self.top},{self.width},{self.height}"


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/files that black out parts of a photo."""

    @pages.get("/files/<key>/cover")
    def cover_photo(key: str) -> str:
        with desk.reading() as uow:
            found, case_id = _photo(uow, key)
        return render_template(
            "desk/cover.html",
            photo=found,
            case_id=case_id,
            boxes=boxes_of(found),
            most=MOST,
            scale=SCALE,
        )

    @pages.post("/files/<key>/cover")
    def save_cover(key: str) -> AnyResponse:
        boxes = _boxes_of_form()
        with desk.reading() as uow:
            found, _ = _photo(uow, key)
        try:
            original = desk.context.files.read(found.file or "")
        except FileNotFoundError:
            abort(404)
        # Outside any transaction, because encoding a photo takes a moment.
        shown = desk.context.files.store(covered(original, boxes)) if boxes else None
        with desk.writing() as uow:
            found, case_id = _photo(uow, key)
            uow.tx.attachments.cover(found.id, shown, json.dumps([str(one) for one in boxes]))
            if found.shown and found.shown != shown:
                uow.tx.tasks.ask(TaskKind.FORGET_FILE, found.shown, uow.now)
            case = case_pages.readable(uow, str(case_id))
            status, actor = case.status.value, f"officer:{who().officer.id}"
            uow.tx.audit.add(Entry(uow.now, actor, COVERED, status, status, ""), case)
        return redirect(url_for("desk.cover_photo", key=key, saved=1), 303)


def covered(original: bytes, boxes: list[Box]) -> bytes:
    """The photo as a JPEG with these parts black. Their pixels are overwritten, not covered."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - few processes need it

    with Image.open(io.BytesIO(original)) as picture:
        copy = picture.convert("RGB")
    draw = ImageDraw.Draw(copy)
    for box in boxes:
        left, top = box.left * copy.width // SCALE, box.top * copy.height // SCALE
        right = -(-(box.left + box.width) * copy.width // SCALE)
        bottom = -(-(box.top + box.height) * copy.height // SCALE)
        draw.rectangle((left, top, right, bottom), fill="black")
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def boxes_of(photo: Attachment) -> list[Box]:
    """The parts of a photo that are blacked out."""
    stored = json.loads(photo.covers) if photo.covers else []
    return [box for one in stored if (box := Box.read(str(one)))]


def _boxes_of_form() -> list[Box]:
    """The parts that are kept, and one typed in per cent for people who cannot draw."""
    typed = request.form.getlist("box")[:MOST]
    sides = [request.form.get(side, "").strip() for side in ("left", "top", "width", "height")]
    if all(side.isascii() and side.isdigit() and len(side) <= 3 for side in sides):
        typed.append(",".join(str(int(side) * SCALE // 100) for side in sides))
    return [box for one in typed if (box := Box.read(one))][:MOST]


def _photo(uow: UnitOfWork, key: str) -> tuple[Attachment, int]:
    """A stored photo of an ordinary case that the officer may act on, and the id of the case; else 404."""
    found = uow.tx.attachments.by_key(key)
    case_id = case_pages.case_of(found) if found else None
    if found is None or case_id is None:
        abort(404)
    case = case_pages.readable(uow, str(case_id))
    is_photo = found.kind is AttachmentKind.IMAGE and found.state is AttachmentState.STORED
    if not is_photo or not permission.may_handle(uow, who().officer, case):
        abort(404)
    return found, case_id
