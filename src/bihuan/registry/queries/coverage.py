"""Which townships have their station, and which lack one (站点覆盖)."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from bihuan.accounts.models import District, User
from bihuan.registry.models import Station, StationClass


@dataclass(frozen=True, slots=True)
class TownshipRow:
    """One township with its station and how many others stand in it."""

    code: str
    name: str
    station: int | None
    station_name: str
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Townships that have a station first flagged where missing."""

    rows: tuple[TownshipRow, ...]

    @property
    def missing(self) -> int:
        """Townships without a township station."""
        return sum(one.station is None for one in self.rows)


def township_coverage(user: User) -> Coverage:
    """Every township within reach whose county has township stations; those without come first."""
    rows = (
        Station.objects.visible_to(user)
        .order_by()
        .values_list("pk", "name", "station_class", "district_id")
    )
    own: dict[str, tuple[int, str]] = {}
    others: dict[str, Counter[str]] = defaultdict(Counter)
    for pk, name, of_class, district in rows:
        if of_class == StationClass.TOWNSHIP:
            own[district] = (pk, name)
        else:
            others[district][str(StationClass(of_class).label)] += 1
    counties = {code[:6] for code in own}
    towns = District.objects.visible_to(user).filter(level="township")
    found = []
    for code, name in towns.values_list("code", "name"):
        if code[:6] in counties:
            station, station_name = own.get(code, (None, ""))
            besides = tuple(sorted(others[code].items()))
            found.append(TownshipRow(code, name, station, station_name, besides))
    return Coverage(tuple(sorted(found, key=lambda one: (one.station is not None, one.code))))
