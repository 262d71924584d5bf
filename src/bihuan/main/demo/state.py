"""What the demo remembers from one run to the next: which data, and until when they reach."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DemoState:
    """The demo's memory, a small file in the data folder.

    Attributes:
        data: "invented", or the folder of real data.
        filled_until: until when history was written in bulk. [ISO, UTC]
        alive_at: when live devices last reported; "" when they never did. [ISO, UTC]
    """

    data: str
    filled_until: str
    alive_at: str = ""

    @property
    def covered_until(self) -> datetime:
        """Until when the data reach, in bulk or live."""
        return datetime.fromisoformat(max(self.filled_until, self.alive_at))


def read_state(home: Path) -> DemoState | None:
    """What an earlier run left; none on the first."""
    try:
        return DemoState(**json.loads(_file(home).read_text("utf-8")))
    except FileNotFoundError:
        return None


def keep_state(home: Path, state: DemoState) -> None:
    """Remember for the next run, whole or not at all."""
    fresh = _file(home).with_suffix(".new")
    fresh.write_text(json.dumps(asdict(state), ensure_ascii=False), "utf-8")
    fresh.replace(_file(home))


def keep_alive_at(home: Path, now: datetime) -> None:
    """Remember that live devices report now."""
    state = read_state(home)
    if state is not None:
        keep_state(home, replace(state, alive_at=now.isoformat()))


def _file(home: Path) -> Path:
    return home / "demo.json"
