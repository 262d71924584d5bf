"""A table of hours or days judged in one go: the core of ``bihuan air evaluate``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from bihuan.regulations.air.air_quality_index import (
    MissingRule,
    Practice,
    missing_rule,
)
from bihuan.regulations.air.category import categories
from bihuan.regulations.air.columns import (
    NOT_AVAILABLE,
    AirQualityColumns,
    air_quality_columns,
    pollutants_of,
)
from bihuan.regulations.air.individual_index import DAILY_COLUMNS, HOURLY_COLUMNS, Column
from bihuan.regulations.air.pollutant import published_name, symbol
from bihuan.regulations.edition import Edition, edition_named, edition_on, editions_of
from bihuan.regulations.rounding import FloatArray

EditionChoice = Literal["auto", "HJ633-2012", "HJ633-2026"]

MOVING_HOURS = {
    Column.PM10_24H: 24,
    Column.PM25_24H: 24,
    Column.SO2_24H: 24,
    Column.O3_8H: 8,
}
"""Moving means of the real-time report by the letter. Source: HJ 633-2012, 5.1.2."""

ANSWERS = ("aqi", "primary_pollutant", "category", "edition", "reason")
"""The columns that are added to a table."""

MOVING_LEAST = {24: 20, 8: 6}
"""Hours that a moving mean needs. Source: GB 3095-2026, table 4."""

SO2_HOURLY_TOP = 800
"""Above it the 24-hour column speaks for SO2. [µg/m³] Source: HJ 633-2012, table 1 note."""


class UnreadableTable(ValueError):
    """The table cannot be judged; the message names the column and the row."""


@dataclass(frozen=True, slots=True)
class Question:
    """How a table is to be judged.

    Attributes:
        daily: days with ``o3_8h_max``, else hours with ``o3``.
        edition: one edition for all rows, or ``auto`` for the one of each row's date.
        practice: letter of the standard, or what the national feed did.
    """

    daily: bool = False
    edition: EditionChoice = "auto"
    practice: Practice = Practice.FEED


def input_columns(*, daily: bool) -> tuple[str, ...]:
    """The columns that a table must have, in their usual order."""
    ozone = "o3_8h_max" if daily else "o3"
    return ("time", "station_code", "so2", "no2", "co", ozone, "pm10", "pm2_5")


def evaluate(table: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Add index, primary pollutants, class, edition and the reason for NA to each row.

    Args:
        table: texts as read from a file, with `input_columns`; further
            columns are kept. An empty cell is missing, a negative value
            invalid. [µg/m³; mg/m³ for CO]
        question: how to judge.

    Returns:
        The rows in their order with ``aqi`` (null is NA),
        ``primary_pollutant``, ``category``, ``edition``, ``reason``.

    Raises:
        UnreadableTable: a column is absent, or a cell is not a number or a date.
        NoEdition: a day before the first edition.

    >>> row = dict(time="2026-03-01 09:00", station_code="x", so2="8", no2="20", co="0.6")
    >>> row |= dict(o3="70", pm10="80", pm2_5="61.5")
    >>> evaluate(pl.DataFrame([row]), Question())["aqi"].to_list()
    [102]
    """
    _check_columns(table, question)
    timed = table.with_columns(_times(table["time"]).alias("at"))
    values = {name: _numbers(table[name]) for name in input_columns(daily=question.daily)[2:]}
    if question.practice is Practice.LETTER and not question.daily:
        values |= _moving_means(timed, values)
    groups = _groups(timed["at"], question)
    if not groups:
        return table.with_columns(
            pl.lit(None, pl.Int32).alias("aqi"),
            *(pl.lit("").alias(name) for name in ANSWERS[1:]),
        )
    answers = [
        _answers(
            air_quality_columns(_concentrations(values, g, question), g.edition, rule=g.rule),
            question,
        )
        for g in groups
    ]
    order = np.argsort(np.concatenate([group.rows for group in groups]))
    judged = pl.concat(answers)[order]
    return table.drop(judged.columns, strict=False).hstack(judged)


def evaluate_csv(source: Path | BinaryIO, question: Question) -> pl.DataFrame:
    """Read a CSV table and judge it.

    Raises:
        OSError: the file cannot be read.
        UnreadableTable: it is no table, or one that cannot be judged.
        NoEdition: a day before the first edition.
    """
    data = source.read_bytes() if isinstance(source, Path) else source.read()
    try:
        table = pl.read_csv(data, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise UnreadableTable(f"not a CSV table: {str(error).splitlines()[0]}") from error
    return evaluate(table, question)


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that one edition and one rule for missing pollutants judge."""

    edition: Edition
    rule: MissingRule
    rows: npt.NDArray[np.int64]


def _check_columns(table: pl.DataFrame, question: Question) -> None:
    absent = [name for name in input_columns(daily=question.daily) if name not in table.columns]
    if absent:
        raise UnreadableTable(f"the table has no column {', '.join(absent)}")


def _times(given: pl.Series) -> pl.Series:
    """The wall-clock time of each row; a zone at its end is dropped, a bare date is midnight."""
    text = given.cast(pl.String).str.strip_chars().str.replace_all("/", "-").str.replace("T", " ")
    day = text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    hour = text.str.slice(11, 2).str.to_integer(strict=False).fill_null(0)
    moment = day.cast(pl.Datetime("ms")) + pl.Series(hour).cast(pl.Int64) * timedelta(hours=1)
    _first_failure(given, moment.is_null(), "time", "a date such as 2026-03-01 09:00")
    return moment


def _numbers(column: pl.Series) -> FloatArray:
    text = column.cast(pl.String).str.strip_chars()
    blank = text.is_null() | text.str.to_lowercase().is_in(["", "na", "nan", "null", "—", "-"])
    numbers = text.cast(pl.Float64, strict=False)
    _first_failure(column, numbers.is_null() & ~blank, column.name, "a number")
    values = numbers.fill_null(float("nan")).to_numpy().copy()
    values[~np.isfinite(values) | (values < 0)] = np.nan
    return values


def _first_failure(given: pl.Series, failed: pl.Series, name: str, wanted: str) -> None:
    if failed.any():
        row = int(failed.arg_true()[0])
        raise UnreadableTable(f"row {row + 1}, column {name}: {given[row]!r} is not {wanted}")


def _groups(times: pl.Series, question: Question) -> list[_Group]:
    days = times.dt.date()
    judged: dict[tuple[Edition, MissingRule], list[date]] = {}
    for day in days.unique():
        edition = _edition(day, question)
        judged.setdefault((edition, missing_rule(edition, question.practice, day)), []).append(day)
    return [
        _Group(edition, rule, days.is_in(chosen).arg_true().to_numpy().astype(np.int64))
        for (edition, rule), chosen in judged.items()
    ]


def _edition(day: date, question: Question) -> Edition:
    if question.edition == "auto":
        return edition_on(day, editions_of("HJ 633"))
    return edition_named(question.edition)


def _concentrations(
    values: Mapping[str, FloatArray], group: _Group, question: Question
) -> dict[Column, FloatArray]:
    if question.daily:
        names = {Column.O3_8H: "o3_8h_max"}
        return {c: values[names.get(c, c.pollutant)][group.rows] for c in DAILY_COLUMNS}
    hourly = {c: values[c.pollutant][group.rows] for c in HOURLY_COLUMNS}
    if group.edition.code != "HJ633-2012" or question.practice is Practice.FEED:
        return hourly
    moving = {c: values[f"{c.pollutant}_moving"][group.rows] for c in MOVING_HOURS}
    so2 = hourly[Column.SO2_1H]
    day_speaks = np.where(so2 > SO2_HOURLY_TOP, moving[Column.SO2_24H], np.nan)
    return {**hourly, **moving, Column.SO2_24H: day_speaks}


def _moving_means(table: pl.DataFrame, values: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Moving means that the letter of HJ 633-2012 asks for, by station, in the table's order."""
    columns = {column.pollutant.value: hours for column, hours in MOVING_HOURS.items()}
    frame = pl.DataFrame(
        {"row": np.arange(table.height), "station": table["station_code"], "at": table["at"]}
    ).with_columns(**{name: pl.Series(values[name]).fill_nan(None) for name in columns})
    moving = frame.sort("station", "at").with_columns(
        pl.col(name)
        .rolling_mean_by("at", window_size=f"{hours}h", min_samples=MOVING_LEAST[hours])
        .over("station")
        for name, hours in columns.items()
    )
    moving = moving.sort("row")
    return {f"{name}_moving": moving[name].fill_null(float("nan")).to_numpy() for name in columns}


def _answers(judged: AirQualityColumns, question: Question) -> pl.DataFrame:
    index = pl.Series("aqi", judged.index).cast(pl.Int32)
    available = judged.index != NOT_AVAILABLE
    return pl.DataFrame(
        {
            "aqi": index.set(pl.Series(~available), None),
            "primary_pollutant": _words(judged.primary, _primary_names(question)),
            "category": _categories(judged.index),
            "edition": pl.repeat(judged.edition, len(index), eager=True),
            "reason": _reasons(judged),
        }
    )


def _primary_names(question: Question) -> list[str]:
    hourly = not question.daily
    return [
        ",".join(published_name(item, hourly=hourly) for item in pollutants_of(bits))
        for bits in range(64)
    ]


def _words(codes: npt.NDArray[np.uint8], words: list[str]) -> pl.Series:
    return pl.Series(words).gather(codes.astype(np.uint32))


def _categories(index: npt.NDArray[np.int16]) -> pl.Series:
    names = [""] * 502
    for category in categories():
        for value in range(category.lowest, category.highest + 1):
            names[value] = category.name_zh
    return pl.Series(names).gather(np.where(index < 0, 501, index).astype(np.uint32))


def _reasons(judged: AirQualityColumns) -> pl.Series:
    withheld = judged.index == NOT_AVAILABLE
    names = ["、".join(symbol(item) for item in pollutants_of(bits)) for bits in range(64)]
    said = [f"缺 {name}，不发布指数" if name else "没有有效数据" for name in names]
    return _words(np.where(withheld, judged.missing, 64).astype(np.uint8), [*said, ""])
