"""Which points a reader sees on the board (点位名册), joined with how each stands."""

from dataclasses import dataclass

import polars as pl
from django.db.models import Q, QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.queries.board import Board
from bihuan.registry.queries.place import places_of
from bihuan.registry.standing import ORDER, Standing

NO_INDUSTRY = "未填行业"


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """The filters of the board (看板筛选); an empty one does not filter."""

    district: str = ""
    kind: str = ""
    medium: str = ""
    station_class: str = ""
    industry: str = ""
    enterprise: int | None = None
    key_list: str = ""
    text: str = ""
    standing: str = ""
    group: str = ""


def points_of(user: User, query: BoardQuery) -> "QuerySet[MonitoringPoint]":
    """The active points that a person may see and the filters let through."""
    points = MonitoringPoint.objects.visible_to(user).filter(is_active=True)
    terms = {
        "medium": query.medium,
        "station__station_class": query.station_class,
        "outlet__enterprise__industry": query.industry,
        "outlet__enterprise_id": query.enterprise,
    }
    points = points.filter(**{path: value for path, value in terms.items() if value})
    if query.kind:
        points = points.filter(outlet__isnull=query.kind == "station")
    if query.district:
        points = points.filter(within("district_id", query.district))
    if query.key_list:
        points = points.filter(_on_key_list(query.key_list))
    return points.filter(_named(query.text)) if query.text else points


def _on_key_list(kind: str) -> Q:
    if kind == "any":
        return Q(outlet__enterprise__is_key=True)
    listed = MonitoringPoint.objects.filter(
        outlet__enterprise__key_list_entries__kind=kind,
        outlet__enterprise__key_list_entries__end__isnull=True,
    )
    return Q(pk__in=listed.values("pk"))


def _named(text: str) -> Q:
    lookups = ("name", "outlet__enterprise__name", "station__code", "outlet__code")
    return Q(*((f"{one}__icontains", text) for one in lookups), _connector=Q.OR)


def roster(points: "QuerySet[MonitoringPoint]", board: Board) -> pl.DataFrame:
    """The points as columns, joined with how each stands; only their keys are asked for."""
    keys = list(points.order_by().values_list("pk", flat=True))
    known = board.places.filter(pl.col("point").is_in(keys))
    if known.height < len(keys):  # registered within the last seconds
        fresh = set(keys).difference(known["point"])
        known = pl.concat([known, places_of(fresh)])
    return known.join(board.standings, on="point", how="left").with_columns(
        pl.col("standing").fill_null(Standing.NEVER.value),
        pl.col("industry").fill_null("").replace("", NO_INDUSTRY),
    )


def counts(frame: pl.DataFrame) -> dict[str, int]:
    """How many points stand how, every state named."""
    found = dict(frame["standing"].value_counts().iter_rows())
    return {standing.value: found.get(standing.value, 0) for standing in Standing}


def sorted_roster(frame: pl.DataFrame, standing: str) -> pl.DataFrame:
    """The rows of the list: of one state when asked, the gravest state first."""
    shown = frame.filter(pl.col("standing") == standing) if standing else frame
    place = pl.col("standing").replace_strict(ORDER, return_dtype=pl.Int8)
    return shown.sort(place, "district", "name", "point")
