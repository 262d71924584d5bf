"""The rows of the link monitor that its filters let through (链路监控筛选)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl
from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.registry.models import Device, DeviceAssignment, LinkGap
from bihuan.registry.queries.link import LinkReport, LinkRow

GAPS_SHOWN = timedelta(days=7)
PLACES = ("mn", "name", "state__address")


class LinkList(Sequence[LinkRow]):
    """Devices of a report as rows (链路列表), made for the slice that a page shows."""

    def __init__(self, report: LinkReport, devices: pl.DataFrame) -> None:
        self._report = report
        self._devices = devices

    def __len__(self) -> int:
        return self._devices.height

    def __getitem__(self, part: slice) -> list[LinkRow]:  # type: ignore[override]
        return self._report.rows(self._devices[part])


def matching(
    report: LinkReport, *, text: str = "", cause: str = "", carrier: str = "", sort: str = ""
) -> LinkList:
    """The devices with every word of the text, this cause and this carrier.

    Args:
        sort: column of `report.devices`, with a minus for the greatest first; the longest
            silence first where it is empty or unknown.
    """
    found = report.devices
    if cause in {"silent", "heard"}:
        found = found.filter(pl.col("is_silent") == (cause == "silent"))
    elif cause:
        found = found.filter(pl.col("cause") == cause)
    if carrier:
        found = found.filter(pl.col("carrier").str.contains(carrier, literal=True))
    if words := text.split():
        found = found.filter(pl.col("device").is_in(_named(words)))
    column = sort.removeprefix("-")
    if column in found.columns:
        found = found.sort(column, descending=sort != column, nulls_last=True, maintain_order=True)
    return LinkList(report, found)


def _named(words: Sequence[str]) -> list[int]:
    """Devices whose name, MN, address or point holds every word."""
    devices = Device.objects.filter(is_active=True)
    for word in words:
        serving = DeviceAssignment.objects.filter(end__isnull=True, point__name__contains=word)
        held = Q(*((f"{place}__contains", word) for place in PLACES), _connector=Q.OR)
        devices = devices.filter(held | Q(pk__in=serving.values("device")))
    return list(devices.values_list("pk", flat=True))


def recent_gaps(user: User, now: datetime) -> list[LinkGap]:
    """The silences of the last week that this person may see (中断记录), the newest first."""
    gaps = LinkGap.objects.visible_to(user).filter(start__gte=now - GAPS_SHOWN)
    return list(gaps.select_related("device").order_by("-start")[:500])
