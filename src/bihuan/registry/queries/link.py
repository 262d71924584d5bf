"""The link monitor (联网监控): who is heard, who is silent since when, and probably why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from bihuan.accounts.models import User
from bihuan.registry.link import (
    DropReason,
    LinkCause,
    LinkDiagnosis,
    LinkEvidence,
    Neighbours,
    is_silent,
    link_diagnosis,
)
from bihuan.registry.models import Device, DeviceAssignment, ProcessHeartbeat
from bihuan.registry.standing import LINKS

DEVICES: dict[str, tuple[str, Any]] = {
    "device": ("pk", pl.Int64),
    "mn": ("mn", pl.String),
    "name": ("name", pl.String),
    "carrier": ("carrier", pl.String),
    "interval_s": ("realtime_interval_s", pl.Int64),
    "connected": ("state__connected", pl.Boolean),
    "gateway": ("state__gateway", pl.String),
    "address": ("state__address", pl.String),
    "drop": ("state__drop_reason", pl.String),
    "last_packet_at": ("state__last_packet_at", pl.Datetime("us", "UTC")),
    "delay_s": ("state__delay_s", pl.Float64),
    "clock_offset_s": ("state__clock_offset_s", pl.Float64),
}
"""Column to (lookup, type)."""

GROUPS = {
    "gateway": ["gateway"],
    "gateway_address": ["gateway", "address"],
    "address": ["address"],
    "carrier": ["gateway", "carrier"],
    "carrier_address": ["gateway", "carrier", "address"],
}
"""What devices may share, by the name under which those who share it are counted."""

EVIDENCE = (
    *("connected", "gateway", "carrier", "drop"),
    *(f"{group}_{name}" for group in GROUPS for name in ("total", "silent")),
)
"""What a guess is made of beside the device's own times and a shared address."""

HEARD = LinkDiagnosis(None, "通信正常")


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
    last_packet_at: datetime | None
    delay_s: float | None
    clock_offset_s: float | None
    silent_for: timedelta | None
    diagnosis: LinkDiagnosis
    points: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LinkReport:
    """The link monitor of one person at one moment.

    Attributes:
        devices: columns DEVICES with is_silent, silent_for and cause ('' while it is heard);
            the longest silence first.
        guesses: of the silent ones.
    """

    devices: pl.DataFrame
    guesses: Mapping[int, LinkDiagnosis]

    @property
    def connected(self) -> int:
        """Devices with an open connection."""
        return int(self.devices["connected"].sum())

    @property
    def silent(self) -> int:
        """Devices that are not heard."""
        return int(self.devices["is_silent"].sum())

    @property
    def heard(self) -> int:
        """Devices that are heard."""
        return self.devices.height - self.silent

    @property
    def causes(self) -> dict[LinkCause, int]:
        """How many are silent by each cause."""
        found = Counter(self.devices["cause"].to_list())
        return {one: found[one.value] for one in LinkCause if found[one.value]}

    def diagnosis(self, device: int) -> LinkDiagnosis:
        """The guess for one device."""
        return self.guesses.get(device, HEARD)

    def rows(self, devices: pl.DataFrame | None = None) -> list[LinkRow]:
        """These devices of the report, or all of them, with the points that they serve."""
        shown = self.devices if devices is None else devices
        points = _points(shown["device"].to_list())
        return [
            _row(one, self.diagnosis(one["device"]), points.get(one["device"], ()))
            for one in shown.iter_rows(named=True)
        ]


def link_report(*, user: User | None, now: datetime) -> LinkReport:
    """Every active device that this person sees, with a guess for each silent one (联网监控).

    Neighbours are counted over all devices of the platform, whoever may see them.

    Args:
        user: who asks; None is the platform itself and sees all.
        now: the moment of judgement. [aware]
    """
    told = _with_neighbours(_devices(), now)
    if user is not None:
        seen = list(Device.objects.visible_to(user).values_list("pk", flat=True))
        told = told.join(
            pl.DataFrame({"device": seen}, {"device": pl.Int64}), on="device", how="semi"
        )
    guesses = _guesses(told.filter("is_silent"), now)
    causes = [str(guess.cause or "") for guess in guesses.values()]
    caused = pl.DataFrame(
        {"device": list(guesses), "cause": causes}, {"device": pl.Int64, "cause": pl.String}
    )
    devices = (
        told.join(caused, on="device", how="left", maintain_order="left")
        .with_columns(pl.col("cause").fill_null(""))
        .sort("is_silent", "silent_for", descending=True, nulls_last=True, maintain_order=True)
    )
    return LinkReport(devices.select(*DEVICES, "is_silent", "silent_for", "cause"), guesses)


def _guesses(silent: pl.DataFrame, now: datetime) -> dict[int, LinkDiagnosis]:
    """The guess for each silent device; those of whom the same is known are judged once."""
    beats = _beats()
    shares = pl.when(pl.col("address_total") > 1).then("address").alias("address")
    known = silent.select("device", "last_packet_at", "interval_s", shares, *EVIDENCE)
    judged: dict[tuple[Any, ...], LinkDiagnosis] = {}
    guesses: dict[int, LinkDiagnosis] = {}
    for row in known.iter_rows():
        evidence = (row[1] is None, *row[3:])
        if evidence not in judged:
            judged[evidence] = _guess(dict(zip(known.columns, row, strict=True)), beats, now)
        guesses[row[0]] = judged[evidence]
    return guesses


def _visible(user: User) -> list[int]:
    return list(Device.objects.visible_to(user).values_list("pk", flat=True))


def _devices() -> pl.DataFrame:
    lookups = [lookup for lookup, _ in DEVICES.values()]
    rows = Device.objects.filter(is_active=True).order_by("pk").values_list(*lookups)
    schema = {name: kind for name, (_, kind) in DEVICES.items()}
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    return frame.with_columns(pl.col("connected").fill_null(value=False))


def _with_neighbours(devices: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """How many share what with each and how many of them are silent, of those ever heard."""
    judged = devices.with_columns(
        is_silent(now).alias("is_silent"),
        pl.col("last_packet_at").is_not_null().alias("was_heard"),
    )
    counted = {"total": pl.col("was_heard"), "silent": pl.col("was_heard") & pl.col("is_silent")}
    return judged.with_columns(
        *(
            what.sum().over(columns).alias(f"{group}_{name}")
            for group, columns in GROUPS.items()
            for name, what in counted.items()
        ),
        pl.when("is_silent").then(pl.lit(now) - pl.col("last_packet_at")).alias("silent_for"),
    )


def _beats() -> dict[str, tuple[datetime, bool]]:
    rows = ProcessHeartbeat.objects.values_list("process", "at", "detail")
    return {process: (at, bool(detail.get("store_refusing"))) for process, at, detail in rows}


def _guess(
    one: Mapping[str, Any], beats: Mapping[str, tuple[datetime, bool]], now: datetime
) -> LinkDiagnosis:
    beat, refusing = beats.get(one["gateway"] or "", (None, False))
    return link_diagnosis(
        LinkEvidence(
            now=now,
            interval_s=one["interval_s"],
            last_seen=one["last_packet_at"],
            connected=one["connected"],
            drop=one["drop"] or DropReason.NONE,
            address=one["address"] or "",
            carrier=one["carrier"],
            gateway=one["gateway"] or "",
            gateway_beat=beat,
            store_refusing=refusing,
            same_gateway=_others(one, "gateway"),
            other_addresses=_beyond(one, "gateway", "gateway_address"),
            same_address=_others(one, "address") if one["address"] else Neighbours(),
            same_carrier=_beyond(one, "carrier", "carrier_address")
            if one["carrier"]
            else Neighbours(),
        )
    )


def _others(one: Mapping[str, Any], group: str) -> Neighbours:
    return Neighbours(one[f"{group}_total"] - 1, one[f"{group}_silent"] - 1)


def _beyond(one: Mapping[str, Any], group: str, part: str) -> Neighbours:
    return Neighbours(
        one[f"{group}_total"] - one[f"{part}_total"], one[f"{group}_silent"] - one[f"{part}_silent"]
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
    columns = ("point", "interval_s", "last_packet_at")
    schema = {"point": LINKS["point"], **{name: DEVICES[name][1] for name in columns[1:]}}
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    return frame.group_by("point").agg(is_silent(now).all().alias("link_silent"))


def _points(devices: list[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    rows = DeviceAssignment.objects.filter(end__isnull=True, device__in=devices)
    served = rows.order_by("system_code").values_list("device_id", "point_id", "point__name")
    for device, point, name in served:
        found[device] = (*found.get(device, ()), (point, name))
    return found


def _row(
    one: Mapping[str, Any], diagnosis: LinkDiagnosis, points: tuple[tuple[int, str], ...]
) -> LinkRow:
    return LinkRow(
        device=one["device"],
        mn=one["mn"],
        name=one["name"],
        connected=one["connected"],
        address=one["address"] or "",
        carrier=one["carrier"],
        last_packet_at=one["last_packet_at"],
        delay_s=one["delay_s"],
        clock_offset_s=one["clock_offset_s"],
        silent_for=one["silent_for"],
        diagnosis=diagnosis,
        points=points,
    )
