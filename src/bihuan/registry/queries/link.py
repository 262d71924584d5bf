"""The link monitor (联网监控): who is heard, who is silent since when, and probably why."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import polars as pl

from bihuan.accounts.models import User
from bihuan.registry.link import (
    DropReason,
    LinkCause,
    LinkDiagnosis,
    LinkEvidence,
    Neighbours,
    link_diagnosis,
    silence_limit,
)
from bihuan.registry.models import Device, DeviceAssignment, ProcessHeartbeat
from bihuan.registry.standing import LINKS


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One device in the link monitor.

    `points` are (key, name) of the points it serves now; `silent_for` is None while it is
    heard and where it never was; `delay_s` is how old its newest data were on arrival.
    """

    device: int
    mn: str
    name: str
    connected: bool
    address: str
    carrier: str
    gateway: str
    connected_at: datetime | None
    last_seen: datetime | None
    last_packet_at: datetime | None
    last_data_time: datetime | None
    delay_s: float | None
    clock_offset_s: float | None
    silent_for: timedelta | None
    diagnosis: LinkDiagnosis
    points: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LinkReport:
    """The link monitor of one person at one moment, longest silence first."""

    rows: tuple[LinkRow, ...]
    connected: int
    heard: int
    silent: int
    causes: dict[LinkCause, int]


class _Seen(NamedTuple):
    device: int
    mn: str
    name: str
    carrier: str
    interval_s: int
    connected: bool | None
    gateway: str | None
    address: str | None
    drop: str | None
    connected_at: datetime | None
    last_seen: datetime | None
    last_packet_at: datetime | None
    last_data_time: datetime | None
    delay_s: float | None
    clock_offset_s: float | None

    def is_silent(self, now: datetime) -> bool:
        return self.last_packet_at is None or now - self.last_packet_at > silence_limit(
            self.interval_s
        )


_COLUMNS = (
    "pk",
    "mn",
    "name",
    "carrier",
    "realtime_interval_s",
    *(
        f"state__{column}"
        for column in (
            "connected",
            "gateway",
            "address",
            "drop_reason",
            "connected_at",
            "last_seen",
            "last_packet_at",
            "last_data_time",
            "delay_s",
            "clock_offset_s",
        )
    ),
)


def link_report(*, user: User | None, now: datetime) -> LinkReport:
    """Every active device that this person sees, with a guess for each silent one (联网监控).

    Neighbours are counted over all devices of the platform, whoever may see them.

    Args:
        user: who asks; None is the platform itself and sees all.
        now: the moment of judgement. [aware]
    """
    seen = [_Seen(*row) for row in Device.objects.filter(is_active=True).values_list(*_COLUMNS)]
    shown = _visible(user)
    judge = _Judge(seen, now)
    points = _points(shown)
    rows = [
        _row(each, judge.diagnosis(each), points=points.get(each.device, ()), now=now)
        for each in seen
        if shown is None or each.device in shown
    ]
    rows.sort(key=_rank, reverse=True)
    causes = Counter(row.diagnosis.cause for row in rows if row.diagnosis.cause is not None)
    return LinkReport(
        rows=tuple(rows),
        connected=sum(row.connected for row in rows),
        heard=len(rows) - causes.total(),
        silent=causes.total(),
        causes=dict(causes),
    )


class _Judge:
    """Counts who shares what once, then judges device after device."""

    def __init__(self, seen: Collection[_Seen], now: datetime) -> None:
        self._now = now
        self._beats = {
            process: (at, bool(detail.get("store_refusing")))
            for process, at, detail in ProcessHeartbeat.objects.values_list(
                "process", "at", "detail"
            )
        }
        self._total: Counter[tuple[str | None, ...]] = Counter()
        self._silent: Counter[tuple[str | None, ...]] = Counter()
        for each in seen:
            if each.last_packet_at is not None:
                groups = _groups(each)
                self._total.update(groups)
                if each.is_silent(now):
                    self._silent.update(groups)

    def diagnosis(self, each: _Seen) -> LinkDiagnosis:
        """The guess for one device."""
        if not each.is_silent(self._now):
            return _HEARD
        beat, refusing = self._beats.get(each.gateway or "", (None, False))
        return link_diagnosis(
            LinkEvidence(
                now=self._now,
                interval_s=each.interval_s,
                last_seen=each.last_packet_at,
                connected=bool(each.connected),
                drop=each.drop or DropReason.NONE,
                address=each.address or "",
                carrier=each.carrier,
                gateway=each.gateway or "",
                gateway_beat=beat,
                store_refusing=refusing,
                same_gateway=self._others(_gateway(each)),
                other_addresses=self._beyond(_gateway(each), _gateway_address(each)),
                same_address=self._others(_address(each)) if each.address else Neighbours(),
                same_carrier=self._beyond(_carrier(each), _carrier_address(each))
                if each.carrier
                else Neighbours(),
            )
        )

    def _others(self, group: tuple[str | None, ...]) -> Neighbours:
        return Neighbours(self._total[group] - 1, self._silent[group] - 1)

    def _beyond(self, group: tuple[str | None, ...], part: tuple[str | None, ...]) -> Neighbours:
        return Neighbours(
            self._total[group] - self._total[part], self._silent[group] - self._silent[part]
        )


_HEARD = LinkDiagnosis(None, "通信正常")


def _gateway(each: _Seen) -> tuple[str | None, ...]:
    return "gateway", each.gateway


def _gateway_address(each: _Seen) -> tuple[str | None, ...]:
    return "gateway, address", each.gateway, each.address


def _address(each: _Seen) -> tuple[str | None, ...]:
    return "address", each.address


def _carrier(each: _Seen) -> tuple[str | None, ...]:
    return "carrier", each.gateway, each.carrier


def _carrier_address(each: _Seen) -> tuple[str | None, ...]:
    return "carrier, address", each.gateway, each.carrier, each.address


def _groups(each: _Seen) -> tuple[tuple[str | None, ...], ...]:
    return (
        _gateway(each),
        _gateway_address(each),
        _address(each),
        _carrier(each),
        _carrier_address(each),
    )


def point_links(now: datetime) -> pl.DataFrame:
    """Whether the link of each point is silent now (点位联网状态), by the rule of the link monitor.

    A point is silent when every device that serves it is. Points of devices that never spoke
    are left out: their data may come another way.

    Returns:
        standing.LINKS.
    """
    rows = DeviceAssignment.objects.filter(
        end__isnull=True, device__is_active=True, device__state__last_packet_at__isnull=False
    ).values_list("point", "device__realtime_interval_s", "device__state__last_packet_at")
    silent = [(point, now - heard > silence_limit(interval_s)) for point, interval_s, heard in rows]
    frame = pl.DataFrame(silent, schema=LINKS, orient="row")
    return frame.group_by("point").agg(pl.col("link_silent").all())


def _visible(user: User | None) -> frozenset[int] | None:
    if user is None:
        return None
    return frozenset(Device.objects.visible_to(user).values_list("pk", flat=True))


def _points(shown: frozenset[int] | None) -> dict[int, tuple[tuple[int, str], ...]]:
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    rows = DeviceAssignment.objects.filter(end__isnull=True).order_by("system_code")
    for device, point, name in rows.values_list("device_id", "point_id", "point__name"):
        if shown is None or device in shown:
            found[device] = (*found.get(device, ()), (point, name))
    return found


def _row(
    each: _Seen,
    diagnosis: LinkDiagnosis,
    *,
    points: tuple[tuple[int, str], ...],
    now: datetime,
) -> LinkRow:
    silent_since = each.last_packet_at if diagnosis.is_silent else None
    return LinkRow(
        device=each.device,
        mn=each.mn,
        name=each.name,
        connected=bool(each.connected),
        address=each.address or "",
        carrier=each.carrier,
        gateway=each.gateway or "",
        connected_at=each.connected_at,
        last_seen=each.last_seen,
        last_packet_at=each.last_packet_at,
        last_data_time=each.last_data_time,
        delay_s=each.delay_s,
        clock_offset_s=each.clock_offset_s,
        silent_for=now - silent_since if silent_since else None,
        diagnosis=diagnosis,
        points=points,
    )


def _rank(row: LinkRow) -> tuple[bool, timedelta]:
    return row.diagnosis.is_silent, row.silent_for or timedelta(0)
