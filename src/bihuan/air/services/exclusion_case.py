"""The case of a report of abnormal values (剔除申请事项): opened with it, ends with the answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bihuan.accounts.models import User
from bihuan.air.models import Exclusion, ExclusionReason, ExclusionState
from bihuan.air.queries.desk import factor_words
from bihuan.air.services.case import last_step, open_case
from bihuan.cases.models import Case

KIND: Final = "abnormal_data_report"
PREFIX: Final = "air-exclusion"
CAUSES: Final[Mapping[str, str]] = {
    ExclusionReason.INSTRUMENT: "仪器故障",
    ExclusionReason.MAINTENANCE: "质控操作",
    ExclusionReason.POWER: "停电",
    ExclusionReason.SAMPLING: "采样口受干扰",
    ExclusionReason.DUST: "沙尘",
}
ENDS: Final[Mapping[str, ExclusionState]] = {
    "accepted": ExclusionState.ACCEPTED,
    "refused": ExclusionState.REFUSED,
    "withdrawn": ExclusionState.WITHDRAWN,
}
HOUR: Final = timedelta(hours=1)


def case_of_report(report: Exclusion, *, by: User, now: datetime) -> Case | None:
    """Raise the report's case; None while nobody has published the procedure."""
    return open_case(
        KIND,
        title=f"{report.point.name} {factor_words(report.factor)} 异常数据上报",
        district=report.point.district,
        points=[report.point],
        reason=f"{report.get_reason_display()}：{report.evidence}",
        source=f"{PREFIX}:{report.pk}",
        fields=_fields(report),
        by=by,
        now=now,
    )


def _fields(report: Exclusion) -> dict[str, str]:
    return {
        "station": report.point.name,
        "factor": factor_words(report.factor),
        "begin": report.start.isoformat(),
        "end": report.end.isoformat(),
        "cause": CAUSES.get(report.reason, "其他"),
    }


def hours_of(report: Exclusion) -> int:
    """Hours that the report asks for."""
    return int((report.end - report.start) / HOUR)


def take_answer(case: Case, now: datetime) -> None:
    """What the case ended with decides about the hours (登记答复), in the same transaction."""
    state = ENDS.get(case.stage)
    report = Exclusion.objects.filter(case=case).first()
    if state is None or report is None:
        return
    last = last_step(case)
    report.state, report.answered_at = state, now
    report.answer = (last.note if last else "") or state.label
    report.answer_by = last.by if last else None
    report.removed_hours = hours_of(report) if state is ExclusionState.ACCEPTED else 0
    report.save()
