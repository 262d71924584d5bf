"""How an export is graded by what it holds (导出分级): at once, or with purpose and approval."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import TextChoices

from bihuan.accounts.models import ExportRequest


class Content(TextChoices):
    """What a file holds (内容分级)."""

    STATION = "station", "本单位监测数据"
    LEDGER = "ledger", "一般台账"
    PERSONAL = "personal", "个人信息"
    TRADE = "trade", "企业商业信息"
    BULK = "bulk", "批量数据"


class Grade(StrEnum):
    """What an export needs (导出级别)."""

    AT_ONCE = "at_once"
    CONTROLLED = "controlled"


CONTROLLED = frozenset({Content.PERSONAL, Content.TRADE, Content.BULK})


@dataclass(frozen=True, slots=True)
class ExportAsk:
    """What somebody wants to take out (导出意图).

    Attributes:
        title: of the file, as people name it.
        target: address of the export with its filters; an approval counts for it alone.
        contents: what the file holds; bulk is added by itself.
        rows: how many; None where it is not known before.
    """

    title: str
    target: str
    contents: frozenset[Content]
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Watermark:
    """What a controlled file says of itself (文件水印)."""

    user: str
    username: str
    at: datetime
    purpose: str
    number: int
    approved_by: str

    def lines(self) -> tuple[str, ...]:
        """As it is written into the file."""
        return (
            f"导出人：{self.user}（{self.username}）",
            f"导出时间：{self.at:%Y-%m-%d %H:%M:%S}",
            f"用途：{self.purpose}",
            f"审批编号：{self.number}，审批人：{self.approved_by}",
            "本文件限于上述用途，未经许可不得转发、公开或用于其他目的。",
        )


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to write the file (导出许可); with a request where approval was needed."""

    contents: frozenset[Content]
    request: ExportRequest | None = None


def contents_with_bulk(
    contents: Collection[Content], rows: int | None, bulk_rows: int
) -> frozenset[Content]:
    """The contents, and bulk where the rows pass the bound; one's own station is never bulk.

    >>> sorted(str(one) for one in contents_with_bulk({Content.LEDGER}, 60_000, 50_000))
    ['bulk', 'ledger']
    """
    many = rows is not None and rows > bulk_rows and set(contents) != {Content.STATION}
    return frozenset(contents) | ({Content.BULK} if many else set())


def grade_of(contents: Collection[Content]) -> Grade:
    """Controlled where any part is personal, trade or bulk.

    >>> grade_of({Content.LEDGER}), grade_of({Content.LEDGER, Content.PERSONAL})
    (<Grade.AT_ONCE: 'at_once'>, <Grade.CONTROLLED: 'controlled'>)
    """
    return Grade.AT_ONCE if CONTROLLED.isdisjoint(contents) else Grade.CONTROLLED
