"""Many documents in one go (批量生成): composed and written first, PDF files after them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.db.models import F

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.documents.error import DocumentsError
from bihuan.documents.models import StoredFile
from bihuan.documents.pdf import is_available
from bihuan.documents.services.file import keep_file
from bihuan.reports.acts import Act
from bihuan.reports.definition import kind_of
from bihuan.reports.error import ReportsError, WrongState
from bihuan.reports.figure import Reading
from bihuan.reports.models import Batch, BatchState, Report, ReportVersion
from bihuan.reports.period import periods_ending
from bihuan.reports.permission import MAY_COMPOSE, require_district
from bihuan.reports.queries.files import NEEDED, annex_of, file_name, word_of
from bihuan.reports.services.composing import digest
from bihuan.reports.services.converting import AT_ONCE, convert_some
from bihuan.reports.services.drafting import Wanted, draft_report

MOST = 1000


@transaction.atomic
def start_batch(batch: Batch, *, by: User, now: datetime) -> Batch:
    """Ask for many documents (发起批量生成); a worker makes them.

    Args:
        batch: district, kinds and days; not saved yet.

    Raises:
        NotYours: the district lies outside the person's posts.
        WrongState: nothing falls into the days, or too much.
    """
    require_district(batch.district, by, MAY_COMPOSE)
    batch.by, batch.at = by, now
    batch.total = len(wanted_of(batch))
    if not batch.total:
        raise WrongState("所选期间内没有完整的报告期")
    if batch.total > MOST:
        raise WrongState(f"共 {batch.total} 份，超过一次 {MOST} 份的上限，请缩短期间")
    batch.save(force_insert=True)
    detail = {"kinds": batch.kinds, "total": batch.total}
    record_act(user=by, action=Act.START_BATCH, object=batch, now=now, detail=detail)
    return batch


def wanted_of(batch: Batch) -> list[Wanted]:
    """The documents of a batch: regular ones by period, special ones as they were ordered."""
    found = []
    for code in batch.kinds:
        kind = kind_of(code)
        if kind.is_special:
            rows = Report.objects.filter(
                kind=code, district=batch.district, last__gte=batch.first, last__lte=batch.last
            )
            found += [
                Wanted(kind, batch.district, row.period, row.subject, row.called) for row in rows
            ]
        else:
            periods = periods_ending(kind.period, batch.first, batch.last)
            found += [Wanted(kind, batch.district, period) for period in periods]
    return found


def run_batch(batch: Batch, *, now: datetime) -> None:
    """Make the documents, then their PDF files; the row tells how far it is."""
    reading = Reading(now)
    made = list(_words(batch, reading))
    if batch.with_pdf and is_available():
        _pdfs(batch, made, now)
    batch.state, batch.finished_at = BatchState.DONE, now
    batch.save(update_fields=["state", "finished_at"])


def _words(batch: Batch, reading: Reading) -> Iterator[int]:
    """Versions whose Word file was made."""
    for wanted in wanted_of(batch):
        try:
            version = _word(batch, wanted, reading)
        except (ReportsError, DocumentsError) as error:
            words = f"{wanted.kind.title} {wanted.period.words}：{error}"
            batch.problems.append(words[:300])
        else:
            yield version.pk
        batch.done += 1
        batch.save(update_fields=["done", "problems"])


@transaction.atomic
def _word(batch: Batch, wanted: Wanted, reading: Reading) -> ReportVersion:
    held = Report.objects.filter(
        kind=wanted.kind.code,
        district=wanted.district,
        first=wanted.period.first,
        last=wanted.period.last,
        subject=wanted.subject,
    )
    report = held.select_related("current").first()
    if report is None or report.current is None or report.current.is_draft:
        report = draft_report(wanted, by=batch.by, now=reading.now, reading=reading)
    assert report.current is not None
    version = ReportVersion.objects.select_related(*NEEDED).get(pk=report.current.pk)
    data = word_of(version)
    if version.is_issued:
        if version.word is None or digest(data) != version.word.sha256:
            raise WrongState("重新生成的 Word 与印发的不一致")
        return version
    _keep(version, data, batch.by, reading.now)
    return version


def _keep(version: ReportVersion, data: bytes, by: User, now: datetime) -> None:
    annex = annex_of(version)
    version.word = _kept(version, data, "docx", by, now)
    if annex:
        version.annex = _kept(version, annex, "xlsx", by, now)
    version.pdf = None
    version.save(update_fields=["word", "annex", "pdf"])


def _kept(version: ReportVersion, data: bytes, ending: str, by: User, now: datetime) -> StoredFile:
    name = file_name(version, ending)
    return keep_file(BytesIO(data), name=name, by=by, now=now, is_ours=True)


def _pdfs(batch: Batch, made: Sequence[int], now: datetime) -> None:
    waiting = ReportVersion.objects.filter(pk__in=made, pdf=None, word__isnull=False)
    rows = list(waiting.select_related("word").order_by("pk"))
    for place in range(0, len(rows), AT_ONCE):
        try:
            count = convert_some(rows[place : place + AT_ONCE], now=now)
        except DocumentsError as error:
            batch.problems.append(str(error))
            batch.save(update_fields=["problems"])
            return
        Batch.objects.filter(pk=batch.pk).update(converted=F("converted") + count)
