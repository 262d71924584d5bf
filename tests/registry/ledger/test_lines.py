"""What was asked of the registry, line by line."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import District, Organisation
from bihuan.main.demo.county import network
from bihuan.main.demo.enrolment.district import enrol_districts
from bihuan.main.demo.enrolment.equipment import enrol_equipment
from bihuan.main.demo.enrolment.station import enrol_stations
from bihuan.registry.exchange.export import export_list
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.ledger.ledger import ledger_of
from bihuan.registry.ledger.query import Chosen, list_rows
from bihuan.registry.models import (
    CheckListEntry,
    Duty,
    Enterprise,
    Equipment,
    Station,
    StationClass,
    StationSiting,
)
from bihuan.registry.permit_number import PermitNumberState, read_permit_number
from bihuan.registry.queries.check_list import check_review
from bihuan.registry.queries.coverage import township_coverage
from bihuan.registry.queries.duty_matrix import duty_matrix
from bihuan.registry.queries.history import history_of
from bihuan.registry.queries.siting import siting_review
from tests.people import People, Places, person
from tests.registry.exchange.given import checked, csv_file, written
from tests.registry.furnished import Furnished


@pytest.fixture
def county(db: None, now: datetime) -> None:
    """The demo county with its ninety stations and what stands in them."""
    enrol_districts()
    enrol_stations(network(), now=now)
    enrol_equipment(now=now)


@pytest.mark.requirement("A1.1", "A1.2", "A1.3")
def test_ninety_stations_come_from_a_file_and_the_list_agrees(county: None, now: datetime) -> None:
    officer = person("officer", "科员", "district", "410181")  # type: ignore[arg-type]
    with export_list(SHEETS["stations"], "csv", query=QueryDict(), by=officer, now=now) as file:
        data = file.read()
    Equipment.objects.all().delete()
    Station.objects.filter(station_class=StationClass.WEATHER).delete()
    kept = {row["站点编码"]: row for row in csv.DictReader(data.decode("utf-8-sig").splitlines())}
    rows = [list(next(iter(kept.values()))), *(list(row.values()) for row in kept.values())]
    again = checked("stations", csv_file(rows), by=officer, now=now)
    assert again.counts["unchanged"] == 90
    ledger, counts = ledger_of("stations"), Counter[str]()
    for one in StationClass:
        chosen = Chosen(filters=(("station_class", one.value),))
        counts[one] = list_rows(ledger, chosen, user=officer, today=now.date()).count()
    assert (counts["provincial"], counts["township"], counts["micro"]) == (2, 18, 70)
    towns = Station.objects.filter(station_class="township").values("district").distinct()
    assert towns.count() == 18


@pytest.mark.requirement("A1.3")
def test_every_micro_station_has_a_file_and_sensors_with_an_age_and_a_life(county: None) -> None:
    micro = Station.objects.filter(station_class="micro")
    assert micro.filter(siting__isnull=False).exclude(siting__sim="").count() == 70
    sensors = Equipment.objects.filter(station__station_class="micro")
    assert sensors.values("station").distinct().count() == 70
    assert not sensors.filter(installed__isnull=True).exists()
    assert not sensors.filter(life_months__isnull=True).exists()


@pytest.mark.requirement("A10.29", "A1.3")
def test_what_a_siting_file_lacks_is_listed(
    county: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = person("officer", "科员", "district", "410181")  # type: ignore[arg-type]
    assert {one.missing for one in siting_review(officer).rows} == {("照片",)}
    seen = set(Station.objects.values_list("pk", flat=True))
    monkeypatch.setattr("bihuan.registry.queries.siting.photographed", lambda model: seen)
    review = siting_review(officer)
    assert (len(review.rows), review.incomplete) == (90, 0)
    assert review.complete_by_class[-1] == ("微型站", 70, 70)
    first, second = Station.objects.filter(station_class="micro").order_by("code")[:2]
    StationSiting.objects.filter(station=first).update(power="", intake_height_m=None)
    StationSiting.objects.filter(station=second).delete()
    seen.discard(second.pk)
    told = {one.name: one.missing for one in siting_review(officer).rows[:2]}
    assert told == {
        first.name: ("采样口离地高度（米）", "供电方式"),
        second.name: ("建设档案", "照片"),
    }
    client.force_login(officer)
    page = client.get(reverse("registry:siting_gaps")).content.decode()
    assert page.count("不完整") == 4  # the sentence, the figure and two rows


@pytest.mark.requirement("A1.2")
def test_a_township_without_its_station_is_flagged(county: None, client: Client) -> None:
    officer = person("officer", "科员", "district", "410181")  # type: ignore[arg-type]
    found = township_coverage(officer)
    assert (len(found.rows), found.missing) == (20, 2)
    assert [one.name for one in found.rows[:2]] == ["新华路街道", "紫荆路街道"]
    client.force_login(officer)
    page = client.get(reverse("registry:coverage")).content.decode()
    assert page.count("缺少乡镇站") == 3  # the figure and the two rows


def test_a_mobile_number_is_shown_only_to_who_may_register(
    furnished: Furnished, people: People, client: Client
) -> None:
    for user, shown in ((people.wang, True), (people.supervisor, False)):
        client.force_login(user)
        page = client.get(reverse("registry:ledger_contacts") + "?columns=name&columns=mobile")
        assert ("13800000000" in page.content.decode()) is shown
        tab = reverse("registry:ledger_departments_one", args=[furnished.department.pk])
        assert ("13800000000" in client.get(f"{tab}?tab=contacts").content.decode()) is shown


def test_the_matrix_names_who_leads_and_flags_a_matter_that_nobody_leads(
    furnished: Furnished, people: People, client: Client, now: datetime
) -> None:
    Duty.objects.create(department=furnished.department, matter="无人牵头", part="assist")
    Duty.objects.create(
        department=furnished.department, matter="已结束", part="lead", end=now.date()
    )
    rows = {one.matter: one for one in duty_matrix(on=now.date(), user=people.wang)}
    assert rows.keys() == {"施工扬尘", "无人牵头"}
    assert [one.name for one in rows["施工扬尘"].lead] == ["扬尘办"]
    assert rows["无人牵头"].lacks_lead
    client.force_login(people.wang)
    assert "缺牵头部门" in client.get(reverse("registry:duty_matrix")).content.decode()
    client.force_login(people.auditor)
    assert client.get(reverse("registry:duty_matrix")).status_code == 403


@pytest.mark.requirement("B2.3")
def test_a_review_shows_which_units_came_left_and_changed_their_grade(
    furnished: Furnished, places: Places, people: People, client: Client, now: datetime
) -> None:
    new, gone = (
        Enterprise.objects.create(name=name, district=places.districts["410181"])
        for name in ("新列厂", "移出厂")
    )
    last, today = date(2026, 6, 30), date(2026, 11, 21)
    CheckListEntry.objects.create(enterprise=new, grade="general", start=date(2026, 9, 1))
    CheckListEntry.objects.create(
        enterprise=gone, grade="special", start=date(2026, 1, 1), end=today, end_reason="关停"
    )
    CheckListEntry.objects.filter(enterprise=places.plant).update(end=date(2026, 8, 1))
    CheckListEntry.objects.create(
        enterprise=places.plant, grade="special", start=date(2026, 8, 1), reason="信访"
    )
    found = check_review(since=last, until=today, user=people.wang)
    assert [one.name for one in found.added] == ["新列厂"]
    assert [(one.name, one.reason) for one in found.removed] == [("移出厂", "关停")]
    ((before, after),) = found.regraded
    assert (before.grade, after.grade, found.total) == ("key", "special", 2)
    client.force_login(people.wang)
    page = client.get(reverse("registry:check_review") + "?since=2026-06-30&until=2026-11-21")
    assert all(words in page.content.decode() for words in ("新列厂", "关停", "类别变更"))
    for wrong in ("?since=x", "?since=2027-01-01&until=2026-01-01"):
        assert client.get(reverse("registry:check_review") + wrong).status_code == 200


@pytest.mark.requirement("B2.2")
def test_a_body_that_moves_beneath_another_keeps_its_history(
    furnished: Furnished, places: Places, people: People, now: datetime
) -> None:
    city = places.districts["4101"]
    for name in ("市支队", "新支队"):
        Organisation.objects.create(name=name, kind="enforcement", district=city)
    rows = [["单位名称", "单位类型", "行政区划", "上级单位"]]
    rows.append(["巩义大队", "执法机构", "410181", "市支队"])
    written("organisations", csv_file(rows), by=people.li, now=now)
    rows[1][3] = "新支队"
    written("organisations", csv_file(rows), by=people.li, now=now + timedelta(days=1))
    body = Organisation.objects.get(name="巩义大队")
    assert body.parent is not None and body.parent.name == "新支队"
    assert [one.title for one in history_of(body)] == ["上级（平台编号）", "登记"]


@pytest.mark.real_data
@pytest.mark.requirement("C20")
def test_townships_of_two_provinces_load_with_their_codes(
    reference_data: Path, db: None, now: datetime
) -> None:
    data = (reference_data / "geo" / "township_codes_44_41.csv").read_bytes()
    counties = {row.split(b",")[2].decode() for row in data.splitlines()[1:]}
    for length in (2, 4, 6):
        District.objects.bulk_create(
            [
                District(
                    code=code,
                    name=f"区划{code}",
                    level={2: "province", 4: "city", 6: "county"}[length],
                    parent_id=code[: length - 2] or None,
                )
                for code in sorted({one[:length] for one in counties if len(one) == 6})
            ]
        )
    root = person("two", "两省", "province", "41")  # type: ignore[arg-type]
    root.posts.create(role="province", district_id="44")
    run = written("districts", data, by=root, now=now)
    assert run.counts["bad"] == 0, run.counts
    assert District.objects.filter(code__startswith="410181", level="township").count() == 20


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ("91640000321673484F001W", PermitNumberState.VALID),
        ("91640000321673484f 001w", PermitNumberState.CLEANED),
        ("91640000227683862F001P", PermitNumberState.OTHER_UNIT),
        ("无", PermitNumberState.MISSING),
        ("宁B001", PermitNumberState.WRONG_FORM),
    ],
)
def test_a_permits_number_is_marked_and_never_refused(given: str, state: str) -> None:
    assert read_permit_number(given, credit_code="91640000321673484F").state == state
