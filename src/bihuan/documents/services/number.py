"""Numbers without gaps: taken in the caller's transaction, voids kept."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.documents.error import WrongNumber
from bihuan.documents.models import IssuedNumber, NumberSeries

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """How a number looks (编号规则).

    Args:
        text: with `{year}`, `{district}` and `{serial}`, the last with a width such as
            `{serial:04}`; all but the serial name the series.
        district: code that replaces `{district}`.

    Raises:
        WrongNumber: the pattern has no serial, or names something else.
    """

    text: str
    district: str = ""

    def __post_init__(self) -> None:
        if "{serial" not in self.text:
            raise WrongNumber(f"编号规则 {self.text!r} 没有序号 {{serial}}")
        try:
            self.number(year=2026, serial=1)
        except (KeyError, IndexError, ValueError) as error:
            raise WrongNumber(f"编号规则 {self.text!r} 无法使用：{error}") from error

    def number(self, *, year: int, serial: int) -> str:
        """The number as it is printed.

        >>> NumberPattern("巩环交办〔{year}〕{serial}号").number(year=2026, serial=7)
        '巩环交办〔2026〕7号'
        """
        return self.text.format(year=year, serial=serial, district=self.district)

    def series(self, *, year: int) -> str:
        """The run that the number belongs to: the pattern with all but the serial filled in."""
        spot = self.text.index("{serial")
        end = self.text.index("}", spot) + 1
        rest = self.text[:spot] + "#" + self.text[end:]
        return rest.format(year=year, district=self.district)


def issue_number(
    pattern: NumberPattern, *, purpose: str, by: User | None, now: datetime
) -> IssuedNumber:
    """Take the next number (取号) inside the caller's transaction.

    If the caller's transaction fails, the number was never given: no gap.

    Raises:
        TransactionManagementError: there is no transaction around the call.
    """
    return issue_numbers(pattern, 1, purpose=purpose, by=by, now=now)[0]


def issue_numbers(
    pattern: NumberPattern, count: int, *, purpose: str, by: User | None, now: datetime
) -> list[IssuedNumber]:
    """Take the next numbers (批量取号) inside the caller's transaction, without gaps.

    Raises:
        TransactionManagementError: there is no transaction around the call.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a number is issued inside a transaction")
    year = now.astimezone(SHANGHAI).year
    code = pattern.series(year=year)
    NumberSeries.objects.get_or_create(code=code)
    series = NumberSeries.objects.select_for_update().get(code=code)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return IssuedNumber.objects.bulk_create(
        [
            IssuedNumber(
                series=series,
                serial=serial,
                text=pattern.number(year=year, serial=serial),
                purpose=purpose,
                issued_at=now,
                issued_by=by,
            )
            for serial in range(first, first + count)
        ],
        batch_size=500,
    )


@transaction.atomic
def void_number(number: IssuedNumber, *, reason: str, by: User, now: datetime) -> IssuedNumber:
    """Void a number (作废); it stays in its place.

    Raises:
        WrongNumber: void already, or no reason.
    """
    kept = IssuedNumber.objects.select_for_update().get(pk=number.pk)
    if kept.voided_at is not None:
        raise WrongNumber(f"文号 {kept.text} 已经作废")
    if not reason.strip():
        raise WrongNumber("作废必须写明原因")
    kept.voided_at, kept.voided_by, kept.void_reason = now, by, reason.strip()
    kept.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return kept
