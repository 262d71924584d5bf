"""Data flags of HJ 212 in the shortest words (数据标记), for pins and cells, over all editions.

The standards' full words are `hj212.result.data_flags`.
"""

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        "N": "正常",
        "F": "停运",
        "M": "维护",
        "S": "手工输入",
        "D": "故障",
        "C": "校准",
        "T": "超量程",
        "B": "通讯异常",
        "P": "停电",
        "U": "上游缺测",
        "0": "校准",
        "1": "气象影响",
        "2": "异常",
        "3": "正常",
    }
)
"""Letters are of 2017 and of 2005's sources, digits of 2005's air stations; U is ours."""

NORMAL = frozenset({"", "N", "3"})
STOPPED = frozenset({"F", "P"})


def flag_words(flag: str) -> str:
    """What a flag says; an unknown one is never taken for normal.

    >>> flag_words("D"), flag_words("N"), flag_words("Z")
    ('故障', '正常', '未知标记 Z')
    """
    return WORDS.get(flag, f"未知标记 {flag}")
