"""Making events of verdicts (合并报警): one event a rule, point and spell, late data included."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bihuan.watch.models import Event, EventState
from bihuan.watch.queries.quiet import Quiet, quiet_at
from bihuan.watch.queries.rule import RuleInForce
from bihuan.watch.rules import Window
from bihuan.watch.services.tell import tell
from bihuan.watch.verdicts import Verdicts

Series = tuple[int, str]
WITHDRAWN = "数据更正后不再满足判定条件"
FIELDS = (
    "begin",
    "end",
    "worst",
    "excess",
    "periods",
    "because",
    "state",
    "judged_at",
    "suppression",
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule said of a window, not written yet."""

    rule: RuleInForce
    window: Window
    verdicts: Verdicts
    without: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Work:
    """Events to be written."""

    judgement: Judgement
    now: datetime
    quiet: Quiet
    opened: list[Event] = field(default_factory=list)
    changed: list[Event] = field(default_factory=list)


def write_judgement(judgement: Judgement, *, now: datetime) -> tuple[int, int]:
    """Open, extend, end and withdraw events; tell people of the new ones.

    Returns:
        how many were opened, how many changed.
    """
    found = _by_series(judgement.verdicts)
    held = _held(judgement, found)
    work = _Work(judgement, now, quiet_at(now))
    for series in found.keys() | held.keys():
        _settle(work, series, found.get(series, []), held.get(series, []))
    opened = Event.objects.bulk_create(work.opened)
    _write_over(work.changed)
    tell([one for one in opened if one.suppression_id is None], judgement.rule, now=now)
    return len(opened), len(work.changed)


def _write_over(changed: list[Event]) -> None:
    """Write known events again as rows, which costs a tenth of a `bulk_update` of many columns.

    The withdrawn go first: another may begin where one of them did.
    """
    rows = sorted(changed, key=lambda one: one.state != EventState.WITHDRAWN)
    Event.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=FIELDS, batch_size=500
    )


def _by_series(verdicts: Verdicts) -> dict[Series, list[dict[str, Any]]]:
    found: defaultdict[Series, list[dict[str, Any]]] = defaultdict(list)
    for row in verdicts.frame.sort("begin").iter_rows(named=True):
        found[row["point"], row["factor"]].append(row)
    return found


def _held(judgement: Judgement, found: Iterable[Series]) -> dict[Series, list[Event]]:
    """Events of the rule near the window, by series, the oldest first."""
    window, rule = judgement.window, judgement.rule.rule
    rows = Event.objects.filter(rule=rule.key).exclude(state=EventState.WITHDRAWN)
    if rule.is_standing:
        rows = rows.filter(state=EventState.OPEN)
    else:
        rows = rows.filter(end__gte=window.start - rule.join, begin__lt=window.end + rule.join)
    if window.points is not None:
        rows = rows.filter(point__in=window.points)
    held: defaultdict[Series, list[Event]] = defaultdict(list)
    for event in rows.order_by("begin", "pk"):
        if event.point_id not in judgement.without:
            held[event.point_id, event.factor].append(event)
    return held


def _settle(work: _Work, series: Series, found: list[dict[str, Any]], held: list[Event]) -> None:
    """Match the spells of one series with its events."""
    left = list(held)
    for row in found:
        mine = [one for one in left if _touch(work, one, row)]
        if not mine:
            work.opened.append(_opened(work, series, row))
            continue
        _extend(work, mine[0], row)
        for other in mine[1:]:
            _withdraw(work, other, f"补传数据后并入报警 {mine[0].pk}")
        left = [one for one in left if one not in mine]
    for event in left:
        _unfound(work, event)


def _touch(work: _Work, event: Event, row: dict[str, Any]) -> bool:
    join = work.judgement.rule.rule.join
    return bool(event.begin - join <= row["end"] and row["begin"] <= event.end + join)


def _opened(work: _Work, series: Series, row: dict[str, Any]) -> Event:
    version = work.judgement.rule.version
    assert version is not None
    point, factor = series
    return Event(
        rule=version.rule,
        version=version,
        point_id=point,
        factor=factor,
        begin=row["begin"],
        end=row["end"],
        worst=row["worst"],
        excess=row["excess"],
        periods=row["periods"],
        because=row["because"][:400],
        severity=version.severity,
        state=_state(row),
        found_at=work.now,
        judged_at=work.now,
        suppression_id=work.quiet.suppression_of(version.rule, point, factor),
    )


def _extend(work: _Work, event: Event, row: dict[str, Any]) -> None:
    """A spell judged from its beginning replaces what was known; a part of one adds to it."""
    whole = event.begin >= work.judgement.window.start or work.judgement.rule.rule.is_standing
    if whole or (row["excess"] or 0) > (event.excess or 0) or row["end"] > event.end:
        event.worst, event.excess = row["worst"], row["excess"]
        event.because = row["because"][:400]
    event.begin = row["begin"] if whole else min(event.begin, row["begin"])
    event.end = row["end"] if whole else max(event.end, row["end"])
    event.periods = row["periods"] if whole else max(event.periods, row["periods"])
    event.state, event.judged_at = _state(row), work.now
    event.suppression_id = work.quiet.suppression_of(event.rule, event.point_id, event.factor)
    work.changed.append(event)


def _unfound(work: _Work, event: Event) -> None:
    """An event that this judgement does not confirm."""
    window = work.judgement.window
    if work.judgement.rule.rule.is_standing:
        _end(work, event)
    elif window.start <= event.begin and event.end <= window.end:
        _withdraw(work, event, WITHDRAWN)
    elif event.state == EventState.OPEN and event.end + work.judgement.rule.rule.join < window.end:
        _end(work, event)


def _end(work: _Work, event: Event) -> None:
    event.state, event.judged_at = EventState.ENDED, work.now
    work.changed.append(event)


def _withdraw(work: _Work, event: Event, why: str) -> None:
    event.state, event.judged_at = EventState.WITHDRAWN, work.now
    event.because = f"{event.because}（{why}）"[:400]
    work.changed.append(event)


def _state(row: dict[str, Any]) -> EventState:
    return EventState.OPEN if row["is_open"] else EventState.ENDED
