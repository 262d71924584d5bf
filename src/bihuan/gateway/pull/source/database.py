"""A view of another database (数据库视图): SQLite or PostgreSQL, read only."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import dict_row

from bihuan.gateway.pull.credential import Credential
from bihuan.gateway.pull.error import PullFailed, WrongSetting
from bihuan.gateway.pull.setting import DatabaseSetting
from bihuan.gateway.pull.source.fetched import Fetched, Row
from bihuan.gateway.pull.source.span import Span, span_of

TIMEOUT_S = 30


def fetch_database(
    setting: DatabaseSetting, secret: Credential, cursor: str, *, now: datetime
) -> Fetched:
    """Read the view's rows behind the cursor.

    Raises:
        PullFailed: the database does not answer, or has no such view or column.
    """
    parts = urlsplit(secret.secret)
    readers = {"sqlite": _sqlite, "postgres": _postgres, "postgresql": _postgres}
    if parts.scheme not in readers:
        raise WrongSetting("凭据应为数据库地址：sqlite:///文件 或 postgres://用户:密码@主机/库")
    span = span_of(cursor, setting.window, now=now) if setting.cursor_is == "time" else None
    bounds = _bounds(setting, cursor, span)
    try:
        rows = readers[parts.scheme](secret.secret, _statement(setting, parts.scheme), bounds)
    except (sqlite3.Error, psycopg.Error) as error:
        raise _failure(error) from None
    raw = "\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in rows).encode()
    is_all = len(rows) < setting.most_rows
    if span is None:
        last = max((int(row[setting.cursor_field]) for row in rows), default=None)
        return Fetched(rows, raw, cursor=cursor if last is None else str(last), is_all=is_all)
    if not is_all:
        raise PullFailed(
            f"一次读出超过 {setting.most_rows} 行，请缩短 window.most_h", helps_again=False
        )
    return Fetched(rows, raw, span.start, span.end, span.end.isoformat(), span.is_all)


def _bounds(setting: DatabaseSetting, cursor: str, span: Span | None) -> list[Any]:
    if span is None:
        if cursor and not cursor.isdigit():
            raise WrongSetting("读取位置不是数字，请重设读取位置")
        return [int(cursor or 0), setting.most_rows]
    zone, form = ZoneInfo(setting.mapping.zone), setting.mapping.time_format
    until = span.end + timedelta(seconds=1)  # a time without fraction is still within
    edges = [moment.astimezone(zone).strftime(form) for moment in (span.start, until)]
    return [*edges, setting.most_rows]


def _statement(setting: DatabaseSetting, scheme: str) -> str:
    """Names were checked to be names when the settings were read; values are parameters."""
    mark = "?" if scheme == "sqlite" else "%s"
    column = f'"{setting.cursor_field}"'
    view = ".".join(f'"{part}"' for part in setting.view.split("."))
    condition = f"{column} > {mark}"
    if setting.cursor_is == "time":
        condition = f"{column} >= {mark} AND {column} < {mark}"
    return f"SELECT * FROM {view} WHERE {condition} ORDER BY {column} LIMIT {mark}"


def _sqlite(address: str, statement: str, bounds: list[Any]) -> list[Row]:
    path = unquote(urlsplit(address).path)
    file = path[1:] if path.startswith("//") else path
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=TIMEOUT_S)) as found:
        found.row_factory = sqlite3.Row
        return [dict(row) for row in found.execute(statement, bounds)]


def _postgres(address: str, statement: str, bounds: list[Any]) -> list[Row]:
    options = f"-c default_transaction_read_only=on -c statement_timeout={TIMEOUT_S * 1000}"
    with psycopg.connect(address, connect_timeout=10, options=options) as found:
        cursor = found.cursor(row_factory=dict_row)
        return list(cursor.execute(statement.encode(), bounds).fetchall())


def _failure(error: Exception) -> PullFailed:
    """A sentence without the address, whatever the driver says."""
    if isinstance(error, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
        return WrongSetting("对方数据库没有这个视图或列，请核对设置")
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return WrongSetting("对方数据库未授权读取这个视图")
    if isinstance(error, sqlite3.OperationalError) and "no such" in str(error):
        return WrongSetting("对方数据库没有这个视图或列，请核对设置")
    return PullFailed("连接不上对方数据库或读取失败，将自动重试", helps_again=True)
