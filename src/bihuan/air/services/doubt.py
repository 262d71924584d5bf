"""Automatic marks (自动标记): what the rules doubt goes into the queue; nothing is deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Doubt, Verdict
from bihuan.air.permission import MAY_REVIEW, require_point
from bihuan.air.quality.detect import detect
from bihuan.air.quality.finding import Finding
from bihuan.air.quality.live import HOUR, network_of_days
from bihuan.air.quality.network import NetworkHours
from bihuan.air.quality.parameter import SHIPPED, Book
from bihuan.air.quality.setting import PREFIX, InForce
from bihuan.air.quality.watch_rule import FINDS
from bihuan.air.rule_book import book_at
from bihuan.air.series.block import midnight
from bihuan.air.series.values import Values, values_at
from bihuan.registry.models import MonitoringPoint
from bihuan.regulations.air.pollutant import Pollutant, factor_code
from bihuan.watch.queries.rule import rules_in_force

LOOK_BACK_DAYS = 30
FRESH = timedelta(hours=48)
WITHOUT_VALUES = "missing"
BY_HAND = "manual"


@dataclass(frozen=True, slots=True)
class Marked:
    """What one round did."""

    raised: int
    grown: int


def findings_of(
    values: Values, span: DaySpan, now: datetime, book: Book = SHIPPED
) -> tuple[NetworkHours, list[Finding]]:
    """Everything the rules find in some days; the same for live hours and for a replay (回放)."""
    hours = int((now - midnight(span.first)) / HOUR)
    network = network_of_days(values, span, min(hours, 24 * span.days))
    return network, detect(network, book, book_at(now).numbers)


def rules_book() -> Book:
    """The published parameters (现行参数); a rule whose newest version is off marks nothing."""
    mine = {one.rule.key.removeprefix(PREFIX): one for one in rules_in_force()}
    return InForce(
        {
            rule: mine[rule].parameters
            for rule in FINDS
            if mine[rule].version is None or mine[rule].is_on
        }
    )


def mark_doubts(*, now: datetime) -> Marked:
    """Put what the rules find in the last two days into the review queue (自动标记)."""
    values, today = values_at(now), localdate(now)
    if not values.sites:
        return Marked(0, 0)
    span = DaySpan(today - timedelta(days=LOOK_BACK_DAYS), today)
    network, found = findings_of(values, span, now, rules_book())
    fresh = [
        one
        for one in found
        if one.rule != WITHOUT_VALUES and network.start + one.end * HOUR > now - FRESH
    ]
    rows = [row for one in fresh for row in _rows(values, network, one, now)]
    return _keep(rows)


def _rows(values: Values, network: NetworkHours, one: Finding, now: datetime) -> Iterator[Doubt]:
    for item in [one.item] if one.item else list(Pollutant):
        yield Doubt(
            point_id=values.sites[one.row].point,
            factor=factor_code(item),
            start=network.start + one.begin * HOUR,
            end=network.start + one.end * HOUR,
            rule=one.rule,
            verdict=one.cause.value,
            because=one.because,
            evidence=dict(one.evidence),
            raised_at=now,
        )


@transaction.atomic
def _keep(rows: list[Doubt]) -> Marked:
    """New spells are added; one that is known grows while it is open."""
    points = {row.point_id for row in rows}
    known = {
        (one.point_id, one.factor, one.rule, one.start): one
        for one in Doubt.objects.filter(point__in=points)
    }
    new, grown = [], []
    for row in rows:
        held = known.get((row.point_id, row.factor, row.rule, row.start))
        if held is None:
            new.append(row)
        elif held.is_open and (held.end, held.because) != (row.end, row.because):
            held.end, held.because, held.verdict = row.end, row.because, row.verdict
            grown.append(held)
    Doubt.objects.bulk_create(new)
    Doubt.objects.bulk_update(grown, ["end", "because", "verdict"])
    return Marked(len(new), len(grown))


@transaction.atomic
def raise_doubt(
    point: MonitoringPoint,
    *,
    factor: str,
    start: datetime,
    end: datetime,
    because: str,
    by: User,
    now: datetime,
) -> Doubt:
    """Put hours into the queue by hand (人工存疑), whatever the rules say.

    Raises:
        NotYours: the point lies outside the person's posts.
    """
    require_point(point, by, MAY_REVIEW)
    doubt, _ = Doubt.objects.update_or_create(
        point=point,
        factor=factor,
        rule=BY_HAND,
        start=start,
        defaults={
            "end": end,
            "verdict": Verdict.FAULT,
            "because": f"{by}人工提出：{because}",
            "raised_at": now,
            "is_open": True,
        },
    )
    record_act(user=by, action=Act.DOUBT, object=doubt, now=now, detail={"factor": factor})
    return doubt
