"""Lists in pages that stay right while rows come and go (游标分页)."""

import base64
import binascii
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db.models import QuerySet
from ninja import Field, Schema

from bihuan.accounts.api.problem import Refused

R = TypeVar("R")
USUAL, MOST = 100, 1000


class PageQuery(Schema):
    """Which part of a list."""

    cursor: str = Field(
        default="", max_length=200, description="游标：上一页答复里的 next；第一页不填"
    )
    limit: int = Field(default=USUAL, ge=1, le=MOST, description=f"每页条数，最多 {MOST}")


class Page(Schema):
    """What every page says beside its rows."""

    next: str | None = Field(
        description="下一页的游标，没有下一页时为 null", examples=["MTAw"], default=None
    )


def page_of(
    rows: QuerySet[Any, Any],
    asked: PageQuery,
    make: Callable[[Sequence[dict[str, Any]]], list[Any]] = list,
) -> dict[str, Any]:
    """The rows after the cursor, by key, and the cursor of the next page.

    A row that is added or removed meanwhile moves no other one to another page.

    Args:
        rows: of value mappings, with the key under ``id``.
        asked: cursor and length.
        make: what is answered of the rows of one page.

    Raises:
        Refused: the cursor is none of ours.
    """
    chosen = rows.order_by("pk")
    if asked.cursor:
        chosen = chosen.filter(pk__gt=_key(asked.cursor, rows))
    found = list(chosen[: asked.limit + 1])
    is_more = len(found) > asked.limit
    shown = found[: asked.limit]
    return {"items": make(shown), "next": cursor_after(shown[-1]["id"]) if is_more else None}


def cursor_after(key: object) -> str:
    """The cursor behind a key.

    >>> cursor_after(100)
    'MTAw'
    """
    return base64.urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def key_of(cursor: str) -> str:
    """The key that a cursor stands behind.

    >>> key_of("MTAw")
    '100'

    Raises:
        Refused: it is none of ours.
    """
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise wrong_cursor() from error


def wrong_cursor() -> Refused:
    """The refusal of a cursor."""
    told = [("cursor", "不是本接口给出的游标")]
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "游标无效，请从第一页重新读取", faults=told)


def _key(cursor: str, rows: QuerySet[Any, Any]) -> Any:
    field = rows.model._meta.pk
    assert field is not None
    try:
        key = field.to_python(key_of(cursor))
        field.run_validators(key)
    except (ValidationError, FieldError, ValueError, OverflowError) as error:
        raise wrong_cursor() from error
    return key
