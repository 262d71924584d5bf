"""Beginning and ending a run of a pull adapter: one at a time, with a back-off (运行管理)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.models import Interface, InterfaceRun, InterfaceState, RunOutcome

GIVEN_UP_AFTER = timedelta(minutes=30)
LONGEST_WAIT = timedelta(hours=6)
KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended.

    Args:
        counts: rows, read, new, changed, equal, superseded, missing, refused; files.
        doubts: sentences about what was refused.
        start: of the span that was read.
        end: of it.
        newest: newest data time among the values.
        cursor: where the next run begins.
        is_all: False asks for another run at once.
        problem: why it failed; '' when it did not.
        helps_again: whether the same run may succeed later by itself.
    """

    counts: Mapping[str, int]
    doubts: Sequence[str] = ()
    start: datetime | None = None
    end: datetime | None = None
    newest: datetime | None = None
    cursor: str = ""
    is_all: bool = True
    problem: str = ""
    helps_again: bool = True


@transaction.atomic
def take_due(*, now: datetime) -> list[int]:
    """The adapters whose time has come (到期的拉取); each is given out once a turn.

    One that never ran is due; one whose run was cut off is given out again later.
    """
    fresh = Interface.objects.filter(is_active=True, state__isnull=True)
    InterfaceState.objects.bulk_create(InterfaceState(interface=one) for one in fresh)
    waiting = Q(next_at__isnull=True) | Q(next_at__lte=now)
    idle = Q(running_since__isnull=True) | Q(running_since__lt=now - GIVEN_UP_AFTER)
    states = InterfaceState.objects.select_for_update().filter(
        waiting, idle, interface__is_active=True
    )
    found = list(states.order_by("pk").values_list("pk", "interface__every_min"))
    for pk, minutes in found:
        next_at = now + timedelta(minutes=minutes)
        InterfaceState.objects.filter(pk=pk).update(next_at=next_at)
    return [pk for pk, _ in found]


def begin_run(interface: Interface, *, now: datetime) -> InterfaceState | None:
    """Take an adapter for a run (开始运行); None while another run of it goes on."""
    state, _ = InterfaceState.objects.get_or_create(interface=interface)
    idle = Q(running_since__isnull=True) | Q(running_since__lt=now - GIVEN_UP_AFTER)
    taken = InterfaceState.objects.filter(idle, pk=state.pk).update(running_since=now)
    return state if taken else None


@transaction.atomic
def end_run(
    interface: Interface, ended: Ended, *, began: datetime, by: User | None, now: datetime
) -> InterfaceRun:
    """Note how a run ended and when the next is due (结束运行); a person's run enters the audit."""
    state = InterfaceState.objects.select_for_update().get(interface=interface)
    failed = bool(ended.problem)
    state.failures = state.failures + 1 if failed else 0
    state.problem, state.helps_again = ended.problem, ended.helps_again
    state.running_since = None
    state.next_at = _next(interface, state.failures, ended, now)
    if not failed:
        state.cursor, state.last_success = ended.cursor, now
    if ended.newest is not None:
        state.last_data_time = max(state.last_data_time or ended.newest, ended.newest)
    state.save()
    run = InterfaceRun.objects.create(
        interface=interface,
        by=by,
        started_at=began,
        ended_at=now,
        outcome=_outcome(ended),
        span_start=ended.start,
        span_end=ended.end,
        counts=dict(ended.counts),
        doubts=list(ended.doubts),
        problem=ended.problem,
        helps_again=ended.helps_again,
    )
    if by is not None or ended.counts.get("changed"):
        detail = {"counts": dict(ended.counts), "problem": ended.problem}
        record_act(user=by, action=Act.RUN_INTERFACE, object=interface, now=now, detail=detail)
    return run


def forget_old_runs(*, now: datetime) -> int:
    """Delete records of runs that are half a year old (清理运行记录)."""
    return InterfaceRun.objects.filter(started_at__lt=now - KEPT).delete()[0]


def wait_after(interval: timedelta, failures: int, *, helps_again: bool) -> timedelta:
    """How long to wait before the next run: twice as long after each failure (退避).

    >>> ten = timedelta(minutes=10)
    >>> [str(wait_after(ten, n, helps_again=True)) for n in (0, 1, 2, 9)]
    ['0:10:00', '0:10:00', '0:20:00', '6:00:00']
    >>> str(wait_after(ten, 1, helps_again=False))
    '6:00:00'
    """
    longest = max(interval, LONGEST_WAIT)
    if failures and not helps_again:
        return longest
    turns: int = 1 << min(max(failures - 1, 0), 12)
    return min(interval * turns, longest)


def _next(interface: Interface, failures: int, ended: Ended, now: datetime) -> datetime:
    if not ended.problem and not ended.is_all:
        return now
    interval = timedelta(minutes=interface.every_min)
    return now + wait_after(interval, failures, helps_again=ended.helps_again)


def _outcome(ended: Ended) -> RunOutcome:
    if ended.problem:
        return RunOutcome.FAILED
    return RunOutcome.DOUBTFUL if ended.doubts else RunOutcome.SUCCEEDED
