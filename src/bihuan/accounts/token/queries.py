"""Reads of tokens."""

from dataclasses import dataclass
from datetime import datetime

from bihuan.accounts.models import ApiToken, User
from bihuan.accounts.token.scope import Scope
from bihuan.accounts.token.services import key_hash


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token as its person sees it; `tone` and `state` say whether it opens anything."""

    pk: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    last_used_address: str
    tone: str
    state: str


def tokens_of(user: User, *, now: datetime) -> list[TokenRow]:
    """A person's own tokens (接口令牌), the newest first."""
    return [_row(token, now) for token in ApiToken.objects.filter(user=user)]


def token_for(key: str, *, now: datetime) -> ApiToken | None:
    """The valid token of this key whose person may log in; None for any other.

    It is looked up by its hash, so the time taken tells nothing about other keys.
    """
    found = ApiToken.objects.select_related("user").filter(key_hash=key_hash(key)).first()
    if found is None or not found.is_valid(now) or not found.user.is_active:
        return None
    return found


def _row(token: ApiToken, now: datetime) -> TokenRow:
    tone, state = ("good", "有效") if token.is_valid(now) else ("none", "已到期")
    if token.revoked_at is not None:
        tone, state = "none", "已停用"
    return TokenRow(
        pk=token.pk,
        name=token.name,
        prefix=token.prefix,
        scopes=tuple(Scope(one).label for one in token.scopes if one in Scope.values),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        last_used_address=token.last_used_address or "",
        tone=tone,
        state=state,
    )
