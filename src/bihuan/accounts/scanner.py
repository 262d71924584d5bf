"""Scanning what people hand in for viruses (病毒扫描), by clamd over TCP or a local socket.

Off where no address is set. What is infected never reaches a folder of ours.
"""

import logging
import socket
from contextlib import closing
from datetime import datetime
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from django.conf import settings

from bihuan.accounts import policy
from bihuan.accounts.acts import Act
from bihuan.accounts.error import AccountsError
from bihuan.accounts.models import User
from bihuan.accounts.queries.setting import setting_at
from bihuan.accounts.services.audit import record_act

log = logging.getLogger(__name__)
PIECE: Final = 64 * 1024
TIMEOUT_S: Final = 60.0
MOST_ANSWER: Final = 4096


class RefusedByScanner(AccountsError):
    """A file that is not taken: infected, or nobody could look."""


class ScannerSilent(AccountsError):
    """The scanner cannot be reached, or did not look at the whole file."""


def scan(source: BinaryIO, *, name: str, by: User | None, now: datetime) -> None:
    """Let pass what the scanner finds clean (病毒扫描); the source stands at its begin again.

    Args:
        source: readable and seekable.
        name: as handed in.
        by: None for somebody with a one-time link.

    Raises:
        RefusedByScanner: infected; or nobody could look, and the setting asks for that.
    """
    if not settings.SCANNER:
        return
    try:
        virus = virus_in(source, settings.SCANNER)
    except ScannerSilent as error:
        if setting_at(policy.SCAN_REQUIRED, now):
            raise RefusedByScanner(f"{name} 未能查毒，暂不接收：{error}") from error
        log.warning("file taken unscanned name=%s reason=%s", name, error)
        return
    finally:
        source.seek(0)
    if virus:
        detail = {"file": name, "virus": virus}
        record_act(
            user=by, action=Act.INFECTED, object=None, now=now, detail=detail, succeeded=False
        )
        raise RefusedByScanner(f"{name} 含有病毒（{virus}），已拒收，未保存任何内容")


def virus_in(source: BinaryIO, address: str) -> str:
    """What the scanner finds in a file; empty for a clean one.

    Args:
        address: ``tcp://host:port`` or ``unix:///path``.

    Raises:
        ScannerSilent: no answer, or none about the whole file.
    """
    source.seek(0)
    try:
        with closing(_connected(address)) as line:
            line.sendall(b"zINSTREAM\0")
            while piece := source.read(PIECE):
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
            answer = _answer(line)
    except OSError as error:
        raise ScannerSilent(f"查毒服务连接失败（{error.strerror or error}）") from error
    return _virus_of(answer)


def _virus_of(answer: str) -> str:
    """The name that the answer says.

    >>> _virus_of("stream: Win.Test.EICAR_HDB-1 FOUND"), _virus_of("stream: OK")
    ('Win.Test.EICAR_HDB-1', '')
    """
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerSilent(f"查毒服务答复“{said[:120] or '空'}”")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), TIMEOUT_S)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(TIMEOUT_S)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    told = b""
    while len(told) < MOST_ANSWER and (piece := line.recv(MOST_ANSWER)):
        told += piece
        if b"\0" in piece:
            break
    return told.partition(b"\0")[0].decode("utf-8", "replace").strip()
