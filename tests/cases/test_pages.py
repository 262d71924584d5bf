"""What the pages of the closed loop keep: who opens them, their parts, what they refuse."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.cases.models import Case
from bihuan.cases.services import sign_for, verify_history
from bihuan.ui.recent import Recent
from tests.buckets import Bucket
from tests.cases.conftest import EXPLAINED, Attach, picture
from tests.pages.test_contract import BUSINESS, OF_THE_PLANT, TOKEN
from tests.people import People, person

KEEPERS = frozenset({"system_admin"})
ALL = BUSINESS | KEEPERS


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Every request arrives at `now`."""
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: now))
    Recent.forget_all()


def login(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


PAGES: dict[str, tuple[Callable[[Case], str], frozenset[str], str]] = {
    "desk": (lambda case: reverse("cases:desk"), BUSINESS, "desk"),
    "list": (lambda case: reverse("cases:cases"), BUSINESS, "list"),
    "new": (lambda case: reverse("cases:new"), BUSINESS, ""),
    "case": (lambda case: reverse("cases:case", args=[case.pk]), OF_THE_PLANT, "case"),
    "statistics": (lambda case: reverse("cases:statistics"), BUSINESS, "figures"),
    "stages": (lambda case: reverse("cases:statistics") + "?group=stage", BUSINESS, "figures"),
    "procedures": (lambda case: reverse("cases:procedures"), ALL, ""),
    "procedure": (lambda case: reverse("cases:procedure", args=[case.kind]), ALL, ""),
    "edit": (
        lambda case: reverse("cases:procedure_edit", args=[case.kind]),
        frozenset({"system_admin", "root"}),
        "",
    ),
    "calendar": (lambda case: reverse("cases:calendar"), ALL, ""),
    "order": (lambda case: reverse("cases:order", args=[case.pk, "docx"]), OF_THE_PLANT, ""),
}


def test_the_entitled_get_the_pages_and_others_are_refused(explained: Case, people: People) -> None:
    clients = {who: login(user) for who, user in people.all().items()}
    for name, (make, entitled, _) in PAGES.items():
        answers = {who: client.get(make(explained)).status_code for who, client in clients.items()}
        assert answers == {who: 200 if who in entitled else 403 for who in answers}, name


@pytest.mark.any_database
def test_pages_ask_the_database_little_keep_their_parts_and_lead_visitors_to_the_login(
    explained: Case,
    people: People,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    keeper, reader = login(people.root), login(people.wang)
    for name, (make, _, part) in PAGES.items():
        client, address = keeper if name == "edit" else reader, make(explained)
        with django_assert_max_num_queries(45):  # type: ignore[attr-defined]
            whole = TOKEN.sub("", client.get(address).content.decode(errors="replace"))
        if part:
            headers = {"HX-Request": "true", "HX-Target": part}
            own = TOKEN.sub("", client.get(address, headers=headers).content.decode())
            assert own.strip(), name
            assert own in whole, name
        assert Client().get(address).status_code == 302, name


@pytest.mark.parametrize("query", ["?tab=x", "?tab=overdue&page=z", "?page=-1"])
def test_a_wrong_address_of_the_desk_still_gives_it(query: str, task: Case, people: People) -> None:
    assert login(people.wang).get(reverse("cases:desk") + query).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["?district=44&kind=x", "?begin=1&end=abc", "?text=" + "长" * 200, "?enterprise=z&stage=%27--"],
)
def test_a_wrong_filter_still_gives_the_list(query: str, task: Case, people: People) -> None:
    assert login(people.wang).get(reverse("cases:cases") + query).status_code == 200


def numbers(answer: object) -> set[str]:
    return set(re.findall(r"CB\d{16}", answer.content.decode()))  # type: ignore[attr-defined]


@pytest.mark.requirement("A4.11")
@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("?kind=exceedance_task&state=open", True),
        ("?kind=work_order", False),
        ("?text=水泥&district=410181", True),
        ("?text=CB410181", True),
        ("?text=造纸", False),
        ("?state=closed", False),
        ("?begin=2026-11-21&end=2026-11-21", True),
        ("?begin=2026-11-22", False),
        ("?view=overdue", False),
        ("?sort=deadline&view=soon", False),
    ],
)
def test_filters_combine(query: str, is_found: bool, explained: Case, people: People) -> None:
    answer = login(people.wang).get(reverse("cases:cases") + query)
    assert numbers(answer) == ({explained.number} if is_found else set())


def test_nobody_sees_the_cases_of_others(explained: Case, people: People) -> None:
    seen = {
        who: explained.number in login(user).get(reverse("cases:cases")).content.decode()
        for who, user in people.all().items()
        if who in BUSINESS
    }
    assert seen == {who: who in OF_THE_PLANT for who in seen}


def test_the_desk_shows_a_case_to_who_is_to_act(explained: Case, people: People) -> None:
    def mine(user: User) -> bool:
        return explained.number in login(user).get(reverse("cases:desk")).content.decode()

    assert [mine(people.wang), mine(people.li), mine(people.chen)] == [True, False, False]


def test_a_case_that_a_colleague_signed_for_leaves_my_desk(
    explained: Case, people: People, now: datetime
) -> None:
    colleague = User.objects.create(username="qian", name="钱科员")
    colleague.posts.create(role="district", district_id="410181")
    sign_for(explained, by=colleague, now=now)
    client = login(people.wang)
    assert explained.number not in client.get(reverse("cases:desk")).content.decode()
    assert explained.number in client.get(reverse("cases:desk") + "?tab=unit").content.decode()


def test_who_acted_finds_the_case_among_what_waits_for_others(
    explained: Case, people: People
) -> None:
    answer = login(people.chen).get(reverse("cases:desk") + "?tab=waiting")
    assert explained.number in answer.content.decode()


@pytest.mark.requirement("B1.11", "A4.4")
def test_the_form_of_a_step_keeps_what_was_filled_in(
    task: Case, people: People, attach: Attach
) -> None:
    client = login(people.chen)
    address = reverse("cases:step", args=[task.pk, "explain"])
    answer = client.post(address, {"text": "泵跳停", "reason": ""})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "泵跳停" in text
    assert "此项必填" in text


def test_a_step_is_sent_and_leads_to_the_case(task: Case, people: People, attach: Attach) -> None:
    attach(task, "explain", people.chen)
    address = reverse("cases:step", args=[task.pk, "explain"])
    answer = login(people.chen).post(address, {**EXPLAINED, "key": "k1", "revision": "0"})
    assert answer.status_code == 302
    assert Case.objects.get().stage == "county_review"


def test_a_draft_comes_back(task: Case, people: People) -> None:
    client = login(people.chen)
    client.post(reverse("cases:draft", args=[task.pk, "explain"]), {"text": "写了一半"})
    page = client.get(reverse("cases:step", args=[task.pk, "explain"]))
    assert "写了一半" in page.content.decode()


@pytest.mark.requirement("B1.12")
def test_evidence_is_uploaded_in_pieces_and_resumed(task: Case, people: People) -> None:
    client = login(people.chen)
    data = picture(3)
    begin = reverse("cases:upload", args=[task.pk])
    about = {"key": uuid4().hex, "name": "现场.jpg", "size": str(len(data))}
    upload = client.post(begin, about).json()["upload"]
    assert login(people.wang).post(begin, about).status_code == 400
    piece = reverse("cases:upload_piece", args=[task.pk, upload])
    binary = "application/octet-stream"
    client.post(f"{piece}?offset=0", data[:1000], content_type=binary)
    gap = client.post(f"{piece}?offset=5000", data[5000:], content_type=binary)
    assert (gap.status_code, "1000" in gap.content.decode()) == (400, True)
    assert client.post(begin, about).json() == {"upload": upload, "received": 1000, "piece": 524288}
    client.post(f"{piece}?offset=1000", data[1000:], content_type=binary)
    done = client.post(reverse("cases:upload_finish", args=[task.pk, upload, "explain"]))
    assert "回执" in done.content.decode()
    again = client.post(begin, about).json()
    assert (again["upload"], again["received"]) == (upload, len(data))
    client.post(reverse("cases:upload_finish", args=[task.pk, upload, "explain"]))
    row = task.evidence.get()
    assert client.get(reverse("cases:evidence_thumbnail", args=[row.pk])).status_code == 200
    others = {people.wang: 403, people.zhao: 403}
    for user, status in others.items():
        assert login(user).get(reverse("cases:evidence_file", args=[row.pk])).status_code == status


@pytest.mark.requirement("B1.12")
def test_evidence_lies_in_a_bucket_and_waits_out_an_outage(
    task: Case, people: People, bucket: Bucket, settings: Any
) -> None:
    client, data = login(people.chen), picture(3)
    about = {"key": uuid4().hex, "name": "现场.jpg", "size": str(len(data))}
    upload = client.post(reverse("cases:upload", args=[task.pk]), about).json()["upload"]
    piece = reverse("cases:upload_piece", args=[task.pk, upload])
    client.post(f"{piece}?offset=0", data, content_type="application/octet-stream")
    finish = reverse("cases:upload_finish", args=[task.pk, upload, "explain"])
    settings.EVIDENCE = bucket.told | {"bucket": "no-such-bucket"}
    refused = client.post(finish)
    assert (refused.status_code, refused["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert "附件存储服务暂时不可用，请稍后重试" in refused.content.decode()
    settings.EVIDENCE = bucket.told
    assert "回执" in client.post(finish).content.decode()
    row = task.evidence.get()
    assert [name.rpartition("/")[2] for name in bucket.names()] == [row.file.sha256]
    file = reverse("cases:evidence_file", args=[row.pk])
    answer = client.get(file)
    assert int(answer["Content-Length"]) == len(data)
    assert b"".join(answer.streaming_content) == data
    assert client.get(reverse("cases:evidence_thumbnail", args=[row.pk])).status_code == 200
    settings.EVIDENCE = bucket.told | {"bucket": "no-such-bucket"}
    page = client.get(file, headers={"Accept": "text/html"})
    assert (page.status_code, "附件存储服务没有响应" in page.content.decode()) == (503, True)
    bucket.put(row.file.sha256, data[::-1])
    settings.EVIDENCE = bucket.told
    assert client.get(file).status_code == 404


def test_a_program_is_no_evidence(task: Case, people: People) -> None:
    client = login(people.chen)
    data = b"MZ" + b"\x00" * 200
    about = {"name": "照片.jpg", "size": str(len(data))}
    upload = client.post(reverse("cases:upload", args=[task.pk]), about).json()["upload"]
    piece = reverse("cases:upload_piece", args=[task.pk, upload])
    client.post(f"{piece}?offset=0", data, content_type="application/octet-stream")
    done = client.post(reverse("cases:upload_finish", args=[task.pk, upload, "explain"]))
    assert done.status_code == 400
    assert "不支持" in done.content.decode()


def test_acts_are_done_in_the_panel(task: Case, people: People) -> None:
    client = login(people.wang)
    address = reverse("cases:act", args=[task.pk, "urge"])
    assert "催办" in client.get(address).content.decode()
    answer = client.post(address, {"note": "请尽快"})
    assert answer["HX-Redirect"] == reverse("cases:case", args=[task.pk])
    assert Case.objects.get().urges == 1


@pytest.mark.parametrize(
    "act",
    [
        "sign_for",
        "transfer",
        "urge",
        "extend",
        "recall",
        "instruct",
        "telephone",
        "link",
        "copy",
        "pause",
        "assign",
        "relate",
        "sub_task",
    ],
)
def test_every_act_has_its_form_and_says_why_not(act: str, task: Case, people: People) -> None:
    for user in (people.wang, people.chen, people.province, people.supervisor):
        answer = login(user).get(reverse("cases:act", args=[task.pk, act]))
        assert answer.status_code == 200
        assert "<form" in answer.content.decode() or "不能" in answer.content.decode()


def test_steps_are_taken_in_bulk_and_refusals_are_said(explained: Case, people: People) -> None:
    client = login(people.wang)
    form = {"case": [explained.pk], "step": "county_check", "note": "请核查", "back": "/cases/"}
    client.post(reverse("cases:bulk"), form)
    assert Case.objects.get().stage == "site_check"
    again = client.post(reverse("cases:bulk"), form, follow=True)
    assert explained.number in again.content.decode()


def test_a_case_is_raised_by_hand(people: People, bodies: dict[str, object]) -> None:
    form = {
        "title": "裸土未覆盖",
        "district": "410181105",
        "reason": "巡查发现",
        "matter": "裸地扬尘",
        "site": "大峪沟镇 310 国道旁",
        "lead": bodies["town"].pk,  # type: ignore[attr-defined]
    }
    address = reverse("cases:raise", args=["assignment_order"])
    assert login(people.wang).post(address, form).status_code == 302
    assert Case.objects.get().title == "裸土未覆盖"
    assert login(people.chen).get(address).status_code == 403


@pytest.mark.requirement("A4.4", "A4.18")
def test_a_finding_in_the_field_is_raised_with_its_photograph_once(
    people: People, bodies: dict[str, object], now: datetime
) -> None:
    patrol = person("patrol", "巡查员", Role.PATROL, "410181")
    client, data = login(patrol), picture(5)
    about = {"key": uuid4().hex, "name": "现场.jpg", "size": str(len(data))}
    upload = client.post(reverse("cases:early_upload"), about).json()["upload"]
    binary = "application/octet-stream"
    client.post(reverse("cases:early_piece", args=[upload]), data, content_type=binary)
    line = client.post(reverse("cases:early_finish", args=[upload, "raise"])).content.decode()
    assert "回执" in line and f'value="{upload}"' in line
    form = {
        "title": "裸土未覆盖",
        "district": "410181105",
        "reason": "巡查发现裸土约 300 平方米",
        "matter": "裸地扬尘",
        "site": "310 国道旁",
        "place": "113.0361,34.7782",
        "on_spot": "已要求立即停工覆盖",
        "lead": bodies["town"].pk,  # type: ignore[attr-defined]
        "upload": upload,
        "key": uuid4().hex,
    }
    address = reverse("cases:raise", args=["assignment_order"])
    script = {"headers": {"Accept": "application/json"}}
    short = client.post(address, {**form, "site": ""}, **script)
    assert (short.status_code, short.json()["faults"]) == (422, ["地点：此项必填"])
    told = [client.post(address, form, **script).json()["address"] for _ in range(2)]
    case = Case.objects.get()
    assert told == [case.get_absolute_url()] * 2
    proof = case.evidence.get()
    assert (proof.event.code, proof.added_by) == ("raise", patrol)
    assert proof.event.fields["_files"] == proof.file.sha256
    assert case.facts["on_spot"] == "已要求立即停工覆盖" and "_files" not in case.facts
    page = client.get(told[0]).content.decode()
    assert "现场.jpg" in page and "已要求立即停工覆盖" in page
    stolen = {**form, "key": uuid4().hex, "district": "410181106"}
    login(people.wang).post(address, stolen)
    assert not Case.objects.get(district="410181106").evidence.exists()
    assert verify_history().faults == ()


@pytest.mark.requirement("B1.19", "B1.28")
def test_a_procedure_is_changed_without_code_and_old_cases_keep_theirs(
    task: Case, people: People, now: datetime
) -> None:
    from bihuan.cases.services import raise_case

    client = login(people.system_admin)
    document = task.version.document
    document["stages"][0]["term"]["amount"] = 12
    edit = reverse("cases:procedure_edit", args=["exceedance_task"])
    client.post(edit, {"document": json.dumps(document), "note": "改为 12 小时"})
    draft = task.version.__class__.objects.get(state="draft")
    decide = reverse("cases:procedure_decide", args=["exceedance_task", draft.pk])
    page = client.get(reverse("cases:procedure", args=["exceedance_task"]) + "?version=draft")
    assert "24" in page.content.decode()
    client.post(decide, {"act": "publish"})
    new = raise_case(
        "exceedance_task", title="新", district=task.district, reason="x", by=None, now=now
    )
    task.refresh_from_db()
    assert [new.version.number, task.version.number] == [2, 1]
    assert new.deadline is not None
    assert (new.deadline - now).total_seconds() == 12 * 3600
    old = task.version
    client.post(
        reverse("cases:procedure_decide", args=["exceedance_task", old.pk]), {"act": "roll_back"}
    )
    current = old.__class__.objects.get(state="published", code=task.kind)
    assert (current.number, current.digest) == (3, old.digest)


def test_a_procedure_that_fails_its_checks_is_not_published(task: Case, people: People) -> None:
    client = login(people.system_admin)
    document = task.version.document
    document["steps"] = [step for step in document["steps"] if step["code"] != "explain"]
    client.post(
        reverse("cases:procedure_edit", args=["exceedance_task"]),
        {"document": json.dumps(document)},
    )
    draft = task.version.__class__.objects.get(state="draft")
    decide = reverse("cases:procedure_decide", args=["exceedance_task", draft.pk])
    answer = client.post(decide, {"act": "publish"}, follow=True)
    assert "没有可办理的步骤" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_broken_document_is_answered_with_its_line(task: Case, people: People) -> None:
    edit = reverse("cases:procedure_edit", args=["exceedance_task"])
    answer = login(people.system_admin).post(edit, {"document": "{\n 坏"})
    assert answer.status_code == 422
    assert "第 2 行" in answer.content.decode()


def test_the_calendar_is_edited_by_the_administrator_only(task: Case, people: People) -> None:
    form = {"days": "2027-10-01 节假日 国庆节", "is_announced": "on", "source": "通知"}
    address = reverse("cases:calendar_year", args=[2027])
    client = login(people.system_admin)
    client.post(address, form)
    assert "国庆节" in client.get(reverse("cases:calendar") + "?year=2027").content.decode()
    assert login(people.wang).post(address, form).status_code == 403


def test_a_link_is_answered_without_an_account(
    people: People, bodies: dict[str, object], districts: dict[str, object], now: datetime
) -> None:
    from datetime import timedelta

    from bihuan.cases.services import make_link, raise_case

    order = raise_case(
        "assignment_order",
        title="裸土",
        district=districts["410181"],  # type: ignore[arg-type]
        reason="巡查",
        by=people.wang,
        now=now,
        lead=bodies["town"],  # type: ignore[arg-type]
    )
    token = make_link(
        order, step="accept", answerer="城管局", lasts=timedelta(1), by=people.wang, now=now
    )
    visitor = Client()
    address = reverse("cases:answer", args=[token])
    assert "裸土" in visitor.get(address).content.decode()
    assert "已收到答复" in visitor.post(address).content.decode()
    assert visitor.get(address).status_code == 404
    assert visitor.get(reverse("cases:answer", args=["x" * 32])).status_code == 404


@pytest.mark.requirement("A7.1")
def test_every_number_of_the_statistics_equals_the_list_behind_it(
    explained: Case, people: People
) -> None:
    client = login(people.wang)
    page = client.get(reverse("cases:statistics") + "?group=county").content.decode()
    links = re.findall(r'<a href="(/cases/list/\?[^"]+)"[^>]*>(\d+)</a>', page)
    assert links
    for address, number in links:
        listing = client.get(address.replace("&amp;", "&")).context["listing"]
        assert listing.count() == int(number), address


def test_the_list_is_exported_as_it_is_filtered(explained: Case, people: People) -> None:
    client = login(people.wang)
    for form in ("csv", "xlsx"):
        answer = client.get(reverse("cases:export", args=[form]) + "?state=open")
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    text = b"".join(
        client.get(reverse("cases:export", args=["csv"])).streaming_content  # type: ignore[attr-defined]
    ).decode("utf-8-sig")
    assert explained.number in text
