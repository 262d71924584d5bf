"""How a system defines its reports (报告定义): kinds and queries, registered in its apps.py.

A whole kind, as a system would bring it::

    from bihuan.reports.definition import (
        Answer, Asked, Composition, Due, FigureQuery, FigureSet, Paragraph, PeriodKind,
        ReportKind, Section, Style, register_kind, register_query,
    )

    def county_index(arguments: Arguments, reading: Reading) -> Answer:
        day = date.fromisoformat(str(arguments["day"]))
        found = ...                      # columns -> one verdict, rounded by its clause
        if found.index is None:
            return Answer(None, reason="有效数据不足", edition=found.edition)
        return Answer(Decimal(found.index), edition="HJ 633-2026", version=found.version,
                      start=midnight(day), end=midnight(day + timedelta(days=1)))

    INDEX = FigureQuery("air.county.index", "全市日 AQI", county_index,
                        link=lambda arguments: f"/air/county/?day={arguments['day']}")

    def compose_daily(asked: Asked, figures: FigureSet) -> Composition:
        day = asked.period.first.isoformat()
        aqi = figures.take("aqi", "AQI", INDEX.name, district=asked.district, day=day)
        change = figures.take("aqi_change", "AQI较前日", "air.county.index_change",
                              district=asked.district, day=day, style=Style.CHANGE)
        words = f"昨日AQI为{aqi}，较前日{change}。"     # str(figure) is "{aqi}"
        if aqi.number is not None and aqi.number > 100:  # rules of wording compare numbers
            words += "空气质量超标，请加密巡查。"
        front = Section("front", "要情", (Paragraph("summary", words),), is_front=True)
        return Composition(title=f"{asked.district_name}空气质量日报", sections=(front,),
                           figures=figures.all(), mark="审核前数据，仅供内部参考")

    DAILY = ReportKind(code="air.daily", title="空气质量日报", system="空气质量",
                       period=PeriodKind.DAY, template=HERE / "daily.docx",
                       compose=compose_daily, due=Due(days=1, at=time(9)),
                       number="{district}气日报〔{year}〕{serial}号")

    register_query(INDEX)     # also PictureQuery and SheetQuery
    register_kind(DAILY)

The Word template knows: title, subtitle, number, period, district, issuer, day (of issue), mark,
basis, sections (without the front ones), last (key of the last paragraph), and by key: text,
figure, table, picture. Example: ``{{ figure.aqi }}``, ``{{ text.summary }}``,
``{{p table.towns }}``, ``{{ picture.curve }}``,
``{%p for section in sections %}`` with ``section.title`` and ``section.blocks``, each block with
``kind`` ("text", "table", "picture"), ``body``, ``caption``, ``note`` and ``number``. A kind that
needs no page of its own takes `STANDARD_TEMPLATE`; open it in Word to see the tags.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import TypeVar

from bihuan.reports.composition import (
    Composition,
    Drawn,
    Paragraph,
    Picture,
    PictureQuery,
    Section,
    Sheet,
    SheetChart,
    SheetQuery,
    SheetRows,
    Table,
    Tile,
    Tiles,
)
from bihuan.reports.error import BadComposition, DefinitionConflict, UnknownDefinition
from bihuan.reports.figure import (
    Answer,
    Arguments,
    Figure,
    FigureQuery,
    Reading,
    Scalar,
    Source,
    Style,
)
from bihuan.reports.period import Period, PeriodKind, period_around

__all__ = [
    "STANDARD_TEMPLATE",
    "Answer",
    "Arguments",
    "Asked",
    "Composition",
    "Drawn",
    "Due",
    "Figure",
    "FigureQuery",
    "FigureSet",
    "Paragraph",
    "Period",
    "PeriodKind",
    "Picture",
    "PictureQuery",
    "Reading",
    "ReportKind",
    "Scalar",
    "Section",
    "Sheet",
    "SheetChart",
    "SheetQuery",
    "SheetRows",
    "Source",
    "Style",
    "Subject",
    "Table",
    "Tile",
    "Tiles",
    "all_kinds",
    "kind_of",
    "period_around",
    "query_of",
    "register_kind",
    "register_query",
]

Query = FigureQuery | PictureQuery | SheetQuery

STANDARD_TEMPLATE = Path(__file__).parent / "templates" / "reports" / "word" / "standard.docx"
"""A plain official document of sections, for kinds that need no page of their own."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a report is due after its period (应交时间); a plan may set it otherwise.

    Args:
        days: after the last day of the period.
        at: clock time of that day, Shanghai.
    """

    days: int
    at: time


@dataclass(frozen=True, slots=True)
class Subject:
    """What a special report may be about (专题对象), such as a pollution episode.

    Args:
        key: the kind's own; comes back in `Asked.subject`.
        title: as the person chooses it.
        first, last: days of the report's period.
    """

    key: str
    title: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Asked:
    """Which document is wanted (编制要求).

    Args:
        district: code of the district that it is about; `district_name` its name.
        subject: key of the chosen `Subject`; empty for the regular kinds.
        title: what a person called a special report; empty leaves it to the kind.
    """

    kind: str
    period: Period
    district: str
    district_name: str
    subject: str = ""
    title: str = ""


class FigureSet:
    """Asks the queries and keeps what they said (数据项集): the only way to a figure."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._taken: dict[str, Figure] = {}

    def take(
        self,
        key: str,
        label: str,
        query: str,
        *,
        style: Style = Style.PLAIN,
        missing: str = "",
        **arguments: Scalar,
    ) -> Figure:
        """Ask a registered query; the figure stands under its key from now on.

        Raises:
            BadComposition: the key is taken by another question.
            UnknownDefinition: nobody registered the query.
        """
        held = self._taken.get(key)
        if held is not None:
            if (held.query, held.arguments, held.style) != (query, arguments, style):
                raise BadComposition(f"数据项 {key} 指向两个查询")
            return held
        asked = query_of(query, FigureQuery)
        answer = asked.answer(arguments, self.reading)
        figure = Figure(key, label, query, arguments, answer, style, missing)
        self._taken[key] = figure
        return figure

    def all(self) -> Mapping[str, Figure]:
        """Everything that was taken, by key."""
        return dict(self._taken)


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of report (报告种类).

    Args:
        code: stable, such as ``"air.daily"``.
        system: whose report it is, in words.
        template: Word template shipped with the kind; an administrator may put an edited one in
            its place.
        compose: figures in, document out; no writing, no clock but `figures.reading.now`.
        number: pattern of `documents.NumberPattern`; ``{district}`` is the district's name.
        subjects: of a special kind: what it may be about in a period; the person chooses.
    """

    code: str
    title: str
    system: str
    period: PeriodKind
    template: Path
    compose: Callable[[Asked, FigureSet], Composition]
    due: Due
    number: str
    subjects: Callable[[Period, str, Reading], list[Subject]] | None = field(default=None)

    @property
    def is_special(self) -> bool:
        """Whether it has no calendar: somebody orders it, and it counts."""
        return self.period is PeriodKind.SPECIAL


_kinds: dict[str, ReportKind] = {}
_queries: dict[str, Query] = {}


def register_kind(*kinds: ReportKind) -> None:
    """Make kinds known; saying the same thing twice is harmless.

    Raises:
        DefinitionConflict: the code belongs to a different kind.
    """
    for kind in kinds:
        if _kinds.setdefault(kind.code, kind) != kind:
            raise DefinitionConflict("报告种类", kind.code)


def register_query(*queries: Query) -> None:
    """Make queries of figures, pictures and sheets known.

    Raises:
        DefinitionConflict: the name belongs to a different query.
    """
    for query in queries:
        if _queries.setdefault(query.name, query) != query:
            raise DefinitionConflict("查询", query.name)


def kind_of(code: str) -> ReportKind:
    """The kind of a code.

    Raises:
        UnknownDefinition: nobody registered it.
    """
    if code not in _kinds:
        raise UnknownDefinition("报告种类", code)
    return _kinds[code]


def all_kinds() -> list[ReportKind]:
    """Every kind, by system and length of period."""
    lengths = list(PeriodKind)
    return sorted(_kinds.values(), key=lambda kind: (kind.system, lengths.index(kind.period)))


Q = TypeVar("Q", FigureQuery, PictureQuery, SheetQuery)


def query_of(name: str, kind: type[Q]) -> Q:
    """The query of a name.

    Raises:
        UnknownDefinition: nobody registered it, or it answers with something else.
    """
    found = _queries.get(name)
    if not isinstance(found, kind):
        raise UnknownDefinition("查询", name)
    return found
