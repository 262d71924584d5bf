"""What an import leaves behind: histories, datums, and what becomes of a dead worker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from bihuan.registry.exchange import carry_out, progress, services
from bihuan.registry.exchange.error import WrongRunState
from bihuan.registry.exchange.export import export_list
from bihuan.registry.exchange.queries import preview_of
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.models import (
    ChangeRecord,
    ChangeWay,
    Enterprise,
    HistoryIsAppendOnly,
    ImportRun,
    ImportState,
)
from bihuan.registry.queries.history import history_of
from tests.people import People, Places
from tests.registry.exchange.given import checked, csv_file, undone, written


def test_every_object_knows_which_file_made_and_changed_it(
    people: People, places: Places, now: datetime
) -> None:
    rows = [["单位名称", "行政区划", "行业"], ["历史水泥厂", "410181", "水泥制造"]]
    first = written("enterprises", csv_file(rows), by=people.wang, now=now)
    rows[1][2] = "平板玻璃制造"
    again = written("enterprises", csv_file(rows), by=people.wang, now=now)
    plant = Enterprise.objects.get(name="历史水泥厂")
    told = [(one.title, one.before, one.after, one.reason) for one in history_of(plant)]
    assert told == [
        ("行业", "水泥制造", "平板玻璃制造", f"导入文件“enterprises.csv”（批次 {again.pk}）"),
        ("登记", "", "历史水泥厂", f"导入文件“enterprises.csv”（批次 {first.pk}）"),
    ]
    undone(again, by=people.wang, now=now)
    newest = next(iter(history_of(plant)))
    assert (newest.before, newest.after, newest.way) == ("平板玻璃制造", "水泥制造", ChangeWay.UNDO)
    with pytest.raises(HistoryIsAppendOnly):
        ChangeRecord.objects.all().delete()


def test_an_import_whose_worker_died_can_be_asked_for_again(
    people: People, places: Places, now: datetime
) -> None:
    rows = [["单位名称", "行政区划"], ["甲厂", "410181"]]
    run = written("enterprises", csv_file(rows), by=people.wang, now=now)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.UNDOING)
    progress.begin(run.pk)
    spoke = datetime.now(UTC)
    assert carry_out.release_stuck(now=spoke + timedelta(minutes=1)) == 0
    assert carry_out.release_stuck(now=spoke + timedelta(minutes=11)) == 1
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    assert "中断" in run.problem
    with pytest.raises(WrongRunState):  # the dead worker comes back late
        carry_out.undo(run, by=people.wang, now=now)
    assert Enterprise.objects.filter(name="甲厂").exists()
    services.ask_undo(run, by=people.wang)
    assert not Enterprise.objects.filter(name="甲厂").exists()


@pytest.mark.parametrize(
    ("datum", "column", "choice"), [("GCJ-02", True, ""), ("GCJ-02", False, "GCJ-02")]
)
def test_coordinates_in_another_datum_are_turned_and_the_preview_says_so(
    datum: str, column: bool, choice: str, people: People, places: Places, now: datetime
) -> None:
    rows: list[list[object]] = [["单位名称", "行政区划", "经度", "纬度", "坐标系"]]
    rows.append(["甲厂", "410181", 116.410244499, 39.916404281, datum if column else ""])
    rows.append(["乙厂", "410181", 116.410244499, "", datum if column else ""])
    data = csv_file(rows)
    run = services.start_import(
        SHEETS["enterprises"], name="a.csv", data=data, by=people.wang, now=now
    )
    services.choose_mapping(run, header_line=1, mapping=run.mapping, by=people.wang, datum=choice)
    run.refresh_from_db()
    told = {one.line: one.sentence for one in preview_of(run).findings if one.grade == "note"}
    assert "GCJ-02 坐标（116.41，39.9164）已换算为 CGCS2000（116.404，39.915）" in told[2]
    assert run.counts["bad"] == 1
    services.confirm_import(run, by=people.wang)
    plant = Enterprise.objects.get(name="甲厂")
    assert (plant.longitude, plant.latitude) == pytest.approx((116.404, 39.915), abs=1e-5)
    assert plant.datum == "GCJ-02"
    with export_list(
        SHEETS["enterprises"], "csv", query=QueryDict(), by=people.wang, now=now
    ) as file:
        again = checked("enterprises", file.read(), by=people.wang, now=now)
    assert again.counts["unchanged"] == again.counts["total"]
