"""Files of values: all of it or nothing, with a sentence for every faulty cell."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from bihuan import telemetry
from bihuan.accounts.models import District
from bihuan.main.import_service import import_values
from bihuan.main.value_file import KnownPoints, WrongFile, read_values
from bihuan.registry.models import MonitoringPoint, PointFactor, Station
from bihuan.telemetry import Kind, SeriesQuery

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
KNOWN = KnownPoints(
    by_number=frozenset({7, 8}),
    by_station={"410181T01": 8},
    factors=frozenset({(7, "a34004"), (8, "a34004"), (8, "a05024")}),
    minutes={8: 5},
)
HEAD = "站点编码,因子,数据类型,时间,数值,标记\n"


def faults(text: str) -> list[str]:
    """The sentences that a file gets."""
    with pytest.raises(WrongFile) as caught:
        read_values(text.encode(), KNOWN, now=NOW)
    return caught.value.faults


@pytest.mark.requirement("A1.18")
def test_values_become_rows_with_their_periods() -> None:
    text = HEAD + (
        "410181T01,a34004,小时,2026-11-21 08:00,35.2,N\n"
        "410181T01,a05024,分钟,2026-11-21 08:05:00,88,\n"
        "410181T01,a34004,日,2026-11-20,41,\n"
        "410181T01,a34004,实时,2026/11/21 08:01,36,\n"
    )
    rows = read_values(text.encode(), KNOWN, now=NOW).to_pylist()
    spans = [(row["end"] - row["start"]).total_seconds() / 60 for row in rows]
    assert spans == [60, 5, 1440, 0]
    assert rows[0]["start"] == datetime(2026, 11, 21, tzinfo=UTC)
    assert {row["point"] for row in rows} == {8}
    assert {row["source"] for row in rows} == {"import"}


def test_english_headings_numbers_of_points_and_a_missing_mark_column_will_do() -> None:
    text = "point,factor,kind,time,value\n7,a34004,hour,2026-11-21 08:00,35.2\n"
    row = read_values(text.encode("utf-8-sig"), KNOWN, now=NOW).to_pylist()[0]
    assert (row["point"], row["value"], row["flag"]) == (7, 35.2, "")


def test_a_file_as_office_programs_save_it_is_read() -> None:
    text = HEAD + "410181T01,a34004,小时,2026-11-21 08:00,35.2,N\n"
    assert len(read_values(text.encode("gb18030"), KNOWN, now=NOW)) == 1


def test_a_missing_value_needs_a_mark_that_says_why() -> None:
    row = "410181T01,a34004,小时,2026-11-21 08:00,,"
    assert read_values((HEAD + row + "D\n").encode(), KNOWN, now=NOW)["value"].null_count == 1
    assert faults(HEAD + row + "\n") == ["第 2 行“数值”列：“”数值为空时须填写标记"]


@pytest.mark.parametrize(
    ("row", "fault"),
    (
        ("410181T99,a34004,小时,2026-11-21 08:00,1,", "“监测点”列：“410181T99”没有这个监测点"),
        ("410181T01,a99999,小时,2026-11-21 08:00,1,", "“因子”列：“a99999”该监测点没有这个因子"),
        (
            "410181T01,a34004,周,2026-11-21 08:00,1,",
            "“数据类型”列：“周”应为 实时、分钟、小时 或 日",
        ),
        ("410181T01,a34004,小时,昨天,1,", "“时间”列：“昨天”不是时间，应写成 2026-11-21 08:00"),
        ("410181T01,a34004,小时,2027-01-01 08:00,1,", "“时间”列：“2027-01-01 08:00”在未来"),
        ("410181T01,a34004,小时,2026-11-21 08:00,低,", "“数值”列：“低”不是数字"),
        ("410181T01,a34004,小时,2026-11-21 08:00,nan,", "“数值”列：“nan”不是数字"),
        ("410181T01,a34004,小时,2026-11-21 08:00,inf,", "“数值”列：“inf”不是数字"),
    ),
)
def test_a_faulty_cell_is_named_by_row_and_column(row: str, fault: str) -> None:
    good = "410181T01,a34004,小时,2026-11-21 07:00,1,\n"
    assert faults(HEAD + good + row + "\n") == [f"第 3 行{fault}"]


def test_the_same_datum_twice_in_a_file_is_refused() -> None:
    row = "410181T01,a34004,小时,2026-11-21 08:00,{},\n"
    assert len(faults(HEAD + row.format(1) + row.format(2))) == 2


def test_unknown_and_missing_columns_are_named() -> None:
    assert faults("因子,时间,颜色\nx,y,z\n") == [
        "第 1 行：不认识的列名“颜色”",
        "第 1 行：缺少“数据类型”列",
        "第 1 行：缺少“数值”列",
        "第 1 行：缺少“监测点”或“站点编码”列",
    ]


@given(content=st.binary(max_size=300))
def test_no_bytes_whatever_bring_the_reader_down(content: bytes) -> None:
    try:
        read_values(content, KNOWN, now=NOW)
    except WrongFile as error:
        assert error.faults


@pytest.fixture
def own_store(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A store of its own for the service."""
    telemetry.close_stores()
    telemetry.configure(tmp_path)
    yield tmp_path
    telemetry.close_stores()
    telemetry.configure(settings.TELEMETRY_ROOT)


@pytest.mark.django_db
@pytest.mark.requirement("A1.18")
def test_an_imported_file_can_be_read_back(own_store: Path, tmp_path: Path) -> None:
    station = _station()
    file = tmp_path / "values.csv"
    file.write_text(HEAD + "X1,a34004,小时,2026-11-21 08:00,35.2,N\n", "utf-8")
    assert import_values(file, now=NOW) == 1
    span = SeriesQuery([station], None, Kind.HOUR, datetime(2026, 11, 20, tzinfo=UTC), NOW)
    found = telemetry.store("import").series(span).to_pylist()
    assert [(row["value"], row["source"]) for row in found] == [(35.2, "import")]


@pytest.mark.django_db
def test_one_faulty_row_keeps_the_whole_file_out(own_store: Path, tmp_path: Path) -> None:
    station = _station()
    file = tmp_path / "values.csv"
    rows = "X1,a34004,小时,2026-11-21 07:00,35.2,N\nX1,a34004,小时,2026-11-21 08:00,x,N\n"
    file.write_text(HEAD + rows, "utf-8")
    with pytest.raises(CommandError, match="没有导入任何数据：\n第 3 行“数值”列：“x”不是数字"):
        call_command("import_values", str(file))
    span = SeriesQuery([station], None, Kind.HOUR, datetime(2026, 11, 20, tzinfo=UTC), NOW)
    assert len(telemetry.store("import").series(span)) == 0


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match="不能读取"):
        import_values(tmp_path / "none.csv", now=NOW)


def _station() -> int:
    """A station X1 that measures PM2.5; its point."""
    county = District.objects.create(code="410181", name="巩义市", level="county")
    station = Station.objects.create(name="一站", code="X1", station_class="micro", district=county)
    point = MonitoringPoint.objects.create(
        name="一站", medium="air", station=station, district=county
    )
    PointFactor.objects.create(point=point, factor="a34004", name_zh="PM2.5")
    return point.pk
