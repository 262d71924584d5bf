"""What a value may not pass (限值上下限): pure."""

from dataclasses import dataclass

from bihuan.ui.chart import Limit


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a value may not pass; of several limits the strictest."""

    upper: float | None = None
    lower: float | None = None
    source: str = ""

    def beyond(self, value: float | None) -> bool:
        """Whether a value passes a bound; a missing one does not.

        >>> Bounds(upper=30.0).beyond(30.1), Bounds(upper=30.0).beyond(30.0), Bounds().beyond(1)
        (True, False, False)
        """
        if value is None:
            return False
        return (self.upper is not None and value > self.upper) or (
            self.lower is not None and value < self.lower
        )

    def __str__(self) -> str:
        """As people write it.

        >>> str(Bounds(upper=9.0, lower=6.0)), str(Bounds(upper=30.0)), str(Bounds(lower=850.0))
        ('6 ~ 9', '≤ 30', '≥ 850')
        """
        if self.upper is not None and self.lower is not None:
            return f"{self.lower:g} ~ {self.upper:g}"
        if self.upper is not None:
            return f"≤ {self.upper:g}"
        return f"≥ {self.lower:g}" if self.lower is not None else "未设"

    def lines(self) -> list[Limit]:
        """The lines of a chart."""
        found = []
        if self.upper is not None:
            found.append(Limit(self.upper, f"限值 {self.upper:g}"))
        if self.lower is not None:
            found.append(Limit(self.lower, f"下限 {self.lower:g}", is_upper=False))
        return found


NO_BOUNDS = Bounds()
