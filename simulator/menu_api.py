"""LINE's API for rich menus.

https://developers.line.biz/en/reference/messaging-api/#rich-menu
"""

from flask import Blueprint, Response, request

from simulator import menu_rules
from simulator.answers import answer, person_key, read_body
from simulator.errors import LineError
from simulator.ids import read_users
from simulator.world import World


def add_to(line: Blueprint, world: World) -> None:
    """Add the routes of rich menus to LINE's blueprint."""
    _add_menus(line, world)
    _add_links(line, world)
    _add_aliases(line, world)


def _add_menus(line: Blueprint, world: World) -> None:

    @line.post("/richmenu")
    def create() -> Response:
        body = read_body()
        with world.lock:
            return answer({"richMenuId": world.menus.create(body)})

    @line.post("/richmenu/validate")
    def validate_menu() -> Response:
        menu_rules.check(read_body())
        return answer({})

    @line.get("/richmenu/list")
    def every() -> Response:
        with world.lock:
            return answer({"richmenus": world.menus.all()})

    @line.get("/richmenu/<number>")
    def get(number: str) -> Response:
        with world.lock:
            return answer(world.menus.get(number))

    @line.delete("/richmenu/<number>")
    def delete(number: str) -> Response:
        with world.lock:
            world.menus.delete(number)
        return answer({})

    @line.post("/richmenu/<number>/content")
    def put_image(number: str) -> Response:
        with world.lock:
            world.menus.put_image(number, request.get_data(), request.mimetype)
        return answer({})

    @line.get("/richmenu/<number>/content")
    def image(number: str) -> Response:
        with world.lock:
            data, mime = world.menus.image(number)
        return Response(data, mimetype=mime)


def _add_links(line: Blueprint, world: World) -> None:  # noqa: C901 - one line per path

    @line.post("/user/all/richmenu/<number>")
    def set_default(number: str) -> Response:
        with world.lock:
            world.menus.set_default(number)
        return answer({})

    @line.get("/user/all/richmenu")
    def default() -> Response:
        with world.lock:
            number = world.menus.default()
        if number is None:
            raise LineError(404, "no default richmenu", [])
        return answer({"richMenuId": number})

    @line.delete("/user/all/richmenu")
    def clear_default() -> Response:
        with world.lock:
            world.menus.clear_default()
        return answer({})

    @line.post("/user/<user>/richmenu/<number>")
    def link(user: str, number: str) -> Response:
        with world.lock:
            world.menus.link(person_key(world, user), number)
        return answer({})

    @line.get("/user/<user>/richmenu")
    def linked(user: str) -> Response:
        with world.lock:
            number = world.menus.linked(person_key(world, user))
        if number is None:
            raise LineError(404, "the user has no richmenu", [])
        return answer({"richMenuId": number})

    @line.delete("/user/<user>/richmenu")
    def unlink(user: str) -> Response:
        with world.lock:
            world.menus.unlink(person_key(world, user))
        return answer({})

    @line.post("/richmenu/bulk/<any(link, unlink):verb>")
    def bulk(verb: str) -> Response:
        body = read_body()
        users = read_users(body, "userIds", "'userIds[{place}]'")
        known = world.settings.roster.person_keys
        with world.lock:
            for key in (known[user] for user in users if user in known):
                if verb == "link":
                    world.menus.link(key, str(body.get("richMenuId")))
                else:
                    world.menus.unlink(key)
        return answer({}, 202)


def _add_aliases(line: Blueprint, world: World) -> None:

    @line.post("/richmenu/alias")
    def create_alias() -> Response:
        body = read_body()
        with world.lock:
            world.menus.create_alias(body.get("richMenuAliasId"), body.get("richMenuId"))
        return answer({})

    @line.get("/richmenu/alias/list")
    def aliases() -> Response:
        with world.lock:
            return answer({"aliases": world.menus.aliases()})

    @line.get("/richmenu/alias/<alias>")
    def alias(alias: str) -> Response:
        with world.lock:
            return answer(world.menus.alias(alias))

    @line.post("/richmenu/alias/<alias>")
    def update_alias(alias: str) -> Response:
        body = read_body()
        with world.lock:
            world.menus.update_alias(alias, body.get("richMenuId"))
        return answer({})

    @line.delete("/richmenu/alias/<alias>")
    def delete_alias(alias: str) -> Response:
        with world.lock:
            world.menus.delete_alias(alias)
        return answer({})
