"""A small county of air: two provincial, three township and four micro stations with a store."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from django.conf import settings

from bihuan import telemetry
from bihuan.accounts.models import District, User
from bihuan.accounts.roles import Role
from bihuan.air.models import Exclusion
from bihuan.air.series.archive import ARCHIVE
from bihuan.air.series.block import WEATHER, midnight
from bihuan.air.site import Site, all_sites
from bihuan.cases.services import Answer
from bihuan.cases.services.step import locked, move
from bihuan.cases.version_document import procedure_of
from bihuan.registry.models import Medium, MonitoringPoint, Station, StationClass
from bihuan.regulations.air.pollutant import Pollutant, factor_code
from bihuan.ui.recent import Recent
from tests.people import People, person

TODAY = date(2026, 11, 21)
USUAL = {
    Pollutant.SO2: 9.0,
    Pollutant.NO2: 30.0,
    Pollutant.CO: 0.8,
    Pollutant.O3: 70.0,
    Pollutant.PM10: 80.0,
    Pollutant.PM25: 45.0,
}
STATIONS = [
    ("一号省控站", "GY-S-01", StationClass.PROVINCIAL, "410181105", 113.00, 34.75),
    ("二号省控站", "GY-S-02", StationClass.PROVINCIAL, "410181106", 113.02, 34.76),
    ("大峪沟站", "GY-T-05", StationClass.TOWNSHIP, "410181105", 113.01, 34.75),
    ("河洛站", "GY-T-06", StationClass.TOWNSHIP, "410181106", 113.03, 34.76),
    ("米河站", "GY-T-07", StationClass.TOWNSHIP, "410181107", 113.04, 34.74),
    ("大峪沟微站1号", "GY-M-01", StationClass.MICRO, "410181105", 113.011, 34.751),
    ("大峪沟微站2号", "GY-M-02", StationClass.MICRO, "410181105", 113.012, 34.752),
    ("河洛微站1号", "GY-M-03", StationClass.MICRO, "410181106", 113.031, 34.761),
    ("河洛微站2号", "GY-M-04", StationClass.MICRO, "410181106", 113.032, 34.762),
]

Hours = npt.NDArray[np.float64]


@dataclass(frozen=True)
class AirCounty:
    """Stations with an empty store, and the ways to fill it."""

    people: People
    analyst: User
    now: datetime
    store: telemetry.Store
    district: District
    points: dict[str, MonitoringPoint] = field(default_factory=dict)

    def site(self, code: str) -> Site:
        """The station of that code as figures know it."""
        return next(one for one in all_sites(self.now) if one.code == code)

    def hours(self, code: str, factor: str, first: date, values: Hours | list[float]) -> None:
        """Append hourly means from midnight of the first day; NaN writes nothing."""
        self.append(self._hours(code, factor, first, np.asarray(values, dtype=np.float64)))

    def steady(self, first: date, days: int, *, codes: list[str] | None = None) -> None:
        """Every pollutant at its usual value at every station, all day long."""
        self.append(
            pl.concat(
                self._hours(code, factor_code(item), first, np.full(24 * days, value))
                for code in codes or list(self.points)
                for item, value in USUAL.items()
            )
        )

    def weather(self, code: str, first: date, days: int, **names: float) -> None:
        """A steady wind and weather at one station."""
        for name, value in names.items():
            self.hours(code, WEATHER[name], first, np.full(24 * days, value))

    def end_report(self, report: Exclusion, step: str) -> None:
        """Walk a report's case along its own routes to the centre's answer."""
        for code in ("hand_in", "send", "receive", step):
            assert report.case is not None
            case = locked(report.case)
            procedure = procedure_of(case.version)
            route = next(one for one in procedure.steps if one.code == code)
            answer = Answer(fields={"text": "同意，按规定剔除"})
            by = self.people.wang
            move(case, procedure, route, by=by, now=self.now, answer=answer, waiting=[])
        report.refresh_from_db()

    def _hours(self, code: str, factor: str, first: date, values: Hours) -> pl.DataFrame:
        starts = [midnight(first) + timedelta(hours=n) for n in range(len(values))]
        return self.rows(code, factor, starts, values, step=timedelta(hours=1), kind="hour")

    def rows(
        self,
        code: str,
        factor: str,
        starts: list[datetime],
        values: Hours,
        *,
        step: timedelta,
        kind: str,
    ) -> pl.DataFrame:
        """Values of one series in the columns of the store; NaN makes no row."""
        frame = pl.DataFrame({"start": starts, "value": values}).filter(
            pl.col("value").is_not_nan()
        )
        return frame.select(
            pl.lit(self.points[code].pk, pl.Int32).alias("point"),
            pl.lit(factor).alias("factor"),
            pl.lit(kind).alias("kind"),
            pl.lit(0, pl.Int8).alias("statistic"),
            "start",
            (pl.col("start") + step).alias("end"),
            "value",
            pl.lit("N").alias("flag"),
            pl.lit(0, pl.Int16).alias("marks"),
            pl.lit("demo").alias("source"),
            pl.lit(-1, pl.Int32).alias("raw_index"),
        )

    def append(self, rows: pl.DataFrame) -> None:
        """One commit."""
        self.store.append(rows.to_arrow().cast(telemetry.APPEND_SCHEMA), now=self.now)


@pytest.fixture
def air_store(tmp_path: Path) -> Iterator[telemetry.Store]:
    """The process's store in a folder of its own, opened for writing."""
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    ARCHIVE.forget()
    Recent.forget_all()
    store = telemetry.store("test-air")
    yield store
    telemetry.close_stores()
    telemetry.configure(settings.TELEMETRY_ROOT)
    ARCHIVE.forget()


@pytest.fixture
def air(people: People, air_store: telemetry.Store, now: datetime) -> AirCounty:
    """The county at 08:30 on 21 November 2026, without a value yet."""
    MonitoringPoint.objects.filter(station__isnull=False).delete()
    Station.objects.all().delete()
    District.objects.create(code="410181107", name="米河镇", level="township", parent_id="410181")
    county = AirCounty(
        people=people,
        analyst=person("sun", "孙分析", Role.ANALYST, "410181"),
        now=now,
        store=air_store,
        district=District.objects.get(code="410181"),
    )
    for name, code, kind, district, longitude, latitude in STATIONS:
        station = Station.objects.create(
            name=name,
            code=code,
            station_class=kind,
            district_id=district,
            longitude=longitude,
            latitude=latitude,
        )
        county.points[code] = MonitoringPoint.objects.create(
            name=name, medium=Medium.AIR, station=station, district_id=district
        )
    Recent.forget_all()
    return county
