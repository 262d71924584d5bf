"""Judged air for programs: the same numbers as the pages, within the reach of the person."""

from datetime import timedelta

import pytest
from django.test import Client

from bihuan.accounts.api.rate import LIMIT
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.accounts.token.services import create_token
from tests.air.conftest import TODAY, AirCounty

pytestmark = pytest.mark.requirement("A13.7", "B1.18")


def asked(air: AirCounty, user: User, address: str, **given: object) -> object:
    LIMIT.forget_all()
    _, key = create_token("试", scopes=[Scope.READ_AIR], days=1, by=user, now=air.now)
    headers = {"Authorization": f"Bearer {key}"}
    return Client().get(f"/api/v1/air/{address}", given, headers=headers)


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch, now: object) -> None:
    from types import SimpleNamespace

    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: now))


def test_the_newest_hour_days_and_places_are_those_of_the_pages(air: AirCounty) -> None:
    air.steady(TODAY - timedelta(days=3), 3)
    newest = asked(air, air.people.wang, "now").json()  # type: ignore[attr-defined]
    assert len(newest["items"]) == 9
    assert newest["data_version"]
    row = next(one for one in newest["items"] if one["code"] == "GY-T-05")
    assert row["start"] == "2026-11-20T15:00:00Z"
    assert {one["item"]: one["value"] for one in row["values"]}["PM₂.₅"] == "45"
    days = asked(
        air, air.people.wang, "days", first="2026-11-18", last="2026-11-30", station=row["station"]
    ).json()  # type: ignore[attr-defined]
    assert [one["start"] for one in days["items"]] == ["2026-11-18", "2026-11-19", "2026-11-20"]
    assert {one["index"] for one in days["items"]} == {row["index"]} - {None}
    ranked = asked(air, air.people.wang, "ranking", kind="week", day="2026-11-20").json()  # type: ignore[attr-defined]
    assert [one["place"] for one in ranked["items"]] == [1, 1, 1]
    assert ranked["basis"]


def test_nobody_reads_stations_of_others_and_nonsense_is_named(air: AirCounty) -> None:
    air.steady(TODAY - timedelta(days=1), 1)
    people = air.people
    assert asked(air, people.zhao, "now").json()["items"] == []  # type: ignore[attr-defined]
    assert asked(air, people.chen, "now").status_code == 403  # type: ignore[attr-defined]
    for given, field in (
        ({"first": "2026-11-05", "last": "2026-11-01"}, "last"),
        ({"first": "2026-11-21", "last": "2026-11-22"}, "last"),
        ({"first": "2019-01-01", "last": "2026-11-20"}, "last"),
        ({"first": "1500-01-01", "last": "2026-11-20"}, "first"),
    ):
        answer = asked(air, people.wang, "days", **given)
        assert answer.status_code == 422, given  # type: ignore[attr-defined]
        assert answer.json()["errors"][0]["field"] == field  # type: ignore[attr-defined]
    wrong = asked(air, people.wang, "ranking", station_class="weather", kind="any")
    assert wrong.status_code == 422  # type: ignore[attr-defined]
