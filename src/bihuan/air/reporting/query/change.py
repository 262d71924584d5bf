"""Changes of the county's figures (同比, 环比): three periods on one stated basis."""

from decimal import Decimal

from bihuan.air.judge.edition_choice import EditionChoice, one_edition
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.ranking import COMPOSITE, GOOD_SHARE
from bihuan.air.judge.span import DaySpan, SpanKind, previous_of
from bihuan.air.queries.county import comparison
from bihuan.air.reporting.link import county_page
from bihuan.air.reporting.look import NOTHING, Look, choice_of, day_of, item_of, look, span_of
from bihuan.air.reporting.query.day import reading_of
from bihuan.regulations.air.comparison import Change, Figure, change
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant
from bihuan.regulations.rounding import round_gbt8170
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

GOOD_DAYS = "good_days"
NO_YEAR = "无同期数据"
NO_BEFORE = "无上期数据"
ROWS = {
    **{item.value: place for place, item in enumerate(PUBLISHED_ORDER)},
    COMPOSITE: 6,
    GOOD_DAYS: 7,
    GOOD_SHARE: 8,
}
"""What may be compared, and its row in the comparison of the county's page."""


def _choice(arguments: Arguments, span: DaySpan) -> EditionChoice:
    said = choice_of(arguments)
    return said if said is not EditionChoice.AUTO else one_edition(span)


def _change(arguments: Arguments, reading: Reading) -> tuple[Look, DaySpan, Change, str] | None:
    seen, span = look(arguments, reading), span_of(arguments)
    if not seen.evaluation:
        return None
    kind = SpanKind(str(arguments["kind"]))
    choice = _choice(arguments, span)
    key = f"comparison.{span.words}.{kind}.{choice}"
    found = seen.once(key, lambda: comparison(seen.values, seen.sites, span, kind, choice=choice))
    row = found.rows[ROWS[str(arguments["metric"])]]
    one = row.yearly if arguments["against"] == "year" else row.running
    return seen, _reach(span, kind, str(arguments["against"])), one, found.basis


def _reach(span: DaySpan, kind: SpanKind, against: str) -> DaySpan:
    """Every day that the change was read from."""
    other = span.year_before() if against == "year" else previous_of(kind, span)
    return DaySpan(other.first, span.last)


def _reason(arguments: Arguments) -> str:
    return NO_YEAR if arguments["against"] == "year" else NO_BEFORE


def percent(arguments: Arguments, reading: Reading) -> Answer:
    """Relative change of a period's figure, one decimal."""
    found = _change(arguments, reading)
    if found is None:
        return look(arguments, reading).answer(None, span_of(arguments), reason=NOTHING)
    seen, span, one, basis = found
    value = None if one.percent is None else round_gbt8170(one.percent, 1)
    return seen.answer(value, span, reason=_reason(arguments), unit="%", edition=basis)


def absolute(arguments: Arguments, reading: Reading) -> Answer:
    """Absolute change: concentrations, days, and percentage points of a share."""
    found = _change(arguments, reading)
    if found is None:
        return look(arguments, reading).answer(None, span_of(arguments), reason=NOTHING)
    seen, span, one, basis = found
    unit = {GOOD_DAYS: "天", GOOD_SHARE: "个百分点"}.get(str(arguments["metric"]), "")
    return seen.answer(one.absolute, span, reason=_reason(arguments), unit=unit, edition=basis)


def _days(arguments: Arguments) -> tuple[DaySpan, DaySpan, EditionChoice]:
    day = day_of(arguments, "day")
    today = DaySpan(day, day)
    other = today.year_before() if arguments["against"] == "year" else today.before()
    return today, other, _choice(arguments, today)


def day_index(arguments: Arguments, reading: Reading) -> Answer:
    """Change of the daily AQI against the day before or the same day of last year."""
    seen = look(arguments, reading)
    today, other, choice = _days(arguments)
    both = [reading_of(seen, one, choice) for one in (today, other)]
    now, then = (None if one is None or one.index is None else one.index for one in both)
    value = None if now is None or then is None else Decimal(now - then)
    return _told(seen, arguments, value, choice)


def day_concentration(arguments: Arguments, reading: Reading) -> Answer:
    """Change of a pollutant's daily value in percent."""
    seen, item = look(arguments, reading), item_of(arguments)
    today, other, choice = _days(arguments)
    now, then = (_value(seen, one, choice, item) for one in (today, other))
    found = change(now, then)
    value = None if found.percent is None else round_gbt8170(found.percent, 1)
    return _told(seen, arguments, value, choice, unit="%")


def _value(seen: Look, span: DaySpan, choice: EditionChoice, item: Pollutant) -> Figure:
    day = reading_of(seen, span, choice)
    return Figure(day.values[item] if day else None, choice.value)


def _told(
    seen: Look,
    arguments: Arguments,
    value: Decimal | None,
    choice: EditionChoice,
    unit: str = "",
) -> Answer:
    today, other, _ = _days(arguments)
    figures: PeriodFigures | None = seen.figures(today, choice)
    return seen.answer(
        value,
        DaySpan(other.first, today.last),
        reason=NO_YEAR if arguments["against"] == "year" else "无前一日数据",
        unit=unit,
        edition=figures.basis.words if figures else "",
    )


QUERIES = (
    FigureQuery("air.change.percent", "变化率", percent, county_page),
    FigureQuery("air.change.absolute", "变化量", absolute, county_page),
    FigureQuery("air.change.day_index", "日 AQI 变化", day_index, county_page),
    FigureQuery("air.change.day_concentration", "日浓度变化率", day_concentration, county_page),
)
