"""The numbers of the rules as an administrator sets them (规则参数设置), by the watch's pages."""

from collections.abc import Mapping
from math import isnan, nan
from typing import Final

from bihuan.air.quality.parameter import Parameters, parameters, rule_table
from bihuan.registry.models import StationClass
from bihuan.watch.parameters import EVERYWHERE, Parameter
from bihuan.watch.parameters import Parameters as Given

PREFIX: Final = "air."
NAMES: Final = ("low", "high", "hours", "size", "share")
CLASSES: Final = (StationClass.PROVINCIAL, StationClass.TOWNSHIP, StationClass.MICRO)
HOURS: Final = ("持续小时数", "小时", 1, 720, "达到这么久才标记")
WORDS: Final[Mapping[tuple[str, str], tuple[str, str, float, float, str]]] = {
    ("range", "low"): ("下限", "量纲同测值", -100, 0, "低于此值标记"),
    ("range", "high"): ("上限", "量纲同测值", 1, 5000, "高于此值标记；PM₁₀ 取两倍"),
    ("stuck", "low"): ("不判定的低值", "倍", 0, 10, "不高于起判浓度的这么多倍时不判定"),
    ("stuck", "share"): ("全网变化", "比例", 0, 5, "全网中位数变化不到此比例时，恒值不算异常"),
    ("spike", "size"): ("最小变化", "倍", 0.5, 50, "变化至少为起判浓度的这么多倍"),
    ("spike", "share"): ("平常变化", "倍", 1, 50, "变化超过本站平常小时变化的这么多倍"),
    ("spike", "hours"): ("恢复时间", "小时", 1, 24, "在这么久之内恢复才算突升突降"),
    ("step", "size"): ("最小变化", "比例", 0.1, 10, "与全网的比值至少变化这么多"),
    ("step", "share"): ("平常变化", "倍", 1, 50, "变化超过本站平常变化的这么多倍"),
    ("inversion", "low"): ("比值", "倍", 1, 3, "PM₂.₅ 超过 PM₁₀ 的这么多倍"),
    ("inversion", "size"): ("最小差值", "µg/m³", 0, 100, "PM₂.₅ 至少高出这么多"),
    ("neighbour", "size"): ("偏离程度", "倍", 1, 50, "偏离邻近站点离散程度的这么多倍"),
    ("neighbour", "share"): ("最小离散", "比例", 0.01, 2, "邻近站点离散程度不小于此值"),
    ("outlier", "size"): ("偏离程度", "倍", 1, 50, "偏离本站平常比值离散程度的这么多倍"),
    ("drift", "size"): ("变化", "比例", 0.05, 5, "7 日中位数比值较 14 日前变化这么多"),
}


def settings_of(rule: str) -> tuple[Parameter, ...]:
    """What may be set of a rule, with the numbers of reference stations as shipped ones."""
    shipped = parameters(rule, StationClass.PROVINCIAL)
    return tuple(_setting(rule, name, getattr(shipped, name)) for name in _names(shipped))


def narrower_of(rule: str) -> dict[str, dict[str, float]]:
    """Shipped numbers of the other classes, where they differ."""
    usual = numbers_of(parameters(rule, StationClass.PROVINCIAL))
    found = {one: numbers_of(parameters(rule, one)) for one in CLASSES[1:]}
    return {f"class:{one}": numbers for one, numbers in found.items() if numbers != usual}


def numbers_of(given: Parameters) -> dict[str, float]:
    """The numbers that a rule has."""
    return {name: getattr(given, name) for name in _names(given)}


def _names(given: Parameters) -> list[str]:
    return [name for name in NAMES if not isnan(getattr(given, name))]


def _setting(rule: str, name: str, default: float) -> Parameter:
    words = WORDS.get((rule.split("_")[0], name), HOURS)
    label, unit, least, most, text = words
    return Parameter(name, label, unit, default, least, most, text)


class InForce:
    """Parameters as they were published (现行参数); a rule that is not named is off."""

    def __init__(self, given: Mapping[str, Given]) -> None:
        self._given = given
        self._held: dict[tuple[str, str], Parameters] = {}

    def parameters(self, rule: str, station_class: str) -> Parameters | None:
        """One rule's parameters for a class; None where it is off."""
        if rule not in self._given or (rule, station_class) not in rule_table():
            return None
        key = (rule, station_class)
        if key not in self._held:
            shipped = parameters(*key)
            numbers = numbers_of(shipped) | self._numbers(rule, station_class)
            own = {name: numbers.get(name, nan) for name in NAMES}
            self._held[key] = Parameters(shipped.card, **own)
        return self._held[key]

    def _numbers(self, rule: str, station_class: str) -> dict[str, float]:
        scopes = self._given[rule].scopes
        nearest = (EVERYWHERE, "medium:air", f"class:{station_class}")
        return {
            name: value
            for scope in nearest
            for name, value in scopes.get(scope, {}).items()
            if name in NAMES
        }
