"""The platform's rules of rolling up (汇总规则), by what a point measures in."""

from datetime import datetime
from typing import Final

from bihuan import telemetry
from bihuan.registry.models import Medium, MonitoringPoint
from bihuan.telemetry import RollUp, RollUpPlan, RollUpRule, StageRules
from bihuan.telemetry.rollup import RolledUp

JOURNAL: Final = "rollup"
TWENTY_HOURS: Final = RollUpRule(minimum_count=20)
BY_MEDIUM: Final = {
    Medium.AIR: StageRules(day=TWENTY_HOURS),
    Medium.GAS: StageRules(day=TWENTY_HOURS),
    Medium.VOC: StageRules(day=TWENTY_HOURS),
    Medium.WATER: StageRules(hour=RollUpRule(is_spoiled_by_one=True)),
}


def roll_up_plan() -> RollUpPlan:
    """Which rule holds for which point (汇总方案): days of air and gas need twenty hours.

    Source: GB 3095-2026 table 4; GB 18484-2020 3.18; HJ 212-2017 6.6 for water.
    """
    media = MonitoringPoint.objects.filter(medium__in=BY_MEDIUM).values_list("id", "medium")
    return RollUpPlan(points={point: BY_MEDIUM[Medium(medium)] for point, medium in media})


def roll_up(*, now: datetime) -> RolledUp:
    """Bring rolled hours and days up to date with what arrived (数据汇总)."""
    return RollUp(telemetry.store(JOURNAL), roll_up_plan()).run_once(now)


def begin_rolling_up(*, now: datetime) -> None:
    """Leave what the store holds now as it was reported (从此处开始汇总)."""
    RollUp(telemetry.store(JOURNAL), RollUpPlan()).begin_here(now)
