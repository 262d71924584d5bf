"""Factor codes (污染因子编码): what a value is of, and what the codes of 2005 became."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from bihuan.hj212.quirk import Quirk
from bihuan.hj212.table import read_table

_FACILITY = re.compile(r"SB[0-9]{1,2}")
_FORM = re.compile(r"[a-z][0-9][0-9a-z]{4}")


@dataclass(frozen=True, slots=True)
class Factor:
    """What a factor code stands for (污染因子).

    Args:
        code: as printed; `x` is a digit of the device's number.
        name_zh: name in Chinese.
        name_en: name in English, ours.
        medium: air, water, noise, process-wastewater, process-fluegas, site-info or facility.
        unit: default unit of the concentration or level; devices may mean another.
        emission_unit: unit of sums.
        legacy_code: its code in HJ/T 212-2005, '' when it had none.
        form: data type in the standard's notation.
        source: where the row comes from.
        trust: see tables/README.md.
        note: errata and cautions.
    """

    code: str
    name_zh: str
    name_en: str
    medium: str
    unit: str
    emission_unit: str
    legacy_code: str
    form: str
    source: str
    trust: str
    note: str


@dataclass(frozen=True, slots=True)
class LegacyFactor:
    """What a code of HJ/T 212-2005 became (旧编码).

    Args:
        legacy_code: the code of 2005.
        factor: its successor, or the old row itself when it has none.
        legacy_unit: unit that 2005 prints where it differs, '' otherwise.
        scale: multiply a value of 2005 by this; None when the units cannot be converted.
        note: why.
    """

    legacy_code: str
    factor: Factor
    legacy_unit: str
    scale: Decimal | None
    note: str


@cache
def factors() -> tuple[Factor, ...]:
    """Every row of the factor table (因子编码表), in printed order."""
    return tuple(Factor(**row) for row in read_table("factors"))


@cache
def _by_code() -> MappingProxyType[str, tuple[Factor, ...]]:
    rows: dict[str, tuple[Factor, ...]] = {}
    for row in factors():
        rows[row.code] = (*rows.get(row.code, ()), row)
    return MappingProxyType(rows)


def meanings(code: str) -> tuple[Factor, ...]:
    """Everything a code stands for: 2017 printed two of them twice (勘误).

    >>> [factor.name_zh for factor in meanings("e70103")]
    ['污水提升泵', '加药量']
    """
    if _FACILITY.fullmatch(code):
        return _by_code()["SBx"]
    for pattern in (code, f"{code[:4]}xx", f"{code[:5]}x"):
        if found := _by_code().get(pattern):
            return found
    return ()


def factor(code: str) -> Factor | None:
    """What a factor code stands for (因子), None when no table has it.

    Source: HJ 212-2017 appendix B.

    >>> factor("w01018").name_zh, factor("w99999")
    ('化学需氧量', None)
    """
    return next(iter(meanings(code)), None)


@cache
def _by_legacy_code() -> MappingProxyType[str, LegacyFactor]:
    units = {row["code"]: row for row in read_table("legacy_units")}
    table = {}
    for row in factors():
        if row.legacy_code:
            table[row.legacy_code] = _legacy(row, units.get(row.legacy_code))
    return MappingProxyType(table)


def _legacy(row: Factor, unit: dict[str, str] | None) -> LegacyFactor:
    if unit is None:
        return LegacyFactor(row.legacy_code, row, "", Decimal(1), "")
    scale = Decimal(unit["scale"]) if unit["scale"] else None
    return LegacyFactor(row.legacy_code, row, unit["legacy_unit"], scale, unit["note"])


def legacy_factor(code: str) -> LegacyFactor | None:
    """What a factor code of HJ/T 212-2005 is called now (旧编码对照).

    Source: HJ 212-2017 appendix B, column of former codes.

    >>> legacy = legacy_factor("S08")
    >>> legacy.factor.code, legacy.legacy_unit, legacy.scale
    ('a01013', 'MPa', Decimal('1000'))
    """
    return _by_legacy_code().get(code)


def code_quirk(code: str) -> int:
    """What is odd about a factor code (编码偏差), as a quirk mask.

    LEGACY_CODE is a deviation only under the version bits of 2017 and later.

    >>> code_quirk("w01018"), code_quirk("PM25") == Quirk.NAME_FOR_CODE.bit
    (0, True)
    """
    legacy = _by_legacy_code().get(code)
    if legacy is not None and legacy.factor.code != code:
        return Quirk.LEGACY_CODE.bit
    if meanings(code):
        return 0
    if meanings(code.lower()) or meanings(code.capitalize()):
        return Quirk.UPPER_CASE_CODE.bit
    if _FORM.fullmatch(code):
        return Quirk.UNKNOWN_FACTOR.bit
    return Quirk.NAME_FOR_CODE.bit
