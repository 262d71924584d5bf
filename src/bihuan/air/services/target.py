"""Setting annual targets (设置年度目标) and importing published figures (导入县市公布数据)."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.models import CountyFigure, Target, TargetItem
from bihuan.air.permission import MAY_WRITE, require_district

COLUMNS = {
    "县市": "county",
    "首日": "first",
    "末日": "last",
    "SO2": "so2",
    "NO2": "no2",
    "CO": "co",
    "O3": "o3",
    "PM10": "pm10",
    "PM2.5": "pm2_5",
    "综合指数": "composite",
    "优良天数": "good_days",
    "排名": "place",
}
NUMBERS = ("so2", "no2", "co", "o3", "pm10", "pm2_5", "composite")
WHOLE = ("good_days", "place")


class UnreadableFigures(ValueError):
    """A table of counties that cannot be taken in; each sentence names its row."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = list(sentences)


@transaction.atomic
def set_target(
    district: District,
    *,
    year: int,
    item: TargetItem,
    value: Decimal,
    source: str,
    by: User,
    now: datetime,
) -> Target:
    """Set or change an annual target; the earlier value stays in the audit trail.

    Raises:
        NotYours: the district lies outside the person's posts.
    """
    require_district(district, by, MAY_WRITE)
    before = Target.objects.filter(district=district, year=year, item=item).first()
    target, _ = Target.objects.update_or_create(
        district=district,
        year=year,
        item=item,
        defaults={"value": value, "source": source, "by": by, "at": now},
    )
    detail = {"year": year, "item": item.value, "value": str(value)}
    detail["before"] = str(before.value) if before else ""
    record_act(user=by, action=Act.SET_TARGET, object=target, now=now, detail=detail)
    return target


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did (导入结果)."""

    rows: int
    counties: int


@transaction.atomic
def import_counties(
    text: str, *, source: str, district: District, by: User, now: datetime
) -> Imported:
    """Take in figures of counties from a table pasted from Excel or a CSV file: all or nothing.

    Args:
        text: first line holds the names of COLUMNS, separated by tab or comma.

    Raises:
        UnreadableFigures: nothing was written.
        NotYours: the district lies outside the person's posts.
    """
    require_district(district, by, MAY_WRITE)
    rows, sentences = parsed(text)
    if sentences or not rows:
        raise UnreadableFigures(sentences or ["没有读到数据行：第一行须为表头，其后每行一个县市"])
    figures = [CountyFigure(**row, source=source, by=by, at=now) for row in rows]
    CountyFigure.objects.bulk_create(figures)
    done = Imported(len(figures), len({figure.county for figure in figures}))
    detail = {"rows": done.rows, "source": source}
    record_act(user=by, action=Act.IMPORT_COUNTIES, object=district, now=now, detail=detail)
    return done


def parsed(text: str) -> tuple[list[dict[str, object]], list[str]]:
    """Rows of a pasted table, and what cannot be read.

    >>> parsed("县市,首日,末日,PM2.5\\n新密市,2026-10-01,2026-10-31,41")[0][0]["pm2_5"]
    Decimal('41')
    """
    lines = [line for line in text.strip().splitlines() if line.strip()]
    if not lines:
        return [], []
    delimiter = "\t" if "\t" in lines[0] else ","
    reader = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    heads = [(name or "").strip() for name in reader.fieldnames or []]
    missing = [name for name in ("县市", "首日", "末日") if name not in heads]
    if missing:
        return [], [f"缺少列：{'、'.join(missing)}"]
    rows, sentences = [], []
    for number, record in enumerate(reader, 2):
        try:
            rows.append(_row(record))
        except (ValueError, InvalidOperation) as error:
            sentences.append(f"第 {number} 行：{error}")
    return rows, sentences


def _row(record: Mapping[str, str | None]) -> dict[str, object]:
    cells = {
        COLUMNS[(head or "").strip()]: (text or "").strip()
        for head, text in record.items()
        if (head or "").strip() in COLUMNS
    }
    if not cells["county"]:
        raise ValueError("县市名称为空")
    row: dict[str, object] = {"county": cells["county"]}
    row |= {name: _day(cells[name]) for name in ("first", "last")}
    if cells["first"] > cells["last"]:
        raise ValueError("末日早于首日")
    row |= {name: _number(cells.get(name, "")) for name in NUMBERS}
    row |= {name: _whole(cells.get(name, "")) for name in WHOLE}
    return row


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError as error:
        raise ValueError(f"“{text}”不是日期，请写成 2026-10-31") from error


def _number(text: str) -> Decimal | None:
    if text in {"", "-", "—", "/"}:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"“{text}”不是数字") from error
    if not value.is_finite() or value < 0:
        raise ValueError(f"“{text}”不是有效的浓度或指数")
    return value


def _whole(text: str) -> int | None:
    value = _number(text)
    return None if value is None else int(value)
