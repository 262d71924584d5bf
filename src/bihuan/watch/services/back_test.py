"""Trying a rule on the past (规则回测): the same function that judges live data."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl
from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.accounts.services import record_act
from bihuan.registry.models import MonitoringPoint
from bihuan.watch.acts import Act
from bihuan.watch.error import CannotChange
from bihuan.watch.models import BackTest, BackTestHit, BackTestState
from bihuan.watch.queries.rule import merged
from bihuan.watch.queries.source import StoreSource
from bihuan.watch.rules import WatchRule, Window, rule_of

LONGEST: Final = timedelta(days=400)
CHUNK: Final = timedelta(days=7)
OVERLAP: Final = timedelta(days=3)
MOST_HITS: Final = 5000
"""More are counted, not listed."""


@transaction.atomic
def start_back_test(test: BackTest, *, by: User, now: datetime) -> BackTest:
    """Ask for a back-test (发起回测); a job does the work.

    Raises:
        CannotChange: longer than 400 days, or not of the past.
    """
    if test.end - test.start > LONGEST:
        raise CannotChange(f"一次回测最长 {LONGEST.days} 天，请缩短时段")
    if test.end > now:
        raise CannotChange("回测时段不能晚于当前时间")
    test.by, test.at, test.state = by, now, BackTestState.WAITING
    test.total = max(1, (test.end - test.start).days)
    test.save()
    record_act(user=by, action=Act.START_BACK_TEST, object=test, now=now)
    return test


def run_back_test(test: BackTest, *, now: datetime) -> BackTest:
    """Judge the period week by week, keep what would have been found and how far it has got."""
    rule = rule_of(test.rule)
    points = _points(test)
    spells: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for chunk in _chunks(test):
        for row in _found(rule, test, chunk, points):
            _join(spells.setdefault((row["point"], row["factor"]), []), row, rule.join)
        test.done = min(test.total, (chunk[1] - test.start).days)
        BackTest.objects.filter(pk=test.pk).update(done=test.done)
    return _finished(test, [row for rows in spells.values() for row in rows], now)


def _points(test: BackTest) -> tuple[int, ...]:
    rows = MonitoringPoint.objects.filter(within("district_id", test.district_id))
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def _chunks(test: BackTest) -> Iterator[tuple[datetime, datetime]]:
    start = test.start
    while start < test.end:
        yield start, min(start + CHUNK, test.end)
        start += CHUNK


def _found(
    rule: WatchRule, test: BackTest, chunk: tuple[datetime, datetime], points: tuple[int, ...]
) -> list[dict[str, Any]]:
    """Spells that begin in the chunk; what lies around it is read so that none is cut."""
    start, end = chunk
    window = Window(start - OVERLAP, min(end + OVERLAP, test.end), StoreSource(), points)
    found = rule.judge(window, merged(rule, test.parameters)).frame
    inside = (pl.col("begin") >= start) & (pl.col("begin") < end)
    if start == test.start:
        inside |= (pl.col("begin") < start) & (pl.col("end") > start)
    return found.filter(inside).sort("begin").to_dicts()


def _join(held: list[dict[str, Any]], row: dict[str, Any], join: timedelta) -> None:
    """Add a spell, or let it extend the one before."""
    if held and row["begin"] <= held[-1]["end"] + join:
        held[-1]["end"] = max(held[-1]["end"], row["end"])
        if (row["excess"] or 0) > (held[-1]["excess"] or 0):
            held[-1].update(worst=row["worst"], because=row["because"], excess=row["excess"])
        return
    held.append(row)


@transaction.atomic
def _finished(test: BackTest, rows: list[dict[str, Any]], now: datetime) -> BackTest:
    rows.sort(key=lambda row: row["begin"])
    BackTestHit.objects.filter(test=test).delete()
    BackTestHit.objects.bulk_create(
        BackTestHit(
            test=test,
            point_id=row["point"],
            factor=row["factor"],
            begin=row["begin"],
            end=row["end"],
            worst=row["worst"],
            because=row["because"][:400],
        )
        for row in rows[:MOST_HITS]
    )
    test.state, test.finished_at, test.done = BackTestState.DONE, now, test.total
    test.found, test.points = len(rows), len({row["point"] for row in rows})
    test.save()
    return test
