"""Clock, backup, certificate: what surrounds the platform."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bihuan.main.health.check import Check, Thresholds, Tone, tone_above, unless_good
from bihuan.main.health.facts import Facts
from bihuan.ui.words import duration, number

AROUND = "时钟、备份与证书"


def around_checks(facts: Facts, limits: Thresholds, now: datetime) -> Iterator[Check]:
    """Clock by the devices' witness, age of the backup, life of the certificate."""
    yield _clock(facts, limits)
    yield _backup(facts, limits, now)
    yield _certificate(facts, limits, now)


def _clock(facts: Facts, limits: Thresholds) -> Check:
    key, name, told = "clock", "平台时钟", facts.clock
    if told.median_offset_s is None or told.devices < limits.clock_witnesses:
        value = f"在线设备 {told.devices} 台，不足以比对"
        return Check(key, AROUND, name, Tone.NONE, value)
    offset = abs(told.median_offset_s)
    tone = tone_above(offset, limits.clock_off_s, limits.clock_too_far_s)
    because = unless_good(tone, "多数设备的时钟与平台不一致，请先检查平台服务器的时间同步")
    value = f"与 {told.devices} 台设备的中位偏差 {number(told.median_offset_s, 1)} 秒"
    return Check(key, AROUND, name, tone, value, because)


def _backup(facts: Facts, limits: Thresholds, now: datetime) -> Check:
    key, name = "backup", "最近备份"
    if not facts.backup_folder:
        return Check(key, AROUND, name, Tone.NONE, "未设置备份目录（BIHUAN_BACKUPS）")
    if facts.backup is None:
        return Check(
            key, AROUND, name, Tone.OVER, "没有备份", f"{facts.backup_folder} 中没有备份文件"
        )
    age = now - facts.backup
    tone = tone_above(_s(age), _s(limits.backup_late), _s(limits.backup_too_late))
    because = unless_good(tone, "备份已过期，请检查备份任务")
    return Check(key, AROUND, name, tone, f"{duration(age)}前", because)


def _certificate(facts: Facts, limits: Thresholds, now: datetime) -> Check:
    key, name = "certificate", "网站证书"
    if not facts.certificate:
        return Check(key, AROUND, name, Tone.NONE, "未设置证书文件（BIHUAN_CERTIFICATE）")
    if facts.certificate_end is None:
        because = f"无法读取证书 {facts.certificate}"
        return Check(key, AROUND, name, Tone.OVER, "无法读取", because)
    left = facts.certificate_end - now
    tone = _tone_of_left(left, limits)
    because = unless_good(tone, "证书即将到期或已到期，请更换")
    value = f"还有 {left.days} 天" if left > timedelta(0) else "已到期"
    return Check(key, AROUND, name, tone, value, because)


def _tone_of_left(left: timedelta, limits: Thresholds) -> Tone:
    if left <= limits.certificate_too_soon:
        return Tone.OVER
    return Tone.WAIT if left <= limits.certificate_soon else Tone.GOOD


def _s(length: timedelta) -> float:
    return length.total_seconds()
