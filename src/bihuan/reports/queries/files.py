"""The files of a version (文件): made from what is stored, so that they can be made again."""

from collections.abc import Mapping
from io import BytesIO

from bihuan.documents.services.file import open_file
from bihuan.documents.word import render
from bihuan.reports.definition import kind_of
from bihuan.reports.models import ReportVersion, TemplateVersion
from bihuan.reports.queries.text import version_text
from bihuan.reports.render.annex import annex
from bihuan.reports.render.context import Imprint, word_context
from bihuan.reports.services.composing import stored_file
from bihuan.reports.wire import sheet_of

UNNUMBERED = "（印发时编号）"


def template_in_force(kind: str) -> TemplateVersion | None:
    """The newest published template of a kind; None while nobody has published one."""
    return TemplateVersion.objects.filter(kind=kind).select_related("file").first()


def word_of(version: ReportVersion) -> bytes:
    """The Word file of a version; the same version gives the same bytes.

    Raises:
        BrokenTemplate: the template asks for what the document does not have.
    """
    used = version.template if version.is_issued else template_in_force(version.report.kind)
    return word_from(version, used)


def word_from(version: ReportVersion, used: TemplateVersion | None) -> bytes:
    """The Word file of a version by a certain template."""
    context = context_of_version(version)
    if used is None or used.file is None:
        return render(kind_of(version.report.kind).template, context)
    with open_file(used.file) as source:
        return render(BytesIO(source.read()), context, name=used.file.name)


def context_of_version(version: ReportVersion) -> Mapping[str, object]:
    """What a template of the kind is filled with for this version."""
    composition = version_text(version).composition
    return word_context(composition, imprint_of(version), lambda key: stored_file(version, key))


def annex_of(version: ReportVersion) -> bytes | None:
    """The Excel annex of a version; None where its kind has none."""
    sheets = version_text(version).machine.sheets
    if not sheets:
        return None
    rows = [(sheet.title, sheet_of(stored_file(version, sheet.key))) for sheet in sheets]
    return annex(f"{version.report.title}附表", rows, made=version.composed_at)


def imprint_of(version: ReportVersion) -> Imprint:
    """What stands around the text of a version."""
    report = version.report
    return Imprint(
        number=version.number.text if version.number else UNNUMBERED,
        period=report.period.words,
        district=report.district.name,
        issuer=_issuer(version),
        day=version.issued_at or version.composed_at,
        drafted_by=str(version.drafted_by or ""),
        reviewed_by=str(version.reviewed_by or ""),
        signed_by=str(version.signed_by or ""),
        correction=_correction(version),
    )


def _issuer(version: ReportVersion) -> str:
    signer = version.signed_by
    if signer is not None and signer.organisation is not None:
        return str(signer.organisation)
    return f"{version.report.district.name}生态环境主管部门"


def _correction(version: ReportVersion) -> str:
    before = version.corrects
    if before is None or before.number is None:
        return ""
    return f"本件为第{version.serial}版，替代{before.number.text}。{version.reason}"


def file_name(version: ReportVersion, ending: str) -> str:
    """What a file of a version is called when it leaves the platform."""
    number = f"_{version.number.text}" if version.number else ""
    name = f"{version.report.title}_{version.report.period.words}{number}_第{version.serial}版"
    return f"{_plain(name)}.{ending}"


def _plain(name: str) -> str:
    return "".join(one for one in name if one not in '\\/:*?"<>|')[:120]


NEEDED = (
    "report__district",
    "number",
    "template__file",
    "word",
    "pdf",
    "annex",
    "corrects__number",
    "drafted_by__organisation",
    "reviewed_by",
    "signed_by__organisation",
    "issued_by",
)
"""What the files and the page of a version ask for."""
