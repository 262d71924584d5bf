"""Every number can be derived again, and a change is found in what was issued."""

from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest

from bihuan.reports.change import Changed, all_sources
from bihuan.reports.error import WrongState
from bihuan.reports.figure import Reading
from bihuan.reports.models import Affected, AffectedState, ReportVersion, State, StoredFigure
from bihuan.reports.queries.figure import arguments_of
from bihuan.reports.queries.files import NEEDED, word_of
from bihuan.reports.services.checking import check_version
from bihuan.reports.services.lineage import leave_uncorrected, look_for_affected, readers_of
from tests.people import Places
from tests.reports.conftest import Office
from tests.reports.sample_kind import midnight


def text_of(word: bytes) -> str:
    """The document part of a Word file."""
    return ZipFile(BytesIO(word)).read("word/document.xml").decode()


@pytest.mark.requirement("D1", "C16")
def test_a_figure_keeps_query_arguments_edition_and_printed_text(office: Office) -> None:
    version = office.draft().current
    assert version is not None
    row = version.figures.get(key="pm")
    assert (row.printed, row.query, row.edition) == ("50", "sample.mean", "GB 3095-2026")
    assert row.arguments == {"point": office.point, "first": "2026-11-20", "last": "2026-11-20"}
    assert version.figures.get(key="turn").printed == "上升25.0%"


@pytest.mark.requirement("A3.1")
def test_every_number_picture_and_sheet_of_a_document_is_derived_again(office: Office) -> None:
    version = office.draft().current
    assert version is not None
    checked = check_version(version, Reading(office.now))
    assert (checked.count, checked.differences) == (4, ())
    office.correct(3, 122.0)
    again = check_version(version, Reading(office.now))
    found = {one.figure.key: (one.figure.printed, one.after) for one in again.differences}
    assert found["pm"] == ("50", "53") and found["turn"] == ("上升25.0%", "上升32.5%")
    assert set(found) == {"pm", "turn", "curve", "hours"}


@pytest.mark.requirement("A3.14")
def test_the_same_inputs_give_the_same_file(office: Office) -> None:
    version = office.issued(office.draft())
    again = ReportVersion.objects.select_related(*NEEDED).get(pk=version.pk)
    word = word_of(again)
    assert again.word is not None
    with ZipFile(BytesIO(word)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert sha256(word).hexdigest() == again.word.sha256
    assert "50微克/立方米，较前期上升25.0%" in text_of(word)


@pytest.mark.requirement("D2")
def test_one_corrected_hour_lists_the_issued_document_with_a_correction_draft(
    office: Office,
) -> None:
    issued = office.issued(office.draft())
    assert look_for_affected(now=office.now) == 0, "the first look only sets the cursor"
    office.correct(3, 122.0)
    assert look_for_affected(now=office.now) == 1
    affected = Affected.objects.get()
    assert affected.version == issued and affected.state == AffectedState.OPEN
    pairs = {one.key: (one.before, one.after) for one in affected.figures.filter(what="figure")}
    assert pairs == {"pm": ("50", "53"), "turn": ("上升25.0%", "上升32.5%")}
    draft = affected.draft
    assert draft is not None and draft.state == State.DRAFT and draft.serial == 2
    assert "PM₂.₅均值由50更正为53" in draft.reason
    assert draft.figures.get(key="pm").printed == "53"
    assert issued.figures.get(key="pm").printed == "50", "what went out stays"
    assert look_for_affected(now=office.now) == 0, "told once"


@pytest.mark.requirement("A3.14", "D2")
def test_a_correction_that_goes_out_keeps_both_and_closes_the_case(office: Office) -> None:
    report = office.draft()
    first = office.issued(report)
    look_for_affected(now=office.now)
    office.correct(3, 122.0)
    look_for_affected(now=office.now)
    second = office.issued(report)
    assert (first.serial, second.serial) == (1, 2)
    assert first.number and second.number and first.number.serial + 1 == second.number.serial
    assert first.word and second.word and first.word.sha256 != second.word.sha256
    assert Affected.objects.get().state == AffectedState.CORRECTED
    again = ReportVersion.objects.select_related(*NEEDED).get(pk=second.pk)
    assert f"替代{first.number.text}" in text_of(word_of(again))


def test_values_of_other_days_do_not_touch_a_document(office: Office) -> None:
    office.issued(office.draft())
    look_for_affected(now=office.now)
    other = Changed(midnight("2026-11-22"), midnight("2026-11-23"), "")
    assert readers_of([other]) == []
    assert len(readers_of([Changed(midnight("2026-11-20"), midnight("2026-11-21"), "")])) == 1


def test_leaving_a_document_uncorrected_needs_a_reason_and_drops_the_draft(
    office: Office,
) -> None:
    report = office.draft()
    issued = office.issued(report)
    look_for_affected(now=office.now)
    office.correct(3, 122.0)
    look_for_affected(now=office.now)
    affected = Affected.objects.get()
    with pytest.raises(WrongState, match="理由"):
        leave_uncorrected(affected, reason=" ", by=office.analyst, now=office.now)
    leave_uncorrected(affected, reason="不影响结论", by=office.analyst, now=office.now)
    report.refresh_from_db()
    assert report.current_id == issued.pk and report.versions.count() == 1


def test_the_store_of_values_is_a_source_of_changes() -> None:
    assert "telemetry" in {source.key for source in all_sources()}


def test_what_a_figure_was_asked_with_is_said_in_words(places: Places) -> None:
    asked = {"district": "410181", "metric": "pm2_5", "against": "year", "choice": "2026", "n": 2}
    assert arguments_of(StoredFigure(arguments=asked)) == [
        ("行政区划", "巩义市（410181）"),
        ("指标", "PM₂.₅"),
        ("比较期", "去年同期"),
        ("评价口径", "统一按 2026 版"),
        ("序号", 2),
    ]
