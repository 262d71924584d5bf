"""Names of the statistics of a datum (统计量)."""

from types import MappingProxyType

from bihuan.hj212.value_kind import Statistic

STATISTICS = MappingProxyType(
    {
        Statistic.VALUE.value: "监测值（实测）",
        Statistic.CONVERTED.value: "折算值",
        Statistic.MINIMUM.value: "最小值",
        Statistic.MAXIMUM.value: "最大值",
        Statistic.SUM.value: "累计值",
        Statistic.CONVERTED_MINIMUM.value: "折算最小值",
        Statistic.CONVERTED_MAXIMUM.value: "折算最大值",
        Statistic.CONVERTED_SUM.value: "折算累计值",
    }
)
