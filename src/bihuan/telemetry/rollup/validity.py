"""Which rows count as measurements, and whether enough of them make a valid aggregate."""

import polars as pl

from bihuan.telemetry.rollup.rule import RollUpRule

# A zero under these flags is the logger's way of writing "nothing measured".
FLAGS_WITHOUT_ZERO = ("D", "B", "F")
GOOD, BAD = "N", "D"


def is_measured(rule: RollUpRule) -> pl.Expr:
    """Whether a row is a valid measurement (有效数据) under the rule.

    >>> rows = pl.DataFrame({"value": [1.0, None, 0.0], "flag": ["N", "N", "F"], "statistic": 0})
    >>> rows.select(is_measured(RollUpRule(valid_flags=frozenset("NF")))).to_series().to_list()
    [True, False, False]
    """
    value, flag = pl.col("value"), pl.col("flag")
    is_blank = (value == 0) & flag.is_in(FLAGS_WITHOUT_ZERO)
    is_sentinel = (pl.col("statistic") >= 4) & value.is_in(sorted(rule.sentinels))
    is_number = value.is_not_null() & value.is_finite()
    return (is_number & flag.is_in(sorted(rule.valid_flags)) & ~is_blank & ~is_sentinel).fill_null(
        False
    )


def is_enough(rule: RollUpRule) -> pl.Expr:
    """Whether the counted values make the aggregate valid (有效性).

    The share is compared in whole numbers: 3 of 4 must pass a share of 3/4 exactly.

    >>> counts = pl.DataFrame({"n_valid": [3, 2], "n_received": 3, "n_expected": 4})
    >>> counts.select(is_enough(RollUpRule())).to_series().to_list()
    [True, False]
    """
    valid = pl.col("n_valid").cast(pl.Int64)
    share = rule.minimum_share
    enough = valid * share.denominator >= pl.col("n_expected").cast(pl.Int64) * share.numerator
    if rule.minimum_count is not None:
        enough = valid >= rule.minimum_count
    if rule.is_spoiled_by_one:
        enough &= pl.col("n_valid") == pl.col("n_received")
    return enough & (valid > 0)
