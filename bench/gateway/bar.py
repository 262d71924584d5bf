"""A measured figure beside the bar that it must reach or must not pass."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Bar:
    """One line of the report; `least` and `most` are None where no bar is set."""

    name: str
    measured: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def is_passed(self) -> bool:
        """Whether the figure is within its bars."""
        above = self.least is None or self.measured >= self.least
        return above and (self.most is None or self.measured <= self.most)

    def as_json(self) -> dict[str, object]:
        """The line for a file."""
        return {**asdict(self), "is_passed": self.is_passed}


def table(bars: Sequence[Bar]) -> str:
    """The report as text."""
    lines = [f"{'figure':<60}{'bar':>12}{'measured':>12} unit"]
    for bar in bars:
        least = "" if bar.least is None else f">= {bar.least:,g}"
        most = "" if bar.most is None else f"<= {bar.most:,g}"
        verdict = "" if not (least or most) else "  ok" if bar.is_passed else "  MISSED"
        lines.append(
            f"{bar.name:<60}{least or most or '-':>12}{bar.measured:>12,.4g} {bar.unit}{verdict}"
        )
    return "\n".join(lines)
