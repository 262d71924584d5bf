"""Runs are due, taken once, noted, and wait longer after each failure."""

from datetime import datetime, timedelta

import pytest

from bihuan.accounts.models import AuditEntry
from bihuan.gateway import jobs
from bihuan.registry.interface.run import Ended, begin_run, end_run, forget_old_runs, take_due
from bihuan.registry.models import InterfaceRun, InterfaceState
from bihuan.telemetry import Store
from tests.gateway.pull.conftest import MakeInterface
from tests.gateway.pull.upstream import running
from tests.people import People

MINUTE = timedelta(minutes=1)


def test_an_adapter_is_due_once_a_turn(interface: MakeInterface, now: datetime) -> None:
    adapter = interface("http", {"address": "http://x/"}, every_min=10)
    interface("http", {"address": "http://x/"}, key="off", is_active=False)
    assert take_due(now=now) == [adapter.pk]
    assert take_due(now=now + MINUTE) == []
    assert take_due(now=now + 10 * MINUTE) == [adapter.pk]


def test_one_run_at_a_time_and_one_that_was_cut_off_is_given_up(
    interface: MakeInterface, now: datetime
) -> None:
    adapter = interface("http", {"address": "http://x/"})
    assert begin_run(adapter, now=now) is not None
    assert begin_run(adapter, now=now + MINUTE) is None
    assert begin_run(adapter, now=now + 31 * MINUTE) is not None


@pytest.mark.parametrize(("helps", "waits"), [(True, [10, 20, 40, 80]), (False, [360] * 4)])
def test_after_each_failure_it_waits_longer_and_success_forgets(
    helps: bool, waits: list[int], interface: MakeInterface, now: datetime
) -> None:
    adapter = interface("http", {"address": "http://x/"})
    for failures, minutes in enumerate(waits, start=1):
        begin_run(adapter, now=now)
        failed = Ended({}, problem="连接不上", helps_again=helps, cursor="new")
        end_run(adapter, failed, began=now, by=None, now=now)
        state = InterfaceState.objects.get()
        assert (state.failures, state.next_at, state.cursor) == (
            failures,
            now + minutes * MINUTE,
            "",
        )
    end_run(adapter, Ended({"new": 1}, cursor="7"), began=now, by=None, now=now)
    state = InterfaceState.objects.get()
    assert (state.failures, state.problem, state.cursor) == (0, "", "7")
    assert state.next_at == now + 10 * MINUTE


def test_a_window_that_was_not_read_to_the_end_goes_on_at_once(
    interface: MakeInterface, now: datetime
) -> None:
    adapter = interface("http", {"address": "http://x/"})
    begin_run(adapter, now=now)
    end_run(adapter, Ended({}, is_all=False), began=now, by=None, now=now)
    assert take_due(now=now) == [adapter.pk]


def test_a_persons_run_and_a_changed_value_enter_the_audit(
    interface: MakeInterface, people: People, now: datetime
) -> None:
    adapter = interface("http", {"address": "http://x/"})
    for counts, by in (({"new": 3}, None), ({"changed": 1}, None), ({}, people.wang)):
        begin_run(adapter, now=now)
        end_run(adapter, Ended(counts), began=now, by=by, now=now)
    kept = AuditEntry.objects.filter(action="registry.run_interface")
    assert sorted(kept.values_list("user_name", flat=True)) == sorted(["平台", "王科员"])
    assert forget_old_runs(now=now + timedelta(days=200)) == 3


def test_the_job_runs_an_adapter_from_end_to_end(
    interface: MakeInterface, lake: Store, now: datetime
) -> None:
    with running() as upstream:
        upstream.status = 503
        adapter = interface("http", {"address": upstream.address, "rows": "data"})
        assert jobs.run_interface.func(adapter.pk) == "failed"
        upstream.status = 200
        assert jobs.run_interface.func(adapter.pk) == "succeeded"
    assert [run.outcome for run in InterfaceRun.objects.all()] == ["succeeded", "failed"]
