"""Cases raised of a file of findings: nothing before it is confirmed, every fault at its row."""

import io
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.cases.error import NotNow, NotYourStep
from bihuan.cases.models import Case, HitImport, HitImportState
from bihuan.cases.services.hit_import import (
    checked_hits,
    confirm_hit_import,
    discard_hit_import,
    start_hit_import,
)
from bihuan.registry.exchange.error import UnreadableFile
from bihuan.registry.exchange.table import read_table
from tests.people import People, Places

HEADER = "事项名称,企业名称,所在区县,监测点,情况,异常类型,监测值,开始时间,备注"
GOOD = "水泥厂夜间超标,{plant},,{point},二氧化硫连续超标,小时均值超标,52.3,2026-11-19 22:00,甲"
ROWS = (
    GOOD,
    "纺织厂超标,{mill},,,化学需氧量超标,小时均值超标,,,",
    ",{plant},,,没有标题,小时均值超标,,,",
    "异常类型不对,{plant},,,颗粒物超标,随便写的,,,",
    "街道扬尘,,巩义市,,工地未覆盖,疑似造假,,,",
    "不知何处,,,,没有地点,疑似造假,,,",
    "时间写错,{plant},,,颗粒物超标,小时均值超标,,昨天晚上,",
    GOOD,
)


def csv(places: Places, *rows: str) -> bytes:
    point, plant, mill = places.plant_point.name, places.plant.name, places.mill.name
    body = "\n".join((HEADER, *rows)).format(point=point, plant=plant, mill=mill)
    return ("某市超标情况统计表\n" + body + "\n").encode("gb18030")


@pytest.fixture
def run(places: Places, people: People, now: datetime) -> HitImport:
    data = csv(places, *ROWS)
    return start_hit_import("exceedance_task", name="超标.csv", data=data, by=people.wang, now=now)


@pytest.mark.requirement("B1.10")
def test_the_preview_names_each_fault_at_its_row_and_raises_nothing(
    run: HitImport, now: datetime
) -> None:
    found = checked_hits(run, now=now)
    faults = {hit.line: "；".join(hit.faults) for hit in found.hits}
    assert [hit.line for hit in found.ready] == [3, 7]
    assert "数据范围内没有" in faults[4]
    assert faults[5] == "标题：此项必填"
    assert faults[6].startswith("异常类型：")
    assert faults[8] == "行政区划：与企业无关的事项必须填写"
    assert faults[9].startswith("开始时间：")
    assert faults[10] == "与第 3 行内容相同"
    assert found.unknown == ["备注"]
    assert not Case.objects.exists()


def test_confirmed_rows_become_cases_with_their_places_and_fields(
    run: HitImport, places: Places, people: People, now: datetime
) -> None:
    digest = checked_hits(run, now=now).digest
    confirm_hit_import(run, digest=digest, by=people.wang, now=now)
    plant, street = Case.objects.order_by("pk")
    assert (plant.enterprise, plant.district_id) == (places.plant, places.plant.district_id)
    assert list(plant.points.all()) == [places.plant_point]
    assert plant.facts["value"] == "52.3"
    assert plant.facts["begin"].startswith("2026-11-19T22:00")
    assert (street.enterprise, street.district_id) == (None, "410181")
    assert HitImport.objects.get().count == 2


def test_the_same_file_raises_its_rows_once(
    run: HitImport, places: Places, people: People, now: datetime
) -> None:
    confirm_hit_import(run, digest=checked_hits(run, now=now).digest, by=people.wang, now=now)
    with pytest.raises(NotNow):
        confirm_hit_import(run, digest="", by=people.wang, now=now)
    data = csv(places, *ROWS)
    again = start_hit_import("exceedance_task", name="同.csv", data=data, by=people.li, now=now)
    found = checked_hits(again, now=now)
    assert [hit.raised for hit in found.hits if hit.raised] == list(
        Case.objects.order_by("pk").values_list("number", flat=True)
    )


def test_what_changed_since_the_preview_is_not_raised_unseen(
    run: HitImport, places: Places, people: People, now: datetime
) -> None:
    digest = checked_hits(run, now=now).digest
    places.plant.name = "改了名的水泥厂"
    places.plant.save()
    with pytest.raises(NotNow, match="重新核对"):
        confirm_hit_import(run, digest=digest, by=people.wang, now=now)
    assert not Case.objects.exists()


def test_others_neither_confirm_nor_import(
    run: HitImport, places: Places, people: People, now: datetime
) -> None:
    digest = checked_hits(run, now=now).digest
    with pytest.raises(NotYourStep):
        confirm_hit_import(run, digest=digest, by=people.li, now=now)
    with pytest.raises(NotYourStep):
        start_hit_import(
            "exceedance_task", name="x.csv", data=csv(places, GOOD), by=people.chen, now=now
        )
    with pytest.raises(UnreadableFile, match="表头"):
        start_hit_import(
            "exceedance_task", name="x.csv", data=b"a,b\n1,2\n", by=people.wang, now=now
        )


def test_a_list_goes_through_the_pages(places: Places, people: People) -> None:
    client, stranger = Client(), Client()
    client.force_login(people.wang)
    stranger.force_login(people.chen)
    address = reverse("cases:hit_upload", args=["exceedance_task"])
    assert stranger.get(address).status_code == 403
    template = client.get(reverse("cases:hit_template", args=["exceedance_task"]))
    assert read_table(template.getvalue()).header(1)[:2] == ["标题", "企业"]
    file = io.BytesIO(csv(places, *ROWS))
    file.name = "超标.csv"
    answer = client.post(address, {"file": file})
    page = client.get(answer["Location"]).content.decode()
    assert "确认创建 2 件" in page
    assert "此项必填" in page
    assert stranger.get(answer["Location"]).status_code == 404
    run = HitImport.objects.get()
    digest = page.split('name="digest" value="')[1].split('"')[0]
    decide = reverse("cases:hit_decide", args=[run.pk])
    client.post(decide, {"decision": "confirm", "digest": digest})
    done = client.get(answer["Location"]).content.decode()
    assert all(case.number in done for case in Case.objects.all())
    assert Case.objects.count() == 2
    assert client.post(decide, {"decision": "confirm", "digest": digest}).status_code == 409


def test_a_list_may_leave_out_what_is_not_required(
    places: Places, people: People, now: datetime
) -> None:
    data = f"标题,企业,事由,异常类型\n夜间超标,{places.plant.name},超标,设备故障\n,,,\n甲,,乙,\n"
    run = start_hit_import(
        "exceedance_task", name="短.csv", data=data.encode(), by=people.wang, now=now
    )
    client = Client()
    client.force_login(people.wang)
    page = client.get(reverse("cases:hit_import", args=[run.pk])).content.decode()
    assert "确认创建 1 件" in page
    assert places.plant.district.name in page
    assert "与企业无关的事项必须填写" in page


def test_a_list_that_was_given_up_raises_nothing(
    run: HitImport, people: People, now: datetime
) -> None:
    discard_hit_import(run, by=people.wang, now=now)
    assert run.state == HitImportState.WAITING
    with pytest.raises(NotNow, match="已放弃"):
        confirm_hit_import(run, digest="", by=people.wang, now=now)
