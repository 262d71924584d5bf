"""A plant's outlet with an hourly limit, a store of its own, and a way to let values arrive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from bihuan import telemetry
from bihuan.notify import kinds
from bihuan.notify.kinds import NoticeKind
from bihuan.registry.models import FactorLimit, MonitoringPoint, PointFactor
from bihuan.ui.recent import Recent
from bihuan.watch.models import Policy, RuleVersion
from bihuan.watch.services.run import Ran, begin_here, run_rules
from tests.pages.given import Rows, rows_of
from tests.people import NOW, People, Places

HOUR = timedelta(hours=1)
NINE = NOW.replace(minute=0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[telemetry.Store]:
    """The process's store in a folder of its own, opened for writing."""
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    yield telemetry.store("test-1")
    telemetry.close_stores()
    telemetry.configure(settings.TELEMETRY_ROOT)


@dataclass
class Site:
    """A point whose rules run, and its store."""

    point: MonitoringPoint
    store: telemetry.Store
    people: People
    places: Places
    now: datetime = NINE
    ran: list[Ran] = field(default_factory=list)

    def arrive(
        self,
        end: datetime,
        values: Sequence[float | None],
        *,
        kind: str = "hour",
        flag: str = "N",
        step: timedelta = HOUR,
        point: int | None = None,
    ) -> None:
        """Values whose last period ends at `end`, arriving then."""
        rows = Rows(point or self.point.pk, "a21026", kind, step, flag=flag)
        self.store.append(rows_of(rows, end, values), now=max(end, self.now))

    def run(self, now: datetime | None = None) -> Ran:
        """Let the rules run."""
        ran = run_rules(now=now or self.now)
        self.ran.append(ran)
        return ran


def switch_on(rule: str, **more: object) -> RuleVersion:
    """The next version of a rule, switched on."""
    number = RuleVersion.objects.filter(rule=rule).count() + 1
    given = {"is_on": True, "policy": Policy.NEVER, "note": "启用", "at": NOW, **more}
    return RuleVersion.objects.create(rule=rule, number=number, **given)


@pytest.fixture
def site(places: Places, people: People, store: telemetry.Store) -> Site:
    """The plant's outlet: sulphur dioxide with an hourly limit of 35, range 0 to 500."""
    Recent.forget_all()
    sulphur = PointFactor.objects.create(
        point=places.plant_point,
        factor="a21026",
        name_zh="二氧化硫",
        unit="mg/m³",
        decimals=1,
        order=1,
        minimum=0,
        maximum=500,
    )
    FactorLimit.objects.create(
        point_factor=sulphur,
        averaging="hour",
        upper=35,
        source="GB 4915-2013",
        start=NOW.date() - timedelta(days=400),
    )
    begin_here(now=NOW)
    return Site(places.plant_point, store, people, places)


@pytest.fixture(autouse=True)
def case_notices() -> Iterator[None]:
    """What a raised case says, where its own room has not named it."""
    own = NoticeKind("case_raised", "事项", {"title": "标题"}, "{标题}", "{标题}")
    missing = own.key not in {one.key for one in kinds.all_kinds()}
    if missing:
        kinds.register(own)
    yield
    if missing:
        kinds._kinds.pop(own.key)
