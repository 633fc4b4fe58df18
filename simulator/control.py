"""The control API under `/_/`, with which the demo page and tests control people, faults and settings."""

import base64
import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug import Response as WerkzeugResponse
from werkzeug.exceptions import HTTPException

from simulator import events, ids
from simulator.answers import answer
from simulator.contents import READY, STATES
from simulator.errors import LineError, NotPossibleError, UnknownKeyError
from simulator.phone import Act, Phone
from simulator.world import MAX_DELIVERY_SECONDS, World

SAMPLES = Path(__file__).parent / "samples"


def make(world: World) -> Blueprint:  # noqa: C901, PLR0915 - one line per verb
    """The blueprint of the control API."""
    control = Blueprint("control", __name__, url_prefix="/_")
    phone = Phone(world)

    def begin(chat: str, body: dict[str, Any]) -> Act:
        wait = MAX_DELIVERY_SECONDS if body.get("wait") else None
        with world.lock:
            return phone.act(chat, body.get("as"), body.get("timestamp"), wait)

    @control.errorhandler(UnknownKeyError)
    @control.errorhandler(LineError)
    def not_found(error: Exception) -> Response:
        return answer({"message": str(error)}, 404)

    @control.errorhandler(ValueError)
    @control.errorhandler(KeyError)
    @control.errorhandler(TypeError)
    def not_possible(error: Exception) -> Response:
        return answer({"message": f"{type(error).__name__}: {error}"}, 400)

    @control.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        return answer({"message": error.description}, error.code or 500)

    @control.get("/state")
    def state() -> Response:
        with world.lock:
            return answer(_state(world))

    @control.get("/changes")
    def changes() -> Response:
        since = request.args.get("since", world.feed.seq, type=int)
        return answer(world.feed.since(since, request.args.get("wait", 0.0, type=float)))

    @control.get("/log")
    def log() -> Response:
        since = request.args.get("since", 0, type=int)
        with world.lock:
            records = list(world.sending.log.records.values())
        return answer([record for record in records if record["number"] > since])

    @control.get("/chats/<chat>/messages")
    def messages(chat: str) -> Response:
        with world.lock:
            world.friends.is_group(chat)
            return answer(world.chats.messages(chat))

    @control.get("/photos/<number>")
    def photo(number: str) -> Response:
        with world.lock:
            data, mime = world.contents.on_phone(number)
        return Response(data, mimetype=mime)

    @control.get("/menus/<number>")
    def menu_image(number: str) -> Response:
        with world.lock:
            data, mime = world.menus.image(number)
        return Response(data, mimetype=mime)

    @control.get("/elsewhere")
    def elsewhere() -> WerkzeugResponse:
        """Redirect a public https address to its address on this machine, or to itself."""
        address = request.args.get("url", "")
        for public, local in world.settings.elsewhere.items():
            if address.startswith(f"{public}/"):
                return redirect(local + address.removeprefix(public))
        if not address.startswith("https://"):
            raise UnknownKeyError("only https addresses lead elsewhere")
        return redirect(address)

    @control.get("/samples")
    def samples() -> Response:
        return answer(sorted(file.name for file in SAMPLES.glob("*.jpg")))

    @control.get("/samples/<name>")
    def sample(name: str) -> Response:
        return Response(_sample(name), mimetype="image/jpeg")

    @control.post("/chats/<chat>/<verb>")
    def act(chat: str, verb: str) -> Response:
        body = _body()
        if verb not in VERBS:
            raise UnknownKeyError(f"no verb {verb!r}")
        done = VERBS[verb](phone, begin(chat, body), body)
        return answer(
            {
                "webhookEventIds": done.webhook_event_ids,
                "messageIds": done.message_ids,
                "delivered": done.delivered,
            }
        )

    @control.post("/webhook")
    def webhook() -> Response:
        body = _body()
        raw = body["body"].encode() if "body" in body else _webhook_body(world, body)
        headers = world.signed(raw)
        signature = body.get("signature", "good")
        if signature == "bad":
            headers["x-line-signature"] = events.sign("another secret", raw)
        elif signature == "none":
            del headers["x-line-signature"]
        status, spent = world.post(raw, headers, None)
        return answer({"status": status, "ms": spent})

    @control.post("/redeliver")
    def redeliver() -> Response:
        body = _body()
        wait = MAX_DELIVERY_SECONDS if body.get("wait") else None
        return answer({"delivered": world.redeliver(body["webhookEventId"], wait)})

    @control.route("/faults", methods=["GET", "POST"])
    def faults() -> Response:
        if request.method == "POST":
            body = _body()
            world.faults.set(body.get("api", []), body.get("webhook", []))
        return answer(world.faults.waiting())

    @control.post("/quota")
    def quota() -> Response:
        body = _body()
        with world.lock:
            world.quota.set(ids.now_ms(), limit=body.get("limit"), used=body.get("used"))
            return answer(world.quota.read(ids.now_ms()))

    @control.post("/settings")
    def settings() -> Response:
        body = _body()
        world.redelivery = bool(body.get("redelivery", world.redelivery))
        world.webhook_url = str(body.get("webhookUrl", world.webhook_url))
        return answer(_settings(world))

    @control.post("/clock")
    def clock() -> Response:
        """Set the phones' clocks to `at` milliseconds; without a value they return to the real time."""
        world.phone_clock.set(_body().get("at"))
        return answer({"at": world.phone_clock.now_ms()})

    @control.post("/expire-reply-tokens")
    def expire() -> Response:
        with world.lock:
            world.tokens.expire_all()
        return answer({})

    @control.post("/reset")
    def reset() -> Response:
        world.reset()
        return answer({})

    return control


def _photo(phone: Phone, act: Act, body: dict[str, Any]) -> Act:
    """Send the photos of `sample`, `samples`, `base64` or `images`, repeated `count` times.

    Only the first `arriving` of them reach the bot; by default all do.
    """
    names = body.get("samples") or ([body["sample"]] if body.get("sample") else [])
    coded = body.get("images") or body.get("base64") or []
    pictures = [_sample(name) for name in names]
    pictures += [base64.b64decode(one) for one in ([coded] if isinstance(coded, str) else coded)]
    if not pictures:
        raise NotPossibleError("a photo needs sample, samples, base64 or images")
    arriving = int(body["arriving"]) if "arriving" in body else None
    pictures *= int(body.get("count", 1))
    return phone.photos(act, pictures, _content_state(body), arriving=arriving)


def _media(kind: str) -> Any:  # noqa: ANN401 - a verb
    def send(phone: Phone, act: Act, body: dict[str, Any]) -> Act:
        data = base64.b64decode(body.get("base64", "")) or b"\0" * 256
        return phone.media(act, kind, data, body.get("fileName"), _content_state(body))

    return send


def _locate(phone: Phone, act: Act, body: dict[str, Any]) -> Act:
    latitude, longitude = float(body["latitude"]), float(body["longitude"])
    return phone.locate(act, latitude, longitude, body.get("title"), body.get("address"))


VERBS: dict[str, Any] = {
    "say": lambda phone, act, body: phone.say(
        act,
        body["text"],
        mention=bool(body.get("mention")),
        quotes=str(body.get("quotes", "")),
    ),
    "photo": _photo,
    "audio": _media("audio"),
    "video": _media("video"),
    "file": _media("file"),
    "sticker": lambda phone, act, body: phone.sticker(
        act, str(body.get("packageId", "446")), str(body.get("stickerId", "1988"))
    ),
    "location": _locate,
    "press": lambda phone, act, body: phone.press(act, body["action"], body.get("params")),
    "unsend": lambda phone, act, body: phone.unsend(act, body["message_id"]),
    "follow": lambda phone, act, _: phone.follow(act),
    "unfollow": lambda phone, act, _: phone.unfollow(act),
    "join": lambda phone, act, _: phone.join(act),
    "leave": lambda phone, act, _: phone.leave(act),
    "member_joined": lambda phone, act, body: phone.member_joined(act, body["member"]),
    "member_left": lambda phone, act, body: phone.member_left(act, body["member"]),
}


def _body() -> dict[str, Any]:
    body = json.loads(request.get_data() or b"{}")
    if not isinstance(body, dict):
        raise NotPossibleError("the body must be a JSON object")
    return body


def _content_state(body: dict[str, Any]) -> str:
    fate: str = body.get("content") or READY
    if fate not in STATES:
        raise NotPossibleError(f"content is one of {', '.join(STATES)}")
    return fate


def _sample(name: str) -> bytes:
    if name not in {file.name for file in SAMPLES.glob("*.jpg")}:
        raise UnknownKeyError(f"no sample {name!r}")
    return (SAMPLES / name).read_bytes()


def _webhook_body(world: World, body: dict[str, Any]) -> bytes:
    return events.body(body.get("destination", world.bot_id), body.get("events", []))


def _settings(world: World) -> dict[str, Any]:
    return {
        "webhookUrl": world.webhook_url,
        "redelivery": world.redelivery,
        "replyTokenSeconds": world.settings.reply_token_seconds,
        "wire": world.settings.wire,
    }


def _state(world: World) -> dict[str, Any]:
    people = []
    for key, person in world.settings.roster.people.items():
        if person.background:
            continue
        standing = world.friends.standing(key)
        entry = {
            "key": key,
            "id": person.id,
            "name": person.name,
            "language": person.language,
            "role": person.role,
            "friend": standing["friend"],
            "blocked": standing["blocked"],
            "menu": world.menus.seen_by(key),
        }
        if person.picture:
            entry["picture"] = person.picture
        people.append(entry)
    groups = [
        {
            "key": key,
            "id": group.id,
            "name": group.name,
            "role": group.role,
            "members": world.friends.members(key),
            "joined": world.friends.joined(key),
        }
        for key, group in world.settings.roster.groups.items()
    ]
    return {
        "seq": world.feed.seq,
        "bot": {"id": world.bot_id, "name": world.settings.bot_name},
        "people": people,
        "background": {
            key: person.name
            for key, person in world.settings.roster.people.items()
            if person.background
        },
        "groups": groups,
        "quota": world.quota.read(ids.now_ms()),
        "settings": _settings(world),
    }
