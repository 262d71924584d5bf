"""Programs that read with a person's token, at the county of the pages."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from bihuan.accounts.api.rate import LIMIT
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.accounts.token.services import create_token
from tests.pages.conftest import County, county, frozen, login, store

__all__ = ["County", "county", "frozen", "login", "store"]

Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def fresh_allowance() -> Iterator[None]:
    """Every test begins with the whole allowance."""
    LIMIT.forget_all()
    yield
    LIMIT.forget_all()


@pytest.fixture
def ask(now: datetime) -> Ask:
    """A program of some person with every scope that asks an address under /api/v1/."""
    keys: dict[tuple[int, frozenset[str]], str] = {}

    def make(user: User, address: str, *, scopes: Any = tuple(Scope), **given: Any) -> Any:
        place = (user.pk, frozenset(scopes))
        if place not in keys:
            _, keys[place] = create_token("测试", scopes=scopes, days=30, by=user, now=now)
        headers = {"Authorization": f"Bearer {keys[place]}"}
        return Client().get(f"/api/v1/{address}", given, headers=headers)

    return make
