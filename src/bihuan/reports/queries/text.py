"""What a version says (文稿): the machine's text, people's edits over it, and where they clash."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bihuan.reports.composition import Block, Composition, Paragraph, figures_in
from bihuan.reports.figure import Figure
from bihuan.reports.models import ParagraphEdit, ReportVersion, State
from bihuan.reports.wire import composition_of, figures_of
from bihuan.reports.wording import GONE, bare_numbers


@dataclass(frozen=True)
class EditedParagraph:
    """A paragraph that people rewrote (已修改的段落).

    Attributes:
        text: the person's words; figures that are gone stand as words.
        machine: what the machine says now; None where it says nothing there any more.
        base: what it said when the person wrote.
        has_lost: whether it named a figure that the data do not yield any more.
    """

    key: str
    text: str
    base: str
    machine: str | None
    by: str
    at: str
    has_lost: bool = False

    @property
    def is_clash(self) -> bool:
        """Whether somebody has to look again: the machine's text or a figure is another (冲突)."""
        return self.machine != self.base or self.has_lost


@dataclass(frozen=True)
class VersionText:
    """A version as it is read: composition, figures and edits."""

    version: ReportVersion
    figures: Mapping[str, Figure]
    machine: Composition
    edits: Mapping[str, EditedParagraph]

    @cached_property
    def composition(self) -> Composition:
        """The machine's text with people's edits in their places."""
        sections = tuple(
            replace(section, blocks=tuple(self._edited(block) for block in section.blocks))
            for section in self.machine.sections
        )
        return replace(self.machine, sections=sections)

    def _edited(self, block: Block) -> Block:
        edit = self.edits.get(block.key)
        return replace(block, text=edit.text) if edit and isinstance(block, Paragraph) else block

    @property
    def clashes(self) -> list[EditedParagraph]:
        """Edits that somebody has to look at again."""
        return [edit for edit in self.edits.values() if edit.is_clash]

    @cached_property
    def bare(self) -> list[tuple[str, list[str]]]:
        """Numbers that no figure stands behind, by paragraph (未溯源数字)."""
        found = [(one.key, bare_numbers(one.text)) for one in self.composition.paragraphs()]
        return [(key, numbers) for key, numbers in found if numbers]


def version_text(version: ReportVersion) -> VersionText:
    """Read a version: its rows, and the edits that hold for it."""
    figures = figures_of(version.figures.all())
    machine = composition_of(version.composition, figures)
    said = {one.key: one.text for one in machine.paragraphs()}
    held = live_edits(version) if version.state == State.DRAFT else version.edits
    edits = {key: _edited(key, edit, said.get(key), figures) for key, edit in held.items()}
    return VersionText(version, figures, machine, edits)


def _edited(
    key: str, held: Mapping[str, str], machine: str | None, figures: Mapping[str, Figure]
) -> EditedParagraph:
    """An edit over the figures that there are now."""
    lost = figures_in(held["text"]) - figures.keys()
    text = held["text"]
    for name in lost:
        text = text.replace("{" + name + "}", f"【{GONE}】")
    told = {**held, "text": text}
    return EditedParagraph(key=key, machine=machine, has_lost=bool(lost), **told)


def live_edits(version: ReportVersion) -> dict[str, dict[str, str]]:
    """The newest edit of each paragraph of the report, those withdrawn left out."""
    rows = ParagraphEdit.objects.filter(report=version.report_id).select_related("by")
    newest = {row.key: row for row in rows.order_by("pk")}
    return {
        key: {"text": row.text, "base": row.base, "by": str(row.by), "at": row.at.isoformat()}
        for key, row in newest.items()
        if row.text is not None
    }
