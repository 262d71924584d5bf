from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.gateway.arrival import Arrival
from bihuan.gateway.device_book import book_of
from bihuan.gateway.outcome import Outcome
from bihuan.gateway.settings import JudgementLimits
from bihuan.gateway.translation import Translation, Translator
from bihuan.telemetry import APPEND_SCHEMA, RAW_SCHEMA, Mark
from tests.gateway.entries import NO_LINE, RECEIVED_MS, arrival, device, spell
from tests.gateway.running import upload

BOOK = book_of({"A": device("A"), "B": device("B", spell(9)), "C": device("C", spell(1, "99"))}, 1)
TIME = "DataTime=20261121070000"


def translated(*batch: Arrival) -> Translation:
    return Translator(JudgementLimits()).translate(list(batch), BOOK)


def entering(mn: str, parameters: str, **fields: str) -> Arrival:
    return arrival(upload(mn, parameters, **fields), BOOK.entries[mn])


def refused(reason: str = "rejected:noise", **changes: bool) -> Arrival:
    made = Arrival(b"##junk", RECEIVED_MS, NO_LINE, outcome=reason)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_rows_and_packets_have_the_schemas_of_the_store() -> None:
    told = translated(entering("A", f"{TIME};w01018-Rtd=1"))
    assert told.rows.schema == APPEND_SCHEMA and told.raw.schema == RAW_SCHEMA
    empty = translated(refused())
    assert empty.rows.schema == APPEND_SCHEMA and len(empty.rows) == 0 and len(empty.raw) == 1


def test_each_row_names_its_packet_among_refused_and_repeated_ones() -> None:
    batch = [
        refused(),
        entering("A", f"{TIME};w01018-Rtd=1"),
        refused(Outcome.DUPLICATE, keeps_raw=False),
        entering("B", f"{TIME};w01018-Rtd=2"),
    ]
    told = translated(*batch)
    packets = told.raw["packet"].to_pylist()
    assert len(packets) == 3
    for row in told.rows.to_pylist():
        assert b"MN=A" in packets[row["raw_index"]] or row["point"] == 9
        assert b"MN=B" in packets[row["raw_index"]] or row["point"] == 7


@pytest.mark.parametrize(
    ("mn", "parameters", "outcome"),
    [
        ("A", f"{TIME};w01018-Rtd=1", "stored"),
        ("A", TIME, "stored"),
        ("A", "w01018-Rtd=1", "rejected:no_data_time"),
        ("A", "DataTime=20261341070000;w01018-Rtd=1", "rejected:no_data_time"),
        ("C", f"{TIME};w01018-Rtd=1", "rejected:no_point"),
    ],
)
def test_what_brings_no_values_says_why(mn: str, parameters: str, outcome: str) -> None:
    told = translated(entering(mn, parameters))
    assert told.outcomes == [outcome] == told.raw["outcome"].to_pylist()


def test_a_missing_value_keeps_its_flag() -> None:
    (row,) = translated(entering("A", f"{TIME};w01018-Rtd=,w01018-Flag=D")).rows.to_pylist()
    assert row["value"] is None and row["flag"] == "D"


def test_a_right_clock_marks_nothing() -> None:
    told = translated(entering("A", f"{TIME};w01018-Rtd=1"))
    assert told.rows["marks"].to_pylist() == [0]


def test_a_clock_ahead_is_marked() -> None:
    told = translated(entering("A", f"{TIME};w01018-Rtd=1", QN="20261121100000000"))
    assert told.rows["marks"].to_pylist() == [Mark.CLOCK]


def test_signs_tell_the_newest_past_time_and_its_delay() -> None:
    told = translated(
        entering("A", "DataTime=20261121075900;w01018-Rtd=1"),
        entering("A", "DataTime=20261121070000;w01018-Rtd=1"),
        entering("A", "DataTime=20271121070000;w01018-Rtd=1"),
    )
    (sign,) = told.signs
    assert sign.data_time_ms == RECEIVED_MS - 60_000 and sign.delay_ms == 60_000
    assert sign.clock_offset_ms == 0


def test_a_device_that_was_removed_meanwhile_serves_no_point() -> None:
    told = translated(arrival(upload("GONE", f"{TIME};w01018-Rtd=1")))
    assert told.outcomes == ["rejected:no_point"]


@given(st.lists(st.sampled_from(["A", "B", "C", "refused", "repeat", "undated"]), max_size=30))
def test_each_frame_has_one_outcome_and_each_kept_packet_one_row(kinds: list[str]) -> None:
    made = {
        "refused": refused(),
        "repeat": refused(Outcome.DUPLICATE, keeps_raw=False),
        "undated": entering("A", "w01018-Rtd=1"),
        **{mn: entering(mn, f"{TIME};w01018-Rtd=1") for mn in "ABC"},
    }
    told = translated(*(made[kind] for kind in kinds))
    assert len(told.outcomes) == len(kinds)
    assert len(told.raw) == sum(kind != "repeat" for kind in kinds)
    assert len(told.rows) == sum(kind in "AB" for kind in kinds)
    assert told.without_rows().outcomes.count("stored") == 0
