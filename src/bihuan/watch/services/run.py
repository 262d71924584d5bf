"""Running the rules over what arrived (运行规则): read, judge, then write it all at once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import polars as pl
from django.db import transaction

from bihuan import telemetry
from bihuan.watch.error import SomebodyFaster
from bihuan.watch.models import Event, EventState, ReadingCursor
from bihuan.watch.plan import Near, Stretch, stretches, widened
from bihuan.watch.queries.rule import RuleInForce, running_rules
from bihuan.watch.queries.source import StoreSource
from bihuan.watch.rules import Kind, Window
from bihuan.watch.services.merge import Judgement, write_judgement
from bihuan.watch.verdicts import Verdicts

log = logging.getLogger(__name__)

CURSOR: Final = "rules"
LONGEST: Final = timedelta(days=7)
LONGEST_FINE: Final = timedelta(hours=6)
"""An event that began longer ago is only extended, not judged anew from its beginning; the
second holds for rules that read values finer than an hour."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run did (运行结果)."""

    judged: int = 0
    opened: int = 0
    changed: int = 0

    def __str__(self) -> str:
        return f"判定 {self.judged} 段，新报警 {self.opened} 条，更新 {self.changed} 条"


def run_rules(*, now: datetime) -> Ran:
    """Judge everything that is new or newer since the last run, late data too.

    The events and the cursor are written in one transaction: what was judged is judged once,
    and a crash before that repeats the whole run.

    Args:
        now: the present. [aware]

    Raises:
        SomebodyFaster: another process wrote a run meanwhile; nothing was written.
    """
    held = ReadingCursor.objects.filter(name=CURSOR).first()
    if held is None:
        begin_here(now=now)
        return Ran()
    store = telemetry.store()
    table, cursor = store.changes_since(held.text)
    changes, source = pl.DataFrame(table), StoreSource(store, live=True)
    judgements = [one for rule in running_rules() for one in _judged(rule, changes, source, now)]
    ran = _written(judgements, held, cursor, now)
    log.info("rules ran judged=%s opened=%s changed=%s", ran.judged, ran.opened, ran.changed)
    return ran


def begin_here(*, now: datetime) -> None:
    """Let the rules hear only of what comes from now on (从此处开始)."""
    cursor = telemetry.store().cursor()
    ReadingCursor.objects.get_or_create(name=CURSOR, defaults={"text": cursor, "moved_at": now})


def begin_again(since: datetime, *, now: datetime) -> Ran:
    """Judge a past span with the rules that run now, as if it had just arrived (补判)."""
    source = StoreSource()
    judgements = [
        judgement
        for rule in running_rules()
        if not rule.rule.is_standing
        for judgement in _of_stretch(rule, Stretch(since, now), source)
    ]
    with transaction.atomic():
        return _tally([write_judgement(one, now=now) for one in judgements], len(judgements))


def _written(
    judgements: Sequence[Judgement], held: ReadingCursor, cursor: str, now: datetime
) -> Ran:
    with transaction.atomic():
        mine = ReadingCursor.objects.filter(name=CURSOR, text=held.text)
        if not mine.update(text=cursor, moved_at=now):
            raise SomebodyFaster
        return _tally([write_judgement(one, now=now) for one in judgements], len(judgements))


def _tally(written: Sequence[tuple[int, int]], judged: int) -> Ran:
    return Ran(judged, sum(one[0] for one in written), sum(one[1] for one in written))


def _judged(
    rule: RuleInForce, changes: pl.DataFrame, source: StoreSource, now: datetime
) -> list[Judgement]:
    if rule.rule.is_standing:
        window = Window(now - timedelta(minutes=1), now, source)
        return [_judgement(rule, window)]
    found = stretches(changes, rule.rule.kinds, now)
    return [one for part in found for one in _of_stretch(rule, part, source)]


def _of_stretch(rule: RuleInForce, stretch: Stretch, source: StoreSource) -> list[Judgement]:
    parts = widened(stretch, _near(rule, stretch), rule.rule.join)
    apart = frozenset(parts[-1].points or ()) if len(parts) > 1 else frozenset()
    return [
        _judgement(
            rule,
            Window(part.start, part.end, source, part.points),
            without=apart if part.points is None else frozenset(),
        )
        for part in parts
    ]


def _near(rule: RuleInForce, stretch: Stretch) -> list[Near]:
    """Events of the rule that the stretch may change, not older than its look back."""
    join, fine = rule.rule.join, {Kind.REALTIME, Kind.MINUTE} & set(rule.rule.kinds)
    rows = Event.objects.filter(
        rule=rule.rule.key,
        end__gte=stretch.start - join,
        begin__lte=stretch.end + join,
        begin__gte=stretch.start - (LONGEST_FINE if fine else LONGEST),
    ).exclude(state=EventState.WITHDRAWN)
    if stretch.points is not None:
        rows = rows.filter(point__in=stretch.points)
    return [Near(*row) for row in rows.values_list("point_id", "begin", "end")]


def _judgement(
    rule: RuleInForce, window: Window, *, without: frozenset[int] = frozenset()
) -> Judgement:
    found = rule.rule.judge(window, rule.parameters).frame
    kept = found.filter(pl.col("end") > window.start)
    if without:
        kept = kept.filter(~pl.col("point").is_in(sorted(without)))
    return Judgement(rule, window, Verdicts(kept), without)
