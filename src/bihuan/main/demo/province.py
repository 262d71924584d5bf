"""The province of the demo: invented units of Guangdong with outlets, factors and limits."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from bihuan.main.demo import table
from bihuan.main.demo.factor import Factor
from bihuan.main.demo.noise import uniform
from bihuan.main.demo.seed import Stream
from bihuan.main.demo.wire_identity import mn_of

PROVINCE: Final = "44"
BRANDS: Final = (
    "澄岫", "栩岚", "沐川禾", "霁屿", "棠溪谷", "云砚", "朔棠", "茗泽", "翊辰洲", "珩野", "清樾",
    "砚池", "蔚汀", "砾川", "禾曜", "汀澜", "屿晴", "芷衡", "岱青", "溯光", "楠汐", "榕湾里",
    "海棉", "鹤桥", "星榆", "碧浔", "浣川", "长笙", "竹里", "启樟",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutletFactor:
    """A factor of a kind of outlet, how it behaves and what limits it.

    Attributes:
        role: which process makes it, see `emission`.
        typical: usual value, in the factor's unit.
        spread: relative scatter.
    """

    factor: Factor
    role: str
    typical: float
    spread: float
    hour_limit: float | None
    day_limit: float | None
    low_limit: float | None
    source: str

    @property
    def limit(self) -> float | None:
        """The limit that a planted exceedance breaks."""
        return self.hour_limit or self.day_limit


@dataclass(frozen=True, slots=True)
class OutletKind:
    """A kind of outlet: what flows, in which rhythm, and what is measured.

    Attributes:
        flow: usual flow. [m³/s for gas, L/s for water]
        reference_oxygen: [%]; none where nothing is converted.
        parts: minute values an hour.
    """

    kind: str
    name: str
    medium: str
    rhythm: str
    flow: float
    reference_oxygen: float | None
    parts: int
    factors: tuple[OutletFactor, ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet (排放口) of an invented unit; `number` is its own chance.

    Attributes:
        edition: of HJ 212 that its data collector speaks.
    """

    number: int
    county: str
    code: str
    name: str
    kind: OutletKind
    edition: str

    @property
    def mn(self) -> str:
        """MN of its data collector."""
        return mn_of(self.county, self.number, edition=self.edition)


@dataclass(frozen=True, slots=True)
class Unit:
    """An invented unit (排污单位); its organisation code begins with DEM."""

    number: int
    name: str
    credit_body: str
    district: str
    industry: str
    trade: str
    longitude: float
    latitude: float
    outlets: tuple[Outlet, ...]


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def outlet_kind(kind: str) -> OutletKind:
    """One kind of outlet with its factors in the table's order."""
    row = next(row for row in table.rows("outlet_kinds") if row["kind"] == kind)
    factors = [r for r in table.rows("outlet_factors") if r["kind"] == kind]
    return OutletKind(
        kind=kind,
        name=row["name"],
        medium=row["medium"],
        rhythm=row["rhythm"],
        flow=float(row["flow"]),
        reference_oxygen=_number(row["reference_oxygen"]),
        parts=int(row["parts"]),
        factors=tuple(_outlet_factor(r) for r in factors),
    )


def _outlet_factor(row: dict[str, str]) -> OutletFactor:
    low = -5.0 if row["role"] == "pressure" else 0.0
    return OutletFactor(
        factor=Factor(
            code=row["factor"],
            name=row["name"],
            unit=row["unit"],
            decimals=int(row["decimals"]),
            low=low,
            high=float(row["high"]),
            tremble=0.001 if low else min(0.04, float(row["spread"]) / 4),
        ),
        role=row["role"],
        typical=float(row["typical"] or 0),
        spread=float(row["spread"]),
        hour_limit=_number(row["hour_limit"]),
        day_limit=_number(row["day_limit"]),
        low_limit=_number(row["low_limit"]),
        source=row["source"],
    )


@cache
def counties() -> tuple[dict[str, str], ...]:
    """Rows of county level, and the two cities that have no counties."""
    found = [r for r in table.rows("guangdong_districts") if not r["code"].endswith("00")]
    lonely = [r for r in table.rows("guangdong_districts") if r["code"] in {"441900", "442000"}]
    return (*found, *lonely)


def city_name(code: str) -> str:
    """Name of the city above a county."""
    cities = {row["code"][:4]: row["name"] for row in table.rows("guangdong_districts")}
    return cities[code[:4]]


def _unit(number: int, trade: dict[str, str], share: float) -> Unit:
    """One invented unit of a trade, somewhere in the province."""
    where, east, north, brand = (float(u) for u in uniform(Stream.ENTERPRISE, number, np.arange(4)))
    places = counties()
    place = places[int((where * 0.35 + share * 0.65) * len(places))]
    town = place["name"] if place["code"].endswith("00") else city_name(place["code"])
    kinds = trade["outlets"].split(";")
    return Unit(
        number=number,
        name=f"{town}{BRANDS[int(brand * len(BRANDS))]}{trade['suffix']}（演示{number:03d}）",
        credit_body=f"91{place['code']}DEM{number:05d}",
        district=place["code"],
        industry=trade["industry"],
        trade=trade["trade"],
        longitude=round(float(place["longitude"]) + (east - 0.5) * 0.12, 5),
        latitude=round(float(place["latitude"]) + (north - 0.5) * 0.12, 5),
        outlets=tuple(
            _outlet(number, county=place["code"], order=order, kind=kind)
            for order, kind in enumerate(kinds)
        ),
    )


def _outlet(unit: int, *, county: str, order: int, kind: str) -> Outlet:
    """The outlet at this place of a unit's list; equal kinds are counted."""
    of_kind = outlet_kind(kind)
    letter = "DW" if of_kind.medium == "water" else "DA"
    return Outlet(
        number=unit * 10 + order,
        county=county,
        code=f"{letter}{order + 1:03d}",
        name=f"{order + 1}号{of_kind.name}",
        kind=of_kind,
        edition=_edition(unit, of_kind.medium),
    )


def _edition(unit: int, medium: str) -> str:
    """Field devices are mixed: old ones stand at water outlets only."""
    if medium == "water" and unit % 9 == 0:
        return "2005"
    return "2025" if unit % 5 == 0 else "2017"


@cache
def units(thinned: int = 1) -> tuple[Unit, ...]:
    """Every invented unit; every n-th of each trade for a quick test, never without a trade.

    >>> len(units())
    341
    """
    found, number = [], 0
    for trade in table.rows("trades"):
        count = int(trade["units"])
        for place in range(count):
            number += 1
            if place % thinned == 0:
                found.append(_unit(number, trade, share=place / count))
    return tuple(found)


@cache
def outlets(thinned: int = 1) -> tuple[Outlet, ...]:
    """Every outlet of the province, unit by unit; the order of every array's rows."""
    return tuple(outlet for unit in units(thinned) for outlet in unit.outlets)
