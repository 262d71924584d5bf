"""Are the processes alive, and does the gateway lose nothing."""

from collections.abc import Iterator
from datetime import datetime

from bihuan.main.health.check import Check, Thresholds, Tone, tone_above, unless_good
from bihuan.main.health.facts import Facts
from bihuan.registry.outcome import FRAMES, balance
from bihuan.registry.queries import Heartbeat
from bihuan.ui.words import duration

ROLES = {  # each must run at least once
    "web": "网页",
    "gateway": "接收网关",
    "mover": "数据搬运",
    "worker": "后台任务",
    "scheduler": "定时计划",
}
"""Name of a process before its number, and what it does."""

OTHERS = {"supervisor": "进程管理", "devices": "模拟设备", "mqtt": "MQTT 接收"}
"""Processes that may run or not."""

RECEIVERS = frozenset({"gateway", "mqtt"})
"""Processes that take packets in and put them on disk."""

PROCESSES = "进程"
RECEPTION = "数据接收"


def role_of(process: str) -> str:
    """The role in a process's name.

    >>> role_of("gateway-2"), role_of("scheduler")
    ('gateway', 'scheduler')
    """
    return process.partition("-")[0]


def _doing(role: str) -> str:
    return ROLES.get(role) or OTHERS.get(role, "其他")


def process_checks(facts: Facts, limits: Thresholds, now: datetime) -> Iterator[Check]:
    """One line a process that ever beat, and one for each role that never did."""
    for beat in facts.heartbeats:
        yield _alive(beat, limits, now)
    beating = {role_of(beat.process) for beat in facts.heartbeats}
    for role, name in ROLES.items():
        if role not in beating:
            because = f"{name}进程从未报告心跳，请启动 bihuan {role}"
            yield Check(f"process.{role}", PROCESSES, name, Tone.OVER, "未启动", because)


def _alive(beat: Heartbeat, limits: Thresholds, now: datetime) -> Check:
    age = now - beat.at
    name = f"{_doing(role_of(beat.process))}（{beat.process}）"
    seconds = age.total_seconds()
    tone = tone_above(seconds, limits.beat_late.total_seconds(), limits.beat_lost.total_seconds())
    because = unless_good(tone, f"已 {duration(age)}没有心跳，进程可能已停止，请检查并重启")
    value = f"{duration(age)}前"
    return Check(f"process.{beat.process}", PROCESSES, name, tone, value, because)


def reception_checks(facts: Facts, limits: Thresholds) -> Iterator[Check]:
    """The equation of packets, what is refused, and whether a gateway cannot store."""
    yield _equation(facts)
    yield _refused(facts, limits)
    for beat in facts.heartbeats:
        if role_of(beat.process) in RECEIVERS:
            yield _storing(beat)
        if "broker" in beat.detail:
            yield _broker(beat)
        if "lag_s" in beat.detail:
            yield _lag(beat, limits)


def _equation(facts: Facts) -> Check:
    told = balance(facts.counters)
    name, value = "报文平衡（今日）", f"收到 {told.frames}，去向不明 {told.missing}"
    if told.missing == 0:
        return Check("reception.equation", RECEPTION, name, Tone.GOOD, value)
    because = "收到的报文数不等于入库、控制、重复、拒收之和，请联系开发单位核查"
    return Check("reception.equation", RECEPTION, name, Tone.OVER, value, because)


def _refused(facts: Facts, limits: Thresholds) -> Check:
    frames = facts.counters.get(FRAMES, 0)
    refused = sum(n for key, n in facts.counters.items() if key.startswith("rejected:"))
    share = refused / frames if frames else 0.0
    tone = Tone.WAIT if share > limits.rejected_share else Tone.GOOD
    because = unless_good(tone, "拒收比例偏高，请在“未登记设备”和设备页查看原因")
    value = f"{refused} 条，{share:.1%}"
    return Check("reception.refused", RECEPTION, "拒收报文（今日）", tone, value, because)


def _storing(beat: Heartbeat) -> Check:
    key, name = f"reception.store.{beat.process}", f"入库（{beat.process}）"
    waiting = beat.detail.get("waiting", 0)
    if beat.detail.get("store_refusing"):
        because = "数据无法入库，网关已暂停应答以免丢数；请检查磁盘空间和存储目录权限"
        return Check(key, RECEPTION, name, Tone.OVER, "拒绝写入", because)
    connections = beat.detail.get("connections", "—")
    value = f"连接 {connections} 个，待提交 {waiting} 条"
    return Check(key, RECEPTION, name, Tone.GOOD, value)


def _broker(beat: Heartbeat) -> Check:
    """Whether the process behind a broker is connected to it."""
    key, name = f"reception.broker.{beat.process}", f"MQTT 服务器（{beat.process}）"
    state, address = beat.detail["broker"], beat.detail.get("broker_address", "")
    tone = Tone.GOOD if state == "已连接" else Tone.OVER
    because = unless_good(tone, "没有连上 MQTT 服务器，请检查其地址、账号和网络；消息由服务器保留")
    return Check(key, RECEPTION, name, tone, f"{state}，{address}", because)


def _lag(beat: Heartbeat, limits: Thresholds) -> Check:
    """How old the oldest packet was that the last move took to the lake."""
    key, name = f"reception.lag.{beat.process}", f"搬运滞后（{beat.process}）"
    lag_s = float(beat.detail["lag_s"])
    tone = tone_above(lag_s, limits.lag_long_s, limits.lag_too_long_s)
    because = unless_good(tone, "数据入湖跟不上接收，请检查处理器与磁盘负载；数据不会丢失")
    return Check(key, RECEPTION, name, tone, f"{lag_s:.0f} 秒", because)
