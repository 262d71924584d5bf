"""A local server that speaks clamd's INSTREAM and finds the EICAR test text."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Line(socketserver.StreamRequestHandler):
    """One scan: the command, pieces with their length, an empty piece, the verdict."""

    def handle(self) -> None:
        heard = self.rfile.read(len(b"zINSTREAM\0"))
        assert heard == b"zINSTREAM\0"
        data = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            data += self.rfile.read(size)
        told: Any = self.server
        told.heard.append(len(data))
        if len(data) > told.most:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif EICAR in data:
            self.wfile.write(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@contextmanager
def clamd(path: Path | None = None, *, most: int = 1 << 20) -> Iterator[tuple[str, list[int]]]:
    """The server's address, and the sizes of what it was asked about."""
    kind = type("Server", (socketserver.ThreadingMixIn, socketserver.TCPServer), {})
    kind.address_family = socket.AF_INET if path is None else socket.AF_UNIX
    server = kind(("127.0.0.1", 0) if path is None else str(path), _Line)
    server.daemon_threads, server.heard, server.most = True, [], most
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        port = server.server_address[1] if path is None else 0
        yield (f"unix://{path}" if path else f"tcp://127.0.0.1:{port}"), server.heard
    finally:
        server.shutdown()
        server.server_close()
