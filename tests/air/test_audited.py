"""Audited values of the upper level: compared first, taken in as newer versions."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client

from bihuan import telemetry
from bihuan.accounts.error import NotYours
from bihuan.air.error import WrongState
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import AuditedImport, Doubt
from bihuan.air.queries.audited import DECLARED, DOUBTED, OTHER, OURS_MISSING, SAME
from bihuan.air.series.audited_table import UnreadableValues
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import values_at
from bihuan.air.services.audited import check_audited, decide_audited, take_audited
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.telemetry import Kind, SeriesQuery
from tests.air.conftest import TODAY, AirCounty

YESTERDAY = TODAY - timedelta(days=1)
HEAD = "站点编码,时间,PM₂.₅（μg/m³）,PM10,CO"
ROWS = (
    f"GY-S-01,{YESTERDAY} 01:00,45.3,80,0.8",
    f"GY-S-01,{YESTERDAY} 02:00,60,无效,",
    f"GY-S-01,{YESTERDAY} 03:00,无效,80,",
    f"二号省控站,{YESTERDAY} 01:00,50,80,0.86",
)


def checked(
    air: AirCounty, rows: tuple[str, ...] = ROWS, encoding: str = "gb18030"
) -> AuditedImport:
    text = "\n".join(["市监测中心审核后数据", HEAD, *rows])
    return check_audited(
        BytesIO(text.encode("gb18030")),
        name="审核后.csv",
        source="市监测中心 11 月",
        by_end=True,
        district=air.district,
        by=air.analyst,
        now=air.now,
    )


def prepared(air: AirCounty) -> None:
    """Yesterday at every station, PM2.5 of the second provincial one missing at first."""
    air.steady(YESTERDAY, 1)
    air.hours("GY-S-02", "a34004", YESTERDAY - timedelta(days=1), [45.0] * 24)
    start = midnight(YESTERDAY) + timedelta(hours=1)
    Doubt.objects.create(
        point=air.points["GY-S-01"],
        factor="a34004",
        start=start,
        end=start + timedelta(hours=1),
        rule="spike",
        verdict="fault",
        because="突升",
        raised_at=air.now,
    )


def reasons(made: AuditedImport) -> set[tuple[str, str, int]]:
    return {(one["because"], one["factor"], one["hours"]) for one in made.summary}


@pytest.mark.requirement("A2.9")
def test_differences_are_explained_before_anything_changes(air: AirCounty) -> None:
    prepared(air)
    made = checked(air)
    assert (made.values, made.changes) == (10, 5)
    assert reasons(made) == {
        (SAME, "PM₂.₅", 1),
        (DOUBTED, "PM₂.₅", 1),
        (DECLARED, "PM₂.₅", 1),
        (OTHER, "PM₂.₅", 1),
        (SAME, "PM₁₀", 3),
        (DECLARED, "PM₁₀", 1),
        (SAME, "CO", 1),
        (OTHER, "CO", 1),
    }
    hours = values_at(air.now).hours(DaySpan(YESTERDAY, YESTERDAY))[Pollutant.PM25]
    assert hours[air.site("GY-S-01").row, 1] == 45.0


@pytest.mark.requirement("A2.9")
def test_confirmed_values_count_and_the_measured_ones_stay_readable(air: AirCounty) -> None:
    prepared(air)
    made = decide_audited(checked(air), take=True, by=air.analyst, now=air.now)
    assert take_audited(made, now=air.now) == 5
    later, day = air.now + timedelta(minutes=1), DaySpan(YESTERDAY, YESTERDAY)
    values, row = values_at(later), air.site("GY-S-01").row
    counted = values.hours(day)[Pollutant.PM25][row, :4]
    raw = values.hours(day, Treatment.RAW)[Pollutant.PM25][row, :4]
    assert (counted[1], raw[1]) == (60.0, 45.0)
    assert counted[2] != counted[2] and raw[2] == 45.0
    made.refresh_from_db()
    assert take_audited(made, now=later) == 0
    start = midnight(YESTERDAY)
    query = SeriesQuery([air.points["GY-S-01"].pk], ["a34004"], Kind.HOUR, start, later)
    assert max(telemetry.store().series(query)["version"].to_pylist()) == 2


def test_a_missing_hour_is_told_and_a_dropped_import_writes_nothing(air: AirCounty) -> None:
    air.steady(YESTERDAY, 1, codes=["GY-S-02"])
    made = checked(air, rows=ROWS[:1])
    assert {one[0] for one in reasons(made)} == {OURS_MISSING}
    dropped = decide_audited(made, take=False, by=air.analyst, now=air.now)
    with pytest.raises(WrongState, match="已放弃"):
        decide_audited(dropped, take=True, by=air.analyst, now=air.now)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("GY-X-09,2026-11-20 01:00,1,1,1", "第 3 行“GY-X-09”不是您管理范围内的站点"),
        ("GY-S-01,昨天,1,1,1", "不是时间"),
        ("GY-S-01,2026-11-20 01:00,很高,1,1", "不是有效浓度"),
        ("GY-S-01,2026-11-20 01:00,,,", "没有数值"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(row: str, words: str, air: AirCounty) -> None:
    with pytest.raises(UnreadableValues, match=words):
        checked(air, rows=(row,))
    assert not AuditedImport.objects.exists()


def test_only_those_who_review_may_import(air: AirCounty) -> None:
    with pytest.raises(NotYours):
        check_audited(
            BytesIO(b"x"),
            name="a.csv",
            source="x",
            by_end=True,
            district=air.district,
            by=air.people.supervisor,
            now=air.now,
        )


def test_the_pages_lead_from_the_file_to_the_comparison(air: AirCounty) -> None:
    prepared(air)
    client = Client()
    client.force_login(air.analyst)
    file = BytesIO("\n".join([HEAD, *ROWS]).encode())
    file.name = "审核后.csv"
    said = {"source": "市监测中心 11 月", "label": "end", "file": file}
    answer = client.post("/air/audited/check", said, follow=True)
    assert "确认写入 5 个数值" in answer.content.decode()
    assert "上级改正，未说明原因" in answer.content.decode()
    assert client.get("/air/audited/").status_code == 200
