"""Live signals: who may listen, and what makes them speak."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

from bihuan.accounts.models import User
from bihuan.registry import live
from bihuan.registry.live import Touches
from bihuan.ui.live import Pulse
from tests.pages.conftest import County
from tests.pages.given import Rows, rows_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    pulse = Pulse(Touches().read, every_s=0.01)
    monkeypatch.setattr(live, "PULSE", pulse)
    monkeypatch.setattr("bihuan.registry.views.events.PULSE", pulse)


def status(user: User, address: str) -> int:
    async def ask() -> int:
        client = AsyncClient()
        await client.aforce_login(user)
        answer = await client.get(address)
        return answer.status_code

    return async_to_sync(ask)()


def test_the_board_is_heard_by_people_with_a_scope(county: County) -> None:
    people = county.people
    assert status(people.wang, "/live/events") == 200
    assert status(people.auditor, "/live/events") == 403


def test_a_point_is_heard_by_those_who_see_it(county: County) -> None:
    address = f"/points/{county.point.pk}/events"
    assert status(county.people.wang, address) == 200
    assert status(county.people.zhao, address) == 403
    assert status(county.people.wang, "/points/999999/events") == 404


def test_the_platforms_state_is_heard_by_its_keepers(county: County) -> None:
    assert status(county.people.system_admin, "/health/events") == 200
    assert status(county.people.chen, "/health/events") == 403


async def heard(stream: AsyncIterator[bytes], wanted: int) -> list[bytes]:
    found: list[bytes] = []
    async for part in stream:
        if part.startswith(b"event: changed"):
            found.append(part)
        if len(found) == wanted:
            break
    return found


def test_a_new_value_is_signalled_to_its_point_and_to_no_other(
    county: County, now: datetime
) -> None:
    def write(point: int) -> None:
        series = Rows(point, "a21026", "realtime", timedelta(minutes=1))
        county.store.append(rows_of(series, now + timedelta(minutes=1), [21.0]), now=now)

    async def listen() -> int:
        client = AsyncClient()
        await client.aforce_login(county.people.wang)
        answer = await client.get(f"/points/{county.point.pk}/events")
        stream = aiter(answer.streaming_content)
        await heard(stream, 1)
        await asyncio.to_thread(write, county.places.mill_point.pk)
        waiting = asyncio.ensure_future(heard(stream, 1))
        done, _ = await asyncio.wait({waiting}, timeout=0.3)
        assert not done
        await asyncio.to_thread(write, county.point.pk)
        return len(await asyncio.wait_for(waiting, timeout=20))

    assert async_to_sync(listen)() == 1
