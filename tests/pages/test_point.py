"""The point page: curves, table, file, versions, packets."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.test import Client

from bihuan.accounts.models import AuditEntry
from tests.pages.conftest import County, Login
from tests.pages.given import Rows, rows_of

HOURS = "kind=hour&span=72h&factor=a21026"


@pytest.fixture
def browser(county: County, login: Login) -> Client:
    return login(county.people.wang)


def address(county: County, tail: str = "") -> str:
    return f"/points/{county.point.pk}/{tail}"


def line_of(county: County, browser: Client, query: str) -> dict[str, object]:
    drawn: dict[str, object] = browser.get(address(county, f"series.json?{query}")).json()["lines"][
        0
    ]
    return drawn


@pytest.mark.requirement("A1.13")
def test_curve_table_and_file_show_the_same_values(county: County, browser: Client) -> None:
    drawn = line_of(county, browser, HOURS)
    curve = [f"{value:.1f}" for value in drawn["values"] if value is not None]  # type: ignore[attr-defined]
    page = browser.get(address(county, f"?{HOURS}&view=table")).context["page"]
    table = [f"{row.cells[0].value:.1f}" for row in page.paginator.object_list]
    file = browser.get(address(county, f"series.csv?{HOURS}")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert curve == table[::-1] == [row["二氧化硫（mg/m³）"] for row in rows]
    assert rows[-1]["时间（北京时间）"] == "2026-11-21 07:00:00"


def test_an_export_is_put_on_record(county: County, browser: Client) -> None:
    browser.get(address(county, f"series.csv?{HOURS}"))
    entry = AuditEntry.objects.get(action="registry.export_series")
    assert entry.user == county.people.wang
    assert entry.detail["rows"] == 72 - 1


def test_the_limit_of_the_hour_is_a_line_and_of_minutes_there_is_none(
    county: County, browser: Client
) -> None:
    limits = line_of(county, browser, HOURS)["limits"]
    assert limits == [{"value": 35.0, "text": "限值 35", "is_upper": True}]
    assert line_of(county, browser, "kind=realtime&factor=a21026")["limits"] == []


def test_several_factors_are_several_curves(county: County, browser: Client) -> None:
    drawn = browser.get(address(county, f"series.json?{HOURS}&factor=a34013")).json()
    assert [line["name"] for line in drawn["lines"]] == ["二氧化硫", "烟尘"]


def test_a_gap_is_a_band(county: County, browser: Client, now: datetime) -> None:
    late = Rows(county.point.pk, "a34013", "hour", timedelta(hours=1))
    hour = now.replace(minute=0)
    county.store.append(rows_of(late, hour - timedelta(hours=9), [1.0] * 5), now=now)
    county.store.append(rows_of(late, hour, [1.0] * 3), now=now)
    gaps = line_of(county, browser, "kind=hour&span=24h&factor=a34013")["gaps"]
    assert [(end - start) / 3_600_000 for start, end, _ in gaps] == [9.5, 6.0]  # type: ignore[attr-defined]


@pytest.mark.requirement("A1.10")
@pytest.mark.parametrize("kind", ["realtime", "minute", "hour", "day", "month", "year"])
def test_every_kind_has_a_curve_and_a_table(kind: str, county: County, browser: Client) -> None:
    assert browser.get(address(county, f"series.json?kind={kind}")).status_code == 200
    assert browser.get(address(county, f"?kind={kind}&view=table")).status_code == 200


@pytest.mark.requirement("A1.19")
def test_a_value_leads_to_its_versions_with_author_and_reason(
    county: County, browser: Client, now: datetime
) -> None:
    hour = now.replace(minute=0) - timedelta(hours=1)
    series = Rows(county.point.pk, "a21026", "hour", timedelta(hours=1))
    county.store.correct(
        rows_of(series, hour + timedelta(hours=1), [12.5]),
        author="王科员",
        reason="标气校准期间数据",
        now=now + timedelta(minutes=5),
    )
    start = round(hour.timestamp() * 1000)
    query = f"value?kind=hour&factor=a21026&start={start}"
    text = browser.get(address(county, query)).content.decode()
    assert "12.5" in text
    assert "标气校准期间数据" in text
    assert "王科员" in text
    assert "已被取代" in text
    assert "GB 4915-2013" in text


@pytest.mark.requirement("A1.18", "A1.19")
def test_a_value_leads_to_the_packet_it_came_in(
    county: County, browser: Client, now: datetime
) -> None:
    start = round((now - timedelta(minutes=1)).timestamp() * 1000)
    query = f"kind=realtime&factor=a21026&start={start}"
    versions = browser.get(address(county, f"value?{query}")).content.decode()
    assert "原始报文" in versions
    text = browser.get(address(county, f"packet?{query}&version=1")).content.decode()
    assert "a21026-Rtd=18.5" in text
    assert "上传污染物实时数据" in text
    assert "654321" not in text


def test_a_value_without_a_packet_says_so(county: County, browser: Client, now: datetime) -> None:
    start = round((now.replace(minute=0) - timedelta(hours=1)).timestamp() * 1000)
    query = f"packet?kind=hour&factor=a21026&start={start}&version=1"
    assert "没有对应的原始报文" in browser.get(address(county, query)).content.decode()


def test_a_packet_of_another_point_cannot_be_had(county: County, login: Login) -> None:
    answer = login(county.people.zhao).get(
        address(county, "packet?kind=realtime&factor=a21026&start=1")
    )
    assert answer.status_code == 403
