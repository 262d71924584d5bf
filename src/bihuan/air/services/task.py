"""Assessment tasks are set and shared among townships (考核任务分解)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
from django.db import transaction

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.error import AirError
from bihuan.air.judge.allowance import exact
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import AssessmentTask, TaskItem, TaskKind, TaskShare
from bihuan.air.permission import MAY_WRITE, require_district
from bihuan.air.series.values import Values, values_at
from bihuan.air.site import Site, of_class
from bihuan.registry.models import StationClass
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.air.target import split_whole, township_targets

TENTHS = 10


class NoTownship(AirError):
    """A task needs somebody to be shared among."""

    def __init__(self) -> None:
        super().__init__("本辖区没有乡镇站，任务无法分解到乡镇")


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached when (考核目标)."""

    kind: TaskKind
    year: int
    item: TaskItem
    value: Decimal
    source: str

    @property
    def span(self) -> DaySpan:
        """The days of the goal; a winter begins in October of its year."""
        if self.kind is TaskKind.YEAR:
            return DaySpan(date(self.year, 1, 1), date(self.year, 12, 31))
        if self.kind is TaskKind.WINTER:
            return DaySpan(date(self.year, 10, 1), date(self.year + 1, 3, 31))
        month = 3 * int(self.kind.value[1]) - 2
        after = date(self.year + month // 10, (month + 3 - 1) % 12 + 1, 1)
        return DaySpan(date(self.year, month, 1), after - timedelta(days=1))


@transaction.atomic
def set_task(goal: Goal, *, district: District, by: User, now: datetime) -> AssessmentTask:
    """Set a goal and share it among the townships by last year's means (分解到乡镇).

    Setting it again shares it anew; owners that were named stay.

    Raises:
        NotYours: the district lies outside the person's posts.
        NoTownship: no township station stands in it.
    """
    require_district(district, by, MAY_WRITE)
    span = goal.span
    stations = _stations(values_at(now), district)
    if not stations:
        raise NoTownship
    told = {"last": span.last, "value": goal.value, "source": goal.source, "by": by, "at": now}
    task, _ = AssessmentTask.objects.update_or_create(
        district=district, kind=goal.kind, first=span.first, item=goal.item, defaults=told
    )
    owners = dict(task.shares.values_list("district_id", "owner"))
    task.shares.all().delete()
    shares = shared(goal.value, _base(values_at(now), stations, goal))
    names = {site.district: site.district_name for site in stations}
    TaskShare.objects.bulk_create(
        TaskShare(
            task=task,
            district_id=code,
            value=value,
            owner=owners.get(code) or usual_owner(names[code]),
        )
        for code, value in shares.items()
    )
    detail = {"value": str(goal.value), "townships": len(shares)}
    record_act(user=by, action=Act.SET_TASK, object=task, now=now, detail=detail)
    return task


def _stations(values: Values, district: District) -> list[Site]:
    """The township stations of the county, one a township."""
    mine = [one for one in values.sites if one.district.startswith(district.pk)]
    stations = of_class(mine, StationClass.TOWNSHIP)
    return list({site.district: site for site in reversed(stations)}.values())


def _base(values: Values, stations: list[Site], goal: Goal) -> dict[str, Fraction]:
    """Each township's mean over the same days a year before; the county's where it has none."""
    span = goal.span
    past = DaySpan(_year_before(span.first), _year_before(span.last))
    days = values.days(past)[Pollutant(goal.item.value)]
    means = {site.district: _mean(days[site.row]) for site in stations}
    known = [one for one in means.values() if one == one]
    usual = float(np.mean(known)) if known else 1.0
    return {code: exact(mean if mean == mean else usual) for code, mean in sorted(means.items())}


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _mean(days: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    known = days[~np.isnan(days)]
    return float(known.mean()) if len(known) else float("nan")


def shared(target: Decimal, means: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """The target shared in tenths, so that the mean of the parts is the target itself.

    >>> shared(Decimal("45.0"), {"甲": Fraction(40), "乙": Fraction(60)})
    {'甲': Decimal('36'), '乙': Decimal('54')}
    """
    weights = township_targets(Fraction(target), means)
    whole = split_whole(int(target * TENTHS) * len(means), weights)
    return {code: Decimal(tenths) / TENTHS for code, tenths in whole.items()}


def usual_owner(name: str) -> str:
    """Who answers for a township unless somebody else is named.

    >>> usual_owner("米河镇"), usual_owner("新华路街道")
    ('米河镇人民政府', '新华路街道办事处')
    """
    return f"{name}办事处" if name.endswith("街道") else f"{name}人民政府"


@transaction.atomic
def name_owners(
    task: AssessmentTask, owners: Mapping[int, str], *, by: User, now: datetime
) -> None:
    """Name who answers for each township (指定责任单位); an empty name changes nothing.

    Raises:
        NotYours: the district lies outside the person's posts.
    """
    require_district(task.district, by, MAY_WRITE)
    for share in task.shares.all():
        name = owners.get(share.pk, "").strip()
        if name and name != share.owner:
            TaskShare.objects.filter(pk=share.pk).update(owner=name[:80])
    record_act(user=by, action=Act.NAME_OWNERS, object=task, now=now)
