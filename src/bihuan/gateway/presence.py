"""What was learned of each device since the registry was last told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bihuan.gateway.tally import Tally
from bihuan.registry.gateway_batch import StateTouch
from bihuan.registry.models import DropReason
from bihuan.registry.queries import DeviceEntry


@dataclass(frozen=True, slots=True)
class DeviceSign:
    """What the data of a device say about it (设备体征).

    Args:
        device: MN.
        data_time_ms: newest data time of its uploads, None for none. [ms since 1970, UTC]
        delay_ms: arrival less data time of that upload.
        clock_offset_ms: its clock less ours, as near as it can be told.
    """

    device: str
    data_time_ms: int | None = None
    delay_ms: int | None = None
    clock_offset_ms: int | None = None


@dataclass(slots=True)
class _News:
    connected_at: datetime | None = None
    dropped_at: datetime | None = None
    drop_reason: DropReason | None = None
    address: str | None = None
    seen_ms: int | None = None
    good_ms: int | None = None
    sign: DeviceSign | None = None


class Presence:
    """News of devices, the longest untold first (设备在线状态)."""

    def __init__(self, gateway: str) -> None:
        """Nothing is known."""
        self._gateway = gateway
        self._news: dict[str, _News] = {}
        self._urgent: dict[str, None] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether the registry does not know everything yet."""
        return bool(self._news)

    def connected(self, device: str, address: str | None, at: datetime) -> None:
        """A connection spoke for a device for the first time."""
        news = self._of(device)
        news.connected_at, news.address = at, address
        self._urgent[device] = None

    def dropped(self, device: str, at: datetime, reason: DropReason) -> None:
        """The last connection of a device is gone."""
        news = self._of(device)
        news.dropped_at, news.drop_reason = at, reason
        self._urgent[device] = None

    def heard(self, device: str, at_ms: int, *, good: bool) -> None:
        """A packet came [ms since 1970, UTC]; a good one was not refused."""
        news = self._of(device)
        news.seen_ms = at_ms
        if good:
            news.good_ms = at_ms

    def measured(self, sign: DeviceSign) -> None:
        """An upload said something about the device."""
        self._of(sign.device).sign = sign

    def drain(
        self,
        entries: Mapping[str, DeviceEntry],
        tally: Tally,
        *,
        connected: Mapping[str, object],
        most: int,
    ) -> list[StateTouch]:
        """The most urgent news as the registry takes them; the rest waits for the next call.

        Args:
            entries: the registered devices; news of others are forgotten.
            tally: counts of the devices; what is taken here is gone from there.
            connected: the devices that have a connection now.
            most: how many touches.
        """
        chosen = [*self._urgent, *(device for device in self._news if device not in self._urgent)]
        touches = []
        for device in chosen[:most]:
            news = self._news.pop(device)
            self._urgent.pop(device, None)
            if device in entries:
                touch = self._touch(news, entries[device], tally, is_connected=device in connected)
                touches.append(touch)
        return touches

    def _of(self, device: str) -> _News:
        news = self._news.get(device)
        if news is None:
            news = self._news[device] = _News()
        return news

    def _touch(
        self, news: _News, entry: DeviceEntry, tally: Tally, *, is_connected: bool
    ) -> StateTouch:
        sign = news.sign or DeviceSign(entry.mn)
        counts = tally.take(entry.mn)
        return StateTouch(
            entry.device,
            self._gateway,
            is_connected,
            last_seen=_moment(news.seen_ms),
            address=news.address,
            connected_at=news.connected_at,
            dropped_at=news.dropped_at,
            drop_reason=news.drop_reason,
            last_packet_at=_moment(news.good_ms),
            last_data_time=_moment(sign.data_time_ms),
            delay_s=_seconds(sign.delay_ms),
            clock_offset_s=_seconds(sign.clock_offset_ms),
            counters=counts.events,
            quirks=counts.quirks,
        )


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000
