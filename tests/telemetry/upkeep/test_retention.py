from datetime import timedelta

from tests.telemetry.given import packets
from tests.telemetry.upkeep.lake import MIDNIGHT, SmallStore, rows

from bihuan.telemetry import Kind
from bihuan.telemetry.upkeep import Upkeep
from bihuan.telemetry.upkeep.setting import UpkeepSettings

SETTINGS = UpkeepSettings(
    kept={Kind.REALTIME: timedelta(days=10)},
    raw_kept=timedelta(days=20),
    spare=timedelta(days=4000),
)


def let_go(small: SmallStore, days: float) -> int:
    upkeep = Upkeep(small.root, SETTINGS)
    gone = upkeep.run_once(MIDNIGHT + timedelta(days=days)).let_go
    upkeep.close()
    return gone


def test_each_kind_stays_for_its_own_time(small: SmallStore) -> None:
    small.take(rows(0, 1.0, kind=Kind.REALTIME))
    small.take(rows(30, 1.0, kind=Kind.REALTIME))
    small.take(rows(0, 1.0))
    assert let_go(small, 10.9) == 0
    assert let_go(small, 11) == 5
    assert [start for _, start, _, _ in small.values(Kind.REALTIME)][:1] == [
        MIDNIGHT + timedelta(hours=30)
    ]
    assert let_go(small, 5000) == 5
    assert len(small.values()) == 5


def test_packets_leave_at_their_own_age(small: SmallStore) -> None:
    small.take(rows(0, 1.0), packets(*[b"##"] * 7, received=MIDNIGHT))
    assert let_go(small, 20) == 0
    assert let_go(small, 21) == 7
    assert small.upkeep.lake.raw.snapshot().files.height == 0
    assert len(small.values()) == 5
