"""The store as one would write it without a thought for speed: a dict and a loop."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from tests.telemetry.given import Given, at

Key = tuple[int, str, int, str, float]


class Version(NamedTuple):
    """What one version of a datum says."""

    value: float | None
    flag: str
    is_future: bool
    source: str
    author: str | None

    def says(self) -> tuple[float | None, str, bool]:
        return self.value, self.flag, self.is_future


def key_of(given: Given) -> Key:
    return given.point, given.factor, given.statistic, given.kind, given.minute


@dataclass
class Model:
    """The resend rule, row by row."""

    held: dict[Key, list[Version]] = field(default_factory=lambda: defaultdict(list))
    duplicates: int = 0
    accepted: int = 0

    def append(self, some: Iterable[Given], *, now: datetime, author: str | None = None) -> None:
        for given in some:
            future = at(given.minute) > now + timedelta(minutes=10)
            source = "correction" if author else given.source
            version = Version(given.value, given.flag, future, source, author)
            if self._is_known(version, self.held[key_of(given)]):
                self.duplicates += 1
            else:
                self.held[key_of(given)].append(version)
                self.accepted += 1

    @staticmethod
    def _is_known(version: Version, before: list[Version]) -> bool:
        if version.source == "correction":
            return False
        if version.source == "rollup":
            computed = [old for old in before if old.source != "correction"]
            return bool(computed) and computed[-1].says() == version.says()
        return version.says() in [old.says() for old in before]

    def series(self, kind: str) -> dict[Key, tuple[int, Version]]:
        return {k: (len(v), v[-1]) for k, v in self.held.items() if k[3] == kind and v}

    def latest(self) -> dict[tuple[int, str, int, str], tuple[float, float | None]]:
        newest: dict[tuple[int, str, int, str], tuple[float, float | None]] = {}
        for (*series, minute), versions in sorted(self.held.items()):
            present = [v for v in versions if not v.is_future]
            if present:
                point, factor, statistic, kind = series
                newest[point, factor, statistic, kind] = (minute, present[-1].value)
        return newest
