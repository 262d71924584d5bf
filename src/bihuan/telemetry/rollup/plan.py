"""Which rule holds for which point, applied to whole tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from bihuan.telemetry.rollup.aggregate import ROLLED_SCHEMA, roll_up
from bihuan.telemetry.rollup.rule import DEFAULT_STAGES, RollUpRule, StageRules
from bihuan.telemetry.schema import Kind

PERIOD = ["point", "factor", "start"]


@dataclass(frozen=True, slots=True)
class RollUpPlan:
    """The rules of all points (汇总方案).

    Args:
        default: rules of every point that is not named.
        points: rules of some points, such as those of waste water.
    """

    default: StageRules = DEFAULT_STAGES
    points: Mapping[int, StageRules] = field(default_factory=dict)

    def hours(self, minutes: pa.Table, realtime: pa.Table) -> pa.Table:
        """Hours from minutes, and from real-time values where no minute of the hour came.

        Returns:
            As `roll_up`.
        """
        from_minutes = self._rolled(minutes, Kind.HOUR, lambda rules: rules.hour)
        from_realtime = self._rolled(realtime, Kind.HOUR, lambda rules: rules.hour_from_realtime)
        lacking = pl.DataFrame(from_realtime).join(
            pl.DataFrame(from_minutes).select(PERIOD).unique(), on=PERIOD, how="anti"
        )
        return pa.concat_tables([from_minutes, lacking.to_arrow().cast(ROLLED_SCHEMA)])

    def days(self, hours: pa.Table) -> pa.Table:
        """Days from hours, as `roll_up` returns them."""
        return self._rolled(hours, Kind.DAY, lambda rules: rules.day)

    def _rolled(
        self, rows: pa.Table, to: Kind, rule_of: Callable[[StageRules], RollUpRule]
    ) -> pa.Table:
        """Roll each group of points that share a rule by that rule."""
        named = {point: rule_of(rules) for point, rules in self.points.items()}
        groups: dict[RollUpRule, list[int]] = {}
        for point, rule in named.items():
            groups.setdefault(rule, []).append(point)
        points = rows["point"]
        others = pc.invert(pc.is_in(points, pa.array(named, points.type)))
        parts = [roll_up(rows.filter(others), to=to, rule=rule_of(self.default))]
        for rule, members in groups.items():
            part = rows.filter(pc.is_in(points, pa.array(members, points.type)))
            parts.append(roll_up(part, to=to, rule=rule))
        return pa.concat_tables(parts)
