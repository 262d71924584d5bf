"""Reads of the register (接口台账)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery, Sum
from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.registry.interface.known import Direction, Effect, known
from bihuan.registry.models import (
    GatewayCounter,
    Interface,
    InterfaceRun,
    InterfaceState,
    RunOutcome,
)
from bihuan.registry.models.interface import InterfaceRunQuerySet

OVERDUE = 3


@dataclass(frozen=True, slots=True)
class InterfaceRow:
    """One way in or out as the register shows it (接口)."""

    name: str
    direction: str
    kind: str
    purpose: str
    owner: str
    frequency: str
    effect: Effect
    address: str


def interface_list(*, user: User, now: datetime) -> list[InterfaceRow]:
    """Every way in and out that this person sees: the adapters of the districts, then our own."""
    seen = Interface.objects.visible_to(user).select_related("owner", "state", "district")
    rows = list(seen)
    today = _today(now)
    latest = _latest(rows)
    adapters = [_row(one, today.get(one.key, 0), latest.get(one.pk), now) for one in rows]
    own = [
        InterfaceRow(
            name=one.name,
            direction=one.direction.value,
            kind=one.kind,
            purpose=one.purpose,
            owner="本平台",
            frequency=one.frequency,
            effect=one.effect(user, now),
            address=reverse(one.route) if one.route else "",
        )
        for one in known()
    ]
    return adapters + own


def interface_effect(interface: Interface, *, now: datetime) -> Effect:
    """How one adapter is, and what it brought today."""
    newest = interface.runs.first()
    return effect_of(
        interface,
        _today(now).get(interface.key, 0),
        newest.outcome if newest else None,
        now,
    )


def runs_of(interface: Interface, *, user: User) -> InterfaceRunQuerySet:
    """What an adapter did (运行记录), newest first."""
    runs: InterfaceRunQuerySet = InterfaceRun.objects.visible_to(user)
    return runs.filter(interface=interface).select_related("by")


def state_of(interface: Interface) -> InterfaceState:
    """How far an adapter has come; a fresh state for one that never ran."""
    found = InterfaceState.objects.filter(interface=interface).first()
    return found or InterfaceState(interface=interface)


def effect_of(interface: Interface, rows: int, outcome: str | None, now: datetime) -> Effect:
    """The health of an adapter in one word, and what is to be done."""
    state = state_of(interface) if not hasattr(interface, "state") else interface.state
    last, problem = state.last_success, state.problem
    if not interface.is_active:
        return Effect(last, rows, "条", "none", "已停用")
    if problem:
        words = "失败，自动重试" if state.helps_again else "失败，须处理"
        return Effect(last, rows, "条", "over", words, problem)
    if last is None:
        return Effect(last, rows, "条", "wait", "尚未运行")
    if now - last > OVERDUE * timedelta(minutes=interface.every_min) + timedelta(minutes=5):
        told = "超过三个周期没有运行，请确认后台任务进程在运行"
        return Effect(last, rows, "条", "silent", "超时未运行", told)
    if outcome == RunOutcome.DOUBTFUL:
        return Effect(last, rows, "条", "doubt", "部分未收", "有数据未收，原因见运行记录")
    return Effect(last, rows, "条", "good", "正常")


def _row(interface: Interface, rows: int, outcome: str | None, now: datetime) -> InterfaceRow:
    return InterfaceRow(
        name=interface.name,
        direction=Direction.IN.value,
        kind=interface.get_kind_display(),
        purpose=interface.purpose,
        owner=str(interface.owner or interface.contact or "未登记"),
        frequency=f"每 {interface.every_min} 分钟",
        effect=effect_of(interface, rows, outcome, now),
        address=reverse("registry:interface", args=[interface.pk]),
    )


def _today(now: datetime) -> dict[str, int]:
    """Values that each adapter brought today."""
    counters = GatewayCounter.objects.filter(
        day=localdate(now), key="values", gateway__startswith="pull:"
    )
    sums = counters.order_by().values_list("gateway").annotate(Sum("value"))
    return {name.removeprefix("pull:"): value for name, value in sums}


def _latest(interfaces: Sequence[Interface]) -> dict[int, str]:
    """How the newest run of each ended: one statement for all."""
    newest = InterfaceRun.objects.filter(interface=OuterRef("pk")).values("outcome")[:1]
    keys = [one.pk for one in interfaces]
    found = Interface.objects.filter(pk__in=keys).annotate(ended=Subquery(newest))
    return {pk: ended for pk, ended in found.values_list("pk", "ended") if ended}
