"""Roll-ups (数据汇总): realtime to minute to hour to day, and the check between the kinds."""

from bihuan.telemetry.rollup.aggregate import ROLLED_SCHEMA, roll_up
from bihuan.telemetry.rollup.consistency import MISMATCH_SCHEMA, Tolerance, consistency
from bihuan.telemetry.rollup.job import RolledUp, RollUp
from bihuan.telemetry.rollup.plan import RollUpPlan
from bihuan.telemetry.rollup.rule import RollUpRule, StageRules

__all__ = [
    "MISMATCH_SCHEMA",
    "ROLLED_SCHEMA",
    "RollUp",
    "RollUpPlan",
    "RollUpRule",
    "RolledUp",
    "StageRules",
    "Tolerance",
    "consistency",
    "roll_up",
]
