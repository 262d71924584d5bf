from datetime import UTC, datetime

from bihuan.gateway.outcome import Outcome
from bihuan.gateway.presence import DeviceSign, Presence
from bihuan.gateway.tally import Tally
from bihuan.registry.models import DropReason
from tests.gateway.entries import RECEIVED_MS, device

AT = datetime(2026, 11, 21, tzinfo=UTC)
ENTRIES = {mn: device(mn) for mn in ("A", "B", "C")}


def drained(presence: Presence, most: int = 10, tally: Tally | None = None) -> list[str | None]:
    touches = presence.drain(ENTRIES, tally or Tally(), connected={"A": 1}, most=most)
    return [touch.address for touch in touches]


def test_connections_are_told_before_mere_signs_of_life() -> None:
    presence = Presence("g")
    presence.heard("A", RECEIVED_MS, good=True)
    presence.connected("B", "10.0.0.2", AT)
    assert drained(presence, most=1) == ["10.0.0.2"]
    assert presence.is_waiting and drained(presence) == [None] and not presence.is_waiting


def test_everything_known_of_a_device_is_told_once() -> None:
    presence, tally = Presence("g"), Tally()
    presence.connected("A", "10.0.0.1", AT)
    presence.heard("A", RECEIVED_MS, good=False)
    presence.measured(DeviceSign("A", RECEIVED_MS - 5_000, 5_000, -250))
    presence.dropped("B", AT, DropReason.RESET)
    tally.settle(Outcome.STORED, device="A")
    first, second = presence.drain(ENTRIES, tally, connected={"A": 1}, most=9)
    assert first.connected and first.last_seen == AT and first.last_packet_at is None
    assert first.delay_s == 5.0 and first.clock_offset_s == -0.25
    assert first.counters == {"frames": 1, "stored": 1}
    assert not second.connected and second.drop_reason == DropReason.RESET
    assert presence.drain(ENTRIES, tally, connected={}, most=9) == []


def test_news_of_devices_that_were_removed_are_forgotten() -> None:
    presence = Presence("g")
    presence.heard("GONE", RECEIVED_MS, good=True)
    assert drained(presence) == [] and not presence.is_waiting
