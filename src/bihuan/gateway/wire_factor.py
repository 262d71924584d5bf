"""Which factor a wire code means when the device has no mapping of its own."""

from functools import lru_cache
from typing import NamedTuple

import polars as pl

from bihuan.hj212.factor import legacy_factor, meanings


class WireFactor(NamedTuple):
    """Factor of a wire code (上传编码的含义), and what its value is multiplied by."""

    factor: str
    scale: float


@lru_cache(maxsize=8192)
def wire_factor(code: str, *, is_2005: bool) -> WireFactor:
    """What a wire code means by the standard alone (默认编码对照).

    Codes of 2005 count for devices of that edition only; where their unit cannot be converted,
    and for codes that no table has, the code is kept as it is for a person to map.

    Source: HJ 212-2017 appendix B, column of former codes.

    >>> wire_factor("S08", is_2005=True), wire_factor("S08", is_2005=False)
    (WireFactor(factor='a01013', scale=1000.0), WireFactor(factor='S08', scale=1.0))
    >>> wire_factor("W01018", is_2005=False).factor, wire_factor("PM25", is_2005=False).factor
    ('w01018', 'PM25')
    """
    legacy = legacy_factor(code) if is_2005 else None
    if legacy is not None:
        known = legacy.scale is not None
        return WireFactor(legacy.factor.code if known else code, float(legacy.scale or 1))
    if not meanings(code) and meanings(code.lower()):
        return WireFactor(code.lower(), 1.0)
    return WireFactor(code, 1.0)


def with_factors(records: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Translate wire codes and scale values, for a whole batch.

    Args:
        records: columns device, is_2005, factor (the wire code), value.
        codes: the devices' own mappings: device_id, factor, mapped, scale.

    Returns:
        The records in their order with factor and value translated.
    """
    distinct = records.select("factor", "is_2005").unique()
    meant = [wire_factor(code, is_2005=flag) for code, flag in distinct.iter_rows()]
    default = distinct.with_columns(
        pl.Series("standard", [each.factor for each in meant], pl.String),
        pl.Series("standard_scale", [each.scale for each in meant], pl.Float64),
    )
    joined = records.join(
        default, on=["factor", "is_2005"], how="left", maintain_order="left"
    ).join(
        codes.rename({"device_id": "device"}),
        on=["device", "factor"],
        how="left",
        maintain_order="left",
    )
    return joined.with_columns(
        pl.coalesce("mapped", "standard").alias("factor"),
        (pl.col("value") * pl.coalesce("scale", "standard_scale")).alias("value"),
    )
