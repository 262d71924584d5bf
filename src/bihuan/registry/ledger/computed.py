"""Columns made on the day of asking (计算列)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bihuan.registry.ledger.choices import tone_of_due
from bihuan.registry.ledger.ledger import Computed, Told

PERMIT_TONES = {"有效": "good", "已过期": "over", "已注销": "none", "未生效": "wait"}


def _permit(values: Sequence[Any], today: date) -> Told:
    start, end, cancelled = values
    if cancelled is not None and cancelled <= today:
        words = "已注销"
    elif end is not None and end <= today:
        words = "已过期"
    elif start is not None and start > today:
        words = "未生效"
    else:
        words = "有效" if start and end else "期限不明"
    return Told(words, PERMIT_TONES.get(words, "doubt"))


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last.

    >>> months_later(date(2025, 11, 30), 15)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th day")


def _life(values: Sequence[Any], today: date) -> Told:
    installed, months = values
    if installed is None or months is None:
        return Told("")
    end = months_later(installed, months)
    return Told(f"至 {end.isoformat()}", tone_of_due(end, today) or "good")


def _calibration(values: Sequence[Any], today: date) -> Told:
    (day,) = values
    if day is None:
        return Told("")
    tone = tone_of_due(day, today)
    words = {"over": "已到期", "wait": "即将到期"}.get(tone, "有效")
    return Told(f"{words}（{day.isoformat()}）", tone or "good")


def _running(values: Sequence[Any], today: date) -> Told:
    start, end = values
    if start is not None and start > today:
        return Told("未开始", "wait")
    return Told("已停止", "none") if end is not None and end <= today else Told("执行中", "good")


PERMIT_STANDING = Computed("standing", "许可证状态", ("start", "end", "cancelled"), _permit)
SENSOR_LIFE = Computed("life", "设计寿命到期", ("installed", "life_months"), _life)
CALIBRATION = Computed("calibration", "校准状态", ("calibration_due",), _calibration)
INSPECTION = Computed("inspection", "年检状态", ("inspection_due",), _calibration)
CERTIFICATE = Computed("certificate_state", "执法证状态", ("certificate_until",), _calibration)
RUNNING = Computed("running", "执行状态", ("start", "end"), _running)
