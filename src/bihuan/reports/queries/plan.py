"""How a plan of documents stands (计划进度): what was due, what came when, where it will end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from bihuan.cases.office_calendar import working_calendar
from bihuan.regulations.rounding import round_gbt8170
from bihuan.regulations.working_time.calendar import WorkingCalendar
from bihuan.reports.definition import ReportKind, all_kinds
from bihuan.reports.models import (
    DataHandover,
    DayCount,
    DocumentPlan,
    PlanItem,
    PlanWarning,
    Report,
)
from bihuan.reports.period import Period, PeriodKind, periods_ending
from bihuan.reports.queries.due import calendar_of, moment_after

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Standing(StrEnum):
    """How one document of the plan stands (进度)."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"
    WAITING = "waiting"
    AHEAD = "ahead"
    BEFORE = "before"


STANDING_WORDS = {
    Standing.ON_TIME: "按时交付",
    Standing.LATE: "逾期交付",
    Standing.OVERDUE: "逾期未交",
    Standing.WAITING: "时限内",
    Standing.AHEAD: "未到期",
    Standing.BEFORE: "启用前",
}


@dataclass(frozen=True, slots=True)
class DataKind:
    """What a hand-over of data is to a plan, as `ReportKind` is a document (数据报送种类)."""

    code: str
    title: str
    period: PeriodKind
    receiver: str
    is_special: bool = False


def data_kind(item: PlanItem) -> DataKind:
    """The kind that an item of data stands for."""
    return DataKind(item.kind, item.title, PeriodKind(item.rhythm), item.receiver)


@dataclass(frozen=True, slots=True)
class Expected:
    """One document, or hand-over of data, that the plan asks for (计划文稿、数据报送).

    Attributes:
        is_provisional: the holidays of the year in which it is due are not announced yet.
        report: pk of what was written; None before.
        issued_at: when it was issued, or the data were handed over.
        handover: how the data were handed over; None before, and for documents.
        warning: pk of the warning that the customer gave for it.
    """

    item: PlanItem
    kind: ReportKind | DataKind
    period: Period
    due_at: datetime
    is_provisional: bool
    standing: Standing
    report: int | None
    issued_at: datetime | None
    warning: int | None
    handover: DataHandover | None = None


@dataclass(frozen=True, slots=True)
class KindProgress:
    """The documents of one kind (分类进度).

    Attributes:
        planned: in the whole term; `due` until now.
        before: handed over before the platform was in use.
        issued: what the archive holds.
        forecast: how many there will be at the end of the term if all goes on as it did.
    """

    kind: ReportKind | DataKind
    item: PlanItem
    planned: int
    due: int
    before: int
    issued: int
    late: int
    overdue: int
    forecast: int


@dataclass(frozen=True)
class PlanProgress:
    """A plan at one moment (计划进度): documents are counted; lateness is of documents and data.

    Attributes:
        kinds: of documents; `data` of hand-overs.
    """

    plan: DocumentPlan
    kinds: Sequence[KindProgress]
    data: Sequence[KindProgress]
    expected: Sequence[Expected]
    warnings: Sequence[PlanWarning]

    @cached_property
    def planned(self) -> int:
        """Documents that the plan holds."""
        return sum(one.planned for one in self.kinds)

    @cached_property
    def before(self) -> int:
        """Documents that were handed over before the platform was in use."""
        return sum(one.before for one in self.kinds)

    @cached_property
    def issued(self) -> int:
        """Documents that went out within the term."""
        return sum(one.issued for one in self.kinds)

    @cached_property
    def due(self) -> int:
        """Documents that were due until now; special ones by their share of the term."""
        return sum(one.due for one in self.kinds)

    @cached_property
    def forecast(self) -> int:
        """Documents at the end of the term if all goes on as it did (预计)."""
        return sum(one.forecast for one in self.kinds)

    @property
    def on_time_share(self) -> Decimal | None:
        """Regular documents and data handed over in time among those due. [%]"""
        judged = [one for one in self.expected if one.standing in PAST]
        if not judged:
            return None
        good = sum(1 for one in judged if one.standing is Standing.ON_TIME)
        return round_gbt8170(Decimal(100 * good) / len(judged), 1)

    @property
    def overdue(self) -> list[Expected]:
        """What is late by now, the oldest first: each only proposes a warning."""
        late = (Standing.OVERDUE, Standing.LATE)
        return [one for one in self.expected if one.standing in late and one.warning is None]

    @property
    def charged(self) -> int:
        """Warnings beyond those that cost nothing."""
        return max(0, len(self.warnings) - self.plan.free_warnings)

    @property
    def deduction(self) -> Decimal | None:
        """What the warnings would deduct; None where the contract sum is unknown. [yuan]"""
        if self.plan.contract_sum is None:
            return None
        share = Decimal(self.plan.deduction) * self.charged / 1000
        return round_gbt8170(self.plan.contract_sum * share, 2)


PAST = frozenset({Standing.ON_TIME, Standing.LATE, Standing.OVERDUE})


@dataclass(frozen=True)
class _Held:
    """What a plan is held against: the archive, warnings, the working calendar."""

    plan: DocumentPlan
    written: Sequence[Mapping[str, Any]]
    handed: Mapping[tuple[int, date], DataHandover]
    warned: Mapping[tuple[int, date], int]
    calendar: WorkingCalendar
    now: datetime

    def of_kind(self, code: str) -> list[Mapping[str, Any]]:
        """The documents of one kind."""
        return [row for row in self.written if row["kind"] == code]

    def done(self, item: PlanItem) -> Mapping[tuple[date, date], Mapping[str, Any]]:
        """What was issued or handed over for an item, by period."""
        if not item.is_data:
            return {(row["first"], row["last"]): row for row in self.of_kind(item.kind)}
        rows = [row for (pk, _), row in self.handed.items() if pk == item.pk]
        return {
            (row.first, row.last): {"handover": row, "issued_at": row.handed_at} for row in rows
        }


def plan_progress(plan: DocumentPlan, *, now: datetime) -> PlanProgress:
    """Hold a plan against the archive (计划与档案对照): few statements, whatever its size."""
    kinds = {kind.code: kind for kind in all_kinds()}
    items = [item for item in plan.items.all() if item.is_data or item.kind in kinds]
    warnings = list(plan.warnings.select_related("item", "by"))
    counts_work = any(item.day_count == DayCount.WORKING for item in items)
    held = _Held(
        plan=plan,
        written=_written(plan),
        handed=_handed(plan) if any(item.is_data for item in items) else {},
        warned={(one.item_id, one.first): one.pk for one in warnings},
        calendar=working_calendar() if counts_work else WorkingCalendar(),
        now=now,
    )
    expected: list[Expected] = []
    progress: dict[bool, list[KindProgress]] = {False: [], True: []}
    for item in items:
        kind = data_kind(item) if item.is_data else kinds[item.kind]
        found = [] if kind.is_special else _expected(item, kind, held)
        expected += found
        made = _special(item, kind, held) if kind.is_special else _regular(item, kind, found)
        progress[item.is_data].append(made)
    expected.sort(key=lambda one: (one.due_at, one.item.pk))
    return PlanProgress(plan, progress[False], progress[True], expected, warnings)


def _handed(plan: DocumentPlan) -> Mapping[tuple[int, date], DataHandover]:
    """The newest record of each period; the earlier ones are kept and count no more."""
    rows = DataHandover.objects.filter(item__plan=plan).select_related("file", "by").order_by("pk")
    return {(row.item_id, row.first): row for row in rows}


def _written(plan: DocumentPlan) -> list[Mapping[str, Any]]:
    rows = Report.objects.filter(
        district=plan.district_id, last__gte=plan.first, last__lte=plan.last
    )
    return list(rows.values("pk", "kind", "first", "last", "issued_at"))


def _expected(item: PlanItem, kind: ReportKind | DataKind, held: _Held) -> list[Expected]:
    by_period = held.done(item)
    calendar = calendar_of(item, held.calendar)
    found = []
    for period in periods_ending(kind.period, held.plan.first, held.plan.last):
        row = by_period.get((period.first, period.last), {})
        due_at = moment_after(period.last, item.due_days, item.due_time, calendar)
        issued_at = row.get("issued_at")
        found.append(
            Expected(
                item=item,
                kind=kind,
                period=period,
                due_at=due_at,
                is_provisional=calendar is not None and not calendar.is_announced(due_at.date()),
                standing=_standing(held.plan, period, due_at, issued_at, held.now),
                report=row.get("pk"),
                issued_at=issued_at,
                handover=row.get("handover"),
                warning=held.warned.get((item.pk, period.first)),
            )
        )
    return found


def _standing(
    plan: DocumentPlan, period: Period, due_at: datetime, issued_at: datetime | None, now: datetime
) -> Standing:
    """As `standing_of`, but for what was due before the platform was in use."""
    if plan.live_from is not None and due_at.date() < plan.live_from:
        return Standing.BEFORE
    return standing_of(period, due_at, issued_at, now)


def standing_of(
    period: Period, due_at: datetime, issued_at: datetime | None, now: datetime
) -> Standing:
    """How a document stands at a moment."""
    if issued_at is not None:
        return Standing.ON_TIME if issued_at <= due_at else Standing.LATE
    if now > due_at:
        return Standing.OVERDUE
    return Standing.WAITING if now.astimezone(SHANGHAI).date() > period.last else Standing.AHEAD


def _regular(
    item: PlanItem, kind: ReportKind | DataKind, found: Sequence[Expected]
) -> KindProgress:
    count = dict.fromkeys(Standing, 0)
    for one in found:
        count[one.standing] += 1
    issued = count[Standing.ON_TIME] + count[Standing.LATE]
    judged = issued + count[Standing.OVERDUE]
    ahead = count[Standing.WAITING] + count[Standing.AHEAD]
    return KindProgress(
        kind=kind,
        item=item,
        planned=len(found),
        due=count[Standing.BEFORE] + judged,
        before=item.before,
        issued=issued,
        late=count[Standing.LATE],
        overdue=count[Standing.OVERDUE],
        forecast=item.before + issued + (ahead * issued // judged if judged else ahead),
    )


def _special(item: PlanItem, kind: ReportKind | DataKind, held: _Held) -> KindProgress:
    """Special documents have no date: they are due by their share of the term."""
    plan = held.plan
    days = (plan.last - plan.first).days + 1
    today = held.now.astimezone(SHANGHAI).date()
    gone = min(max((today - plan.first).days, 0), days)
    issued = sum(1 for row in held.of_kind(item.kind) if row["issued_at"])
    done, due = item.before + issued, item.count * gone // days
    return KindProgress(
        kind=kind,
        item=item,
        planned=item.count,
        due=due,
        before=item.before,
        issued=issued,
        late=0,
        overdue=max(0, due - done),
        forecast=done * days // gone if gone else item.count,
    )


def planned_kinds() -> list[ReportKind]:
    """Kinds that a plan may hold, regular ones first."""
    return sorted(all_kinds(), key=lambda kind: kind.period is PeriodKind.SPECIAL)
