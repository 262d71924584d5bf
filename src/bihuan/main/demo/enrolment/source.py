"""The county's local sources (本地源): about 150 of all kinds, spread over its townships."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np

from bihuan.accounts.scope import within
from bihuan.main.demo import table
from bihuan.main.demo.county import COUNTY, townships
from bihuan.main.demo.noise import uniform
from bihuan.main.demo.seed import Stream
from bihuan.registry.models import (
    ChangeWay,
    Department,
    LocalSource,
    SourceLevel,
    SourceState,
)
from bihuan.registry.services.history import (
    BORN,
    Because,
    FieldChange,
    ObjectChange,
    record_changes,
)

REACH = 0.03
REASON = "演示数据初始登记"
SINCE = date(2024, 1, 1)


def enrol_sources(*, now: datetime) -> None:
    """Add the local sources of the county with the beginning of their histories, once."""
    if LocalSource.objects.filter(within("district_id", COUNTY)).exists():
        return
    kind = LocalSource._meta.label_lower
    born = [
        ObjectChange(kind, one.pk, one.name, [FieldChange("", BORN, after=one.name)])
        for one in LocalSource.objects.bulk_create(_sources())
    ]
    record_changes(born, Because(None, now, REASON, ChangeWay.PLATFORM))


def _sources() -> Iterator[LocalSource]:
    offices = {
        (one.organisation.name, one.name): one
        for one in Department.objects.select_related("organisation")
    }
    number = 0
    for row in table.rows("local_sources"):
        for order in range(int(row["count"])):
            number += 1
            office = offices.get((row["organisation"], row["department"]))
            yield _source(row, number, order, office)


def _source(row: dict[str, str], number: int, order: int, office: Department | None) -> LocalSource:
    where, east, north, size, state = (
        float(one) for one in uniform(Stream.LOCAL_SOURCE, number, np.arange(5))
    )
    places = townships()
    place = places[(number * 7 + int(where * 3)) % len(places)]
    return LocalSource(
        name=row["name"].format(town=place.name, n=f"{order + 1:02d}"),
        kind_id=row["kind"],
        district_id=place.code,
        address=f"{place.name}（演示地址）",
        longitude=round(place.longitude + (east - 0.5) * REACH, 5),
        latitude=round(place.latitude + (north - 0.5) * REACH, 5),
        datum="CGCS2000",
        scale=row["scale"].format(k=1 + int(size * 12)),
        pollutants=row["pollutants"],
        measures=row["measures"],
        level=SourceLevel.KEY if size > 0.8 else SourceLevel.GENERAL,
        state=SourceState.PAUSED if state > 0.9 else SourceState.ACTIVE,
        department=office,
        keeper=f"{place.name}网格员",
        start=SINCE + timedelta(days=int(where * 700)),
    )
