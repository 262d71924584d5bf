"""Air quality index (空气质量指数, AQI) of an hour or a day from its concentrations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bihuan.regulations.air.category import Category, category_of
from bihuan.regulations.air.individual_index import (
    DAILY_COLUMNS,
    HOURLY_COLUMNS,
    Column,
    individual_index,
    is_above_ladder,
    ladder,
)
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, input_places
from bihuan.regulations.edition import Edition
from bihuan.regulations.rounding import round_gbt8170

Concentrations = Mapping[Column, Decimal | None]


class Practice(StrEnum):
    """How a period before 1 March 2026 was published: by the letter or as the feed did."""

    LETTER = "letter"
    FEED = "feed"


class MissingRule(StrEnum):
    """When an index may be published although pollutants are missing (缺项)."""

    OVER_100 = "over_100"
    """Only an index above 100 is published. HJ 633-2026, 5.3.1."""

    ANY_PARTICLE = "any_particle"
    """Withheld only when PM10 and PM2.5 are both missing: the feed of 2018 to 2021."""

    ANY_POLLUTANT = "any_pollutant"
    """Published from whatever is there: the feed of 2016, and the silence of HJ 633-2012."""


FEED_RULES = (
    (date(2022, 1, 1), MissingRule.OVER_100),
    (date(2018, 1, 1), MissingRule.ANY_PARTICLE),
)
"""First days on which the national feed is seen to follow a rule, newest first. 待确认."""


@dataclass(frozen=True, slots=True)
class AirQuality:
    """An index with everything that is published beside it."""

    index: int | None
    primary: tuple[Pollutant, ...]
    individual: Mapping[Column, int]
    missing: tuple[Pollutant, ...]
    edition: str
    reason: str

    @property
    def category(self) -> Category | None:
        """The class of the index, None where the index is NA."""
        return None if self.index is None else category_of(self.index)


def missing_rule(edition: Edition, practice: Practice, day: date) -> MissingRule:
    """The rule for missing pollutants that held on the day.

    >>> from bihuan.regulations.edition import edition_named
    >>> missing_rule(edition_named("HJ633-2012"), Practice.FEED, date(2019, 7, 18))
    <MissingRule.ANY_PARTICLE: 'any_particle'>
    """
    if edition.code == "HJ633-2026":
        return MissingRule.OVER_100
    if practice is Practice.LETTER:
        return MissingRule.ANY_POLLUTANT
    return next((rule for first, rule in FEED_RULES if day >= first), MissingRule.ANY_POLLUTANT)


def air_quality(
    concentrations: Concentrations, edition: Edition, *, rule: MissingRule
) -> AirQuality:
    """The index of one hour or one day (实时报, 日报).

    Args:
        concentrations: one entry for each column that the report uses, None
            where it is missing or invalid. `HOURLY_COLUMNS` or `DAILY_COLUMNS`
            name the usual six. [µg/m³; mg/m³ for CO], unrounded
        edition: of HJ 633, chosen by the date of the data.
        rule: what missing pollutants do to the index.

    Returns:
        The index, or None with the reason. Primary pollutants only above 50.

    Raises:
        ValueError: a negative concentration.

    Source: HJ 633-2012 5.2 and 6; HJ 633-2026 4.2, 4.3, 5.3.1.

    >>> from bihuan.regulations.edition import edition_named
    >>> day = dict.fromkeys(DAILY_COLUMNS, Decimal(10)) | {Column.PM25_24H: Decimal("60.5")}
    >>> day[Column.CO_24H] = Decimal("0.8")
    >>> air_quality(day, edition_named("HJ633-2026"), rule=MissingRule.OVER_100).index
    100
    """
    individual = {
        column: index
        for column, value in concentrations.items()
        if value is not None and (index := _index(value, column, edition)) is not None
    }
    present = {column.pollutant for column, value in concentrations.items() if value is not None}
    asked = {column.pollutant for column in concentrations}
    missing = tuple(item for item in PUBLISHED_ORDER if item in asked - present)
    highest = max(individual.values(), default=None)
    reason = _reason_withheld(highest, missing, rule)
    if reason or highest is None:
        return AirQuality(None, (), individual, missing, edition.code, reason)
    primary = _primary(individual, highest)
    return AirQuality(highest, primary, individual, missing, edition.code, "")


def hourly_air_quality(
    values: Mapping[Pollutant, Decimal | None], edition: Edition, *, rule: MissingRule
) -> AirQuality:
    """The real-time index (实时 AQI) from six one-hour means. Source: HJ 633-2026, 4.2.4."""
    return air_quality(_by_column(values, HOURLY_COLUMNS), edition, rule=rule)


def daily_air_quality(
    values: Mapping[Pollutant, Decimal | None], edition: Edition, *, rule: MissingRule
) -> AirQuality:
    """The daily index (日 AQI) from five daily means and ozone's maximum eight-hour mean.

    Source: HJ 633-2026, 4.2.3.
    """
    return air_quality(_by_column(values, DAILY_COLUMNS), edition, rule=rule)


def _by_column(
    values: Mapping[Pollutant, Decimal | None], columns: tuple[Column, ...]
) -> dict[Column, Decimal | None]:
    return {column: values.get(column.pollutant) for column in columns}


def _index(value: Decimal, column: Column, edition: Edition) -> int | None:
    rungs = ladder(edition, column)
    rounded = round_gbt8170(value, input_places(column.pollutant, edition.code))
    leaves = edition.code == "HJ633-2012" and column in {Column.SO2_1H, Column.O3_8H}
    if leaves and is_above_ladder(rounded, rungs):
        return None
    return individual_index(rounded, rungs)


def _reason_withheld(highest: int | None, missing: tuple[Pollutant, ...], rule: MissingRule) -> str:
    if highest is None:
        return "没有有效数据"
    if not missing:
        return ""
    names = "、".join(pollutant.value for pollutant in missing)
    if rule is MissingRule.OVER_100 and highest <= 100:
        return f"缺 {names}，其余项目的指数不超过 100"
    if rule is MissingRule.ANY_PARTICLE and {Pollutant.PM10, Pollutant.PM25} <= set(missing):
        return f"缺 {names}，两项颗粒物均无数据"
    return ""


def _primary(individual: Mapping[Column, int], highest: int) -> tuple[Pollutant, ...]:
    """Primary pollutants (首要污染物): all that reach an index above 50, in published order."""
    if highest <= 50:
        return ()
    reached = {column.pollutant for column, index in individual.items() if index == highest}
    return tuple(pollutant for pollutant in PUBLISHED_ORDER if pollutant in reached)
