"""Reading through the interface: what the token's person may see, and nothing else."""

import io
from datetime import datetime, timedelta

import polars as pl
import pyarrow as pa
import pytest
from django.test import Client

from bihuan.accounts.api.rate import LIMIT
from bihuan.accounts.models import ApiToken, AuditEntry
from bihuan.accounts.token.scope import Scope
from bihuan.accounts.token.services import create_token, revoke_token
from bihuan.registry.acts import Act
from bihuan.registry.models import Enterprise, KeyListEntry, Station
from tests.api.conftest import Ask, County
from tests.registry.furnished import furnish

DAY = {"start": "2026-11-20T00:00:00", "end": "2026-11-22T00:00:00", "kind": "hour"}


def ids(answer: object) -> set[object]:
    return {row["id"] for row in answer.json()["items"]}  # type: ignore[attr-defined]


@pytest.mark.requirement("B1.18", "A13.7")
@pytest.mark.parametrize(
    "address", ["districts", "enterprises", "outlets", "stations", "points", "limits", "devices"]
)
def test_a_list_holds_what_the_person_sees(address: str, county: County, ask: Ask) -> None:
    people = county.people
    own, others, nobody = (
        ask(user, address) for user in (people.wang, people.zhao, people.auditor)
    )
    assert own.status_code == others.status_code == nobody.status_code == 200
    assert ids(own)
    assert not ids(own) & ids(others)
    assert ids(nobody) == set()


LISTS = (
    "organisations", "departments", "duties", "contacts", "permits", "permit-limits",
    "check-list", "sitings", "sources", "equipment", "vehicles",
)  # fmt: skip


@pytest.mark.requirement("A13.7")
@pytest.mark.parametrize("address", LISTS)
def test_every_list_of_the_ledger_is_read_row_by_row(
    address: str, county: County, ask: Ask
) -> None:
    furnish(county.places)
    rows = ask(county.people.wang, address).json()["items"]
    assert rows
    one = ask(county.people.wang, f"{address}/{rows[0]['id']}")
    assert one.json() == rows[0]
    foreign = ids(ask(county.people.zhao, address))
    assert not foreign & {row["id"] for row in rows}
    assert ask(county.people.zhao, f"{address}/{rows[0]['id']}").status_code == 404


def test_rows_give_codes_numbers_and_exact_amounts(county: County, ask: Ask) -> None:
    given = furnish(county.places)
    wang = county.people.wang
    source = ask(wang, f"sources/{given.source.pk}").json()
    assert (source["kind_id"], source["level"]) == ("construction", "general")
    assert source["department_id"] == given.department.pk
    limits = {row["pollutant"]: row for row in ask(wang, "permit-limits").json()["items"]}
    assert limits["颗粒物"]["upper"] == "10.500000"
    assert limits["二氧化硫"]["upper"] is None
    assert ask(wang, f"permits/{given.permit.pk}").json()["start"] == "2026-01-01"
    assert ids(ask(wang, "sources", text="大峪沟", district="410181105")) == {given.source.pk}
    assert ids(ask(wang, "sources", district="410182")) == set()


def test_personal_data_stay_with_those_who_keep_the_register(county: County, ask: Ask) -> None:
    furnish(county.places)
    mine = ask(county.people.wang, "contacts").json()["items"][0]
    theirs = ask(county.people.supervisor, "contacts").json()["items"][0]
    assert (mine["mobile"], theirs["mobile"]) == ("13800000000", None)
    assert mine["name"] == theirs["name"] == "钱某"


@pytest.mark.requirement("A1.1")
def test_the_interface_counts_the_stations_of_each_class(county: County, ask: Ask) -> None:
    district = county.places.districts["410181"]
    classes = {"provincial": 2, "micro": 70}
    Station.objects.bulk_create(
        Station(name=f"{kind}{n}", code=f"{kind}-{n}", station_class=kind, district=district)
        for kind, count in classes.items()
        for n in range(count)
    )
    for kind, count in classes.items():
        answer = ask(county.people.wang, "stations", station_class=kind)
        assert len(answer.json()["items"]) == count
    told = ask(county.people.wang, "stations/counts").json()
    assert told["counts"] == {"provincial": 2, "township": 1, "micro": 70, "weather": 0}
    assert [one["name"] for one in told["townships_without_station"]] == ["河洛镇"]


def test_an_object_of_others_is_not_found(county: County, ask: Ask) -> None:
    plant, mill = county.places.plant.pk, county.places.mill.pk
    assert ask(county.people.wang, f"enterprises/{plant}").json()["name"] == "巩义水泥厂"
    answer = ask(county.people.wang, f"enterprises/{mill}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert "数据范围" in answer.json()["detail"]


def test_a_firm_is_found_by_a_dirty_code_and_by_its_list_of_key_units(
    county: County, ask: Ask
) -> None:
    plant = county.places.plant
    plant.credit_code = "91640000 2276950035"
    plant.save()
    KeyListEntry.objects.create(
        enterprise=plant, year=2026, kind="air", start="2026-01-01", end="2026-07-01"
    )
    wang = county.people.wang
    assert ids(ask(wang, "enterprises", text="916400002276950035(\xa0)")) == {plant.pk}
    assert ids(ask(wang, "enterprises", text="无此企业")) == set()
    assert ids(ask(wang, "enterprises", key_list="air", on="2026-06-30")) == {plant.pk}
    assert ids(ask(wang, "enterprises", key_list="air")) == set()


def test_pages_follow_one_another_while_rows_come_and_go(county: County, ask: Ask) -> None:
    district = county.places.districts["410181"]
    rows = Enterprise.objects.bulk_create(
        Enterprise(name=f"厂{n}", district=district) for n in range(5)
    )
    first = ask(county.people.wang, "enterprises", limit=3).json()
    Enterprise.objects.filter(pk=rows[0].pk).delete()
    second = ask(county.people.wang, "enterprises", limit=3, cursor=first["next"]).json()
    assert [row["name"] for row in first["items"]] == ["巩义水泥厂", "厂0", "厂1"]
    assert [row["name"] for row in second["items"]] == ["厂2", "厂3", "厂4"]
    assert second["next"] is None


def test_a_point_comes_with_its_factors_and_limits_keep_their_digits(
    county: County, ask: Ask
) -> None:
    point = ask(county.people.wang, f"points/{county.point.pk}").json()
    assert [one["factor"] for one in point["factors"]] == ["a21026", "a34013"]
    limit = ask(county.people.wang, "limits", point=county.point.pk, on="2026-11-21").json()
    assert limit["items"][0]["upper"] == "35.000000"
    assert ask(county.people.wang, "limits", on="1999-01-01").json()["items"] == []


def test_a_device_never_tells_its_password(county: County, ask: Ask) -> None:
    told = ask(county.people.wang, f"devices/{county.device.pk}").json()
    assert told["mn"] == "GYSN0001"
    assert not any("pass" in name or "hash" in name for name in told)


def test_a_series_comes_in_pages_and_in_order(county: County, ask: Ask) -> None:
    asked = {"point": county.point.pk, "factor": "a21026", **DAY}
    first = ask(county.people.wang, "values/series", limit=20, **asked).json()
    rest = ask(county.people.wang, "values/series", cursor=first["next"], **asked).json()
    starts = [row["start"] for row in first["items"] + rest["items"]]
    assert len(first["items"]) == 20
    assert len(starts) == len(set(starts)) == 32
    assert starts == sorted(starts)
    assert rest["next"] is None


def test_the_newest_value_and_its_versions(county: County, ask: Ask) -> None:
    newest = ask(county.people.wang, "values/latest", point=county.point.pk, kind="realtime").json()
    row = newest["items"][0]
    assert (row["value"], row["flag"], row["version"]) == (18.5, "N", 1)
    versions = ask(
        county.people.wang,
        "values/versions",
        point=county.point.pk,
        factor="a21026",
        kind="realtime",
        start=row["start"],
    ).json()
    assert [one["source"] for one in versions["items"]] == ["hj212"]


def test_values_of_others_are_refused_whole(county: County, ask: Ask) -> None:
    both = [county.point.pk, county.places.mill_point.pk]
    answer = ask(county.people.wang, "values/latest", point=both)
    assert answer.status_code == 404
    assert str(county.places.mill_point.pk) in answer.json()["detail"]


@pytest.mark.parametrize("form", ["arrow", "csv"])
def test_values_in_bulk_are_those_of_the_reach(form: str, county: County, ask: Ask) -> None:
    own = b"".join(ask(county.people.wang, "values/bulk", form=form, **DAY).streaming_content)
    others = b"".join(ask(county.people.zhao, "values/bulk", form=form, **DAY).streaming_content)
    read = (
        (lambda data: pl.DataFrame(pa.ipc.open_stream(data).read_all()))
        if form == "arrow"
        else (lambda data: pl.read_csv(io.BytesIO(data)))
    )
    assert read(own).height == 32
    assert read(own)["point"].unique().to_list() == [county.point.pk]
    assert read(others).height == 0
    entry = AuditEntry.objects.filter(action=Act.READ_BULK).last()
    assert entry is not None
    assert entry.detail["kind"] == "hour"


def test_a_wrong_question_is_answered_with_a_problem_in_chinese(county: County, ask: Ask) -> None:
    answer = ask(county.people.wang, "values/series", point=1, kind="century", start="x", end="y")
    told = answer.json()
    assert answer.status_code == told["status"] == 422
    assert {one["field"] for one in told["errors"]} == {"kind", "start", "end"}
    assert all("应" in one["message"] or "只能" in one["message"] for one in told["errors"])
    assert ask(county.people.wang, "enterprises", cursor="???").status_code == 422


def test_a_span_that_is_too_long_says_how_long_it_may_be(county: County, ask: Ask) -> None:
    asked = {**DAY, "kind": "realtime", "start": "2026-01-01", "point": county.point.pk}
    answer = ask(county.people.wang, "values/series", **asked)
    assert "一次最多 7 天" in answer.json()["errors"][0]["message"]


def test_a_token_opens_only_what_it_names(county: County, ask: Ask) -> None:
    scopes = (Scope.READ_VALUES,)
    assert ask(county.people.wang, "me", scopes=scopes).json()["scopes"] == ["read:values"]
    answer = ask(county.people.wang, "enterprises", scopes=scopes)
    assert answer.status_code == 403
    assert "read:registry" in answer.json()["detail"]


def test_without_a_valid_token_nothing_opens(county: County, now: datetime) -> None:
    wang = county.people.wang
    token, key = create_token("旧", scopes=list(Scope), days=1, by=wang, now=now)
    _, late = create_token("过期", scopes=list(Scope), days=1, by=wang, now=now - timedelta(days=2))
    client = Client()

    def status(key: str) -> int:
        headers = {"Authorization": f"Bearer {key}"}
        return client.get("/api/v1/me", headers=headers).status_code

    assert status(key) == 200
    revoke_token(token, by=wang, now=now)
    assert [status(key), status(late), status("bh_nothing")] == [401, 401, 401]
    assert client.get("/api/v1/me").json()["title"] == "没有有效的令牌"
    wang.is_active = False
    wang.save()
    _, other = create_token("停用的人", scopes=list(Scope), days=1, by=wang, now=now)
    assert status(other) == 401


def test_a_login_alone_opens_nothing(county: County, login: object) -> None:
    client = login(county.people.wang)  # type: ignore[operator]
    assert client.get("/api/v1/enterprises").status_code == 401


def test_a_use_is_noted_and_the_key_itself_is_kept_nowhere(
    county: County, ask: Ask, now: datetime
) -> None:
    ask(county.people.wang, "me")
    token = ApiToken.objects.get()
    assert (token.last_used_at, token.last_used_address) == (now, "127.0.0.1")
    _, key = create_token("x", scopes=[Scope.READ_VALUES], days=1, by=county.people.wang, now=now)
    kept = [str(row) for model in (ApiToken, AuditEntry) for row in model.objects.values_list()]
    assert not any(key in row for row in kept)


def test_who_asks_too_often_is_told_when_to_come_back(county: County, ask: Ask) -> None:
    ask(county.people.wang, "me")
    token = ApiToken.objects.get()
    while not LIMIT.wait_s(token.pk):
        pass
    answer = ask(county.people.wang, "me")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
