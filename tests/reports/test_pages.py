"""The room's pages: who may open them, what they do, that parts are the page's own."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bihuan.reports.models import Batch, DataHandover, DocumentPlan, Report
from bihuan.reports.services.batch import run_batch
from bihuan.reports.services.drafting import reissue
from bihuan.reports.services.lineage import look_for_affected
from bihuan.reports.services.planning import ItemTerms, set_plan
from tests.people import NOW
from tests.reports.conftest import DAY, Office

READERS = frozenset(["wang", "li", "province", "engineer", "supervisor", "wall_screen", "root"])
OF_DISTRICTS = READERS | {"zhao", "township"}
STAFF = frozenset(["wang", "li", "zhao", "province", "supervisor", "root"])
WRITERS = STAFF - {"supervisor"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
PAGES = [
    ("list", (), OF_DISTRICTS),
    ("new", (), WRITERS),
    ("report", ("issued",), READERS),
    ("report", ("draft",), STAFF - {"zhao"}),
    ("preview", ("issued", "1"), READERS),
    ("figure", ("issued", "1", "pm"), READERS),
    ("picture", ("issued", "1", "curve"), READERS),
    ("file", ("issued", "1", "docx"), READERS),
    ("paragraph", ("draft", "summary"), WRITERS - {"zhao"}),
    ("plans", (), STAFF),
    ("plan", ("plan",), STAFF - {"zhao"}),
    ("edit_plan", ("plan",), WRITERS - {"zhao"}),
    ("export_plan", ("plan",), STAFF - {"zhao"}),
    ("new_plan", (), WRITERS),
    ("affected", (), STAFF),
    ("batches", (), WRITERS),
    ("batch", ("batch",), WRITERS - {"zhao"}),
    ("templates", (), STAFF | {"system_admin"}),
    ("template", ("sample.daily",), STAFF | {"system_admin"}),
    ("template_file", ("sample.daily",), STAFF | {"system_admin"}),
]
PARTS = [("list", (), "list"), ("plan", ("plan",), "expected"), ("affected", (), "list")]


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: NOW))


@pytest.fixture
def given(office: Office) -> dict[str, object]:
    """An issued document, a draft of the day before, a plan, a batch."""
    issued = office.draft()
    office.issued(issued)
    draft = office.draft(day=DAY - timedelta(days=1))
    plan = DocumentPlan(name="服务期", district=office.district, first=DAY, last=DAY)
    terms = [ItemTerms("sample.daily", 1, NOW.time())]
    set_plan(plan, terms, by=office.wang, now=office.now)
    batch = Batch.objects.create(
        district=office.district,
        kinds=["sample.daily"],
        first=DAY,
        last=DAY,
        by=office.wang,
        at=office.now,
    )
    return {"issued": issued.pk, "draft": draft.pk, "plan": plan.pk, "batch": batch.pk}


def login(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def address(name: str, arguments: tuple[str, ...], given: dict[str, object]) -> str:
    return reverse(f"reports:{name}", args=[given.get(one, one) for one in arguments])


def test_each_page_lets_in_the_entitled_and_nobody_else(
    office: Office, given: dict[str, object]
) -> None:
    people = {who: login(user) for who, user in office.people.all().items()}
    for name, arguments, entitled in PAGES:
        page = address(name, arguments, given)
        let_in = {who for who, client in people.items() if client.get(page).status_code == 200}
        assert let_in == set(entitled), page
        assert Client().get(page).status_code == 302


@pytest.mark.any_database
def test_a_page_asks_the_database_little(
    office: Office,
    given: dict[str, object],
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client = login(office.wang)
    for name, arguments, _ in PAGES:
        with django_assert_max_num_queries(30):  # type: ignore[attr-defined]
            client.get(address(name, arguments, given))


@pytest.mark.any_database
@pytest.mark.parametrize(("name", "arguments", "part"), PARTS)
def test_a_part_is_the_very_text_of_the_page(
    name: str, arguments: tuple[str, ...], part: str, office: Office, given: dict[str, object]
) -> None:
    client, page = login(office.wang), address(name, arguments, given)
    whole = TOKEN.sub("", client.get(page).content.decode())
    headers = {"HX-Request": "true", "HX-Target": part}
    own = TOKEN.sub("", client.get(page, headers=headers).content.decode())
    assert own.strip() and "<html" not in own and own in whole


@pytest.mark.parametrize("query", ["?page=x", "?kind=%27;--&state=y", "?since=9999-99-99"])
def test_a_wrong_filter_still_gives_the_list(
    query: str, office: Office, given: dict[str, object]
) -> None:
    assert login(office.wang).get(reverse("reports:list") + query).status_code == 200


@pytest.mark.requirement("D2")
def test_a_number_of_the_page_leads_to_its_query_and_to_the_values(
    office: Office, given: dict[str, object]
) -> None:
    client = login(office.wang)
    text = client.get(address("report", ("issued",), given)).content.decode()
    link = address("figure", ("issued", "1", "pm"), given)
    assert f'href="{link}"' in text
    panel = client.get(link, headers={"HX-Request": "true"}).content.decode()
    for words in ("sample.mean", "GB 3095-2026", "2026-11-20", "现值与印出一致"):
        assert words in panel
    assert f'href="/points/{office.point}/"' in panel
    assert client.get(f"/points/{office.point}/").status_code == 200
    office.correct(3, 122.0)
    changed = client.get(link, headers={"HX-Request": "true"}).content.decode()
    assert "现值不同" in changed and ">53<" in changed


def test_a_document_goes_from_draft_to_archive_through_the_pages(office: Office) -> None:
    analyst, manager, wang = login(office.analyst), login(office.manager), login(office.wang)
    form = {"kind": "sample.daily", "district": "410181", "day": f"{DAY}"}
    page = analyst.post(reverse("reports:new"), form).headers["Location"]
    analyst.post(f"{page}paragraphs/advice/", {"text": "请各乡镇洒水，PM₂.₅为【PM₂.₅均值】。"})
    analyst.post(f"{page}steps/submit/", {"note": ""})
    assert manager.post(f"{page}steps/send_back/", {"note": ""}, follow=True).status_code == 200
    manager.post(f"{page}steps/approve/", {"note": "同意"})
    wang.post(f"{page}steps/sign/", {"note": ""})
    told = {"users": [str(office.wang.pk)], "names": "市生态环境局"}
    answer = analyst.post(f"{page}steps/issue/", told, follow=True).content.decode()
    assert "样巩义市daily〔2026〕1号" in answer and "市生态环境局" in answer
    assert "请各乡镇洒水" in analyst.get(page).content.decode()
    checked = analyst.post(f"{page}versions/1/check/").content.decode()
    assert "全部一致" in checked


@pytest.mark.requirement("A3.14")
def test_the_archive_is_exported_with_number_issuer_receipts_and_hash(
    office: Office, given: dict[str, object]
) -> None:
    answer = login(office.wang).get(reverse("reports:export"))
    data = answer.getvalue()
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    line = dict(zip(rows[0], rows[1], strict=True))
    assert line["文号"] == "样巩义市daily〔2026〕1号" and line["签发人"] == "王科员"
    assert (line["分发数"], line["签收数"]) == ("1", "0") and len(str(line["Word SHA-256"])) == 64


@pytest.mark.requirement("A3.14", "D2")
def test_a_document_that_is_being_corrected_keeps_its_number_in_the_list(
    office: Office, given: dict[str, object]
) -> None:
    report = Report.objects.get(pk=str(given["issued"]))
    reissue(report, reason="补充建议", by=office.analyst, now=office.now)
    client = login(office.wang)
    page = client.get(reverse("reports:list")).content.decode()
    assert "样巩义市daily〔2026〕1号" in page and "第2版编制中" in page
    data = client.get(reverse("reports:export")).getvalue()
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["文号"], line["环节"]) == ("样巩义市daily〔2026〕1号", "已印发，第2版编制中")


def test_a_batch_makes_word_files_and_compares_those_that_went_out(
    office: Office, given: dict[str, object]
) -> None:
    batch = Batch.objects.create(
        district=office.district,
        kinds=["sample.daily"],
        first=DAY - timedelta(days=1),
        last=DAY,
        with_pdf=False,
        by=office.wang,
        at=office.now,
        total=2,
    )
    run_batch(batch, now=office.now)
    assert (batch.done, batch.problems, batch.state) == (2, [], "done")
    draft = Report.objects.get(pk=str(given["draft"])).current
    assert draft is not None and draft.word is not None
    text = login(office.wang).get(reverse("reports:batch", args=[batch.pk])).content.decode()
    assert "已生成 2 / 2 份" in text


@pytest.mark.requirement("D2")
def test_the_page_of_affected_documents_shows_old_and_new_numbers(
    office: Office, given: dict[str, object]
) -> None:
    look_for_affected(now=office.now)
    office.correct(3, 122.0)
    look_for_affected(now=office.now)
    text = login(office.wang).get(reverse("reports:affected")).content.decode()
    assert ">50<" in text and ">53<" in text and "更正稿（第2版）" in text


def test_the_command_derives_every_number_and_fails_when_one_differs(
    office: Office, given: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("report", "check")
    assert "共核对 1 份报告、4 项，不一致 0 项" in capsys.readouterr().out
    office.correct(3, 122.0)
    with pytest.raises(CommandError, match="4 项与印出不一致"):
        call_command("report", "check")
    assert "印出 50，现为 53" in capsys.readouterr().out


def test_a_special_report_is_about_what_the_person_chose(office: Office) -> None:
    client = login(office.analyst)
    form = {"kind": "sample.special", "district": "410181", "day": f"{DAY}"}
    listed = client.get(reverse("reports:new"), form).content.decode()
    assert "静稳过程" in listed
    assert "请选择专题对象" in client.post(reverse("reports:new"), form).content.decode()
    told = {**form, "subject": "ep1", "called": "一次静稳过程分析"}
    client.post(reverse("reports:new"), told)
    report = Report.objects.get(kind="sample.special")
    assert (report.subject, report.title) == ("ep1", "一次静稳过程分析")


@pytest.mark.requirement("A3.12")
def test_data_are_planned_recorded_read_and_exported_on_the_pages(office: Office) -> None:
    plan = DocumentPlan(
        name="服务期", district=office.district, first=date(2026, 10, 1), last=date(2026, 12, 31)
    )
    set_plan(plan, [], by=office.wang, now=office.now)
    wang, analyst = login(office.wang), login(office.analyst)
    edit = reverse("reports:edit_plan", args=[plan.pk])
    terms = {"title": "月度数据集", "receiver": "市中心", "rhythm": "month", "days": 3}
    told = {f"data.1:{name}": value for name, value in {**terms, "time": "18:00"}.items()}
    whole = {"name": plan.name, "district": plan.district_id, "first": plan.first, "least": 0}
    more = {"last": plan.last, "free_warnings": 3, "deduction": 3, "is_active": "on"}
    assert wang.post(edit, {**whole, **more, **told}).status_code == 302
    item = plan.items.get()
    assert (item.kind, item.title, item.rhythm, item.due_days) == (
        "data.1",
        "月度数据集",
        "month",
        3,
    )
    assert "月度数据集" in wang.get(edit).content.decode()
    page = reverse("reports:plan", args=[plan.pk])
    shown = wang.get(page).content.decode()
    assert "每月" in shown and "登记报送" in shown and "作出警告" in shown
    record = reverse("reports:hand_over", args=[plan.pk, item.pk, "2026-10-01"])
    given = {"handed_at": "2026-11-03T16:00", "receipt": "回执12号"}
    photo = SimpleUploadedFile("数据集.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    assert login(office.people.visitor).post(record, given).status_code in {403, 404}
    analyst.post(record, {"handed_at": given["handed_at"]})
    assert not DataHandover.objects.exists(), "nothing proves it"
    analyst.post(record, {**given, "file": photo})
    made = DataHandover.objects.select_related("file").get()
    assert made.file is not None and made.receipt == "回执12号"
    done = wang.get(page + "?state=on_time").content.decode()
    assert "回执12号" in done and "数据集.pdf" in done
    file = reverse("reports:handover_file", args=[plan.pk, made.pk])
    assert b"%PDF" in b"".join(wang.get(file))
    assert login(office.people.zhao).get(file).status_code == 403
    book = wang.get(reverse("reports:export_plan", args=[plan.pk]))
    sheets = CalamineWorkbook.from_filelike(BytesIO(b"".join(book)))
    lines = sheets.get_sheet_by_name("逐份时限").to_python()
    assert lines[1][:5] == ["数据报送", "月度数据集", "2026年10月", "市中心", "2026-11-03 18:00"]
    assert lines[1][5:8] == ["2026-11-03 16:00", "按时交付", "回执12号 数据集.pdf"]
    assert "扣款" in str(sheets.get_sheet_by_name("警告与扣款").to_python()[-1])
