"""What a click on a point or an enterprise shows (地图卡片)."""

from datetime import datetime

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.registry.models import Enterprise, LocalSource, MonitoringPoint, Station
from bihuan.registry.models.source import SourceLevel
from bihuan.registry.queries.board_row import Reading
from bihuan.registry.queries.point import PointHead, point_head
from bihuan.registry.queries.station_air import StationAir, air_of, station_air
from bihuan.ui.map.layer import CardLink, MapCard
from bihuan.ui.words import number

MOST_FACTS = 6


def point_card(user: User, pk: int, now: datetime) -> MapCard | None:
    """A point with its state and newest values; None outside this person's reach."""
    rows = MonitoringPoint.objects.select_related("outlet__enterprise", "station", "district")
    point = rows.visible_to(user).filter(pk=pk).first()
    if point is None:
        return None
    head = point_head(point, now)
    air = air_of(station_air(now), pk) if point.station_id else None
    return MapCard(
        title=point.station.name if point.station else point.name,
        line=_line(point),
        tone=head.tone,
        state=str(head.standing.label),
        facts=(*_air_facts(air), *(_fact(one) for one in head.readings[:MOST_FACTS]), *_age(head)),
        links=_links(point),
        aqi=(air.index, air.words, air.level) if air else None,
    )


def enterprise_card(user: User, pk: int, _now: datetime) -> MapCard | None:
    """An enterprise with its points; None outside this person's reach."""
    firm = Enterprise.objects.visible_to(user).select_related("district").filter(pk=pk).first()
    if firm is None:
        return None
    points = MonitoringPoint.objects.filter(outlet__enterprise=firm, is_active=True).count()
    live = f"{reverse('registry:live')}?enterprise={pk}"
    return MapCard(
        title=firm.name,
        line=" · ".join(part for part in (str(firm.district), firm.industry) if part),
        tone="info" if firm.is_key else "",
        state="重点单位" if firm.is_key else "",
        facts=(("监测点位", f"{points} 个"), ("地址", firm.address or "未填")),
        links=(
            CardLink("企业档案", reverse("registry:enterprise", args=[pk]), "building-factory-2"),
            CardLink("实时监测", live, "activity"),
        ),
    )


def weather_card(user: User, pk: int, now: datetime) -> MapCard | None:
    """A weather station with what its point says; None outside this person's reach."""
    station = Station.objects.visible_to(user).select_related("district", "owner").filter(pk=pk)
    found = station.first()
    if found is None:
        return None
    point = found.points.order_by("pk").first()
    if point is not None:
        return point_card(user, point.pk, now)
    page = reverse("registry:ledger_stations_one", args=[pk])
    owner = found.owner.name if found.owner else "未填"
    return MapCard(
        title=found.name,
        line=f"{found.get_station_class_display()} · {found.district}",
        tone="none",
        state="未接入",
        facts=(("产权单位", owner), ("监测点位", "尚未登记")),
        links=(CardLink("站点档案", page, "broadcast"),),
    )


def source_card(user: User, pk: int, _now: datetime) -> MapCard | None:
    """A local source with who answers for it; None outside this person's reach."""
    rows = LocalSource.objects.visible_to(user).select_related(
        "kind", "district", "department", "enterprise"
    )
    source = rows.filter(pk=pk).first()
    if source is None:
        return None
    page = reverse("registry:ledger_sources_one", args=[pk])
    links = [CardLink("本地源详情", page, "flame")]
    if source.enterprise_id:
        firm = reverse("registry:enterprise", args=[source.enterprise_id])
        links.append(CardLink("企业档案", firm, "building-factory-2"))
    told = (
        ("状态", source.get_state_display()),
        ("主要污染物", source.pollutants or source.kind.pollutants),
        ("管控措施", source.measures),
        ("主管部门", source.department.name if source.department else ""),
        ("责任人", source.keeper),
        ("地址", source.address),
    )
    return MapCard(
        title=source.name,
        line=f"{source.kind} · {source.district}",
        tone="info" if source.level == SourceLevel.KEY else "",
        state="重点关注" if source.level == SourceLevel.KEY else "",
        facts=tuple((label, text or "未填") for label, text in told),
        links=tuple(links),
    )


def _line(point: MonitoringPoint) -> str:
    firm = point.outlet.enterprise.name if point.outlet else ""
    kind = point.station.get_station_class_display() if point.station else ""
    parts = (firm, kind or point.get_medium_display(), str(point.district))
    return " · ".join(part for part in parts if part)


def _air_facts(air: StationAir | None) -> tuple[tuple[str, str], ...]:
    if air is None:
        return ()
    facts = [("首要污染物", "、".join(air.primary) or "无")]
    if air.missing:
        facts.append(("缺项", "、".join(air.missing)))
    return tuple(facts)


def _fact(reading: Reading) -> tuple[str, str]:
    over = f"，限值 {reading.over.bounds}，超标" if reading.over else ""
    shown = reading.over or reading.newest
    return reading.name, f"{number(shown.value, reading.decimals)} {reading.unit}{over}"


def _age(head: PointHead) -> tuple[tuple[str, str], ...]:
    if head.data_time is None:
        return (("数据时间", "尚未上报"),)
    return (("数据时间", f"{head.data_time.astimezone():%m-%d %H:%M}"),)


def _links(point: MonitoringPoint) -> tuple[CardLink, ...]:
    page = reverse("registry:point", args=[point.pk])
    links = [
        CardLink("点位详情", page, "map-pin"),
        CardLink("小时曲线", f"{page}?kind=hour&span=72h", "chart-line"),
    ]
    if point.outlet:
        firm = reverse("registry:enterprise", args=[point.outlet.enterprise_id])
        links.append(CardLink("企业档案", firm, "building-factory-2"))
    return tuple(links)
