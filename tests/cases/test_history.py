"""The history cannot be altered unseen: a changed row, one taken out, a tail cut off."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from bihuan.cases.models import Case, CaseEvent
from bihuan.cases.models.event import HistoryIsAppendOnly
from bihuan.cases.services import anchor_history, verify_history
from bihuan.cases.services.history import anchor_file


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.requirement("B1.15")
def test_a_whole_history_is_found_whole(explained: Case, now: datetime) -> None:
    anchor_history(now)
    verdict = verify_history()
    assert (verdict.rows, verdict.anchors, verdict.faults) == (2, 1, ())


ALTERED: list[tuple[str, Callable[[], None], str]] = [
    (
        "a changed note",
        lambda: run("UPDATE cases_caseevent SET note='没有超标' WHERE serial=1"),
        "第 1 条记录被改动",
    ),
    (
        "a changed person",
        lambda: run("UPDATE cases_caseevent SET by_name='别人' WHERE serial=2"),
        "第 2 条记录被改动",
    ),
    (
        "a row taken out",
        lambda: run("UPDATE cases_caseevent SET serial=9 WHERE serial=1"),
        "缺失",
    ),
    ("a stage set by hand", lambda: run("UPDATE cases_case SET stage='closed'"), "环节与办理记录"),
]


@pytest.mark.requirement("B1.15", "B1.12")
@pytest.mark.parametrize(("name", "alter", "words"), ALTERED, ids=lambda each: str(each)[:20])
def test_what_was_altered_in_the_database_is_found(
    name: str, alter: Callable[[], None], words: str, explained: Case, now: datetime
) -> None:
    anchor_history(now)
    alter()
    assert any(words in fault for fault in verify_history().faults), name


@pytest.mark.requirement("B1.15")
def test_a_tail_that_was_cut_off_is_found(explained: Case) -> None:
    run("UPDATE cases_evidence SET event_id=NULL")
    run("DELETE FROM cases_caseevent WHERE serial=2")
    assert "末尾缺失 1 条记录" in verify_history().faults[0]


def test_a_tail_cut_off_together_with_the_head_is_found_by_the_anchor(
    explained: Case, now: datetime
) -> None:
    anchor_history(now)
    run("UPDATE cases_evidence SET event_id=NULL")
    run("DELETE FROM cases_caseevent WHERE serial=2")
    first = CaseEvent.objects.get(serial=1)
    run("UPDATE cases_chainhead SET serial=1, hash=%s", first.hash)
    run("UPDATE cases_case SET stage=%s", first.stage_after)
    assert "锚点指向的第 2 条记录不存在" in verify_history().faults


def test_an_anchor_that_was_altered_differs_from_its_file(explained: Case, now: datetime) -> None:
    anchor_history(now)
    run("UPDATE cases_historyanchor SET hash='0'")
    assert "数据库与文件中不一致" in verify_history().faults[0]


def test_one_anchor_a_day_stands_in_the_file(explained: Case, now: datetime) -> None:
    for hours in (0, 1, 24):
        anchor_history(now + timedelta(hours=hours))
    lines = [json.loads(line) for line in anchor_file().read_text("utf-8").splitlines()]
    assert [line["day"] for line in lines] == ["2026-11-21", "2026-11-22"]


def test_the_command_says_what_is_wrong(explained: Case) -> None:
    call_command("verify_history", verbosity=0)
    run("UPDATE cases_caseevent SET note='x' WHERE serial=1")
    with pytest.raises(CommandError, match="1 处"):
        call_command("verify_history", verbosity=0)


def test_django_itself_neither_changes_nor_deletes_the_history(explained: Case) -> None:
    event = CaseEvent.objects.first()
    assert event is not None
    for act in (
        event.save,
        event.delete,
        CaseEvent.objects.all().delete,
        lambda: CaseEvent.objects.update(note="x"),
    ):
        with pytest.raises(HistoryIsAppendOnly):
            act()
