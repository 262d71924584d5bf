"""Local servers that speak the real formats of the message services, over real sockets."""

import base64
import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, dict[str, Any]]


@dataclass
class HttpStub:
    """A message service: what it heard, and how it answers."""

    url: str
    judge: Callable[["HttpStub", str, dict[str, Any]], Answer]
    heard: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    faults: list[Answer] = field(default_factory=list)

    def answer(self, path: str, body: dict[str, Any]) -> Answer:
        if self.faults:
            return self.faults.pop(0)
        code, said = self.judge(self, path, body)
        return code, said


@contextmanager
def http_stub(judge: Callable[[HttpStub, str, dict[str, Any]], Answer]) -> Iterator[HttpStub]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.headers.append(dict(self.headers))
            code, said = stub.answer(self.path, body)
            content = json.dumps(said).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        stub = HttpStub(f"http://127.0.0.1:{server.server_port}/robot/send?key=k1", judge)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield stub
        server.shutdown()
        thread.join()


def wecom(stub: HttpStub, path: str, body: dict[str, Any]) -> Answer:
    """errcode 0 for what WeCom takes; 45002 for a content over 2,048 bytes."""
    if body["msgtype"] == "text" and len(body["text"]["content"].encode()) > 2048:
        return 200, {"errcode": 45002, "errmsg": "content size out of limit"}
    if body["msgtype"] == "image":
        content = base64.b64decode(body["image"]["base64"])
        if hashlib.md5(content).hexdigest() != body["image"]["md5"]:
            return 200, {"errcode": 301019, "errmsg": "media md5 not match"}
    stub.heard.append(body)
    return 200, {"errcode": 0, "errmsg": "ok"}


DING_SECRET = "SEC5f0e"


def dingtalk(stub: HttpStub, path: str, body: dict[str, Any]) -> Answer:
    """errcode 310000 unless timestamp and sign agree with the secret."""
    query = parse_qs(urlsplit(path).query)
    text = f"{query['timestamp'][0]}\n{DING_SECRET}".encode()
    sign = base64.b64encode(hmac.new(DING_SECRET.encode(), text, hashlib.sha256).digest())
    if query["sign"][0].encode() != sign:
        return 200, {"errcode": 310000, "errmsg": "sign not match"}
    stub.heard.append(body)
    return 200, {"errcode": 0, "errmsg": "ok"}


FEISHU_SECRET = "feishu-secret"


def feishu(stub: HttpStub, path: str, body: dict[str, Any]) -> Answer:
    """Code 19021 unless timestamp and sign agree with the secret."""
    key = f"{body['timestamp']}\n{FEISHU_SECRET}".encode()
    sign = base64.b64encode(hmac.new(key, digestmod=hashlib.sha256).digest()).decode()
    if body["sign"] != sign:
        return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}
    stub.heard.append(body)
    return 200, {"code": 0, "msg": "success", "data": {}}


def sms(stub: HttpStub, path: str, body: dict[str, Any]) -> Answer:
    """A gateway that knows an id only once."""
    stub.heard.append(body)
    return 200, {"code": "0", "msgid": f"M-{body['id']}"}


@dataclass
class MailStub:
    """A mail server: what it took."""

    port: int
    mails: list[str] = field(default_factory=list)
    refuse: str = ""


@contextmanager
def mail_stub() -> Iterator[MailStub]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 stub ESMTP")
            while line := self.rfile.readline().decode().strip():
                verb = line.split(" ")[0].split(":")[0].upper()
                if verb == "RCPT" and stub.refuse:
                    self.say(stub.refuse)
                elif verb == "DATA":
                    self.take()
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def take(self) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline().decode()) != ".\r\n":
                lines.append(line)
            stub.mails.append("".join(lines))
            self.say("250 taken")

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        stub = MailStub(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield stub
        server.shutdown()
        thread.join()
