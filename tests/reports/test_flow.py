"""编制, 审核, 签发, 印发: who may, what stays, what is refused."""

import pytest

from bihuan.accounts.error import NotYours
from bihuan.reports.error import BadText, SamePerson, WrongState
from bihuan.reports.models import ParagraphEdit, Report, State
from bihuan.reports.queries.text import version_text
from bihuan.reports.services.drafting import recompose, reissue
from bihuan.reports.services.editing import edit_paragraph, withdraw_edit
from bihuan.reports.services.flow import approve, send_back, sign, submit
from bihuan.reports.services.issuing import Told, issue, note_receipt
from bihuan.reports.wording import filled
from tests.reports.conftest import Office


def said(report: Report, key: str) -> str:
    """A paragraph of the newest version, as it is printed."""
    report.refresh_from_db()
    assert report.current is not None
    text = version_text(report.current)
    found = next(one.text for one in text.composition.paragraphs() if one.key == key)
    return filled(found, text.figures)


@pytest.mark.requirement("A3.14")
def test_a_document_goes_through_four_hands_and_gets_the_next_number(office: Office) -> None:
    version = office.issued(office.draft(), "市生态环境局")
    assert version.state == State.ISSUED
    assert version.number is not None and version.number.text == "样巩义市daily〔2026〕1号"
    people = (version.drafted_by, version.reviewed_by, version.signed_by)
    assert people == (office.analyst, office.manager, office.wang)
    assert [step.step for step in version.steps.all()] == ["submit", "approve", "sign", "issue"]
    assert {one.name for one in version.recipients.all()} == {"王科员", "市生态环境局"}
    assert version.annex is not None


def test_nobody_reviews_or_signs_what_is_his_own(office: Office) -> None:
    version = office.draft().current
    assert version is not None
    submit(version, note="", by=office.wang, now=office.now)
    with pytest.raises(SamePerson):
        approve(version, note="", by=office.wang, now=office.now)
    approve(version, note="", by=office.manager, now=office.now)
    with pytest.raises(SamePerson):
        sign(version, note="", by=office.wang, now=office.now)
    with pytest.raises(NotYours):
        sign(version, note="", by=office.analyst, now=office.now)
    assert sign(version, note="", by=office.people.li, now=office.now).state == State.SIGNED


def test_whoever_edited_a_paragraph_does_not_review_it(office: Office) -> None:
    version = office.draft().current
    assert version is not None
    edit_paragraph(version, "advice", "请洒水。", by=office.manager, now=office.now)
    submit(version, note="", by=office.analyst, now=office.now)
    with pytest.raises(SamePerson):
        approve(version, note="", by=office.manager, now=office.now)


def test_sending_back_needs_a_reason_and_leads_to_the_analyst(office: Office) -> None:
    version = office.draft().current
    assert version is not None
    submit(version, note="", by=office.analyst, now=office.now)
    with pytest.raises(WrongState, match="原因"):
        send_back(version, note=" ", by=office.manager, now=office.now)
    assert send_back(version, note="数据存疑", by=office.manager, now=office.now).is_draft


def test_a_step_that_has_no_route_writes_nothing(office: Office) -> None:
    version = office.draft().current
    assert version is not None
    with pytest.raises(WrongState):
        approve(version, note="", by=office.manager, now=office.now)
    with pytest.raises(WrongState):
        issue(version, told=Told(), note="", by=office.analyst, now=office.now)
    assert not version.steps.exists()


def test_people_of_another_county_write_nothing_here(office: Office) -> None:
    report = office.draft()
    with pytest.raises(NotYours):
        recompose(report, by=office.people.zhao, now=office.now)


def test_stale_numbers_are_not_submitted(office: Office) -> None:
    report = office.draft()
    assert report.current is not None
    office.correct(3, 122.0)
    with pytest.raises(WrongState, match="重新取数"):
        submit(report.current, note="", by=office.analyst, now=office.now)
    version = recompose(report, by=office.analyst, now=office.now)
    submit(version, note="", by=office.analyst, now=office.now)


@pytest.mark.requirement("A3.11")
def test_an_edit_survives_regeneration_and_its_numbers_follow_the_data(office: Office) -> None:
    report = office.draft()
    assert report.current is not None
    words = "今日PM₂.₅为【PM₂.₅均值】，请各乡镇洒水抑尘。"
    edit_paragraph(report.current, "summary", words, by=office.analyst, now=office.now)
    assert said(report, "summary") == "今日PM₂.₅为50，请各乡镇洒水抑尘。"
    office.correct(3, 122.0)
    recompose(report, by=office.analyst, now=office.now)
    assert said(report, "summary") == "今日PM₂.₅为53，请各乡镇洒水抑尘。"


@pytest.mark.requirement("A3.11")
def test_an_edit_clashes_when_the_machine_says_something_else(office: Office) -> None:
    report = office.draft()
    assert report.current is not None
    edit_paragraph(report.current, "summary", "一切正常。", by=office.analyst, now=office.now)
    for hour in range(24):
        office.correct(hour, 90.0)
    version = recompose(report, by=office.analyst, now=office.now)
    (clash,) = version_text(version).clashes
    assert "均值偏高" in (clash.machine or "") and clash.text == "一切正常。"
    with pytest.raises(WrongState, match="不一致"):
        submit(version, note="", by=office.analyst, now=office.now)
    withdraw_edit(version, "summary", by=office.analyst, now=office.now)
    assert said(report, "summary").startswith("PM₂.₅均值偏高")
    assert ParagraphEdit.objects.count() == 2


def test_an_edit_that_names_a_figure_which_is_gone_is_shown_and_waits_for_a_person(
    office: Office,
) -> None:
    report = office.draft()
    assert report.current is not None
    version = report.current
    edit_paragraph(version, "summary", "均值【PM₂.₅均值】。", by=office.analyst, now=office.now)
    ParagraphEdit.objects.update(text="均值{pm}，第九名{s9_name}。")
    assert said(report, "summary") == "均值50，第九名【已无此数据项】。"
    with pytest.raises(WrongState, match="人工修改"):
        submit(version, note="", by=office.analyst, now=office.now)


def test_an_edit_that_names_no_figure_is_refused(office: Office) -> None:
    version = office.draft().current
    assert version is not None
    with pytest.raises(BadText, match="臭氧"):
        edit_paragraph(version, "summary", "【臭氧】", by=office.analyst, now=office.now)


def test_numbers_typed_by_hand_are_listed(office: Office) -> None:
    version = office.draft().current
    assert version is not None
    edit_paragraph(version, "summary", "PM2.5约为55。", by=office.analyst, now=office.now)
    assert version_text(version).bare == [("summary", ["55"])]


def test_issued_text_does_not_follow_later_edits(office: Office) -> None:
    report = office.draft()
    issued = office.issued(report)
    second = reissue(report, reason="补充建议", by=office.analyst, now=office.now)
    edit_paragraph(second, "advice", "请加密洒水。", by=office.analyst, now=office.now)
    issued.refresh_from_db()
    assert not version_text(issued).edits and version_text(second).edits


def test_a_receipt_is_noted_once_by_the_recipient_or_on_his_behalf(office: Office) -> None:
    version = office.issued(office.draft(), "市生态环境局")
    outside = version.recipients.get(user=None)
    inside = version.recipients.get(user=office.wang)
    assert note_receipt(inside, note="", by=office.wang, now=office.now).received_at
    with pytest.raises(NotYours):
        note_receipt(outside, note="", by=office.people.zhao, now=office.now)
    note_receipt(outside, note="电话确认", by=office.analyst, now=office.now)
    with pytest.raises(WrongState):
        note_receipt(outside, note="", by=office.analyst, now=office.now)
