"""Numbers run without gaps, voids included."""

import threading

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from bihuan.accounts.models import User
from bihuan.documents.error import WrongNumber
from bihuan.documents.models import IssuedNumber, NumberSeries
from bihuan.documents.services.number import NumberPattern, issue_number, void_number
from tests.documents.conftest import NOW

ORDER = NumberPattern("巩环交办〔{year}〕{serial}号")


def issue(pattern: NumberPattern = ORDER) -> IssuedNumber:
    with transaction.atomic():
        return issue_number(pattern, purpose="交办单", by=None, now=NOW)


@pytest.mark.django_db
def test_numbers_follow_each_other_by_series() -> None:
    other = NumberPattern("督{district}-{year}-{serial:04}", district="410181")
    assert [issue().text, issue().text] == ["巩环交办〔2026〕1号", "巩环交办〔2026〕2号"]
    assert issue(other).text == "督410181-2026-0001"
    assert issue().serial == 3


@pytest.mark.django_db
def test_a_failed_transaction_leaves_no_gap() -> None:
    issue()
    with pytest.raises(RuntimeError), transaction.atomic():
        issue_number(ORDER, purpose="交办单", by=None, now=NOW)
        raise RuntimeError
    assert issue().serial == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_is_not_given_outside_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        issue_number(ORDER, purpose="交办单", by=None, now=NOW)


@pytest.mark.django_db
def test_a_void_number_stays_in_its_place_with_its_reason() -> None:
    person = User.objects.create(username="wang", name="王")
    number = void_number(issue(), reason="打印有误", by=person, now=NOW)
    assert (number.voided_at, number.void_reason) == (NOW, "打印有误")
    assert issue().serial == 2
    with pytest.raises(WrongNumber, match="已经作废"):
        void_number(number, reason="再次", by=person, now=NOW)
    with pytest.raises(WrongNumber, match="原因"):
        void_number(issue(), reason=" ", by=person, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_people_who_press_at_once_get_different_numbers_without_gaps() -> None:
    NumberSeries.objects.create(code=ORDER.series(year=2026))

    def take() -> None:
        for _ in range(5):
            issue()
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    serials = list(IssuedNumber.objects.values_list("serial", flat=True).order_by("serial"))
    assert serials == list(range(1, 21))


@pytest.mark.parametrize("text", ["没有序号", "{serial}{what}", "{serial:x"])
def test_patterns_that_cannot_number_are_refused(text: str) -> None:
    with pytest.raises(WrongNumber, match="编号规则"):
        NumberPattern(text)
