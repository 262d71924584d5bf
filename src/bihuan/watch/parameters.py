"""Parameters of a rule (规则参数), by class of place, the nearest wins."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

Values = Mapping[str, float]

EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that an administrator may set (参数).

    Args:
        name: as the rule asks for it.
        label: Chinese name.
        unit: as people write it.
        default: shipped value.
        least, most: what may be typed.
        help: what it does.
    """

    name: str
    label: str
    unit: str
    default: float
    least: float
    most: float
    help: str = ""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers in force (现行参数).

    Args:
        scopes: ``""`` everywhere, ``"medium:gas"``, ``"class:township"`` or ``"point:17"``, each
            to its numbers; of several the nearest to the point wins.

    >>> given = Parameters({"": {"hours": 6.0}, "medium:gas": {"hours": 4.0}})
    >>> given["hours"]
    6.0
    """

    scopes: Mapping[str, Values]

    def __getitem__(self, name: str) -> float:
        """The number that holds where nothing nearer is set."""
        return self.scopes[EVERYWHERE][name]

    def by_point(self, places: pl.DataFrame) -> pl.DataFrame:
        """Each point with its own numbers: point and one column a parameter.

        Args:
            places: point, medium, station_class.
        """
        names = list(self.scopes.get(EVERYWHERE, {}))
        return places.select("point", *(self._column(name) for name in names))

    def _column(self, name: str) -> pl.Expr:
        nearest = [
            self._of("point", "point", name),
            self._of("station_class", "class", name),
            self._of("medium", "medium", name),
            pl.lit(self[name], dtype=pl.Float64),
        ]
        return pl.coalesce(nearest).alias(name)

    def _of(self, column: str, scope: str, name: str) -> pl.Expr:
        """Null where this kind of scope says nothing."""
        said = {
            key.partition(":")[2]: values[name]
            for key, values in self.scopes.items()
            if key.startswith(f"{scope}:") and name in values
        }
        text = pl.col(column).cast(pl.String)
        return text.replace_strict(said, default=None, return_dtype=pl.Float64)


NO_PARAMETERS = Parameters(MappingProxyType({EVERYWHERE: MappingProxyType({})}))


def defaults(parameters: tuple[Parameter, ...]) -> Parameters:
    """The shipped numbers of a rule."""
    return Parameters({EVERYWHERE: {one.name: one.default for one in parameters}})
