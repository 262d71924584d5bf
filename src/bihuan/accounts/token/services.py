"""Acts on tokens."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from bihuan.accounts.acts import Act
from bihuan.accounts.error import NotYours
from bihuan.accounts.models import ApiToken, User
from bihuan.accounts.services import record_act
from bihuan.accounts.token.scope import Scope

MARK = "bh_"
"""Begins every token, so that a leaked one is recognised in logs and repositories."""

SHOWN = 9
NOTE_EVERY = timedelta(minutes=1)


def key_hash(key: str) -> str:
    """Hash under which a token is kept and looked up (SHA-256); it is long and random.

    >>> len(key_hash("bh_k"))
    64
    """
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def create_token(
    name: str, *, scopes: Collection[Scope], days: int, by: User, now: datetime
) -> tuple[ApiToken, str]:
    """Make a token for one's own programs (新建接口令牌).

    Args:
        name: what it is for.
        scopes: what it opens.
        days: how long it holds.
        by: in whose name the program will act.
        now: time of the act. [aware]

    Returns:
        The token and its key in clear, which is shown once and kept nowhere.
    """
    key = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        name=name,
        prefix=key[:SHOWN],
        key_hash=key_hash(key),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    detail = {"prefix": token.prefix, "scopes": token.scopes, "days": days}
    record_act(user=by, action=Act.CREATE_TOKEN, object=token, now=now, detail=detail)
    return token, key


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User, now: datetime) -> None:
    """Stop a token at once (停用接口令牌); one that is stopped already stays as it is.

    Raises:
        NotYours: it belongs to somebody else.
    """
    if token.user_id != by.pk:
        raise NotYours("只能停用本人的接口令牌")
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now):
        record_act(user=by, action=Act.REVOKE_TOKEN, object=token, now=now)


def note_use(token: ApiToken, *, address: str | None, now: datetime) -> None:
    """Note when and from where a token was used (使用记录), once a minute and address."""
    recent = Q(last_used_at__gt=now - NOTE_EVERY, last_used_address=address)
    ApiToken.objects.filter(pk=token.pk).exclude(recent).update(
        last_used_at=now, last_used_address=address
    )
