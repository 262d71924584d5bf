"""A table of what the upper level published (公布数据表): read row by row, every fault named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bihuan.air.judge.span import DaySpan
from bihuan.air.models import CountyFigure
from bihuan.registry.exchange.cell import Cell, text_of
from bihuan.registry.exchange.mapping import propose
from bihuan.registry.exchange.parser import Day, Text, Whole, WrongCell
from bihuan.registry.exchange.sheet import Column
from bihuan.registry.exchange.table import Table

UNPUBLISHED: Final = frozenset({"", "-", "--", "—", "——", "/", "NA", "无"})
LONGEST_NAME, MOST_DAYS, MOST_PLACES = 40, 366, 300
MOST_FAULTS: Final = 200


@dataclass(frozen=True, slots=True)
class Published:
    """A value as it was published (公布值): kept with its own decimals, at most so many."""

    places: int
    most: Decimal
    empty: None = None

    @property
    def note(self) -> str:
        """The form."""
        return f"数值，最多 {self.places} 位小数；未公布留空或填“—”"

    def read(self, cell: Cell) -> Decimal:
        """The value."""
        text = text_of(cell)
        try:
            value = Decimal(text)
        except InvalidOperation as error:
            raise WrongCell(f"“{text}”不是数字") from error
        if not value.is_finite() or not 0 <= value <= self.most:
            raise WrongCell(f"“{text}”不是可能的数值，应在 0 至 {self.most} 之间")
        if value != round(value, self.places):
            raise WrongCell(f"“{text}”的小数超过 {self.places} 位")
        return value

    def write(self, value: Any) -> Cell:
        """The value as it was published."""
        return f"{value:f}" if value is not None else None


def _value(field: str, title: str, most: str, *synonyms: str, example: str) -> Column:
    places = CountyFigure._meta.get_field(field).decimal_places  # type: ignore[union-attr]
    parser = Published(places or 0, Decimal(most))
    return Column(field, title, parser, example=example, synonyms=synonyms)


VALUES: Final = (
    _value("so2", "SO2", "2620", "二氧化硫", example="8"),
    _value("no2", "NO2", "3840", "二氧化氮", example="26"),
    _value("co", "CO", "150", "CO-95per", "CO第95百分位", "一氧化碳", example="0.9"),
    _value("o3", "O3", "1200", "O3-8h", "O3-8h-90per", "O38h第90百分位", "臭氧", example="102"),
    _value("pm10", "PM10", "5000", "可吸入颗粒物", example="66"),
    _value("pm2_5", "PM2.5", "2000", "细颗粒物", example="38"),
    _value("composite", "综合指数", "99", "空气质量综合指数", example="4.012"),
)
COLUMNS: Final = (
    Column(
        "county",
        "县市",
        Text(LONGEST_NAME),
        required=True,
        example="新密市",
        help="与平台行政区划同名，如“巩义市”",
        synonyms=("县", "县区", "区县", "县市区", "市县", "城市", "名称"),
    ),
    Column(
        "first", "首日", Day(), example="2026-10-01", help="表中没有日期时，在上传页填通报时段",
        synonyms=("开始日期", "起始日期", "时段首日"),
    ),
    Column(
        "last", "末日", Day(), example="2026-10-31", synonyms=("结束日期", "截止日期", "时段末日")
    ),
    *VALUES,
    Column("good_days", "优良天数", Whole(0, MOST_DAYS), example="24", synonyms=("达标天数",)),
    Column(
        "place", "排名", Whole(1, MOST_PLACES), example="3",
        help="综合指数由低到高的名次", synonyms=("名次", "综合排名", "综合指数排名", "序号排名"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountyList:
    """The table as a list with columns: its header is found, its template written."""

    title: str = "县市公布数据"
    note: str = "一行是一个县（市、区）一个时段的公布值和名次"
    importable: tuple[Column, ...] = COLUMNS


SHEET: Final = CountyList()
ADVICE: Final = (
    "第一行是表头，可以调整顺序、增删列；表头上方可以有标题行，也可以直接上传通报原表。",
    "空单元格或“—”表示未公布，不会当作 0；按公布的小数位填写，不要改写。",
    "上传后先预览：逐行指出问题，并与本级计算值核对；点击“确认导入”之前不改动任何数据。",
    "有问题的行不导入；改好后再传一次即可，已导入且相同的行不会重复。",
    "示例行请删除或覆盖后再上传。",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell of the file (问题): row, column, what it says, why."""

    line: int
    column: str
    given: str
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """As the import keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A row that can be taken in; `values` are those of `CountyFigure`."""

    line: int
    values: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As the import keeps it: plain texts and numbers."""
        told = {
            name: value if value is None or isinstance(value, int) else f"{value}"
            for name, value in self.values.items()
        }
        return {"line": self.line, **told}

    @property
    def span(self) -> DaySpan:
        """The days that it is about."""
        return DaySpan(self.values["first"], self.values["last"])

    def figure(self, **more: Any) -> CountyFigure:
        """The figure, not saved."""
        return CountyFigure(**self.values, **more)


def row_from(told: Mapping[str, Any]) -> CountyRow:
    """A row read back from an import."""
    values = {
        column.field: None
        if told.get(column.field) is None
        else column.parser.read(told[column.field])
        for column in COLUMNS
    }
    return CountyRow(int(told["line"]), values)


def county_rows(table: Table, period: DaySpan | None) -> tuple[list[CountyRow], list[Fault]]:
    """The rows of a table, and everything that is wrong with the others.

    Args:
        period: days of rows that name none, as most notices do.
    """
    proposal = propose(SHEET, table)
    columns = proposal.columns
    if "county" not in columns or not columns.keys() & VALUED:
        return [], [Fault(proposal.header_line, "表头", "", NO_HEAD)]
    rows: list[CountyRow] = []
    faults: list[Fault] = []
    seen: dict[tuple[object, ...], int] = {}
    for line, cells in enumerate(table.rows[proposal.header_line :], proposal.header_line + 1):
        if not text_of(_cell(cells, columns["county"])) and not any(map(text_of, cells)):
            continue
        values, wrong = _read(line, cells, columns, period)
        key = (values.get("county"), values.get("first"), values.get("last"))
        if not wrong and key in seen:
            sentence = f"与第 {seen[key]} 行是同一县市、同一时段"
            wrong = [Fault(line, "县市", str(values["county"]), sentence)]
        if wrong:
            faults += wrong
            continue
        seen[key] = line
        rows.append(CountyRow(line, values))
    return rows, faults[:MOST_FAULTS]


VALUED: Final = frozenset({*(column.field for column in VALUES), "good_days", "place"})
NO_HEAD: Final = "没有找到表头：须有“县市”一列，以及至少一项浓度、综合指数、优良天数或排名"


def _read(
    line: int, cells: Sequence[Cell], columns: Mapping[str, int], period: DaySpan | None
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {column.field: None for column in COLUMNS}
    if period is not None:
        values |= {"first": period.first, "last": period.last}
    faults = []
    for column in COLUMNS:
        cell = _cell(cells, columns.get(column.field))
        text = text_of(cell)
        if text in UNPUBLISHED:
            continue
        try:
            values[column.field] = column.parser.read(cell)
        except WrongCell as error:
            faults.append(Fault(line, column.title, text, str(error)))
    return values, faults or list(_missing(line, values))


def _missing(line: int, values: Mapping[str, Any]) -> Iterator[Fault]:
    """What a row must say and does not."""
    if not values["county"]:
        yield Fault(line, "县市", "", "县市名称为空")
    first, last = values["first"], values["last"]
    if first is None or last is None:
        yield Fault(line, "首日、末日", "", "没有时段：请在表中填日期，或在上传页填通报时段")
    elif not isinstance(first, date) or last < first:
        yield Fault(line, "末日", f"{last}", f"末日早于首日 {first}")


def _cell(cells: Sequence[Cell], place: int | None) -> Cell:
    return cells[place] if place is not None and place < len(cells) else None
