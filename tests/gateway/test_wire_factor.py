import polars as pl

from bihuan.gateway.wire_factor import wire_factor, with_factors


def records(*rows: tuple[str, bool, str, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        {"device": pl.String, "is_2005": pl.Boolean, "factor": pl.String, "value": pl.Float64},
        orient="row",
    )


CODES = pl.DataFrame(
    [("A", "PM25", "a34004", 1000.0)],
    {"device_id": pl.String, "factor": pl.String, "mapped": pl.String, "scale": pl.Float64},
    orient="row",
)


def test_each_device_has_its_own_codes_before_the_standard_ones() -> None:
    given = records(
        ("A", False, "PM25", 0.035),
        ("B", False, "PM25", 0.035),
        ("B", True, "011", 40.0),
        ("B", False, "011", 40.0),
        ("B", False, "W01018", None),
    )
    told = with_factors(given, CODES).select("device", "factor", "value").rows()
    assert told == [
        ("A", "a34004", 35.0),
        ("B", "PM25", 0.035),
        ("B", "w01018", 40.0),
        ("B", "011", 40.0),
        ("B", "w01018", None),
    ]


def test_a_value_that_is_not_scaled_stays_bit_for_bit() -> None:
    values = [0.1, 1e300, -0.0, 123456789.123456789]
    given = records(*(("B", False, "w01018", value) for value in values))
    assert with_factors(given, CODES)["value"].to_list() == values


def test_a_unit_that_cannot_be_converted_keeps_its_old_code() -> None:
    assert wire_factor("S02", is_2005=True) == ("S02", 1.0)
