"""What offices do beside the route."""

from datetime import datetime, timedelta

import pytest

from bihuan.accounts.models import Organisation
from bihuan.cases.error import IncompleteStep, NotNow, NotYourStep
from bihuan.cases.models import Case, CaseEvent, CaseState, LinkKind, UnitState
from bihuan.cases.services import (
    Answer,
    add_hit,
    add_sub_task,
    ask_extension,
    assign,
    copy_to,
    decide_extension,
    finish_sub_task,
    instruct,
    link,
    make_link,
    merge,
    pause,
    raise_case,
    recall,
    record_call,
    resume,
    sign_for,
    take_step,
    transfer,
    urge,
    use_link,
)
from bihuan.cases.services.answer_link import DeadLink
from tests.cases.conftest import EXPLAINED, Attach, opinion
from tests.people import People, Places, person

HOUR = timedelta(hours=1)


def last(case: Case) -> CaseEvent:
    event = CaseEvent.objects.filter(case=case).last()
    assert event is not None
    return event


def test_signing_for_a_case_keeps_colleagues_from_it(
    explained: Case, people: People, now: datetime
) -> None:
    colleague = person("qian", "钱科员", "district", "410181")
    sign_for(explained, by=people.wang, now=now)
    with pytest.raises(NotYourStep, match="王科员"):
        take_step(explained, "county_check", by=colleague, now=now, answer=opinion())


def test_a_case_is_transferred_to_a_colleague_who_may_act(
    explained: Case, people: People, now: datetime
) -> None:
    colleague = person("qian", "钱科员", "district", "410181")
    transfer(explained, to=colleague, note="我休假", by=people.wang, now=now)
    with pytest.raises(NotYourStep):
        take_step(explained, "county_check", by=people.wang, now=now, answer=opinion())
    moved = take_step(explained, "county_check", by=colleague, now=now, answer=opinion())
    assert moved.stage == "site_check"


def test_a_case_is_not_transferred_to_who_may_not_act(
    explained: Case, people: People, now: datetime
) -> None:
    with pytest.raises(NotYourStep, match="赵科员"):
        transfer(explained, to=people.zhao, note="请办", by=people.wang, now=now)


def test_urging_is_counted_and_written_down(task: Case, people: People, now: datetime) -> None:
    urge(task, note="请尽快解释", by=people.wang, now=now)
    urged = urge(task, note="再催", by=people.wang, now=now)
    assert (urged.urges, last(urged).title) == (2, "催办")


def test_an_enterprise_cannot_urge(task: Case, people: People, now: datetime) -> None:
    with pytest.raises(NotYourStep):
        urge(task, note="x", by=people.chen, now=now)


def test_instructions_and_calls_stand_in_the_history(
    task: Case, people: People, now: datetime
) -> None:
    instruct(task, text="从严查处", by=people.li, now=now)
    record_call(task, person="陈环保", phone="", text="已到现场", by=people.wang, now=now)
    titles = [event.title for event in task.events.all()]
    assert titles == ["创建", "批示", "电话记录"]
    with pytest.raises(IncompleteStep, match="批示内容"):
        instruct(task, text=" ", by=people.li, now=now)


def test_one_takes_back_ones_own_step_until_somebody_signs(
    explained: Case, people: People, now: datetime
) -> None:
    back = recall(explained, note="传错照片", by=people.chen, now=now)
    assert back.stage == "to_explain"
    with pytest.raises(NotYourStep):
        recall(explained, note="", by=people.chen, now=now)


def test_what_somebody_signed_for_is_not_taken_back(
    explained: Case, people: People, now: datetime
) -> None:
    sign_for(explained, by=people.wang, now=now)
    with pytest.raises(NotNow):
        recall(explained, note="", by=people.chen, now=now)


def test_a_paused_clock_puts_off_the_deadline(task: Case, people: People, now: datetime) -> None:
    before = task.deadline
    stopped = pause(task, reason="等待第三方检测报告", by=people.wang, now=now + HOUR)
    assert (stopped.deadline, stopped.next_tick) == (None, None)
    with pytest.raises(NotYourStep, match="中止"):
        take_step(task, "explain", by=people.chen, now=now, answer=Answer(fields=EXPLAINED))
    running = resume(task, by=people.wang, now=now + 6 * HOUR)
    assert before is not None
    assert running.deadline == before + 5 * HOUR


def test_a_pause_needs_a_reason(task: Case, people: People, now: datetime) -> None:
    with pytest.raises(IncompleteStep):
        pause(task, reason=" ", by=people.wang, now=now)


def test_an_extension_is_asked_for_and_granted_by_another(
    task: Case, people: People, now: datetime
) -> None:
    ask_extension(task, amount=12, reason="备件未到", by=people.chen, now=now)
    with pytest.raises(NotYourStep):
        decide_extension(task, is_granted=True, note="", by=people.chen, now=now)
    granted = decide_extension(task, is_granted=True, note="同意", by=people.wang, now=now)
    assert granted.deadline == now + timedelta(hours=36)


def test_a_refused_extension_changes_nothing(task: Case, people: People, now: datetime) -> None:
    ask_extension(task, amount=12, reason="备件未到", by=people.chen, now=now)
    refused = decide_extension(task, is_granted=False, note="按期", by=people.wang, now=now)
    assert refused.deadline == task.deadline
    with pytest.raises(NotNow):
        decide_extension(task, is_granted=True, note="", by=people.wang, now=now)


def test_a_contractor_records_the_answer_of_the_unit_and_says_so(
    places: Places, people: People, attach: Attach, now: datetime
) -> None:
    case = raise_case(
        "exceedance_task",
        title="造纸厂超标",
        district=places.districts["410182"],
        enterprise=places.mill,
        reason="x",
        by=None,
        now=now,
    )
    attach(case, "explain", people.operator)
    answer = Answer(fields=EXPLAINED, on_behalf_of="造纸厂 马经理", channel="微信群")
    take_step(case, "explain", by=people.operator, now=now, answer=answer)
    event = last(case)
    assert (event.by, event.on_behalf_of) == (people.operator, "造纸厂 马经理")
    assert event.fields["_channel"] == "微信群"


def test_a_link_answers_once_without_an_account(
    explained: Case, people: People, bodies: dict[str, Organisation], now: datetime
) -> None:
    order = _order(explained, people, bodies, now)
    token = make_link(
        order,
        step="accept",
        answerer="城管局 孙科长",
        lasts=timedelta(days=1),
        by=people.wang,
        now=now,
    )
    moved = use_link(token, fields={}, now=now)
    assert moved.stage == "on_way"
    assert last(moved).on_behalf_of == "城管局 孙科长"
    with pytest.raises(DeadLink):
        use_link(token, fields={}, now=now)


def test_an_old_link_is_dead(
    explained: Case, people: People, bodies: dict[str, Organisation], now: datetime
) -> None:
    order = _order(explained, people, bodies, now)
    token = make_link(order, step="accept", answerer="城管局", lasts=HOUR, by=people.wang, now=now)
    with pytest.raises(DeadLink):
        use_link(token, fields={}, now=now + 2 * HOUR)


def test_a_copy_goes_only_to_who_may_see(task: Case, people: People, now: datetime) -> None:
    copy_to(task, people=[people.li], note="", by=people.wang, now=now)
    assert task.participants.get(user=people.li).is_copied
    with pytest.raises(NotYourStep, match="赵科员"):
        copy_to(task, people=[people.zhao], note="", by=people.wang, now=now)


@pytest.mark.requirement("A2.7")
def test_several_bodies_answer_and_the_last_one_moves_the_case(
    explained: Case, people: People, bodies: dict[str, Organisation], now: datetime, attach: Attach
) -> None:
    order = _order(explained, people, bodies, now)
    dust = person("sun", "孙控尘", "township", "410181", organisation=None)
    dust.organisation = bodies["dust"]
    dust.save()
    assign(
        order, lead=bodies["town"], helpers=[bodies["dust"]], task="清理", by=people.wang, now=now
    )
    take_step(order, "accept", by=people.township, now=now)
    take_step(order, "no_visit", by=dust, now=now, answer=opinion("电话核实"))
    done = {"text": "已覆盖", "done_at": now.isoformat()}
    attach(order, "feed_back", people.township, 5)
    one = take_step(order, "feed_back", by=people.township, now=now, answer=Answer(fields=done))
    assert one.stage == "in_hand"
    states = {unit.organisation.name: unit.state for unit in one.units.all()}
    assert states == {"大峪沟镇政府": UnitState.DONE, "控尘办": UnitState.WAITING}
    attach(order, "feed_back", dust, 6)
    both = take_step(order, "feed_back", by=dust, now=now, answer=Answer(fields=done))
    assert both.stage == "verify"


def test_a_sub_task_is_done_by_its_body(
    explained: Case, people: People, bodies: dict[str, Organisation], now: datetime
) -> None:
    order = _order(explained, people, bodies, now)
    part = add_sub_task(
        order, title="覆盖裸土", organisation=bodies["town"], due_at=None, by=people.wang, now=now
    )
    with pytest.raises(NotYourStep):
        finish_sub_task(part, result="x", by=people.zhao, now=now)
    done = finish_sub_task(part, result="已覆盖", by=people.township, now=now)
    assert done.done_at == now


def test_hits_of_one_spell_join_one_case(task: Case, now: datetime) -> None:
    joined = add_hit(task, reason="最大值 61.0", fields={"value": "61.0"}, now=now)
    assert (joined.hits, joined.reason) == (2, "最大值 61.0")


def test_cases_about_one_thing_are_merged(
    task: Case, places: Places, people: People, now: datetime
) -> None:
    other = _second(places, now)
    merge(task, [other], note="同一时段", by=people.wang, now=now)
    other.refresh_from_db()
    assert (other.state, other.merged_into_id) == (CaseState.MERGED, task.pk)
    with pytest.raises(NotNow):
        add_hit(other, reason="x", fields={}, now=now)


def test_a_link_between_cases_needs_both_in_sight(
    task: Case, places: Places, people: People, now: datetime
) -> None:
    far = raise_case(
        "exceedance_task",
        title="荥阳",
        district=places.districts["410182"],
        enterprise=places.mill,
        reason="x",
        by=None,
        now=now,
    )
    with pytest.raises(NotYourStep):
        link(task, far, LinkKind.RELATED, by=people.wang, now=now)
    made = link(task, far, LinkKind.RELATED, by=people.li, now=now)
    assert made.other_id == far.pk


def _second(places: Places, now: datetime) -> Case:
    return raise_case(
        "exceedance_task",
        title="第二次",
        district=places.districts["410181"],
        enterprise=places.plant,
        reason="x",
        source="watch:2",
        by=None,
        now=now,
    )


def _order(case: Case, people: People, bodies: dict[str, Organisation], now: datetime) -> Case:
    return raise_case(
        "assignment_order",
        title="工地裸土未覆盖",
        district=case.district,
        reason="巡查发现裸土约 300 平方米未覆盖",
        fields={"matter": "裸地扬尘"},
        by=people.wang,
        now=now,
        lead=bodies["town"],
    )


def test_nobody_records_what_an_authority_decides(
    explained: Case, people: People, now: datetime
) -> None:
    passed = Answer(fields={"verdict": "误报", "text": "同意"})
    take_step(explained, "county_pass", by=people.wang, now=now, answer=passed)
    forged = Answer(fields={"verdict": "误报"}, on_behalf_of="市局", channel="电话")
    with pytest.raises(NotYourStep):
        take_step(explained, "city_close", by=people.wang, now=now, answer=forged)
    with pytest.raises(NotYourStep, match="登录办理"):
        make_link(explained, step="city_close", answerer="x", lasts=HOUR, by=people.wang, now=now)


def test_time_is_given_from_above_never_by_oneself(
    explained: Case, people: People, now: datetime
) -> None:
    asked = ask_extension(explained, amount=2, reason="现场较远", by=people.wang, now=now)
    assert asked.deadline == explained.deadline
    colleague = person("qian", "钱科员", "district", "410181")
    with pytest.raises(NotYourStep):
        decide_extension(explained, is_granted=True, note="", by=colleague, now=now)
    granted = decide_extension(explained, is_granted=True, note="", by=people.li, now=now)
    assert explained.deadline is not None
    assert granted.deadline is not None
    assert granted.deadline > explained.deadline


def test_a_lower_level_does_not_touch_the_clock_of_a_higher(
    explained: Case, people: People, now: datetime
) -> None:
    passed = Answer(fields={"verdict": "误报", "text": "同意"})
    take_step(explained, "county_pass", by=people.wang, now=now, answer=passed)
    with pytest.raises(NotYourStep, match="上级"):
        pause(explained, reason="等一等", by=people.wang, now=now)
