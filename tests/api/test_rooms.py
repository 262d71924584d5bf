"""What the other rooms tell programs: what the token's person sees on the pages, nothing else."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest

from bihuan.accounts.models import AuditEntry
from bihuan.accounts.token.scope import Scope
from bihuan.cases.models import Case
from bihuan.cases.services import publish_shipped, raise_case
from bihuan.documents.models import IssuedNumber, NumberSeries
from bihuan.documents.services.file import keep_file
from bihuan.notify.models import Message, Notice, Roster, Shift
from bihuan.reports.models import Report, ReportVersion, StoredFigure
from bihuan.watch.models import (
    Event,
    EventState,
    HandOver,
    Maintenance,
    RuleVersion,
    Suppression,
)
from tests.api.conftest import Ask, County

pytestmark = pytest.mark.requirement("A13.7", "B1.18")
HOUR = timedelta(hours=1)


def ids(answer: object) -> list[object]:
    return [row["id"] for row in answer.json()["items"]]  # type: ignore[attr-defined]


@pytest.fixture
def task(county: County, now: datetime, settings: object, tmp_path: object) -> Case:
    """An exceedance task of the plant."""
    settings.HOME = settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    publish_shipped(now)
    return raise_case(
        "exceedance_task",
        title="水泥厂二氧化硫小时均值超标",
        district=county.places.districts["410181"],
        enterprise=county.places.plant,
        points=[county.point],
        reason="小时均值 52.3 mg/m³，超过限值 35 mg/m³",
        source="watch:1",
        by=None,
        now=now,
    )


@pytest.fixture
def event(county: County, task: Case, now: datetime) -> Event:
    """An event of the plant's point that became the task."""
    version = RuleVersion.objects.create(rule="limit.hour", number=1, note="启用", at=now)
    return Event.objects.create(
        rule="limit.hour",
        version=version,
        point=county.point,
        factor="a21026",
        begin=now - 2 * HOUR,
        end=now - HOUR,
        worst=52.3,
        because="小时均值 52.3，超过限值 35",
        severity="high",
        state=EventState.OPEN,
        found_at=now,
        judged_at=now,
        case=task,
    )


def test_a_case_is_read_with_its_history_by_whom_it_is_shown_to(
    county: County, task: Case, ask: Ask
) -> None:
    people = county.people
    for user in (people.wang, people.li, people.chen):
        assert ids(ask(user, "cases")) == [task.pk]
    for user in (people.zhao, people.auditor, people.visitor):
        assert ids(ask(user, "cases")) == []
        assert ask(user, f"cases/{task.pk}").status_code == 404
    told = ask(people.wang, f"cases/{task.pk}").json()
    assert (told["number"], told["enterprise_name"]) == (task.number, "巩义水泥厂")
    assert told["points"] == [county.point.pk]
    assert [one["kind"] for one in told["history"]] == ["raised"]
    assert len(told["history"][0]["hash"]) == 64


def test_cases_are_narrowed_by_kind_state_text_and_time(
    county: County, task: Case, ask: Ask, now: datetime
) -> None:
    wang = county.people.wang
    for given in (
        {"kind": "exceedance_task"},
        {"state": "open"},
        {"text": task.number},
        {"text": "水泥"},
        {"district": "410181"},
        {"begin": (now - HOUR).isoformat(), "end": (now + HOUR).isoformat()},
    ):
        assert ids(ask(wang, "cases", **given)) == [task.pk], given
    for given in ({"kind": "x"}, {"state": "closed"}, {"text": "纸"}, {"district": "410182"}):
        assert ids(ask(wang, "cases", **given)) == [], given
    assert ask(wang, "cases", state="gone").status_code == 422


def test_procedures_are_read_as_data(county: County, task: Case, ask: Ask) -> None:
    rows = {one["code"]: one for one in ask(county.people.wang, "procedures").json()["items"]}
    assert rows["exceedance_task"]["document"]["stages"]
    assert ask(county.people.auditor, "procedures").status_code == 403


def test_events_come_with_their_rule_and_only_cases_that_are_seen(
    county: County, event: Event, task: Case, ask: Ask
) -> None:
    people = county.people
    told = ask(people.wang, f"events/{event.pk}").json()
    assert (told["rule"], told["rule_version"], told["case"]) == ("limit.hour", 1, task.pk)
    assert ids(ask(people.zhao, "events")) == []
    assert ask(people.zhao, f"events/{event.pk}").status_code == 404
    Case.objects.filter(pk=task.pk).update(
        county_code="410182", district_id="410182", enterprise=None
    )
    assert ask(people.wang, f"events/{event.pk}").json()["case"] is None
    Event.objects.filter(pk=event.pk).update(state=EventState.WITHDRAWN)
    assert ids(ask(people.wang, "events")) == []
    assert ids(ask(people.wang, "events", state="withdrawn")) == [event.pk]


def test_what_keeps_rules_quiet_shifts_and_rules_are_read(
    county: County, ask: Ask, now: datetime
) -> None:
    people, wang = county.people, county.people.wang
    span = {"start": now, "by": wang}
    Suppression.objects.create(
        point=county.point, district_id="410181", reason="检修", end=now + HOUR, **span
    )
    Maintenance.objects.create(point=county.point, work="换泵", planned_end=now + HOUR, **span)
    HandOver.objects.create(
        district_id="410181", since=now, at=now, by=wang, brief={"a": 1}, digest="0" * 64
    )
    for address in ("suppressions", "maintenance", "hand-overs"):
        assert len(ids(ask(wang, address))) == 1
        assert ids(ask(people.zhao, address)) == []
    assert ids(ask(wang, "maintenance", point=county.places.mill_point.pk)) == []
    assert ask(people.chen, "hand-overs").status_code == 403
    rules = {one["key"]: one for one in ask(wang, "watch-rules").json()["items"]}
    assert rules["limit.hour"]["is_on"] is False
    assert ask(people.chen, "watch-rules").status_code == 403


def test_documents_are_read_as_far_as_they_are_issued(
    county: County, ask: Ask, now: datetime, settings: object, tmp_path: object
) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    people, day = county.people, now.date()
    report = Report.objects.create(
        kind="air.daily",
        district_id="410181",
        period_kind="day",
        first=day,
        last=day,
        title="日报",
        made_at=now,
    )
    draft = ReportVersion.objects.create(
        report=report, serial=1, composed_at=now, content_hash="0" * 64
    )
    Report.objects.filter(pk=report.pk).update(current=draft)
    figure = StoredFigure.objects.create(
        version=draft, key="aqi", label="AQI", query="q", value="68", printed="68", style="plain"
    )
    place = f"reports/{report.pk}/versions/1"
    assert ids(ask(people.wang, "reports")) == [report.pk]
    assert ids(ask(people.wang, f"{place}/figures")) == [figure.pk]
    assert ask(people.wang, f"{place}/file").status_code == 404
    assert ids(ask(people.zhao, "reports")) == ids(ask(people.wall_screen, "reports")) == []
    assert ask(people.wall_screen, f"{place}/figures").status_code == 404
    _issue(draft, people.li, now)
    assert ids(ask(people.wall_screen, "reports")) == [report.pk]
    told = ask(people.wall_screen, f"reports/{report.pk}").json()
    assert (told["number"], told["versions"][0]["state"]) == ("巩环〔2026〕1号", "issued")
    answer = ask(people.wall_screen, f"{place}/file")
    assert answer.content == b"plain words"
    assert ask(people.wall_screen, f"{place}/file", form="pdf").status_code == 404
    assert AuditEntry.objects.filter(action="reports.export", user=people.wall_screen).exists()


def _issue(version: ReportVersion, by: object, now: datetime) -> None:
    """As issuing leaves it; the file is a plain one."""
    series = NumberSeries.objects.create(code="巩环", last=1)
    number = IssuedNumber.objects.create(
        series=series, serial=1, text="巩环〔2026〕1号", purpose="日报", issued_at=now
    )
    word = keep_file(BytesIO(b"plain words"), name="a.txt", by=None, now=now)
    ReportVersion.objects.filter(pk=version.pk).update(
        state="issued", number=number, word=word, signed_by=by, issued_at=now
    )
    Report.objects.filter(pk=version.report_id).update(issued_at=now)


def test_notices_are_ones_own_and_rosters_those_of_the_district(
    county: County, ask: Ask, now: datetime
) -> None:
    people = county.people
    message = Message.objects.create(
        kind="watch.event", severity="high", title="超标", text="超标", created_at=now
    )
    Notice.objects.create(message=message, recipient=people.wang, kind="watch.event")
    assert [one["title"] for one in ask(people.wang, "notices").json()["items"]] == ["超标"]
    assert ids(ask(people.li, "notices")) == []
    assert ids(ask(people.wang, "notices", unread=True, kind="other")) == []
    roster = Roster.objects.create(name="值班组", district_id="410181")
    Shift.objects.create(roster=roster, person=people.wang, start=now, end=now + HOUR)
    (told,) = ask(people.wang, "rosters").json()["items"]
    assert [one["person"] for one in told["shifts"]] == ["王科员"]
    assert ids(ask(people.zhao, "rosters")) == []


@pytest.mark.parametrize(
    ("address", "scope"),
    [
        ("cases", "read:cases"),
        ("procedures", "read:cases"),
        ("events", "read:events"),
        ("suppressions", "read:events"),
        ("maintenance", "read:events"),
        ("hand-overs", "read:events"),
        ("watch-rules", "read:events"),
        ("reports", "read:reports"),
        ("notices", "read:notices"),
        ("rosters", "read:notices"),
        ("air/now", "read:air"),
        ("air/days?first=2026-11-01&last=2026-11-02", "read:air"),
        ("air/ranking", "read:air"),
    ],
)
def test_each_room_has_a_scope_of_its_own(
    address: str, scope: str, county: County, ask: Ask
) -> None:
    wang = county.people.wang
    assert ask(wang, address, scopes=(Scope(scope),)).status_code == 200
    others = tuple(one for one in Scope if one.value != scope)
    answer = ask(wang, address, scopes=others)
    assert answer.status_code == 403
    assert scope in answer.json()["detail"]
