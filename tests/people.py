"""Our people, who meet every page: fixtures of a small province with one city and two counties.

王 officer of the county, 李 section chief of the city, 赵 of another county, 陈 of an enterprise,
访客 without a post, and one of each other kind of post.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from bihuan.accounts.models import District, Organisation, Post, User
from bihuan.accounts.roles import Role
from bihuan.registry.models import (
    Enterprise,
    EnterpriseOperator,
    EnterprisePerson,
    Medium,
    MonitoringPoint,
    Outlet,
    Station,
    StationClass,
)

NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
PASSWORD = "Sturdy-Pass-2026"
QUICK_HASH = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1)


@dataclass(frozen=True)
class Places:
    """Districts by code, two enterprises with a point each, one station with a point."""

    districts: dict[str, District]
    plant: Enterprise
    mill: Enterprise
    plant_point: MonitoringPoint
    mill_point: MonitoringPoint
    station: Station
    station_point: MonitoringPoint
    contractor: Organisation


@dataclass(frozen=True)
class People:
    """Everyone once."""

    wang: User
    li: User
    zhao: User
    chen: User
    visitor: User
    province: User
    township: User
    operator: User
    engineer: User
    supervisor: User
    wall_screen: User
    system_admin: User
    security_admin: User
    auditor: User
    root: User

    def all(self) -> dict[str, User]:
        """By name."""
        return dict(vars(self))


@pytest.fixture
def now() -> datetime:
    """The moment at which every test happens: 2026-11-21 08:30 in Shanghai."""
    return NOW


@pytest.fixture
def districts(db: None) -> dict[str, District]:
    """河南省, 郑州市, 巩义市 with a township, 荥阳市; and a city whose code begins alike."""
    rows = [
        ("41", "河南省", "province", None),
        ("4101", "郑州市", "city", "41"),
        ("4102", "开封市", "city", "41"),
        ("410181", "巩义市", "county", "4101"),
        ("410182", "荥阳市", "county", "4101"),
        ("410199", "样板区", "county", "4101"),
        ("410181105", "大峪沟镇", "township", "410181"),
        ("410181106", "河洛镇", "township", "410181"),
    ]
    District.objects.bulk_create(
        District(code=code, name=name, level=level, parent_id=parent)
        for code, name, level, parent in rows
    )
    return District.objects.in_bulk()


@pytest.fixture
def places(districts: dict[str, District]) -> Places:
    """A plant in 巩义 with an outlet, a mill in 荥阳 with another, a station in 大峪沟."""
    plant = Enterprise.objects.create(name="巩义水泥厂", district=districts["410181"])
    mill = Enterprise.objects.create(name="荥阳造纸厂", district=districts["410182"])
    station = Station.objects.create(
        name="大峪沟站",
        code="GY-T-05",
        station_class=StationClass.TOWNSHIP,
        district=districts["410181105"],
    )
    return Places(
        districts=districts,
        plant=plant,
        mill=mill,
        plant_point=_outlet_point(plant, Medium.GAS),
        mill_point=_outlet_point(mill, Medium.WATER),
        station=station,
        station_point=MonitoringPoint.objects.create(
            name="大峪沟站", medium=Medium.AIR, station=station, district=station.district
        ),
        contractor=Organisation.objects.create(
            name="净源运维", kind="contractor", district=districts["4101"]
        ),
    )


def _outlet_point(enterprise: Enterprise, medium: Medium) -> MonitoringPoint:
    outlet = Outlet.objects.create(enterprise=enterprise, name="1#排口", code="01", medium=medium)
    return MonitoringPoint.objects.create(
        name=f"{enterprise.name}1#排口", medium=medium, outlet=outlet, district=enterprise.district
    )


@pytest.fixture
def people(places: Places) -> People:
    """Everyone with his post; 陈 acts for the plant, the contractor serves the mill."""
    people = People(
        wang=person("wang", "王科员", Role.DISTRICT, "410181"),
        li=person("li", "李科长", Role.CITY, "4101"),
        zhao=person("zhao", "赵科员", Role.DISTRICT, "410182"),
        chen=person("chen", "陈环保", Role.ENTERPRISE),
        visitor=person("visitor", "访客"),
        province=person("province", "省厅处长", Role.PROVINCE, "41"),
        township=person("township", "大峪沟网格员", Role.TOWNSHIP, "410181105"),
        operator=person("operator", "运维周工", Role.OPERATOR, organisation=places.contractor),
        engineer=person("engineer", "站点吴工", Role.ENGINEER, "410181"),
        supervisor=person("supervisor", "监理郑工", Role.SUPERVISOR, "410181"),
        wall_screen=person("wall", "指挥大屏", Role.WALL_SCREEN, "4101"),
        system_admin=person("sysadmin", "系统管理员", Role.SYSTEM_ADMIN),
        security_admin=person("secadmin", "安全管理员", Role.SECURITY_ADMIN),
        auditor=person("auditor", "审计管理员", Role.AUDITOR),
        root=User.objects.create(
            username="root", password=QUICK_HASH, name="超级用户", is_superuser=True, is_staff=True
        ),
    )
    EnterprisePerson.objects.create(user=people.chen, enterprise=places.plant)
    EnterpriseOperator.objects.create(
        enterprise=places.mill, organisation=places.contractor, start=date(2026, 1, 1)
    )
    return people


def person(
    username: str,
    name: str,
    role: Role | None = None,
    district: str | None = None,
    *,
    organisation: Organisation | None = None,
) -> User:
    """A person with one post, or with none."""
    user = User.objects.create(username=username, password=QUICK_HASH, name=name)
    if role is not None:
        Post.objects.create(user=user, role=role, district_id=district, organisation=organisation)
    return user
