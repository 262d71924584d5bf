"""Header fields of the data segment, read leniently and written strictly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hj212.edition import EDITIONS, Edition
from bihuan.hj212.error import MalformedSegment, UnwritablePacket
from bihuan.hj212.quirk import Quirk
from bihuan.hj212.segment import Packet, read_head, read_header, write_segment
from tests.hj212.sample import SAMPLES, segment_2017

TOKEN = st.text("0123456789ABCDEFabcdefXYZ_-", min_size=1, max_size=24)


@st.composite
def packets(draw: st.DrawFn, edition: Edition) -> Packet:
    total = draw(st.none() | st.integers(1, 9))
    return Packet(
        request_id=draw(st.none() | st.from_regex(r"20[0-9]{15}", fullmatch=True)),
        system_code=draw(st.sampled_from(["21", "22", "31", "32", "91"])),
        command_code=draw(st.sampled_from(["2011", "2051", "9014", "3020"])),
        password=draw(st.none() | st.from_regex(r"[0-9a-zA-Z]{6}", fullmatch=True)),
        device_id=draw(TOKEN),
        flag=edition.flag(answer=draw(st.booleans()), split=total is not None),
        packet_total=total,
        packet_number=draw(st.integers(1, total)) if total else None,
        replay=draw(st.booleans()) if edition.rules.replay_mark else False,
        parameters=draw(st.binary(max_size=300)),
    )


@given(st.data(), st.sampled_from(Edition))
def test_a_written_packet_reads_back_and_writes_the_same(
    data: st.DataObject, edition: Edition
) -> None:
    packet = data.draw(packets(edition))
    segment = write_segment(packet, edition)
    read = read_header(segment)
    assert read._replace(quirks=()) == packet
    assert write_segment(read, edition) == segment
    assert not {Quirk.FIELD_ORDER, Quirk.HEADER_SEPARATOR, Quirk.NO_CLOSING_MARK} & set(read.quirks)


@pytest.mark.requirement("C4")
def test_a_regular_header_of_2017_has_no_quirks() -> None:
    packet = read_header(segment_2017(b"2011", b"DataTime=20160801085857"))
    assert packet == Packet(
        "20160801085857223",
        "32",
        "2011",
        "123456",
        "010000A8900016F000169DC0",
        5,
        parameters=b"DataTime=20160801085857",
    )
    assert packet.wants_answer and not packet.is_split and packet.version == 1


def test_reading_twice_gives_the_same_though_the_second_is_remembered() -> None:
    for segment in SAMPLES:
        try:
            first = read_header(segment)
        except MalformedSegment:
            continue
        assert read_header(segment) == first


def test_a_head_read_alone_says_what_its_segment_says() -> None:
    head = segment_2017(b"2011", b"")[len("QN=20160801085857223") : -len("CP=&&&&")]
    packet = read_head(head)
    assert packet is not None
    assert packet[1:9] == read_header(segment_2017(b"2011", b""))[1:9]
    assert read_head(b"MN=7;ST=32;") is None


@pytest.mark.parametrize(
    ("segment", "problem"),
    [
        (b"nothing", "no CP"),
        (b"QN=1;ST=32;MN=7;CP=&&&&", "no usable CN"),
        (b"ST=32;CN=20 11;MN=7;CP=&&&&", "no usable CN"),
        (b"ST=32;CN=2011;CP=&&&&", "no MN"),
        (b"ST=32;CN=2011;MN=;CP=&&&&", "an empty MN"),
        (b"ST=32;CN=2011;MN=" + b"7" * 41 + b";CP=&&&&", "an MN that is no token"),
        (b"ST=32;CN=2011;MN=\xd6\xd0;CP=&&&&", "an MN that is no token"),
    ],
)
def test_what_cannot_be_attributed_is_malformed(segment: bytes, problem: str) -> None:
    with pytest.raises(MalformedSegment, match=problem):
        read_header(segment)


def test_an_answer_and_an_activation_may_lack_the_device() -> None:
    assert read_header(b"ST=91;CN=9013;CP=&&&&").device_id == ""
    assert Quirk.NO_DEVICE_ID in read_header(b"ST=32;CN=1001;MN=;Flag=9;CP=&&&&").quirks


def test_a_set_split_bit_does_not_prove_parts() -> None:
    packet = read_header(b"QN=20040516010101001;ST=32;CN=1011;PW=1;MN=7;Flag=3;CP=&&&&")
    assert not packet.is_split and Quirk.SPLIT_BIT_ALONE in packet.quirks


def test_parts_of_both_editions_are_understood() -> None:
    late = read_header(b"QN=20160801085857534;ST=32;CN=2061;MN=7;Flag=6;PNUM=2;PNO=1;CP=&&&&")
    early = read_header(b"QN=20160801085857534;PNUM=2;PNO=1;ST=32;CN=2061;MN=7;Flag=2;CP=&&&&")
    assert late.is_split and early.is_split
    assert Quirk.FIELD_ORDER not in (*late.quirks, *early.quirks)


def test_text_may_hold_the_closing_mark() -> None:
    packet = read_header(segment_2017(b"3020", b"i11001-Info=//a&&b//"))
    assert packet.parameters == b"i11001-Info=//a&&b//"


def test_password_and_parameters_are_not_printed() -> None:
    packet = read_header(segment_2017(b"1072", b"NewPW=654321"))
    assert "123456" not in repr(packet) and "654321" not in repr(packet)
    with pytest.raises(MalformedSegment) as caught:
        read_header(b"ST=32;PW=123456;MN=7;CP=&&&&")
    assert "123456" not in str(caught.value)


@pytest.mark.parametrize(
    ("packet", "edition", "sentence"),
    [
        (Packet("1", "32", "2011", None, "7", replay=True), Edition.HJ212_2017, "replay mark"),
        (Packet("1", "32", "2011", None, "7;CN=1"), Edition.HJ212_2017, "ends a field"),
        (Packet("1", "32", "2011", None, "7", parameters=b"x" * 951), Edition.HJ212_2017, "CP"),
        (
            Packet("1" * 60, "3", "2" * 60, "4" * 60, "7", parameters=b"x" * 950),
            Edition.HJ212_2025,
            "data segment of",
        ),
    ],
)
def test_we_refuse_to_send_what_the_edition_forbids(
    packet: Packet, edition: Edition, sentence: str
) -> None:
    with pytest.raises(UnwritablePacket, match=sentence):
        write_segment(packet, edition)


def test_2005_writes_its_numbers_behind_the_request() -> None:
    packet = Packet("20040516010101001", "32", "2051", "123456", "7", 3, 2, 1)
    assert write_segment(packet, Edition.HJT212_2005).startswith(
        b"QN=20040516010101001;PNUM=2;PNO=1;ST="
    )


def test_editions_differ_by_their_version_bits_and_first_day() -> None:
    assert [rules.version for rules in EDITIONS.values()] == [0, 1, 2]
    days = [rules.in_force for rules in EDITIONS.values()]
    assert days == sorted(days)
    assert [edition.flag() for edition in Edition] == [0, 4, 8]
    assert [edition.flag(split=True, answer=True) for edition in Edition] == [3, 7, 11]
    assert Edition.HJ212_2025.rules.trust == "second hand"


def test_editions_bound_the_values_of_header_fields() -> None:
    longest = {
        edition: [edition.longest_value(name) for name in ("QN", "PW", "MN", "PNUM", "RF")]
        for edition in Edition
    }
    assert longest == {
        Edition.HJT212_2005: [17, 6, 14, 4, None],
        Edition.HJ212_2017: [17, 6, 24, 4, None],
        Edition.HJ212_2025: [17, 6, 24, 1, 1],
    }
