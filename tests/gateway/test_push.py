"""The contract of the push address: stored all together or not at all, with words for each row."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from bihuan import telemetry
from bihuan.gateway.push import service
from bihuan.gateway.push.value import MOST_BYTES, MOST_VALUES
from bihuan.registry.models import GatewayCounter, MonitoringPoint, PointFactor, PushSource
from bihuan.registry.services import create_push_source
from bihuan.telemetry import Kind, SeriesQuery, Store, StoreFull
from tests.gateway.conftest import LONG_AGO

pytestmark = pytest.mark.urls("tests.gateway.push_urls")

EVER = (LONG_AGO, datetime(2100, 1, 1, tzinfo=UTC))
Push = Callable[..., Any]


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Store]:
    """The store of this process, configured as the roof does it."""
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    yield telemetry.store()
    telemetry.close_stores()


@pytest.fixture
def point(make_point: Callable[[str], MonitoringPoint]) -> MonitoringPoint:
    made = make_point("JZ01")
    PointFactor.objects.create(point=made, factor="a34004", name_zh="细颗粒物", unit="µg/m³")
    return made


@pytest.fixture
def push(lake: Store, point: MonitoringPoint, client: Browser) -> Push:
    _, key = create_push_source("乡镇站平台", points=[point], by=None, now=LONG_AGO)

    def send(values: Any, *, key: str = key, body: bytes | None = None) -> Any:
        return client.post(
            "/api/v1/push/values",
            data=json.dumps({"values": values}).encode() if body is None else body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"} if key else {},
        )

    return send


def hour(point: MonitoringPoint, **changes: Any) -> dict[str, Any]:
    row = {"point": point.pk, "factor": "a34004", "kind": "hour", "value": 35.5, "flag": "N"}
    return {**row, "time": "2026-11-21T08:00:00+08:00", **changes}


def stored(lake: Store, kind: Kind = Kind.HOUR) -> list[dict[str, Any]]:
    return lake.series(SeriesQuery(None, None, kind, *EVER)).to_pylist()


def test_pushed_values_are_on_disk_when_they_are_acknowledged(
    push: Push, lake: Store, point: MonitoringPoint
) -> None:
    response = push([hour(point), hour(point, time="2026-11-21T09:00:00+08:00", value=36)])
    assert response.status_code == 200 and response.json() == {"accepted": 2}
    first = stored(lake)[0]
    assert first["value"] == 35.5 and first["flag"] == "N" and first["source"] == "push"
    assert first["start"] == datetime(2026, 11, 21, tzinfo=UTC)
    assert first["end"] - first["start"] == timedelta(hours=1)
    assert GatewayCounter.objects.get(gateway="push", key="values").value == 2


def test_a_pushed_value_leads_back_to_its_request(
    push: Push, lake: Store, point: MonitoringPoint
) -> None:
    push([hour(point)])
    row = stored(lake)[0]
    packet = lake.raw_packet(row["segment"], row["index"])
    assert packet is not None and json.loads(packet.packet)["values"][0]["value"] == 35.5


def test_the_same_request_again_changes_nothing(
    push: Push, lake: Store, point: MonitoringPoint
) -> None:
    assert push([hour(point)]).status_code == push([hour(point)]).status_code == 200
    assert len(stored(lake)) == 1


def test_another_value_is_a_newer_version(push: Push, lake: Store, point: MonitoringPoint) -> None:
    push([hour(point)])
    push([hour(point, value=40.0)])
    (row,) = stored(lake)
    assert row["value"] == 40.0 and row["version"] == 2


def test_a_station_code_finds_the_point_that_measures_the_factor(
    push: Push, lake: Store, point: MonitoringPoint
) -> None:
    values = hour(point, station="JZ01")
    del values["point"]
    assert push([values]).status_code == 200
    assert stored(lake)[0]["point"] == point.pk


def test_a_time_without_zone_is_beijing_time(
    push: Push, lake: Store, point: MonitoringPoint
) -> None:
    push([hour(point, time="2026-11-21T08:00:00")])
    assert stored(lake)[0]["start"] == datetime(2026, 11, 21, tzinfo=UTC)


def test_each_kind_has_its_period(push: Push, lake: Store, point: MonitoringPoint) -> None:
    day = hour(point, kind="day", time="2026-11-20T00:00:00+08:00")
    minute = hour(point, kind="minute", minutes=5)
    moment = hour(point, kind="realtime", time="2026-11-21T08:00:07+08:00")
    assert push([day, minute, moment]).status_code == 200
    lengths = {
        kind: stored(lake, kind)[0]["end"] - stored(lake, kind)[0]["start"]
        for kind in (Kind.DAY, Kind.MINUTE, Kind.REALTIME)
    }
    assert lengths == {
        Kind.DAY: timedelta(days=1),
        Kind.MINUTE: timedelta(minutes=5),
        Kind.REALTIME: timedelta(0),
    }


def test_a_missing_value_is_stored_with_its_reason(
    push: Push, lake: Store, point: MonitoringPoint
) -> None:
    assert push([hour(point, value=None, flag="B")]).status_code == 200
    row = stored(lake)[0]
    assert row["value"] is None and row["flag"] == "B"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"factor": ""}, "factor", "因子编码"),
        ({"factor": "a99999"}, "factor", "未登记因子 a99999"),
        ({"kind": "week"}, "kind", "kind 只能是"),
        ({"time": "yesterday"}, "time", "不是有效时间"),
        ({"time": "2026-11-21T08:30:00+08:00"}, "time", "整点"),
        ({"kind": "day"}, "time", "零点"),
        ({"kind": "minute"}, "minutes", "minutes"),
        ({"time": "2099-01-01T00:00:00+08:00"}, "time", "晚于当前时间"),
        ({"value": "high"}, "value", "数或 null"),
        ({"value": None, "flag": ""}, "flag", "缺测值"),
        ({"flag": "坏"}, "flag", "flag"),
        ({"point": None}, "point", "只能填一个"),
        ({"station": "JZ01"}, "point", "只能填一个"),
    ],
)
def test_each_fault_names_its_row_in_chinese_and_nothing_is_stored(
    push: Push,
    lake: Store,
    point: MonitoringPoint,
    changes: dict[str, Any],
    field: str,
    words: str,
) -> None:
    first = hour(point, time="2026-11-21T07:00:00+08:00")
    response = push([first, {**hour(point), **changes}])
    assert response.status_code == 422
    (fault,) = response.json()["faults"]
    assert fault["row"] == 2 and fault["field"] == field
    assert fault["message"].startswith("第 2 行：") and words in fault["message"]
    assert stored(lake) == []


def test_an_infinite_value_is_refused(push: Push, lake: Store, point: MonitoringPoint) -> None:
    body = json.dumps({"values": [hour(point, value=float("inf"))]}).encode()
    assert push([], body=body).status_code == 422
    assert stored(lake) == []


def test_a_contradiction_within_a_request_is_refused(
    push: Push, lake: Store, point: MonitoringPoint
) -> None:
    response = push([hour(point), hour(point, value=36)])
    assert response.status_code == 422
    assert "与第 1 行是同一数据" in response.json()["faults"][0]["message"]


def test_many_faults_are_counted_and_the_first_are_shown(
    push: Push, point: MonitoringPoint
) -> None:
    answer = push([hour(point, factor="a99999")] * 80).json()
    assert answer["total"] == 80 and len(answer["faults"]) == 50


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b'{"values": []}', b'{"values": 3}'])
def test_what_is_no_request_is_refused(push: Push, body: bytes) -> None:
    response = push([], body=body)
    assert response.status_code == 422 and response.json()["faults"][0]["row"] == 0


def test_a_foreign_point_is_forbidden_and_nothing_is_stored(
    push: Push, lake: Store, point: MonitoringPoint, make_point: Any
) -> None:
    response = push([hour(point), hour(make_point("JZ02"))])
    assert response.status_code == 403
    assert response.json()["faults"][0]["row"] == 2
    assert stored(lake) == []


@pytest.mark.parametrize("key", ["", "wrong"])
def test_nobody_pushes_without_a_key(push: Push, point: MonitoringPoint, key: str) -> None:
    assert push([hour(point)], key=key).status_code == 401


def test_a_source_that_is_switched_off_is_nobody(push: Push, point: MonitoringPoint) -> None:
    PushSource.objects.update(is_active=False)
    assert push([hour(point)]).status_code == 401


def test_too_many_bytes_are_refused_unread(push: Push, lake: Store) -> None:
    assert push([], body=b" " * (MOST_BYTES + 1)).status_code == 413


def test_too_many_rows_are_refused(push: Push, lake: Store, point: MonitoringPoint) -> None:
    row = hour(point, kind="realtime")
    response = push([], body=json.dumps({"values": [row] * (MOST_VALUES + 1)}).encode())
    assert (
        response.status_code == 413 and str(MOST_VALUES) in response.json()["faults"][0]["message"]
    )


def test_a_full_disk_is_said_and_can_be_tried_again(
    push: Push, point: MonitoringPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def append(self, *args: Any, **named: Any) -> int:
            raise StoreFull("disk full")

    monkeypatch.setattr(service.telemetry, "store", lambda journal: Full())
    assert push([hour(point)]).status_code == 503


def test_a_program_is_not_sent_to_the_login_page(push: Push, point: MonitoringPoint) -> None:
    response = push([hour(point)], key="")
    assert response.status_code == 401 and "Location" not in response.headers
