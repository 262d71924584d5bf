"""Rules for every point that has limits or ranges (通用规则)."""

from bihuan.watch.shipped.limit import OVER_DAY, OVER_HOUR
from bihuan.watch.shipped.plausible import IMPLAUSIBLE
from bihuan.watch.shipped.silence import SILENT
from bihuan.watch.shipped.standstill import CONSTANT

RULES = (OVER_HOUR, OVER_DAY, SILENT, CONSTANT, IMPLAUSIBLE)
