"""A packet field by field with what each means (报文解读), from what `hj212` says of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.hj212.command import CommandKind, command, systems
from bihuan.hj212.decode import describe
from bihuan.hj212.result import data_flags, result_code
from bihuan.hj212.value_kind import Statistic
from bihuan.registry.models import Averaging
from bihuan.registry.quirk import quirk_counts
from bihuan.registry.secrecy import MASK
from bihuan.registry.statistic import STATISTICS

VERSIONS = {0: "HJ/T 212-2005", 1: "HJ 212-2017", 2: "HJ 212-2025"}
RESULTS = ("QnRtn", "ExeRtn")
FROM_DEVICE = (CommandKind.UPLOAD, CommandKind.ANSWER, CommandKind.NOTICE)

Report = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Explained:
    """One field: as sent, and what it means."""

    name: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together."""

    title: str
    rows: list[Explained]


def packet_sections(packet: bytes) -> list[Section]:
    """Frame, header, values and deviations of a packet (报文解读); passwords are not in them."""
    report = describe(packet)
    sections = [Section("通讯包", list(_frame(report)))]
    if "error" not in report:
        sections.append(Section("报文头", list(_header(report))))
        sections.append(Section("数据区", list(_values(report))))
    quirks = quirk_counts(dict.fromkeys(report["quirks"], 1))
    sections.append(Section("不规范项", [Explained(one.title, "") for one in quirks]))
    return [section for section in sections if section.rows]


def _frame(report: Report) -> Iterator[Explained]:
    declared = "无" if report["declared"] is None else str(report["declared"])
    fits = "与数据段相符" if report["length_ok"] else f"数据段实为 {report['actual']} 字节"
    yield Explained("长度", declared, fits)
    computed = f"按标准计算为 {report['check_computed']}"
    verdict = "正确" if report["check_ok"] else computed
    yield Explained("校验码", report["check_given"] or "无", verdict)


def _header(report: Report) -> Iterator[Explained]:
    if report["qn"] is not None:
        yield Explained("QN", report["qn"], "请求编码")
    system = systems().get(report["st"])
    yield Explained("ST", report["st"], f"系统编码：{system.name_zh if system else '未知'}")
    yield Explained("CN", report["cn"], f"命令编码：{command_words(report['cn'])}")
    if report["password_present"]:
        yield Explained("PW", MASK, "访问密码（已隐去）")
    yield Explained("MN", report["mn"], "设备唯一标识")
    yield Explained("Flag", str(report["flag"]), _flag_words(report["flag"]))
    if report["pnum"] is not None:
        yield Explained("PNO / PNUM", f"{report['pno']} / {report['pnum']}", "包号 / 总包数")
    if report["rf"]:
        yield Explained("RF", "1", "补传数据")


def command_words(code: str) -> str:
    """What a command code means when a device sends it; of 2011 the upload, not the request."""
    uses = (command(code, kind=kind) for kind in FROM_DEVICE)
    known = next((use for use in uses if use is not None), None) or command(code)
    return known.name_zh if known else "未知"


def _flag_words(flag: int) -> str:
    version = VERSIONS.get(flag >> 2, f"版本 {flag >> 2}")
    return f"{version}，{'需要应答' if flag & 1 else '不需应答'}"


def _values(report: Report) -> Iterator[Explained]:
    if report["kind"] is not None:
        yield Explained("数据类型", report["cn"], f"{Averaging(report['kind']).label}数据")
    for name, text in report["fields"].items():
        yield Explained(name, text, _field_words(name, text))
    for record in report["records"]:
        yield _record(record)


def _field_words(name: str, text: str) -> str:
    if name in RESULTS:
        known = result_code(name, text)
        return known.name_zh if known else "未知结果"
    return "数据时间（北京时间）" if name == "DataTime" else ""


def _record(record: Report) -> Explained:
    statistic = Statistic[record["statistic"].upper()]
    what = f"{record['name'] or '未知因子'} {STATISTICS.get(statistic.value, statistic.name)}"
    flag = data_flags().get(record["flag"])
    told = f"，标记 {record['flag']} {flag.name_zh if flag else '未知'}" if record["flag"] else ""
    return Explained(record["factor"], record["text"], what + told)
