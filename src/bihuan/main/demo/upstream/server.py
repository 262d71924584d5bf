"""The upper platform's address: two lists over HTTP, on this machine only."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bihuan.main.demo.upstream.feed import Row, air_feed, weather_feed

FORMAT = "%Y-%m-%dT%H:%M:%S"
LONGEST = timedelta(days=7)
AHEAD = timedelta(hours=8)
Feed = Callable[..., list[Row]]
FEEDS: dict[str, Feed] = {"/hours": air_feed, "/weather": weather_feed}


def make_server(port: int, *, clock: Callable[[], datetime]) -> ThreadingHTTPServer:
    """A server that is not running yet; port 0 takes any free one."""

    class Handler(_Handler):
        now = staticmethod(clock)

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(BaseHTTPRequestHandler):
    now: Callable[[], datetime]

    def do_GET(self) -> None:
        """Answer one list."""
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query)
        feed = FEEDS.get(parts.path)
        try:
            start, end = (_moment(asked[name][0]) for name in ("from", "to"))
        except (KeyError, ValueError):
            return self._answer(HTTPStatus.BAD_REQUEST, {"message": "from, to"})
        if feed is None or end - start > LONGEST:
            return self._answer(HTTPStatus.NOT_FOUND, {"message": "没有这样的数据"})
        rows = feed(start, end, now=self.now())
        return self._answer(HTTPStatus.OK, {"code": 0, "data": {"list": rows}})

    def log_message(self, *args: Any) -> None:
        """Say nothing of each request."""

    def _answer(self, status: HTTPStatus, told: dict[str, Any]) -> None:
        data = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _moment(text: str) -> datetime:
    """A moment as Beijing's clock shows it."""
    return datetime.strptime(text, FORMAT).replace(tzinfo=UTC) - AHEAD
