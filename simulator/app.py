"""The pretend LINE as a web application, and two ways to run it.

with running(settings) as line: ...   for tests; line.base_url, line.world
serve(settings, port=8100)            for the demo
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

from flask import Flask, Response, request, send_from_directory
from waitress import wasyncore
from waitress.channel import ClientDisconnected
from waitress.server import create_server
from werkzeug.exceptions import HTTPException
from werkzeug.local import LocalProxy

from simulator import control, line_api
from simulator.answers import answer
from simulator.settings import Settings
from simulator.world import World

THREADS = 24
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob: https: {0}; media-src 'self' blob: {0}"
)


WORLD = "simulator.world"
"""The key of a request's WSGI environment for the world of the server that received it."""


@cache
def create_app() -> Flask:
    """The Flask application with LINE's API, the control API and the page.

    All servers of a process share it, because compiling its routes takes as long as twenty requests. Each request
    carries the world of its server.
    """
    world = cast("World", LocalProxy(lambda: request.environ[WORLD]))
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(line_api.make(world))
    app.register_blueprint(control.make(world))

    @app.get("/", defaults={"name": "index.html"})
    @app.get("/<path:name>")
    def page(name: str) -> Response:
        response = send_from_directory(world.settings.page, name, max_age=0)
        nearby = " ".join(world.settings.elsewhere.values())
        response.headers["Content-Security-Policy"] = PAGE_POLICY.format(nearby)
        return response

    @app.errorhandler(HTTPException)
    def nothing(error: HTTPException) -> Response:
        return answer({"message": "Not found"}, error.code or 500)

    return app


class ServedWorld:
    """WSGI middleware: serves one world, and can drop a response, for the faults of `faults.py`."""

    def __init__(self, app: Flask, world: World) -> None:
        self._app = app
        self._world = world

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 - WSGI
        environ[WORLD] = self._world
        chunks = self._app(environ, start_response)
        if environ.get("simulator.drop"):
            # Waitress then closes the connection without an answer, like a broken network.
            raise ClientDisconnected
        return chunks


class Server:
    """The pretend LINE on a port of this machine."""

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        # Many phones at once are normal here, so waitress need not warn about its queue.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self.world = World(settings)
        self._sockets: dict[int, Any] = {}
        self._stopping = threading.Event()
        self._http = create_server(
            ServedWorld(create_app(), self.world),
            map=self._sockets,
            host=host,
            port=port,
            threads=THREADS,
        )
        self.base_url = f"http://{host}:{self._http.effective_port}"

    def run(self) -> None:
        """Serve until `stop`. Waitress's own loop would first wait for every client to disconnect."""
        while not self._stopping.is_set():
            wasyncore.loop(timeout=1.0, map=self._sockets, count=1)

    def stop(self) -> None:
        """Ask `run` to end."""
        self._stopping.set()
        self._http.pull_trigger()

    def close(self) -> None:
        """Save the state and release the port; call it after `run` has ended."""
        self.world.feed.close()
        self._http.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets)
        self.world.close()


@contextmanager
def running(settings: Settings, host: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    """Serve in a thread until the end of the block; port 0 chooses a free port."""
    server = Server(settings, host, port)
    thread = threading.Thread(target=server.run, daemon=True, name="pretend-line")
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()
        server.close()


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 8100) -> None:
    """Serve until interrupted."""
    server = Server(settings, host, port)
    try:
        server.run()
    finally:
        server.close()
