"""Whom and what a journey finds in its platform; called inside the platform's own process."""

import json
from datetime import UTC, datetime

from bihuan.accounts.models import District, Post, User
from bihuan.accounts.roles import Role
from bihuan.registry.models import (
    Enterprise,
    EnterprisePerson,
    FactorLimit,
    MonitoringPoint,
    Outlet,
    PointFactor,
    Station,
    StationClass,
)
from bihuan.registry.search.upkeep import refresh_all
from bihuan.registry.services import NewDevice, register_device
from bihuan.watch.models import Policy, RuleVersion
from bihuan.watch.services.rule import publish_rule
from bihuan.watch.services.run import begin_here

MN = "010000A8900016F000169DC0"
PASSWORD = "Sturdy-Pass-2026"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def county() -> str:
    """A county with 王, a sewage works, its outlet and a registered device; keys as JSON."""
    District.objects.bulk_create(
        [
            District(code="41", name="河南省", level="province"),
            District(code="4101", name="郑州市", level="city", parent_id="41"),
            District(code="410181", name="巩义市", level="county", parent_id="4101"),
        ]
    )
    wang = User.objects.create(username="wang", name="王科员")
    wang.set_password(PASSWORD)
    wang.save()
    Post.objects.create(user=wang, role=Role.DISTRICT, district_id="410181")
    point = _outlet_point()
    device = register_device(
        NewDevice(
            mn=MN,
            points={"": point},
            name="污水总排口数采仪",
            password="123456",
            system_code="32",
            realtime_interval_s=30,
        ),
        by=None,
        now=LONG_AGO,
    )
    return json.dumps({"point": point.pk, "device": device.pk})


def _outlet_point() -> MonitoringPoint:
    works = Enterprise.objects.create(
        name="巩义污水处理厂",
        district_id="410181",
        industry="污水处理",
        is_key=True,
        longitude=112.98,
        latitude=34.76,
    )
    outlet = Outlet.objects.create(enterprise=works, name="总排口", code="DW001", medium="water")
    point = MonitoringPoint.objects.create(
        name="巩义污水处理厂总排口", medium="water", outlet=outlet, district_id="410181"
    )
    demand = PointFactor.objects.create(
        point=point, factor="w01018", name_zh="化学需氧量", unit="mg/L", decimals=1
    )
    FactorLimit.objects.create(
        point_factor=demand,
        averaging="hour",
        upper=50,
        source="GB 18918-2002 一级 A",
        start=LONG_AGO.date(),
    )
    return point


def closed_loop() -> str:
    """The people of a case, and the rule that raises one of each hour over its limit."""
    District.objects.create(code="410182", name="荥阳市", level="county", parent_id="4101")
    for username, name, role, district in (
        ("li", "李科长", Role.CITY, "4101"),
        ("zhao", "赵科员", Role.DISTRICT, "410182"),
        ("chen", "陈环保", Role.ENTERPRISE, None),
    ):
        somebody = User(username=username, name=name)
        somebody.set_password(PASSWORD)
        somebody.save()
        Post.objects.create(user=somebody, role=role, district_id=district)
    works = Enterprise.objects.get(name="巩义污水处理厂")
    EnterprisePerson.objects.create(user_id=somebody.pk, enterprise=works)
    rule = RuleVersion(rule="limit.hour", is_on=True, policy=Policy.AT_ONCE, note="试运行")
    now = datetime.now(UTC)
    publish_rule(rule, by=None, now=now)
    begin_here(now=now)
    return ""


def station() -> str:
    """An air station of the county, and an index in which everything is found."""
    town = District.objects.create(
        code="410181118", name="河洛镇", level="township", parent_id="410181"
    )
    stands = Station.objects.create(
        name="河洛镇站", code="GY-T-05", station_class=StationClass.TOWNSHIP, district=town
    )
    MonitoringPoint.objects.create(name="河洛镇站", medium="air", station=stands, district=town)
    refresh_all()
    return ""
