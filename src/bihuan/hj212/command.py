"""Command codes CN (命令编码) and system codes ST (系统编码)."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from bihuan.hj212.edition import Edition
from bihuan.hj212.table import read_table


class Direction(StrEnum):
    """Who sends it (传输方向)."""

    HOST = "host"
    FIELD = "field"
    BOTH = "both"


class CommandKind(StrEnum):
    """What kind of exchange it is (命令类型)."""

    REQUEST = "request"
    UPLOAD = "upload"
    NOTICE = "notice"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Command:
    """One use of a command code (命令).

    Args:
        code: CN, four digits.
        name_zh: name in Chinese.
        name_en: name in English, ours.
        direction: who sends it.
        kind: request, upload, notice or answer.
        parameters: fields of CP in the table's notation; [] is optional.
        editions: editions that have it.
        trust: see tables/README.md.
        note: what else to know.
    """

    code: str
    name_zh: str
    name_en: str
    direction: Direction
    kind: CommandKind
    parameters: str
    editions: frozenset[Edition]
    trust: str
    note: str


@cache
def commands() -> tuple[Command, ...]:
    """Every use of every command code (命令编码表), in the order of the codes."""
    return tuple(_command(row) for row in read_table("commands"))


@cache
def _by_code() -> MappingProxyType[str, tuple[Command, ...]]:
    uses: dict[str, tuple[Command, ...]] = {}
    for use in commands():
        uses[use.code] = (*uses.get(use.code, ()), use)
    return MappingProxyType(uses)


def _command(row: dict[str, str]) -> Command:
    return Command(
        row["code"],
        row["name_zh"],
        row["name_en"],
        Direction(row["direction"]),
        CommandKind(row["kind"]),
        row["parameters"],
        frozenset(Edition(edition) for edition in row["editions"].split()),
        row["trust"],
        row["note"],
    )


def command(
    code: str, *, kind: CommandKind | None = None, edition: Edition | None = None
) -> Command | None:
    """What a command code means (命令).

    Args:
        code: CN.
        kind: the use that is meant, when a code has several; the first printed otherwise.
        edition: only a use that this edition has.

    Returns:
        None for a code that no edition has, or not in this use.

    >>> command("2011", kind=CommandKind.UPLOAD).name_zh
    '上传污染物实时数据'
    >>> command("1001", edition=Edition.HJ212_2025).name_zh
    '上传数采仪硬件序号'
    """
    for use in _by_code().get(code, ()):
        if (kind is None or use.kind is kind) and (edition is None or edition in use.editions):
            return use
    return None


@dataclass(frozen=True, slots=True)
class System:
    """A system code ST (系统编码)."""

    code: str
    name_zh: str
    name_en: str
    editions: frozenset[Edition]
    trust: str


@cache
def systems() -> MappingProxyType[str, System]:
    """The system codes (系统编码表) by code.

    Source: HJ 212-2017, table of system codes.

    >>> systems()["32"].name_zh
    '地表水体环境污染源'
    """
    return MappingProxyType({row["code"]: _system(row) for row in read_table("system_codes")})


def _system(row: dict[str, str]) -> System:
    editions = frozenset(Edition(edition) for edition in row["editions"].split())
    return System(row["code"], row["name_zh"], row["name_en"], editions, row["trust"])
