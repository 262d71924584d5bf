"""A notice before it is taken in (通报预览): what is new, and how it agrees with ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bihuan.accounts.models import User
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import CountyFigure, CountyImport
from bihuan.air.queries.benchmark import Reconciled, reconciled
from bihuan.air.queries.county_table import COLUMNS, CountyRow, row_from
from bihuan.air.series.values import values_at
from bihuan.air.site import sites_of

NEW, SAME = "新增", "与已有相同，不重复导入"
FIELDS = tuple(column.field for column in COLUMNS)
TITLES = {column.field: column.title for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Previewed:
    """A row with what taking it in would change (预览行)."""

    row: CountyRow
    figure: CountyFigure
    change: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """Our figures of one period beside what the notice says of us (核对)."""

    span: DaySpan
    rows: Sequence[Reconciled]


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice, row by row, and how it agrees with ours."""

    rows: Sequence[Previewed]
    agreements: Sequence[Agreement]

    @property
    def fresh(self) -> int:
        """How many rows would be added."""
        return sum(1 for one in self.rows if one.change != SAME)


def preview_of(made: CountyImport, *, user: User, now: datetime) -> Preview:
    """What the confirmation of an import would do; nothing is written."""
    county = made.district.name
    rows = [_previewed(row_from(told), county) for told in made.rows]
    spans = dict.fromkeys(one.row.span for one in rows if one.is_ours)
    found = [_agreement(span, rows, user, now) for span in spans]
    return Preview(rows, found)


def is_known(row: CountyRow) -> bool:
    """Whether the newest figure of the county and period says the same."""
    return not _changes(row, _newest(row))


def _previewed(row: CountyRow, county: str) -> Previewed:
    held = _newest(row)
    changes = _changes(row, held)
    words = SAME if not changes else NEW if held is None else "更正：" + "；".join(changes)
    return Previewed(row, row.figure(), words, row.values["county"] == county)


def _newest(row: CountyRow) -> CountyFigure | None:
    same = {name: row.values[name] for name in ("county", "first", "last")}
    return CountyFigure.objects.filter(**same).order_by("pk").last()


def _changes(row: CountyRow, held: CountyFigure | None) -> list[str]:
    if held is None:
        return [NEW]
    return [
        f"{TITLES[name]} {_said(getattr(held, name))}→{_said(row.values[name])}"
        for name in FIELDS
        if getattr(held, name) != row.values[name]
    ]


def _said(value: object) -> str:
    if value is None:
        return "未公布"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else f"{value}"


def _agreement(span: DaySpan, rows: Sequence[Previewed], user: User, now: datetime) -> Agreement:
    same = [one for one in rows if one.row.span == span]
    own = next(one.figure for one in same if one.is_ours)
    others = [one.figure for one in same if not one.is_ours]
    return Agreement(span, reconciled(values_at(now), sites_of(user, now), span, own, others))
