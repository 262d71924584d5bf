"""PDF files of Word files, many in one run (批量转 PDF)."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path

from django.db.models import F

from bihuan.documents.pdf import from_word, is_available
from bihuan.documents.services.file import keep_file, open_file
from bihuan.reports.models import ReportVersion

AT_ONCE = 20
"""Documents that one run of LibreOffice takes: well within its patience."""


def waiting_for_pdf() -> Sequence[ReportVersion]:
    """Versions with a Word file and without its PDF, those issued first."""
    rows = ReportVersion.objects.filter(word__isnull=False, pdf=None)
    return list(rows.select_related("word").order_by(F("issued_at").desc(nulls_last=True), "pk"))


def convert_some(versions: Sequence[ReportVersion], *, now: datetime) -> int:
    """Turn the Word files of some versions into PDF in one run; how many were made.

    Raises:
        NoConverter: LibreOffice did not make a file.
    """
    if not versions or not is_available():
        return 0
    with tempfile.TemporaryDirectory(prefix="bihuan-report-") as folder:
        sources = []
        for version in versions:
            assert version.word is not None
            path = Path(folder) / f"{version.pk}.docx"
            with open_file(version.word) as word:
                path.write_bytes(word.read())
            sources.append(path)
        made = from_word(sources, Path(folder) / "pdf")
        for version, path in zip(versions, made, strict=True):
            _keep(version, path.read_bytes(), now)
    return len(versions)


def _keep(version: ReportVersion, data: bytes, now: datetime) -> None:
    assert version.word is not None
    name = f"{version.word.name.removesuffix('.docx')}.pdf"
    file = keep_file(BytesIO(data), name=name, by=None, now=now, is_ours=True)
    ReportVersion.objects.filter(pk=version.pk, word=version.word).update(pdf=file)


def convert_waiting(*, now: datetime, most: int = 100) -> int:
    """Turn what waits into PDF, batch by batch; how many were made."""
    waiting = iter(waiting_for_pdf()[:most])
    count = 0
    while some := list(islice(waiting, AT_ONCE)):
        count += convert_some(some, now=now)
    return count
