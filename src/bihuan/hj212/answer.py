"""The answers 9011, 9012, 9013 and 9014, in the form of the device's own edition."""

from enum import IntEnum, StrEnum

from bihuan.hj212.data_area import read_data_area
from bihuan.hj212.edition import Edition
from bihuan.hj212.error import UnwritablePacket
from bihuan.hj212.frame import write_frame
from bihuan.hj212.result import EXECUTION_RESULT, REQUEST_RESULT, result_code
from bihuan.hj212.segment import Packet


class AnswerCode(StrEnum):
    """The four answers (应答命令编码).

    Source: HJ 212-2017 table 9.
    """

    REQUEST = "9011"
    EXECUTION = "9012"
    NOTICE = "9013"
    DATA = "9014"


class RequestResult(IntEnum):
    """What a device says to a request (请求命令返回 QnRtn).

    Source: HJ 212-2017 table 6 (QnRtn); 2005 knows only the first three.
    """

    WILL_EXECUTE = 1
    REFUSED = 2
    WRONG_PASSWORD = 3
    WRONG_DEVICE_ID = 4
    WRONG_SYSTEM_CODE = 5
    WRONG_FLAG = 6
    WRONG_REQUEST_ID = 7
    WRONG_COMMAND_CODE = 8
    WRONG_CHECK_CODE = 9
    UNKNOWN = 100


class ExecutionResult(IntEnum):
    """How an accepted request ended (执行结果 ExeRtn).

    Source: HJ 212-2017 table 7 (ExeRtn); 2005 knows only 1, 2 and 100.
    """

    DONE = 1
    FAILED = 2
    BAD_CONDITIONS = 3
    TIMED_OUT = 4
    BUSY = 5
    SYSTEM_FAULT = 6
    NO_DATA = 100


RESULT_FIELD = {"9011": REQUEST_RESULT, "9012": EXECUTION_RESULT}
ANSWER_CODES = frozenset(code.value for code in AnswerCode)
_PLAIN_FLAG = {edition: edition.flag() for edition in Edition}


def answer_to(
    packet: Packet, edition: Edition, *, code: str = AnswerCode.DATA, result: int | None = None
) -> bytes:
    """A whole answer frame (应答包) to a packet, ready for the wire.

    Since 2017 the answer repeats the request id in front and carries the
    version alone as Flag. In 2005 the id stands in the data area, and a 9014 names the
    command and the part it answers.

    Args:
        packet: what is answered; its id, password and device id are repeated.
        edition: the device's own, as registered; never guessed from Flag.
        code: 9011, 9012, 9013 or 9014.
        result: QnRtn of a 9011 or ExeRtn of a 9012.

    Raises:
        UnwritablePacket: no such answer, or a 9011 or 9012 without its result.

    Source: HJ 212-2017 6.3.3 and appendix C; HJ/T 212-2005 appendix C.

    >>> from bihuan.hj212.segment import read_header
    >>> hour = read_header(
    ...     b"QN=20160801090000001;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
    ...     b"CP=&&DataTime=20160801080000;w01018-Avg=40.1&&"
    ... )
    >>> answer_to(hour, Edition.HJ212_2017)[6:-2]
    b'QN=20160801090000001;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&FF01'
    >>> answer_to(hour, Edition.HJT212_2005)[65:-6]
    b'CP=&&QN=20160801090000001;CN=2061&&'
    """
    if edition is Edition.HJT212_2005:
        head, area = "", _area_of_2005(packet, code, result)
    else:
        head = f"QN={packet.request_id};" if packet.request_id else ""
        area = "" if code in ("9014", "9013") else _result_field(code, result)
    password = "" if packet.password is None else f"PW={packet.password};"
    segment = (
        f"{head}ST=91;CN={code};{password}MN={packet.device_id};"
        f"Flag={_PLAIN_FLAG[edition]};CP=&&{area}&&"
    )
    return write_frame(segment.encode("latin-1"))


def _result_field(code: str, result: int | None) -> str:
    field = RESULT_FIELD.get(code)
    if field is None or result is None:
        raise UnwritablePacket(f"an answer {code} with result {result} does not exist")
    return f"{field}={result:d}"


def _area_of_2005(packet: Packet, code: str, result: int | None) -> str:
    fields = [f"QN={packet.request_id}"] if packet.request_id else []
    if code == AnswerCode.DATA:
        fields.append(f"CN={packet.command_code}")
        if packet.packet_number is not None:
            fields += [f"PNO={packet.packet_number}", f"PNUM={packet.packet_total or 1}"]
    elif code != AnswerCode.NOTICE:
        fields.append(_result_field(code, _result_of_2005(code, result)))
    return ";".join(fields)


def _result_of_2005(code: str, result: int | None) -> int | None:
    """A result that 2005 does not know becomes its plain no."""
    known = result_code(RESULT_FIELD.get(code, ""), str(result))
    return 2 if known and Edition.HJT212_2005 not in known.editions else result


def answered_request_id(answer: Packet) -> str | None:
    """The id of the packet that an answer answers (应答对应的 QN), in every edition's form.

    Source: HJ 212-2017 6.3.3; HJ/T 212-2005 appendix C.

    >>> from bihuan.hj212.segment import read_header
    >>> answered_request_id(read_header(
    ...     b"ST=91;CN=9011;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001;QnRtn=1&&"
    ... ))
    '20040516010101001'
    """
    if answer.request_id or not answer.parameters:
        return answer.request_id
    return read_data_area(answer.parameters).fields.get("QN")


def request_result(answer: Packet) -> RequestResult:
    """QnRtn of a 9011 (请求返回值); UNKNOWN where it is absent or no known number.

    >>> from bihuan.hj212.segment import read_header
    >>> request_result(read_header(b"QN=1;ST=91;CN=9011;MN=a;Flag=4;CP=&&QnRtn=3&&")).name
    'WRONG_PASSWORD'
    """
    number = _result_number(answer, "QnRtn")
    known = number in RequestResult.__members__.values()
    return RequestResult(number) if known else RequestResult.UNKNOWN


def execution_result(answer: Packet) -> ExecutionResult:
    """ExeRtn of a 9012 (执行返回值); FAILED where it is absent or no known number.

    >>> from bihuan.hj212.segment import read_header
    >>> execution_result(read_header(b"QN=1;ST=91;CN=9012;MN=a;Flag=4;CP=&&ExeRtn=100&&")).name
    'NO_DATA'
    """
    number = _result_number(answer, "ExeRtn")
    known = number in ExecutionResult.__members__.values()
    return ExecutionResult(number) if known else ExecutionResult.FAILED


def _result_number(answer: Packet, field: str) -> int:
    text = read_data_area(answer.parameters).fields.get(field, "")
    return int(text) if text.isascii() and text.isdigit() else -1
