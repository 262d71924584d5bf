"""Answers in the form of each edition."""

from pathlib import Path

import pytest

from bihuan.hj212.answer import (
    AnswerCode,
    ExecutionResult,
    RequestResult,
    answer_to,
    answered_request_id,
    execution_result,
    request_result,
)
from bihuan.hj212.edition import Edition
from bihuan.hj212.error import UnwritablePacket
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.result import result_codes
from bihuan.hj212.segment import Packet, read_header

UPLOAD = Packet(
    "20160801085857223", "32", "2051", "123456", "010000A8900016F000169DC0", 5, parameters=b"x=1"
)


def read_back(frame: bytes) -> Packet:
    (event,) = Reader().feed(frame)
    assert isinstance(event, Frame)
    assert not event.quirks
    return read_header(event.segment)


@pytest.mark.requirement("C4")
@pytest.mark.real_data
def test_printed_answers_of_2017_and_2025_come_out_byte_for_byte(reference_data: Path) -> None:
    text = (reference_data / "hj212" / "packets.txt").read_text("utf-8")
    printed = [line for line in text.splitlines() if line.startswith("##") and ";ST=91;" in line]
    compared = 0
    for line in printed:
        wire = line.encode().replace(b"\\r\\n", b"\r\n")
        packet = read_header(wire[6:-6])
        edition = {4: Edition.HJ212_2017, 8: Edition.HJ212_2025}.get(packet.flag)
        if edition is None or not wire.endswith(b"\r\n") or not packet.request_id:
            continue
        result = {"9011": request_result, "9012": execution_result}.get(packet.command_code)
        again = answer_to(
            packet,
            edition,
            code=packet.command_code,
            result=result(packet) if result else None,
        )
        assert again == wire
        compared += 1
    assert compared >= 15


@pytest.mark.requirement("C4")
@pytest.mark.real_data
def test_printed_answer_of_2005_comes_out_byte_for_byte(reference_data: Path) -> None:
    text = (reference_data / "hj212" / "packets.txt").read_text("utf-8")
    head = "##0084ST=91;CN=9011;PW=123456;MN=88888880000001;Flag=0;"
    printed = f"{head}CP=&&QN=20040516010101001;QnRtn=1&&7200"
    assert printed in text
    asked = Packet("20040516010101001", "32", "1072", "123456", "88888880000001", 3)
    assert answer_to(asked, Edition.HJT212_2005, code="9011", result=1) == f"{printed}\r\n".encode()


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("code", AnswerCode)
def test_every_answer_can_be_read_and_names_what_it_answers(edition: Edition, code: str) -> None:
    result = 1 if code in ("9011", "9012") else None
    answer = read_back(answer_to(UPLOAD, edition, code=code, result=result))
    assert (answer.system_code, answer.command_code) == ("91", code)
    assert answer.flag == edition.flag()
    assert answer.device_id == UPLOAD.device_id
    assert answered_request_id(answer) == UPLOAD.request_id


def test_data_answer_of_2005_names_command_and_part() -> None:
    part = Packet("20040516010101001", "32", "2051", "123456", "88888880000001", 3, 2, 1)
    answer = read_back(answer_to(part, Edition.HJT212_2005))
    assert answer.request_id is None
    assert answer.parameters == b"QN=20040516010101001;CN=2051;PNO=1;PNUM=2"


def test_results_unknown_to_2005_become_its_plain_no() -> None:
    refused = answer_to(UPLOAD, Edition.HJT212_2005, code="9011", result=8)
    busy = answer_to(UPLOAD, Edition.HJT212_2005, code="9012", result=5)
    nothing = answer_to(UPLOAD, Edition.HJT212_2005, code="9012", result=100)
    assert request_result(read_back(refused)) is RequestResult.REFUSED
    assert execution_result(read_back(busy)) is ExecutionResult.FAILED
    assert execution_result(read_back(nothing)) is ExecutionResult.NO_DATA


def test_an_upload_without_id_or_password_is_answered_without_them() -> None:
    bare = Packet(None, "32", "2011", None, "88888880000001", 1)
    answer = read_back(answer_to(bare, Edition.HJT212_2005))
    assert answer.password is None
    assert answer.parameters == b"CN=2011"
    assert answered_request_id(read_back(answer_to(bare, Edition.HJ212_2017))) is None


@pytest.mark.parametrize(("code", "result"), [("9011", None), ("9012", None), ("9015", 1)])
def test_an_answer_that_no_edition_has_is_refused(code: str, result: int | None) -> None:
    with pytest.raises(UnwritablePacket, match=code):
        answer_to(UPLOAD, Edition.HJ212_2017, code=code, result=result)


def test_unreadable_results_are_never_taken_for_a_yes() -> None:
    for area in (b"", b"QnRtn=", b"QnRtn=x", b"QnRtn=11", b"ExeRtn=1.0"):
        answer = Packet("1", "91", "9011", None, "A", 4, parameters=area)
        assert request_result(answer) is RequestResult.UNKNOWN
        assert execution_result(answer) is not ExecutionResult.DONE


def test_result_numbers_are_those_of_the_table() -> None:
    printed = {(row.field, int(row.code)) for row in result_codes()}
    ours = {("QnRtn", each.value) for each in RequestResult}
    ours |= {("ExeRtn", each.value) for each in ExecutionResult}
    assert ours == printed
