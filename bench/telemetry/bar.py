"""A measured figure beside the bar it must pass."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Bar:
    """One line of a report.

    Args:
        most: the largest figure that passes; None where the issue sets no bar.
    """

    name: str
    measured: float
    unit: str
    most: float | None = None

    @property
    def is_passed(self) -> bool:
        """Whether the figure is within its bar."""
        return self.most is None or self.measured <= self.most


def table(bars: Sequence[Bar]) -> str:
    """The report as text."""
    lines = [f"{'bar':<58}{'at most':>10}{'measured':>12} unit"]
    for bar in bars:
        most = "-" if bar.most is None else f"{bar.most:g}"
        verdict = "" if bar.most is None else "  ok" if bar.is_passed else "  MISSED"
        lines.append(f"{bar.name:<58}{most:>10}{bar.measured:>12.4g} {bar.unit}{verdict}")
    return "\n".join(lines)


def timed(act: Callable[[], object], repeats: int) -> float:
    """Median wall time. [s]"""
    return float(np.median([taken(act, time.monotonic) for _ in range(repeats)]))


def taken(act: Callable[[], object], clock: Callable[[], float]) -> float:
    """What one act takes by a clock. [s]"""
    begun = clock()
    act()
    return clock() - begun
