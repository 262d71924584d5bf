"""Reading an upper platform's hours: its traps, its corrections, its failures."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bihuan.gateway.pull.run import pull
from bihuan.registry.models import GatewayCounter, Station
from bihuan.telemetry import DatumKey, Kind, SeriesQuery, Store
from tests.gateway.pull.conftest import MakeInterface
from tests.gateway.pull.upstream import Upstream, running
from tests.people import Places

HOUR = datetime(2026, 11, 20, 23, tzinfo=UTC)  # 07:00 to 08:00 in Shanghai, told as 08:00
EVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with running() as found:
        yield found


def hour(time: str = "2026-11-21 08:00:00", **changes: Any) -> dict[str, Any]:
    row = {"station_code": "1316A", "time": time, "pm2_5": "35", "co": "0.7", "o3_24h": "62"}
    return {**row, "o3": "84", **changes}


def told(upstream: Upstream, **more: Any) -> dict[str, Any]:
    return {"address": upstream.address, "rows": "data", **more}


def stored(lake: Store) -> dict[str, Any]:
    rows = lake.series(SeriesQuery(None, None, Kind.HOUR, *EVER)).to_pylist()
    return {row["factor"]: row for row in rows}


def test_texts_become_numbers_at_the_beginning_of_their_hour(
    upstream: Upstream, interface: MakeInterface, lake: Store, places: Places, now: datetime
) -> None:
    upstream.rows = [hour()]
    ended = pull(interface("http", told(upstream)), "", now=now)
    rows = stored(lake)
    assert ended.problem == ""
    assert {code: row["value"] for code, row in rows.items()} == {
        "a34004": 35.0,
        "a21005": 0.7,
        "a05024": 62.0,  # the hour's ozone is named o3_24h; o3 is the day's greatest
    }
    assert {row["start"] for row in rows.values()} == {HOUR}
    assert {row["source"] for row in rows.values()} == {"pull"}
    assert ended.counts["new"] == ended.counts["read"] == 3
    assert ended.newest == HOUR
    counter = GatewayCounter.objects.get(gateway="pull:province-http", key="values")
    assert counter.value == 3


def test_a_dash_or_a_zero_of_dust_is_missing_with_a_reason(
    upstream: Upstream, interface: MakeInterface, lake: Store, now: datetime
) -> None:
    upstream.rows = [hour(pm2_5="0", co="—", o3_24h=None)]
    ended = pull(interface("http", told(upstream)), "", now=now)
    assert {(row["value"], row["flag"]) for row in stored(lake).values()} == {(None, "U")}
    assert ended.counts["missing"] == 3
    assert ended.newest is None


def test_what_is_read_again_changes_nothing_and_a_correction_is_a_newer_version(
    upstream: Upstream, interface: MakeInterface, lake: Store, places: Places, now: datetime
) -> None:
    adapter = interface("http", told(upstream))
    upstream.rows = [hour()]
    first = pull(adapter, "", now=now)
    again = pull(adapter, first.cursor, now=now + timedelta(minutes=10))
    upstream.rows = [hour(pm2_5="41")]
    changed = pull(adapter, again.cursor, now=now + timedelta(minutes=20))
    upstream.rows = [hour(pm2_5="35")]
    back = pull(adapter, changed.cursor, now=now + timedelta(minutes=30))
    counts = [
        (one.counts["new"], one.counts["changed"], one.counts["equal"])
        for one in (first, again, changed, back)
    ]
    assert counts == [(3, 0, 0), (0, 0, 3), (0, 1, 2), (0, 1, 2)]
    key = DatumKey(places.station_point.pk, "a34004", Kind.HOUR, HOUR)
    assert lake.versions(key)["value"].to_pylist() == [35.0, 41.0, 35.0]


def test_a_correction_of_ours_is_not_undone_by_reading_again(
    upstream: Upstream, interface: MakeInterface, lake: Store, places: Places, now: datetime
) -> None:
    from bihuan import telemetry

    adapter = interface("http", told(upstream))
    upstream.rows = [hour()]
    pull(adapter, "", now=now)
    rows = lake.series(SeriesQuery(None, ["a34004"], Kind.HOUR, *EVER))
    corrected = rows.select(["point", "factor", "kind", "statistic", "start", "end", "flag"])
    corrected = corrected.append_column("value", [[30.0]])
    store = telemetry.store("pages")
    store.correct(corrected, author="王科员", reason="现场核实", now=now)
    again = pull(adapter, "", now=now + timedelta(minutes=10))
    assert (again.counts["new"], again.counts["changed"], again.counts["equal"]) == (0, 0, 3)
    assert stored(lake)["a34004"]["value"] == 30.0


def test_every_cell_is_taken_or_refused_in_words(
    upstream: Upstream, interface: MakeInterface, lake: Store, places: Places, now: datetime
) -> None:
    Station.objects.create(
        name="荥阳站", code="XY-1", station_class="micro", district=places.districts["410182"]
    )
    upstream.rows = [
        hour(),
        hour(pm2_5="36"),  # the hour published twice: the later row holds
        hour("2026-11-21 07:30:00"),
        hour("2026-11-21 20:00:00"),
        hour("2026-03-01 08:00:00"),
        hour("yesterday"),
        hour(station_code="XY-1"),
        hour("2026-11-21 06:00:00", co="abc"),
    ]
    ended = pull(interface("http", told(upstream)), "", now=now)
    counts = ended.counts
    assert counts["read"] == 24
    assert counts["read"] == sum(
        counts[name] for name in ("new", "changed", "equal", "superseded", "refused")
    )
    assert (counts["superseded"], counts["refused"]) == (3, 16)
    assert stored(lake)["a34004"]["value"] == 36.0
    for words in ("无法识别", "不在整点", "晚于当前", "过旧", "XY-1", "“abc”不是数字"):
        assert any(words in one for one in ended.doubts), words


def test_the_window_overlaps_the_last_one_and_a_long_silence_is_made_up_in_steps(
    upstream: Upstream, interface: MakeInterface, lake: Store, now: datetime
) -> None:
    window = {"overlap_h": 6, "backfill_h": 24, "most_h": 48}
    adapter = interface("http", told(upstream, window=window, query_format="%m-%dT%H"))
    first = pull(adapter, "", now=now)
    later = pull(adapter, first.cursor, now=now + timedelta(days=3))
    assert [path for path, _ in upstream.asked] == [
        "/hours?from=11-20T08&to=11-21T08",
        "/hours?from=11-21T02&to=11-23T08",
    ]
    assert (first.is_all, later.is_all) == (True, False)


@pytest.mark.parametrize(
    ("status", "body", "helps", "words"),
    [
        (503, None, True, "答复错误 503"),
        (429, None, True, "答复错误 429"),
        (401, None, False, "请核对凭据"),
        (404, None, False, "请核对地址"),
        (302, None, False, "要求转到别处"),
        (200, b"<html>", True, "不是 JSON"),
        (200, b'{"rows": []}', False, "不是数据行"),
    ],
)
def test_a_failure_says_whether_trying_again_helps(
    status: int,
    body: bytes | None,
    helps: bool,
    words: str,
    upstream: Upstream,
    interface: MakeInterface,
    lake: Store,
    now: datetime,
) -> None:
    upstream.status, upstream.body = status, body
    upstream.headers = {"Location": "http://127.0.0.1:1/"}
    ended = pull(interface("http", told(upstream)), "2026-11-21T00:00:00+00:00", now=now)
    assert words in ended.problem
    assert ended.helps_again is helps
    assert ended.cursor == "2026-11-21T00:00:00+00:00"


def test_a_dead_address_fails_without_telling_it(
    interface: MakeInterface, lake: Store, now: datetime
) -> None:
    address = "http://user:geheim@127.0.0.1:1/x?key=geheim"
    ended = pull(interface("http", {"address": address}), "", now=now)
    assert ended.helps_again
    assert "geheim" not in ended.problem


def test_a_credential_goes_into_the_header_and_nowhere_else(
    upstream: Upstream,
    interface: MakeInterface,
    lake: Store,
    now: datetime,
    settings: Any,
    tmp_path: Path,
) -> None:
    adapter = interface("http", told(upstream), credential="province")
    settings.CREDENTIALS = None
    assert "请管理员设置" in pull(adapter, "", now=now).problem
    settings.CREDENTIALS = tmp_path
    assert "放入同名文件" in pull(adapter, "", now=now).problem
    (tmp_path / "province").write_text("geheim\n")
    upstream.status = 401
    ended = pull(adapter, "", now=now)
    assert upstream.asked[-1][1] == "Bearer geheim"
    assert "geheim" not in repr(ended)


def test_wrong_settings_are_named(interface: MakeInterface, lake: Store, now: datetime) -> None:
    adapter = interface("http", {"mapping": {"label": "middle", "zone": "Mars/Base"}, "extra": 1})
    ended = pull(adapter, "", now=now)
    for words in ("address 缺少", "mapping.label 不正确", "mapping.zone 不正确", "extra 不认识"):
        assert words in ended.problem
    assert not ended.helps_again
