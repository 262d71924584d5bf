"""安全审计: every act on record, for auditors only, append-only, kept long enough."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from bihuan.accounts.acts import Act
from bihuan.accounts.anchor import keep_anchor
from bihuan.accounts.models import AuditEntry
from bihuan.accounts.models.audit import AuditTrailIsAppendOnly
from bihuan.accounts.queries.audit import AuditFilter, actions_on_record, audit_page
from bihuan.accounts.queries.sealing import CHAIN, audit_condition, head_of_audit
from bihuan.accounts.services import record_act
from bihuan.accounts.services.sealing import archive_audit, seal_audit
from tests.people import People

pytestmark = pytest.mark.requirement("B7.1", "B7.7", "C11", "C12")


@pytest.fixture
def sealed(people: People, now: datetime, tmp_path: Path) -> Path:
    """Ten acts over ten days, sealed and anchored; gives the folder of the anchors."""
    for day in reversed(range(10)):
        at = now - timedelta(days=day)
        action = Act.LOG_IN if day % 2 else Act.LOG_OUT
        record_act(user=people.wang, action=action, object=people.li, now=at, detail={"n": day})
    assert seal_audit() == 10
    keep_anchor(tmp_path, CHAIN, head_of_audit(), now=now)
    return tmp_path


def in_the_database(statement: str, *values: object) -> None:
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_sound_trail_is_found_sound(sealed: Path, now: datetime) -> None:
    condition = audit_condition(sealed, now)
    assert (condition.is_sound, condition.rows, condition.head.position) == (True, 10, 10)
    assert audit_condition(sealed, now, newest=3).rows == 3


@pytest.mark.parametrize(
    "change",
    [
        "user_name = '别人'",
        "succeeded = NOT succeeded",
        "detail = '{\"n\": 99}'",
        "at = '2026-11-01 00:00:00+00:00'",
        "address = '10.0.0.1'",
    ],
)
def test_a_row_changed_in_the_database_is_found(change: str, sealed: Path, now: datetime) -> None:
    in_the_database(f"UPDATE accounts_auditentry SET {change} WHERE position = %s", 4)
    assert [one.position for one in audit_condition(sealed, now).broken] == [4]


def test_a_row_deleted_in_the_database_is_found(sealed: Path, now: datetime) -> None:
    in_the_database("DELETE FROM accounts_auditentry WHERE position = %s", 6)
    assert [one.position for one in audit_condition(sealed, now).broken] == [6]


def test_a_deleted_tail_is_found_by_the_head_kept_outside(sealed: Path, now: datetime) -> None:
    in_the_database("DELETE FROM accounts_auditentry WHERE position > %s", 7)
    assert [one.position for one in audit_condition(sealed, now).broken] == [10]


def test_entries_that_wait_too_long_for_their_seal_are_told(
    sealed: Path, people: People, now: datetime
) -> None:
    record_act(user=people.wang, action=Act.LOG_IN, object=None, now=now)
    assert audit_condition(sealed, now).waiting == 0
    assert audit_condition(sealed, now + timedelta(minutes=11)).waiting == 1


def test_the_trail_can_only_grow(sealed: Path) -> None:
    for deed in (
        lambda: AuditEntry.objects.update(user_name="别人"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditEntry.objects.first().delete(),  # type: ignore[union-attr]
    ):
        with pytest.raises(AuditTrailIsAppendOnly):
            deed()


def test_old_entries_go_into_a_file_and_the_chain_still_holds(
    sealed: Path, now: datetime, tmp_path: Path
) -> None:
    later = now + timedelta(days=180)
    made = archive_audit(tmp_path / "archive", days=185, now=later)
    assert made is not None
    with gzip.open(tmp_path / "archive" / made.file, "rt", encoding="utf-8") as file:
        kept = [json.loads(line) for line in file]
    assert [row["position"] for row in kept] == [1, 2, 3, 4]
    assert audit_condition(sealed, later).broken == ()
    assert seal_audit() == 1  # the archiving itself
    assert audit_condition(sealed, later).is_sound


@pytest.mark.parametrize(("days", "starts"), [("179", False), ("180", True)])
def test_a_retention_beneath_half_a_year_does_not_start(
    days: str, starts: bool, tmp_path: Path
) -> None:
    environment = {
        "BIHUAN_HOME": str(tmp_path),
        "BIHUAN_DEMO": "1",
        "BIHUAN_AUDIT_DAYS": days,
        "PYTHONPATH": "src",
    }
    done = subprocess.run(
        [sys.executable, "-c", "import bihuan.main.settings"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (done.returncode == 0) is starts
    assert starts or "BIHUAN_AUDIT_DAYS" in done.stderr


def test_a_refusal_is_on_record(people: People, client: Client) -> None:
    client.force_login(people.wang)
    assert client.get("/accounts/audit/").status_code == 403
    entry = AuditEntry.objects.get(action=Act.DENIED)
    assert (entry.user, entry.succeeded, entry.detail["path"]) == (
        people.wang,
        False,
        "/accounts/audit/",
    )


def test_pages_of_the_trail_hold_every_row_once(sealed: Path, people: People) -> None:
    seen, cursor = [], None
    while True:
        page = audit_page(AuditFilter(), after=cursor, size=3)
        seen += [row.pk for row in page.rows]
        if (cursor := page.older) is None:
            break
    assert seen == list(AuditEntry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (lambda now: AuditFilter(person="wang"), 10),
        (lambda now: AuditFilter(person="王科员", action=Act.LOG_IN), 5),
        (lambda now: AuditFilter(person="li"), 0),
        (lambda now: AuditFilter(begin=now - timedelta(days=2)), 3),
        (lambda now: AuditFilter(is_failed=True), 0),
        (lambda now: AuditFilter(object_kind="accounts.user", words="李"), 10),
        (lambda now: AuditFilter(address="10.0.0.1"), 0),
    ],
)
def test_filters_narrow_the_trail(
    asked: Callable[[datetime], AuditFilter], count: int, sealed: Path, now: datetime
) -> None:
    assert len(audit_page(asked(now), after=None).rows) == count


def test_the_acts_on_record_are_told_once_each(sealed: Path) -> None:
    assert actions_on_record() == [(Act.LOG_IN, "登录"), (Act.LOG_OUT, "退出登录")]


def test_an_export_of_the_trail_is_itself_on_record(
    sealed: Path, people: People, client: Client
) -> None:
    client.force_login(people.auditor)
    answer = client.get("/accounts/audit/export.csv?person=wang")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.count("\r\n") == 11
    assert AuditEntry.objects.filter(action=Act.EXPORT, user=people.auditor).exists()
