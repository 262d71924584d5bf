"""A furnished county, and browsers in which somebody is logged in."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.test import Client

from bihuan.accounts.models import User
from tests.people import People, Places
from tests.registry.furnished import Furnished, furnish

Login = Callable[[User], Client]


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Every request arrives at `now`."""
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: now))


@pytest.fixture
def furnished(places: Places, people: People) -> Furnished:
    """The county with a row in every list."""
    return furnish(places)


@pytest.fixture
def login() -> Login:
    """A browser in which somebody is logged in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make
