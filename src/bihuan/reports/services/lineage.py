"""When data change under issued documents (受影响文稿): found, listed, a correction drafted."""

import logging
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.reports.acts import Act
from bihuan.reports.change import Changed, all_sources
from bihuan.reports.error import WrongState
from bihuan.reports.figure import Reading
from bihuan.reports.models import (
    Affected,
    AffectedFigure,
    AffectedState,
    ChangeCursor,
    ReportVersion,
    State,
    StoredFigure,
)
from bihuan.reports.permission import MAY_COMPOSE, require_district
from bihuan.reports.services.checking import Checked, check_version
from bihuan.reports.services.drafting import reissue

log = logging.getLogger(__name__)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMED_FIGURES = 3


def look_for_affected(*, now: datetime) -> int:
    """Ask every source what changed, and check the issued documents that read it; how many differ.

    The cursor moves after the documents of its changes were looked at: a crash repeats the look.
    """
    count = 0
    for source in all_sources():
        held = ChangeCursor.objects.filter(source=source.key).first()
        changes, cursor = source.read(held.text if held else None)
        count += sum(1 for one in affected_by(changes, now=now) if one is not None)
        ChangeCursor.objects.update_or_create(
            source=source.key, defaults={"text": cursor, "moved_at": now}
        )
    return count


def affected_by(changes: Sequence[Changed], *, now: datetime) -> list[Affected | None]:
    """Check the issued documents that read any of these spans."""
    if not changes:
        return []
    reading = Reading(now)
    why = "；".join(change.why for change in changes[:NAMED_FIGURES])[:200]
    found = [find_affected(one, why, reading) for one in readers_of(changes)]
    log.info("affected looked=%s differ=%s", len(found), sum(1 for one in found if one))
    return found


def readers_of(changes: Sequence[Changed]) -> list[ReportVersion]:
    """Newest issued versions that read values within one of the spans."""
    reads, about = Q(pk__in=[]), Q(pk__in=[])
    for change in changes:
        reads |= Q(start__lt=change.end, end__gt=change.start)
        first, last = (one.astimezone(SHANGHAI).date() for one in (change.start, change.end))
        about |= Q(report__first__lte=last, report__last__gte=first)
    rows = ReportVersion.objects.filter(state=State.ISSUED).exclude(corrections__state=State.ISSUED)
    figures = StoredFigure.objects.filter(reads).values("version")
    return list(
        rows.filter(Q(pk__in=figures) | about).select_related("report__district").order_by("pk")
    )


@transaction.atomic
def find_affected(version: ReportVersion, why: str, reading: Reading) -> Affected | None:
    """Check one issued version; where it differs, list it with old and new numbers.

    One that was listed and differs no more is taken off the list with that as its reason.
    """
    checked = check_version(version, reading)
    held = Affected.objects.filter(version=version, state=AffectedState.OPEN).first()
    if not checked.differences:
        if held is not None:
            _leave(held, "数据已恢复，与印发时一致", None, reading.now)
        return None
    if held is None:
        held = Affected(version=version)
    held.found_at, held.cause = reading.now, why
    held.save()
    _list(held, checked)
    if version.report.current_id == version.pk:
        held.draft = reissue(
            version.report, reason=reason_of(checked), by=None, now=reading.now, reading=reading
        )
        held.save(update_fields=["draft"])
    return held


def _list(held: Affected, checked: Checked) -> None:
    held.figures.all().delete()
    AffectedFigure.objects.bulk_create(
        AffectedFigure(
            affected=held,
            what=one.figure.what,
            key=one.figure.key,
            label=one.figure.label,
            before=one.figure.printed,
            after=one.after[:400],
        )
        for one in checked.differences
    )


def reason_of(checked: Checked) -> str:
    """Why a correction is drafted, with the first numbers (更正说明)."""
    numbers = [one for one in checked.differences if one.figure.what == "figure"]
    shown = "，".join(
        f"{one.figure.label}由{one.figure.printed}更正为{one.after}"
        for one in numbers[:NAMED_FIGURES]
    )
    rest = len(checked.differences) - min(len(numbers), NAMED_FIGURES)
    words = [shown] if shown else []
    if rest:
        words.append(f"另有{rest}项随之变化")
    return f"因数据补传、更正或复核，{'；'.join(words)}。"[:300]


@transaction.atomic
def leave_uncorrected(affected: Affected, *, reason: str, by: User, now: datetime) -> Affected:
    """Decide that no correction is issued (不更正), with the reason; its draft is dropped.

    Raises:
        NotYours: the district lies outside the person's posts.
        WrongState: no reason, it was decided before, or the correction is on its way.
    """
    require_district(affected.version.report.district, by, MAY_COMPOSE)
    if not reason.strip():
        raise WrongState("请写明不更正的理由")
    held = Affected.objects.select_for_update(of=("self",)).get(pk=affected.pk)
    if held.state != AffectedState.OPEN:
        raise WrongState("该文稿已处理，请刷新页面")
    _leave(held, reason.strip()[:300], by, now)
    record_act(user=by, action=Act.LEAVE, object=held.version, now=now, detail={"reason": reason})
    return held


def _leave(held: Affected, reason: str, by: User | None, now: datetime) -> None:
    draft = held.draft
    if draft is not None and draft.state != State.DRAFT:
        raise WrongState("更正稿已提交办理，不能再选择不更正")
    held.state, held.reason, held.by, held.at, held.draft = (
        AffectedState.LEFT,
        reason,
        by,
        now,
        None,
    )
    held.save()
    if draft is not None:
        report = draft.report
        report.current = held.version
        report.title = held.version.composition["title"][:200]
        report.save(update_fields=["current", "title"])
        draft.delete()


def note_corrected(version: ReportVersion, *, by: User, now: datetime) -> int:
    """When a correction goes out, what it corrects is no longer open; how many there were."""
    open_ones = Affected.objects.filter(version=version.corrects_id, state=AffectedState.OPEN)
    return open_ones.update(state=AffectedState.CORRECTED, draft=version, by=by, at=now)
