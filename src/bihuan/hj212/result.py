"""Result codes (执行结果) of answers, and data flags (数据标记) of values."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bihuan.hj212.edition import Edition
from bihuan.hj212.table import read_table

REQUEST_RESULT = "QnRtn"
EXECUTION_RESULT = "ExeRtn"


@dataclass(frozen=True, slots=True)
class ResultCode:
    """What an answer says (请求应答或执行结果).

    Args:
        field: QnRtn (9011) or ExeRtn (9012).
        code: the number on the wire.
        name_zh: meaning in Chinese.
        name_en: meaning in English, ours.
        editions: editions that print it; 2025's own table could not be had.
    """

    field: str
    code: str
    name_zh: str
    name_en: str
    editions: frozenset[Edition]

    @property
    def is_success(self) -> bool:
        """1 means accepted (QnRtn) or done (ExeRtn)."""
        return self.code == "1"


@cache
def result_codes() -> tuple[ResultCode, ...]:
    """Both tables of results (结果编码表).

    Source: HJ 212-2017, tables of request and execution results.
    """
    return tuple(
        ResultCode(row["field"], row["code"], row["name_zh"], row["name_en"], _editions(row))
        for row in read_table("result_codes")
    )


def _editions(row: dict[str, str]) -> frozenset[Edition]:
    return frozenset(Edition(edition) for edition in row["editions"].split())


def result_code(field: str, code: str) -> ResultCode | None:
    """What a result means (结果含义), None when no edition has it.

    >>> result_code("QnRtn", "3").name_zh, result_code("ExeRtn", "42")
    ('PW 错误', None)
    """
    for result in result_codes():
        if result.field == field and result.code == code:
            return result
    return None


@dataclass(frozen=True, slots=True)
class DataFlag:
    """A data flag (数据标记); whether a value counts as valid is a rule of the platform.

    Args:
        flag: one character.
        scope: source or air_station.
        name_zh: meaning in Chinese.
        name_en: meaning in English, ours.
        editions: editions that print it.
    """

    flag: str
    scope: str
    name_zh: str
    name_en: str
    editions: frozenset[Edition]


@cache
def data_flags() -> MappingProxyType[str, DataFlag]:
    """The data flags (数据标记表) by character; the set is open.

    Source: HJ 212-2017 table 8; HJ/T 212-2005.

    >>> data_flags()["D"].name_zh, data_flags().get("X")
    ('故障', None)
    """
    return MappingProxyType(
        {
            row["flag"]: DataFlag(
                row["flag"], row["scope"], row["name_zh"], row["name_en"], _editions(row)
            )
            for row in read_table("data_flags")
        }
    )


@cache
def _states() -> MappingProxyType[tuple[str, str], str]:
    instruments = {
        (row["code"], row["value"]): row["name_zh"] for row in read_table("information_states")
    }
    facilities = {("SBx", row["value"]): row["name_zh"] for row in read_table("facility_states")}
    return MappingProxyType(instruments | facilities)


def state_name(code: str, value: str) -> str | None:
    """What a value of a state code means (状态含义), None when the standard does not say.

    Args:
        code: a state among the site information codes, or the code of a treatment facility.
        value: as sent in the field Info or RS.

    Source: HJ 212-2017 table B.10, and its field SBx-RS.

    >>> state_name("i12001", "3"), state_name("SB12", "1"), state_name("i12001", "4")
    ('校准', '运行', None)
    """
    return _states().get(("SBx" if code.startswith("SB") else code, value))
