"""Deciding about values (数据审核): with a reason, by one or two people, never by deletion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.error import ProvincialValue, SamePerson, WrongState
from bihuan.air.models import Doubt, Review, ReviewReason, ReviewState
from bihuan.air.permission import MAY_REVIEW, require_point
from bihuan.registry.models import MonitoringPoint, StationClass


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides, and why.

    Attributes:
        wants_second: counts only after another person's consent.
    """

    state: ReviewState
    reason: ReviewReason
    note: str
    wants_second: bool = False


@transaction.atomic
def review_hours(
    point: MonitoringPoint,
    *,
    factor: str,
    start: datetime,
    end: datetime,
    decision: Decision,
    doubt: Doubt | None = None,
    by: User,
    now: datetime,
) -> Review:
    """Decide about some hours of a factor (审核).

    Raises:
        NotYours: the point lies outside the person's posts.
        ProvincialValue: an invalid verdict on a provincial-control station.
    """
    require_point(point, by, MAY_REVIEW)
    if decision.state is ReviewState.INVALID and is_provincial(point):
        raise ProvincialValue(point.name)
    review = Review.objects.create(
        point=point,
        factor=factor,
        start=start,
        end=end,
        state=decision.state,
        reason=decision.reason,
        note=decision.note,
        wants_second=decision.wants_second,
        doubt=doubt,
        by=by,
        at=now,
    )
    if doubt is not None:
        Doubt.objects.filter(pk=doubt.pk).update(is_open=decision.state is ReviewState.DOUBTFUL)
    detail = {"state": decision.state.value, "reason": decision.reason.value, "factor": factor}
    record_act(user=by, action=Act.REVIEW, object=review, now=now, detail=detail)
    return review


@transaction.atomic
def review_doubts(
    doubts: Sequence[Doubt], decision: Decision, *, by: User, now: datetime
) -> list[Review]:
    """The same decision about several doubts (批量审核): all or none.

    Raises:
        NotYours, ProvincialValue: as `review_hours`; nothing was written.
    """
    return [
        review_hours(
            doubt.point,
            factor=doubt.factor,
            start=doubt.start,
            end=doubt.end,
            decision=decision,
            doubt=doubt,
            by=by,
            now=now,
        )
        for doubt in doubts
    ]


@transaction.atomic
def consent(review: Review, *, by: User, now: datetime) -> Review:
    """Agree as the second person (复核同意): the decision counts from now on.

    Raises:
        NotYours, SamePerson, WrongState: nothing was written.
    """
    require_point(review.point, by, MAY_REVIEW)
    if review.by_id == by.pk:
        raise SamePerson
    changed = Review.objects.filter(pk=review.pk, wants_second=True, second_at__isnull=True).update(
        second_by=by, second_at=now
    )
    if not changed:
        raise WrongState("该审核", "已生效")
    record_act(user=by, action=Act.SECOND_REVIEW, object=review, now=now)
    review.second_by, review.second_at = by, now
    return review


def is_provincial(point: MonitoringPoint) -> bool:
    """Whether a point belongs to a provincial-control station (省控点位)."""
    station = point.station
    return station is not None and station.station_class == StationClass.PROVINCIAL
