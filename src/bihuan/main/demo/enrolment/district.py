"""Districts of the demo: Gongyi down to its townships, Guangdong down to its counties."""

from collections.abc import Iterator

from bihuan.accounts.district_code import level_of, significant
from bihuan.accounts.models import District
from bihuan.main.demo import table
from bihuan.main.demo.county import COUNTY, PARENTS, townships


def enrol_districts() -> None:
    """Add every district of the demo that is not there yet (行政区划), parents first."""
    rows = sorted([*_gongyi(), *_guangdong()], key=lambda row: len(row[0]))
    known = {code for code, *_ in rows}
    for level in (2, 4, 6, 9):
        District.objects.bulk_create(
            [
                District(
                    code=code,
                    name=name,
                    level=level_of(code),
                    parent_id=_parent(code, known),
                    longitude=longitude,
                    latitude=latitude,
                )
                for code, name, longitude, latitude in rows
                if len(code) == level
            ],
            ignore_conflicts=True,
        )


def district_of(county: str) -> str:
    """The key of a county's district from its six digits; a city without counties has four."""
    return significant(county)


def _parent(code: str, known: set[str]) -> str | None:
    """The nearest longer-standing prefix that is a district."""
    return next((code[:n] for n in (6, 4, 2) if n < len(code) and code[:n] in known), None)


def _gongyi() -> Iterator[tuple[str, str, float, float]]:
    for code, name, longitude, latitude in PARENTS:
        yield significant(code), name, longitude, latitude
    yield COUNTY, "巩义市", 112.98, 34.75
    for town in townships():
        yield town.code, town.name, town.longitude, town.latitude


def _guangdong() -> Iterator[tuple[str, str, float, float]]:
    for row in table.rows("guangdong_districts"):
        yield (
            significant(row["code"]),
            row["name"],
            float(row["longitude"]),
            float(row["latitude"]),
        )
