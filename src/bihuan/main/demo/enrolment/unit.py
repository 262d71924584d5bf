"""The province's invented units as rows of the registry."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from bihuan.accounts.models import Organisation, User
from bihuan.main.demo import table
from bihuan.main.demo.enrolment.device import NewCollector, enrol_devices
from bihuan.main.demo.enrolment.district import district_of
from bihuan.main.demo.enrolment.station import point_factor
from bihuan.main.demo.furnace import FACTORS, LOWEST_C, REPORTED
from bihuan.main.demo.province import Outlet as Planned
from bihuan.main.demo.province import OutletFactor, Unit
from bihuan.main.demo.wire_identity import realtime_interval_s, system_code
from bihuan.registry.identifier import check_character
from bihuan.registry.models import (
    Averaging,
    Enterprise,
    EnterpriseOperator,
    EnterprisePerson,
    FactorLimit,
    KeyList,
    KeyListEntry,
    MonitoringPoint,
    Outlet,
    PointFactor,
)

LIMITS_FROM = date(2023, 1, 1)
LISTED_FROM = date(2026, 1, 1)
SERVED_EVERY = 8

Placed = list[tuple[Unit, Planned, MonitoringPoint]]


def enrol_units(units: tuple[Unit, ...], *, now: datetime) -> None:
    """Add units, outlets, points, factors, limits and devices (排污单位); all of them or none."""
    codes = [credit_code(unit) for unit in units]
    if Enterprise.objects.filter(credit_code=codes[0]).exists():
        return
    enterprises = Enterprise.objects.bulk_create(
        _enterprise(unit, code) for unit, code in zip(units, codes, strict=True)
    )
    KeyListEntry.objects.bulk_create(
        KeyListEntry(enterprise=enterprise, year=LISTED_FROM.year, kind=kind, start=LISTED_FROM)
        for unit, enterprise in zip(units, enterprises, strict=True)
        for kind in sorted({_key_list(outlet) for outlet in unit.outlets})
    )
    placed = _enrol_points(units, enterprises)
    _enrol_factors(placed)
    enrol_devices((_collector(*each) for each in placed), now=now)
    _enrol_those_who_act(units, enterprises)


def credit_code(unit: Unit) -> str:
    """The unit's credit code (统一社会信用代码): valid, and its DEM says that it is invented.

    Source: GB 32100-2015; the ninth character of the organisation code by GB 11714-1997.
    """
    body = unit.credit_body + organisation_check(unit.credit_body[8:16])
    return body + check_character(body)


def organisation_check(body: str) -> str:
    """Check character of an organisation code's eight characters.

    Source: GB 11714-1997: modulo 11, weights 3, 7, 9, 10, 5, 8, 4, 2.

    >>> organisation_check("10000001")  # 21 + 0 ... = 1 x 3 + 1 x 2 = 5, 11 - 5
    '6'
    """
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(letters.index(c) * w for c, w in zip(body, weights, strict=True))
    return "0123456789X"[-total % 11]


def _enterprise(unit: Unit, code: str) -> Enterprise:
    return Enterprise(
        name=unit.name,
        credit_code=code,
        district_id=district_of(unit.district),
        industry=unit.industry,
        longitude=unit.longitude,
        latitude=unit.latitude,
        is_key=True,
    )


def _key_list(outlet: Planned) -> KeyList:
    return KeyList.WATER if outlet.kind.medium == "water" else KeyList.AIR


def _enrol_points(units: tuple[Unit, ...], enterprises: list[Enterprise]) -> Placed:
    planned = [(u, o, e) for u, e in zip(units, enterprises, strict=True) for o in u.outlets]
    outlets = Outlet.objects.bulk_create(
        Outlet(
            enterprise=enterprise,
            name=plan.name,
            code=plan.code,
            medium=plan.kind.medium,
            longitude=unit.longitude,
            latitude=unit.latitude,
        )
        for unit, plan, enterprise in planned
    )
    points = MonitoringPoint.objects.bulk_create(
        MonitoringPoint(
            name=outlet.name,
            medium=outlet.medium,
            outlet=outlet,
            district_id=outlet.enterprise.district_id,
        )
        for outlet in outlets
    )
    return [(u, o, point) for (u, o, _), point in zip(planned, points, strict=True)]


def _enrol_factors(placed: Placed) -> None:
    furnaces = [point for _, plan, point in placed if plan.kind.kind == "waste_furnace"]
    rows = [
        (point_factor(point, of.factor, order), of)
        for _, plan, point in placed
        for order, of in enumerate(plan.kind.factors)
    ]
    PointFactor.objects.bulk_create(row for row, _ in rows)
    FactorLimit.objects.bulk_create(limit for row, of in rows for limit in _limits(row, of))
    heat = [point_factor(p, f, 50 + n) for p in furnaces for n, f in enumerate(FACTORS)]
    PointFactor.objects.bulk_create(heat)
    FactorLimit.objects.bulk_create(
        FactorLimit(
            point_factor=row,
            averaging=Averaging.MINUTE,
            lower=Decimal(int(LOWEST_C)),
            source="GB 18485-2014 炉膛内焚烧温度（5分钟均值，待确认）",
            start=LIMITS_FROM,
        )
        for row in heat
        if row.factor == REPORTED.code
    )


def _limits(row: PointFactor, of: OutletFactor) -> Iterator[FactorLimit]:
    for averaging, upper in ((Averaging.HOUR, of.hour_limit), (Averaging.DAY, of.day_limit)):
        if upper is not None:
            yield FactorLimit(
                point_factor=row,
                averaging=averaging,
                upper=Decimal(str(upper)),
                lower=None if of.low_limit is None else Decimal(str(of.low_limit)),
                source=of.source,
                start=LIMITS_FROM,
            )


def _collector(unit: Unit, plan: Planned, point: MonitoringPoint) -> NewCollector:
    return NewCollector(
        mn=plan.mn,
        name=f"{unit.name}{plan.name}数采仪",
        system_code=system_code(plan.kind.medium),
        point=point,
        realtime_interval_s=realtime_interval_s(plan.kind.medium),
        minute_interval_min=60 // plan.kind.parts,
        edition=plan.edition,
    )


def _enrol_those_who_act(units: tuple[Unit, ...], enterprises: list[Enterprise]) -> None:
    """The enterprise's person of the table, and the contractor who serves every eighth unit."""
    by_number = {u.number: e for u, e in zip(units, enterprises, strict=True)}
    for row in table.rows("people"):
        if row["unit"] and (enterprise := by_number.get(int(row["unit"]))):
            person = User.objects.get(username=row["username"])
            EnterprisePerson.objects.get_or_create(user=person, enterprise=enterprise)
    contractor = Organisation.objects.filter(posts__role="operator").first()
    if contractor is not None:
        EnterpriseOperator.objects.bulk_create(
            EnterpriseOperator(enterprise=enterprise, organisation=contractor, start=LIMITS_FROM)
            for number, enterprise in by_number.items()
            if number % SERVED_EVERY == 1
        )
