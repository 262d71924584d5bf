"""A county with a station's hours, its people, and a sample kind of report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from bihuan import telemetry
from bihuan.accounts.models import District, User
from bihuan.accounts.roles import Role
from bihuan.reports import definition
from bihuan.reports.models import Report, ReportVersion
from bihuan.reports.period import period_around
from bihuan.reports.services.drafting import Wanted, draft_report
from bihuan.reports.services.flow import approve, sign, submit
from bihuan.reports.services.issuing import Told, issue
from tests.pages.given import Rows, rows_of
from tests.people import People, Places, person
from tests.reports import sample_kind

DAY = date(2026, 11, 20)


@pytest.fixture
def kinds() -> Iterator[None]:
    """The sample kinds and queries, registered for one test."""
    held, asked = dict(definition._kinds), dict(definition._queries)
    definition._kinds.clear()
    definition.register_kind(*sample_kind.KINDS)
    definition.register_query(*sample_kind.QUERIES)
    yield
    definition._kinds.clear()
    definition._kinds.update(held)
    definition._queries.clear()
    definition._queries.update(asked)


@pytest.fixture
def store(tmp_path: Path, settings_files: None) -> Iterator[telemetry.Store]:
    """The process's store in a folder of its own."""
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    yield telemetry.store("test-1")
    telemetry.close_stores()
    telemetry.configure(settings.TELEMETRY_ROOT)


@pytest.fixture
def settings_files(settings: object, tmp_path: Path) -> None:
    """Files are kept in a folder of the test."""
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Office:
    """Who works on documents, and the data that they are about."""

    district: District
    analyst: User
    manager: User
    wang: User
    people: People
    point: int
    store: telemetry.Store
    now: datetime

    def draft(self, code: str = "sample.daily", day: date = DAY) -> Report:
        """A draft about the period around a day."""
        kind = definition.kind_of(code)
        wanted = Wanted(kind, self.district, period_around(kind.period, day))
        return draft_report(wanted, by=self.analyst, now=self.now)

    def signed(self, report: Report) -> ReportVersion:
        """The newest version, signed."""
        version = report.versions.order_by("serial").last()
        assert version is not None
        submit(version, note="", by=self.analyst, now=self.now)
        approve(version, note="", by=self.manager, now=self.now)
        return sign(version, note="", by=self.wang, now=self.now)

    def issued(self, report: Report, *names: str) -> ReportVersion:
        """The newest version, issued."""
        told = Told(users=[self.wang], names=names)
        return issue(self.signed(report), told=told, note="", by=self.analyst, now=self.now)

    def correct(self, hour: int, value: float) -> None:
        """Correct one hour of the day."""
        end = sample_kind.midnight(f"{DAY}") + timedelta(hours=hour + 1)
        rows = rows_of(Rows(self.point, "a34004", "hour", timedelta(hours=1)), end, [value])
        self.store.correct(rows, author="wang", reason="仪器故障", now=self.now)


@pytest.fixture
def office(
    places: Places, people: People, store: telemetry.Store, kinds: None, now: datetime
) -> Office:
    """Two days of hours: 40 on the day before, 50 on the day itself."""
    point = places.station_point.pk
    sample_kind.POINT[0] = point
    series = Rows(point, "a34004", "hour", timedelta(hours=1))
    end = sample_kind.midnight(f"{DAY + timedelta(days=1)}")
    store.append(rows_of(series, end, [40.0] * 24 + [50.0] * 24), now=now)
    return Office(
        district=places.districts["410181"],
        analyst=person("yan", "研判员", Role.ANALYST, "410181"),
        manager=person("manager", "项目经理", Role.PROJECT_MANAGER, "410181"),
        wang=people.wang,
        people=people,
        point=point,
        store=store,
        now=now,
    )
