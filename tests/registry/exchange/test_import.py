"""Imports from the file to the rows: counts, sentences, transactions, undo."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from bihuan.accounts.models import AuditEntry, User
from bihuan.registry.acts import Act
from bihuan.registry.exchange import carry_out, services
from bihuan.registry.exchange.error import ChangedSince, RegistryMoved, WrongRunState
from bihuan.registry.exchange.queries import preview_of
from bihuan.registry.models import (
    Device,
    DeviceAssignment,
    Enterprise,
    EnterprisePerson,
    FactorLimit,
    ImportRun,
    ImportState,
    MonitoringPoint,
    Outlet,
    PointFactor,
    Station,
)
from bihuan.registry.queries import directory_version
from bihuan.registry.search.query import search
from tests.people import People, Places
from tests.registry.exchange.given import checked, csv_file, undone, workbook, written

HEAD = ["单位名称", "统一社会信用代码", "行政区划", "行业", "经度", "纬度"]
GOOD = ["巩义甲厂", "91640000321673484F", "410181", "水泥制造", 112.98, 34.75]


def sentences(run: ImportRun) -> list[str]:
    return [f"{one.line} {one.column} {one.sentence}" for one in preview_of(run).findings]


def test_nothing_is_written_before_it_is_confirmed(people: People, now: datetime) -> None:
    before = Enterprise.objects.count()
    run = checked("enterprises", csv_file([HEAD, GOOD]), by=people.wang, now=now)
    assert run.counts["new"] == 1
    assert run.state == ImportState.CHECKED
    assert Enterprise.objects.count() == before


def test_an_upload_lies_in_the_data_folder(people: People, now: datetime) -> None:
    run = checked("enterprises", csv_file([HEAD, GOOD]), by=people.wang, now=now)
    assert Path(run.file.path).is_relative_to(settings.HOME)


def test_each_bad_row_and_cell_is_named_in_a_sentence(people: People, now: datetime) -> None:
    rows = [
        HEAD,
        GOOD,
        ["", "", "410181", "", "", ""],
        ["荥阳乙厂", "91640000321673484F", "410182", "", "", ""],
        ["巩义丙厂", "-", "无此地", "", "东经一百", 34.7],
    ]
    run = checked("enterprises", csv_file(rows), by=people.wang, now=now)
    told = sentences(run)
    assert (run.counts["new"], run.counts["bad"]) == (1, 3)
    assert any(one.startswith("3 单位名称") and "必填" in one for one in told)
    assert any(one.startswith("4 行政区划") and "管理范围" in one for one in told)
    assert any(one.startswith("5 经度") and "不是数值" in one for one in told)


def test_doubts_are_shown_and_kept(people: People, now: datetime) -> None:
    rows = [
        HEAD,
        ["一厂", "91640000321673484F", "巩义", "", 34.75, 112.98],
        ["二厂", "91640000321673484X", "410181", "", "", ""],
        ["三厂", "-", "410181", "", 10, 50],
        ["四厂", "91640000321673484F(__)", "410181", "", 112.9, 34.7],
    ]
    run = written("enterprises", csv_file(rows), by=people.wang, now=now)
    assert run.counts["bad"] == 0
    told = " ".join(sentences(run))
    for words in (
        "填反",
        "校验码不符",
        "缺少统一社会信用代码",
        "清理后为",
        "与第 2 行信用代码相同",
    ):
        assert words in told
    assert "按“巩义市”识别" in told
    kept = Enterprise.objects.get(name="一厂")
    assert (kept.longitude, kept.latitude) == (34.75, 112.98)
    assert Enterprise.objects.get(name="四厂").credit_code_state == "cleaned"


def test_importing_again_recognises_what_it_knows(people: People, now: datetime) -> None:
    data = csv_file([HEAD, GOOD])
    written("enterprises", data, by=people.wang, now=now)
    again = checked("enterprises", data, by=people.wang, now=now)
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 1)
    moved = [HEAD, [*GOOD[:3], "水泥熟料", *GOOD[4:]]]
    changed = written("enterprises", csv_file(moved), by=people.wang, now=now)
    assert changed.counts["changed"] == 1
    assert Enterprise.objects.get(name="巩义甲厂").industry == "水泥熟料"
    assert preview_of(changed).changes[0].before == "水泥制造"


def test_an_empty_cell_leaves_and_a_marked_one_clears(people: People, now: datetime) -> None:
    written("enterprises", csv_file([HEAD, GOOD]), by=people.wang, now=now)
    rows = [HEAD, [GOOD[0], "", "410181", "（空）", "", ""]]
    written("enterprises", csv_file(rows), by=people.wang, now=now)
    kept = Enterprise.objects.get(name="巩义甲厂")
    assert (kept.industry, kept.longitude, kept.credit_code) == ("", 112.98, GOOD[1])


def test_a_row_that_stands_twice_is_imported_once(people: People, now: datetime) -> None:
    other = [GOOD[0], "91640521694309204K", *GOOD[2:]]
    run = written("enterprises", csv_file([HEAD, GOOD, GOOD, other]), by=people.wang, now=now)
    assert (run.counts["new"], run.counts["repeated"]) == (2, 1)
    assert any("同名而内容不同" in one for one in sentences(run))
    again = checked("enterprises", csv_file([HEAD, GOOD, other]), by=people.wang, now=now)
    assert again.counts["unchanged"] == 2


def test_an_import_is_taken_back_as_a_whole(people: People, places: Places, now: datetime) -> None:
    rows = [HEAD, GOOD, [places.plant.name, "", "410181", "水泥", "", ""]]
    run = written("enterprises", csv_file(rows), by=people.wang, now=now)
    assert (run.counts["new"], run.counts["changed"]) == (1, 1)
    undone(run, by=people.wang, now=now + timedelta(hours=1))
    assert not Enterprise.objects.filter(name="巩义甲厂").exists()
    places.plant.refresh_from_db()
    assert places.plant.industry == ""
    acts = AuditEntry.objects.filter(object_kind="registry.importrun").values_list("action")
    assert sorted(name for (name,) in acts) == sorted([Act.IMPORT_LIST, Act.UNDO_IMPORT])


def test_what_was_changed_or_used_since_is_named_and_nothing_undone(
    people: People, now: datetime
) -> None:
    rows = [HEAD, GOOD, ["巩义乙厂", "", "410181", "", "", ""]]
    run = written("enterprises", csv_file(rows), by=people.wang, now=now)
    first, second = (Enterprise.objects.get(name=f"巩义{word}厂") for word in "甲乙")
    Outlet.objects.create(enterprise=first, name="排口", code="1", medium="gas")
    second.address = "新地址"
    second.save()
    with pytest.raises(ChangedSince) as refused:
        undone(run, by=people.wang, now=now)
    assert "第 2 行" in str(refused.value)
    assert "已有排放口" in str(refused.value)
    assert "第 3 行" in str(refused.value)
    assert Enterprise.objects.filter(pk__in=[first.pk, second.pk]).count() == 2


def test_a_preview_that_the_registry_overtook_is_not_written(
    people: People, places: Places, now: datetime
) -> None:
    run = checked("enterprises", csv_file([HEAD, GOOD]), by=people.wang, now=now)
    Enterprise.objects.create(name="巩义甲厂", district=places.districts["410181"])
    with pytest.raises(RegistryMoved):
        carry_out.write(run, now=now)
    assert Enterprise.objects.filter(name="巩义甲厂").count() == 1


def test_a_confirmed_import_runs_through_its_jobs(people: People, now: datetime) -> None:
    run = services.start_import(
        services.SHEETS["enterprises"],
        name="企业.csv",
        data=csv_file([HEAD, GOOD], "gb18030"),
        by=people.wang,
        now=now,
    )
    services.choose_mapping(run, header_line=1, mapping=run.mapping, by=people.wang)
    run.refresh_from_db()
    assert run.state == ImportState.CHECKED
    services.confirm_import(run, by=people.wang)
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    assert search("甲厂", user=people.wang)
    with pytest.raises(WrongRunState):
        services.confirm_import(run, by=people.wang)
    services.ask_undo(run, by=people.wang)
    run.refresh_from_db()
    assert run.state == ImportState.UNDONE
    assert not search("甲厂", user=people.wang)
    assert not Enterprise.objects.filter(name="巩义甲厂").exists()


def test_a_job_that_is_stopped_says_why(people: People, places: Places, now: datetime) -> None:
    run = checked("enterprises", csv_file([HEAD, GOOD]), by=people.wang, now=now)
    Enterprise.objects.create(name="巩义甲厂", district=places.districts["410181"])
    services.confirm_import(run, by=people.wang)
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert "重新核对" in run.problem


def test_a_whole_plant_comes_in_list_by_list(people: People, now: datetime) -> None:
    """From townships to limits, devices and people, as a new county would begin."""
    files: list[tuple[str, list[list[object]]]] = [
        ("districts", [["区划代码", "名称"], ["410181107000", "米河镇"]]),
        ("enterprises", [HEAD, GOOD]),
        (
            "outlets",
            [
                ["企业名称", "排放口编号", "排放口名称", "类别"],
                ["巩义甲厂", "DA001", "窑尾", "废气"],
            ],
        ),
        (
            "stations",
            [
                ["站点编码", "站点名称", "站点类别", "行政区划", "经度", "纬度"],
                ["GY-T-07", "米河站", "乡镇站", "米河镇", 113.2, 34.7],
            ],
        ),
        (
            "points",
            [
                ["监测点名称", "监测类别", "站点编码", "企业名称", "排放口编号"],
                ["甲厂窑尾", "废气", "", "巩义甲厂", "DA001"],
                ["米河站", "环境空气", "GY-T-07", "", ""],
            ],
        ),
        (
            "factors",
            [
                ["点位名称", "因子编码", "因子名称", "单位"],
                ["甲厂窑尾", "a21026", "二氧化硫", "mg/m³"],
            ],
        ),
        (
            "limits",
            [
                ["点位名称", "因子编码", "数据类型", "上限", "限值依据", "执行日期"],
                ["甲厂窑尾", "a21026", "小时", "35.5", "GB 4915-2013", "2026年1月1日"],
            ],
        ),
        (
            "devices",
            [
                ["MN", "设备名称", "点位名称", "访问密码"],
                ["GYJC01", "甲厂数采仪", "甲厂窑尾", "123456"],
            ],
        ),
        ("people", [["企业名称", "登录名", "姓名"], ["巩义甲厂", "jia", "贾环保"]]),
    ]
    version = directory_version()
    runs = []
    for key, rows in files:
        run = written(key, workbook(rows), by=people.li, now=now)
        assert run.counts["bad"] == 0, (key, sentences(run))
        runs.append(run)
    assert Station.objects.get(code="GY-T-07").district.parent_id == "410181"
    assert MonitoringPoint.objects.get(name="甲厂窑尾").district_id == "410181"
    assert str(FactorLimit.objects.get().upper) == "35.500000"
    device = Device.objects.get(mn="GYJC01")
    assert device.password_hash
    assert DeviceAssignment.objects.get(device=device).point.name == "甲厂窑尾"
    assert directory_version() > version
    newcomer = User.objects.get(username="jia")
    assert not newcomer.has_usable_password()
    assert EnterprisePerson.objects.filter(user=newcomer).exists()
    for run in reversed(runs):
        undone(run, by=people.li, now=now)
    assert not User.objects.filter(username="jia").exists()
    assert not PointFactor.objects.exists()
    assert not Enterprise.objects.filter(name="巩义甲厂").exists()


def test_what_the_database_holds_once_is_refused_in_words(
    people: People, places: Places, now: datetime
) -> None:
    head = ["站点编码", "站点名称", "站点类别", "行政区划"]
    rows = [
        head,
        ["GY-T-99", "另一站", "乡镇（街道）站", "410181105"],
        ["A", "甲", "微站", "410181"],
    ]
    rows += [["A", "乙", "微站", "410181"]]
    run = checked("stations", csv_file(rows), by=people.wang, now=now)
    told = sentences(run)
    assert any("2 行政区划" in one and "每个乡镇" in one for one in told)
    assert any("4 站点编码" in one and "与第 3 行相同" in one for one in told)


def test_another_county_is_out_of_reach_even_by_its_number(
    people: People, places: Places, now: datetime
) -> None:
    rows = [["企业编号", "单位名称"], [places.mill.pk, "改名"]]
    run = checked("enterprises", csv_file(rows), by=people.wang, now=now)
    assert run.counts["bad"] == 1
    rows = [["企业编号", "单位名称"], [places.plant.pk, "改名水泥厂"]]
    run = written("enterprises", csv_file(rows), by=people.wang, now=now)
    assert run.counts["changed"] == 1
    places.plant.refresh_from_db()
    assert places.plant.name == "改名水泥厂"


def test_a_password_is_never_shown(people: People, places: Places, now: datetime) -> None:
    rows = [["MN", "设备名称", "点位名称", "密码"], ["M1", "仪", places.plant_point.name, "x" * 30]]
    run = checked("devices", csv_file(rows), by=people.wang, now=now)
    (found,) = preview_of(run).findings
    assert "xxx" not in found.given


@pytest.mark.parametrize("key", ["limits", "factors"])
def test_values_that_cannot_be_are_refused(
    key: str, people: People, places: Places, now: datetime
) -> None:
    point = places.plant_point
    PointFactor.objects.create(point=point, factor="a21026", name_zh="二氧化硫")
    rows: dict[str, list[list[object]]] = {
        "limits": [
            ["点位名称", "因子编码", "数据类型", "上限", "下限", "限值依据", "执行日期"],
            [point.name, "a21026", "小时", "5", "9", "GB", "2026-01-01"],
            [point.name, "a21026", "小时", "", "", "GB", "2026-02-30"],
            [point.name, "a99999", "小时", "5", "", "GB", "2026-01-01"],
        ],
        "factors": [
            ["点位名称", "因子编码", "因子名称", "量程下限", "量程上限", "小数位数"],
            [point.name, "a1", "甲", 9, 5, 2],
            [point.name, "a2", "乙", 0, 5, 11],
            ["没有的点", "a2", "乙", 0, 5, 1],
        ],
    }
    run = checked(key, csv_file(rows[key]), by=people.wang, now=now)
    assert run.counts["bad"] == 3, sentences(run)


def test_a_plan_differs_when_its_rows_do(people: People, now: datetime) -> None:
    run = checked("enterprises", csv_file([HEAD, GOOD]), by=people.wang, now=now)
    plan = carry_out._plan_of(run)
    assert plan.digest == run.plan_digest
    assert replace(plan, new=()).digest != plan.digest


def test_an_import_given_up_on_its_way_writes_nothing(people: People, now: datetime) -> None:
    run = checked("enterprises", csv_file([HEAD, GOOD]), by=people.wang, now=now)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.WRITING)
    services.discard_import(run, by=people.wang)
    with pytest.raises(WrongRunState):
        carry_out.write(run, now=now)
    run.refresh_from_db()
    assert run.state == ImportState.DISCARDED
    assert not Enterprise.objects.filter(name="巩义甲厂").exists()
