"""Typed values of uploads."""

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hj212 import record
from bihuan.hj212.error import MalformedSegment
from bihuan.hj212.quirk import Quirk, mask_of
from bihuan.hj212.record import DataKind, Record, kind_of, number, read_upload, wire_time
from bihuan.hj212.segment import Packet, read_header
from bihuan.hj212.value_kind import Statistic
from tests.hj212.mutation import hurt
from tests.hj212.sample import SAMPLES, data_areas, segment_2017, uploads


def upload(parameters: bytes, command_code: bytes = b"2011", flag: int = 5) -> record.Upload:
    return read_upload(read_header(segment_2017(command_code, parameters, flag)))


def readable(segments: Sequence[bytes]) -> Iterator[Packet]:
    for segment in segments:
        with suppress(MalformedSegment):
            yield read_header(segment)


def with_other_digit(area: bytes, source: random.Random) -> bytes:
    at = source.choice([place for place, byte in enumerate(area) if chr(byte).isdigit()])
    return area[:at] + source.choice((b"0", b"9", b"9999", b"", b".", b"-")) + area[at + 1 :]


@pytest.mark.requirement("C4", "A1.18")
def test_the_printed_hour_packet_of_2017_reads_as_printed() -> None:
    read = read_upload(read_header(SAMPLES[8]))
    assert read.kind is DataKind.HOUR and read.quirks == ()
    assert read.data_time == datetime(2016, 8, 1, 0, 0, tzinfo=UTC)
    assert read.records[0] == Record("w00000", Statistic.SUM, 10.5, "N", "10.5")
    assert [(r.factor, r.statistic, r.value) for r in read.records[-3:]] == [
        ("w01018", Statistic.MINIMUM, 40.1),
        ("w01018", Statistic.VALUE, 40.1),
        ("w01018", Statistic.MAXIMUM, 40.1),
    ]
    assert len(read.records) == 11


@given(st.one_of(data_areas(), uploads().map(lambda s: s[s.index(b"&&") + 2 : -2])))
def test_reading_by_shape_never_differs_from_reading_carefully(parameters: bytes) -> None:
    by_shape = record._by_shape(read_header(segment_2017(b"2011", parameters)))
    assert by_shape is None or by_shape == record._carefully(parameters)


def test_reading_by_layout_never_differs_from_reading_carefully(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = random.Random(212)
    regular = list(readable(SAMPLES))
    for packet in regular * 20:
        read_upload(packet)
    areas = [hurt(source.choice(regular).parameters, source) for _ in range(15_000)]
    areas += [with_other_digit(regular[7].parameters, source) for _ in range(5_000)]
    packets = [source.choice(regular)._replace(parameters=area) for area in areas]
    quickly = [read_upload(packet) for packet in packets]
    learned = dict(record._LAYOUTS)
    fitting = [
        p
        for p in packets
        if (found := learned.get((p.device_id, p.command_code))) and record._by_layout(p, found)
    ]
    monkeypatch.setattr(record, "_LAYOUTS", {})
    monkeypatch.setattr(record, "_by_shape", lambda packet: None)
    assert quickly == [read_upload(packet) for packet in packets]
    assert len(fitting) > 100


@given(
    texts=st.lists(
        st.from_regex(r"[-+0-9.]{1,6}|-?9{4}\.?9?9?|[0-9]{20,30}", fullmatch=True),
        min_size=2,
        max_size=2,
    ),
    flags=st.lists(st.sampled_from("NNNFDX"), min_size=2, max_size=2),
    flag=st.sampled_from([0, 5, 9]),
)
def test_a_layout_leaves_what_is_odd_to_the_careful_reading(
    texts: list[str], flags: list[str], flag: int
) -> None:
    def area(values: list[str], marks: list[str]) -> bytes:
        pairs = zip(("w01018", "011"), values, marks, strict=True)
        items = [f"{code}-Rtd={value},{code}-Flag={mark}" for code, value, mark in pairs]
        return ";".join(["DataTime=20160801085857", *items]).encode()

    for _ in range(9):
        upload(area(["1.5", "2"], ["N", "N"]), flag=flag)
    packet = read_header(segment_2017(b"2011", area(texts, flags), flag))
    assert (packet.device_id, "2011") in record._LAYOUTS
    _, records, mask = record._carefully(packet.parameters)
    if flag < record.FIRST_FLAG_OF_2017:
        mask &= ~Quirk.LEGACY_CODE.bit
    read = read_upload(packet)
    assert (read.records, mask_of(read.quirks)) == (records, mask)


def test_an_absent_flag_is_never_taken_for_normal() -> None:
    assert upload(b"DataTime=20160801085857;w01018-Rtd=1").records[0].flag == ""


def test_the_flag_belongs_to_every_value_of_its_factor_wherever_it_stands() -> None:
    read = upload(b"DataTime=20160801085857;w01018-Flag=M,w01018-Min=1,w01018-Avg=2;w01001-Avg=7")
    assert [r.flag for r in read.records] == ["M", "M", ""]


@pytest.mark.parametrize(
    ("text", "value", "quirk"),
    [
        ("17.50", 17.5, None),
        ("-3", -3.0, None),
        ("+3", 3.0, None),
        ("1e-3", 0.001, None),
        ("", None, Quirk.EMPTY_VALUE),
        ("--", None, Quirk.NOT_A_NUMBER),
        ("NaN", None, Quirk.NOT_A_NUMBER),
        ("inf", None, Quirk.NOT_A_NUMBER),
        ("1_000", None, Quirk.NOT_A_NUMBER),
        ("１２", None, Quirk.NOT_A_NUMBER),
        ("-9999", None, Quirk.SENTINEL_VALUE),
        ("-9999.0", None, Quirk.SENTINEL_VALUE),
        ("9999.99", 9999.99, None),
    ],
)
def test_a_value_is_a_number_or_missing_with_a_reason(
    text: str, value: float | None, quirk: Quirk | None
) -> None:
    assert number(text, Statistic.VALUE) == (value, quirk.bit if quirk else 0)


def test_the_conversion_sentinel_counts_only_for_converted_values() -> None:
    read = upload(b"DataTime=20160801085857;a21026-Rtd=9999.99,a21026-ZsRtd=9999.99")
    assert [r.value for r in read.records] == [9999.99, None]
    assert [r.text for r in read.records] == ["9999.99", "9999.99"]


@pytest.mark.parametrize("flag", ["D", "B", "F"])
def test_zero_under_a_fault_flag_is_named(flag: str) -> None:
    read = upload(f"DataTime=20160801085857;a21026-Rtd=0.000,a21026-Flag={flag}".encode())
    assert Quirk.UNMEASURED_ZERO in read.quirks and read.records[0].value == 0.0


def test_unknown_flags_are_kept_as_sent() -> None:
    read = upload(b"DataTime=20160801085857;a21026-Rtd=1,a21026-Flag=XY")
    assert read.records[0].flag == "XY" and Quirk.UNKNOWN_FLAG in read.quirks


def test_a_flag_without_a_value_is_looked_at_however_often_it_comes() -> None:
    for _ in range(3):
        read = upload(b"DataTime=20160801085857;w01001-Rtd=7.1;w01018-Flag=XY")
        assert Quirk.UNKNOWN_FLAG in read.quirks and len(read.records) == 1


def test_mean_and_real_time_of_one_factor_are_one_value_and_the_last_counts() -> None:
    read = upload(b"DataTime=20160801085857;a21026-Avg=1,a21026-Rtd=2")
    assert [(r.statistic, r.value) for r in read.records] == [(Statistic.VALUE, 2.0)]
    assert Quirk.REPEATED_VALUE in read.quirks


def test_a_legacy_code_is_odd_only_under_a_later_version() -> None:
    assert Quirk.LEGACY_CODE in upload(b"DataTime=20160801085857;011-Rtd=1").quirks
    assert Quirk.LEGACY_CODE not in upload(b"DataTime=20160801085857;011-Rtd=1", flag=0).quirks


def test_log_text_is_no_number_and_no_quirk() -> None:
    read = upload("DataTime=20160801085857;PolId=w01018;i11001-Info=//清洗//".encode(), b"3020")
    assert (
        read.records == (Record("i11001", Statistic.INFORMATION, None, "", "//清洗//"),)
        and read.quirks == ()
    )


def test_noise_of_day_and_night_are_statistics_of_their_own() -> None:
    read = upload(b"DataTime=20160801000000;L5-Data=53;L5-DayData=54;L5-NightData=42", b"2031")
    assert [r.statistic for r in read.records] == [
        Statistic.VALUE,
        Statistic.DAY,
        Statistic.NIGHT,
    ]


def test_values_without_a_time_are_named_but_requests_are_not() -> None:
    assert Quirk.NO_DATA_TIME in upload(b"a21026-Rtd=1").quirks
    assert Quirk.NO_DATA_TIME not in upload(b"BeginTime=20160801084000", b"2051").quirks


@pytest.mark.parametrize(
    ("text", "time", "quirk"),
    [
        ("20160801085857", "2016-08-01T08:58:57+08:00", None),
        ("20160801085857123", "2016-08-01T08:58:57+08:00", Quirk.LONG_DATA_TIME),
        ("2016080108585", None, Quirk.ODD_DATA_TIME),
        ("20160801245857", None, Quirk.ODD_DATA_TIME),
        ("20160230085857", None, Quirk.ODD_DATA_TIME),
        ("2016080108585x", None, Quirk.ODD_DATA_TIME),
        ("20160801085857" + "0" * 5000, "2016-08-01T08:58:57+08:00", Quirk.LONG_DATA_TIME),
    ],
)
def test_wire_times_are_beijing_time(text: str, time: str | None, quirk: Quirk | None) -> None:
    read, mask = wire_time(text)
    assert (read.isoformat() if read else None) == time
    assert mask == (quirk.bit if quirk else 0)


def test_commands_say_which_period_their_values_stand_for() -> None:
    assert [kind_of(code) for code in ("2011", "2021", "2051", "2061", "2031", "2041", "3020")] == [
        DataKind.REALTIME,
        DataKind.REALTIME,
        DataKind.MINUTE,
        DataKind.HOUR,
        DataKind.DAY,
        DataKind.DAY,
        None,
    ]
