"""Requests of the host: which exist, what they carry, and what is refused before sending."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hj212.command import CommandKind, Direction, commands
from bihuan.hj212.conversation import (
    BadField,
    BadRequest,
    MissingField,
    NotInEdition,
    UnknownRequest,
    read_request,
    request_of,
)
from bihuan.hj212.conversation import request as builders
from bihuan.hj212.conversation.request import FORMS, Request
from bihuan.hj212.conversation.request.field import FIELD_RULES
from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.segment import Packet, read_header


def test_every_request_of_the_command_table_can_be_built() -> None:
    host = {
        use.code
        for use in commands()
        if use.direction is Direction.HOST and use.kind is not CommandKind.ANSWER
    }
    assert set(FORMS) == host
    assert all(place.name in FIELD_RULES for form in FORMS.values() for place in form.places)
    notices = {form.command_code for form in FORMS.values() if form.is_notice}
    assert notices == {"2012", "2022"}


@pytest.mark.parametrize(
    ("code", "fields", "complaint"),
    [
        ("1000", {"OverTime": "0", "ReCount": "3"}, "OverTime '0' of command 1000: below 1 s"),
        ("1000", {"OverTime": "100", "ReCount": "3"}, "not of the form"),
        ("1062", {"RtdInterval": "3601"}, "above 3600 s"),
        ("1064", {"MinInterval": "60"}, "none of 1 2 3 4 5 6 10 12 15 20 30 min"),
        ("1012", {"SystemTime": "20261301000000"}, "no such time"),
        ("1072", {"NewPW": "12345;"}, "NewPW of command 1072: not of the form"),
        ("2051", {"BeginTime": "20260102000000", "EndTime": "20260101000000"}, "before BeginTime"),
        ("3012", {"PolId": "w01018;x"}, "not of the form"),
        ("3016", {"PolId": "w01018", "CstartTime": "246000", "Ctime": "2"}, "no such time"),
        ("3021", {"PolId": "w01018", "InfoId": "i13004", "i13004-Info": "1;2"}, "not of the form"),
        ("1061", {"RtdInterval": "30"}, "not a field of this command"),
        ("1062", {"RtdInterval": ["30", "60"]}, "given twice"),
        ("1011", {"Whatever": "1"}, "not a field of this command"),
    ],
)
def test_a_bad_field_is_refused_with_a_sentence(
    code: str, fields: dict[str, str | list[str]], complaint: str
) -> None:
    with pytest.raises(BadField, match=complaint):
        request_of(code, fields)


def test_no_sentence_shows_a_password_or_a_key() -> None:
    for code, fields in (("1072", {"NewPW": "secret-pw"}), ("1014", {"NewSK": "secret key"})):
        with pytest.raises(BadField) as caught:
            request_of(code, fields)
        assert "secret" not in str(caught.value)


def test_a_missing_field_and_an_unknown_request_are_named() -> None:
    with pytest.raises(MissingField, match="command 1012 needs SystemTime"):
        request_of("1012")
    with pytest.raises(UnknownRequest, match="the host has no request 1013"):
        request_of("1013")
    with pytest.raises(NotInEdition, match="3022"):
        request_of("3022", {"PolId": "w01018"}).parameters(Edition.HJ212_2017)


def test_fields_go_out_in_the_order_of_the_standard() -> None:
    request = request_of("3016", {"Ctime": "2", "CstartTime": "000000", "PolId": "w01018"})
    area = request.parameters(Edition.HJ212_2017)
    assert area == b"PolId=w01018;CstartTime=000000;Ctime=2"


def test_limits_of_a_factor_stand_together() -> None:
    request = builders.alarm_limits_setting([("101", "1.1", "9.9"), ("102", "1.1", "9.9")])
    area = request.parameters(Edition.HJT212_2005)
    assert area == b"101-LowValue=1.1,101-UpValue=9.9;102-LowValue=1.1,102-UpValue=9.9"


def _printed_requests(reference_data: Path) -> list[tuple[Packet, Edition]]:
    text = (reference_data / "hj212" / "packets.txt").read_text("utf-8")
    found = []
    for line in text.splitlines():
        events = Reader().feed(line.replace("\\r\\n", "\r\n").encode("latin-1"))
        if not line.startswith("##") or len(events) != 1 or not isinstance(events[0], Frame):
            continue
        packet = read_header(events[0].segment)
        edition = [Edition.HJT212_2005, Edition.HJ212_2017, Edition.HJ212_2025][packet.version % 3]
        form = FORMS.get(packet.command_code)
        asks = b"-" not in packet.parameters and b"DataTime" not in packet.parameters
        if form and edition in form.editions and packet.wants_answer and asks:
            found.append((packet, edition))
    return found


NOT_REQUESTS = {"2011", "1011", "1061", "1063", "3017", "3018", "2081"}


@pytest.mark.requirement("C4")
@pytest.mark.real_data
def test_printed_requests_are_read_and_written_again_alike(reference_data: Path) -> None:
    """Codes whose uploads look like requests are left out where they carry an upload's field."""
    read, alike = 0, 0
    for packet, edition in _printed_requests(reference_data):
        try:
            request = read_request(packet)
        except BadRequest:
            assert packet.command_code in NOT_REQUESTS, packet
            continue
        read += 1
        alike += request.parameters(edition) == packet.parameters
    assert read >= 80
    assert alike / read > 0.9


@given(
    st.sampled_from(sorted(FORMS)),
    st.dictionaries(st.sampled_from(sorted(FIELD_RULES)), st.text(max_size=20)),
)
def test_whatever_is_asked_a_request_never_breaks_the_grammar(
    code: str, fields: dict[str, str]
) -> None:
    try:
        request = request_of(code, fields)
    except BadRequest:
        return
    for edition in FORMS[code].editions:
        area = request.parameters(edition)
        assert not set(area) & set(b"&\r\n")
        packet = Packet("1", "32", code, "123456", "A", parameters=area)
        assert sorted(read_request(packet).fields) == sorted(request.fields)


def test_a_request_holds_what_a_host_wrote_leniently() -> None:
    segment = b"QN=1;ST=32;CN=3014;PW=1;MN=A;Flag=3;CP=&&PolID=101,CTime=04,CTime=10&&"
    expected = (("PolId", "101"), ("CTime", "04"), ("CTime", "10"))
    assert read_request(read_header(segment)) == Request("3014", expected)
    renamed = b"QN=1;ST=32;CN=1072;PW=1;MN=A;Flag=3;CP=&&PW=654321&&"
    assert read_request(read_header(renamed)).fields == (("NewPW", "654321"),)
