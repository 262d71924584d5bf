"""Rules, channels, rosters and the events of the last day in the demo (演示的规则与通知)."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.cases.services import publish_shipped
from bihuan.main.demo.county import COUNTY
from bihuan.notify.models import Channel, Roster, Shift
from bihuan.notify.services.channel import save_channel, save_member
from bihuan.notify.services.roster import add_shift, save_roster
from bihuan.notify.severity import Severity
from bihuan.watch.models import Policy, RuleVersion
from bihuan.watch.services.raising import raise_due
from bihuan.watch.services.rule import publish_rule
from bihuan.watch.services.run import begin_again, begin_here, run_rules

BEFORE: Final = timedelta(days=10)
NOTE: Final = "演示启用"


def _air(
    rule: str, *, hours: int = 0, kind: str = "work_order", tells: tuple[Role, ...] = ()
) -> RuleVersion:
    """A rule of the air room; with hours its events become cases after so long."""
    return RuleVersion(
        rule=f"air.{rule}",
        policy=Policy.AFTER if hours else Policy.NEVER,
        after_hours=hours,
        case_kind=kind,
        severity=Severity.NORMAL,
        tells=[role.value for role in tells],
    )


RULES: Final = (
    RuleVersion(
        rule="limit.hour",
        policy=Policy.AFTER,
        after_hours=3,
        case_kind="exceedance_task",
        severity=Severity.HIGH,
        tells=[Role.DISTRICT.value, Role.PROVINCE.value],
    ),
    RuleVersion(rule="limit.day", severity=Severity.NORMAL, tells=[Role.DISTRICT.value]),
    RuleVersion(rule="data.silent", severity=Severity.NORMAL, tells=[Role.ENGINEER.value]),
    RuleVersion(
        rule="data.constant",
        severity=Severity.NORMAL,
        tells=[Role.ENGINEER.value],
        parameters={"": {"hours": 6, "above": 1}, "medium:water": {"hours": 24, "above": 1}},
    ),
    RuleVersion(rule="data.implausible", severity=Severity.NORMAL, tells=[]),
    *(_air(rule, hours=24) for rule in ("stuck", "drift", "inversion")),
    *(_air(rule) for rule in ("range_pm", "range_gas", "range_co", "spike", "step")),
    *(_air(rule) for rule in ("neighbour", "outlier", "missing", "zero", "stale", "group")),
    _air("local", hours=3, kind="assignment_order", tells=(Role.ANALYST, Role.DISTRICT)),
    _air("dust", tells=(Role.ANALYST,)),
)
ROBOT: Final = "巩义市执法调度群（企业微信，演示未接通）"
PROVINCE_GROUP: Final = "广东省污染源值守群（微信）"
GROUP: Final = "巩义市大气攻坚群（微信）"


def enrol_watch(*, now: datetime) -> None:
    """Switch the shipped rules on, where nobody has yet, and judge the last ten days."""
    if RuleVersion.objects.exists():
        return
    publish_shipped(now)
    people = User.objects.in_bulk(["wang", "li", "sun", "wu", "zhou"], field_name="username")
    with transaction.atomic():
        for version in RULES:
            version.is_on, version.note = True, NOTE
            publish_rule(version, by=None, now=now)
        _channels(people, now)
        _roster(people, now)
    begin_here(now=now)
    begin_again(now - BEFORE, now=now)
    run_rules(now=now)
    raise_due(now=now)


def _channels(people: dict[str, User], now: datetime) -> None:
    """An ordinary group that works, a robot and a gateway that are not connected."""
    group = Channel(code="copy_text", name=GROUP, least=Severity.HIGH)
    robot = Channel(code="wecom", name=ROBOT, is_active=False)
    gateway = Channel(
        code="sms",
        name="短信网关（演示未接通）",
        least=Severity.HIGHEST,
        is_active=False,
        settings={
            "url": "http://127.0.0.1:9/sms",
            "body": '{"phone": "$phone", "content": "$text", "id": "$id"}',
            "ok_field": "code",
            "ok_value": "0",
        },
    )
    for channel in (group, robot, gateway):
        secrets = {"url": "http://127.0.0.1:9/robot"} if channel is robot else {}
        save_channel(channel, secrets=secrets, by=None, now=now)
    province = Channel(code="copy_text", name=PROVINCE_GROUP, least=Severity.HIGH)
    save_channel(province, secrets={}, by=None, now=now)
    save_member(province, people["zhou"], mention_id="", by=None, now=now)
    team = [person for name, person in people.items() if name != "zhou"]
    for channel in (group, robot):
        for person in team:
            save_member(channel, person, mention_id="", by=None, now=now)


def _roster(people: dict[str, User], now: datetime) -> None:
    """A team of the county that takes turns day by day for a week."""
    team = [person for name, person in people.items() if name != "zhou"]
    roster = Roster(name="巩义市值班组", district_id=COUNTY)
    save_roster(roster, members=team, by=None, now=now)
    noon = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for day in range(-1, 7):
        start = noon + timedelta(days=day)
        shift = Shift(
            roster=roster,
            person=team[day % len(team)],
            start=start,
            end=start + timedelta(days=1),
        )
        add_shift(shift, by=None, now=now)
