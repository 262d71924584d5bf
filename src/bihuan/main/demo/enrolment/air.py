"""What the county's analysts have written by the time the demo starts: targets and counties."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils.timezone import localdate

from bihuan.accounts.models import District, User
from bihuan.air.models import CountyFigure, Target, TargetItem
from bihuan.air.services.measure import ship_measures
from bihuan.main.demo.county import COUNTY

TARGETS: Final = (
    (TargetItem.PM25, "37.0"),
    (TargetItem.PM10, "65"),
    (TargetItem.NO2, "27"),
    (TargetItem.SO2, "8"),
    (TargetItem.O3, "160"),
    (TargetItem.CO, "1.4"),
    (TargetItem.COMPOSITE, "4.300"),
    (TargetItem.GOOD_DAYS, "285"),
)
COUNTIES: Final = (
    ("新密市", "8", "29", "1.0", "96", "72", "40.3", "4.12", 21, 2),
    ("登封市", "7", "25", "0.9", "101", "66", "37.8", "3.86", 23, 1),
    ("荥阳市", "9", "34", "1.1", "88", "79", "45.1", "4.55", 18, 4),
    ("巩义市", "9", "34", "1.1", "91", "74", "45.8", "4.50", 19, 3),
    ("新郑市", None, None, None, None, None, None, None, None, None),
)


def enrol_air_facts(*, now: datetime) -> None:
    """Add targets of this year and last month's counties (目标与对标), where they are missing."""
    ship_measures()
    if Target.objects.exists():
        return
    author = User.objects.filter(username="sun").first()
    today, county = localdate(now), District.objects.get(code=COUNTY)
    Target.objects.bulk_create(
        Target(
            district=county,
            year=today.year,
            item=item,
            value=Decimal(value),
            source="演示：年度目标任务书",
            by=author,
            at=now,
        )
        for item, value in TARGETS
    )
    last = today.replace(day=1) - timedelta(days=1)
    CountyFigure.objects.bulk_create(
        _figure(row, last.replace(day=1), last, by=author, at=now) for row in COUNTIES
    )


def _figure(
    row: tuple[str | int | None, ...], first: date, last: date, *, by: User | None, at: datetime
) -> CountyFigure:
    name, *numbers, days, place = row
    so2, no2, co, o3, pm10, pm2_5, composite = (
        None if one is None else Decimal(str(one)) for one in numbers
    )
    return CountyFigure(
        county=str(name),
        first=first,
        last=last,
        so2=so2,
        no2=no2,
        co=co,
        o3=o3,
        pm10=pm10,
        pm2_5=pm2_5,
        composite=composite,
        good_days=days,
        place=place,
        source="演示：郑州市月度通报" if days is not None else "演示：未公布",
        by=by,
        at=at,
    )
