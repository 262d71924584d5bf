"""Exports: what a person sees, with the filters of the page; and back again without a change."""

import io
from datetime import date, datetime

import pytest
from django.http import QueryDict
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bihuan.accounts.error import NotYours
from bihuan.accounts.export import Content, ExportAsk
from bihuan.accounts.models import AuditEntry
from bihuan.accounts.services.export import ApprovalNeeded, decide_export, request_export
from bihuan.registry.acts import Act
from bihuan.registry.exchange.cell import text_of
from bihuan.registry.exchange.export import export_list
from bihuan.registry.exchange.output import write_template
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.exchange.table import read_table
from bihuan.registry.models import (
    DeviceEdition,
    Enterprise,
    EnterprisePerson,
    FactorLimit,
    PointFactor,
    Station,
)
from bihuan.registry.services import NewDevice, register_device
from tests.people import People, Places
from tests.registry.exchange.given import checked, csv_file
from tests.registry.furnished import furnish

EVERY_SHEET = pytest.mark.parametrize("key", SHEETS)


@pytest.fixture
def full(people: People, places: Places, now: datetime) -> Places:
    """A county with something odd in every list."""
    branch = Enterprise.objects.create(
        name=" 巩义 =乙厂（分厂）",
        credit_code="91640000227683862F(__)",
        district=places.districts["410181"],
        industry="-",
        address='"村东头", 2号\n院',
        longitude=112.98210000000001,
        latitude=34.748,
    )
    Station.objects.create(
        name="001站",
        code="0012345678901234567",
        station_class="micro",
        district=places.districts["410181"],
        owner=places.contractor,
        longitude=113.0,
    )
    factor = PointFactor.objects.create(
        point=places.plant_point, factor="a21026", name_zh="二氧化硫", unit="mg/m³", minimum=-0.5
    )
    FactorLimit.objects.create(
        point_factor=factor,
        averaging="hour",
        upper="35.123456",
        source="GB",
        start=date(2026, 1, 1),
    )
    device = NewDevice(
        mn="88888880000001",
        points={"": places.plant_point},
        name="仪",
        edition=DeviceEdition.HJT212_2005,
        password="123456",
        allowed_addresses=["10.0.0.0/8", "192.168.1.1"],
    )
    register_device(device, by=None, now=now)
    EnterprisePerson.objects.create(user=people.chen, enterprise=branch)
    furnish(places)
    return places


FILES = [
    (key, form)
    for key, sheet in SHEETS.items()
    for form in ("csv", "xlsx")
    if not (sheet.personal and form == "csv")
]


def approved(key: str, *, people: People, now: datetime) -> None:
    """Leave for 李 to take a list with personal data out."""
    target = reverse("registry:export_list", args=[key, "xlsx"])
    ask = ExportAsk("台账", target, frozenset({Content.PERSONAL}))
    asked = request_export(ask, purpose="核对企业环保负责人", by=people.li, now=now)
    decide_export(asked, agree=True, note="", by=people.security_admin, now=now)


@pytest.mark.parametrize(("key", "form"), FILES)
def test_what_was_exported_comes_back_without_a_change(
    key: str, form: str, full: Places, people: People, now: datetime
) -> None:
    if SHEETS[key].personal:
        approved(key, people=people, now=now)
    with export_list(SHEETS[key], form, query=QueryDict(), by=people.li, now=now) as file:
        data = file.read()
    assert len(read_table(data).rows) > 1
    run = checked(key, data, by=people.li, now=now)
    assert run.counts["unchanged"] == run.counts["total"] > 0, run.counts


def test_an_export_holds_what_the_person_sees_and_the_filters_choose(
    full: Places, people: People, now: datetime
) -> None:
    def names(query: str, by: object) -> set[str]:
        asked = QueryDict(query)
        with export_list(SHEETS["enterprises"], "csv", query=asked, by=by, now=now) as file:  # type: ignore[arg-type]
            return {text_of(row[1]) for row in read_table(file.read()).rows[1:]}

    assert names("", people.zhao) == {"荥阳造纸厂"}
    assert names("text=水泥", people.li) == {"巩义水泥厂"}
    assert names("district=410182", people.li) == {"荥阳造纸厂"}
    assert names("district=44&is_key=maybe", people.chen) == {"巩义水泥厂", "巩义 =乙厂（分厂）"}


def test_the_filters_of_points_and_devices_are_those_of_their_pages(
    full: Places, people: People, now: datetime
) -> None:
    asked = QueryDict("medium=air")
    with export_list(SHEETS["points"], "csv", query=asked, by=people.li, now=now) as file:
        assert len(read_table(file.read()).rows) == 2
    asked = QueryDict("edition=2017")
    with export_list(SHEETS["devices"], "csv", query=asked, by=people.li, now=now) as file:
        assert len(read_table(file.read()).rows) == 1


def test_every_export_is_on_record(full: Places, people: People, now: datetime) -> None:
    asked = QueryDict("text=厂&page=3")
    export_list(SHEETS["enterprises"], "xlsx", query=asked, by=people.wang, now=now).close()
    entry = AuditEntry.objects.get(action=Act.EXPORT_LIST)
    assert entry.user == people.wang
    assert entry.detail == {
        "sheet": "企业",
        "form": "xlsx",
        "rows": 2,
        "filters": {"text": "厂"},
    }


def test_people_are_exported_only_by_those_who_may_register_them(
    full: Places, people: People, now: datetime
) -> None:
    with pytest.raises(NotYours):
        export_list(SHEETS["people"], "csv", query=QueryDict(), by=people.supervisor, now=now)


@pytest.mark.requirement("A13.6", "B7.2")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_personal_data_leave_only_with_approval(
    form: str, full: Places, people: People, now: datetime
) -> None:
    with pytest.raises(ApprovalNeeded):
        export_list(SHEETS["people"], form, query=QueryDict(), by=people.li, now=now)


@pytest.mark.requirement("B7.3")
def test_an_approved_file_says_who_took_it_for_what(
    full: Places, people: People, now: datetime
) -> None:
    approved("people", people=people, now=now)
    with export_list(SHEETS["people"], "xlsx", query=QueryDict(), by=people.li, now=now) as file:
        book = CalamineWorkbook.from_filelike(file)  # type: ignore[arg-type]
        lines = [row[0] for row in book.get_sheet_by_name("导出说明").to_python()]
    assert lines[0] == "导出人：李科长（li）"
    assert "用途：核对企业环保负责人" in lines
    with pytest.raises(ApprovalNeeded):  # one approval, one file
        export_list(SHEETS["people"], "xlsx", query=QueryDict(), by=people.li, now=now)


def test_a_spreadsheet_runs_nothing_that_a_list_holds(
    places: Places, people: People, now: datetime
) -> None:
    district = places.districts["410181"]
    Enterprise.objects.create(name='=HYPERLINK("http://x")', district=district)
    with export_list(
        SHEETS["enterprises"], "csv", query=QueryDict(), by=people.wang, now=now
    ) as file:
        text = file.read().decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text


@EVERY_SHEET
def test_a_template_explains_its_columns_and_reads_as_its_own_list(
    key: str, people: People, now: datetime
) -> None:
    file = io.BytesIO()
    write_template(SHEETS[key], file)
    table = read_table(file.getvalue())
    assert table.header(1) == [column.title for column in SHEETS[key].importable]
    run = checked(key, file.getvalue(), by=people.wang, now=now)
    assert run.counts["total"] == 1
    assert set(run.mapping) == {column.field for column in SHEETS[key].importable}


def test_columns_in_another_order_with_other_words_and_a_title_are_found(
    people: People, places: Places, now: datetime
) -> None:
    rows = [["巩义市排污单位名录（2026）"], [], ["序号", "地址", "企业名称*", "区县"]]
    rows.append(["1", "某村", "新厂", "巩义市"])
    run = checked("enterprises", csv_file(rows, "gb18030"), by=people.wang, now=now)
    assert run.header_line == 3
    assert run.mapping == {"name": 2, "address": 1, "district": 3}
    assert run.counts["new"] == 1
