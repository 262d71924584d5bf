"""Why a device is silent: a guess from what is known of it and of its neighbours (A10.13)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
from django.db.models import TextChoices

SHORTEST_SILENCE = timedelta(minutes=3)
MISSED_REPORTS = 3
STALE_HEARTBEAT = timedelta(seconds=90)
CROWD = 3
MOST = 0.8
_SHANGHAI = ZoneInfo("Asia/Shanghai")


class LinkCause(TextChoices):
    """Where the silence seems to come from (原因判断)."""

    STATION = "station", "站端（设备、供电）"
    LINK = "link", "通信链路"
    PLATFORM = "platform", "平台"
    UNKNOWN = "unknown", "尚无法判断"


class DropReason(TextChoices):
    """How a connection ended (断开原因)."""

    NONE = "", "未断开"
    CLOSED = "closed", "设备主动断开"
    RESET = "reset", "连接被重置"
    TIME_OUT = "time_out", "超时无数据（半开连接）"
    REPLACED = "replaced", "被新连接替代"
    SERVER = "server", "平台主动断开"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other devices that share something with this one: how many, how many of them silent."""

    total: int = 0
    silent: int = 0

    @property
    def all_silent(self) -> bool:
        """Whether there are others and every one of them is silent."""
        return 0 < self.total == self.silent

    @property
    def mostly_silent(self) -> bool:
        """Whether there are enough of them and nearly all are silent."""
        return self.total >= CROWD and self.silent >= MOST * self.total

    @property
    def mostly_heard(self) -> bool:
        """Whether there are others and most of them are heard."""
        return self.total > 0 and self.silent <= (1 - MOST) * self.total


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """What is known about one device's link.

    Args:
        now: the moment of judgement. [aware]
        interval_s: how often the device should be heard. [s]
        last_seen: when a good packet last came; None: never since registration.
        connected: whether a connection is open.
        drop: how the last connection ended.
        address: where it last came from.
        carrier: its network operator (通信运营商).
        gateway: the gateway that last heard it.
        gateway_beat: that gateway's last heartbeat; None where none was ever left.
        store_refusing: whether that gateway says that nothing can be stored.
        same_gateway: the others on that gateway.
        other_addresses: those of them that come from other addresses.
        same_address: the others that come from the same address.
        same_carrier: the others of the same carrier from other addresses.
    """

    now: datetime
    interval_s: int
    last_seen: datetime | None
    connected: bool = False
    drop: str = DropReason.NONE
    address: str = ""
    carrier: str = ""
    gateway: str = ""
    gateway_beat: datetime | None = None
    store_refusing: bool = False
    same_gateway: Neighbours = field(default_factory=Neighbours)
    other_addresses: Neighbours = field(default_factory=Neighbours)
    same_address: Neighbours = field(default_factory=Neighbours)
    same_carrier: Neighbours = field(default_factory=Neighbours)


@dataclass(frozen=True, slots=True)
class LinkDiagnosis:
    """The guess (断线诊断): no cause while the device is heard; `because` is shown to people."""

    cause: LinkCause | None
    because: str

    @property
    def is_silent(self) -> bool:
        """Whether the device is silent."""
        return self.cause is not None


def silence_limit(interval_s: int) -> timedelta:
    """How long a device may be silent before it counts as silent (静默判定时长).

    Three missed reports, three minutes at least; the platform's own rule.

    >>> silence_limit(30), silence_limit(600)
    (datetime.timedelta(seconds=180), datetime.timedelta(seconds=1800))
    """
    return max(SHORTEST_SILENCE, timedelta(seconds=MISSED_REPORTS * interval_s))


def is_silent(now: datetime) -> pl.Expr:
    """The same in columns: of `interval_s` [s] and `last_packet_at`, null where it never spoke."""
    limit = pl.duration(seconds=MISSED_REPORTS * pl.col("interval_s"))
    silence = pl.lit(now) - pl.col("last_packet_at")
    return (silence > pl.max_horizontal(pl.lit(SHORTEST_SILENCE), limit)).fill_null(value=True)


def link_diagnosis(evidence: LinkEvidence) -> LinkDiagnosis:
    """Guess why a device is silent, and say the sentence why (断线原因判断).

    The platform is asked first (heartbeat, store, everybody silent), then what devices share
    (address, carrier), then the device's own connection. A lost power supply and a cut line
    look alike from here when no neighbour shares the line: the sentence says so.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 21, 8, tzinfo=UTC)
    >>> link_diagnosis(LinkEvidence(now, 60, now - timedelta(seconds=50), connected=True)).is_silent
    False
    """
    last_seen = evidence.last_seen
    if last_seen is None:
        return LinkDiagnosis(LinkCause.UNKNOWN, "登记后从未收到数据，请核对 MN、平台地址和端口")
    if evidence.now - last_seen <= silence_limit(evidence.interval_s):
        return LinkDiagnosis(None, "通信正常")
    return (
        _platform(evidence)
        or _shared_line(evidence)
        or _own_connection(evidence)
        or LinkDiagnosis(LinkCause.UNKNOWN, "连接已由平台断开，设备尚未重连")
    )


def _platform(evidence: LinkEvidence) -> LinkDiagnosis | None:
    beat, gateway = evidence.gateway_beat, evidence.gateway
    others, elsewhere = evidence.same_gateway, evidence.other_addresses
    if beat is None or evidence.now - beat > STALE_HEARTBEAT:
        told = f"自 {_clock(beat)} 起" if beat else "从未"
        return LinkDiagnosis(
            LinkCause.PLATFORM, f"接收网关 {gateway or '（未知）'} {told}无心跳，平台未在接收"
        )
    if evidence.store_refusing:
        return LinkDiagnosis(
            LinkCause.PLATFORM, f"接收网关 {gateway} 报告数据无法入库，平台暂停接收"
        )
    one_carrier = evidence.same_carrier.total == elsewhere.total and evidence.carrier != ""
    if elsewhere.total >= CROWD and others.all_silent and not one_carrier:
        return LinkDiagnosis(
            LinkCause.PLATFORM,
            f"接收网关 {gateway} 上其余 {others.total} 台设备（来自不同地址）同时无数据，"
            "平台接入网络可能中断",
        )
    return None


def _shared_line(evidence: LinkEvidence) -> LinkDiagnosis | None:
    near, carried = evidence.same_address, evidence.same_carrier
    if near.all_silent:
        return LinkDiagnosis(
            LinkCause.LINK, f"同一来源地址 {evidence.address} 的其余 {near.total} 台设备也无数据"
        )
    if near.mostly_heard:
        heard = near.total - near.silent
        return LinkDiagnosis(
            LinkCause.STATION,
            f"同一来源地址 {evidence.address} 的其余设备中 {heard} 台通信正常，线路畅通",
        )
    if carried.mostly_silent:
        return LinkDiagnosis(
            LinkCause.LINK,
            f"通信运营商“{evidence.carrier}”的其余 {carried.total} 台设备中"
            f" {carried.silent} 台也无数据",
        )
    return None


def _own_connection(evidence: LinkEvidence) -> LinkDiagnosis | None:
    fine = "，同一网关其他设备正常" if evidence.same_gateway.mostly_heard else ""
    if evidence.connected:
        return LinkDiagnosis(LinkCause.STATION, f"连接保持但设备不再上传数据{fine}")
    if evidence.drop == DropReason.CLOSED:
        return LinkDiagnosis(LinkCause.STATION, f"设备主动断开连接后未再连接{fine}")
    if evidence.drop == DropReason.TIME_OUT:
        return LinkDiagnosis(
            LinkCause.LINK, f"连接未正常关闭即失去响应（半开连接）{fine}；也可能是站点断电"
        )
    if evidence.drop == DropReason.RESET:
        return LinkDiagnosis(LinkCause.LINK, f"连接被异常中断后未再连接{fine}")
    return None


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(_SHANGHAI):%m-%d %H:%M}"
