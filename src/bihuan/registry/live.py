"""What has changed lately, point by point (变更信号): one look at the store serves every page."""

from collections import Counter
from collections.abc import Mapping

from bihuan import telemetry
from bihuan.ui.live import Pulse

EVERY_S = 0.5


class Touches:
    """How often each point has changed since this process first asked.

    A page watches its own point's number, the board the sum.
    """

    def __init__(self) -> None:
        self._cursor: str | None = None
        self._counts: Counter[int] = Counter()

    def read(self) -> Mapping[int, int]:
        """Look at what the store has received since the last look."""
        store = telemetry.store()
        if self._cursor is None:
            self._cursor = store.cursor()
        touched, self._cursor = store.changes_since(self._cursor)
        self._counts.update(touched["point"].to_pylist())
        return Counter(self._counts)


PULSE: Pulse[Mapping[int, int]] = Pulse(Touches().read, every_s=EVERY_S)
