"""The world of the matrix: two counties with one of everything, and one person of every post."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client

from bihuan.accounts import policy
from bihuan.accounts.models import ExportRequest, StaffChange, User
from bihuan.accounts.roles import Role
from bihuan.accounts.services.setting import change_setting
from bihuan.registry.models import Device
from bihuan.registry.services import NewDevice, register_device
from tests.people import People, Places, person
from tests.registry.exchange.given import checked, csv_file

LONG_AGO = timedelta(days=400)
HEADER = ["企业名称", "行政区划"]


@dataclass(frozen=True)
class Pair:
    """The key of an object of 巩义, and of its like in 荥阳."""

    own: object
    other: object


@dataclass(frozen=True)
class World:
    """Everyone by name, logged in, and the objects by kind; names by the key of the person."""

    names: dict[int, str]
    clients: dict[str, Client]
    objects: dict[str, Pair]


def more_people(people: People) -> dict[str, User]:
    """The posts that `tests.people` has not."""
    return people.all() | {
        "manager": person("manager", "项目经理", Role.PROJECT_MANAGER, "410181"),
        "patrol": person("patrol", "巡查工程师", Role.PATROL, "410181"),
        "analyst": person("analyst", "分析师", Role.ANALYST, "410181"),
        "service": person("service", "运营服务", Role.SERVICE, "4101"),
        "grid": person("grid", "网格员", Role.GRID, "410181105"),
    }


def clients_of(people: dict[str, User]) -> dict[str, Client]:
    """A browser for everybody."""
    clients = {name: Client() for name in people}
    for name, client in clients.items():
        client.force_login(people[name])
    return clients


def objects_of(people: People, places: Places, now: datetime) -> dict[str, Pair]:
    """One of each kind of object on either side."""
    return {
        "point": Pair(places.plant_point.pk, places.mill_point.pk),
        "enterprise": Pair(places.plant.pk, places.mill.pk),
        "device": Pair(
            _device("GYSN0001", places.plant_point, now).pk,
            _device("XYSN0001", places.mill_point, now).pk,
        ),
        "run": Pair(_run(people.wang, "巩义市", now), _run(people.zhao, "荥阳市", now)),
        "person": Pair(people.wang.pk, people.zhao.pk),
        "request": Pair(_request(people.wang, now), _request(people.zhao, now)),
        "change": Pair(_change(people.wang, now), _change(people.zhao, now)),
        "value": Pair(_value(people, now), 999_999),
        "nothing": Pair(999_998, 999_999),
    }


def _device(mn: str, point: object, now: datetime) -> Device:
    new = NewDevice(mn=mn, points={"": point}, name=mn, system_code="31")  # type: ignore[dict-item]
    return register_device(new, by=None, now=now - LONG_AGO)


def _run(by: User, district: str, now: datetime) -> int:
    rows = [HEADER, [f"{by.name}的新厂", district]]
    return int(checked("enterprises", csv_file(rows), by=by, now=now).pk)


def _request(by: User, now: datetime) -> int:
    (post,) = by.posts.all()
    made = ExportRequest.objects.create(
        by=by,
        at=now,
        title="台账",
        target="/x",
        contents=["personal"],
        purpose="核对",
        district_id=post.district_id,
    )
    return int(made.pk)


def _change(leaving: User, now: datetime) -> int:
    made = StaffChange.objects.create(
        leaving=leaving,
        role=Role.ANALYST,
        effective_on=now.date(),
        reason="离岗",
        notice_days=0,
        by=leaving,
        at=now,
    )
    return int(made.pk)


def _value(people: People, now: datetime) -> int:
    by = people.security_admin
    return int(change_setting(policy.IDLE_MINUTES, 20, reason="测试", by=by, now=now).pk)
