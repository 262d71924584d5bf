"""The page of a document (文稿页): its text with figures as links, who may do what next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.reports.composition import Block, Paragraph, Table, Tiles
from bihuan.reports.figure import Figure
from bihuan.reports.models import (
    FigureKind,
    ParagraphEdit,
    Report,
    ReportVersion,
    State,
    Step,
    StoredFigure,
)
from bihuan.reports.models.report import MAY_READ_DRAFTS
from bihuan.reports.permission import ACTORS, MAY_COMPOSE, acts_in
from bihuan.reports.queries.files import NEEDED
from bihuan.reports.queries.text import EditedParagraph, VersionText
from bihuan.reports.services.flow import ROUTES
from bihuan.reports.wording import pieces

Pieces = Sequence[str | Figure]


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as the page shows it.

    Attributes:
        words: of a paragraph, in pieces; `rows` of a table, each cell in pieces.
        edit: what a person wrote instead, where somebody did.
    """

    kind: str
    key: str
    caption: str = ""
    number: int = 0
    words: Pieces = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Pieces]] = ()
    note: Pieces = ()
    edit: EditedParagraph | None = None


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as the page shows it.

    Attributes:
        is_annex: the first one behind a page one of its own (附件), printed on a new page.
    """

    title: str
    blocks: Sequence[ShownBlock]
    is_annex: bool = False


def shown_sections(text: VersionText) -> list[ShownSection]:
    """The text of a version with its figures apart; front sections first."""
    count: dict[str, int] = {}
    sections = sorted(text.composition.sections, key=lambda one: not one.is_front)
    has_page_one = any(True for _ in text.composition.tiles())
    first = next((one.key for one in sections if not one.is_front), "")
    return [
        ShownSection(
            title=one.title,
            blocks=[_shown(block, text, count) for block in one.blocks],
            is_annex=has_page_one and one.key == first,
        )
        for one in sections
    ]


def _shown(block: Block, text: VersionText, count: dict[str, int]) -> ShownBlock:
    figures = text.figures
    match block:
        case Paragraph():
            edit = text.edits.get(block.key)
            return ShownBlock("text", block.key, words=pieces(block.text, figures), edit=edit)
        case Table():
            return ShownBlock(
                "table",
                block.key,
                caption=block.caption,
                number=_next(count, "table"),
                head=block.head,
                rows=[[pieces(cell, figures) for cell in row] for row in block.rows],
                note=pieces(block.note, figures),
            )
        case Tiles():
            rows = [
                [pieces(part, figures) for part in (one.name, one.value, one.note)]
                for one in block.tiles
            ]
            return ShownBlock("tiles", block.key, rows=rows)
    return ShownBlock("picture", block.key, block.caption, _next(count, "picture"))


def _next(count: dict[str, int], kind: str) -> int:
    count[kind] = count.get(kind, 0) + 1
    return count[kind]


def versions_for(report: Report, user: User) -> list[ReportVersion]:
    """The versions that a person may read, the newest first: issued ones, and with the post all."""
    rows = report.versions.select_related(*NEEDED).order_by("-serial")
    if not acts_in(report.district_id, user, MAY_READ_DRAFTS):
        rows = rows.filter(state=State.ISSUED)
    return list(rows)


def steps_for(version: ReportVersion, user: User) -> list[Step]:
    """The steps that this person may take now (可办事项)."""
    district = version.report.district_id
    open_steps = [step for (state, step) in ROUTES if state == version.state]
    roles = {step: acts_in(district, user, ACTORS[step]) for step in open_steps}
    own = _is_own(version, user)
    return [
        step
        for step in open_steps
        if roles[step] and not (own and step in {Step.APPROVE, Step.SIGN})
    ]


def _is_own(version: ReportVersion, user: User) -> bool:
    if user.pk in {version.drafted_by_id, version.reviewed_by_id}:
        return True
    return ParagraphEdit.objects.filter(report=version.report_id, by=user).exists()


def may_write(version: ReportVersion, user: User) -> bool:
    """Whether the person may edit this version now."""
    return version.is_draft and acts_in(version.report.district_id, user, MAY_COMPOSE)


def figure_rows(version: ReportVersion, words: str) -> Iterator[StoredFigure]:
    """The figures of a version, by what they are and where they stand."""
    rows = version.figures.order_by("what", "pk")
    if words:
        rows = rows.filter(Q(label__icontains=words) | Q(printed__icontains=words))
    return rows.iterator()


def figure_ids(version: ReportVersion) -> Mapping[str, int]:
    """Where each figure of a text is explained, by key."""
    rows = version.figures.filter(what=FigureKind.FIGURE)
    return dict(rows.values_list("key", "pk"))


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to a document, for the history component."""

    at: datetime
    title: str
    by: str
    text: str = ""


def history_of(versions: Sequence[ReportVersion]) -> list[HistoryLine]:
    """Steps and edits of a document, the newest first."""
    found = [
        HistoryLine(
            step.at, f"第{version.serial}版{step.get_step_display()}", str(step.by), step.note
        )
        for version in versions
        for step in version.steps.select_related("by")
    ]
    found += [
        HistoryLine(version.composed_at, f"第{version.serial}版取数成稿", "", version.reason)
        for version in versions
    ]
    if versions:
        edits = ParagraphEdit.objects.filter(report=versions[0].report_id).select_related("by")
        found += [
            HistoryLine(
                edit.at,
                f"{'修改' if edit.text is not None else '恢复自动文字'}：段落 {edit.key}",
                str(edit.by),
            )
            for edit in edits
        ]
    return sorted(found, key=lambda one: one.at, reverse=True)
