"""The store, the disk, the database, the queue of jobs."""

from collections.abc import Iterator
from datetime import datetime

from bihuan.main.health.check import Check, Thresholds, Tone, tone_above, unless_good
from bihuan.main.health.facts import Facts
from bihuan.ui.words import duration, number, size

STORE = "时序库"
DATABASE = "业务库与任务"


def store_checks(facts: Facts, limits: Thresholds, now: datetime) -> Iterator[Check]:
    """Format, what waits in the journals, the last move, size; and the disk beneath it."""
    yield from _store(facts, limits, now)
    yield _disk(facts, limits)


def _store(facts: Facts, limits: Thresholds, now: datetime) -> Iterator[Check]:
    store = facts.store
    if store is None:
        yield Check("store.format", STORE, "存储格式", Tone.OVER, "无法读取", facts.store_trouble)
        return
    yield Check("store.format", STORE, "存储格式", Tone.GOOD, f"第 {store.format} 版")
    tone = tone_above(store.waiting, limits.segments_many, limits.segments_too_many)
    because = unless_good(tone, "日志积压，数据搬运可能停止或过慢，请检查 mover 进程")
    value = f"{store.waiting} 批，{size(store.journal_bytes)}"
    yield Check("store.backlog", STORE, "待搬运日志", tone, value, because)
    yield _last_move(facts, limits, now)
    yield Check("store.size", STORE, "时序库大小", Tone.GOOD, size(store.lake_bytes))


def _last_move(facts: Facts, limits: Thresholds, now: datetime) -> Check:
    key, name = "store.move", "最近搬运"
    store = facts.store
    assert store is not None
    if store.last_move is None:
        return Check(key, STORE, name, Tone.GOOD, "尚无数据")
    age = now - store.last_move
    is_late = store.waiting > 0 and age > limits.move_late
    because = f"有数据等待搬运，但已 {duration(age)}没有搬运" if is_late else ""
    return Check(
        key, STORE, name, Tone.OVER if is_late else Tone.GOOD, f"{duration(age)}前", because
    )


def _disk(facts: Facts, limits: Thresholds) -> Check:
    disk = facts.disk
    free = disk.free / disk.total if disk.total else 0.0
    tone = Tone.GOOD
    if free <= limits.disk_low:
        tone = Tone.OVER if free <= limits.disk_too_low else Tone.WAIT
    because = unless_good(tone, "磁盘空间不足，请扩容或清理；写满后将无法接收数据")
    value = f"剩余 {size(disk.free)}（{free:.0%}）"
    return Check("disk.free", STORE, "磁盘空间", tone, value, because)


def database_checks(facts: Facts, limits: Thresholds, now: datetime) -> Iterator[Check]:
    """Does the database answer, is it of this release, are jobs done in time."""
    yield _answering(facts, limits)
    if facts.database.trouble:
        return
    yield _release(facts)
    yield _queue(facts, limits, now)
    yield _failures(facts)


def _answering(facts: Facts, limits: Thresholds) -> Check:
    key, name, told = "database.answer", "数据库应答", facts.database
    if told.answer_ms is None:
        return Check(key, DATABASE, name, Tone.OVER, "无应答", told.trouble)
    tone = Tone.WAIT if told.answer_ms >= limits.database_slow_ms else Tone.GOOD
    because = unless_good(tone, "应答偏慢，请检查数据库负载")
    return Check(key, DATABASE, name, tone, f"{number(told.answer_ms, 1)} 毫秒", because)


def _release(facts: Facts) -> Check:
    key, name, behind = "database.release", "数据库结构", facts.database.behind
    if not behind:
        return Check(key, DATABASE, name, Tone.GOOD, "与程序版本一致")
    because = "数据库结构落后于程序，请运行 bihuan migrate"
    return Check(key, DATABASE, name, Tone.OVER, f"缺 {behind} 项迁移", because)


def _queue(facts: Facts, limits: Thresholds, now: datetime) -> Check:
    jobs = facts.jobs
    age = (now - jobs.oldest).total_seconds() if jobs.oldest else 0.0
    tone = tone_above(age, limits.job_late.total_seconds(), limits.job_too_late.total_seconds())
    because = unless_good(tone, "任务等待过久，请检查 worker 进程")
    waited = f"，最久 {duration(now - jobs.oldest)}" if jobs.oldest else ""
    return Check("jobs.queue", DATABASE, "等待的任务", tone, f"{jobs.waiting} 个{waited}", because)


def _failures(facts: Facts) -> Check:
    jobs = facts.jobs
    tone = Tone.WAIT if jobs.failed else Tone.GOOD
    because = f"最近失败的任务：{jobs.last_failed}" if jobs.failed else ""
    return Check(
        "jobs.failed", DATABASE, "失败的任务（24 小时）", tone, f"{jobs.failed} 个", because
    )
