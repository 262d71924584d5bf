"""The six pollutants (六项污染物) that the index and the evaluation use."""

from enum import StrEnum
from typing import NamedTuple


class Pollutant(StrEnum):
    """A basic item (基本项目) of GB 3095 table 1; its value is the column name."""

    SO2 = "so2"
    NO2 = "no2"
    CO = "co"
    O3 = "o3"
    PM10 = "pm10"
    PM25 = "pm2_5"


class _Facts(NamedTuple):
    name_zh: str
    symbol: str
    factor: str
    unit: str


_FACTS = {
    Pollutant.SO2: _Facts("二氧化硫", "SO₂", "a21026", "µg/m³"),
    Pollutant.NO2: _Facts("二氧化氮", "NO₂", "a21004", "µg/m³"),
    Pollutant.CO: _Facts("一氧化碳", "CO", "a21005", "mg/m³"),
    Pollutant.O3: _Facts("臭氧", "O₃", "a05024", "µg/m³"),
    Pollutant.PM10: _Facts("可吸入颗粒物", "PM₁₀", "a34002", "µg/m³"),
    Pollutant.PM25: _Facts("细颗粒物", "PM₂.₅", "a34004", "µg/m³"),
}

PUBLISHED_ORDER = (
    Pollutant.SO2,
    Pollutant.NO2,
    Pollutant.CO,
    Pollutant.PM10,
    Pollutant.PM25,
    Pollutant.O3,
)
"""The order in which the national centre lists primary pollutants that tie."""


def name_zh(pollutant: Pollutant) -> str:
    """The Chinese name (中文名称), 二氧化硫."""
    return _FACTS[pollutant].name_zh


def published_name(pollutant: Pollutant, *, hourly: bool) -> str:
    """The name that the national centre publishes for a primary pollutant.

    >>> published_name(Pollutant.PM25, hourly=True), published_name(Pollutant.O3, hourly=False)
    ('细颗粒物(PM2.5)', '臭氧8小时')
    """
    if pollutant is Pollutant.O3:
        return "臭氧1小时" if hourly else "臭氧8小时"
    particles = {Pollutant.PM10: "颗粒物(PM10)", Pollutant.PM25: "细颗粒物(PM2.5)"}
    return particles.get(pollutant, _FACTS[pollutant].name_zh)


def symbol(pollutant: Pollutant) -> str:
    """The formula as a table prints it, PM₂.₅."""
    return _FACTS[pollutant].symbol


def factor_code(pollutant: Pollutant) -> str:
    """The factor code (因子编码) on the wire, HJ 212-2017 table B.2.

    >>> factor_code(Pollutant.PM25)
    'a34004'
    """
    return _FACTS[pollutant].factor


def unit(pollutant: Pollutant) -> str:
    """The unit of concentrations: mg/m³ for CO, µg/m³ for the others."""
    return _FACTS[pollutant].unit


def input_places(pollutant: Pollutant, edition: str) -> int:
    """Decimals of a concentration before the index (修约).

    HJ 633-2026 keeps 1 for CO and 0 for the others. HJ 633-2012 says nothing; the
    feed of those years judged CO as it was measured, with three decimals (an hour
    of 1.143 mg/m³ was published as 12, not 11), and the others are whole numbers.

    Args:
        pollutant: one of the six.
        edition: code of the edition of HJ 633.

    Source: HJ 633-2026, 4.2.2 and 4.2.3.

    >>> input_places(Pollutant.CO, "HJ633-2026"), input_places(Pollutant.O3, "HJ633-2026")
    (1, 0)
    """
    if pollutant is not Pollutant.CO:
        return 0
    return 3 if edition == "HJ633-2012" else 1
